//! `/schema.graphql`: the schema as a file, for tools.

use std::sync::LazyLock;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::{Server, accept, coding, options::Options};
use crate::graphql;

static HASH: LazyLock<String> = LazyLock::new(|| BASE64URL_NOPAD.encode(&Sha256::digest(graphql::sdl())[..12]));

/// The schema, unless it cannot be asked about.
pub(super) async fn sdl(State(server): State<Server>, headers: HeaderMap) -> Response<Body> {
    let Options { limits, .. } = &server.options;
    if !limits.introspection {
        let mut reply = Response::new(Body::from("introspection is off\n"));
        *reply.status_mut() = StatusCode::NOT_FOUND;
        return reply;
    }
    let mut coding = accept::coding(&headers);
    let mut body = Bytes::from_static(graphql::sdl().as_bytes());
    if let Some(wanted) = coding {
        match coding::pack(&body, wanted).await {
            Some(packed) => body = packed,
            None => coding = None,
        }
    }
    let suffix = coding.map(|coding| format!("-{}", coding.name())).unwrap_or_default();
    let tag = format!("\"{}{suffix}\"", *HASH);
    let is_known = accept::is_known(&headers, &tag);
    let mut reply = Response::new(if is_known { Body::empty() } else { Body::from(body) });
    if is_known {
        *reply.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = reply.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/graphql; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(coding) = coding.filter(|_| !is_known) {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
    reply
}
