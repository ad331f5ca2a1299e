//! What is sent back: statuses, content types, and errors in the form of GraphQL.

use async_graphql::{Response as GraphqlResponse, Value};
use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};

use super::{accept::Format, options::StatusProfile};
use crate::graphql::{self, ErrorCode};

/// Data with errors, in the draft of 2026.
const PARTIAL: u16 = 294;

/// What is sent in place of an answer that cannot be written.
const UNWRITTEN: &[u8] =
    br#"{"errors":[{"message":"the answer cannot be written","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#;

/// A request that is not executed.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The status, if it is the same whatever is accepted.
    status: Option<StatusCode>,
    /// The status in the draft of 2026, if it is another than the code says.
    is_malformed: bool,
    allow: Option<&'static str>,
    /// Seconds after which to come back.
    retry_after: Option<u64>,
    pub(super) response: Box<GraphqlResponse>,
}

impl Refusal {
    /// A request that is none of GraphQL over HTTP.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        graphql::refusal(ErrorCode::BadRequest, message).into()
    }

    /// A request with a parameter that is not of its type.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self { is_malformed: true, ..Self::bad_request(message) }
    }

    /// With a status that is the same whatever is accepted.
    pub(super) fn of(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        Self::from(graphql::refusal(code, message)).with_status(status)
    }

    /// The same with a status that is the same whatever is accepted.
    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status: Some(status), ..self }
    }

    /// The method cannot do what is asked.
    pub(super) fn not_allowed(allow: &'static str, message: &str) -> Self {
        let refusal = Self::of(StatusCode::METHOD_NOT_ALLOWED, ErrorCode::BadRequest, message);
        Self { allow: Some(allow), ..refusal }
    }

    /// The client is to come back after so many seconds.
    pub(super) fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds.max(1)), ..self }
    }

    /// With something told beside the errors.
    pub(super) fn telling(mut self, name: &str, value: Value) -> Self {
        self.response.extensions.insert(name.to_owned(), value);
        self
    }

    /// As it is sent.
    pub(super) fn into_reply(self, format: Format, profile: StatusProfile) -> Response<Body> {
        let status = self.status.unwrap_or_else(|| match (self.is_malformed, profile) {
            (true, StatusProfile::Draft) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => status(&self.response, format, profile),
        });
        let mut reply = uncached(status, format, write(&self.response));
        let headers = reply.headers_mut();
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        reply
    }
}

impl From<GraphqlResponse> for Refusal {
    fn from(response: GraphqlResponse) -> Self {
        Box::new(response).into()
    }
}

impl From<Box<GraphqlResponse>> for Refusal {
    fn from(response: Box<GraphqlResponse>) -> Self {
        Self { status: None, is_malformed: false, allow: None, retry_after: None, response }
    }
}

/// An answer that nobody may keep.
pub(super) fn uncached(status: StatusCode, format: Format, body: impl Into<Body>) -> Response<Body> {
    let mut reply = Response::new(body.into());
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}

/// Whether a request was executed, so that its response has `data`: errors of execution have a path.
pub(super) fn is_executed(response: &GraphqlResponse) -> bool {
    response.errors.iter().all(|error| !error.path.is_empty())
}

/// The code of the first error.
pub(super) fn code(response: &GraphqlResponse) -> Option<&str> {
    match response.errors.first()?.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

/// The status of a response that is not refused with one of its own.
pub(super) fn status(response: &GraphqlResponse, format: Format, profile: StatusProfile) -> StatusCode {
    let code = code(response);
    let is = |known: ErrorCode| code == Some(known.as_str());
    if is_executed(response) {
        let is_partial = !response.errors.is_empty() && profile == StatusProfile::Draft;
        return if is_partial { StatusCode::from_u16(PARTIAL).unwrap_or(StatusCode::OK) } else { StatusCode::OK };
    }
    if is(ErrorCode::InternalServerError) {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    if is(ErrorCode::ExecutionTimeout) || is(ErrorCode::ServerBusy) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match (profile, format) {
        (StatusProfile::Audits, Format::GraphqlJson) => StatusCode::BAD_REQUEST,
        // A request that is not understood as one of GraphQL at all is no answer of GraphQL.
        (StatusProfile::Audits, Format::Json) if is(ErrorCode::BadRequest) => StatusCode::BAD_REQUEST,
        (StatusProfile::Audits, Format::Json) => StatusCode::OK,
        (StatusProfile::Draft, _) if is(ErrorCode::ParseFailed) || is(ErrorCode::BadRequest) => StatusCode::BAD_REQUEST,
        (StatusProfile::Draft, _) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// A response as JSON. One that was not executed has no `data`, as the specification asks.
pub(super) fn write(response: &GraphqlResponse) -> Vec<u8> {
    let json = match (is_executed(response), response.extensions.is_empty()) {
        (true, _) => serde_json::to_vec(response),
        (false, true) => serde_json::to_vec(&serde_json::json!({ "errors": response.errors })),
        (false, false) => {
            serde_json::to_vec(&serde_json::json!({ "errors": response.errors, "extensions": response.extensions }))
        }
    };
    json.unwrap_or_else(|error| {
        tracing::error!(%error, "an answer cannot be written");
        UNWRITTEN.to_vec()
    })
}
