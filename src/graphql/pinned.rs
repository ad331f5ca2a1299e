//! The graphs that a request reads: the current one, and the older ones that it asks for by `at`.

use std::sync::{Arc, OnceLock};

use async_graphql::{Error, Result};

use super::{
    error::{bad_input, internal},
    rate::Rate,
};
use crate::{graph::Graph, store::Store};

/// How many older revisions a request can read. The store keeps as many at hand.
const MAX_OLDER: usize = 4;

/// What a request reads, pinned before it is answered: nothing waits while an answer is written.
pub(super) struct Pinned {
    current: Arc<Graph>,
    older: OnceLock<Vec<Older>>,
    rate: Option<Rate>,
}

/// What came of loading a revision.
struct Older {
    revision: i32,
    graph: Result<Arc<Graph>>,
}

impl Pinned {
    pub(super) const fn new(current: Arc<Graph>, rate: Option<Rate>) -> Self {
        Self { current, older: OnceLock::new(), rate }
    }

    /// How the client stands, if that is counted.
    pub(super) const fn rate(&self) -> Option<Rate> {
        self.rate
    }

    /// The graph as it was when the request came.
    pub(super) fn current(&self) -> &Graph {
        &self.current
    }

    /// Loads the revisions that a request asks for; once.
    pub(super) async fn load(&self, store: &Store, revisions: &[i32]) {
        let mut older: Vec<Older> = Vec::new();
        for &revision in revisions {
            if older.iter().any(|loaded| loaded.revision == revision) {
                continue;
            }
            let graph = match older.len() < MAX_OLDER {
                true => self.load_one(store, revision).await,
                false => Err(bad_input(format!("a request can read {MAX_OLDER} older revisions at most: ask again"))),
            };
            older.push(Older { revision, graph });
        }
        // A request is loaded for once; were it twice, the first would do.
        let _ = self.older.set(older);
    }

    async fn load_one(&self, store: &Store, revision: i32) -> Result<Arc<Graph>> {
        let current = self.current.revision().number;
        if i64::from(revision) == current {
            return Ok(self.current.clone());
        }
        let missing = || bad_input(format!("there is no revision {revision}: they go from 1 to {current}"));
        if revision < 1 || i64::from(revision) > current {
            return Err(missing());
        }
        store.graph_at(i64::from(revision)).await.map_err(internal)?.ok_or_else(missing)
    }

    /// The graph as it was at a revision.
    ///
    /// # Errors
    ///
    /// When there is no such revision, or it could not be loaded.
    pub(super) fn at(&self, revision: i32) -> Result<&Graph> {
        let loaded = self.older.get().and_then(|older| older.iter().find(|older| older.revision == revision));
        match loaded {
            Some(Older { graph: Ok(graph), .. }) => Ok(graph),
            Some(Older { graph: Err(error), .. }) => Err(error.clone()),
            None => Err(not_loaded(revision)),
        }
    }
}

/// Cannot be: what is asked for is read from the same plan before.
fn not_loaded(revision: i32) -> Error {
    internal(format_args!("revision {revision} was not loaded before it was read"))
}
