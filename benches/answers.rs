//! How fast the server is, as ratios within one run.
//!
//! `cargo bench` prints how long the built-in graph takes to load, to change and to commit, and how many answers a
//! second four queries get: executed in process, over HTTP on the loopback, and the very same bytes served from memory
//! by the same axum. Absolute numbers tell of the machine; the ratios tell of this program.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a program for people at a terminal")]

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use async_graphql::{Request, Variables};
use axum::{Router, body::Bytes, http::header, routing::post};
use entity::{Kind, LabelRole, label};
use serde_json::{Value, json};
use skillgraph::{
    graph::{Change, Graph, concept_id},
    graphql::{self, Answer},
    http,
    import::{Extent, core, plan},
    store::{Commit, Store},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
    task::JoinSet,
};

const ONE_ROLE: &str = r#"{ role(by: {slug: "backend-developer"}) { id slug prefLabel requirements(first: 20) {
    edges { strength importance node { id slug prefLabel } } } } }"#;
const EVIDENCE: &str = r#"{ role(by: {slug: "backend-developer"}) { prefLabel requirements(strength: ESSENTIAL, kinds: [SKILL], first: 20) {
    totalCount edges { strength importance node { id slug prefLabel kind } evidence { source { title } locator } } } } }"#;
const FRAMEWORKS: &str = r#"{ language(by: {slug: "python"}) { frameworks(first: 50) {
    totalCount nodes { slug prefLabel frameworkType builtOn { nodes { prefLabel } } } } } }"#;
/// Some 30,000 objects: near the heaviest that is allowed.
const HEAVY: &str = "{ roles(first: 100) { nodes { requirements(first: 100) { nodes { slug
    requiredBy(first: 10) { nodes { slug prefLabel } } } } } } }";
const NESTED: &str = r#"{ roles(first: 12) { nodes { id slug prefLabel requirements(first: 22) {
    edges { strength importance node { id slug prefLabel } } } } } }"#;

/// How long each figure is measured for.
const SPAN: Duration = Duration::from_secs(3);
const CONNECTIONS: usize = 16;

fn main() {
    // `cargo test --benches` only asks whether it builds and runs.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let mut arguments = std::env::args().skip(2);
    let (mode, first, second) = (arguments.next(), arguments.next(), arguments.next());
    let walk = first.clone().filter(|_| mode.as_deref() == Some("walk"));
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        if let (Some("ask"), Some(address), Some(request)) = (mode.as_deref(), first, second) {
            return ask(address, request.into()).await;
        }
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        load(&url).await;
        let store = Store::open(&url).await.unwrap();
        if let Some(name) = walk {
            return walk_only(&store, &name).await;
        }
        change(&store).await;
        answers(&store).await;
        light_beside_heavy(&store).await;
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
    println!("answers a second        fields   bytes     engine     direct       HTTP     static   HTTP/static");
    for (name, query) in QUERIES {
        let graph = store.graph();
        let schema = graphql::schema(store.clone());
        let response = execute_by_engine(&schema, graph.clone(), query).await;
        let fields = leaves(&serde_json::from_slice(&response).unwrap());
        let engine = rate(async || drop(black_box(execute_by_engine(&schema, graph.clone(), query).await))).await;
        let direct = rate(async || drop(black_box(execute(&schema, graph.clone(), query).await))).await;
        let bytes = Bytes::from(response);
        let length = bytes.len();
        let fixed = move || async move { ([(header::CONTENT_TYPE, "application/json")], bytes.clone()) };
        let app = router(store).merge(Router::new().route("/static", post(fixed)));
        let address = serve(app).await;
        let http = rate_over_http(&address, "/graphql", query).await;
        let fixed = rate_over_http(&address, "/static", query).await;
        let ratio = http / fixed;
        println!("{name:20} {fields:9} {length:7} {engine:10.0} {direct:10.0} {http:10.0} {fixed:10.0} {ratio:13.3}");
    }
}

async fn execute(schema: &graphql::Schema, graph: Arc<Graph>, query: &str) -> Vec<u8> {
    let document = schema.document(query).unwrap_or_else(|response| panic!("{response:?}"));
    match graphql::execute(schema, graph, &document, None, Variables::default()).await {
        Answer::Json(json) => json,
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

/// All routes, but every answer is made anew and none is too heavy.
fn router(store: &Store) -> Router {
    let limits = graphql::Limits { cost: u64::MAX, ..graphql::Limits::default() };
    let options = http::Options { limits, cache_bytes: 0, ..http::Options::default() };
    http::Server::new(store.clone(), options).unwrap().router()
}

async fn serve(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

/// How long a light answer takes while a hundred clients ask for heavy ones.
async fn light_beside_heavy(store: &Store) {
    let address = serve(router(store)).await;
    println!();
    println!("milliseconds for one role            p50      p99      max   answers");
    let alone = latencies(&address).await;
    println!("alone                           {alone}");
    let heavy = request(&address, "/graphql", HEAVY);
    let mut clients = JoinSet::new();
    for _ in 0..100 {
        let (heavy, address) = (heavy.clone(), address.clone());
        clients.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let mut buffer = Vec::new();
            loop {
                stream.write_all(heavy.as_bytes()).await.unwrap();
                read_response(&mut stream, &mut buffer).await;
            }
        });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let beside = latencies(&address).await;
    println!("beside 100 heavy ones at a time {beside}");
    clients.abort_all();
}

/// The latencies of one client on a thread of its own, as a line of a table.
async fn latencies(address: &str) -> String {
    let (request, address) = (request(address, "/graphql", ONE_ROLE), address.to_owned());
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let (mut buffer, mut spans, start) = (Vec::new(), Vec::new(), Instant::now());
            while start.elapsed() < SPAN {
                let asked = Instant::now();
                stream.write_all(request.as_bytes()).await.unwrap();
                read_response(&mut stream, &mut buffer).await;
                spans.push(asked.elapsed());
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            spans
        })
    };
    let mut spans = tokio::task::spawn_blocking(work).await.unwrap();
    spans.sort();
    let at = |share: usize| milliseconds(spans[(spans.len() - 1) * share / 100]);
    format!("{:8.3} {:8.3} {:8.3} {:9}", at(50), at(99), at(100), spans.len())
}

fn request(address: &str, path: &str, query: &str) -> Arc<str> {
    let body = json!({ "query": query }).to_string();
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json");
    format!("{head}\r\ncontent-length: {length}\r\n\r\n{body}").into()
}

/// How often a request is answered in a second. Those who ask are a process of their own, as they are in life: within
/// one runtime with the server, whoever answers at once is woken without a detour and would look better than he is.
async fn rate_over_http(address: &str, path: &str, query: &str) -> f64 {
    let program = std::env::current_exe().unwrap();
    let mut client = tokio::process::Command::new(program);
    let output = client.args(["--bench", "ask", address, &request(address, path, query)]).output().await.unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

/// Some connections that each ask again as soon as they are answered; prints how often they were.
async fn ask(address: String, request: Arc<str>) {
    let start = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (request, address) = (request.clone(), address.clone());
        clients.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let mut buffer = Vec::with_capacity(1 << 17);
            let mut count = 0_u32;
            while start.elapsed() < SPAN {
                stream.write_all(request.as_bytes()).await.unwrap();
                read_response(&mut stream, &mut buffer).await;
                count += 1;
            }
            count
        });
    }
    let count: u32 = clients.join_all().await.into_iter().sum();
    println!("{}", f64::from(count) / start.elapsed().as_secs_f64());
}

/// Reads one response to its end.
async fn read_response(stream: &mut TcpStream, buffer: &mut Vec<u8>) {
    buffer.clear();
    let mut length = None;
    while length.is_none_or(|length| buffer.len() < length) {
        assert_ne!(stream.read_buf(buffer).await.unwrap(), 0, "the server hung up");
        if length.is_none()
            && let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n")
        {
            let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
            assert!(head.starts_with("http/1.1 200"), "{head}");
            let value = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            length = Some(end + 4 + value.trim().parse::<usize>().unwrap());
        }
    }
}
