//! `skillgraph export`: writes the graph to a file.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};

use super::{Database, fail, say};
use crate::{
    graph::Graph,
    import::{
        jsonl,
        skos::{self, BaseIri},
    },
    store::Store,
};

/// Writes the graph to a file.
#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// The native format (JSON Lines), which `import jsonl` reads
    Jsonl(Target),
    /// SKOS in Turtle, for programs that read RDF
    Skos {
        #[command(flatten)]
        target: Target,
        /// What the IRIs of the concepts begin with; name an address of your own to publish them
        #[arg(long, env = "SKILLGRAPH_BASE_IRI", default_value_t, value_name = "IRI")]
        base_iri: BaseIri,
    },
}

/// What is written, and where to.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// The file; `-` for standard output
    file: PathBuf,
    /// An older revision
    #[arg(long)]
    revision: Option<i64>,
    #[command(flatten)]
    database: Database,
}

impl Export {
    pub(super) async fn run(self) -> ExitCode {
        match self {
            Self::Jsonl(target) => target.write(|graph, mut text| jsonl::write(graph, &mut text)).await,
            Self::Skos { target, base_iri } => {
                target.write(|graph, mut text| skos::write(graph, &base_iri, &mut text)).await
            }
        }
    }
}

impl Target {
    async fn write(self, format: impl Fn(&Graph, &mut dyn Write) -> io::Result<()>) -> ExitCode {
        let Self { file, revision, database } = self;
        if !Store::exists(&database.database_url) {
            return fail(format_args!("there is no database at {}", database.database_url));
        }
        let store = match Store::open(&database.database_url).await {
            Ok(store) => store,
            Err(error) => return fail(error),
        };
        let graph = match revision {
            None => store.graph(),
            Some(revision) => match store.graph_at(revision).await {
                Ok(Some(graph)) => graph,
                Ok(None) => return fail(format_args!("there is no revision {revision}")),
                Err(error) => return fail(error),
            },
        };
        store.close().await;
        match write(&file, |text| format(&graph, text)) {
            Ok(()) => {
                let (revision, concepts) = (graph.revision().number, graph.concepts().count());
                say(format_args!("{}: revision {revision}, {concepts} concepts", file.display()));
                ExitCode::SUCCESS
            }
            Err(error) => fail(format_args!("cannot write {}: {error}", file.display())),
        }
    }
}

/// Writes beside the file and moves the result into its place, so that a half-written file never bears its name.
fn write(file: &Path, format: impl Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if file == Path::new("-") {
        return format(&mut BufWriter::new(io::stdout().lock()));
    }
    let mut part = file.to_path_buf().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = File::create(&part).and_then(|text| {
        let mut text = BufWriter::new(text);
        format(&mut text)?;
        text.get_ref().sync_all()
    });
    match written.and_then(|()| fs::rename(&part, file)) {
        Ok(()) => Ok(()),
        Err(error) => {
            let _ = fs::remove_file(&part);
            Err(error)
        }
    }
}
