//! What is similar, how concepts are connected, over which roles one gets from one to another, and what is wrong.

use entity::{Kind, RelationKind};
use serde_json::Value;
use skillgraph::graph::{Change, concept_id};

use super::small;
use crate::support::{App, facts::commit};

const SIMILAR: &str = "score why {
    aspects { aspect score weight }
    shared(most: 3) { aspect weight node { kind slug } }
    onlyHere(most: 2) { aspect weight node { kind slug } }
    onlyThere(most: 2) { aspect weight node { kind slug } }
} node { slug }";

#[tokio::test]
async fn similar_roles_and_competencies_come_with_why() {
    let query = format!(
        r#"{{
            role(by: {{slug: "backend-developer"}}) {{ similar(first: 2) {{ totalCount edges {{ {SIMILAR} }} }} }}
            framework(by: {{slug: "django"}}) {{ similar(first: 2, kinds: [FRAMEWORK]) {{ edges {{ {SIMILAR} }} }} }}
        }}"#
    );
    insta::assert_json_snapshot!(App::core().await.data(&query).await);
}

#[tokio::test]
async fn a_path_says_each_relation_and_the_evidence_for_it() {
    let query = r#"{ path(
        from: {slug: {kind: LANGUAGE, slug: "python"}}, to: {slug: {kind: ROLE, slug: "data-engineer"}}, k: 2
    ) { complete paths { score hops {
        relation direction weight strength importance from { kind slug } to { kind slug } evidence { source { slug } }
    } } } }"#;
    insta::assert_json_snapshot!(App::core().await.data(query).await);
}

#[tokio::test]
async fn a_career_path_says_what_is_to_be_learned_at_each_step() {
    let query = r#"{ careerPath(from: {slug: "front-end-developer"}, to: {slug: "data-engineer"}) { steps {
        effort learnCount role { slug } learn(most: 3) { strength importance node { kind slug } }
    } } }"#;
    insta::assert_json_snapshot!(App::core().await.data(query).await);
}

#[tokio::test]
async fn all_four_can_be_asked_of_an_older_revision() {
    let app = small::app().await;
    let query = r#"{
        role(by: {slug: "developer"}) { similar { edges { score node { slug } } } }
        path(from: {slug: {kind: LANGUAGE, slug: "python"}}, to: {slug: {kind: ROLE, slug: "backend-developer"}}) {
            paths { score }
        }
        careerPath(from: {slug: "developer"}, to: {slug: "backend-developer"}) { steps { effort learnCount } }
        dataHealth { counts { sort count } flaws { totalCount nodes { sort message concept { slug } } } }
    }"#;
    let before = app.data(query).await;
    let graph = app.store.graph();
    let role = concept_id(Kind::Role, "backend-developer");
    let required =
        graph.edges().filter(|edge| edge.relation.from == role && edge.relation.kind == RelationKind::Requires);
    let changes: Vec<_> = required.map(|edge| Change::Retract(edge.relation.clone().into())).collect();
    assert!(!changes.is_empty());
    app.store.commit(commit(changes)).await.unwrap();
    let after = app.data(query).await;
    assert_ne!(after, before);
    assert_eq!(after["careerPath"], Value::Null);
    let then = app.data(&format!("{{ at(revision: 1) {query} }}")).await;
    assert_eq!(then["at"], before);
}

#[tokio::test]
async fn flaws_are_paged_by_sort_and_counted() {
    let app = App::core().await;
    let query = "{ dataHealth {
        counts { sort count }
        cycles: flaws(sorts: [CYCLE], first: 1) { totalCount pageInfo { hasNextPage }
            nodes { sort message relation concept { slug } others { slug } } }
        none: flaws(sorts: [], first: 1) { totalCount }
        groups: flaws(kinds: [ROLE_GROUP]) { totalCount }
    } }";
    let health = &app.data(query).await["dataHealth"];
    let counts = health["counts"].as_array().unwrap();
    let count = |sort: &str| counts.iter().find(|count| count["sort"] == sort).unwrap()["count"].as_u64().unwrap();
    assert_eq!(counts.len(), 11);
    assert_eq!(health["cycles"]["totalCount"].as_u64().unwrap(), count("CYCLE"));
    assert_eq!(health["none"]["totalCount"], 0);
    assert_eq!(health["groups"]["totalCount"], 0);
    assert_eq!(count("ROLE_WITHOUT_REQUIREMENTS"), 0);
}

#[tokio::test]
async fn paging_through_flaws_and_similar_roles_meets_each_once() {
    let app = App::core().await;
    for (field, path) in [
        (
            r#"role(by: {slug: "backend-developer"}) { found: similar(PAGE) { edges { cursor } pageInfo { endCursor hasNextPage } } }"#,
            "role",
        ),
        ("dataHealth { found: flaws(PAGE) { edges { cursor } pageInfo { endCursor hasNextPage } } }", "dataHealth"),
    ] {
        let (mut met, mut page) = (std::collections::BTreeSet::new(), "first: 7".to_owned());
        loop {
            let found = app.data(&format!("{{ {} }}", field.replace("PAGE", &page))).await[path]["found"].take();
            for edge in found["edges"].as_array().unwrap() {
                assert!(met.insert(edge["cursor"].as_str().unwrap().to_owned()), "{path}: twice");
            }
            if found["pageInfo"]["hasNextPage"] == false {
                break;
            }
            page = format!("first: 7, after: {}", found["pageInfo"]["endCursor"]);
        }
        let count = app
            .data(&format!("{{ {} }}", field.replace("PAGE", "first: 1").replace("edges { cursor }", "totalCount")))
            .await;
        assert_eq!(count[path]["found"]["totalCount"].as_u64().unwrap(), met.len() as u64);
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_by_name() {
    let app = small::app().await;
    let path = |arguments: &str| {
        format!(
            r#"{{ path(from: {{slug: {{kind: LANGUAGE, slug: "python"}}}}, to: {{slug: {{kind: ROLE, slug: "developer"}}}}{arguments}) {{ complete }} }}"#
        )
    };
    let career = |from: &str, arguments: &str| {
        format!(
            r#"{{ careerPath(from: {{slug: "{from}"}}, to: {{slug: "developer"}}{arguments}) {{ steps {{ learnCount }} }} }}"#
        )
    };
    for (query, words) in [
        (path(", k: 0"), &["`k`", "1 to 10"][..]),
        (path(", k: 11"), &["`k`", "1 to 10", "11"]),
        (path(", maxHops: 0"), &["`maxHops`", "1 to 8"]),
        (path(", maxHops: 2147483647"), &["`maxHops`", "1 to 8"]),
        (path(", maxHops: -1"), &["`maxHops`", "-1"]),
        (path("").replace("python", "nobody"), &["`from`", "does not exist"]),
        (path("").replace("python", ""), &["`from`", "does not exist"]),
        (path("").replace("developer", "🦀"), &["`to`", "does not exist"]),
        (path("").replace("developer", "\\u0000"), &["`slug`", "NUL"]),
        (path("").replace("developer", &"a".repeat(100_000)), &["`slug`", "1000"]),
        (career("nobody", ""), &["`from`", "does not exist"]),
        (career("developer", ", maxSteps: 0"), &["`maxSteps`", "1 to 6"]),
        (career("developer", ", maxSteps: 7"), &["`maxSteps`", "1 to 6"]),
    ] {
        let (code, message) = app.error(&query).await;
        assert_eq!(code, "BAD_USER_INPUT", "{message}");
        for word in words {
            assert!(message.contains(word), "{message}: not a word of {word}");
        }
    }
    let why = |most: i32| {
        format!(
            r#"{{ role(by: {{slug: "developer"}}) {{ similar {{ edges {{ why {{ shared(most: {most}) {{ weight }} }} }} }} }} }}"#
        )
    };
    for most in [0, -5, 101] {
        assert!(app.response(&why(most)).await["errors"][0]["message"].as_str().unwrap().contains("`most`"));
    }
}

#[tokio::test]
async fn a_path_from_a_concept_to_itself_has_no_hops() {
    let app = small::app().await;
    let query = r#"{
        path(from: {slug: {kind: LANGUAGE, slug: "python"}}, to: {slug: {kind: LANGUAGE, slug: "python"}}) {
            complete paths { score hops { weight } }
        }
        careerPath(from: {slug: "developer"}, to: {slug: "developer"}) { steps { effort } }
    }"#;
    let data = app.data(query).await;
    assert_eq!(data["path"]["paths"], serde_json::json!([{"score": 1.0, "hops": []}]));
    assert_eq!(data["careerPath"]["steps"], serde_json::json!([]));
}
