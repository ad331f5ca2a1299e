//! Finding one thing by what names it.

use entity::Kind;
use serde_json::json;
use skillgraph::graph::{concept_id, source_id};

use super::{
    made_up_id,
    small::{self, id},
};

#[tokio::test]
async fn a_concept_is_found_by_id_slug_and_identifier() {
    let app = small::app().await;
    for (kind, word, slug, scheme, value) in [
        ("role", "ROLE", "backend-developer", "onet-soc", "15-1252.00"),
        ("roleGroup", "ROLE_GROUP", "developers", "isco-08", "251"),
        ("language", "LANGUAGE", "python", "linguist", "Python"),
    ] {
        let id = id(&app, kind, slug).await;
        let query = format!(
            r#"{{
                a: {kind}(by: {{id: "{id}"}}) {{ slug }}
                b: {kind}(by: {{identifier: {{scheme: "{scheme}", value: "{value}"}}}}) {{ slug }}
                c: concept(by: {{id: "{id}"}}) {{ slug }}
                d: concept(by: {{slug: {{kind: {word}, slug: "{slug}"}}}}) {{ slug }}
                e: concept(by: {{identifier: {{scheme: "{scheme}", value: "{value}"}}}}) {{ slug }}
                f: node(id: "{id}") {{ ... on Concept {{ slug }} }}
            }}"#
        );
        let found = json!({ "slug": slug });
        let expected = json!({ "a": found, "b": found, "c": found, "d": found, "e": found, "f": found });
        assert_eq!(app.data(&query).await, expected);
    }
}

#[tokio::test]
async fn a_source_is_found_by_id_and_slug() {
    let app = small::app().await;
    let id = made_up_id(32, source_id("book"));
    let query = format!(
        r#"{{
            a: source(by: {{slug: "book"}}) {{ id }}
            b: source(by: {{id: "{id}"}}) {{ id }}
            c: node(id: "{id}") {{ id }}
        }}"#
    );
    let found = json!({ "id": id });
    assert_eq!(app.data(&query).await, json!({ "a": found, "b": found, "c": found }));
}

#[tokio::test]
async fn what_is_not_there_is_null() {
    let app = small::app().await;
    let unknown = made_up_id(1, 12_345);
    let kinds = [
        "role",
        "roleGroup",
        "skill",
        "skillGroup",
        "language",
        "framework",
        "tool",
        "responsibility",
        "qualification",
    ];
    for (number, kind) in (1..).zip(kinds) {
        let unknown = made_up_id(number, 12_345);
        let query = format!(
            r#"{{
                a: {kind}(by: {{slug: "nowhere"}}) {{ slug }}
                b: {kind}(by: {{slug: ""}}) {{ slug }}
                c: {kind}(by: {{id: "{unknown}"}}) {{ slug }}
                d: {kind}(by: {{identifier: {{scheme: "isco-08", value: "9999"}}}}) {{ slug }}
                e: {kind}(by: {{identifier: {{scheme: "nowhere", value: "251"}}}}) {{ slug }}
            }}"#
        );
        assert_eq!(app.data(&query).await, json!({ "a": null, "b": null, "c": null, "d": null, "e": null }), "{kind}");
    }
    let query = format!(
        r#"{{
            a: concept(by: {{slug: {{kind: SKILL, slug: "python"}}}}) {{ slug }}
            b: concept(by: {{id: "{unknown}"}}) {{ slug }}
            c: node(id: "{unknown}") {{ id }}
            d: node(id: "{}") {{ id }}
            e: source(by: {{slug: "nowhere"}}) {{ slug }}
        }}"#,
        made_up_id(32, 1),
    );
    assert_eq!(app.data(&query).await, json!({ "a": null, "b": null, "c": null, "d": null, "e": null }));
}

#[tokio::test]
async fn an_identifier_of_another_kind_names_nothing() {
    let app = small::app().await;
    let query = r#"{ role(by: {identifier: {scheme: "linguist", value: "Python"}}) { slug } }"#;
    assert_eq!(app.data(query).await, json!({ "role": null }));
}

#[tokio::test]
async fn an_id_whose_kind_was_tampered_with_names_nothing() {
    let app = small::app().await;
    let forged = made_up_id(1, concept_id(Kind::Language, "python"));
    let query = format!(
        r#"{{
            node(id: "{forged}") {{ id }}
            concept(by: {{id: "{forged}"}}) {{ slug }}
            role(by: {{id: "{forged}"}}) {{ slug kind }}
        }}"#
    );
    assert_eq!(app.data(&query).await, json!({ "node": null, "concept": null, "role": null }));
}

#[tokio::test]
async fn nodes_answers_in_the_order_of_the_ids_with_null_for_the_unknown() {
    let app = small::app().await;
    let (role, tool) = (id(&app, "role", "developer").await, id(&app, "tool", "git").await);
    let source = app.data(r#"{ source(by: {slug: "book"}) { id } }"#).await["source"]["id"].take();
    let unknown = made_up_id(3, 1);
    let query = format!(
        r#"{{ nodes(ids: ["{tool}", "{unknown}", {source}, "{role}", "{tool}"]) {{
            __typename id ... on Concept {{ slug }} ... on Source {{ title }}
        }} }}"#
    );
    let tool = json!({ "__typename": "Tool", "id": tool, "slug": "git" });
    let expected = json!([
        tool, null,
        { "__typename": "Source", "id": source, "title": "The book of roles" },
        { "__typename": "Role", "id": role, "slug": "developer" },
        tool,
    ]);
    assert_eq!(app.data(&query).await["nodes"], expected);
    assert_eq!(app.data("{ nodes(ids: []) { id } }").await["nodes"], json!([]));
    let hundred = vec![unknown; 100];
    assert_eq!(
        app.data(&format!("{{ nodes(ids: {}) {{ id }} }}", json!(hundred))).await["nodes"],
        json!(vec![(); 100])
    );
}
