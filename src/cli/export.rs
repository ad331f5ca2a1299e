//! `skillgraph export`: writes the graph to a file.

use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;

use super::{Database, fail, say};
use crate::{graph::Graph, import::jsonl, store::Store};

/// Writes the graph to a file.
#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// The native format (JSON Lines), which `import jsonl` reads
    Jsonl {
        /// The file; `-` for standard output
        file: PathBuf,
        /// An older revision
        #[arg(long)]
        revision: Option<i64>,
        #[command(flatten)]
        database: Database,
    },
}

impl Export {
    pub(super) async fn run(self) -> ExitCode {
        let Self::Jsonl { file, revision, database } = self;
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
        match write(&graph, &file) {
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
fn write(graph: &Graph, file: &Path) -> io::Result<()> {
    if file == Path::new("-") {
        return jsonl::write(graph, &mut BufWriter::new(io::stdout().lock()));
    }
    let mut part = file.to_path_buf().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = File::create(&part).and_then(|text| {
        let mut text = BufWriter::new(text);
        jsonl::write(graph, &mut text)?;
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
