//! How many requests are under way, and that there are never too many.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Semaphore, SemaphorePermit, TryAcquireError};

use super::options::Transport;
use crate::graphql::MAX_LIGHT_COST;

/// The requests that are under way.
pub(super) struct Load {
    in_flight: AtomicUsize,
    most: usize,
    heavy: Semaphore,
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
        let heavy = Semaphore::new(bounds.heavy.min(Semaphore::MAX_PERMITS));
        Self { in_flight: AtomicUsize::new(0), most: bounds.in_flight, heavy }
    }

    /// A place for one more request, if there is one.
    pub(super) fn enter(&self) -> Option<Place<'_>> {
        let place = Place(self);
        // Counted first, so that two cannot take the last place; one that is refused gives its own back.
        let before = self.in_flight.fetch_add(1, Ordering::Relaxed);
        (before < self.most).then_some(place)
    }

    /// Whether an operation of a cost can be executed now. Heavy ones wait for each other while they have a turn; if they
    /// could do so without bound, they would take the places of all light ones.
    pub(super) fn turn(&self, cost: u64) -> Result<Option<SemaphorePermit<'_>>, TryAcquireError> {
        match cost <= MAX_LIGHT_COST {
            true => Ok(None),
            false => self.heavy.try_acquire().map(Some),
        }
    }

    /// How many requests are under way.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_so_many_places_and_each_is_free_again_when_it_is_left() {
        let load = Load::new(&Transport { in_flight: 2, ..Transport::default() });
        let places = [load.enter().unwrap(), load.enter().unwrap()];
        assert!(load.enter().is_none());
        assert_eq!(load.in_flight(), 2);
        drop(places);
        assert_eq!(load.in_flight(), 0);
        assert!(load.enter().is_some());
    }

    #[test]
    fn heavy_operations_leave_room_for_light_ones() {
        let load = Load::new(&Transport { heavy: 1, ..Transport::default() });
        let heavy = load.turn(MAX_LIGHT_COST + 1).unwrap();
        assert!(load.turn(MAX_LIGHT_COST + 1).is_err());
        assert!(load.turn(MAX_LIGHT_COST).is_ok());
        drop(heavy);
        assert!(load.turn(MAX_LIGHT_COST + 1).is_ok());
    }
}
