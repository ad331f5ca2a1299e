//! How much a client can still ask. Who counts is told by whoever asks for it.

use time::OffsetDateTime;

use super::info::Moment;

/// How a client stands when its request has been counted in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// What the operation costs.
    pub cost: u64,
    /// How much there is at most.
    pub limit: u64,
    /// How much is left.
    pub remaining: u64,
    /// How much comes back each second.
    pub restore_rate: u64,
    /// When there will be the most again, if nothing more is asked.
    pub reset_at: OffsetDateTime,
}

/// How a request is counted in, and how the client stands then.
pub(super) struct RateLimit(pub(super) Rate);

/// How much a client can still ask: what its requests cost comes off, and comes back second by second.
#[projection::object]
impl RateLimit {
    /// What this operation costs: about how many fields its answer can have.
    fn cost(&self) -> i32 {
        int(self.0.cost)
    }

    /// What the client can ask for at most before it has to wait.
    fn limit(&self) -> i32 {
        int(self.0.limit)
    }

    /// What is left of it, this operation taken off.
    fn remaining(&self) -> i32 {
        int(self.0.remaining)
    }

    /// How much comes back each second.
    fn restore_rate(&self) -> i32 {
        int(self.0.restore_rate)
    }

    /// When all of it will be there again, if nothing more is asked.
    fn reset_at(&self) -> Moment {
        Moment(self.0.reset_at)
    }
}

fn int(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
