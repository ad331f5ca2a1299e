//! What can go wrong with the store, in words for whoever runs it.

use crate::graph::Rejection;

/// The database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is of no kind that we know.
    #[error("`{0}` is no address of a database: use sqlite://FILE, sqlite::memory: or postgres://USER@HOST/DATABASE")]
    BadUrl(String),
    /// The file or the server cannot be opened.
    #[error("cannot open the database {url}: {reason}")]
    CannotOpen {
        /// The address, without its password.
        url: String,
        /// What the driver says.
        reason: String,
    },
    /// The file is something else than a SQLite database.
    #[error("{0} is not a SQLite database: name another file, or move this one away")]
    NotADatabase(String),
    /// There are tables in it, but not ours.
    #[error("the database {url} belongs to another program (it has a table `{table}`): name an empty one")]
    Foreign {
        /// The address, without its password.
        url: String,
        /// One of the tables found.
        table: String,
    },
    /// A later version of this program has changed its tables.
    #[error("the database is newer than this program (it has the migration `{0}`): use the program that wrote it")]
    Newer(String),
    /// The driver reports a failure.
    #[error("the database failed: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A task of our own ended before its time.
    #[error("reading the graph broke off: {0}")]
    Broken(String),
}

/// A commit that did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Changes break rules of the graph.
    #[error("{} of the changes were refused, the first because: {}", .0.len(), first(.0))]
    Refused(Vec<Rejection>),
    /// Others committed again and again in the meantime.
    #[error("other servers kept committing: given up after {0} attempts; try again")]
    Contended(usize),
    /// The task that did it was stopped.
    #[error("the commit was interrupted: {0}")]
    Interrupted(tokio::task::JoinError),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn first(rejections: &[Rejection]) -> String {
    rejections.first().map(ToString::to_string).unwrap_or_default()
}
