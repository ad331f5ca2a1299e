//! What all imports have in common: where the data go, in whose name, and whether they go there at all.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use entity::revision;

use super::{
    super::{Committing, count_of_problems, fail, say},
    report,
};
use crate::{
    graph::{Graph, Rejection, source_id},
    import::{Extent, ImportError, Origin, Placed, Plan, Progress, Rejected, plan},
    store::{Commit, CommitError, Committed, Store},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct Options {
    /// Write everything that is wrong with the data to this file, as JSON Lines
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,

    #[command(flatten)]
    committing: Committing,
}

/// Data that were read but not taken.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum CommitProblem {
    /// The data are wrong.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The commit failed.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Options {
    /// Commits what was read, or says what is wrong with it.
    pub(super) async fn run(
        self,
        read: Result<Vec<Placed>, ImportError>,
        extent: Extent,
        origin: Option<Origin>,
        what: &str,
    ) -> ExitCode {
        let done = match read {
            Ok(items) => self.commit(None, items, extent, origin, what, &()).await,
            Err(error) => Err(error.into()),
        };
        match done {
            Ok(line) => {
                say(line);
                report::write(self.report.as_deref(), &[], &[]);
                ExitCode::SUCCESS
            }
            Err(error) => self.explain(&error, &[]),
        }
    }

    /// The graph that there is already, if there is one.
    pub(super) async fn store(&self, progress: &dyn Progress) -> Result<Option<Store>, CommitProblem> {
        let url = self.committing.url();
        if !Store::exists(url) {
            return Ok(None);
        }
        progress.phase("opening the database", None);
        Ok(Some(Store::open(url).await.map_err(CommitError::from)?))
    }

    /// Commits items, or tries whether they could be, and says what came of it. Opens the database unless it is open.
    pub(super) async fn commit(
        &self,
        store: Option<Store>,
        items: Vec<Placed>,
        extent: Extent,
        origin: Option<Origin>,
        what: &str,
        progress: &dyn Progress,
    ) -> Result<String, CommitProblem> {
        let store = match store {
            Some(store) => Some(store),
            None => self.store(progress).await?,
        };
        let store = match store {
            Some(store) => store,
            None if self.committing.dry_run => {
                let (opened, _) = rehearse(&Graph::default(), items, extent, origin.as_ref())?;
                return Ok(format!("{what}: would open {opened} rows in a new database; nothing was changed"));
            }
            None => {
                progress.phase("creating the database", None);
                Store::open(self.committing.url()).await.map_err(CommitError::from)?
            }
        };
        progress.phase("comparing and writing", None);
        if self.committing.dry_run {
            let (opened, closed) = rehearse(&store.graph(), items, extent, origin.as_ref())?;
            return Ok(format!("{what}: would open {opened} rows and close {closed}; nothing was changed"));
        }
        let before = store.graph().revision().number;
        let message = self.committing.message(|| format!("Import {what}"));
        let Committed { graph, changed } =
            commit(&store, items, extent, origin, &self.committing.author, message).await?;
        store.close().await;
        let concepts = graph.concepts().count();
        Ok(match changed {
            true => format!("{what}: revision {}, {concepts} concepts in all", graph.revision().number),
            false => format!("{what}: nothing new, still revision {before}"),
        })
    }

    /// Says what is wrong with the data, each problem on its own line, and ends with failure.
    pub(super) fn explain(&self, error: &CommitProblem, rejected: &[Rejected]) -> ExitCode {
        let CommitProblem::Import(ImportError::Problems(problems)) = error else { return fail(error) };
        problems.iter().for_each(say);
        report::write(self.report.as_deref(), rejected, problems);
        fail(format_args!("{}; nothing was changed", count_of_problems(problems.len())))
    }
}

/// Plans and applies without committing: how many rows would open and close.
pub(in crate::cli) fn rehearse(
    graph: &Graph,
    items: Vec<Placed>,
    extent: Extent,
    origin: Option<&Origin>,
) -> Result<(usize, usize), ImportError> {
    let plan = plan(graph, items, extent, origin).map_err(ImportError::Problems)?;
    let revision = revision::Model { number: graph.revision().number + 1, source: None, ..graph.revision().clone() };
    let applied = graph.apply(&plan.changes, revision);
    let applied = applied.map_err(|rejections| refused(&plan, &rejections))?;
    Ok((applied.opened.len(), applied.closed.len()))
}

/// Commits items; what the graph refuses is said in terms of the files that it comes from.
pub(in crate::cli) async fn commit(
    store: &Store,
    items: Vec<Placed>,
    extent: Extent,
    origin: Option<Origin>,
    author: &str,
    message: String,
) -> Result<Committed, CommitProblem> {
    let mut plan = plan(&store.graph(), items, extent, origin.as_ref()).map_err(ImportError::Problems)?;
    let changes = std::mem::take(&mut plan.changes);
    let (source, source_version) = origin.map(|origin| (source_id(&origin.source), origin.version)).unzip();
    let (author, source_version) = (author.to_owned(), source_version.flatten());
    match store.commit(Commit { author, message, source, source_version, changes }).await {
        Err(CommitError::Refused(rejections)) => Err(refused(&plan, &rejections).into()),
        other => Ok(other?),
    }
}

fn refused(plan: &Plan, rejections: &[Rejection]) -> ImportError {
    let mut problems: Vec<_> = rejections.iter().map(|rejection| plan.problem(rejection)).collect();
    problems.sort();
    problems.dedup();
    ImportError::Problems(problems)
}
