//! How often an answer asks for memory: a few times, however many items it has.

use std::sync::Arc;

use allocation_counter::measure;
use async_graphql::Variables;
use serde_json::json;
use skillgraph::graphql::{self, Answer, Document, Schema};
use tokio::runtime::{Builder, Runtime};

use crate::support::App;

/// The nested query of the benchmark: 1,356 leaves.
const NESTED: &str = "{ roles(first: 12) { nodes { id slug prefLabel requirements(first: 22) {
    edges { strength importance cursor node { id slug prefLabel } } pageInfo { hasNextPage endCursor } } } } }";

/// A server that answers on this thread, where allocations are counted.
struct Server {
    runtime: Runtime,
    app: App,
    schema: Schema,
}

impl Server {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let app = runtime.block_on(App::core());
        let schema = graphql::schema(app.store.clone());
        Self { runtime, app, schema }
    }

    fn document(&self, query: &str) -> Arc<Document> {
        self.schema.document(query).unwrap_or_else(|response| panic!("{response:?}"))
    }

    fn answer(&self, document: &Arc<Document>, variables: Variables) -> String {
        let answer = graphql::execute(&self.schema, self.app.store.graph(), document, None, variables);
        match self.runtime.block_on(answer) {
            Answer::Json(graphql::Walked { json, .. }) => String::from_utf8(json).unwrap(),
            Answer::Response(response) => panic!("{response:?}"),
        }
    }

    /// How many allocations an answer takes once its document is known.
    fn allocations(&self, query: &str, variables: &serde_json::Value) -> u64 {
        let document = self.document(query);
        let variables = || Variables::from_json(variables.clone());
        self.answer(&document, variables());
        let given = variables();
        measure(|| drop(self.answer(&document, given))).count_total
    }
}

#[test]
fn a_nested_answer_allocates_no_more_than_its_buffer_and_a_few_small_things() {
    let server = Server::new();
    let allocations = server.allocations(NESTED, &json!(null));
    assert!(allocations <= 10, "{allocations} allocations");
}

#[test]
fn a_larger_page_takes_no_more_allocations() {
    let server = Server::new();
    let page = |size| {
        let query = format!("{{ roles(first: {size}) {{ totalCount edges {{ cursor node {{ id altLabels }} }} }} }}");
        server.allocations(&query, &json!(null))
    };
    assert_eq!(page(2), page(60));
}

#[test]
fn variables_cost_a_plan_and_nothing_an_item() {
    let server = Server::new();
    let query = "query($size: Int!) { roles(first: $size) { nodes { slug requirements { nodes { id } } } } }";
    let allocations = |size: u32| server.allocations(query, &json!({ "size": size }));
    assert_eq!(allocations(2), allocations(60));
    assert!(allocations(60) <= 50, "{} allocations", allocations(60));
}
