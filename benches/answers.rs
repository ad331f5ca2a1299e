//! How fast answers are made, as ratios within one run: `cargo bench --bench answers`.
//!
//! It prints how long the built-in graph takes to load, to change and to commit, and how many answers a second four
//! queries get in process: by the engine, and written directly. Absolute numbers tell of the machine; the ratios tell of
//! this program. `benches/http` measures the same over HTTP.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a program for people at a terminal")]

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use async_graphql::{Request, Variables};
use entity::{Kind, LabelRole, label};
use serde_json::Value;
use skillgraph::{
    graph::{Change, Graph, concept_id},
    graphql::{self, Answer},
    import::{Extent, core, plan},
    store::{Commit, Store},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const ONE_ROLE: &str = r#"{ role(by: {slug: "backend-developer"}) { id slug prefLabel requirements(first: 20) {
    edges { strength importance node { id slug prefLabel } } } } }"#;
const EVIDENCE: &str = r#"{ role(by: {slug: "backend-developer"}) { prefLabel requirements(strength: ESSENTIAL, kinds: [SKILL], first: 20) {
    totalCount edges { strength importance node { id slug prefLabel kind } evidence { source { title } locator } } } } }"#;
const FRAMEWORKS: &str = r#"{ language(by: {slug: "python"}) { frameworks(first: 50) {
    totalCount nodes { slug prefLabel frameworkType builtOn { nodes { prefLabel } } } } } }"#;
const NESTED: &str = r#"{ roles(first: 12) { nodes { id slug prefLabel requirements(first: 22) {
    edges { strength importance node { id slug prefLabel } } } } } }"#;

/// How long each figure is measured for.
const SPAN: Duration = Duration::from_secs(3);

fn main() {
    // `cargo test --benches` only asks whether it builds and runs.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let mut arguments = std::env::args().skip_while(|argument| argument != "walk").skip(1);
    let walk = arguments.next();
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        load(&url).await;
        let store = Store::open(&url).await.unwrap();
        if let Some(name) = walk {
            return walk_only(&store, &name).await;
        }
        change(&store).await;
        answers(&store).await;
    });
}

fn milliseconds(span: Duration) -> f64 {
    span.as_secs_f64() * 1_000.0
}

/// The middle one of several measurements.
fn median(mut spans: Vec<Duration>) -> Duration {
    spans.sort();
    spans[spans.len() / 2]
}

fn timed<T>(times: usize, mut work: impl FnMut() -> T) -> Duration {
    let spans = (0..times).map(|_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    });
    median(spans.collect())
}

async fn load(url: &str) {
    let read = Instant::now();
    let items = core::embedded().unwrap();
    println!("read the files of the built-in graph   {:8.1} ms", milliseconds(read.elapsed()));
    let start = Instant::now();
    let store = Store::open(url).await.unwrap();
    let plan = plan(&store.graph(), items, Extent::Whole, Some(&core::origin())).unwrap();
    let (author, message) = ("bench".to_owned(), "Load the built-in graph".to_owned());
    let commit = Commit { author, message, source: None, source_version: None, changes: plan.changes };
    store.commit(commit).await.unwrap();
    println!("import it into an empty database       {:8.1} ms", milliseconds(start.elapsed()));
    store.close().await;

    let start = Instant::now();
    let store = Store::open(url).await.unwrap();
    println!("open the database and load the graph   {:8.1} ms", milliseconds(start.elapsed()));
    let graph = store.graph();
    let rows: Vec<_> = graph.facts().collect();
    let revision = graph.revision().clone();
    let span = timed(5, || Graph::load(revision.clone(), Vec::new(), rows.clone()));
    println!("build the graph from {:6} rows       {:8.1} ms", rows.len(), milliseconds(span));
    store.close().await;
}

fn renaming(number: usize) -> Vec<Change> {
    let concept = concept_id(Kind::Language, "python");
    let (locale, text, role) = ("en".to_owned(), format!("Python {number}"), LabelRole::Alternative);
    vec![Change::Assert(label::Model { row: 0, concept, locale, role, text, since: 0, until: None }.into())]
}

async fn change(store: &Store) {
    let graph = store.graph();
    let mut revision = graph.revision().clone();
    revision.number += 1;
    let mut number = 0;
    let span = timed(200, || {
        number += 1;
        graph.apply(&renaming(number), revision.clone()).unwrap()
    });
    println!("apply one change                       {:8.3} ms", milliseconds(span));
    let mut spans = Vec::new();
    for number in 0..50 {
        let start = Instant::now();
        let (author, message) = ("bench".to_owned(), "One label".to_owned());
        let commit = Commit { author, message, source: None, source_version: None, changes: renaming(number) };
        store.commit(commit).await.unwrap();
        spans.push(start.elapsed());
    }
    println!("commit one change, durable and visible {:8.3} ms", milliseconds(median(spans)));
}

const QUERIES: [(&str, &str); 4] =
    [("one role", ONE_ROLE), ("one role, evidence", EVIDENCE), ("python frameworks", FRAMEWORKS), ("nested", NESTED)];

/// One query in process and nothing else, for whoever wants to see by `perf` where the time goes.
async fn walk_only(store: &Store, name: &str) {
    let (schema, graph) = (graphql::schema(store.clone()), store.graph());
    let (_, query) = QUERIES.iter().find(|(known, _)| *known == name).unwrap();
    let length = execute(&schema, graph.clone(), query).await.len();
    let rate = rate(async || drop(black_box(execute(&schema, graph.clone(), query).await))).await;
    println!("{name}: {rate:.0} answers of {length} bytes a second");
}

async fn answers(store: &Store) {
    println!();
    println!("answers a second        fields   bytes     engine     direct   direct/engine");
    for (name, query) in QUERIES {
        let graph = store.graph();
        let schema = graphql::schema(store.clone());
        let response = execute_by_engine(&schema, graph.clone(), query).await;
        let (fields, length) = (leaves(&serde_json::from_slice(&response).unwrap()), response.len());
        let engine = rate(async || drop(black_box(execute_by_engine(&schema, graph.clone(), query).await))).await;
        let direct = rate(async || drop(black_box(execute(&schema, graph.clone(), query).await))).await;
        let ratio = direct / engine;
        println!("{name:20} {fields:9} {length:7} {engine:10.0} {direct:10.0} {ratio:15.1}");
    }
}

async fn execute(schema: &graphql::Schema, graph: Arc<Graph>, query: &str) -> Vec<u8> {
    let document = schema.document(query).unwrap_or_else(|response| panic!("{response:?}"));
    match graphql::execute(schema, graph, &document, None, Variables::default()).await {
        Answer::Json(graphql::Walked { json, .. }) => json,
        Answer::Response(response) => panic!("{response:?}"),
    }
}

async fn execute_by_engine(schema: &graphql::Schema, graph: Arc<Graph>, query: &str) -> Vec<u8> {
    serde_json::to_vec(&schema.execute_by_engine(graph, Request::new(query)).await).unwrap()
}

/// How many leaves an answer has.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields.values().map(leaves).sum(),
        Value::Array(items) => items.iter().map(leaves).sum(),
        _ => 1,
    }
}

/// How often something can be done in a second, one after the other.
async fn rate(work: impl AsyncFn()) -> f64 {
    let start = Instant::now();
    let mut count = 0_u32;
    while start.elapsed() < SPAN {
        work().await;
        count += 1;
    }
    f64::from(count) / start.elapsed().as_secs_f64()
}
