//! Do queries get what the methods return?

mod graph;

use async_graphql::{Request, Variables};
use serde_json::{Value, json};

/// The whole response to a query.
async fn respond(request: impl Into<Request>) -> Value {
    serde_json::to_value(graph::schema(100).execute(request).await).expect("a response is JSON")
}

/// The data of a query that has no errors.
async fn data(request: impl Into<Request>) -> Value {
    let mut response = respond(request).await;
    assert_eq!(response.get("errors"), None);
    response["data"].take()
}

#[tokio::test]
async fn own_and_included_fields_are_resolved_with_aliases() {
    let query =
        "{ count a: concept { id kind: type } b: concept(at: 2) { __typename id } none: concept(at: 9) { id } }";
    let expected = json!({
        "count": 3,
        "a": { "id": "0", "kind": "concept" },
        "b": { "__typename": "Skill", "id": "2" },
        "none": null,
    });
    assert_eq!(data(query).await, expected);
}

#[tokio::test]
async fn an_own_field_takes_the_place_of_an_included_one() {
    assert_eq!(data("{ concept(at: 2) { type } }").await, json!({ "concept": { "type": "skill" } }));
}

#[tokio::test]
async fn fragments_apply_to_the_object_and_to_each_of_its_interfaces() {
    let query = "
        { concept { ...role ...node ... on Concept { type } ... on Skill { days } ... { prefLabel } } }
        fragment role on Role { isco: iscoCode similar { __typename nodes { id } } }
        fragment node on Node { __typename id }
    ";
    let expected = json!({ "concept": {
        "isco": "251",
        "similar": { "__typename": "RoleConnection", "nodes": [{ "id": "0" }] },
        "__typename": "Role",
        "id": "0",
        "type": "concept",
        "prefLabel": "Developer (en)",
    } });
    assert_eq!(data(query).await, expected);
}

#[tokio::test]
async fn types_lead_back_to_themselves() {
    let query = "{ concept(at: 1) { broader { __typename broader(first: 1) { id } ... on Role { iscoCode } } } }";
    let expected = json!({ "concept": { "broader": [{ "__typename": "Role", "broader": [], "iscoCode": "251" }] } });
    assert_eq!(data(query).await, expected);
}

#[tokio::test]
async fn arguments_are_literals_variables_or_defaults() {
    let query = "
        query($locale: String! = \"fr\", $at: Int = 2) {
            literal: concept { prefLabel(locale: \"de\") }
            variable: concept(at: $at) { prefLabel(locale: $locale) }
            default: concept { prefLabel }
        }
    ";
    let variables = Variables::from_json(json!({ "locale": "nl" }));
    let expected = json!({
        "literal": { "prefLabel": "Developer (de)" },
        "variable": { "prefLabel": "Rust (nl)" },
        "default": { "prefLabel": "Developer (en)" },
    });
    assert_eq!(data(Request::new(query).variables(variables)).await, expected);
}

#[tokio::test]
async fn async_methods_see_the_context() {
    let query = "{ node(id: \"1\") { __typename ... on Role { pay } } }";
    let expected = json!({ "node": { "__typename": "Role", "pay": 30 } });
    assert_eq!(data(Request::new(query).data(30)).await, expected);
}

#[tokio::test]
async fn a_nullable_field_that_fails_is_null() {
    let query = "{ concept { id ... on Role { wage: pay } } node(id: \"x\") { id } }";
    let expected = json!({
        "data": { "concept": { "id": "0", "wage": null }, "node": null },
        "errors": [
            { "message": "x is no identity", "path": ["node"], "locations": [{ "line": 1, "column": 44 }] },
            {
                "message": "the salary is not public",
                "path": ["concept", "wage"],
                "locations": [{ "line": 1, "column": 30 }],
            },
        ],
    });
    let mut response = respond(query).await;
    let errors = response["errors"].as_array_mut().expect("there are errors");
    errors.sort_by_key(|error| error["message"] != "x is no identity");
    assert_eq!(response, expected);
}

#[tokio::test]
async fn another_field_that_fails_makes_its_parent_null() {
    let query = "{ count concept(at: 2) { id ... on Skill { days } } other: concept { broader(first: -1) { id } } }";
    let response = respond(query).await;
    assert_eq!(response["data"], json!({ "count": 3, "concept": null, "other": null }));
    let error = |at: usize| (response["errors"][at]["message"].clone(), response["errors"][at]["path"].clone());
    assert_eq!(error(0), (json!("nobody knows"), json!(["concept", "days"])));
    assert_eq!(error(1), (json!("first is negative"), json!(["other", "broader"])));
}

#[tokio::test]
async fn complexity_counts_arguments_and_children() {
    let limited = async |query: &str, limit| graph::schema(limit).execute(query).await.is_ok();
    assert!(limited("{ concept { ... on Role { type } } }", 6).await);
    assert!(!limited("{ concept { ... on Role { type } } }", 5).await);
    assert!(limited("{ concept { ... on Role { broader(first: 3) { id type } } } }", 7).await);
    assert!(!limited("{ concept { ... on Role { broader(first: 3) { id type } } } }", 6).await);
}
