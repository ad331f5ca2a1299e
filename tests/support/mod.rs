//! What tests stand on: databases, the router, and requests to it.

pub(crate) mod asked;
pub(crate) mod database;
pub(crate) mod facts;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, header},
};
use serde_json::{Value, json};
use skillgraph::{
    http::{Options, Server},
    store::Store,
};
use tower::ServiceExt;

use self::database::Database;

/// A folder of published data, if it is at hand: `../shared/data/NAME`.
pub(crate) fn published(name: &str) -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !dir.is_dir() {
        // Not by a macro: what those print is kept from view when the test passes.
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no {}", dir.display());
    }
    dir.is_dir().then_some(dir)
}

/// A server in process, over a database of its own.
pub(crate) struct App {
    pub(crate) store: Store,
    router: Router,
    /// Held so that the database lives as long as the server.
    _database: Database,
}

impl App {
    /// Over an empty database.
    pub(crate) async fn empty() -> Self {
        Self::over(Database::empty().await).await
    }

    /// Over a database with the built-in graph.
    pub(crate) async fn core() -> Self {
        Self::over(Database::core().await).await
    }

    pub(crate) async fn over(database: Database) -> Self {
        Self::with(database, Options::default()).await
    }

    /// Over a database, set up in another way than by default.
    pub(crate) async fn with(database: Database, options: Options) -> Self {
        let store = Store::open(database.url()).await.unwrap();
        let router = Server::new(store.clone(), options).unwrap().router();
        Self { router, store, _database: database }
    }

    /// The answer to a request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// The whole response to a query.
    pub(crate) async fn response(&self, query: &str) -> Value {
        let body = json!({ "query": query }).to_string();
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").body(body.into());
        let response = self.send(request.unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        json_of(response).await
    }

    /// The data that a query answers with; it must answer without errors.
    pub(crate) async fn data(&self, query: &str) -> Value {
        let mut response = self.response(query).await;
        assert_eq!(response.get("errors"), None, "{query}\n{response:#}");
        response["data"].take()
    }

    /// The one error that a query answers with: its code and message.
    pub(crate) async fn error(&self, query: &str) -> (String, String) {
        let response = self.response(query).await;
        let errors = response["errors"].as_array().unwrap_or_else(|| panic!("no errors: {query}\n{response:#}"));
        assert_eq!(errors.len(), 1, "{query}\n{response:#}");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&errors[0]["extensions"]["code"]), text(&errors[0]["message"]))
    }
}

/// The body of a response as JSON.
pub(crate) async fn json_of(response: Response<Body>) -> Value {
    serde_json::from_str(&text_of(response).await).unwrap()
}

/// The body of a response.
pub(crate) async fn text_of(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}
