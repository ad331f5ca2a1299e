//! A graph that is asked through GraphQL without being kept in a database.

use std::sync::Arc;

use async_graphql::Variables;
use serde_json::Value;
use skillgraph::{
    graph::Graph,
    graphql::{self, Answer, Schema},
};

use super::App;

/// A graph that can be asked.
pub(crate) struct Asked {
    schema: Schema,
    graph: Arc<Graph>,
    _app: App,
}

impl Asked {
    pub(crate) async fn of(graph: Graph) -> Self {
        let app = App::empty().await;
        Self { schema: graphql::schema(app.store.clone()), graph: Arc::new(graph), _app: app }
    }

    /// The data that a query answers with; it must answer without errors.
    pub(crate) async fn data(&self, query: &str, variables: Value) -> Value {
        let document = self.schema.document(query).unwrap_or_else(|response| panic!("{query}\n{response:?}"));
        let variables = Variables::from_json(variables);
        match graphql::execute(&self.schema, self.graph.clone(), &document, None, variables).await {
            Answer::Json(graphql::Walked { json, .. }) => {
                serde_json::from_slice::<Value>(&json).unwrap()["data"].take()
            }
            Answer::Response(response) => {
                assert!(response.errors.is_empty(), "{query}\n{:?}", response.errors);
                response.data.into_json().unwrap()
            }
        }
    }
}
