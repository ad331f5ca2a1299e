//! How answers are given and to whom, as flags.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};
use ipnet::IpNet;

use super::from_to;
use crate::http::{CacheControl, LogRequests, Options, RateOptions, StatusProfile, Trusted, TrustedMode};

/// How answers are given, and what others may keep of them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Answers")]
pub(super) struct AnswerFlags {
    /// Which HTTP status an answer has: as the audits of graphql-http want it, or as the draft of 2026 does (422, 294)
    #[arg(long, env = "SKILLGRAPH_STATUS_PROFILE", default_value = "audits", value_enum)]
    status_profile: ProfileFlag,

    /// Requests that a body may hold, as an array; 0: none
    #[arg(long, env = "SKILLGRAPH_MAX_BATCH", default_value_t = 0, value_name = "REQUESTS", value_parser = from_to(0, 10))]
    max_batch: u32,

    /// An origin whose pages may ask, such as https://app.example.org, or * for all; can be given several times
    #[arg(long, env = "SKILLGRAPH_CORS_ORIGIN", value_name = "ORIGIN", value_delimiter = ',', value_parser = origin)]
    cors_origin: Vec<String>,

    /// Bytes of answers that are kept to be given again; 0: none
    #[arg(long, env = "SKILLGRAPH_CACHE_BYTES", default_value_t = 67_108_864, value_name = "BYTES")]
    cache_bytes: u64,

    /// Seconds for which browsers and CDNs may keep an answer without asking again; else they have to ask
    #[arg(long, env = "SKILLGRAPH_CACHE_MAX_AGE", value_name = "SECONDS", value_parser = from_to(0, 31_536_000))]
    cache_max_age: Option<u32>,

    /// Seconds for which they may go on to use it beyond that, while asking again
    #[arg(long, env = "SKILLGRAPH_CACHE_STALE_WHILE_REVALIDATE", value_name = "SECONDS", requires = "cache_max_age", value_parser = from_to(0, 31_536_000))]
    cache_stale_while_revalidate: Option<u32>,

    /// A manifest of documents that clients ask for by documentId, as GraphQL Code Generator, Relay or Apollo write it;
    /// can be given several times
    #[arg(long, env = "SKILLGRAPH_TRUSTED_DOCUMENTS", value_name = "FILE", value_delimiter = ',')]
    trusted_documents: Vec<PathBuf>,

    /// Whether documents of the manifest are answered: not at all, beside all others, or alone. Without this: prefer if
    /// there is a manifest, else off
    #[arg(long, env = "SKILLGRAPH_TRUSTED_DOCUMENTS_MODE", value_enum)]
    trusted_documents_mode: Option<TrustedFlag>,

    /// Bytes of documents that are kept by their hash for clients that send the hash first (APQ); 0: none
    #[arg(long, env = "SKILLGRAPH_PERSISTED_BYTES", default_value_t = 8_388_608, value_name = "BYTES")]
    persisted_bytes: u64,
}

/// How much each client can ask in a time.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rate of each client")]
pub(super) struct RateFlags {
    /// Whether clients can ask only so much in a time; auto: unless the server listens on a loopback address
    #[arg(long, env = "SKILLGRAPH_RATE_LIMIT", default_value = "auto", value_enum)]
    rate_limit: RateFlag,

    /// What a client may ask at once, in the unit of --max-cost
    #[arg(long, env = "SKILLGRAPH_RATE_BURST", default_value_t = 100_000, value_name = "COST", value_parser = from_to(100, 1_000_000_000))]
    rate_burst: u32,

    /// What comes back to it each second
    #[arg(long, env = "SKILLGRAPH_RATE_RESTORE", default_value_t = 5_000, value_name = "COST", value_parser = from_to(1, 1_000_000_000))]
    rate_restore: u32,

    /// An address or network of proxies that are believed when X-Forwarded-For says for whom they ask; can be given
    /// several times
    #[arg(long, env = "SKILLGRAPH_TRUSTED_PROXY", value_name = "NETWORK", value_delimiter = ',', value_parser = network)]
    trusted_proxy: Vec<IpNet>,
}

/// What those see who look after the server.
#[derive(Debug, Args)]
#[command(next_help_heading = "Operation")]
pub(super) struct OperatorFlags {
    /// Address and port at which /metrics is served instead of among the other routes
    #[arg(long, env = "SKILLGRAPH_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub(super) metrics_listen: Option<SocketAddr>,

    /// Which requests are logged: none, those that failed or took longer than a second, or all
    #[arg(long, env = "SKILLGRAPH_LOG_REQUESTS", default_value = "problems", value_enum)]
    log_requests: LogFlag,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ProfileFlag {
    Audits,
    Draft,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TrustedFlag {
    Off,
    Prefer,
    Only,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RateFlag {
    Auto,
    On,
    Off,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFlag {
    Off,
    Problems,
    All,
}

impl AnswerFlags {
    pub(super) fn apply(&self, options: &mut Options) {
        options.status_profile = match self.status_profile {
            ProfileFlag::Audits => StatusProfile::Audits,
            ProfileFlag::Draft => StatusProfile::Draft,
        };
        options.batch = self.max_batch as usize;
        options.cors_origins.clone_from(&self.cors_origin);
        options.cache_bytes = self.cache_bytes;
        let (max_age, stale_while_revalidate) = (self.cache_max_age, self.cache_stale_while_revalidate);
        options.cache_control = CacheControl { max_age, stale_while_revalidate };
        options.persisted_bytes = self.persisted_bytes;
        let files = self.trusted_documents.clone();
        let mode = match self.trusted_documents_mode {
            None if files.is_empty() => TrustedMode::Off,
            None | Some(TrustedFlag::Prefer) => TrustedMode::Prefer,
            Some(TrustedFlag::Off) => TrustedMode::Off,
            Some(TrustedFlag::Only) => TrustedMode::Only,
        };
        options.trusted = Trusted { mode, files };
    }
}

impl RateFlags {
    /// The rate is limited where others than this machine can ask, unless it is said otherwise.
    pub(super) fn apply(&self, listen: SocketAddr, options: &mut Options) {
        let is_limited = match self.rate_limit {
            RateFlag::Auto => !listen.ip().to_canonical().is_loopback(),
            RateFlag::On => true,
            RateFlag::Off => false,
        };
        let (burst, restore) = (self.rate_burst.into(), self.rate_restore.into());
        options.rate = is_limited.then_some(RateOptions { burst, restore });
        options.trusted_proxies.clone_from(&self.trusted_proxy);
    }
}

impl OperatorFlags {
    pub(super) fn apply(&self, options: &mut Options) {
        options.metrics = self.metrics_listen.is_none();
        options.log = match self.log_requests {
            LogFlag::Off => LogRequests::Off,
            LogFlag::Problems => LogRequests::Problems,
            LogFlag::All => LogRequests::All,
        };
    }
}

/// An origin as browsers name it: scheme, host and perhaps port, and nothing behind.
fn origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Ok(text.to_owned());
    }
    let is_origin = |url: &url::Url| url.origin().is_tuple() && url.origin().ascii_serialization() == text;
    match url::Url::parse(text) {
        Ok(url) if is_origin(&url) => Ok(text.to_owned()),
        _ => Err("must be an origin such as https://app.example.org, without a path, or *".to_owned()),
    }
}

/// A network, or a single address.
fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<std::net::IpAddr>().ok().map(IpNet::from);
    let network = text.parse::<IpNet>().ok().or_else(address);
    network.ok_or_else(|| "must be an address or a network such as 10.0.0.0/8".to_owned())
}
