//! Where the answer is written, and how far it may go.

use std::time::Instant;

use serde::Serialize;

use super::{Stop, Written};

/// How far a walk may go. Nothing outside can interrupt it, so it counts.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many objects the answer may have.
    pub objects: usize,
    /// How many bytes the answer may have.
    pub bytes: usize,
    /// When the walk must have ended.
    pub deadline: Option<Instant>,
}

/// How many objects are written between two looks at the clock.
const OBJECTS_A_LOOK: usize = 256;

/// The answer as it grows.
#[derive(Debug)]
pub struct Out {
    json: Vec<u8>,
    objects: usize,
    bounds: Bounds,
}

impl Out {
    /// An empty answer with room for some bytes.
    pub fn new(bounds: Bounds, capacity: usize) -> Self {
        Self { json: Vec::with_capacity(capacity), objects: 0, bounds }
    }

    /// The JSON that was written.
    pub fn into_json(self) -> Vec<u8> {
        self.json
    }

    /// Writes JSON as it is.
    pub fn raw(&mut self, json: &str) {
        self.json.extend_from_slice(json.as_bytes());
    }

    /// Writes a value as `serde_json` does.
    ///
    /// # Errors
    ///
    /// When it cannot be written as JSON.
    pub fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Written {
        serde_json::to_writer(&mut self.json, value).map_err(|_| Stop::AskTheEngine)
    }

    /// Counts an object in, before it is written.
    ///
    /// # Errors
    ///
    /// When a bound is passed.
    pub(super) fn count_object(&mut self) -> Written {
        self.objects += 1;
        if self.objects > self.bounds.objects {
            return Err(Stop::TooManyObjects);
        }
        if self.json.len() > self.bounds.bytes {
            return Err(Stop::TooManyBytes);
        }
        let look = self.objects.is_multiple_of(OBJECTS_A_LOOK);
        match self.bounds.deadline.filter(|_| look) {
            Some(deadline) if Instant::now() > deadline => Err(Stop::TooLong),
            _ => Ok(()),
        }
    }
}
