//! What those see who look after a server, and browsers that ask from elsewhere.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::json;
use skillgraph::http::{Options, Server, StatusProfile};
use tower::ServiceExt;

use super::{GRAPHQL_JSON, JSON, REVISION, address, get, json_post, post};
use crate::support::{App, database::Database, json_of, text_of};

async fn metrics(app: &App) -> String {
    text_of(app.send(Request::get("/metrics").body(Body::empty()).unwrap()).await).await
}

fn value(page: &str, name: &str) -> f64 {
    let line = page.lines().find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')));
    line.unwrap_or_else(|| panic!("no {name} in\n{page}")).rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_was_asked_is_counted() {
    let app = App::core().await;
    let body = json!({ "query": REVISION }).to_string();
    for _ in 0..3 {
        post(&app, body.clone()).await;
    }
    post(&app, "{").await;
    let tag = post(&app, body.clone()).await.headers()[header::ETAG].clone();
    app.send(json_post().header(header::IF_NONE_MATCH, tag).body(body.into()).unwrap()).await;
    let page = metrics(&app).await;
    for (name, expected) in [
        ("skillgraph_requests_total{status=\"200\"}", 4.0),
        ("skillgraph_requests_total{status=\"304\"}", 1.0),
        ("skillgraph_requests_total{status=\"400\"}", 1.0),
        ("skillgraph_request_seconds_count", 6.0),
        ("skillgraph_request_seconds_bucket{le=\"+Inf\"}", 6.0),
        ("skillgraph_requests_cost_total", 8.0),
        ("skillgraph_cache_total{outcome=\"hit\"}", 3.0),
        ("skillgraph_cache_total{outcome=\"miss\"}", 1.0),
        ("skillgraph_cache_total{outcome=\"not_modified\"}", 1.0),
        ("skillgraph_cache_answers", 1.0),
        ("skillgraph_documents", 1.0),
        ("skillgraph_in_flight", 0.0),
        ("skillgraph_revision", 1.0),
    ] {
        assert_eq!(value(&page, name), expected, "{name}\n{page}");
    }
}

#[tokio::test]
async fn metrics_keep_the_text_format_of_prometheus() {
    let app = App::empty().await;
    post(&app, json!({ "query": REVISION }).to_string()).await;
    let page = metrics(&app).await;
    let mut described = "";
    for line in page.lines() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            described = help.split(' ').next().unwrap();
        } else if let Some(ty) = line.strip_prefix("# TYPE ") {
            assert_eq!(ty.split(' ').next().unwrap(), described, "{line}");
        } else {
            assert!(line.starts_with(described), "{line} comes under {described}");
            assert!(line.rsplit(' ').next().unwrap().parse::<f64>().is_ok(), "{line}");
        }
    }
}

#[tokio::test]
async fn metrics_can_be_kept_from_those_who_ask() {
    let app = App::with(Database::empty().await, Options { metrics: false, ..Options::default() }).await;
    let request = |path| Request::get(path).body(Body::empty()).unwrap();
    assert_eq!(app.send(request("/metrics")).await.status(), StatusCode::NOT_FOUND);
    let operators = Server::new(app.store.clone(), Options::default()).unwrap().operators();
    for (path, status) in
        [("/metrics", 200), ("/health/ready", 200), ("/health/live", 200), ("/graphql", 404), ("/schema.graphql", 404)]
    {
        assert_eq!(operators.clone().oneshot(request(path)).await.unwrap().status(), status, "{path}");
    }
}

#[tokio::test]
async fn the_schema_has_a_tag_and_is_packed() {
    let app = App::empty().await;
    let request = Request::get("/schema.graphql").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty());
    let response = app.send(request.unwrap()).await;
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    let tag = response.headers()[header::ETAG].clone();
    let request = Request::get("/schema.graphql").header(header::ACCEPT_ENCODING, "gzip");
    let response = app.send(request.header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(text_of(response).await, "");
}

#[tokio::test]
async fn a_request_keeps_the_id_that_it_came_with_and_a_refused_one_gets_one() {
    let app = App::empty().await;
    let ask = async |id: Option<&str>, query: &str| {
        let mut request = json_post();
        if let Some(id) = id {
            request = request.header("x-request-id", id);
        }
        let response = app.send(request.body(json!({ "query": query }).to_string().into()).unwrap()).await;
        response.headers().get("x-request-id").map(|id| id.to_str().unwrap().to_owned())
    };
    assert_eq!(ask(Some("abc"), REVISION).await.as_deref(), Some("abc"));
    assert_eq!(ask(Some("abc"), "{").await.as_deref(), Some("abc"));
    assert_eq!(ask(None, REVISION).await, None);
    assert_eq!(ask(None, "{").await.unwrap().len(), 16);
    assert_ne!(ask(Some(&"x".repeat(129)), "{").await.unwrap().len(), 129);
}

#[tokio::test]
async fn pages_from_elsewhere_can_ask_only_if_their_origin_is_listed() {
    let origin = "https://app.example.org";
    let preflight = |from: &str| {
        Request::builder()
            .method(Method::OPTIONS)
            .uri("/graphql")
            .header(header::ORIGIN, from)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type,graphql-cost")
            .body(Body::empty())
            .unwrap()
    };
    let allowed = header::ACCESS_CONTROL_ALLOW_ORIGIN;
    let app = App::empty().await;
    assert!(!app.send(preflight(origin)).await.headers().contains_key(&allowed));
    let with = async |origins: &[&str]| {
        let cors_origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
        App::with(Database::empty().await, Options { cors_origins, ..Options::default() }).await
    };
    let app = with(&[origin, "http://localhost:5173"]).await;
    let response = app.send(preflight(origin)).await;
    assert_eq!(response.headers()[&allowed], origin);
    let headers = response.headers()[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap();
    assert!(headers.contains("content-type") && headers.contains("graphql-cost"), "{headers}");
    assert!(!response.headers().contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
    assert!(!app.send(preflight("https://evil.example.org")).await.headers().contains_key(&allowed));
    let request = json_post().header(header::ORIGIN, origin).body(json!({ "query": REVISION }).to_string().into());
    let response = app.send(request.unwrap()).await;
    assert_eq!(response.headers()[&allowed], origin);
    let vary: Vec<_> = response.headers().get_all(header::VARY).iter().map(|vary| vary.to_str().unwrap()).collect();
    assert!(vary.join(",").contains("origin") && vary.join(",").contains("accept-encoding"), "{vary:?}");
    assert_eq!(with(&["*"]).await.send(preflight(origin)).await.headers()[&allowed], "*");
}

#[tokio::test]
async fn the_methods_of_the_route_are_told() {
    let app = App::empty().await;
    let request = Request::builder().method(Method::OPTIONS).uri("/graphql").body(Body::empty());
    let response = app.send(request.unwrap()).await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(response.headers()[header::ALLOW], "GET, HEAD, POST, OPTIONS");
    let request = Request::builder().method(Method::HEAD).uri(address(&[("query", REVISION)])).body(Body::empty());
    let response = app.send(request.unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().contains_key(header::ETAG));
    assert_eq!(text_of(response).await, "");
}

#[tokio::test]
async fn the_draft_of_2026_has_other_statuses() {
    let options = Options { status_profile: StatusProfile::Draft, ..Options::default() };
    let app = App::with(Database::empty().await, options).await;
    for (body, status) in [
        (json!({ "query": REVISION }).to_string(), 200),
        (json!({ "query": "{ graph { revision } roles(first: 0) { totalCount } }" }).to_string(), 200),
        (json!({ "query": "{ role(by: {id: \"x\"}) { slug } graph { revision } }" }).to_string(), 294),
        (json!({ "query": "{" }).to_string(), 400),
        (json!({ "query": "{ nowhere }" }).to_string(), 422),
        (json!({ "query": "query ($n: Int!) { roles(first: $n) { totalCount } }" }).to_string(), 422),
        (json!({ "query": "query A { graph { revision } }", "operationName": "B" }).to_string(), 422),
        (json!({ "query": 7 }).to_string(), 422),
        (json!({ "query": REVISION, "variables": 7 }).to_string(), 422),
        ("{".to_owned(), 400),
    ] {
        for accept in [JSON, GRAPHQL_JSON] {
            let request = json_post().header(header::ACCEPT, accept).body(body.clone().into()).unwrap();
            let response = app.send(request).await;
            let found = response.status().as_u16();
            let json = json_of(response).await;
            // Errors of a field that cannot be null take all data with them: still data, and errors.
            let status = if status == 200 && json.get("errors").is_some() { 294 } else { status };
            assert_eq!(found, status, "{body}: {json}");
        }
    }
    let response = get(&app, &[("query", "mutation { x }")]).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
}
