//! `skillgraph import esco`: the official packages of ESCO.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::tables::Tables;
use crate::import::esco;

#[derive(Debug, Args)]
pub(in crate::cli) struct Esco {
    /// The folder into which the CSV packages were unpacked; files may be compressed (.gz)
    dir: PathBuf,

    /// The languages to take in, the main one first: it must have all concepts, the others add names and texts
    #[arg(long, value_name = "LOCALES", value_delimiter = ',', default_value = "en")]
    locale: Vec<String>,

    /// The version of ESCO, where the names of the folders do not tell it
    #[arg(long, value_name = "VERSION")]
    source_version: Option<String>,

    /// Take in what is there although files are missing; deprecates nothing
    #[arg(long)]
    allow_partial: bool,

    #[command(flatten)]
    tables: Tables,
}

impl Esco {
    pub(super) async fn run(self) -> ExitCode {
        let Self { dir, locale, source_version, allow_partial, tables } = self;
        let options = esco::Options { locales: locale, source_version, allow_partial };
        tables.run(|progress| esco::read(&dir, &options, progress)).await
    }
}
