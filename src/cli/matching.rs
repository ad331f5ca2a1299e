//! `skillgraph match`: joins what is the same in two sources.

use std::{
    collections::{BTreeMap, HashSet},
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use serde_json::json;

use super::{
    Committing, fail,
    import::{CommitProblem, commit, rehearse},
    say,
};
use crate::{
    graph::{DEFAULT_LOCALE, Graph, Node, NodeIndex, source_id},
    import::{
        Extent,
        matching::{self, Fate, Line, Matching},
    },
    store::{CommitError, Committed, Store},
};

/// Joins what is the same in two sources that are in the graph.
///
/// Whatever an earlier run has joined and no rule joins any more is let go. What people have joined, or retracted, stays
/// as they have it. With `--dry-run`, all matches are listed on standard output, with the rule that makes each.
#[derive(Debug, Args)]
pub(super) struct Match {
    /// Write all matches with the rule that makes each to this file, as JSON Lines
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Make those matches again as well that somebody has retracted
    #[arg(long)]
    again: bool,

    #[command(flatten)]
    committing: Committing,
}

impl Match {
    pub(super) async fn run(self) -> ExitCode {
        match self.matched().await {
            Ok(line) => {
                say(line);
                ExitCode::SUCCESS
            }
            Err(error) => fail(error),
        }
    }

    /// Finds, reports and commits; says what came of it.
    async fn matched(&self) -> Result<String, Problem> {
        let url = self.committing.url();
        if !Store::exists(url) {
            return Err(Problem::NoDatabase(url.to_owned()));
        }
        let store = Store::open(url).await.map_err(CommitError::from).map_err(CommitProblem::from)?;
        let graph = store.graph();
        let matching = matching::find(&graph, &self.retracted(&store, &graph).await?);
        let lines = matching.preview(&graph);
        if let Some(path) = &self.report {
            report(path, &graph, &lines).map_err(|error| Problem::NoReport(path.display().to_string(), error))?;
        }
        summarise(&lines);
        let (items, origin) = (matching.items(&graph), matching::origin());
        if self.committing.dry_run {
            let rehearsed = rehearse(&graph, items, Extent::Whole, Some(&origin)).map_err(CommitProblem::from)?;
            list(&graph, &lines).map_err(Problem::NoList)?;
            let (opened, closed) = rehearsed;
            return Ok(format!("would open {opened} rows and close {closed}; nothing was changed"));
        }
        let message = self.committing.message(|| "Match what is the same in two sources".to_owned());
        let Committed { graph, changed } =
            commit(&store, items, Extent::Whole, Some(origin), &self.committing.author, message).await?;
        store.close().await;
        let number = graph.revision().number;
        Ok(if changed { format!("revision {number}") } else { format!("nothing new, still revision {number}") })
    }

    /// What is not to be made again.
    async fn retracted(&self, store: &Store, graph: &Graph) -> Result<HashSet<matching::Ends>, Problem> {
        if self.again {
            return Ok(HashSet::new());
        }
        let rows = store.retracted_by_others(source_id(matching::SOURCE)).await;
        let rows = rows.map_err(CommitError::from).map_err(CommitProblem::from)?;
        Ok(Matching::retracted(graph, rows.iter().map(|row| (row.from, row.kind, row.to))))
    }
}

/// Why nothing was joined.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("there is no database at {0}: import what is to be joined first")]
    NoDatabase(String),
    #[error("cannot write {0}: {1}; nothing was changed")]
    NoReport(String, io::Error),
    #[error("cannot write the list: {0}; nothing was changed")]
    NoList(io::Error),
    #[error(transparent)]
    Commit(#[from] CommitProblem),
}

const fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Stays => "stays",
        Fate::Goes => "goes",
        Fate::LeftAlone => "left alone",
    }
}

/// Says how many matches each rule makes, and what becomes of them.
fn summarise(lines: &[Line<'_>]) {
    let mut counts: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for line in lines {
        *counts.entry((line.relation.as_str(), line.rule, word(line.fate))).or_default() += 1;
    }
    for ((relation, rule, fate), count) in counts {
        say(format_args!("{relation} {rule}: {count} {fate}"));
    }
}

/// One line a match, for people and for `sort`, `cut` and `grep`.
fn list(graph: &Graph, lines: &[Line<'_>]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in lines {
        let Line { fate, from, relation, to, rule, .. } = line;
        let [(from, name), (to, other)] = [*from, *to].map(|index| ends(graph, index));
        writeln!(out, "{}\t{relation}\t{from}\t{to}\t{rule}\t{name}\t{other}", word(*fate))?;
    }
    out.flush()
}

fn report(path: &Path, graph: &Graph, lines: &[Line<'_>]) -> io::Result<()> {
    let mut report = BufWriter::new(File::create(path)?);
    for line in lines {
        let Line { fate, from, relation, to, rule, confidence, reason } = line;
        let [(from, from_label), (to, to_label)] = [*from, *to].map(|index| ends(graph, index));
        let line = json!({
            "fate": word(*fate), "from": from, "relation": relation.as_str(), "to": to, "rule": rule,
            "confidence": confidence, "reason": reason, "fromLabel": from_label, "toLabel": to_label,
        });
        writeln!(report, "{line}")?;
    }
    report.flush()
}

/// A concept by kind and slug, and its name.
fn ends(graph: &Graph, index: NodeIndex) -> (String, &str) {
    let node: &Node = graph.node(index);
    (format!("{}/{}", node.kind().word(), node.slug()), node.preferred_label(DEFAULT_LOCALE))
}
