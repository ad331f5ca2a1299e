//! `skillgraph check`: looks at data files without a database.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{count_of_problems, fail, say};
use crate::{
    graph::Graph,
    import::{Extent, ImportError, Problem, core, jsonl, plan},
};

/// Looks at data files without a database.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// A folder of TOML files such as data/core, or a file in the native format (JSON Lines)
    path: PathBuf,
}

impl Check {
    pub(super) fn run(self) -> ExitCode {
        match self.problems() {
            Ok((graph, problems)) if problems.is_empty() => {
                say(format_args!("{}: {} concepts, no problems", self.path.display(), graph.concepts().count()));
                ExitCode::SUCCESS
            }
            Ok((_, problems)) | Err(ImportError::Problems(problems)) => {
                problems.iter().for_each(say);
                fail(count_of_problems(problems.len()))
            }
            Err(error) => fail(error),
        }
    }

    /// The graph that the files make, and what is wrong or not good with it.
    fn problems(&self) -> Result<(Graph, Vec<Problem>), ImportError> {
        let items = match self.path.is_dir() {
            true => core::read_folder(&self.path)?,
            false => jsonl::read_file(&self.path)?,
        };
        let empty = Graph::default();
        let plan = plan(&empty, items, Extent::Part, None).map_err(ImportError::Problems)?;
        let mut revision = empty.revision().clone();
        revision.number = 1;
        let graph = match empty.apply(&plan.changes, revision) {
            Ok(applied) => applied.graph,
            Err(rejections) => {
                let mut problems: Vec<_> = rejections.iter().map(|rejection| plan.problem(rejection)).collect();
                problems.sort();
                problems.dedup();
                return Err(ImportError::Problems(problems));
            }
        };
        let flaws = graph.flaws().into_iter().filter_map(|(index, flaw)| {
            let node = graph.node(index);
            let place = plan.place_of(node.id())?.clone();
            Some(Problem { place, message: format!("{}/{} {flaw}", node.kind().word(), node.slug()) })
        });
        let mut flaws: Vec<_> = flaws.collect();
        flaws.sort();
        Ok((graph, flaws))
    }
}
