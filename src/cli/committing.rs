//! What the commands that commit have in common: where to, in whose name, and whether at all.

use clap::Args;

use super::Database;

#[derive(Debug, Args)]
pub(super) struct Committing {
    /// Say what would change, and change nothing
    #[arg(long)]
    pub(super) dry_run: bool,

    /// Who is committing
    #[arg(long, env = "SKILLGRAPH_AUTHOR", default_value_t = default_author())]
    pub(super) author: String,

    /// What is committed, and why; without it, the message says what the command does
    #[arg(long)]
    message: Option<String>,

    #[command(flatten)]
    pub(super) database: Database,
}

impl Committing {
    /// The address of the database.
    pub(super) fn url(&self) -> &str {
        &self.database.database_url
    }

    /// The message that was given, or what there is to say without it.
    pub(super) fn message(&self, otherwise: impl FnOnce() -> String) -> String {
        self.message.clone().unwrap_or_else(otherwise)
    }
}

/// Who commits when nobody is named.
fn default_author() -> String {
    std::env::var("USER").ok().filter(|user| !user.is_empty()).unwrap_or_else(|| "skillgraph".to_owned())
}
