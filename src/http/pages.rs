//! What a browser is shown: the first page, GraphiQL, and the explorer that takes its place where it is not there.
//!
//! The pages ask nobody but this server, and their policy does not let them.

use std::sync::LazyLock;

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde_json::json;

use super::{
    Server, accept,
    assets::{ASSETS, GRAPHIQL_PAGE, accepts, gzipped, set, status, tag},
    home,
    tour::TOUR,
};

/// Which pages there are.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// Whether there are pages on which queries can be written: GraphiQL and the explorer.
    pub graphiql: bool,
}

impl Default for Pages {
    fn default() -> Self {
        Self { graphiql: true }
    }
}

/// What pages of our own may do. Their answers are shown as text; nothing in one can become a script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Monaco sets styles, has its icons in its style sheet, and begins workers.
const GRAPHIQL_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                               img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; \
                               connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
                               frame-ancestors 'none'";

/// The explorer, with the tour written into it.
static EXPLORER: LazyLock<String> = LazyLock::new(|| {
    let page = include_str!("../../web/pages/explorer.html");
    page.replace("{{page}}", &tour())
});

/// GraphiQL, with the tour written into it.
static GRAPHIQL: LazyLock<Option<String>> = LazyLock::new(|| {
    let place = r#"<script type="application/json" id="page">"#;
    let page = (*GRAPHIQL_PAGE)?;
    Some(page.replace(&format!("{place}null"), &format!("{place}{}", tour())))
});

/// What the scripts of the pages read: JSON that cannot end the element that it stands in.
pub(super) fn tour() -> String {
    json!({ "tour": *TOUR }).to_string().replace('<', "\\u003c")
}

/// Adds the pages to the routes of the server.
pub(super) fn add(routes: Router<Server>, pages: Pages) -> Router<Server> {
    let routes = routes
        .route(
            "/",
            get(move |State(server): State<Server>, headers: HeaderMap| async move {
                let html = home::html(&server, pages).await;
                page(&headers, &html, POLICY)
            }),
        )
        .route("/assets/{name}", get(asset))
        .route(
            "/favicon.svg",
            get(|headers: HeaderMap| async move { asset(Path("favicon.svg".to_owned()), headers).await }),
        );
    if !pages.graphiql {
        return routes;
    }
    routes
        .route("/graphiql", get(|headers: HeaderMap| async move { graphiql(&headers) }))
        .route("/graphiql/", get(|| async { Redirect::permanent("../graphiql") }))
        .route("/explorer", get(|headers: HeaderMap| async move { page(&headers, &EXPLORER, POLICY) }))
}

/// GraphiQL for a browser that opens the address of the API; nothing for all others.
pub(super) fn for_browsers(request: &Parts, pages: Pages) -> Option<Response> {
    let opens = pages.graphiql
        && [Method::GET, Method::HEAD].contains(&request.method)
        && request.uri.query().unwrap_or_default().is_empty()
        && prefers_html(&request.headers);
    opens.then(|| {
        let mut response = graphiql(&request.headers);
        response.headers_mut().append(header::VARY, header::ACCEPT.into());
        response
    })
}

fn graphiql(request: &HeaderMap) -> Response {
    match &*GRAPHIQL {
        Some(html) => page(request, html, GRAPHIQL_POLICY),
        None => page(request, &EXPLORER, POLICY),
    }
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match ASSETS.get(name.as_str()) {
        Some(asset) => asset.response(&headers),
        None => (StatusCode::NOT_FOUND, "there is no such file\n").into_response(),
    }
}

/// A page, unless the browser has it.
fn page(request: &HeaderMap, html: &str, policy: &str) -> Response {
    let compressed = if accepts(request, "gzip") { gzipped(html.as_bytes()) } else { None };
    let tag = format!("\"{}{}\"", tag(html.as_bytes()), if compressed.is_some() { "-gz" } else { "" });
    let mut response = if accept::is_known(request, &tag) {
        status(StatusCode::NOT_MODIFIED)
    } else {
        let zipped = compressed.is_some();
        let mut response = Response::new(compressed.map_or_else(|| Body::from(html.to_owned()), Body::from));
        set(&mut response, header::CONTENT_TYPE, "text/html; charset=utf-8");
        if zipped {
            set(&mut response, header::CONTENT_ENCODING, "gzip");
        }
        response
    };
    set(&mut response, header::ETAG, &tag);
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    set(&mut response, header::VARY, "Accept-Encoding");
    set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, header::X_FRAME_OPTIONS, "DENY");
    set(&mut response, header::REFERRER_POLICY, "no-referrer");
    set(&mut response, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    response
}

/// Whether HTML is asked for by name, and nothing of GraphQL as much.
fn prefers_html(request: &HeaderMap) -> bool {
    let wanted = |what| accept::named(request, header::ACCEPT, what);
    let html = wanted("text/html");
    html > wanted("application/json") && html > wanted("application/graphql-response+json")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{EXPLORER, GRAPHIQL, prefers_html};

    #[test]
    fn html_is_for_those_who_ask_for_it_first() {
        for (accept, expected) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", true),
            ("application/json;q=0.5, TEXT/HTML", true),
            ("*/*", false),
            ("text/*", false),
            ("application/json", false),
            ("application/json, text/html", false),
            ("text/html;q=0.9, application/graphql-response+json", false),
            ("text/html;q=0", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(prefers_html(&headers), expected, "{accept}");
        }
        assert!(!prefers_html(&HeaderMap::new()));
    }

    #[test]
    fn the_tour_stands_in_the_pages() {
        for page in [Some(&*EXPLORER), GRAPHIQL.as_ref()].into_iter().flatten() {
            assert!(page.contains(r#"id="page">{"tour":[{"query":"#), "{page}");
        }
    }
}
