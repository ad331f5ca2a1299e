//! Routes beside `/graphql`.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::json;

use super::{REVISION, assert_answered, content_type, get};
use crate::support::{App, text_of};

#[tokio::test]
async fn a_server_that_can_answer_is_live_and_ready() {
    let app = App::empty().await;
    for (path, text) in [("/health/live", "live\n"), ("/health/ready", "ready\n")] {
        let response = app.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(text_of(response).await, text);
    }
}

#[tokio::test]
async fn a_server_whose_database_has_gone_is_live_but_not_ready() {
    let app = App::empty().await;
    app.store.close().await;
    let status = async |path| app.send(Request::get(path).body(Body::empty()).unwrap()).await.status();
    assert_eq!(status("/health/live").await, StatusCode::OK);
    assert_eq!(status("/health/ready").await, StatusCode::SERVICE_UNAVAILABLE);
    // The graph is in memory: what is read from it is still answered.
    assert_answered(get(&app, &[("query", REVISION)]).await, json!({ "graph": { "revision": 0 } })).await;
}

#[tokio::test]
async fn a_failure_of_ours_is_masked() {
    use crate::support::facts::{commit, named};
    use entity::Kind;
    let app = App::empty().await;
    app.store.commit(commit(named(Kind::Tool, "git", "Git"))).await.unwrap();
    app.store.commit(commit(named(Kind::Tool, "svn", "Subversion"))).await.unwrap();
    app.store.close().await;
    let (code, message) = app.error("{ at(revision: 1) { graph { revision } } }").await;
    assert_eq!(code, "INTERNAL_SERVER_ERROR");
    assert!(message.starts_with("An error occurred (id ") && message.len() == 31, "{message}");
}

#[tokio::test]
async fn the_schema_is_served_as_a_file() {
    let app = App::empty().await;
    let response = app.send(Request::get("/schema.graphql").body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(content_type(&response).contains("graphql"));
    assert_eq!(text_of(response).await, skillgraph::graphql::sdl());
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    let app = App::empty().await;
    for path in ["/nowhere", "/graphql/x", "/health", "/schema.graphql/x"] {
        let response = app.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
