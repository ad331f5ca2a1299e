//! `skillgraph import`: reads outside data and commits it, all or nothing.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Database, count_of_problems, default_author, fail, say};
use crate::{
    graph::Graph,
    import::{Extent, ImportError, Placed, Plan, Problem, core, jsonl, plan},
    store::{Commit, CommitError, Committed, Store},
};

/// Takes data into the graph.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// The built-in graph of this program; upgrades one that is there already
    Core(Options),
    /// A file in the native format (JSON Lines)
    Jsonl {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// Write every problem to this file, as JSON Lines
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Who is committing
    #[arg(long, env = "SKILLGRAPH_AUTHOR", default_value_t = default_author())]
    author: String,

    /// What is committed, and why
    #[arg(long)]
    message: Option<String>,

    #[command(flatten)]
    database: Database,
}

/// Data that were read but not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommitProblem {
    /// The data are wrong.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The commit failed.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Import {
    pub(super) async fn run(self) -> ExitCode {
        let (read, extent, options, what) = match self {
            Self::Core(options) => (core::embedded(), Extent::Whole, options, "the built-in graph".to_owned()),
            Self::Jsonl { file, options } => {
                let what = file.display().to_string();
                (jsonl::read_file(&file), Extent::Part, options, what)
            }
        };
        let done = match read {
            Ok(items) => options.commit(items, extent, &what).await,
            Err(error) => Err(error.into()),
        };
        match done {
            Ok(line) => {
                say(line);
                options.report_problems(&[]);
                ExitCode::SUCCESS
            }
            Err(error) => options.explain(&error),
        }
    }
}

impl Options {
    async fn commit(&self, items: Vec<Placed>, extent: Extent, what: &str) -> Result<String, CommitProblem> {
        let url = &self.database.database_url;
        if self.dry_run && !Store::exists(url) {
            let (opened, _) = rehearse(&Graph::default(), items, extent)?;
            return Ok(format!("{what}: would open {opened} rows in a new database; nothing was changed"));
        }
        let store = Store::open(url).await.map_err(CommitError::from)?;
        if self.dry_run {
            let (opened, closed) = rehearse(&store.graph(), items, extent)?;
            return Ok(format!("{what}: would open {opened} rows and close {closed}; nothing was changed"));
        }
        let before = store.graph().revision().number;
        let message = self.message.clone().unwrap_or_else(|| format!("Import {what}"));
        let Committed { graph, changed } = commit(&store, items, extent, &self.author, message).await?;
        store.close().await;
        let concepts = graph.concepts().count();
        Ok(match changed {
            true => format!("{what}: revision {}, {concepts} concepts in all", graph.revision().number),
            false => format!("{what}: nothing new, still revision {before}"),
        })
    }
}

impl Options {
    /// Says what is wrong with the data, each problem on its own line, and ends with failure.
    fn explain(&self, error: &CommitProblem) -> ExitCode {
        let CommitProblem::Import(ImportError::Problems(problems)) = error else { return fail(error) };
        problems.iter().for_each(say);
        self.report_problems(problems);
        fail(format_args!("{}; nothing was changed", count_of_problems(problems.len())))
    }

    /// Writes the problems to the file that was asked for: none are an empty file.
    fn report_problems(&self, problems: &[Problem]) {
        if let Some(path) = &self.report
            && let Err(error) = write_report(path, problems)
        {
            say(format_args!("error: cannot write {}: {error}", path.display()));
        }
    }
}

/// Plans and applies without committing: how many rows would open and close.
fn rehearse(graph: &Graph, items: Vec<Placed>, extent: Extent) -> Result<(usize, usize), ImportError> {
    let plan = plan(graph, items, extent).map_err(ImportError::Problems)?;
    let mut revision = graph.revision().clone();
    revision.number += 1;
    let applied = graph.apply(&plan.changes, revision);
    let applied = applied.map_err(|rejections| refused(&plan, &rejections))?;
    Ok((applied.opened.len(), applied.closed.len()))
}

/// Commits items; what the graph refuses is said in terms of the files that it comes from.
pub(super) async fn commit(
    store: &Store,
    items: Vec<Placed>,
    extent: Extent,
    author: &str,
    message: String,
) -> Result<Committed, CommitProblem> {
    let mut plan = plan(&store.graph(), items, extent).map_err(ImportError::Problems)?;
    let changes = std::mem::take(&mut plan.changes);
    match store.commit(Commit { author: author.to_owned(), message, changes }).await {
        Err(CommitError::Refused(rejections)) => Err(refused(&plan, &rejections).into()),
        other => Ok(other?),
    }
}

fn refused(plan: &Plan, rejections: &[crate::graph::Rejection]) -> ImportError {
    let mut problems: Vec<_> = rejections.iter().map(|rejection| plan.problem(rejection)).collect();
    problems.sort();
    problems.dedup();
    ImportError::Problems(problems)
}

fn write_report(path: &Path, problems: &[Problem]) -> std::io::Result<()> {
    let mut report = BufWriter::new(File::create(path)?);
    for Problem { place, message } in problems {
        let line = json!({ "file": &*place.file, "line": place.line, "message": message });
        writeln!(report, "{line}")?;
    }
    report.flush()
}
