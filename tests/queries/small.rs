//! A small graph that never changes, with at least one of everything: `small.jsonl`.

use std::collections::HashMap;

use serde_json::{Value, json};
use skillgraph::{
    graphql::Limits,
    http::Options,
    import::{Extent, jsonl, plan},
};

use crate::support::{App, database::Database, facts::commit};

/// A server over the small graph, at revision 1. Some tests ask it for everything: for more than anybody would.
pub(crate) async fn app() -> App {
    let many = 1_000_000;
    let limits = Limits { document_bytes: many, tokens: many, selections: many, cost: u64::MAX, ..Limits::default() };
    let app = App::with(Database::empty().await, Options { limits, ..Options::default() }).await;
    let items = jsonl::read("small.jsonl", include_str!("small.jsonl").as_bytes()).unwrap();
    let plan = plan(&app.store.graph(), items, Extent::Part, None).unwrap();
    app.store.commit(commit(plan.changes)).await.unwrap();
    app
}

/// The id that a query answers with.
pub(super) async fn id(app: &App, kind: &str, slug: &str) -> String {
    let data = app.data(&format!(r#"{{ {kind}(by: {{slug: "{slug}"}}) {{ id }} }}"#)).await;
    data[kind]["id"].as_str().unwrap().to_owned()
}

/// What the nodes under a connection are called.
pub(super) fn slugs(connection: &Value) -> Vec<&str> {
    connection["nodes"].as_array().unwrap().iter().map(|node| node["slug"].as_str().unwrap()).collect()
}

/// The types of the schema by name, as introspection tells them.
pub(super) struct Types(HashMap<String, Value>);

impl Types {
    pub(super) async fn of(app: &App) -> Self {
        let query =
            "{ __schema { types { name kind interfaces { name } fields(includeDeprecated: true) { name args { name defaultValue type { kind } } type { ...t } } } } }
            fragment t on __Type { name kind ofType { name kind ofType { name kind ofType { name kind } } } }";
        let data = app.data(query).await;
        let types = data["__schema"]["types"].as_array().unwrap().iter();
        Self(types.map(|found| (found["name"].as_str().unwrap().to_owned(), found.clone())).collect())
    }

    /// The fields of a type, sorted by name.
    pub(super) fn fields(&self, name: &str) -> Vec<&Value> {
        let mut fields: Vec<_> = self.0[name]["fields"].as_array().unwrap().iter().collect();
        fields.sort_by_key(|field| field["name"].as_str());
        fields
    }

    /// A selection of every field of a type. What has an id below it is only named.
    pub(super) fn all_of(&self, name: &str) -> String {
        let fields = self.fields(name).into_iter().map(|field| {
            let inner = innermost(&field["type"]);
            format!("{} {}", field["name"].as_str().unwrap(), self.selection(inner))
        });
        format!("{{ __typename {} }}", fields.collect::<Vec<_>>().join(" "))
    }

    fn selection(&self, name: &str) -> String {
        let found = &self.0[name];
        let node = json!({ "name": "Node" });
        let named =
            found["kind"] == "INTERFACE" || found["interfaces"].as_array().is_some_and(|all| all.contains(&node));
        match found["fields"].is_array() {
            false => String::new(),
            true if named => "{ __typename slug }".to_owned(),
            true => self.all_of(name),
        }
    }
}

pub(super) fn innermost(of: &Value) -> &str {
    match &of["ofType"] {
        Value::Null => of["name"].as_str().unwrap(),
        inner => innermost(inner),
    }
}
