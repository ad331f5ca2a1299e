//! How outside data comes in, one file a format, and how it goes out again.
//!
//! A format reads its files into [`Item`]s, each with the place that it was read from. [`plan`] turns items into the
//! changes that lead from a graph to one in which they hold. This room opens no database: whoever calls it commits.

pub mod core;
pub mod crosswalk;
pub mod esco;
pub mod jsonl;
pub mod matching;
pub mod onet;
pub mod skos;

mod item;
mod plan;
mod reading;
mod sheet;
mod slug;

use std::{fmt, sync::Arc};

pub use self::{
    item::{
        CollectionItem, Columns, ConceptItem, EvidenceItem, Item, Placed, RelationItem, RetractionItem, ScaleItem,
        SourceItem, Statement,
    },
    plan::{Extent, Plan, plan},
    reading::{Progress, Reading, Rejected},
};

/// Where something was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it was named.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Something wrong with what was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and what to do about it.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Whose data an import brings: the source that its revision is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Slug of the source.
    pub source: String,
    /// The version of it that was read, where that is known.
    pub version: Option<String>,
}

/// Data that cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {reason}")]
    CannotRead {
        /// The path, as it was named.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// A file or folder does not hold what it should.
    #[error("{path}: {reason}")]
    WrongContent {
        /// The path, as it was named.
        path: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// What the data refer to is not in the graph yet.
    #[error("{0}")]
    NotThereYet(&'static str),
    /// The data are wrong in places.
    #[error("{} problems, the first at {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Problems(Vec<Problem>),
}

impl ImportError {
    fn cannot_read(path: &std::path::Path, reason: &std::io::Error) -> Self {
        Self::CannotRead { path: path.display().to_string(), reason: reason.to_string() }
    }
}
