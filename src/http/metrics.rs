//! What is counted, and how Prometheus reads it.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

use super::Server;

/// Upper bounds of the times that are told apart, in microseconds.
const TIMES: [u64; 14] =
    [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000];
/// The statuses that are told apart; others count under the last.
const STATUSES: [u16; 15] = [200, 294, 304, 400, 403, 405, 406, 408, 413, 415, 422, 429, 500, 503, 0];

/// What became of a request where answers are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CacheUse {
    /// It was not looked for, or it cannot be kept.
    #[default]
    None,
    /// It was not there.
    Miss,
    /// It was there.
    Hit,
    /// The client has it already.
    NotModified,
}

/// What is counted since the server was started.
#[derive(Default)]
pub(super) struct Metrics {
    statuses: [AtomicU64; STATUSES.len()],
    times: [AtomicU64; TIMES.len() + 1],
    microseconds: AtomicU64,
    cost: AtomicU64,
    hits: AtomicU64,
    misses: AtomicU64,
    not_modified: AtomicU64,
    bytes: AtomicU64,
}

impl Metrics {
    /// Counts a request of GraphQL that was answered.
    pub(super) fn count(&self, status: StatusCode, took: Duration, cost: u64, cache: CacheUse, bytes: u64) {
        let add = |counter: &AtomicU64, number: u64| counter.fetch_add(number, Ordering::Relaxed);
        let status = STATUSES.iter().position(|known| *known == status.as_u16()).unwrap_or(STATUSES.len() - 1);
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        add(&self.statuses[status], 1);
        add(&self.times[TIMES.partition_point(|bound| *bound < took)], 1);
        add(&self.microseconds, took);
        add(&self.cost, cost);
        add(&self.bytes, bytes);
        match cache {
            CacheUse::None => 0,
            CacheUse::Miss => add(&self.misses, 1),
            CacheUse::Hit => add(&self.hits, 1),
            CacheUse::NotModified => add(&self.not_modified, 1),
        };
    }
}

/// What is counted, in the text format of Prometheus.
pub(super) async fn metrics(State(server): State<Server>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text(&server))
}

fn text(server: &Server) -> String {
    let mut page = Page::default();
    let Metrics { statuses, times, microseconds, cost, hits, misses, not_modified, bytes } = &server.metrics;
    let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);

    page.head("skillgraph_requests_total", "counter", "Requests of GraphQL that were answered, by HTTP status.");
    for (status, counter) in STATUSES.iter().zip(statuses) {
        let status = if *status == 0 { "other".to_owned() } else { status.to_string() };
        page.line(&format!("skillgraph_requests_total{{status=\"{status}\"}}"), read(counter));
    }
    page.head("skillgraph_request_seconds", "histogram", "How long it took to answer them.");
    let mut sum = 0;
    for (bound, counter) in
        TIMES.iter().map(|bound| (*bound as f64 / 1e6).to_string()).chain(["+Inf".into()]).zip(times)
    {
        sum += read(counter);
        page.line(&format!("skillgraph_request_seconds_bucket{{le=\"{bound}\"}}"), sum);
    }
    page.line("skillgraph_request_seconds_sum", read(microseconds) as f64 / 1e6);
    page.line("skillgraph_request_seconds_count", sum);
    page.one("skillgraph_requests_cost_total", "counter", "What they cost.", read(cost));
    page.one("skillgraph_answers_bytes_total", "counter", "Bytes of their answers, as they were sent.", read(bytes));
    page.head("skillgraph_cache_total", "counter", "What became of requests where answers are kept.");
    for (outcome, counter) in [("hit", hits), ("miss", misses), ("not_modified", not_modified)] {
        page.line(&format!("skillgraph_cache_total{{outcome=\"{outcome}\"}}"), read(counter));
    }
    let (answers, bytes) = server.answers.size();
    page.one("skillgraph_cache_answers", "gauge", "Answers that are kept.", answers);
    page.one("skillgraph_cache_bytes", "gauge", "Bytes that they take.", bytes);
    page.one("skillgraph_documents", "gauge", "Documents that are kept, read and planned.", server.schema.documents());
    page.one("skillgraph_in_flight", "gauge", "Requests of GraphQL that are under way.", server.load.in_flight());
    let clients = server.rates.as_ref().map_or(0, |rates| rates.clients());
    page.one("skillgraph_clients", "gauge", "Clients whose rate is counted.", clients);
    let graph = server.store.graph();
    page.one("skillgraph_revision", "gauge", "The number of the current revision.", graph.revision().number);
    page.one("skillgraph_concepts", "gauge", "Concepts in the current revision.", graph.concepts().count());
    page.head("skillgraph_build_info", "gauge", "Always 1; the version is the label.");
    page.line(concat!("skillgraph_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"}"), 1);
    page.0
}

/// A page of metrics. To write to a text cannot fail.
#[derive(Default)]
struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{name} {value}");
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
        self.head(name, kind, help);
        self.line(name, value);
    }
}
