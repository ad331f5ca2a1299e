//! What holds for connections and requests, as flags.

use std::time::Duration;

use clap::Args;

use super::from_to;
use crate::http::Transport;

/// What holds for connections and requests, whatever is asked.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits to connections and requests")]
pub(super) struct TransportFlags {
    /// Bytes of a body at most
    #[arg(long = "max-body-bytes", env = "SKILLGRAPH_MAX_BODY_BYTES", default_value_t = 1_048_576, value_name = "BYTES", value_parser = from_to(1, 67_108_864))]
    body_bytes: u32,

    /// How long a body may take to come, in all
    #[arg(long = "body-timeout", env = "SKILLGRAPH_BODY_TIMEOUT", default_value_t = 10_000, value_name = "MILLISECONDS", value_parser = from_to(10, 600_000))]
    body_time: u32,

    /// How long the head of a request may take to come; a connection that asks nothing for as long is closed
    #[arg(long = "header-timeout", env = "SKILLGRAPH_HEADER_TIMEOUT", default_value_t = 5_000, value_name = "MILLISECONDS", value_parser = from_to(10, 600_000))]
    header_time: u32,

    /// Bytes of the head of a request at most, its address included
    #[arg(long = "max-header-bytes", env = "SKILLGRAPH_MAX_HEADER_BYTES", default_value_t = 65_536, value_name = "BYTES", value_parser = from_to(1_024, 1_048_576))]
    header_bytes: u32,

    /// Header fields of a request at most
    #[arg(long = "max-header-fields", env = "SKILLGRAPH_MAX_HEADER_FIELDS", default_value_t = 100, value_name = "FIELDS", value_parser = from_to(4, 1_000))]
    header_fields: u32,

    /// How long a client may leave an answer unread
    #[arg(long = "write-timeout", env = "SKILLGRAPH_WRITE_TIMEOUT", default_value_t = 30_000, value_name = "MILLISECONDS", value_parser = from_to(10, 600_000))]
    write_time: u32,

    /// Connections that are open at once; others wait to be accepted
    #[arg(long = "max-connections", env = "SKILLGRAPH_MAX_CONNECTIONS", default_value_t = 1_024, value_name = "CONNECTIONS", value_parser = from_to(1, 100_000))]
    connections: u32,

    /// Requests under way at once; others are answered with 503
    #[arg(long = "max-in-flight", env = "SKILLGRAPH_MAX_IN_FLIGHT", default_value_t = 256, value_name = "REQUESTS", value_parser = from_to(1, 100_000))]
    in_flight: u32,

    /// Operations of a cost above 500 that are executed or wait for each other; others are answered with 503
    #[arg(long = "max-heavy", env = "SKILLGRAPH_MAX_HEAVY", default_value_t = 64, value_name = "OPERATIONS", value_parser = from_to(1, 10_000))]
    heavy: u32,

    /// How long requests under way may go on when the server is told to stop
    #[arg(long = "shutdown-timeout", env = "SKILLGRAPH_SHUTDOWN_TIMEOUT", default_value_t = 30_000, value_name = "MILLISECONDS", value_parser = from_to(0, 3_600_000))]
    shutdown_time: u32,
}

impl TransportFlags {
    pub(super) fn transport(&self) -> Transport {
        Transport {
            body_bytes: self.body_bytes as usize,
            body_time: Duration::from_millis(self.body_time.into()),
            header_time: Duration::from_millis(self.header_time.into()),
            header_bytes: self.header_bytes as usize,
            header_fields: self.header_fields as usize,
            write_time: Duration::from_millis(self.write_time.into()),
            connections: self.connections as usize,
            in_flight: self.in_flight as usize,
            heavy: self.heavy as usize,
            shutdown_time: Duration::from_millis(self.shutdown_time.into()),
        }
    }
}
