//! The graph as it was.

use entity::{Kind, LabelRole};
use serde_json::{Value, json};
use skillgraph::graph::Change;

use super::small::{self, Types};
use crate::support::{
    App,
    facts::{commit, concept, label, named},
};

#[tokio::test]
async fn an_older_revision_is_answered_as_it_was() {
    let app = App::empty().await;
    app.store.commit(commit(named(Kind::Language, "python", "Python"))).await.unwrap();
    let mut changes = named(Kind::Tool, "git", "Git");
    changes.push(Change::Assert(label(Kind::Language, "python", LabelRole::Preferred, "Python 3")));
    app.store.commit(commit(changes)).await.unwrap();
    app.store.commit(commit(vec![Change::Retract(concept(Kind::Language, "python"))])).await.unwrap();
    let query = r#"
        { one: at(revision: 1) { ...all } two: at(revision: 2) { ...all } three: at(revision: 3) { ...all } }
        fragment all on GraphAt {
            graph { revision }
            languages { nodes { prefLabel } }
            tools { totalCount }
            language(by: {slug: "python"}) { prefLabel }
        }"#;
    let revision = |number: i32, python: Option<&str>, tools: i32| {
        let python = python.map(|name| json!({ "prefLabel": name }));
        json!({
            "graph": { "revision": number },
            "languages": { "nodes": python.iter().collect::<Vec<_>>() },
            "tools": { "totalCount": tools },
            "language": python,
        })
    };
    let expected = json!({
        "one": revision(1, Some("Python"), 0),
        "two": revision(2, Some("Python 3"), 1),
        "three": revision(3, None, 1),
    });
    assert_eq!(app.data(query).await, expected);
}

#[tokio::test]
async fn an_older_graph_has_the_fields_of_the_current_one() {
    let app = App::empty().await;
    let types = Types::of(&app).await;
    let mut now = types.fields("Query");
    // Which revision is read, and how the client stands, are of the request and not of a graph.
    now.retain(|field| field["name"] != "at" && field["name"] != "rateLimit");
    assert_eq!(now, types.fields("GraphAt"));
}

#[tokio::test]
async fn a_whole_answer_from_the_current_revision_is_the_same_by_its_number() {
    let app = small::app().await;
    let types = Types::of(&app).await;
    let query = format!(r#"language(by: {{slug: "python"}}) {}"#, types.all_of("Language"));
    let data = app.data(&format!("{{ {query} at(revision: 1) {{ {query} }} }}")).await;
    assert_ne!(data["language"], Value::Null);
    assert_eq!(data["language"], data["at"]["language"]);
}
