//! What operations cost, who is told, and who has to wait.

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use serde_json::{Value, json};
use skillgraph::{
    graphql::Limits,
    http::{Options, Peer, RateOptions},
};

use super::{GRAPHQL_JSON, REVISION, assert_refused, json_post, post};
use crate::support::{App, database::Database, json_of};

async fn asking(app: &App, wish: &str, query: &str, variables: Value) -> Response<Body> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    app.send(json_post().header("graphql-cost", wish).body(body.into()).unwrap()).await
}

async fn from(app: &App, address: &str, query: &str) -> Response<Body> {
    let body = json!({ "query": query }).to_string();
    app.send(json_post().extension(Peer(address.parse().unwrap())).body(body.into()).unwrap()).await
}

async fn rated(rate: RateOptions) -> App {
    App::with(Database::empty().await, Options { rate: Some(rate), ..Options::default() }).await
}

#[tokio::test]
async fn the_cost_is_told_to_those_who_ask_and_stays_out_of_all_other_answers() {
    let app = App::empty().await;
    let json = json_of(post(&app, json!({ "query": REVISION }).to_string()).await).await;
    assert_eq!(json["extensions"], json!({ "revision": 0 }));
    let query = "query ($n: Int) { roles(first: $n) { nodes { slug prefLabel } } }";
    // The list is empty, so that the answer has two fields: the list and its nodes.
    for (size, cost) in [(json!(1), 4), (json!(100), 202), (json!(null), 42)] {
        let json = json_of(asking(&app, "report", query, json!({ "n": size })).await).await;
        assert_eq!(json["data"], json!({ "roles": { "nodes": [] } }));
        let told = json!({
            "requestedQueryCost": cost, "actualQueryCost": 2, "maximumCost": 100_000, "throttleStatus": null,
        });
        assert_eq!(json["extensions"]["cost"], told, "{size}");
    }
    let response = asking(&app, "nonsense", REVISION, json!({})).await;
    assert_refused(response, StatusCode::BAD_REQUEST, "BAD_REQUEST").await;
}

#[tokio::test]
async fn what_would_cost_too_much_is_priced_without_being_executed() {
    let app = App::empty().await;
    let query = "{ roles(first: 100) { nodes { requirements(first: 100) { nodes { slug } } } } }";
    let json = json_of(asking(&app, "validate", query, json!({})).await).await;
    assert_eq!(json["data"], Value::Null);
    assert_eq!(json["extensions"]["cost"]["requestedQueryCost"], 10_202);
    assert_eq!(json["extensions"]["cost"]["actualQueryCost"], Value::Null);
    assert_eq!(json.get("errors"), None);
}

#[tokio::test]
async fn an_operation_can_cost_so_much() {
    let limits = Limits { cost: 22, ..Limits::default() };
    let app = App::with(Database::empty().await, Options { limits, ..Options::default() }).await;
    let query = |size| json!({ "query": format!("{{ roles(first: {size}) {{ nodes {{ slug }} }} }}") }).to_string();
    assert!(json_of(post(&app, query(20)).await).await.get("errors").is_none());
    let request = json_post().header(header::ACCEPT, GRAPHQL_JSON).body(query(21).into()).unwrap();
    let response = app.send(request).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let json = json_of(response).await;
    assert_eq!(json["errors"][0]["extensions"]["code"], "MAX_COST_EXCEEDED");
    assert_eq!(json["extensions"]["cost"]["requestedQueryCost"], 23);
    assert_eq!(json.get("data"), None);
}

/// The engine answers it, so that nothing of what it costs is given back: 100 and more.
const DEAR: &str = "{ __type(name: \"Role\") { name } }";

#[tokio::test]
async fn who_has_asked_too_much_has_to_wait_and_others_do_not() {
    let app = rated(RateOptions { burst: 100, restore: 1 }).await;
    let response = from(&app, "1.2.3.4", DEAR).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["x-ratelimit-remaining"], "0");
    // The same answer again, from the cache: it costs as much.
    let response = from(&app, "1.2.3.4", DEAR).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = response.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((95..=100).contains(&wait), "{wait}");
    let json = json_of(response).await;
    assert_eq!(json["errors"][0]["extensions"]["code"], "THROTTLED");
    let status = &json["extensions"]["cost"]["throttleStatus"];
    assert_eq!(*status, json!({ "maximumAvailable": 100, "currentlyAvailable": 0, "restoreRate": 1 }));
    assert_eq!(from(&app, "1.2.3.5", DEAR).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_an_answer_has_less_than_it_could_have_is_given_back() {
    let app = rated(RateOptions { burst: 100, restore: 1 }).await;
    let query = "{ roles(first: 30) { nodes { slug prefLabel } } }";
    // It can cost 62, and has two fields: 10 at least is taken, from the cache as well.
    for remaining in ["90", "80", "70", "60", "50"] {
        let response = from(&app, "1.2.3.4", query).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["x-ratelimit-remaining"], remaining);
    }
    // What it could cost must be there before it is executed.
    let other = "{ roles(first: 31) { nodes { slug prefLabel } } }";
    assert_eq!(from(&app, "1.2.3.4", other).await.status(), StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_client_behind_a_trusted_proxy_is_who_the_proxy_says() {
    let rate = Some(RateOptions { burst: 100, restore: 1 });
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let app = App::with(Database::empty().await, Options { rate, trusted_proxies, ..Options::default() }).await;
    let ask = async |peer: &str, forwarded: &str| {
        let body = json!({ "query": DEAR }).to_string();
        let request = json_post().extension(Peer(peer.parse().unwrap())).header("x-forwarded-for", forwarded);
        app.send(request.body(body.into()).unwrap()).await.status()
    };
    assert_eq!(ask("10.0.0.1", "1.1.1.1").await, StatusCode::OK);
    assert_eq!(ask("10.0.0.1", "1.1.1.1").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ask("10.0.0.1", "9.9.9.9, 1.1.1.1").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ask("10.0.0.1", "2.2.2.2").await, StatusCode::OK);
    // Who is no proxy cannot speak for others.
    assert_eq!(ask("3.3.3.3", "4.4.4.4").await, StatusCode::OK);
    assert_eq!(ask("3.3.3.3", "5.5.5.5").await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_client_can_ask_how_it_stands_each_time_anew() {
    let app = rated(RateOptions { burst: 1_000, restore: 1 }).await;
    let query = "{ graph { revision } rateLimit { cost limit remaining restoreRate } }";
    for remaining in [990, 980] {
        let response = from(&app, "1.2.3.4", query).await;
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert!(!response.headers().contains_key(header::ETAG));
        let json = json_of(response).await;
        let rate = json!({ "cost": 7, "limit": 1_000, "remaining": remaining, "restoreRate": 1 });
        assert_eq!(json["data"], json!({ "graph": { "revision": 0 }, "rateLimit": rate }));
    }
    let json = json_of(from(&app, "1.2.3.4", "{ rateLimit { resetAt } }").await).await;
    assert!(json["data"]["rateLimit"]["resetAt"].is_string(), "{json}");
    let app = App::empty().await;
    assert_eq!(app.data(query).await["rateLimit"], Value::Null);
}

#[tokio::test]
async fn each_request_of_an_array_is_paid_for() {
    let options = Options { batch: 10, rate: Some(RateOptions { burst: 100, restore: 1 }), ..Options::default() };
    let app = App::with(Database::empty().await, options).await;
    let one = json!({ "query": DEAR });
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
    let response = app.send(request.body(json!([one, one]).to_string().into()).unwrap()).await;
    let json = json_of(response).await;
    assert_eq!(json[0].get("errors"), None);
    assert_eq!(json[1]["errors"][0]["extensions"]["code"], "THROTTLED");
}

#[tokio::test]
async fn the_price_on_the_page_on_operation_is_what_is_told() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operations.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (before, told) = page.split_once("```json\n{\"cost\":").unwrap();
    let told: Value = serde_json::from_str(&format!("{{\"cost\":{}", told.split_once("```").unwrap().0)).unwrap();
    let query = before.lines().rev().find_map(|line| line.strip_prefix('`')?.split_once("` costs")).unwrap().0;
    let rate = Some(RateOptions { burst: 100_000, restore: 5_000 });
    let app = App::with(Database::core().await, Options { rate, ..Options::default() }).await;
    let json = json_of(asking(&app, "report", query, json!({})).await).await;
    assert_eq!(json["extensions"]["cost"], told["cost"]);
}
