//! How the graph is reached over HTTP: the only room that knows axum.
//!
//! It pins the current graph for each request and hands both to [`crate::graphql`]; it does not know what is asked.

mod options;

mod connection;
mod patient;
mod prompt;
mod workers;

mod graphql;
mod request;

mod accept;
mod cache;
mod client;
mod coding;
mod cors;
mod cost;
mod health;
mod load;
mod metrics;
mod moment;
mod persisted;
mod rate;
mod record;
mod reply;
mod sdl;
#[cfg(feature = "otel")]
mod trace;

mod assets;
mod home;
mod pages;
mod tour;

use std::{future::Future, io, ops::Deref, sync::Arc, thread};

use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
    routing::{any, get},
};
use tokio::net::TcpListener;

use self::{
    cache::Answers, cache::Tags, load::Load, metrics::Metrics, moment::Moments, persisted::Persisted, rate::Rates,
};
pub use self::{
    client::Peer,
    options::{CacheControl, LogRequests, Options, RateOptions, StatusProfile, Transport, Trusted, TrustedMode},
    pages::Pages,
    persisted::ManifestError,
};
use crate::{
    graphql::{Schema, schema_within},
    store::Store,
};

/// What every handler can reach. Clones share it.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

#[doc(hidden)]
pub struct Inner {
    store: Store,
    schema: Schema,
    options: Options,
    cache_control: HeaderValue,
    persisted: Persisted,
    answers: Answers,
    tags: Tags,
    moments: Moments,
    rates: Option<Rates>,
    load: Load,
    metrics: Metrics,
}

impl Deref for Server {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Server {
    /// A server over a store.
    ///
    /// # Errors
    ///
    /// When a manifest of trusted documents cannot be used.
    pub fn new(store: Store, options: Options) -> Result<Self, ManifestError> {
        let schema = schema_within(store.clone(), options.limits.clone());
        Ok(Self(Arc::new(Inner {
            persisted: Persisted::new(&options, &schema)?,
            cache_control: cache_control(options.cache_control),
            answers: Answers::new(options.cache_bytes),
            tags: Tags::new(),
            moments: Moments::default(),
            rates: options.rate.map(Rates::new),
            load: Load::new(&options.transport),
            metrics: Metrics::default(),
            store,
            schema,
            options,
        })))
    }

    /// All routes.
    pub fn router(&self) -> Router {
        let mut router = Router::new()
            .route("/graphql", any(graphql::handle).options(options))
            .route("/schema.graphql", get(sdl::sdl))
            .route("/health/live", get(health::live))
            .route("/health/ready", get(health::ready));
        if self.options.metrics {
            router = router.route("/metrics", get(metrics::metrics));
        }
        router = pages::add(router, self.options.pages);
        if let Some(cors) = cors::layer(&self.options.cors_origins) {
            router = router.layer(cors);
        }
        router.with_state(self.clone())
    }

    /// The routes for those who look after the server, and nothing else.
    pub fn operators(&self) -> Router {
        Router::new()
            .route("/metrics", get(metrics::metrics))
            .route("/health/live", get(health::live))
            .route("/health/ready", get(health::ready))
            .with_state(self.clone())
    }

    /// Answers on a listener until `stop` is ready, and then what is under way: with a thread for each processor.
    ///
    /// # Errors
    ///
    /// When the listener fails, or the system lets no thread be made.
    pub async fn serve(&self, listener: TcpListener, router: Router, stop: impl Future<Output = ()>) -> io::Result<()> {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        connection::serve(listener, router, processors, &self.options.transport, stop).await
    }

    /// Answers those who look after the server, on a listener of their own: one thread is enough for them.
    ///
    /// # Errors
    ///
    /// As [`Self::serve`].
    pub async fn serve_operators(&self, listener: TcpListener, stop: impl Future<Output = ()>) -> io::Result<()> {
        connection::serve(listener, self.operators(), 1, &self.options.transport, stop).await
    }
}

/// What can be done at the address, for those who ask that only.
async fn options() -> impl IntoResponse {
    (StatusCode::NO_CONTENT, [(header::ALLOW, graphql::METHODS)])
}

fn cache_control(control: CacheControl) -> HeaderValue {
    let text = match control {
        CacheControl { max_age: None, .. } => "no-cache".to_owned(),
        CacheControl { max_age: Some(age), stale_while_revalidate: None } => format!("public, max-age={age}"),
        CacheControl { max_age: Some(age), stale_while_revalidate: Some(stale) } => {
            format!("public, max-age={age}, stale-while-revalidate={stale}")
        }
    };
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("no-cache"))
}
