//! What taxonomies bring beside concepts and relations: ratings on scales, collections, and whose data a revision is.

use serde_json::json;
use skillgraph::graph::{Change, source_id};

use super::small;
use crate::support::facts::{commit, source};

const RATINGS: &str = "fragment ratings on RelatedRoleEdge {
    inDemand
    importanceRating { scale { slug maximum } value normalized }
    levelRating { scale { slug title minimum maximum description } value normalized }
    level { scale value }
}";

#[tokio::test]
async fn ratings_stand_on_the_edge_whichever_end_is_asked() {
    let app = small::app().await;
    let expected = json!({
        "inDemand": true,
        "importanceRating": { "scale": { "slug": "onet-importance", "maximum": 5.0 }, "value": 4.5, "normalized": 0.875 },
        "levelRating": {
            "scale": {
                "slug": "onet-level", "title": "Level", "minimum": 0.0, "maximum": 7.0,
                "description": "From none at all to that of an expert.",
            },
            "value": 4.5,
            "normalized": 4.5 / 7.0,
        },
        "level": { "scale": "onet-level", "value": 4.5 },
    });
    let required_by =
        format!(r#"{{ language(by: {{slug: "python"}}) {{ requiredBy {{ edges {{ ...ratings }} }} }} }} {RATINGS}"#);
    let data = app.data(&required_by).await;
    assert_eq!(data["language"]["requiredBy"]["edges"], json!([expected]));
    let requirements = r#"{ role(by: {slug: "backend-developer"}) { requirements { edges { ...ratings } } } }"#;
    let data = app.data(&format!("{requirements} {}", RATINGS.replace("RelatedRoleEdge", "RequirementEdge"))).await;
    let edges = data["role"]["requirements"]["edges"].as_array().unwrap();
    assert!(edges.contains(&expected), "{edges:#?}");
    let unrated = json!({ "inDemand": null, "importanceRating": null, "levelRating": null, "level": null });
    assert_eq!(edges.iter().filter(|edge| **edge == unrated).count(), edges.len() - 1);
}

#[tokio::test]
async fn the_members_of_a_collection_are_paged_and_kept_by_kind() {
    let app = small::app().await;
    let query = r#"{ collection(slug: "digital") {
        all: members { totalCount nodes { slug } }
        languages: members(kinds: [LANGUAGE]) { totalCount nodes { slug } }
        none: members(kinds: []) { totalCount nodes { slug } }
        first: members(first: 2, kinds: [SKILL, LANGUAGE]) { nodes { slug } pageInfo { hasNextPage endCursor } }
    } }"#;
    let collection = &app.data(query).await["collection"];
    let slugs = |field: &str| small::slugs(&collection[field]);
    assert_eq!(slugs("all"), ["developer", "databases", "sql", "python"]);
    assert_eq!(slugs("languages"), ["sql", "python"]);
    assert_eq!((slugs("none").len(), &collection["none"]["totalCount"]), (0, &json!(0)));
    assert_eq!(slugs("first"), ["databases", "sql"]);
    assert_eq!(collection["first"]["pageInfo"]["hasNextPage"], true);
    let after = collection["first"]["pageInfo"]["endCursor"].as_str().unwrap();
    let next = format!(
        r#"{{ collection(slug: "digital") {{ members(after: "{after}", kinds: [SKILL, LANGUAGE]) {{ nodes {{ slug }} }} }} }}"#
    );
    assert_eq!(small::slugs(&app.data(&next).await["collection"]["members"]), ["python"]);
    let other = next.replace("digital", "data");
    assert_eq!(app.error(&other).await.0, "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_concept_names_the_collections_that_it_is_in() {
    let app = small::app().await;
    let query = r#"{
        sql: language(by: {slug: "sql"}) { collections { slug } }
        git: tool(by: {slug: "git"}) { collections { slug } }
        nothing: collection(slug: "nothing") { slug }
    }"#;
    let expected = json!({
        "sql": { "collections": [{ "slug": "data" }, { "slug": "digital" }] },
        "git": { "collections": [] },
        "nothing": null,
    });
    assert_eq!(app.data(query).await, expected);
}

#[tokio::test]
async fn a_collection_is_found_by_its_id() {
    let app = small::app().await;
    let data = app.data(r#"{ collection(slug: "digital") { id } }"#).await;
    let id = data["collection"]["id"].as_str().unwrap();
    let data = app.data(&format!(r#"{{ node(id: "{id}") {{ id ... on Collection {{ slug }} }} }}"#)).await;
    assert_eq!(data["node"], json!({ "id": id, "slug": "digital" }));
    let (code, message) = app.error(&format!(r#"{{ skill(by: {{id: "{id}"}}) {{ slug }} }}"#)).await;
    assert_eq!((code.as_str(), message.as_str()), ("BAD_USER_INPUT", "`id` is that of a collection, not of a SKILL"));
}

#[tokio::test]
async fn a_revision_names_the_source_that_it_brought() {
    let app = small::app().await;
    let mut of_atlas = commit(vec![Change::Assert(source("atlas"))]);
    of_atlas.source = Some(source_id("atlas"));
    of_atlas.source_version = Some("1.2.1".to_owned());
    app.store.commit(of_atlas).await.unwrap();
    let query =
        "{ graph { source { slug } sourceVersion } at(revision: 1) { graph { source { slug } sourceVersion } } }";
    let expected = json!({
        "graph": { "source": { "slug": "atlas" }, "sourceVersion": "1.2.1" },
        "at": { "graph": { "source": null, "sourceVersion": null } },
    });
    assert_eq!(app.data(query).await, expected);
}
