//! How the graph is reached over HTTP: the only room that knows axum.
//!
//! It pins the current graph for each request and hands both to [`crate::graphql`]; it does not know what is asked.

mod assets;
mod graphql;
mod health;
mod home;
mod pages;
mod tour;

use std::{future::Future, io};

use axum::{
    Router,
    body::Body,
    extract::DefaultBodyLimit,
    http::{Request, Response},
    routing::get,
};
use tokio::net::TcpListener;
use tower_http::trace::TraceLayer;
use tracing::{Span, field, info, info_span};

pub use self::pages::Pages;
use crate::{graphql::Schema, store::Store};

/// Documents and variables are small; data come in by the command line.
const MAX_BODY: usize = 1 << 20;

/// What every handler can reach.
#[derive(Clone)]
struct Server {
    store: Store,
    schema: Schema,
}

/// Answers on a listener until `stop` is ready, and then what is under way.
///
/// # Errors
///
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    store: Store,
    pages: Pages,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router_with(store, pages)).with_graceful_shutdown(stop).await
}

/// All routes.
pub fn router(store: Store) -> Router {
    router_with(store, Pages::default())
}

/// All routes, with pages to choose.
pub fn router_with(store: Store, pages: Pages) -> Router {
    let schema = crate::graphql::schema(store.clone());
    let server = Server { store, schema };
    let routes = Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post))
        .route("/schema.graphql", get(graphql::sdl))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready));
    pages::add(routes, pages)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TraceLayer::new_for_http().make_span_with(request_span).on_response(log_response))
        .with_state(server)
}

fn request_span(request: &Request<Body>) -> Span {
    // The query stays out of the log: it can hold what users typed.
    info_span!("request", method = %request.method(), path = request.uri().path(), operation = field::Empty)
}

fn log_response(response: &Response<Body>, took: std::time::Duration, _: &Span) {
    let status = response.status().as_u16();
    let took_ms = took.as_secs_f64() * 1_000.0;
    info!(status, took_ms, "answered");
}
