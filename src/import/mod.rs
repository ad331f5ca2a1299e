//! How outside data comes in, one file a format, and how it goes out again.
//!
//! A format reads its files into [`Item`]s, each with the place that it was read from. [`plan`] turns items into the
//! changes that lead from a graph to one in which they hold. This room opens no database: whoever calls it commits.

pub mod core;
pub mod jsonl;

mod item;
mod plan;
#[expect(dead_code, reason = "its readers come next")]
mod sheet;
#[cfg_attr(not(test), expect(dead_code, reason = "its readers come next"))]
mod slug;

use std::{collections::BTreeMap, fmt, sync::Arc};

pub use self::{
    item::{
        CollectionItem, Columns, ConceptItem, EvidenceItem, Item, Placed, RelationItem, ScaleItem, SourceItem,
        Statement,
    },
    plan::{Extent, Plan, plan},
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

/// What was read of an outside taxonomy.
#[derive(Debug, Default)]
pub struct Reading {
    /// What can be taken in.
    pub items: Vec<Placed>,
    /// The rows that cannot, in the order in which they were read.
    pub rejected: Vec<Rejected>,
    /// How many rows are sound and yet not taken, and why: their publisher asks for it, or they add nothing.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// A row that cannot be taken in; the others can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where the row begins.
    pub place: Place,
    /// The column that is wrong.
    pub column: &'static str,
    /// What stands there.
    pub value: String,
    /// What is wrong with it: the same words for all rows with the same fault, so that they can be counted.
    pub reason: &'static str,
}

/// Who wants to know how far an import has come.
pub trait Progress {
    /// Something new begins, of so many steps, if that is known.
    fn phase(&self, name: &str, steps: Option<u64>);

    /// So many steps more are done.
    fn advance(&self, steps: u64);
}

/// For nobody.
impl Progress for () {
    fn phase(&self, _: &str, _: Option<u64>) {}

    fn advance(&self, _: u64) {}
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
    /// The data are wrong in places.
    #[error("{} problems, the first at {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Problems(Vec<Problem>),
}

impl ImportError {
    fn cannot_read(path: &std::path::Path, reason: &std::io::Error) -> Self {
        Self::CannotRead { path: path.display().to_string(), reason: reason.to_string() }
    }
}
