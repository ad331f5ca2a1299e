//! The rules of GraphQL that a walk must keep, by the examples of the specification (October 2021), over our own schema.
//! What our schema cannot show is in `projection/tests/rules.rs`.

use serde_json::{Value, json};

use super::{executors::World, small_world};

const PYTHON: &str = r#"language(by: {slug: "python"})"#;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Walk,
    Engine,
}

/// Both executors give the same response to a query, to the byte; `$python` stands for a lookup of that language.
async fn response(world: &World, query: &str, variables: Value, by: By) -> String {
    let query = query.replace("$python", PYTHON);
    let answers = world.answers(&query, variables).await;
    assert_eq!(answers.direct, answers.engine, "{query}");
    assert_eq!(answers.written, by == By::Walk, "{query}");
    answers.direct
}

/// A query is answered by the walk, with just this data.
async fn check(world: &World, query: &str, data: &str) {
    assert_eq!(response(world, query, json!({}), By::Walk).await, format!(r#"{{"data":{data}}}"#), "{query}");
}

/// A query fails at some paths, which leaves this data.
async fn check_failure(world: &World, query: &str, data: Value, paths: &[Value]) {
    let response: Value = serde_json::from_str(&response(world, query, json!({}), By::Engine).await).unwrap();
    assert_eq!(response["data"], data, "{query}");
    let found: Vec<_> = response["errors"].as_array().unwrap().iter().map(|error| error["path"].clone()).collect();
    assert_eq!(found, paths, "{query}");
}

/// §3.6, Field Ordering; §6.3.2, CollectFields.
#[tokio::test]
async fn fields_are_ordered_as_they_are_met_first_wherever_they_stand() {
    let world = small_world().await;
    for (query, data) in [
        (
            "{ $python { slug ...Frag status } } fragment Frag on Language { kind languageType }",
            r#"{"language":{"slug":"python","kind":"LANGUAGE","languageType":"PROGRAMMING","status":"PUBLISHED"}}"#,
        ),
        (
            "{ $python { slug ...Ignored ...Matching kind } }
            fragment Ignored on Competency { ... on Tool { status homepage } }
            fragment Matching on Language { kind status slug }",
            r#"{"language":{"slug":"python","kind":"LANGUAGE","status":"PUBLISHED"}}"#,
        ),
        ("{ $python { slug @skip(if: true) kind slug } }", r#"{"language":{"kind":"LANGUAGE","slug":"python"}}"#),
        (
            "{ $python { slug } ...More b: $python { slug } } fragment More on Query { $python { kind } graph { revision } }",
            r#"{"language":{"slug":"python","kind":"LANGUAGE"},"graph":{"revision":2},"b":{"slug":"python"}}"#,
        ),
    ] {
        check(&world, query, data).await;
    }
}

/// §5.3.2, Field Selection Merging; §6.4.3, Merging Selection Sets.
#[tokio::test]
async fn selections_with_one_response_key_are_merged_at_every_depth() {
    let world = small_world().await;
    for (query, data) in [
        ("{ $python { slug slug } }", r#"{"language":{"slug":"python"}}"#),
        ("{ $python { s: slug s: slug } }", r#"{"language":{"s":"python"}}"#),
        ("{ $python { slug } $python { kind } }", r#"{"language":{"slug":"python","kind":"LANGUAGE"}}"#),
        (
            "{ $python { slug } x: $python { kind } $python { kind slug prefLabel } }",
            r#"{"language":{"slug":"python","kind":"LANGUAGE","prefLabel":"Python"},"x":{"kind":"LANGUAGE"}}"#,
        ),
        (
            "{ $python { frameworks(first: 1) { nodes { slug } totalCount } ...F } }
            fragment F on Concept { ... on Language { frameworks(first: 1) { ...G } } }
            fragment G on RelatedFrameworkConnection { edges { node { kind } } nodes { ... on Node { __typename } slug kind } }",
            r#"{"language":{"frameworks":{"nodes":[{"slug":"django","__typename":"Framework","kind":"FRAMEWORK"}],"totalCount":3,"edges":[{"node":{"kind":"FRAMEWORK"}}]}}}"#,
        ),
    ] {
        check(&world, query, data).await;
    }
}

/// §5.3.2: fields of different objects may share a key, as long as they are of one type.
#[tokio::test]
async fn one_key_is_another_field_on_another_object() {
    let world = small_world().await;
    let query = r#"{
        a: concept(by: {slug: {kind: LANGUAGE, slug: "python"}}) { ...Named }
        b: concept(by: {slug: {kind: FRAMEWORK, slug: "django"}}) { ...Named }
        c: concept(by: {slug: {kind: ROLE, slug: "tester"}}) { ...Named }
    }
    fragment Named on Concept {
        ... on Language { what: prefLabel(locale: "fr") list: frameworks(first: 1) { totalCount } }
        ... on Framework { what: slug list: builtBy(first: 1) { totalCount } }
    }"#;
    let data =
        r#"{"a":{"what":"Python","list":{"totalCount":3}},"b":{"what":"django","list":{"totalCount":0}},"c":{}}"#;
    check(&world, query, data).await;
}

/// §2.8, Fragments; §6.3.2, DoesFragmentTypeApply.
#[tokio::test]
async fn fragments_apply_by_object_and_by_each_interface() {
    let world = small_world().await;
    for (query, data) in [
        (
            "{ $python { ... on Concept { slug ... on Language { languageType } } ...Known ... on Node { id } } }
            fragment Known on Competency { __typename kind }",
            r#"{"language":{"slug":"python","languageType":"PROGRAMMING","__typename":"Language","kind":"LANGUAGE","id":"BXQkPn_VZUR7"}}"#,
        ),
        (
            r#"{ sources(first: 1) { nodes { ... on Node { ... on Source { slug } ... on Role { iscoCode } } } } }"#,
            r#"{"sources":{"nodes":[{"slug":"book"}]}}"#,
        ),
        (
            r#"{ role(by: {slug: "tester"}) { requirements(first: 3) { nodes {
                ... on Skill { skillType } ... on Competency { slug } ... on Tool { toolType }
                ... on Concept { ... on Language { firstAppeared } } } } } }"#,
            r#"{"role":{"requirements":{"nodes":[{"skillType":"SKILL","slug":"testing"},{"slug":"jenkins","toolType":"CI_CD"},{"slug":"typescript","firstAppeared":null}]}}}"#,
        ),
        (
            r#"{ role(by: {slug: "tester"}) { ... on Node { ... on Concept { ... { ... on Role { ...R } } } } } }
            fragment R on Role { ...N } fragment N on Node { __typename }"#,
            r#"{"role":{"__typename":"Role"}}"#,
        ),
    ] {
        check(&world, query, data).await;
    }
}

/// §4.2, Type Name Introspection.
#[tokio::test]
async fn every_object_knows_the_name_of_its_type() {
    let world = small_world().await;
    let query = "{ __typename a: __typename graph { __typename counts @skip(if: true) { __typename } } $python {
        __typename frameworks(first: 1) { __typename edges { __typename node { t: __typename } } pageInfo { __typename } }
        requiredBy(first: 1) { __typename edges { node { __typename } } } } }";
    let data = r#"{"__typename":"Query","a":"Query","graph":{"__typename":"Graph"},"language":{"__typename":"Language","frameworks":{"__typename":"RelatedFrameworkConnection","edges":[{"__typename":"RelatedFrameworkEdge","node":{"t":"Framework"}}],"pageInfo":{"__typename":"PageInfo"}},"requiredBy":{"__typename":"RelatedRoleConnection","edges":[{"node":{"__typename":"Role"}}]}}}"#;
    check(&world, query, data).await;
}

/// §3.13, Directives: `@skip` and `@include` on fields, on spreads and on inline fragments, alone and together.
#[tokio::test]
async fn a_selection_stays_if_it_is_not_skipped_and_is_included() {
    let world = small_world().await;
    for (skip, include) in [(false, false), (false, true), (true, false), (true, true)] {
        let stays = !skip && include;
        for selection in
            ["kind DIRECTIVES", "... DIRECTIVES { kind }", "... on Concept DIRECTIVES { kind }", "...K DIRECTIVES"]
        {
            let literal = format!("@skip(if: {skip}) @include(if: {include})");
            for directives in [literal.as_str(), "@include(if: $include) @skip(if: $skip)"] {
                let variables = directives.contains('$');
                let declared = if variables { "query($skip: Boolean!, $include: Boolean!) " } else { "" };
                let selected = selection.replace("DIRECTIVES", directives);
                let fragment =
                    if selection.starts_with("...K") { "fragment K on Node { ... on Concept { kind } }" } else { "" };
                let query = format!("{declared}{{ $python {{ slug {selected} }} }} {fragment}");
                let values = if variables { json!({ "skip": skip, "include": include }) } else { json!({}) };
                let kind = if stays { r#","kind":"LANGUAGE""# } else { "" };
                let expected = format!(r#"{{"data":{{"language":{{"slug":"python"{kind}}}}}}}"#);
                assert_eq!(response(&world, &query, values, By::Walk).await, expected, "{query}");
            }
        }
    }
}

/// §3.13: what stays of a selection with nothing in it.
#[tokio::test]
async fn an_object_of_which_all_is_skipped_is_empty() {
    let world = small_world().await;
    check(&world, "{ $python { slug @skip(if: true) ... @include(if: false) { kind } } }", r#"{"language":{}}"#).await;
    check(&world, "{ $python @skip(if: true) { slug } }", "{}").await;
}

/// §6.1.2, Coercing Variable Values: a flag that is left out has its default. The engine forgets that
/// (async-graphql 8.0.0-rc.5); as long as it does, the two differ here.
#[tokio::test]
async fn a_condition_that_is_left_out_has_its_default() {
    let world = small_world().await;
    let query = format!("query($yes: Boolean! = true) {{ {PYTHON} {{ slug kind @include(if: $yes) }} }}");
    let answers = world.answers(&query, json!({})).await;
    assert_eq!(answers.direct, r#"{"data":{"language":{"slug":"python","kind":"LANGUAGE"}}}"#);
    assert_eq!(answers.engine, r#"{"data":{"language":{"slug":"python"}}}"#);
}

/// §6.4.4, Handling Field Errors: a field that fails is null, or makes null what it stands in, up to what can be null.
#[tokio::test]
async fn a_failure_makes_null_the_nearest_that_can_be() {
    let world = small_world().await;
    for (query, data, paths) in [
        // The field itself can be null.
        (
            "{ graph { revision } node(id: \"x\") { id } }",
            json!({ "graph": { "revision": 2 }, "node": null }),
            [json!(["node"])],
        ),
        // A connection cannot, the language can. What stands beside it stays.
        (
            "{ a: $python { slug frameworks(first: 0) { totalCount } } b: $python { slug } }",
            json!({ "a": null, "b": { "slug": "python" } }),
            [json!(["a", "frameworks"])],
        ),
        // Entries of a list that can be null.
        (
            "{ nodes(ids: [\"BXQkPn_VZUR7\", \"BQAAAAAAAAAB\"]) { id ... on Language { tools(last: 101) { totalCount } } } }",
            json!({ "nodes": [null, null] }),
            [json!(["nodes", 0, "tools"])],
        ),
        // Entries of a list that cannot, in a connection that cannot: nothing is left. The path should go on to the
        // field that failed; the engine (async-graphql 8.0.0-rc.5) cuts it off at the entry.
        (
            "{ languages(first: 1) { nodes { slug frameworks(first: 1, last: 1) { totalCount } } } }",
            Value::Null,
            [json!(["languages", "nodes", 0])],
        ),
        ("{ graph { revision } nodes(ids: [\"x\"]) { id } }", Value::Null, [json!(["nodes"])]),
        ("{ at(revision: 99) { graph { revision } } }", Value::Null, [json!(["at"])]),
        (
            "{ at(revision: 1) { graph { revision } $python { slug tools(after: \"x\") { totalCount } } } }",
            json!({ "at": { "graph": { "revision": 1 }, "language": null } }),
            [json!(["at", "language", "tools"])],
        ),
    ] {
        check_failure(&world, query, data, &paths).await;
    }
}

/// Answers of many objects are written elsewhere than small ones, once they are known to be large.
#[tokio::test]
async fn a_large_answer_is_the_same_however_often_it_is_asked_for() {
    let world = small_world().await;
    let query = "{ roles(first: 9) { nodes { requirements(first: 9) { nodes { requiredBy(first: 9) { nodes {
        requirements(first: 9) { nodes { relations(first: 90) { nodes { slug } edges { node { slug } } } } } } } } } } } }";
    for _ in 0..3 {
        let response = response(&world, query, json!({}), By::Walk).await;
        assert!(response.matches("slug").count() > 2_000, "{} objects", response.matches("slug").count());
    }
}

#[tokio::test]
async fn introspection_is_answered_by_the_engine() {
    let world = small_world().await;
    let query = "{ __schema { queryType { name } } $python { slug } }";
    let expected = r#"{"data":{"__schema":{"queryType":{"name":"Query"}},"language":{"slug":"python"}}}"#;
    assert_eq!(response(&world, query, json!({}), By::Engine).await, expected);
}

#[tokio::test]
async fn an_older_revision_has_its_own_facts() {
    let world = small_world().await;
    let role = r#"role(by: {slug: "developer"}) { prefLabel }"#;
    let answers = world.answers(&format!("{{ at(revision: 1) {{ {role} }} {role} }}"), json!({})).await;
    assert_eq!(answers.direct, answers.engine);
    let expected = r#"{"data":{"at":{"role":{"prefLabel":"Developer"}},"role":{"prefLabel":"Software developer"}}}"#;
    assert_eq!(answers.direct, expected);
}
