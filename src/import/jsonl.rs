//! The native format: JSON Lines, a record a line. `docs/jsonl.md` describes it.
//!
//! Both ways stream: a graph of any size is written and read without a second copy of it as text.

mod read;
mod record;
mod write;

pub use self::{
    read::{read, read_file},
    write::write,
};
