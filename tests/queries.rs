//! What can be asked of the graph, and what is answered.

mod lists;
mod lookups;
mod near;
mod paging;
mod refusals;
mod revisions;
mod selections;
pub(crate) mod small;
mod taxonomies;
mod texts;

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use entity::{Kind, RelationKind};
use serde_json::Value;
use skillgraph::graph::Fact;

use self::small::{Types, slugs};
use crate::support::App;

/// An id of a concept, made by hand: a byte for the kind, then the number.
pub(crate) fn made_up_id(kind: u8, number: i64) -> String {
    let bytes: Vec<_> = [kind].into_iter().chain(number.to_be_bytes()).collect();
    BASE64URL_NOPAD.encode(&bytes)
}

// ---- the built-in graph -------------------------------------------------------------------------------------------

#[tokio::test]
async fn one_query_says_what_a_backend_developer_needs_and_does_and_who_says_so() {
    let app = App::core().await;
    let query = r#"{ role(by: {slug: "backend-developer"}) {
        prefLabel definition
        requirements(first: 100, strength: ESSENTIAL) {
            totalCount
            edges { strength importance evidence { locator source { slug title } } node { __typename slug prefLabel } }
        }
        responsibilities(first: 100) { totalCount edges { strength node { slug prefLabel } } }
        broader { nodes { slug kind } }
    } }"#;
    let role = &app.data(query).await["role"];
    assert_eq!(role["prefLabel"], "Backend developer");
    let requirements = role["requirements"]["edges"].as_array().unwrap();
    assert!(!requirements.is_empty());
    for edge in requirements {
        assert_eq!(edge["strength"], "ESSENTIAL", "{edge}");
        assert!((0.0..=1.0).contains(&edge["importance"].as_f64().unwrap()), "{edge}");
        assert!(!edge["evidence"].as_array().unwrap().is_empty(), "{edge}");
        assert!(
            ["Skill", "Language", "Framework", "Tool", "Qualification"]
                .contains(&edge["node"]["__typename"].as_str().unwrap())
        );
    }
    assert!(requirements.is_sorted_by(|a, b| a["importance"].as_f64() >= b["importance"].as_f64()));
    assert!(role["responsibilities"]["totalCount"].as_u64() > Some(0));
    assert!(!role["broader"]["nodes"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn one_query_lists_languages_with_their_frameworks() {
    let app = App::core().await;
    let query = "{ languages(last: 100, filter: {languageType: PROGRAMMING}) {
        totalCount
        nodes { slug prefLabel frameworks(first: 100) { totalCount nodes { slug prefLabel side frameworkType } } }
    } }";
    let languages = &app.data(query).await["languages"];
    let nodes = languages["nodes"].as_array().unwrap();
    assert_eq!(languages["totalCount"].as_u64().unwrap().min(100), nodes.len() as u64);
    let of = |slug: &str| slugs(&nodes.iter().find(|node| node["slug"] == slug).unwrap()["frameworks"]);
    assert!(of("python").contains(&"django"));
    assert!(of("ruby").contains(&"ruby-on-rails"));
}

#[tokio::test]
async fn the_counts_of_the_graph_are_those_of_its_facts() {
    let app = App::core().await;
    let (mut kinds, mut relations) = (BTreeMap::new(), BTreeMap::new());
    for fact in app.store.graph().facts() {
        match fact {
            Fact::Concept(row) => *kinds.entry(row.kind.as_str()).or_insert(0_u64) += 1,
            Fact::Relation(row) => *relations.entry(row.kind.as_str()).or_insert(0_u64) += 1,
            _ => {}
        }
    }
    let data = app.data("{ graph { revision counts { kind count } relationCounts { kind count } } }").await;
    assert_eq!(data["graph"]["revision"], 1);
    for (field, expected, all) in
        [("counts", kinds, Kind::ALL.len()), ("relationCounts", relations, RelationKind::ALL.len())]
    {
        let counts = data["graph"][field].as_array().unwrap();
        assert_eq!(counts.len(), all, "{field}");
        for count in counts {
            let expected = expected.get(count["kind"].as_str().unwrap()).copied().unwrap_or(0);
            assert_eq!(count["count"], expected, "{count}");
        }
    }
    for (field, kind) in [("roles", "ROLE"), ("skills", "SKILL"), ("skillGroups", "SKILL_GROUP"), ("tools", "TOOL")] {
        let data = app.data(&format!("{{ {field} {{ totalCount }} graph {{ counts {{ kind count }} }} }}")).await;
        let counts = data["graph"]["counts"].as_array().unwrap();
        let count = counts.iter().find(|count| count["kind"] == kind).unwrap();
        assert_eq!(data[field]["totalCount"], count["count"], "{field}");
    }
}

// ---- every field of every type ------------------------------------------------------------------------------------

#[tokio::test]
async fn every_field_of_every_kind_is_answered() {
    let app = small::app().await;
    let types = Types::of(&app).await;
    for (field, name, slug) in [
        ("role", "Role", "backend-developer"),
        ("roleGroup", "RoleGroup", "developers"),
        ("skill", "Skill", "testing"),
        ("skillGroup", "SkillGroup", "software"),
        ("language", "Language", "python"),
        ("framework", "Framework", "django"),
        ("tool", "Tool", "postgresql"),
        ("responsibility", "Responsibility", "write-code"),
        ("qualification", "Qualification", "computing-degree"),
    ] {
        let query = format!(r#"{{ {field}(by: {{slug: "{slug}"}}) {} }}"#, types.all_of(name));
        insta::assert_json_snapshot!(format!("every_field_of_a_{field}"), app.data(&query).await);
    }
}

#[tokio::test]
async fn every_field_of_the_graph_and_its_sources_is_answered() {
    let app = small::app().await;
    let types = Types::of(&app).await;
    let query = format!(
        r#"{{ graph {} sources {} book: source(by: {{slug: "book"}}) {} }}"#,
        types.all_of("Graph"),
        types.all_of("SourceConnection"),
        types.all_of("Source"),
    );
    let data = app.data(&query).await;
    insta::assert_json_snapshot!("every_field_of_the_graph_and_its_sources", data, {
        ".graph.committedAt" => "[time]"
    });
}

#[tokio::test]
async fn every_field_of_scales_and_collections_is_answered() {
    let app = small::app().await;
    let types = Types::of(&app).await;
    let query = format!(
        r#"{{ scales {} collections {} digital: collection(slug: "digital") {} }}"#,
        types.all_of("Scale"),
        types.all_of("CollectionConnection"),
        types.all_of("Collection"),
    );
    insta::assert_json_snapshot!("every_field_of_scales_and_collections", app.data(&query).await);
}

fn is_connection(field: &Value) -> bool {
    small::innermost(&field["type"]).ends_with("Connection")
}

#[tokio::test]
async fn every_list_has_edges_nodes_and_a_count() {
    let app = small::app().await;
    let types = Types::of(&app).await;
    let mut lists = types.fields("Query");
    // Those that need no more than a page: questions that are answered by a list need something to go by.
    lists.retain(|field| {
        let args = field["args"].as_array().unwrap();
        let is_required = |arg: &Value| arg["type"]["kind"] == "NON_NULL" && arg["defaultValue"].is_null();
        is_connection(field) && !args.iter().any(is_required)
    });
    assert_eq!(lists.len(), 11);
    for field in lists {
        let field = field["name"].as_str().unwrap();
        let query = format!(
            "{{ {field} {{ totalCount
                edges {{ cursor node {{ id slug }} }} nodes {{ id slug }} pageInfo {{ startCursor endCursor }}
            }} }}"
        );
        let list = &app.data(&query).await[field];
        let (edges, nodes) = (list["edges"].as_array().unwrap(), list["nodes"].as_array().unwrap());
        assert!(!edges.is_empty(), "{field}");
        assert_eq!(list["totalCount"], edges.len(), "{field}");
        assert!(edges.iter().map(|edge| &edge["node"]).eq(nodes), "{field}");
        assert_eq!(list["pageInfo"]["startCursor"], edges[0]["cursor"], "{field}");
        assert_eq!(list["pageInfo"]["endCursor"], edges[edges.len() - 1]["cursor"], "{field}");
    }
}
