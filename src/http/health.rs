//! Whether the server is alive, and whether it can answer.

use axum::{extract::State, http::StatusCode};
use tracing::warn;

use super::Server;

/// The process answers.
pub(super) async fn live() -> &'static str {
    "live\n"
}

/// A graph is loaded and the database answers.
pub(super) async fn ready(State(server): State<Server>) -> (StatusCode, &'static str) {
    match server.store.ready().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
