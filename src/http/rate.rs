//! How much each client can still ask: a bucket for each, from which the cost of its requests is taken and which fills
//! second by second.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use quick_cache::sync::Cache;
use time::OffsetDateTime;

use super::options::RateOptions;
use crate::graphql::Rate;

/// How many clients are known at once. One that is forgotten begins anew: rather that than to run out of memory.
const MAX_CLIENTS: usize = 100_000;
/// What a request costs at least: to read and answer it is work, whatever it asks.
pub(super) const LEAST_COST: u64 = 10;

/// The buckets of all clients.
pub(super) struct Rates {
    options: RateOptions,
    clients: Cache<IpAddr, Arc<Mutex<Bucket>>>,
}

struct Bucket {
    available: f64,
    at: Instant,
}

/// There is not enough in a client's bucket.
#[derive(Debug)]
pub(super) struct Empty {
    /// How the client stands.
    pub(super) rate: Rate,
    /// When there will be enough.
    pub(super) wait: Duration,
}

impl Rates {
    pub(super) fn new(options: RateOptions) -> Self {
        Self { options, clients: Cache::new(MAX_CLIENTS) }
    }

    /// Takes the cost of a request from the bucket of a client, if there is as much in it.
    pub(super) fn take(&self, client: IpAddr, cost: u64, now: Instant) -> Result<Rate, Empty> {
        let full = || Arc::new(Mutex::new(Bucket { available: self.options.burst as f64, at: now }));
        let Ok(bucket) = self.clients.get_or_insert_with(&client, || Ok::<_, std::convert::Infallible>(full()));
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let (most, restore) = (self.options.burst as f64, self.options.restore as f64);
        bucket.available = (bucket.available + now.duration_since(bucket.at).as_secs_f64() * restore).min(most);
        bucket.at = now;
        let price = self.price(cost);
        let missing = price - bucket.available;
        if missing > 0.0 {
            let rate = self.rate(cost, bucket.available);
            return Err(Empty { rate, wait: Duration::from_secs_f64(missing / restore) });
        }
        bucket.available -= price;
        Ok(self.rate(cost, bucket.available))
    }

    /// Gives back what was taken too much from the bucket of a client, if it is still known.
    pub(super) fn give_back(&self, client: IpAddr, taken: u64, actual: u64) -> Option<Rate> {
        let bucket = self.clients.get(&client)?;
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = self.price(taken) - self.price(actual);
        bucket.available = (bucket.available + rest).min(self.options.burst as f64);
        Some(self.rate(taken, bucket.available))
    }

    /// What is taken for a cost. What costs more than there can ever be takes all there is.
    fn price(&self, cost: u64) -> f64 {
        (cost.max(LEAST_COST) as f64).min(self.options.burst as f64)
    }

    fn rate(&self, cost: u64, available: f64) -> Rate {
        let missing = self.options.burst as f64 - available;
        Rate {
            cost,
            limit: self.options.burst,
            remaining: available as u64,
            restore_rate: self.options.restore,
            reset_at: OffsetDateTime::now_utc() + Duration::from_secs_f64(missing / self.options.restore as f64),
        }
    }

    /// How many clients are known.
    pub(super) fn clients(&self) -> usize {
        self.clients.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn a_bucket_gives_what_is_in_it_and_fills_again() {
        let rates = Rates::new(RateOptions { burst: 100, restore: 10 });
        let start = Instant::now();
        assert_eq!(rates.take(CLIENT, 70, start).unwrap().remaining, 30);
        let empty = rates.take(CLIENT, 50, start).unwrap_err();
        assert_eq!((empty.rate.remaining, empty.wait), (30, Duration::from_secs(2)));
        assert_eq!(rates.take(CLIENT, 50, start + Duration::from_secs(2)).unwrap().remaining, 0);
        assert_eq!(rates.take(CLIENT, 20, start + Duration::from_secs(60)).unwrap().remaining, 80);
    }

    #[test]
    fn what_was_taken_too_much_comes_back_and_a_bucket_never_runs_over() {
        let rates = Rates::new(RateOptions { burst: 100, restore: 10 });
        let now = Instant::now();
        rates.take(CLIENT, 70, now).unwrap();
        assert_eq!(rates.give_back(CLIENT, 70, 20).unwrap().remaining, 80);
        // A request costs something, however little its answer has.
        rates.take(CLIENT, 70, now).unwrap();
        assert_eq!(rates.give_back(CLIENT, 70, 0).unwrap().remaining, 80 - LEAST_COST);
        assert_eq!(rates.give_back(CLIENT, 1_000, 50).unwrap().remaining, 100);
        assert_eq!(rates.give_back([1, 1, 1, 1].into(), 70, 20), None);
    }

    #[test]
    fn clients_do_not_share_a_bucket() {
        let rates = Rates::new(RateOptions { burst: 100, restore: 10 });
        let now = Instant::now();
        rates.take(CLIENT, 100, now).unwrap();
        rates.take(CLIENT, 1, now).unwrap_err();
        rates.take([1, 1, 1, 1].into(), 100, now).unwrap();
    }

    #[test]
    fn a_request_costs_something_and_never_more_than_there_can_be() {
        let rates = Rates::new(RateOptions { burst: 100, restore: 10 });
        let now = Instant::now();
        assert_eq!(rates.take(CLIENT, 0, now).unwrap().remaining, 100 - LEAST_COST);
        rates.take([1, 1, 1, 1].into(), 1_000, now).unwrap();
    }
}
