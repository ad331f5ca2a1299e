//! What is a request, and what is none.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use super::{GRAPHQL_JSON, JSON, REVISION, assert_answered, assert_refused, content_type, get, json_post, post};
use crate::support::{App, json_of};

#[tokio::test]
async fn a_query_is_answered_by_post_and_by_get() {
    let app = App::empty().await;
    let answer = json!({ "graph": { "revision": 0 } });
    assert_answered(post(&app, json!({ "query": REVISION }).to_string()).await, answer.clone()).await;
    assert_answered(get(&app, &[("query", REVISION)]).await, answer.clone()).await;
    for body in [
        json!({ "query": REVISION, "variables": null, "operationName": null, "extensions": null }),
        json!({ "query": REVISION, "variables": {}, "extensions": { "client": "test" }, "more": 1 }),
    ] {
        assert_answered(post(&app, body.to_string()).await, answer.clone()).await;
    }
    let empty = [("query", REVISION), ("variables", ""), ("operationName", ""), ("extensions", "")];
    assert_answered(get(&app, &empty).await, answer).await;
}

#[tokio::test]
async fn variables_reach_the_query_by_post_and_by_get() {
    let app = App::core().await;
    let query = "query ($by: RoleReference!, $kinds: [Kind!], $first: Int = 1) {
        role(by: $by) { slug requirements(kinds: $kinds, first: $first) { nodes { kind } } }
    }";
    // The name of the input is the schema's business.
    let query = query.replace("RoleReference", &reference_type(&app).await);
    let variables = json!({ "by": { "slug": "backend-developer" }, "kinds": ["TOOL"] });
    let answer = json!({ "role": { "slug": "backend-developer", "requirements": { "nodes": [{ "kind": "TOOL" }] } } });
    let body = json!({ "query": query, "variables": variables }).to_string();
    assert_answered(post(&app, body).await, answer.clone()).await;
    assert_answered(get(&app, &[("query", &query), ("variables", &variables.to_string())]).await, answer).await;
}

/// The type of the argument `by` of `role`.
async fn reference_type(app: &App) -> String {
    let query = r#"{ __type(name: "Query") { fields { name args { name type { ofType { name } } } } } }"#;
    let data = app.data(query).await;
    let fields = data["__type"]["fields"].as_array().unwrap();
    let role = fields.iter().find(|field| field["name"] == "role").unwrap();
    role["args"][0]["type"]["ofType"]["name"].as_str().unwrap().to_owned()
}

/// What is said of a request that should not be executed; none if it is refused as it should be.
async fn executed(app: &App, query: &str, variables: &Value) -> Option<String> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = json_post().header(header::ACCEPT, GRAPHQL_JSON).body(body.into()).unwrap();
    let response = app.send(request).await;
    let (status, json) = (response.status(), json_of(response).await);
    let code = json["errors"][0]["extensions"]["code"].is_string();
    let refused = status == StatusCode::BAD_REQUEST && json.get("data").is_none() && code;
    (!refused).then(|| format!("{query} with {variables}: {status} {json}"))
}

#[tokio::test]
async fn variables_that_do_not_fit_are_refused_before_anything_is_executed() {
    let app = App::empty().await;
    let mut wrong = Vec::new();
    for (query, variables) in [
        ("query ($n: Int) { roles(first: $n) { totalCount } }", json!({ "n": "many" })),
        ("query ($n: Int) { roles(first: $n) { totalCount } }", json!({ "n": 2_147_483_648_u32 })),
        ("query ($n: Int) { roles(first: $n) { totalCount } }", json!({ "n": [1] })),
        ("query ($k: Status) { roles(filter: {status: $k}) { totalCount } }", json!({ "k": "GONE" })),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": [null] })),
        ("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": null })),
        ("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": {} })),
        ("query ($slug: String!) { role(by: {slug: $slug}) { id } }", json!({ "slug": 7 })),
        ("query ($by: Reference!) { role(by: $by) { id } }", json!({ "by": "developer" })),
        ("query ($by: Reference!) { role(by: $by) { id } }", json!({ "by": {} })),
        ("query ($by: Reference!) { role(by: $by) { id } }", json!({ "by": { "slug": "developer", "id": "x" } })),
    ] {
        wrong.extend(executed(&app, query, &variables).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_variable_that_must_be_given_and_is_not_is_refused_before_anything_is_executed() {
    let app = App::empty().await;
    let mut wrong = Vec::new();
    for (query, variables) in [
        ("query ($id: ID!) { node(id: $id) { id } }", json!({})),
        ("query ($n: Int!) { roles(first: $n) { totalCount } }", json!({})),
        ("query ($n: Int!) { roles(first: $n) { totalCount } }", json!({ "n": null })),
        ("query ($slug: String!) { role(by: {slug: $slug}) { id } }", json!({})),
        ("query ($slug: String!) { role(by: {slug: $slug}) { id } }", json!({ "slug": null })),
    ] {
        wrong.extend(executed(&app, query, &variables).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_operation_that_is_named_is_run() {
    let app = App::empty().await;
    let query = "query A { graph { revision } } query B { roles { totalCount } }";
    for (name, answer) in [("A", json!({ "graph": { "revision": 0 } })), ("B", json!({ "roles": { "totalCount": 0 } }))]
    {
        let body = json!({ "query": query, "operationName": name }).to_string();
        assert_answered(post(&app, body).await, answer.clone()).await;
        assert_answered(get(&app, &[("query", query), ("operationName", name)]).await, answer).await;
    }
}

#[tokio::test]
async fn a_single_operation_is_run_whether_or_not_it_is_named() {
    let app = App::empty().await;
    let answer = json!({ "graph": { "revision": 0 } });
    for query in ["query A { graph { revision } }", "query A { ...f } fragment f on Query { graph { revision } }"] {
        for name in [None, Some("A")] {
            let body = json!({ "query": query, "operationName": name }).to_string();
            assert_answered(post(&app, body).await, answer.clone()).await;
        }
        assert_answered(get(&app, &[("query", query)]).await, answer.clone()).await;
    }
}

#[tokio::test]
async fn it_is_said_when_it_cannot_be_told_which_operation_to_run() {
    let app = App::empty().await;
    let query = "query A { graph { revision } } query B { roles { totalCount } }";
    for name in [None, Some("C"), Some("a")] {
        let body = json!({ "query": query, "operationName": name }).to_string();
        assert_refused(post(&app, body.clone()).await, StatusCode::OK, "OPERATION_RESOLUTION_FAILURE").await;
        let request = json_post().header(header::ACCEPT, GRAPHQL_JSON).body(body.into()).unwrap();
        assert_refused(app.send(request).await, StatusCode::BAD_REQUEST, "OPERATION_RESOLUTION_FAILURE").await;
    }
    let body = json!({ "query": "query A { graph { revision } }", "operationName": "C" }).to_string();
    assert_refused(post(&app, body).await, StatusCode::OK, "OPERATION_RESOLUTION_FAILURE").await;
}

#[tokio::test]
async fn only_json_is_taken() {
    let app = App::empty().await;
    let body = json!({ "query": REVISION }).to_string();
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/graphql"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/jsonp"),
        Some("application/graphql-response+json"),
        Some(""),
    ] {
        let mut request = Request::post("/graphql");
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let response = app.send(request.body(body.clone().into()).unwrap()).await;
        let message = assert_refused(response, StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST").await;
        assert!(message.contains(JSON), "{content_type:?}: {message}");
    }
    for content_type in ["application/json; charset=utf-8", "Application/JSON", " application/json ;charset=UTF-8"] {
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, content_type).body(body.clone().into());
        assert_eq!(app.send(request.unwrap()).await.status(), StatusCode::OK, "{content_type}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_request_is_refused() {
    let app = App::empty().await;
    for body in [
        "",
        "{",
        "null",
        "7",
        "\"{ graph { revision } }\"",
        "[]",
        r#"[{"query": "{ graph { revision } }"}]"#,
        "{}",
        r#"{"query": null}"#,
        r#"{"query": ""}"#,
        r#"{"query": "  \n"}"#,
        r#"{"query": 7}"#,
        r#"{"query": "{ graph { revision } }", "variables": [1]}"#,
        r#"{"query": "{ graph { revision } }", "variables": "{}"}"#,
        r#"{"query": "{ graph { revision } }", "operationName": 7}"#,
        "query={graph{revision}}",
    ] {
        let response = post(&app, body).await;
        assert_eq!(content_type(&response), JSON, "{body}");
        assert_refused(response, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
    }
    let not_utf8 = post(&app, b"{\"query\": \"{ graph { revision } } \xff\"}".to_vec()).await;
    assert_refused(not_utf8, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
}

#[tokio::test]
async fn an_address_that_is_no_request_is_refused() {
    let app = App::empty().await;
    for parameters in [
        &[][..],
        &[("query", "")],
        &[("query", " ")],
        &[("operationName", "A")],
        &[("query", REVISION), ("variables", "{")],
        &[("query", REVISION), ("variables", "[]")],
        &[("query", REVISION), ("variables", "7")],
    ] {
        assert_refused(get(&app, parameters).await, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
    }
}

#[tokio::test]
async fn a_body_of_more_than_a_mebibyte_is_refused() {
    let app = App::empty().await;
    let body = |size: usize| {
        let start = json!({ "query": REVISION }).to_string();
        format!("{start}{}", " ".repeat(size - start.len()))
    };
    assert_eq!(post(&app, body(1 << 20)).await.status(), StatusCode::OK);
    let response = post(&app, body((1 << 20) + 1)).await;
    assert_refused(response, StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED").await;
}

#[tokio::test]
async fn only_queries_go_by_get() {
    let app = App::empty().await;
    let both = "query A { graph { revision } } mutation B { x }";
    for parameters in [
        &[("query", "mutation { x }")][..],
        &[("query", "subscription { x }")],
        &[("query", "mutation M { x }")],
        &[("query", "mutation M { x }"), ("operationName", "M")],
        &[("query", both), ("operationName", "B")],
    ] {
        let response = get(&app, parameters).await;
        assert_eq!(response.headers()[header::ALLOW], "POST");
        assert_refused(response, StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST").await;
    }
}

#[tokio::test]
async fn other_methods_are_refused() {
    let app = App::empty().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let request = Request::builder().method(method).uri("/graphql").body(Body::empty());
        let response = app.send(request.unwrap()).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        let allowed = response.headers()[header::ALLOW].to_str().unwrap();
        assert!(allowed.contains("GET") && allowed.contains("POST"), "{allowed}");
    }
}
