//! How the server is set up: what `skillgraph serve` takes as flags.

use std::{path::PathBuf, time::Duration};

use ipnet::IpNet;

use super::pages::Pages;
use crate::graphql::Limits;

/// How the server is set up. The default is what the command line has as defaults, but for the rate, which is off.
#[derive(Clone, Debug)]
pub struct Options {
    /// What a request can ask for at most.
    pub limits: Limits,
    /// What is done before a request is read.
    pub transport: Transport,
    /// Which status an answer has.
    pub status_profile: StatusProfile,
    /// How many requests a body can hold, as an array. None can be given as an array if this is 0.
    pub batch: usize,
    /// From which origins pages can ask: `*` for all, none if empty.
    pub cors_origins: Vec<String>,
    /// Bytes of answers that are kept to be given again. None are kept if this is 0.
    pub cache_bytes: u64,
    /// What others may keep.
    pub cache_control: CacheControl,
    /// Bytes of documents that are kept by their hash for clients that ask by that only. None are kept if this is 0.
    pub persisted_bytes: u64,
    /// The documents that the server knows from the start.
    pub trusted: Trusted,
    /// How much each client can ask in a time; any amount if nothing is said.
    pub rate: Option<RateOptions>,
    /// Proxies that are believed when they say for whom they ask.
    pub trusted_proxies: Vec<IpNet>,
    /// Which requests are written to the log.
    pub log: LogRequests,
    /// Which pages a browser is shown.
    pub pages: Pages,
    /// Whether `/metrics` is among the routes. It can be served on a listener of its own instead.
    pub metrics: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            transport: Transport::default(),
            status_profile: StatusProfile::default(),
            batch: 0,
            cors_origins: Vec::new(),
            cache_bytes: 64 << 20,
            cache_control: CacheControl::default(),
            persisted_bytes: 8 << 20,
            trusted: Trusted::default(),
            rate: None,
            trusted_proxies: Vec::new(),
            log: LogRequests::default(),
            pages: Pages::default(),
            metrics: true,
        }
    }
}

/// What holds for connections and requests, whatever is asked.
#[derive(Clone, Debug)]
pub struct Transport {
    /// Bytes of a body.
    pub body_bytes: usize,
    /// How long a body can take to come, in all.
    pub body_time: Duration,
    /// How long the head of a request can take to come. A connection that asks nothing for as long is closed.
    pub header_time: Duration,
    /// Bytes of the head of a request, its address included.
    pub header_bytes: usize,
    /// Header fields of a request.
    pub header_fields: usize,
    /// How long a client can leave an answer unread.
    pub write_time: Duration,
    /// How many connections are open at once. Others wait to be accepted.
    pub connections: usize,
    /// How many requests are under way at once. Others are told to come back.
    pub in_flight: usize,
    /// How many operations that are heavy by their cost are executed or wait for others of them. More are told to come back.
    pub heavy: usize,
    /// How long requests under way can go on when the server is told to stop.
    pub shutdown_time: Duration,
}

impl Default for Transport {
    fn default() -> Self {
        Self {
            body_bytes: 1 << 20,
            body_time: Duration::from_secs(10),
            header_time: Duration::from_secs(5),
            header_bytes: 64 << 10,
            header_fields: 100,
            write_time: Duration::from_secs(30),
            connections: 1_024,
            in_flight: 256,
            heavy: 64,
            shutdown_time: Duration::from_secs(30),
        }
    }
}

/// Which status codes tell what became of a request: the texts of GraphQL over HTTP disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusProfile {
    /// As the audits of `graphql-http` have it: 400 for whatever is wrong with a request, and 200 for all that was
    /// understood as a request where only `application/json` is accepted.
    #[default]
    Audits,
    /// As the draft of 2026 has it: 422 for a request that is not valid, 294 for data with errors, whatever is accepted.
    Draft,
}

/// What others may keep of answers, and for how long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheControl {
    /// Seconds for which anyone may keep an answer without asking again. If nothing is said, they have to ask.
    pub max_age: Option<u32>,
    /// Seconds for which anyone may go on to use an answer beyond that, while asking again.
    pub stale_while_revalidate: Option<u32>,
}

/// How much each client can ask in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateOptions {
    /// What can be asked at once, in the unit of [`Limits::cost`].
    pub burst: u64,
    /// What comes back each second.
    pub restore: u64,
}

/// The documents that the server knows from the start, and what they are for.
#[derive(Clone, Debug, Default)]
pub struct Trusted {
    /// Whether others are answered.
    pub mode: TrustedMode,
    /// Manifests: JSON objects from an id to a document, as the client preset of GraphQL Code Generator or Relay's
    /// compiler writes them, or manifests of Apollo's.
    pub files: Vec<PathBuf>,
}

/// Whether only trusted documents are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrustedMode {
    /// None are known.
    #[default]
    Off,
    /// They are answered by their id, and so are all others.
    Prefer,
    /// Only they are answered.
    Only,
}

/// Which requests are written to the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogRequests {
    /// None.
    Off,
    /// Those that were refused, had errors or took longer than a second.
    #[default]
    Problems,
    /// All.
    All,
}
