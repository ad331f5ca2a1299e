//! A span for each request, for OpenTelemetry: only with the feature `otel`, and only if a provider of tracers was set.
//!
//! Names follow the conventions for GraphQL: the span is named by the type of the operation; the operation's own name is
//! an attribute, since clients make up as many as they like.

use std::time::{Duration, SystemTime};

use axum::http::{HeaderMap, StatusCode};
use opentelemetry::{
    KeyValue,
    global::{self, BoxedTracer},
    propagation::Extractor,
    trace::{Span, SpanKind, Status, Tracer},
};

use super::record::Record;

/// The header map, as the propagator reads it.
struct Headers<'h>(&'h HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}

/// Tells of a request that was answered.
pub(super) fn request(record: &Record, status: StatusCode, took: Duration, asked: &HeaderMap) {
    let parent = global::get_text_map_propagator(|propagator| propagator.extract(&Headers(asked)));
    let tracer: BoxedTracer = global::tracer("skillgraph");
    let now = SystemTime::now();
    let mut attributes = vec![
        KeyValue::new("graphql.operation.type", "query"),
        KeyValue::new("http.response.status_code", i64::from(status.as_u16())),
        KeyValue::new("skillgraph.cost", i64::try_from(record.cost).unwrap_or(i64::MAX)),
        KeyValue::new("skillgraph.cache", format!("{:?}", record.cache)),
    ];
    if let Some(name) = &record.operation {
        attributes.push(KeyValue::new("graphql.operation.name", name.to_string()));
    }
    if let Some(hash) = &record.hash {
        attributes.push(KeyValue::new("graphql.document.hash", hash.to_string()));
    }
    if let Some(code) = &record.code {
        attributes.push(KeyValue::new("error.type", code.clone()));
    }
    let builder = tracer
        .span_builder("query")
        .with_kind(SpanKind::Server)
        .with_start_time(now - took)
        .with_attributes(attributes);
    let mut span = builder.start_with_context(&tracer, &parent);
    if status.is_server_error() {
        span.set_status(Status::error(record.code.clone().unwrap_or_default()));
    }
    span.end_with_timestamp(now);
}
