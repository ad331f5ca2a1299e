//! The server that is measured, and beside it the same bytes from memory.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::json;
use skillgraph::{
    graphql::{self, Answer, Schema},
    http::{Options, RateOptions, Server},
    store::Store,
};
use tokio::{net::TcpListener, runtime::Runtime};
use tower::ServiceExt;

use super::server::{NESTED, ONE_ROLE, READY};

/// More than anyone can ask in a benchmark: each request is counted, and none refused.
const ENOUGH: RateOptions = RateOptions { burst: u64::MAX >> 16, restore: u64::MAX >> 16 };

/// Serves until the process is killed.
pub(super) fn serve(database: &str) {
    Runtime::new().unwrap().block_on(async {
        let store = Store::open(database).await.unwrap();
        let executing = server(&store, 0);
        let keeping = server(&store, Options::default().cache_bytes);
        let routes =
            executing.router().nest("/kept", keeping.router()).merge(fixed(&executing).await).merge(bare(&store));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{READY}{}", listener.local_addr().unwrap());
        executing.serve(listener, routes, std::future::pending()).await.unwrap();
    });
}

/// A server as it is by default but for its cache, and with a bucket for each client.
fn server(store: &Store, cache_bytes: u64) -> Server {
    Server::new(store.clone(), Options { cache_bytes, rate: Some(ENOUGH), ..Options::default() }).unwrap()
}

/// The bytes of the answers, from memory.
async fn fixed(server: &Server) -> Router {
    let mut router = Router::new().route("/static/unchanged", post(async || StatusCode::NOT_MODIFIED));
    for (path, query) in [("/static/one", ONE_ROLE), ("/static/nested", NESTED)] {
        let body = json!({ "query": query }).to_string();
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        let reply = server.router().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        assert_eq!(reply.status(), StatusCode::OK);
        let bytes = to_bytes(reply.into_body(), usize::MAX).await.unwrap();
        let answer = async move || ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], bytes.clone());
        router = router.route(path, post(answer));
    }
    router
}

#[derive(Deserialize)]
struct Asked {
    query: String,
}

/// The shortest way from a body to an answer: nothing is bounded, negotiated, counted, logged or told.
fn bare(store: &Store) -> Router {
    let schema = graphql::schema(store.clone());
    Router::new().route("/bare", post(answer_barely)).with_state(Arc::new((schema, store.clone())))
}

async fn answer_barely(State(state): State<Arc<(Schema, Store)>>, body: Bytes) -> Response {
    let (schema, store) = &*state;
    let asked: Asked = serde_json::from_slice(&body).unwrap();
    let document = schema.document(&asked.query).unwrap_or_else(|response| panic!("{response:?}"));
    match graphql::execute(schema, store.graph(), &document, None, Default::default()).await {
        Answer::Json(graphql::Walked { json, .. }) => {
            ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], json).into_response()
        }
        Answer::Response(response) => panic!("{response:?}"),
    }
}
