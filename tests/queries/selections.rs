//! What is selected, and how it is merged.

use serde_json::json;

use super::small::{self, id};
use crate::support::{App, text_of};

/// The text of an answer, byte by byte.
async fn raw(app: &App, query: &str) -> String {
    let body = json!({ "query": query }).to_string();
    let request = axum::http::Request::post("/graphql").header("content-type", "application/json").body(body.into());
    text_of(app.send(request.unwrap()).await).await
}

#[tokio::test]
async fn fragments_on_interfaces_and_objects_apply_to_what_they_are_on() {
    let app = small::app().await;
    let query = r#"{
        role: concept(by: {slug: {kind: ROLE, slug: "developer"}}) { ...all }
        tool: concept(by: {slug: {kind: TOOL, slug: "git"}}) { ...all }
        group: concept(by: {slug: {kind: SKILL_GROUP, slug: "software"}}) { ...all }
    }
    fragment all on Concept {
        __typename kind
        ... on Node { id }
        ... on Competency { requiredBy { nodes { slug } } }
        ... on Role { iscoCode }
        ... on Tool { toolType }
        ... on SkillGroup { code }
    }"#;
    let (role, tool) = (id(&app, "role", "developer").await, id(&app, "tool", "git").await);
    let group = id(&app, "skillGroup", "software").await;
    let expected = json!({
        "role": { "__typename": "Role", "kind": "ROLE", "id": role, "iscoCode": "2512" },
        "tool": {
            "__typename": "Tool", "kind": "TOOL", "id": tool, "toolType": "VERSION_CONTROL",
            "requiredBy": { "nodes": [{ "slug": "backend-developer" }] },
        },
        "group": { "__typename": "SkillGroup", "kind": "SKILL_GROUP", "id": group, "code": "0613" },
    });
    assert_eq!(app.data(query).await, expected);
}

#[tokio::test]
async fn the_answer_has_the_fields_in_the_order_of_the_selection() {
    let app = small::app().await;
    for (query, expected) in [
        (
            r#"{ tool(by: {slug: "git"}) { slug kind __typename prefLabel } }"#,
            r#"{"data":{"tool":{"slug":"git","kind":"TOOL","__typename":"Tool","prefLabel":"Git"}}}"#,
        ),
        (
            r#"{ tool(by: {slug: "git"}) { prefLabel ...f slug } }
            fragment f on Concept { status ... on Tool { toolType } }"#,
            r#"{"data":{"tool":{"prefLabel":"Git","status":"PUBLISHED","toolType":"VERSION_CONTROL","slug":"git"}}}"#,
        ),
        (
            r#"{ z: graph { revision } a: graph { revision } __typename }"#,
            r#"{"data":{"z":{"revision":1},"a":{"revision":1},"__typename":"Query"}}"#,
        ),
    ] {
        let expected = expected.strip_suffix('}').unwrap();
        assert_eq!(raw(&app, query).await, format!("{expected},\"extensions\":{{\"revision\":1}}}}"));
    }
}

#[tokio::test]
async fn fields_that_are_selected_twice_are_merged_and_aliases_keep_them_apart() {
    let app = small::app().await;
    let query = r#"{
        tool(by: {slug: "git"}) { slug related { totalCount } }
        tool(by: {slug: "git"}) { kind related { nodes { slug } } slug }
        db: tool(by: {slug: "postgresql"}) { en: prefLabel fr: prefLabel(locale: "fr") }
    }"#;
    let expected = json!({
        "tool": { "slug": "git", "kind": "TOOL", "related": { "totalCount": 1, "nodes": [{ "slug": "testing" }] } },
        "db": { "en": "PostgreSQL", "fr": "PostgreSQL" },
    });
    assert_eq!(app.data(query).await, expected);
}

#[tokio::test]
async fn skip_and_include_leave_fields_out() {
    let app = small::app().await;
    let query = r#"{ tool(by: {slug: "git"}) {
        slug @skip(if: true) kind @include(if: true)
        ... @include(if: false) { id } ... on Tool @skip(if: false) { status }
    } }"#;
    assert_eq!(app.data(query).await, json!({ "tool": { "kind": "TOOL", "status": "PUBLISHED" } }));
}
