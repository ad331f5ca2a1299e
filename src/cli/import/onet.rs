//! `skillgraph import onet`: the text files of O*NET.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::tables::Tables;
use crate::import::onet;

#[derive(Debug, Args)]
pub(in crate::cli) struct Onet {
    /// The folder with the text files, such as db_29_3_text; files may be compressed (.gz)
    dir: PathBuf,

    /// The release of O*NET, where neither its read-me file nor the name of the folder tells it
    #[arg(long, value_name = "VERSION")]
    source_version: Option<String>,

    /// Take in what is there although tables are missing; deprecates nothing
    #[arg(long)]
    allow_partial: bool,

    #[command(flatten)]
    tables: Tables,
}

impl Onet {
    pub(super) async fn run(self) -> ExitCode {
        let Self { dir, source_version, allow_partial, tables } = self;
        let options = onet::Options { source_version, allow_partial };
        tables.run(|progress| onet::read(&dir, &options, progress)).await
    }
}
