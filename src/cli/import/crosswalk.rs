//! `skillgraph import crosswalk`: which occupations of ESCO are listed with which of O*NET.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::tables::Tables;
use crate::import::crosswalk;

#[derive(Debug, Args)]
pub(in crate::cli) struct Crosswalk {
    /// The crosswalk as CSV (UTF-8), which may be compressed (.gz)
    file: PathBuf,

    /// The folder of the ESCO package whose codes the file has, which is 1.1.0; without it, rows are rejected whose
    /// codes have changed since
    #[arg(long, value_name = "DIR")]
    esco_codes: Option<PathBuf>,

    #[command(flatten)]
    tables: Tables,
}

impl Crosswalk {
    pub(super) async fn run(self) -> ExitCode {
        let Self { file, esco_codes, tables } = self;
        tables.run_beside(|graph, progress| crosswalk::read(&file, esco_codes.as_deref(), graph, progress)).await
    }
}
