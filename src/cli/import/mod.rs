//! `skillgraph import`: reads outside data and commits it, all or nothing.

mod crosswalk;
mod esco;
mod onet;
mod options;
mod progress;
mod report;
mod tables;

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use self::options::Options;
pub(super) use self::options::{CommitProblem, commit, rehearse};
use crate::import::{Extent, core, jsonl};

/// Takes data into the graph.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// The built-in graph of this program; upgrades one that is there already
    Core(Options),
    /// ESCO, the European classification of skills and occupations: its packages of CSV files
    Esco(esco::Esco),
    /// The crosswalk from ESCO to O*NET, once both are in the graph
    Crosswalk(crosswalk::Crosswalk),
    /// A file in the native format (JSON Lines)
    Jsonl {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// O*NET, the occupations of the United States: its files of text
    Onet(onet::Onet),
}

impl Import {
    pub(super) async fn run(self) -> ExitCode {
        match self {
            Self::Core(options) => {
                options.run(core::embedded(), Extent::Whole, Some(core::origin()), "the built-in graph").await
            }
            Self::Esco(esco) => esco.run().await,
            Self::Crosswalk(crosswalk) => crosswalk.run().await,
            Self::Jsonl { file, options } => {
                options.run(jsonl::read_file(&file), Extent::Part, None, &file.display().to_string()).await
            }
            Self::Onet(onet) => onet.run().await,
        }
    }
}
