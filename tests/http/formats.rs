//! What the answer is called, and which status it has.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::json;

use super::{GRAPHQL_JSON, JSON, REVISION, address, assert_refused, content_type, json_post};
use crate::support::{App, json_of};

/// Requests, and whether they could be executed.
const REQUESTS: &[(&str, bool)] = &[
    (REVISION, true),
    ("{ roles(first: 0) { totalCount } }", true),
    (r#"{ role(by: {id: "x"}) { slug } }"#, true),
    ("{ nowhere }", false),
    ("{", false),
];

#[tokio::test]
async fn who_accepts_graphql_json_is_told_by_the_status_whether_the_request_could_be_executed() {
    let app = App::empty().await;
    for accept in [
        GRAPHQL_JSON,
        "application/graphql-response+json; charset=utf-8",
        "text/html, application/graphql-response+json;q=0.9, */*;q=0.1",
    ] {
        for (query, executed) in REQUESTS {
            let by_post = json_post().header(header::ACCEPT, accept).body(json!({ "query": query }).to_string().into());
            let by_get = Request::get(address(&[("query", query)])).header(header::ACCEPT, accept).body(Body::empty());
            for request in [by_post, by_get] {
                let response = app.send(request.unwrap()).await;
                let expected = if *executed { StatusCode::OK } else { StatusCode::BAD_REQUEST };
                assert_eq!(response.status(), expected, "{query}");
                assert!(content_type(&response).starts_with(GRAPHQL_JSON), "{query}");
                assert_eq!(json_of(response).await.get("data").is_some(), *executed, "{query}");
            }
        }
    }
}

#[tokio::test]
async fn who_accepts_plain_json_is_always_answered_with_200() {
    let app = App::empty().await;
    for accept in [None, Some(JSON), Some("*/*"), Some("application/*")] {
        for (query, executed) in REQUESTS {
            let mut request = json_post();
            if let Some(accept) = accept {
                request = request.header(header::ACCEPT, accept);
            }
            let response = app.send(request.body(json!({ "query": query }).to_string().into()).unwrap()).await;
            assert_eq!(response.status(), StatusCode::OK, "{query}");
            assert!(content_type(&response).starts_with(JSON), "{query}");
            assert_eq!(json_of(response).await.get("data").is_some(), *executed, "{query}");
        }
    }
}

#[tokio::test]
async fn a_refusal_bears_the_name_that_was_asked_for() {
    let app = App::empty().await;
    let request = json_post().header(header::ACCEPT, GRAPHQL_JSON).body("{".into());
    let response = app.send(request.unwrap()).await;
    assert_eq!(content_type(&response), GRAPHQL_JSON);
    assert_refused(response, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
}

#[tokio::test]
async fn who_accepts_neither_name_is_told_so() {
    let app = App::empty().await;
    for accept in ["text/html", "application/xml, text/*", "application/json;q=0", "image/png;q=0.5"] {
        for query in [REVISION, "{"] {
            let request = json_post().header(header::ACCEPT, accept).body(json!({ "query": query }).to_string().into());
            assert_refused(app.send(request.unwrap()).await, StatusCode::NOT_ACCEPTABLE, "BAD_REQUEST").await;
        }
    }
}
