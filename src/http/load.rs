//! How many requests are under way, and that there are never too many.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::options::Transport;

/// The requests that are under way.
pub(super) struct Load {
    in_flight: AtomicUsize,
    most: usize,
    executing: Semaphore,
}

/// The place of a request among those that are under way. It is free again when this is dropped.
pub(super) struct Place<'l>(&'l Load);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Load {
    pub(super) fn new(bounds: &Transport) -> Self {
        let executing = Semaphore::new(bounds.executing.min(Semaphore::MAX_PERMITS));
        Self { in_flight: AtomicUsize::new(0), most: bounds.in_flight, executing }
    }

    /// A place for one more request, if there is one.
    pub(super) fn enter(&self) -> Option<Place<'_>> {
        let place = Place(self);
        // Counted first, so that two cannot take the last place; one that is refused gives its own back.
        let before = self.in_flight.fetch_add(1, Ordering::Relaxed);
        (before < self.most).then_some(place)
    }

    /// A turn to be executed: at once unless very many are executed already.
    pub(super) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.executing.acquire().await.ok()
    }

    /// How many requests are under way.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }
}
