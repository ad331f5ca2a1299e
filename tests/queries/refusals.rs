//! What is refused, with which code, and that the message says what is wrong.

use entity::Kind;
use serde_json::{Value, json};
use skillgraph::graph::{Change, source_id};

use super::{made_up_id, small};
use crate::support::{
    App,
    facts::{commit, concept, named},
};

const BAD_INPUT: &str = "BAD_USER_INPUT";
const INVALID: &str = "GRAPHQL_VALIDATION_FAILED";
const NOT_GRAPHQL: &str = "GRAPHQL_PARSE_FAILED";

/// The query has one error, with this code, and its message speaks of these.
async fn assert_refused(app: &App, query: &str, code: &str, words: &[&str]) {
    let (found, message) = app.error(query).await;
    let shown: String = query.chars().take(200).collect();
    assert_eq!(found, code, "{shown}\n{message}");
    for word in words {
        assert!(message.contains(word), "{shown}\n{message}: not a word of {word}");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let app = small::app().await;
    for field in
        ["skills(PAGE) { totalCount }", r#"role(by: {slug: "developer"}) { requirements(PAGE) { totalCount } }"#]
    {
        for (arguments, words) in [
            ("first: 0", &["first", "1 to 100"][..]),
            ("first: 101", &["first", "1 to 100", "101"]),
            ("first: -1", &["first", "1 to 100", "-1"]),
            ("last: 0", &["last", "1 to 100"]),
            ("last: 101", &["last", "1 to 100"]),
            ("last: -2147483648", &["last", "1 to 100"]),
            ("first: 1, last: 1", &["first", "last"]),
            (r#"after: """#, &["after", "not of this list"]),
            (r#"before: """#, &["before", "not of this list"]),
            (r#"after: "MQ""#, &["after", "not of this list"]),
            (r#"after: "{}""#, &["after"]),
            (r#"after: "\u0000""#, &["after"]),
            (r#"after: "🦀🦀🦀""#, &["after"]),
        ] {
            let query = format!("{{ {} }}", field.replace("PAGE", arguments));
            assert_refused(&app, &query, BAD_INPUT, words).await;
        }
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let app = small::app().await;
    let query = r#"{
        skills { edges { cursor } }
        role(by: {slug: "backend-developer"}) { requirements { edges { cursor } } relations { edges { cursor } } }
        developer: role(by: {slug: "developer"}) { requirements { edges { cursor } } }
    }"#;
    let data = app.data(query).await;
    let cursor = |of: &Value| of["edges"][0]["cursor"].as_str().unwrap().to_owned();
    let role = |field: &str| format!(r#"role(by: {{slug: "backend-developer"}}) {{ {field} {{ totalCount }} }}"#);
    for (cursor, query) in [
        (cursor(&data["skills"]), role(r#"requirements(after: "CURSOR")"#)),
        (cursor(&data["skills"]), r#"roles(after: "CURSOR") { totalCount }"#.into()),
        (cursor(&data["skills"]), r#"skills(after: "CURSOR", orderBy: {field: SLUG}) { totalCount }"#.into()),
        (
            cursor(&data["skills"]),
            r#"skills(before: "CURSOR", orderBy: {field: LABEL, direction: DESC}) { totalCount }"#.into(),
        ),
        (cursor(&data["role"]["relations"]), role(r#"requirements(after: "CURSOR")"#)),
        (cursor(&data["role"]["requirements"]), role(r#"relations(after: "CURSOR")"#)),
        (cursor(&data["role"]["requirements"]), role(r#"ancestors(before: "CURSOR")"#)),
        (cursor(&data["developer"]["requirements"]), role(r#"requirements(after: "CURSOR")"#)),
        (format!("{}A", cursor(&data["skills"])), r#"skills(after: "CURSOR") { totalCount }"#.into()),
        (cursor(&data["skills"])[1..].to_owned(), r#"skills(after: "CURSOR") { totalCount }"#.into()),
    ] {
        let query = format!("{{ {} }}", query.replace("CURSOR", &cursor));
        assert_refused(&app, &query, BAD_INPUT, &["not of this list"]).await;
    }
}

#[tokio::test]
async fn a_cursor_of_something_that_has_gone_is_refused() {
    let app = App::empty().await;
    app.store.commit(commit(["a", "b"].iter().flat_map(|name| named(Kind::Tool, name, name)).collect())).await.unwrap();
    let cursor = app.data("{ tools(first: 1) { edges { cursor } } }").await["tools"]["edges"][0]["cursor"].take();
    app.store.commit(commit(vec![Change::Retract(concept(Kind::Tool, "a"))])).await.unwrap();
    let query = format!("{{ tools(after: {cursor}) {{ totalCount }} }}");
    assert_refused(&app, &query, BAD_INPUT, &["after", "any more"]).await;
}

#[tokio::test]
async fn an_id_that_is_none_is_refused() {
    let app = small::app().await;
    let long = "A".repeat(10_000);
    for id in ["", "x", "AAAA", "role/developer", "🦀", "AQAAAAAAAAAA=", &made_up_id(99, 1), &long] {
        for query in [
            r#"{ node(id: "ID") { id } }"#,
            r#"{ nodes(ids: ["ID"]) { id } }"#,
            r#"{ role(by: {id: "ID"}) { id } }"#,
            r#"{ concept(by: {id: "ID"}) { id } }"#,
            r#"{ source(by: {id: "ID"}) { id } }"#,
            r#"{ roles(filter: {requires: {id: "ID"}}) { totalCount } }"#,
        ] {
            assert_refused(&app, &query.replace("ID", id), BAD_INPUT, &["no id"]).await;
        }
    }
    // Numbers are IDs to GraphQL, but none of ours.
    assert_refused(&app, "{ node(id: 7) { id } }", BAD_INPUT, &["no id"]).await;
}

#[tokio::test]
async fn an_id_of_something_else_is_refused_where_a_kind_is_meant() {
    let app = small::app().await;
    let skill = small::id(&app, "skill", "testing").await;
    let source = made_up_id(32, source_id("book"));
    for (query, words) in [
        (format!(r#"{{ role(by: {{id: "{skill}"}}) {{ id }} }}"#), &["SKILL", "ROLE"][..]),
        (format!(r#"{{ role(by: {{id: "{source}"}}) {{ id }} }}"#), &["source", "ROLE"]),
        (format!(r#"{{ concept(by: {{id: "{source}"}}) {{ id }} }}"#), &["source", "concept"]),
        (format!(r#"{{ source(by: {{id: "{skill}"}}) {{ id }} }}"#), &["SKILL", "source"]),
        (
            format!(r#"{{ roles(filter: {{performs: {{id: "{skill}"}}}}) {{ totalCount }} }}"#),
            &["SKILL", "RESPONSIBILITY"],
        ),
        (
            format!(r#"{{ frameworks(filter: {{language: {{id: "{skill}"}}}}) {{ totalCount }} }}"#),
            &["SKILL", "LANGUAGE"],
        ),
    ] {
        assert_refused(&app, &query, BAD_INPUT, words).await;
    }
}

#[tokio::test]
async fn more_than_a_hundred_ids_are_refused() {
    let app = App::empty().await;
    let query = format!("{{ nodes(ids: {}) {{ id }} }}", json!(vec![made_up_id(1, 1); 101]));
    assert_refused(&app, &query, BAD_INPUT, &["ids", "100", "101"]).await;
}

#[tokio::test]
async fn a_filter_that_names_something_unknown_is_refused() {
    let app = small::app().await;
    let unknown = made_up_id(5, 1);
    for (list, argument) in [
        (r#"roles(filter: {requires: {slug: {kind: SKILL, slug: "nowhere"}}})"#.to_owned(), "requires"),
        (r#"roles(filter: {requires: {identifier: {scheme: "linguist", value: "nowhere"}}})"#.into(), "requires"),
        (r#"roles(filter: {performs: {slug: "nowhere"}})"#.into(), "performs"),
        (r#"roles(filter: {group: {slug: "nowhere"}})"#.into(), "group"),
        (r#"skills(filter: {group: {slug: "nowhere"}})"#.into(), "group"),
        (r#"frameworks(filter: {language: {slug: "nowhere"}})"#.into(), "language"),
        (format!(r#"frameworks(filter: {{language: {{id: "{unknown}"}}}})"#), "language"),
        (r#"frameworks(filter: {language: {identifier: {scheme: "isco-08", value: "251"}}})"#.into(), "language"),
        (r#"frameworks(filter: {builtOn: {slug: "nowhere"}})"#.into(), "builtOn"),
        (r#"tools(filter: {language: {slug: "nowhere"}})"#.into(), "language"),
    ] {
        let query = format!("{{ {list} {{ totalCount }} }}");
        assert_refused(&app, &query, BAD_INPUT, &[argument, "does not exist"]).await;
    }
}

#[tokio::test]
async fn a_text_with_nul_or_of_more_than_a_thousand_characters_is_refused() {
    let app = small::app().await;
    let longest = "é".repeat(1_000);
    for (query, argument) in [
        (r#"role(by: {slug: "TEXT"}) { id }"#, "slug"),
        (r#"concept(by: {slug: {kind: ROLE, slug: "TEXT"}}) { id }"#, "slug"),
        (r#"tool(by: {identifier: {scheme: "TEXT", value: "x"}}) { id }"#, "scheme"),
        (r#"concept(by: {identifier: {scheme: "linguist", value: "TEXT"}}) { id }"#, "value"),
        (r#"source(by: {slug: "TEXT"}) { id }"#, "slug"),
        (r#"skills(filter: {label: "TEXT"}) { nodes { id } }"#, "label"),
        (r#"qualifications(filter: {label: "TEXT"}) { nodes { id } }"#, "label"),
    ] {
        let query = |text: &str| format!("{{ {} }}", query.replace("TEXT", text));
        assert_refused(&app, &query(r"py\u0000thon"), BAD_INPUT, &[argument, "NUL"]).await;
        assert_refused(&app, &query(&"x".repeat(1_001)), BAD_INPUT, &[argument, "1000"]).await;
        app.data(&query(&longest)).await;
    }
}

#[tokio::test]
async fn a_revision_that_is_not_there_is_refused() {
    let app = small::app().await;
    for revision in ["0", "-1", "2", "2147483647", "-2147483648"] {
        let query = format!("{{ at(revision: {revision}) {{ graph {{ revision }} }} }}");
        assert_refused(&app, &query, BAD_INPUT, &[revision, "from 1 to 1"]).await;
    }
}

#[tokio::test]
async fn one_refused_field_leaves_the_others_answered() {
    let app = small::app().await;
    let query = r#"{ good: role(by: {slug: "developer"}) { slug } bad: role(by: {id: "x"}) { slug } }"#;
    let response = app.response(query).await;
    assert_eq!(response["data"], json!({ "good": { "slug": "developer" }, "bad": null }));
    assert_eq!(response["errors"].as_array().unwrap().len(), 1);
    assert_eq!(response["errors"][0]["path"], json!(["bad"]));
    assert_eq!(response["errors"][0]["extensions"], json!({ "code": BAD_INPUT }));
    assert!(response["errors"][0]["locations"][0]["line"].is_u64());
}

#[tokio::test]
async fn what_is_no_graphql_is_refused_as_such_and_not_sent_back() {
    let app = small::app().await;
    for query in
        ["{", "}", "query {", "{ role(by: } ", "{ a b: }", "{ roles { nodes { \u{1F980} } } }", "secret word", "#"]
    {
        let (code, message) = app.error(query).await;
        assert_eq!(code, NOT_GRAPHQL, "{query}");
        assert!(!message.contains("secret"), "{message}");
    }
}

#[tokio::test]
async fn what_does_not_fit_the_schema_is_refused_as_such() {
    let app = small::app().await;
    let mut wrong = Vec::new();
    for query in [
        "{ nowhere }",
        "{ graph }",
        "{ graph { revision { number } } }",
        "{ role { slug } }",
        "{ roles(size: 3) { totalCount } }",
        "{ graph { revision @nowhere } }",
        "{ graph { ...nowhere } }",
        "{ ...f } fragment f on Query { graph { ...g } } fragment g on Role { slug }",
        "{ ...f } fragment f on Query { ...f }",
        "fragment f on Query { graph { revision } } { graph { revision } }",
        "query ($x: Int) { graph { revision } }",
        "{ roles(first: $x) { totalCount } }",
        "mutation { x }",
        "subscription { x }",
        "{ a: graph { revision } a: roles { totalCount } }",
    ] {
        wrong.extend(executed(&app, query).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is said of a document that should not be executed; none if it is refused as it should be.
async fn executed(app: &App, query: &str) -> Option<String> {
    let response = app.response(query).await;
    let refused = response.get("data").is_none() && response["errors"][0]["extensions"]["code"] == INVALID;
    (!refused).then(|| format!("{query}: {response}"))
}

#[tokio::test]
async fn a_literal_that_is_not_of_its_type_is_refused_before_anything_is_executed() {
    let app = small::app().await;
    let mut wrong = Vec::new();
    for query in [
        r#"{ role(by: "developer") { slug } }"#,
        r#"{ roles(first: "3") { totalCount } }"#,
        "{ roles(first: 2147483648) { totalCount } }",
        "{ roles(first: 1.5) { totalCount } }",
        "{ roles(filter: {status: GONE}) { totalCount } }",
        "{ roles(orderBy: {}) { totalCount } }",
        "{ roles(orderBy: {field: AGE}) { totalCount } }",
        "{ role(by: {}) { slug } }",
        r#"{ role(by: {slug: "developer", id: "x"}) { slug } }"#,
        "{ role(by: {slug: null}) { slug } }",
        r#"{ role(by: {name: "developer"}) { slug } }"#,
    ] {
        wrong.extend(executed(&app, query).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn an_error_of_validation_that_speaks_of_an_operation_is_still_one_of_validation() {
    let app = small::app().await;
    for query in [
        "query Q($x: Int) { graph { revision } }",
        "query Q { roles(first: $x) { totalCount } }",
        "{ operation }",
        "{ graph { revision(operation: 1) } }",
    ] {
        assert_refused(&app, query, INVALID, &[]).await;
    }
}

#[tokio::test]
async fn a_selection_that_is_too_deep_is_refused() {
    let app = small::app().await;
    // Depth 3 for each step, and 1 for the slug at the end.
    let nested = |steps: usize| {
        let (open, close) = ("related(first: 1) { nodes { ".repeat(steps), "} } ".repeat(steps));
        format!(r#"{{ tool(by: {{slug: "git"}}) {{ {open} slug {close} }} }}"#)
    };
    app.data(&nested(6)).await;
    assert_refused(&app, &nested(7), "LIMIT_EXCEEDED", &["deep"]).await;
    let response = app.response(&nested(5_000)).await;
    assert_eq!(response.get("data"), None);
    assert!(response["errors"][0]["extensions"]["code"].is_string(), "{response}");
}

#[tokio::test]
async fn the_introspection_of_tools_is_not_too_deep() {
    let app = App::empty().await;
    let (open, close) = ("ofType { kind name ".repeat(9), "} ".repeat(9));
    let query = format!("{{ __schema {{ types {{ fields {{ args {{ type {{ kind name {open} {close} }} }} }} }} }} }}");
    assert!(app.data(&query).await["__schema"]["types"].as_array().unwrap().len() > 50);
}
