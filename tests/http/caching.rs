//! Answers that are kept, by the server and by others: never an old one, never somebody else's.

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use entity::Kind;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::json;
use skillgraph::http::{CacheControl, Options};

use super::{GRAPHQL_JSON, JSON, REVISION, address, get, json_post, post};
use crate::support::{
    App,
    database::Database,
    facts::{commit, named},
    text_of,
};

fn etag(response: &Response<Body>) -> String {
    response.headers()[header::ETAG].to_str().unwrap().to_owned()
}

fn body(query: &str) -> String {
    json!({ "query": query }).to_string()
}

async fn with_header(app: &App, name: header::HeaderName, value: &str, query: &str) -> Response<Body> {
    app.send(json_post().header(name, value).body(body(query).into()).unwrap()).await
}

/// A query with a long answer.
const LONG: &str = "{ __schema { types { name description } } }";

#[tokio::test]
async fn an_answer_says_by_what_it_is_known_and_when_it_was_true_first() {
    let app = App::core().await;
    for response in [post(&app, body(REVISION)).await, get(&app, &[("query", REVISION)]).await] {
        let headers = response.headers().clone();
        assert!(headers[header::ETAG].to_str().unwrap().starts_with("\"1-"), "{headers:?}");
        assert!(headers[header::LAST_MODIFIED].to_str().unwrap().ends_with(" GMT"), "{headers:?}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
        assert_eq!(headers[header::VARY], "accept, accept-encoding");
    }
}

#[tokio::test]
async fn a_client_that_has_the_answer_is_told_so_until_the_graph_changes() {
    let app = App::empty().await;
    let first = post(&app, body(REVISION)).await;
    let tag = etag(&first);
    for theirs in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let response = with_header(&app, header::IF_NONE_MATCH, &theirs, REVISION).await;
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{theirs}");
        assert_eq!(etag(&response), tag);
        assert_eq!(text_of(response).await, "");
    }
    let by_get = Request::get(address(&[("query", REVISION)]));
    let of_get = etag(&get(&app, &[("query", REVISION)]).await);
    let response = app.send(by_get.header(header::IF_NONE_MATCH, &of_get).body(Body::empty()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    app.store.commit(commit(named(Kind::Tool, "git", "Git"))).await.unwrap();
    let response = with_header(&app, header::IF_NONE_MATCH, &tag, REVISION).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_ne!(etag(&response), tag);
}

#[tokio::test]
async fn a_tag_is_for_one_request_in_one_form() {
    let app = App::core().await;
    let send = async |query: &str, accept: &str, encoding: &str| {
        let request = json_post().header(header::ACCEPT, accept).header(header::ACCEPT_ENCODING, encoding);
        etag(&app.send(request.body(body(query).into()).unwrap()).await)
    };
    let tags = [
        send(REVISION, JSON, "identity").await,
        send("{ graph { revision  } }", JSON, "identity").await,
        send(REVISION, GRAPHQL_JSON, "identity").await,
        send(LONG, JSON, "identity").await,
        send(LONG, JSON, "gzip").await,
        send(LONG, JSON, "br").await,
        send(LONG, JSON, "zstd").await,
    ];
    for (place, tag) in tags.iter().enumerate() {
        assert!(!tags[..place].contains(tag), "{tags:?}");
    }
    let response = with_header(&app, header::IF_NONE_MATCH, &tags[1], REVISION).await;
    assert_eq!(response.status(), StatusCode::OK);
    // Whoever has it packed has it.
    let response = with_header(&app, header::IF_NONE_MATCH, &tags[4], LONG).await;
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_others_may_keep_is_said_where_it_is_set() {
    for (max_age, stale_while_revalidate, expected) in
        [(Some(60), None, "public, max-age=60"), (Some(0), Some(9), "public, max-age=0, stale-while-revalidate=9")]
    {
        let cache_control = CacheControl { max_age, stale_while_revalidate };
        let app = App::with(Database::empty().await, Options { cache_control, ..Options::default() }).await;
        assert_eq!(post(&app, body(REVISION)).await.headers()[header::CACHE_CONTROL], expected);
        let refused = post(&app, body("{")).await;
        assert_eq!(refused.headers()[header::CACHE_CONTROL], "no-store");
        assert!(!refused.headers().contains_key(header::ETAG));
        let in_part = post(&app, body("{ graph { revision } roles(first: 0) { totalCount } }")).await;
        assert_eq!(in_part.headers()[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn long_answers_are_packed_as_the_client_wants_and_unpack_to_the_same() {
    use std::io::Read;
    let app = App::core().await;
    let plain = text_of(post(&app, body(LONG)).await).await;
    for round in ["made", "from the cache"] {
        for coding in ["gzip", "br", "zstd"] {
            let response = with_header(&app, header::ACCEPT_ENCODING, coding, LONG).await;
            assert_eq!(response.headers()[header::CONTENT_ENCODING], coding);
            let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
            assert!(bytes.len() < plain.len() / 2);
            let mut unpacked = Vec::new();
            match coding {
                "gzip" => drop(flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut unpacked).unwrap()),
                "br" => brotli::BrotliDecompress(&mut &*bytes, &mut unpacked).unwrap(),
                _ => unpacked = zstd::stream::decode_all(&*bytes).unwrap(),
            }
            assert_eq!(String::from_utf8(unpacked).unwrap(), plain, "{coding}, {round}");
        }
    }
    let short = with_header(&app, header::ACCEPT_ENCODING, "gzip", REVISION).await;
    assert!(!short.headers().contains_key(header::CONTENT_ENCODING));
    let unpacked = with_header(&app, header::ACCEPT_ENCODING, "gzip;q=0, identity", LONG).await;
    assert!(!unpacked.headers().contains_key(header::CONTENT_ENCODING));
}

/// What happens to a server.
#[derive(Clone, Debug)]
enum Step {
    Commit,
    /// A request, by its place among those that are asked; how; and what the client is to be told it knows.
    Ask {
        query: usize,
        by_get: bool,
        accept: usize,
        encoding: usize,
        with_tag: bool,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let ask = (0..QUERIES.len(), any::<bool>(), 0..ACCEPTS.len(), 0..ENCODINGS.len(), any::<bool>()).prop_map(
        |(query, by_get, accept, encoding, with_tag)| Step::Ask { query, by_get, accept, encoding, with_tag },
    );
    prop::collection::vec(prop_oneof![1 => Just(Step::Commit), 6 => ask], 1..60)
}

const QUERIES: &[(&str, &str)] = &[
    ("{ graph { revision } }", "{}"),
    ("{ tools(first: 100) { totalCount nodes { slug prefLabel id } } }", "{}"),
    ("query ($n: Int) { tools(first: $n) { nodes { slug } } }", r#"{"n":1}"#),
    ("query ($n: Int) { tools(first: $n) { nodes { slug } } }", r#"{"n":2}"#),
    ("{ at(revision: 1) { tools { totalCount } } }", "{}"),
    ("{ nowhere }", "{}"),
    ("{ tools(first: 0) { totalCount } graph { revision } }", "{}"),
];
const ACCEPTS: &[&str] = &[JSON, GRAPHQL_JSON];
const ENCODINGS: &[&str] = &["identity", "gzip", "br"];

/// Two servers over one database: one keeps answers, the other keeps none.
struct Pair {
    keeps: App,
    other: axum::Router,
    commits: usize,
    tags: std::collections::HashMap<(usize, bool, usize), String>,
}

impl Pair {
    async fn new() -> Self {
        let keeps = App::with(Database::in_file(), Options { cache_bytes: 1 << 20, ..Options::default() }).await;
        let options = Options { cache_bytes: 0, ..Options::default() };
        let other = skillgraph::http::Server::new(keeps.store.clone(), options).unwrap().router();
        Self { keeps, other, commits: 0, tags: Default::default() }
    }

    async fn step(&mut self, step: &Step) {
        match step {
            Step::Commit => {
                self.commits += 1;
                let name = format!("tool-{}", self.commits);
                self.keeps.store.commit(commit(named(Kind::Tool, &name, &name))).await.unwrap();
            }
            Step::Ask { query, by_get, accept, encoding, with_tag } => {
                self.ask(*query, *by_get, *accept, *encoding, *with_tag).await;
            }
        }
    }

    async fn ask(&mut self, query: usize, by_get: bool, accept: usize, encoding: usize, with_tag: bool) {
        use tower::ServiceExt;
        let request = |tag: Option<&String>, encoding: &str| {
            let (query, variables) = QUERIES[query];
            let mut request = match by_get {
                true => Request::get(address(&[("query", query), ("variables", variables)])),
                false => json_post(),
            };
            request = request.header(header::ACCEPT, ACCEPTS[accept]).header(header::ACCEPT_ENCODING, encoding);
            if let Some(tag) = tag {
                request = request.header(header::IF_NONE_MATCH, tag);
            }
            let variables: serde_json::Value = serde_json::from_str(variables).unwrap();
            let body = json!({ "query": query, "variables": variables }).to_string();
            request.body(if by_get { Body::empty() } else { body.into() }).unwrap()
        };
        let key = (query, by_get, accept);
        let tag = self.tags.get(&key).filter(|_| with_tag).cloned();
        let truth = self.other.clone().oneshot(request(None, "identity")).await.unwrap();
        let given = self.keeps.send(request(tag.as_ref(), ENCODINGS[encoding])).await;
        if given.status() == StatusCode::NOT_MODIFIED {
            let tag = tag.unwrap();
            let is_current = truth.headers().get(header::ETAG).is_some_and(|truth| truth.to_str().unwrap() == tag);
            assert!(is_current, "told that {tag} still holds");
            return;
        }
        assert_eq!(
            (given.status(), given.headers().get(header::ETAG)),
            (truth.status(), truth.headers().get(header::ETAG))
        );
        if given.headers().contains_key(header::ETAG) {
            self.tags.insert(key, etag(&given));
        }
        assert_eq!(given.headers()[header::CONTENT_TYPE], truth.headers()[header::CONTENT_TYPE]);
        assert_eq!(text_of(given).await, text_of(truth).await);
    }
}

#[test]
fn whatever_is_committed_and_asked_an_answer_is_never_an_old_one_nor_that_to_another_question() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&steps(), |steps| {
            runtime.block_on(async {
                let mut pair = Pair::new().await;
                pair.step(&Step::Commit).await;
                for step in &steps {
                    pair.step(step).await;
                }
            });
            Ok(())
        })
        .unwrap();
}
