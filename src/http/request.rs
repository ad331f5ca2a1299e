//! A request of GraphQL as it stands in a body or in an address: read, but not yet looked into.

use std::{
    borrow::Cow,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
    time::Instant,
};

use async_graphql::Response as GraphqlResponse;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;
use tokio::time::timeout_at;
use url::form_urlencoded;

use super::{options::Transport, reply::Refusal};
use crate::graphql::{ErrorCode, limit_exceeded};

/// What a client asks. Variables stay JSON until they are needed.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked<'r> {
    #[serde(borrow, default)]
    pub(super) query: Option<Cow<'r, str>>,
    /// The name of a document that the server knows.
    #[serde(borrow, default)]
    pub(super) document_id: Option<Cow<'r, str>>,
    #[serde(borrow, default)]
    pub(super) operation_name: Option<Cow<'r, str>>,
    #[serde(borrow, default, deserialize_with = "as_it_stands")]
    pub(super) variables: Option<Cow<'r, str>>,
    #[serde(borrow, default, deserialize_with = "as_it_stands")]
    pub(super) extensions: Option<Cow<'r, str>>,
}

fn as_it_stands<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    let value = Option::<&'de RawValue>::deserialize(deserializer)?;
    Ok(value.map(RawValue::get).filter(|json| *json != "null").map(Cow::Borrowed))
}

impl<'r> Asked<'r> {
    /// A request that stands in an address.
    pub(super) fn in_address(query: &'r str) -> Result<Self, Refusal> {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = match &*name {
                "query" => &mut asked.query,
                "documentId" => &mut asked.document_id,
                "operationName" => &mut asked.operation_name,
                "variables" => &mut asked.variables,
                "extensions" => &mut asked.extensions,
                _ => continue,
            };
            if value.is_empty() || (value == "null" && matches!(&*name, "variables" | "extensions")) {
                continue;
            }
            if place.replace(value).is_some() {
                return Err(Refusal::malformed(format!("`{name}` is given twice")));
            }
        }
        let json = [("variables", &asked.variables), ("extensions", &asked.extensions)];
        for (name, value) in json {
            let is_json = |json: &str| serde_json::from_str::<IgnoredAny>(json).is_ok();
            if value.as_deref().is_some_and(|json| !is_json(json)) {
                return Err(Refusal::malformed(format!("`{name}` must be a JSON object")));
            }
        }
        asked.checked()
    }

    /// A request that stands in a body.
    pub(super) fn in_body(json: &'r [u8]) -> Result<Self, Refusal> {
        let asked: Self = serde_json::from_slice(json).map_err(|error| {
            let message = format!("the body is no GraphQL request: {error}");
            match error.is_data() {
                true => Refusal::malformed(message),
                false => Refusal::bad_request(message),
            }
        })?;
        asked.checked()
    }

    /// Objects must be objects, whether they will be looked at or not.
    fn checked(self) -> Result<Self, Refusal> {
        for (name, value) in [("variables", &self.variables), ("extensions", &self.extensions)] {
            if value.as_deref().is_some_and(|json| !json.trim_start().starts_with('{')) {
                return Err(Refusal::malformed(format!("`{name}` must be a JSON object")));
            }
        }
        Ok(self)
    }
}

/// Reads the body of a request that began to be answered then. It must be JSON.
pub(super) async fn body(parts: &Parts, body: Body, began: Instant, bounds: &Transport) -> Result<Bytes, Refusal> {
    if !is_json(&parts.headers) {
        let message = "the body must be JSON in UTF-8: send `Content-Type: application/json`";
        return Err(Refusal::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::BadRequest, message));
    }
    let too_large = || {
        let response = limit_exceeded("bodyBytes", bounds.body_bytes, "the body has more than {} bytes");
        Refusal::from(response).with_status(StatusCode::PAYLOAD_TOO_LARGE)
    };
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > bounds.body_bytes as u64) {
        return Err(too_large());
    }
    let mut whole = pin!(Limited::new(body, bounds.body_bytes).collect());
    let collected = match at_once(whole.as_mut()).await {
        Some(collected) => collected,
        None => timeout_at((began + bounds.body_time).into(), whole).await.map_err(|_| {
            let message = format!("the body took longer than {} ms to come", bounds.body_time.as_millis());
            Refusal::of(StatusCode::REQUEST_TIMEOUT, ErrorCode::BadRequest, message)
        })?,
    };
    match collected {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(Refusal::bad_request("the body did not come whole")),
    }
}

/// The output of a future that is ready when it is asked for the second time, at once. A body that is there with its head
/// is: hyper hands it over when it sees that it is wanted. For such a clock does not have to be set.
async fn at_once<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    let mut was_asked = false;
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if was_asked => Poll::Ready(None),
        Poll::Pending => {
            was_asked = true;
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

/// Whether a body is said to be JSON. Bodies that a form of any page can send are never taken: a browser asks before it
/// sends JSON to another origin.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(header::CONTENT_TYPE) else { return false };
    if content_type.as_bytes() == b"application/json" {
        return true;
    }
    let mut parts = content_type.to_str().unwrap_or_default().split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/json"));
    let mut parameters = parts.filter_map(|parameter| parameter.split_once('='));
    let is_utf8 = parameters.all(|(name, value)| {
        !name.trim().eq_ignore_ascii_case("charset") || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    is_json && is_utf8
}

/// What stands in `extensions` that the server knows of.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Extensions {
    #[serde(default)]
    pub(super) persisted_query: Option<PersistedQuery>,
}

/// A document by its hash, as Apollo's clients ask.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersistedQuery {
    pub(super) version: u32,
    pub(super) sha256_hash: String,
}

impl Extensions {
    /// The extensions of a request, if there are any.
    pub(super) fn of(asked: &Asked<'_>) -> Result<Option<PersistedQuery>, Box<GraphqlResponse>> {
        let Some(json) = asked.extensions.as_deref().filter(|json| json.contains("persistedQuery")) else {
            return Ok(None);
        };
        let extensions: Option<Self> = serde_json::from_str(json).map_err(|error| {
            let message = format!("`extensions.persistedQuery` must have `version` and `sha256Hash`: {error}");
            Box::new(crate::graphql::refusal(ErrorCode::BadRequest, message))
        })?;
        Ok(extensions.and_then(|extensions| extensions.persisted_query))
    }
}
