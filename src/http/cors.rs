//! From which origins the pages of others can ask.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::{cost::COST, record::REQUEST_ID};

/// How long a browser may remember that it can ask.
const MAX_AGE: Duration = Duration::from_secs(3_600);

/// The answer to browsers, if there is any origin from which pages can ask. Nothing is ever sent with credentials.
pub(super) fn layer(origins: &[String]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let origins = match origins.iter().any(|origin| origin == "*") {
        true => AllowOrigin::any(),
        false => AllowOrigin::list(origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok())),
    };
    let id = HeaderName::from_static(REQUEST_ID);
    let asked = [header::CONTENT_TYPE, header::ACCEPT, header::IF_NONE_MATCH, COST, id.clone()];
    let answered = [header::ETAG, header::LAST_MODIFIED, header::RETRY_AFTER, id];
    let methods = [Method::GET, Method::HEAD, Method::POST];
    let layer = CorsLayer::new().allow_origin(origins).allow_methods(methods).allow_headers(asked);
    Some(layer.expose_headers(answered).max_age(MAX_AGE))
}
