//! GraphQL over HTTP, and the other routes.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use axum::{
    body::Body,
    http::{Method, Request, Response, StatusCode, header, request::Builder},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use url::form_urlencoded::Serializer;

use crate::support::{App, json_of, text_of};

const JSON: &str = "application/json";
const GRAPHQL_JSON: &str = "application/graphql-response+json";
const REVISION: &str = "{ graph { revision } }";

fn json_post() -> Builder {
    Request::post("/graphql").header(header::CONTENT_TYPE, JSON)
}

async fn post(app: &App, body: impl Into<Body>) -> Response<Body> {
    app.send(json_post().body(body.into()).unwrap()).await
}

fn address(parameters: &[(&str, &str)]) -> String {
    let query = Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("/graphql?{query}")
}

async fn get(app: &App, parameters: &[(&str, &str)]) -> Response<Body> {
    app.send(Request::get(address(parameters)).body(Body::empty()).unwrap()).await
}

fn content_type(response: &Response<Body>) -> &str {
    response.headers()[header::CONTENT_TYPE].to_str().unwrap()
}

/// The response is this status with one error of this code, and no `data`. Its message is given back.
async fn assert_refused(response: Response<Body>, status: StatusCode, code: &str) -> String {
    assert_eq!(response.status(), status);
    let json = json_of(response).await;
    assert_eq!(json.get("data"), None, "{json}");
    assert_eq!(json["errors"].as_array().unwrap().len(), 1, "{json}");
    assert_eq!(json["errors"][0]["extensions"]["code"], code, "{json}");
    json["errors"][0]["message"].as_str().unwrap().to_owned()
}

async fn assert_answered(response: Response<Body>, data: Value) {
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(json_of(response).await, json!({ "data": data }));
}

// ---- requests -----------------------------------------------------------------------------------------------------

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
    assert_refused(response, StatusCode::PAYLOAD_TOO_LARGE, "BAD_REQUEST").await;
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

// ---- what the answer is called ------------------------------------------------------------------------------------

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

// ---- other routes -------------------------------------------------------------------------------------------------

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

// ---- on a real socket ---------------------------------------------------------------------------------------------

/// A server that listens, and how to stop it.
struct Listening {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
    _app: App,
}

async fn listen() -> Listening {
    let app = App::empty().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async { stopped.await.unwrap() };
    let served =
        tokio::spawn(skillgraph::http::serve(listener, app.store.clone(), skillgraph::http::Pages::default(), stopped));
    Listening { address, stop, served, _app: app }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

fn read_to_end(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_on_a_socket_answers_and_stops_when_told() {
    let Listening { address, stop, served, _app } = listen().await;
    let ask = move || {
        let mut stream = connect(address);
        stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        read_to_end(stream)
    };
    let answer = tokio::task::spawn_blocking(ask).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("live\n"), "{answer}");
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(10), served).await.unwrap().unwrap().unwrap();
    TcpStream::connect(address).unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered_when_the_server_is_told_to_stop() {
    let Listening { address, stop, served, _app } = listen().await;
    let body = json!({ "query": REVISION }).to_string();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
        Expect: 100-continue\r\n\r\n",
        body.len()
    );
    // The server asks for the body once the handler reads it: from then on the request is under way.
    let begin = move || {
        let mut stream = connect(address);
        stream.write_all(head.as_bytes()).unwrap();
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream
    };
    let mut stream = tokio::task::spawn_blocking(begin).await.unwrap();
    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!served.is_finished(), "the server waits for the request");
    TcpStream::connect(address).unwrap_err();
    let end = move || {
        stream.write_all(body.as_bytes()).unwrap();
        read_to_end(stream)
    };
    let answer = tokio::task::spawn_blocking(end).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#"{"data":{"graph":{"revision":0}}}"#), "{answer}");
    tokio::time::timeout(Duration::from_secs(10), served).await.unwrap().unwrap().unwrap();
}
