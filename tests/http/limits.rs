//! Each limit to what can be asked: what is just within it is answered, what is just above is refused.

use std::time::Duration;

use axum::http::{Response, StatusCode, header};
use serde_json::{Value, json};
use skillgraph::{
    graphql::Limits,
    http::{Options, Transport},
};

use super::{GRAPHQL_JSON, assert_refused, json_post, post};
use crate::support::{App, database::Database, json_of};

/// A server with other limits than by default.
async fn limited(limits: Limits) -> App {
    App::with(Database::empty().await, Options { limits, ..Options::default() }).await
}

async fn ask(app: &App, query: &str, variables: &Value) -> Response<axum::body::Body> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    app.send(json_post().header(header::ACCEPT, GRAPHQL_JSON).body(body.into()).unwrap()).await
}

async fn assert_within(app: &App, query: &str, variables: &Value) {
    let response = ask(app, query, variables).await;
    let status = response.status();
    let json = json_of(response).await;
    assert!(status == StatusCode::OK && json.get("errors").is_none(), "{query:.200}: {status} {json}");
}

/// The request is refused by a limit of this name and maximum.
async fn assert_above(app: &App, query: &str, variables: &Value, name: &str, maximum: u64) {
    let response = ask(app, query, variables).await;
    let status = response.status();
    let json = json_of(response).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{query:.200}: {json}");
    assert_eq!(json.get("data"), None);
    let extensions = &json["errors"][0]["extensions"];
    let code = if name == "selections" { "MAX_RECURSIVE_SELECTIONS_EXCEEDED" } else { "LIMIT_EXCEEDED" };
    assert_eq!(*extensions, json!({ "code": code, "limit": name, "maximum": maximum }), "{query:.200}");
    let message = json["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains(&maximum.to_string()), "{message}");
}

fn repeated(piece: &str, times: usize) -> String {
    format!("{{ graph {{ revision }} {} }}", piece.repeat(times))
}

/// `fields` below each other that make a document of so many levels.
fn nested(levels: usize) -> String {
    // A role group lies in role groups; the cost is kept down by pages of one.
    let hops = (levels - 2) / 2;
    let rest = if levels.is_multiple_of(2) { "slug" } else { "broader(first: 1) { totalCount }" };
    let open = "broader(first: 1) { nodes { ".repeat(hops);
    format!("{{ roleGroup(by: {{slug: \"x\"}}) {{ {open} {rest} {} }} }}", "} }".repeat(hops))
}

#[tokio::test]
async fn a_document_can_be_of_so_many_bytes() {
    let app = App::empty().await;
    let query = |bytes: usize| format!("{{ graph {{ revision }} }}{}", " ".repeat(bytes - 22));
    assert_eq!(query(100).len(), 100);
    assert_within(&app, &query(64 << 10), &json!({})).await;
    assert_above(&app, &query((64 << 10) + 1), &json!({}), "documentBytes", 64 << 10).await;
}

#[tokio::test]
async fn brackets_can_nest_so_deep_and_no_parser_ever_sees_what_nests_deeper() {
    let app = App::empty().await;
    let query = |levels: usize| format!("{{ x(a: {}1{}) }}", "[".repeat(levels - 2), "]".repeat(levels - 2));
    // Not valid, but parsed.
    let response = ask(&app, &query(64), &json!({})).await;
    assert_refused(response, StatusCode::BAD_REQUEST, "GRAPHQL_VALIDATION_FAILED").await;
    assert_above(&app, &query(65), &json!({}), "nesting", 64).await;
    let endless = format!("{{ x(a: {}", "[".repeat(60_000));
    assert_above(&app, &endless, &json!({}), "nesting", 64).await;
}

#[tokio::test]
async fn a_document_can_have_so_many_tokens() {
    let app = App::empty().await;
    // Five tokens that stay, and one for each that is repeated.
    let query = |tokens: usize| format!("{{ graph {{ {} }} }}", "revision ".repeat(tokens - 5));
    assert_within(&app, &query(2_000), &json!({})).await;
    assert_above(&app, &query(2_001), &json!({}), "tokens", 2_000).await;
}

#[tokio::test]
async fn a_document_can_have_so_many_operations() {
    let app = App::empty().await;
    let query = |operations: usize| {
        (0..operations).map(|number| format!("query A{number} {{ graph {{ revision }} }}")).collect::<String>()
    };
    for (operations, within) in [(10, true), (11, false)] {
        let body = json!({ "query": query(operations), "operationName": "A0" }).to_string();
        let response = post(&app, body).await;
        assert_eq!(json_of(response).await.get("data").is_some(), within);
    }
}

#[tokio::test]
async fn an_operation_can_have_so_many_selections_with_its_fragments_put_in_place() {
    let app = limited(Limits { selections: 20, ..Limits::default() }).await;
    // Two for the graph, two for the spreads, eight for each of what they spread.
    let query = |fields: usize| {
        let fields = "revision ".repeat(fields);
        format!("{{ graph {{ ...a ...a }} }} fragment a on Graph {{ {fields} }}")
    };
    assert_within(&app, &query(8), &json!({})).await;
    assert_above(&app, &query(9), &json!({}), "selections", 20).await;
}

#[tokio::test]
async fn fragments_that_spread_each_other_are_counted_without_being_put_in_place() {
    let app = App::empty().await;
    let mut query = "{ graph { ...f0 } }".to_owned();
    for number in 0..60 {
        let next = number + 1;
        query += &format!("fragment f{number} on Graph {{ ...f{next} ...f{next} }} ");
    }
    query += "fragment f60 on Graph { revision }";
    assert_above(&app, &query, &json!({}), "selections", 5_000).await;
    for cycle in [
        "{ graph { ...a } } fragment a on Graph { ...a }",
        "{ graph { ...a } } fragment a on Graph { ...b ...b } fragment b on Graph { ...a ...a }",
        "{ graph { revision } } fragment a on Graph { ...b } fragment b on Graph { revision ...a }",
    ] {
        let response = ask(&app, cycle, &json!({})).await;
        assert_refused(response, StatusCode::BAD_REQUEST, "GRAPHQL_VALIDATION_FAILED").await;
    }
}

#[tokio::test]
async fn selections_can_nest_so_deep() {
    let app = App::empty().await;
    assert_within(&app, &nested(14), &json!({})).await;
    assert_within(&app, &nested(15), &json!({})).await;
    assert_above(&app, &nested(16), &json!({}), "depth", 15).await;
    // By way of fragments too.
    let spread = "{ ...q } fragment q on Query { graph { ...g } } fragment g on Graph { counts { kind } }";
    assert_within(&limited(Limits { depth: 3, ..Limits::default() }).await, spread, &json!({})).await;
    assert_above(&limited(Limits { depth: 2, ..Limits::default() }).await, spread, &json!({}), "depth", 2).await;
}

#[tokio::test]
async fn introspection_can_nest_deeper() {
    let app = limited(Limits { depth: 2, ..Limits::default() }).await;
    let query = |levels: usize| {
        let of_type = "ofType { ".repeat(levels - 4);
        format!("{{ __schema {{ types {{ fields {{ type {{ {of_type} name {} }} }} }} }} }}", "}".repeat(levels - 4))
    };
    assert_within(&app, &query(14), &json!({})).await;
    assert_above(&app, &query(15), &json!({}), "depth", 15).await;
}

#[tokio::test]
async fn an_operation_can_have_so_many_fields_at_its_root() {
    let app = App::empty().await;
    assert_within(&app, &repeated("__typename ", 19), &json!({})).await;
    let twice = "{ ...f ...f } fragment f on Query { a: __typename b: __typename graph { revision } }";
    let app = limited(Limits { root_fields: 6, ..Limits::default() }).await;
    assert_within(&app, twice, &json!({})).await;
    let app = limited(Limits { root_fields: 5, ..Limits::default() }).await;
    assert_above(&app, twice, &json!({}), "rootFields", 5).await;
}

#[tokio::test]
async fn a_document_can_have_so_many_aliases() {
    let app = App::empty().await;
    let query = |aliases: usize| {
        let fields: String = (0..aliases).map(|number| format!("a{number}: revision ")).collect();
        format!("{{ graph {{ {fields} }} }}")
    };
    assert_within(&app, &query(30), &json!({})).await;
    assert_above(&app, &query(31), &json!({}), "aliases", 30).await;
}

#[tokio::test]
async fn a_document_can_have_so_many_directives_and_one_place_so_many() {
    let app = App::empty().await;
    let query = |fields: usize, more: &str| {
        format!("{{ graph {{ revision {} }} }}", format!("author @skip(if: false) {more}").repeat(fields))
    };
    assert_within(&app, &query(50, ""), &json!({})).await;
    assert_above(&app, &query(51, ""), &json!({}), "directives", 50).await;
    let app = limited(Limits { directives_in_one_place: 1, ..Limits::default() }).await;
    assert_within(&app, &query(1, ""), &json!({})).await;
    assert_above(&app, &query(1, "@include(if: true)"), &json!({}), "directivesInOnePlace", 1).await;
}

#[tokio::test]
async fn variables_can_be_of_so_many_bytes_and_nest_so_deep() {
    let app = limited(Limits { variables_bytes: 100, variables_depth: 3, ..Limits::default() }).await;
    let of_bytes = |bytes: usize| json!({ "x": "y".repeat(bytes - 8) });
    let query = "{ graph { revision } }";
    assert_within(&app, query, &of_bytes(100)).await;
    assert_above(&app, query, &of_bytes(101), "variablesBytes", 100).await;
    assert_within(&app, query, &json!({ "x": [{ "]": "[[[[{{{{\"" }] })).await;
    assert_above(&app, query, &json!({ "x": [[[1]]] }), "variablesDepth", 3).await;
}

#[tokio::test]
async fn a_text_and_a_list_that_are_given_can_be_so_long() {
    let app = limited(Limits { text_chars: 10, list_items: 3, ..Limits::default() }).await;
    let text = "query ($slug: String!) { role(by: {slug: $slug}) { id } }";
    assert_within(&app, text, &json!({ "slug": "é".repeat(10) })).await;
    assert_above(&app, text, &json!({ "slug": "é".repeat(11) }), "textChars", 10).await;
    let literal = |chars: usize| format!("{{ role(by: {{slug: \"{}\"}}) {{ id }} }}", "é".repeat(chars));
    assert_within(&app, &literal(10), &json!({})).await;
    assert_above(&app, &literal(11), &json!({}), "textChars", 10).await;
    let list = "query ($kinds: [Kind!]) { role(by: {slug: \"x\"}) { requirements(kinds: $kinds) { totalCount } } }";
    assert_within(&app, list, &json!({ "kinds": ["TOOL", "SKILL", "TOOL"] })).await;
    assert_above(&app, list, &json!({ "kinds": ["TOOL", "SKILL", "TOOL", "TOOL"] }), "listItems", 3).await;
    let literal =
        |kinds| format!("{{ role(by: {{slug: \"x\"}}) {{ requirements(kinds: [{kinds}]) {{ totalCount }} }} }}");
    assert_within(&app, &literal("TOOL, TOOL, TOOL"), &json!({})).await;
    assert_above(&app, &literal("TOOL, TOOL, TOOL, TOOL"), &json!({}), "listItems", 3).await;
}

#[tokio::test]
async fn an_answer_can_have_so_many_objects_and_bytes() {
    let objects = |objects| async move {
        let limits = Limits { objects, ..Limits::default() };
        App::with(Database::core().await, Options { limits, ..Options::default() }).await
    };
    // The root, the connection and its nodes.
    let query = "{ roles(first: 5) { nodes { slug } } }";
    assert_within(&objects(7).await, query, &json!({})).await;
    let response = ask(&objects(6).await, query, &json!({})).await;
    assert_refused(response, StatusCode::BAD_REQUEST, "ANSWER_TOO_LARGE").await;
    let limits = Limits { answer_bytes: 100, ..Limits::default() };
    let app = App::with(Database::core().await, Options { limits, ..Options::default() }).await;
    assert_within(&app, "{ roles(first: 2) { nodes { slug } } }", &json!({})).await;
    let response = ask(&app, "{ roles(first: 20) { nodes { slug } } }", &json!({})).await;
    assert_refused(response, StatusCode::BAD_REQUEST, "ANSWER_TOO_LARGE").await;
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let limits = Limits { time: Duration::from_nanos(1), cost: 10_000_000, ..Limits::default() };
    let app = App::with(Database::core().await, Options { limits, ..Options::default() }).await;
    let query = "{ roles(first: 100) { nodes { requirements(first: 100) { nodes { slug requiredBy(first: 100) {
        nodes { slug } } } } } } }";
    let response = ask(&app, query, &json!({})).await;
    assert_refused(response, StatusCode::SERVICE_UNAVAILABLE, "EXECUTION_TIMEOUT").await;
}

#[tokio::test]
async fn of_very_many_errors_the_first_are_told() {
    let app = App::empty().await;
    let query = |fields: usize| {
        let fields: String = (0..fields).map(|number| format!("x{number} ")).collect();
        format!("{{ graph {{ {fields} }} }}")
    };
    for (wrong, told) in [(20, 20), (21, 20), (900, 20)] {
        let json = json_of(ask(&app, &query(wrong), &json!({})).await).await;
        assert_eq!(json["errors"].as_array().unwrap().len(), told);
    }
}

#[tokio::test]
async fn an_error_does_not_send_the_document_back() {
    let app = App::empty().await;
    let query = format!("{{ graph {{ revision }} }} {} %", "# a comment that is long ".repeat(1_000));
    let body = json!({ "query": format!("{}\n%", query) }).to_string();
    let response = crate::support::text_of(post(&app, body).await).await;
    assert!(response.len() < 300, "{response:.500}");
}

#[tokio::test]
async fn where_introspection_is_off_nothing_is_told_of_the_schema() {
    let app = limited(Limits { introspection: false, ..Limits::default() }).await;
    for query in [
        "{ __schema { types { name } } }",
        "{ __type(name: \"Role\") { name } }",
        "{ ...f } fragment f on Query { __schema { types { name } } }",
    ] {
        let response = ask(&app, query, &json!({})).await;
        assert_refused(response, StatusCode::BAD_REQUEST, "INTROSPECTION_DISABLED").await;
    }
    assert_within(&app, "{ __typename graph { __typename } }", &json!({})).await;
    for query in [
        "{ rol }",
        "{ roles(firs: 1) { totalCount } }",
        "{ graph { revisio } }",
        "query ($x: Rol) { graph { revision } }",
    ] {
        let json = json_of(ask(&app, query, &json!({})).await).await.to_string();
        assert!(!json.contains("Did you mean") && !json.contains("did you mean"), "{json}");
        for name in ["\"role\"", "\"first\"", "\"revision\"", "\"Role\""] {
            assert!(!json.contains(&name.replace('"', "\\\"")), "{json}");
        }
    }
    let request = axum::http::Request::get("/schema.graphql").body(axum::body::Body::empty()).unwrap();
    assert_eq!(app.send(request).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_body_that_does_not_end_in_time_is_given_up() {
    let transport = Transport { body_time: Duration::from_millis(50), ..Transport::default() };
    let app = App::with(Database::empty().await, Options { transport, ..Options::default() }).await;
    let endless = endless_spaces();
    let request = json_post().body(axum::body::Body::new(endless)).unwrap();
    assert_refused(app.send(request).await, StatusCode::REQUEST_TIMEOUT, "BAD_REQUEST").await;
}

/// A body that goes on and on, a little at a time.
fn endless_spaces() -> impl http_body::Body<Data = axum::body::Bytes, Error = std::convert::Infallible> + Send {
    use std::{
        pin::Pin,
        task::{Context, Poll},
    };
    struct Endless(Pin<Box<tokio::time::Sleep>>);
    impl http_body::Body for Endless {
        type Data = axum::body::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
            std::task::ready!(self.0.as_mut().poll(cx));
            self.0 = Box::pin(tokio::time::sleep(Duration::from_millis(5)));
            Poll::Ready(Some(Ok(http_body::Frame::data(axum::body::Bytes::from_static(b" ")))))
        }
    }
    Endless(Box::pin(tokio::time::sleep(Duration::from_millis(5))))
}

#[tokio::test]
async fn a_request_that_finds_no_place_is_told_to_come_back() {
    let transport = Transport { in_flight: 1, ..Transport::default() };
    let app = App::with(Database::empty().await, Options { transport, ..Options::default() }).await;
    let app = std::sync::Arc::new(app);
    let waiting = tokio::spawn({
        let app = app.clone();
        async move { app.send(json_post().body(axum::body::Body::new(endless_spaces())).unwrap()).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let response = post(&app, json!({ "query": "{ graph { revision } }" }).to_string()).await;
    assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    assert_refused(response, StatusCode::SERVICE_UNAVAILABLE, "SERVER_BUSY").await;
    waiting.abort();
    let _ = waiting.await;
    assert_within(&app, "{ graph { revision } }", &json!({})).await;
}

#[tokio::test]
async fn so_many_heavy_operations_are_taken_in_and_light_ones_beside_them() {
    let fields = "slug kind status prefLabel altLabels id";
    let light = format!("{{ roles(first: 83) {{ nodes {{ {fields} }} }} }}");
    let heavy = format!("{{ roles(first: 83) {{ totalCount nodes {{ {fields} }} }} }}");
    for (places, is_taken) in [(0, false), (1, true)] {
        let transport = Transport { heavy: places, ..Transport::default() };
        let app = App::with(Database::empty().await, Options { transport, ..Options::default() }).await;
        // They cost 500 and 501.
        assert_within(&app, &light, &json!({})).await;
        let response = post(&app, json!({ "query": heavy }).to_string()).await;
        match is_taken {
            true => assert_eq!(response.status(), StatusCode::OK),
            false => {
                assert_eq!(response.headers()[header::RETRY_AFTER], "1");
                assert_refused(response, StatusCode::SERVICE_UNAVAILABLE, "SERVER_BUSY").await;
            }
        }
    }
}

#[tokio::test]
async fn arrays_of_requests_are_taken_only_if_they_may_and_only_so_long() {
    let one = json!({ "query": "{ graph { revision } }" });
    let bad = json!({ "query": "{ nowhere }" });
    let app = App::empty().await;
    let response = post(&app, json!([one]).to_string()).await;
    assert_refused(response, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
    let app = App::with(Database::empty().await, Options { batch: 2, ..Options::default() }).await;
    let json = json_of(post(&app, json!([one, bad]).to_string()).await).await;
    assert_eq!(json[0]["data"], json!({ "graph": { "revision": 0 } }));
    assert_eq!(json[1]["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(json.as_array().unwrap().len(), 2);
    for batch in [json!([]), json!([one, one, one])] {
        assert_refused(post(&app, batch.to_string()).await, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
    }
}
