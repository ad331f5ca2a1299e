//! `skillgraph restore`: brings an older revision back.

use std::process::ExitCode;

use clap::Args;

use super::{Committing, fail, say};
use crate::{
    graph::Change,
    store::{Commit, CommitError, Committed, Store},
};

/// Brings the graph of an older revision back, as a new commit: all that was said since is undone, and stays in the
/// history.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The revision whose graph is to be the current one again
    #[arg(long, value_name = "N")]
    revision: i64,

    #[command(flatten)]
    committing: Committing,
}

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("there is no database at {0}")]
    NoDatabase(String),
    #[error("there is no revision {revision}: the latest is {latest}")]
    NoRevision { revision: i64, latest: i64 },
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Restore {
    pub(super) async fn run(self) -> ExitCode {
        match self.restored().await {
            Ok(line) => {
                say(line);
                ExitCode::SUCCESS
            }
            Err(error) => fail(error),
        }
    }

    async fn restored(&self) -> Result<String, Problem> {
        let url = self.committing.url();
        if !Store::exists(url) {
            return Err(Problem::NoDatabase(url.to_owned()));
        }
        let store = Store::open(url).await.map_err(CommitError::from)?;
        let (now, revision) = (store.graph(), self.revision);
        let latest = now.revision().number;
        let then = store.graph_at(revision).await.map_err(CommitError::from)?;
        let then = then.ok_or(Problem::NoRevision { revision, latest })?;
        let changes = now.difference(&then);
        let what = counted(&changes);
        if self.committing.dry_run {
            return Ok(format!("revision {revision} differs from {latest}: {what}; nothing was changed"));
        }
        // What comes back of one source is that source's again, so that its next import goes on from there.
        let import = now.import_coming_back(&then);
        let source = import.and_then(|import| import.source);
        let source_version = import.and_then(|import| import.source_version.clone());
        let message = self.committing.message(|| format!("Restore revision {revision}"));
        let author = self.committing.author.clone();
        let done = store.commit(Commit { author, message, source, source_version, changes }).await;
        let Committed { graph, changed } = done?;
        store.close().await;
        let number = graph.revision().number;
        Ok(match changed {
            true => format!("revision {number} says what revision {revision} said: {what}"),
            false => format!("nothing to restore: revision {number} says what revision {revision} said"),
        })
    }
}

fn counted(changes: &[Change]) -> String {
    let retracted = changes.iter().filter(|change| matches!(change, Change::Retract(_))).count();
    format!("{} facts come back or change back, {retracted} go", changes.len() - retracted)
}
