//! What is known of a request when it has been answered: counted, and written to the log where that is asked.

use std::{
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, HeaderValue, StatusCode};

use super::{
    metrics::{CacheUse, Metrics},
    options::LogRequests,
};

/// The header that names a request.
pub(super) const REQUEST_ID: &str = "x-request-id";
/// From when on a request is worth a line.
const SLOW: Duration = Duration::from_secs(1);

/// What became known of a request.
pub(super) struct Record {
    pub(super) began: Instant,
    pub(super) operation: Option<Arc<str>>,
    /// The hash of the document. The document itself stays out of the log: it can hold what users typed.
    pub(super) hash: Option<Arc<str>>,
    pub(super) cost: u64,
    pub(super) cache: CacheUse,
    pub(super) code: Option<String>,
    pub(super) bytes: u64,
}

impl Record {
    pub(super) fn new() -> Self {
        let (operation, hash, code) = Default::default();
        Self { began: Instant::now(), operation, hash, cost: 0, cache: CacheUse::None, code, bytes: 0 }
    }

    /// Counts the request, and writes it to the log if it is worth a line: with an id then, by which the client can ask
    /// about it.
    pub(super) fn end(
        self,
        status: StatusCode,
        log: LogRequests,
        metrics: &Metrics,
        asked: &HeaderMap,
        answered: &mut HeaderMap,
    ) {
        let took = self.began.elapsed();
        metrics.count(status, took, self.cost, self.cache, self.bytes);
        #[cfg(feature = "otel")]
        super::trace::request(&self, status, took, asked);
        let is_problem = self.code.is_some() || status.as_u16() >= 400 || took > SLOW;
        let is_logged = match log {
            LogRequests::Off => false,
            LogRequests::Problems => is_problem,
            LogRequests::All => true,
        };
        let id = asked.get(REQUEST_ID).filter(|id| id.len() <= 128).cloned();
        if !is_logged {
            id.and_then(|id| answered.insert(REQUEST_ID, id));
            return;
        }
        let id = id.unwrap_or_else(new_id);
        tracing::info!(
            request_id = id.to_str().unwrap_or_default(),
            status = status.as_u16(),
            took_ms = took.as_secs_f64() * 1_000.0,
            operation = self.operation.as_deref(),
            document = self.hash.as_deref(),
            cost = self.cost,
            cache = ?self.cache,
            code = self.code.as_deref(),
            bytes = self.bytes,
            "answered"
        );
        answered.insert(REQUEST_ID, id);
    }
}

/// An id that is not given twice; nothing more depends on it.
fn new_id() -> HeaderValue {
    let random = RandomState::new().hash_one(Instant::now());
    HeaderValue::from_str(&format!("{random:016x}")).unwrap_or_else(|_| HeaderValue::from_static("none"))
}
