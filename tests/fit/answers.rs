//! Whole answers on the built-in graph, and how levels, old revisions and same concepts come in.

use entity::{Kind, RelationKind};
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use skillgraph::graph::Change;

use crate::{
    queries::small,
    support::{
        App,
        facts::{commit, relation},
    },
};

/// The argument `have` with some things, such as `language/python`.
fn have(names: &[&str]) -> String {
    let one = |name: &&str| {
        let (kind, slug) = name.split_once('/').unwrap();
        format!(r#"{{concept: {{slug: {{kind: {}, slug: "{slug}"}}}}}}"#, kind.to_uppercase())
    };
    format!("have: [{}]", names.iter().map(one).collect::<Vec<_>>().join(" "))
}

const PYTHON_SQL_DOCKER: &[&str] = &["language/python", "language/sql", "tool/docker"];

#[tokio::test]
async fn who_knows_python_sql_and_docker_is_told_what_is_lacking_for_data_engineer() {
    let app = App::core().await;
    let query = format!(
        r#"{{ gap({}, role: {{slug: "data-engineer"}}) {{
            role {{ slug }}
            coverage {{ overall essential weighted }}
            counts {{ status count }}
            requirements(strength: ESSENTIAL, first: 100) {{ totalCount edges {{
                status credit weight strength importance
                node {{ slug }}
                chain {{ relation certainty from {{ slug }} to {{ slug }} evidence {{ locator }} }}
                transfer {{ from {{ slug }} nearness relation shared {{ slug }} toolType side chain {{ to {{ slug }} }} }}
            }} }}
            toLearn(first: 8) {{
                stage isAim gain effort node {{ slug }} requirement {{ status strength }}
                after {{ slug }} unlocks {{ slug }} brings {{ certainty node {{ slug }} requirement {{ strength }} }}
            }}
        }} }}"#,
        have(PYTHON_SQL_DOCKER)
    );
    assert_json_snapshot!(rounded(app.data(&query).await));
}

#[tokio::test]
async fn roles_that_fit_come_with_what_is_nearest_of_what_is_lacking() {
    let app = App::core().await;
    let query = format!(
        "{{ matchRoles({}, first: 5) {{ totalCount edges {{
            score shrunkCoverage usage coverage {{ overall essential weighted }}
            nearestMissing {{ status credit node {{ slug }} }}
            node {{ slug }}
        }} }} }}",
        have(PYTHON_SQL_DOCKER)
    );
    assert_json_snapshot!(rounded(app.data(&query).await));
}

#[tokio::test]
async fn a_learning_path_to_a_role_goes_by_stages() {
    let app = App::core().await;
    let query = format!(
        r#"{{ learningPath({}, role: {{slug: "data-engineer"}}, strength: ESSENTIAL, first: 100) {{
            totalSteps
            stages {{ number steps {{
                gain effort isAim node {{ slug }} after {{ slug }} unlocks {{ slug }} brings {{ node {{ slug }} }}
            }} }}
        }} }}"#,
        have(PYTHON_SQL_DOCKER)
    );
    assert_json_snapshot!(rounded(app.data(&query).await));
}

#[tokio::test]
async fn a_learning_path_to_a_target_begins_with_what_it_builds_on() {
    let app = App::core().await;
    let query = r#"{ learningPath(targets: [{slug: {kind: FRAMEWORK, slug: "nextjs"}}]) {
        totalSteps
        stages { number steps { isAim node { slug } after { slug } unlocks { slug } requirement { status } } }
    } }"#;
    assert_json_snapshot!(app.data(query).await);
}

#[tokio::test]
async fn what_next_js_shows_is_told_with_the_chain() {
    let app = App::core().await;
    let query = r#"{ implied(of: [{slug: {kind: FRAMEWORK, slug: "nextjs"}}], minCertainty: 0.6) {
        totalCount
        edges { certainty node { kind slug } chain { relation certainty from { slug } to { slug } } }
    } }"#;
    assert_json_snapshot!(rounded(app.data(query).await));
}

#[tokio::test]
async fn who_is_a_data_analyst_is_told_what_to_learn_to_be_a_data_engineer() {
    let app = App::core().await;
    let query = r#"{ roleGap(from: {slug: "data-analyst"}, to: {slug: "data-engineer"}) {
        coverage { overall essential weighted }
        counts { status count }
        requirements(statuses: [HAVE_EXACT, HAVE_IMPLIED], kinds: [LANGUAGE, TOOL]) { nodes { slug } }
        toLearn(first: 5) { node { slug } brings { node { slug } } }
    } }"#;
    assert_json_snapshot!(rounded(app.data(query).await));
}

/// Numbers with three places: the last digits are nobody's business.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => json!((number.as_f64().unwrap() * 1e3).round() / 1e3),
        Value::Array(all) => all.into_iter().map(rounded).collect(),
        Value::Object(all) => all.into_iter().map(|(name, value)| (name, rounded(value))).collect(),
        other => other,
    }
}

/// How the requirement of Python stands in a gap of the small graph.
async fn python(app: &App, have: &str) -> Value {
    let query = format!(
        r#"{{ gap(have: [{have}], role: {{slug: "backend-developer"}}) {{
            requirements(kinds: [LANGUAGE], first: 2) {{ edges {{ status credit node {{ slug }} }} }}
        }} }}"#
    );
    let edges = app.data(&query).await["gap"]["requirements"]["edges"].take();
    let edges = edges.as_array().unwrap().clone();
    edges.into_iter().find(|edge| edge["node"]["slug"] == "python").unwrap()
}

#[tokio::test]
async fn a_level_is_compared_on_its_own_scale_only() {
    let app = small::app().await;
    let of = |level: &str| format!(r#"{{concept: {{slug: {{kind: LANGUAGE, slug: "python"}}}} {level}}}"#);
    let at = |scale: &str, value: f64| of(&format!(r#"level: {{scale: "{scale}", value: {value}}}"#));
    for (have, status, credit) in [
        (of(""), "HAVE_EXACT", 1.0),
        (at("onet-level", 4.5), "HAVE_EXACT", 1.0),
        (at("onet-level", 7.0), "HAVE_EXACT", 1.0),
        (at("onet-level", 0.9), "BELOW_LEVEL", 0.2),
        (at("onet-level", 0.0), "BELOW_LEVEL", 0.0),
        (at("onet-importance", 1.0), "HAVE_EXACT", 1.0),
        // Named twice: the higher level counts.
        (at("onet-level", 0.9) + &at("onet-level", 3.6), "BELOW_LEVEL", 0.8),
        (at("onet-level", 5.0) + &at("onet-level", 1.0), "HAVE_EXACT", 1.0),
    ] {
        let edge = python(&app, &have).await;
        assert_eq!((&edge["status"], &edge["credit"]), (&json!(status), &json!(credit)), "{have}");
    }
}

#[tokio::test]
async fn a_requirement_is_met_by_what_is_the_same_in_another_source() {
    let app = small::app().await;
    let same = r#"{concept: {slug: {kind: SKILL, slug: "python-programming"}}}"#;
    assert_eq!(python(&app, same).await["status"], "HAVE_EXACT");
    let query = r#"{ implied(of: [{slug: {kind: FRAMEWORK, slug: "django"}}]) { edges {
        certainty node { kind slug } chain { relation evidence { locator } } } } }"#;
    let expected = json!([
        { "certainty": 0.95, "node": { "kind": "LANGUAGE", "slug": "python" }, "chain": [{ "relation": "IMPLIES", "evidence": [] }] },
    ]);
    assert_eq!(app.data(query).await["implied"]["edges"], expected);
}

#[tokio::test]
async fn all_questions_are_answered_from_older_revisions_too() {
    let app = small::app().await;
    let implied = relation((Kind::Tool, "git"), RelationKind::Implies, (Kind::Skill, "testing"), None);
    let required = relation(
        (Kind::Role, "developer"),
        RelationKind::Requires,
        (Kind::Tool, "git"),
        Some(entity::Strength::Essential),
    );
    app.store.commit(commit(vec![Change::Assert(implied), Change::Assert(required)])).await.unwrap();
    let git = r#"have: [{concept: {slug: {kind: TOOL, slug: "git"}}}]"#;
    let all = format!(
        r#"implied(of: [{{slug: {{kind: TOOL, slug: "git"}}}}]) {{ nodes {{ slug }} }}
        gap({git}, role: {{slug: "developer"}}) {{ counts {{ status count }} }}
        roleGap(from: {{slug: "developer"}}, to: {{slug: "backend-developer"}}) {{ counts {{ status count }} }}
        matchRoles({git}) {{ nodes {{ slug }} }}
        learningPath({git}, role: {{slug: "developer"}}) {{ stages {{ steps {{ node {{ slug }} }} }} }}"#
    );
    let data = app.data(&format!("{{ {all} at(revision: 1) {{ {all} }} }}")).await;
    let now = json!({
        "implied": { "nodes": [{ "slug": "testing" }] },
        "gap": { "counts": [{ "status": "HAVE_EXACT", "count": 1 }, { "status": "TRANSFERABLE", "count": 1 }] },
        "roleGap": { "counts": [{ "status": "HAVE_EXACT", "count": 2 }, { "status": "MISSING", "count": 4 }] },
        "matchRoles": { "nodes": [{ "slug": "developer" }, { "slug": "backend-developer" }] },
        "learningPath": { "stages": [{ "steps": [{ "node": { "slug": "testing" } }] }] },
    });
    let then = json!({
        "implied": { "nodes": [] },
        "gap": { "counts": [{ "status": "MISSING", "count": 1 }] },
        "roleGap": { "counts": [{ "status": "HAVE_EXACT", "count": 1 }, { "status": "MISSING", "count": 5 }] },
        "matchRoles": { "nodes": [{ "slug": "backend-developer" }] },
        "learningPath": { "stages": [{ "steps": [{ "node": { "slug": "testing" } }] }] },
    });
    assert_eq!(data["at"], then);
    for (name, answer) in now.as_object().unwrap() {
        assert_eq!(&data[name], answer, "{name}");
    }
}
