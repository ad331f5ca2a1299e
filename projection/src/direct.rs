//! How is an answer written straight from the data, in one synchronous walk?
//!
//! An operation becomes a [`Plan`]: its fragments expanded, its directives decided. A walk over the data follows the plan
//! and writes JSON as it goes. What a type has to select is worked out once for each place of the plan and each type that
//! is met there: fields by number instead of by name, response keys escaped, arguments read. Only arguments that depend
//! on variables are read anew for each answer.
//!
//! The engine stays the judge. Whatever is not plain sailing ends the walk with a [`Stop`]: what was written is thrown
//! away, and the caller lets the engine answer, so that errors and partial data are exactly the engine's.

mod out;
mod outline;
mod plan;
mod write;

pub use self::{
    out::{Bounds, Out},
    outline::{Outline, Values},
    plan::{Arguments, Given, Implementations, Plan, Site},
    write::{Write, write_enum, write_list, write_object},
};

/// Why a walk ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It met something that only the engine can do or tell: an error of a resolver or an argument, an asynchronous
    /// field, introspection.
    AskTheEngine,
    /// The answer has more objects than it may have.
    TooManyObjects,
    /// The answer has more bytes than it may have.
    TooManyBytes,
    /// The walk took longer than it may take.
    TooLong,
}

/// What comes of writing.
pub type Written = Result<(), Stop>;
