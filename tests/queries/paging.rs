//! Walking connections by pages.

use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::small;
use crate::support::App;

/// Connections of the built-in graph. `PAGE` stands for the arguments of the page; the connection is called `list`.
const WALKS: &[&str] = &[
    r#"role(by: {slug: "backend-developer"}) { list: requirements(PAGE) { ...edges } }"#,
    r#"role(by: {slug: "backend-developer"}) { list: requirements(strength: OPTIONAL, PAGE) { ...edges } }"#,
    r#"role(by: {slug: "backend-developer"}) { list: requirements(kinds: [LANGUAGE, TOOL], PAGE) { ...edges } }"#,
    r#"role(by: {slug: "backend-developer"}) { list: relations(PAGE) { ...edges } }"#,
    r#"role(by: {slug: "backend-developer"}) { list: ancestors(PAGE) { ...edges } }"#,
    r#"language(by: {slug: "python"}) { list: frameworks(PAGE) { ...edges } }"#,
    r#"language(by: {slug: "python"}) { list: relations(PAGE) { ...edges } }"#,
    r#"language(by: {slug: "javascript"}) { list: relations(kinds: [REQUIRES, USES_LANGUAGE], PAGE) { ...edges } }"#,
    "skills(orderBy: {field: LABEL, direction: DESC}, PAGE) { ...edges }",
    "skills(filter: {skillType: KNOWLEDGE}, orderBy: {field: SLUG, direction: DESC}, PAGE) { ...edges }",
    "roles(PAGE) { ...edges }",
    "sources(PAGE) { ...edges }",
];

/// One page of a connection.
async fn page(app: &App, walk: &str, page: &str) -> Value {
    let walk = match walk.contains("list:") {
        true => walk.replace("PAGE", page),
        false => format!("list: {}", walk.replace("PAGE", page)),
    };
    let query = format!(
        "{{ {walk} }} {}",
        fragments(&walk).replace(
            "BODY",
            "{ totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"
        )
    );
    let mut data = app.data(&query).await;
    let list = data.pointer_mut("/list").map(Value::take);
    list.unwrap_or_else(|| data.as_object_mut().unwrap().values_mut().next().unwrap()["list"].take())
}

/// The fragment that the walk uses, on the type of its connection.
fn fragments(walk: &str) -> String {
    let on = [
        ("requirements(", "RequirementConnection"),
        ("relations(", "RelatedConceptConnection"),
        ("ancestors(", "HierarchyConnection"),
        ("frameworks(", "RelatedFrameworkConnection"),
        ("skills(", "SkillConnection"),
        ("roles(", "RoleConnection"),
        ("sources(", "SourceConnection"),
    ];
    let (_, name) = on.iter().find(|(field, _)| walk.contains(field)).unwrap();
    format!("fragment edges on {name} BODY")
}

fn edges(page: &Value) -> &Vec<Value> {
    page["edges"].as_array().unwrap()
}

fn arguments(size: &str, number: usize, from: &str, cursor: &Value) -> String {
    match cursor.as_str() {
        None => format!("{size}: {number}"),
        Some(cursor) => format!(r#"{size}: {number}, {from}: "{cursor}""#),
    }
}

/// All edges, by pages of a size, from the beginning.
async fn forwards(app: &App, walk: &str, size: usize) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let page = page(app, walk, &arguments("first", size, "after", &cursor)).await;
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !all.is_empty(), "{walk} by {size}");
        all.extend(edges(&page).iter().cloned());
        let more = (all.len() as u64) < page["totalCount"].as_u64().unwrap();
        assert_eq!(page["pageInfo"]["hasNextPage"], more, "{walk} by {size}");
        if !more {
            return all;
        }
        assert_eq!(edges(&page).len(), size, "{walk}: only the last page may be short");
        assert_eq!(page["pageInfo"]["endCursor"], edges(&page)[size - 1]["cursor"], "{walk}");
        cursor = page["pageInfo"]["endCursor"].clone();
    }
}

/// All edges, by pages of a size, from the end.
async fn backwards(app: &App, walk: &str, size: usize) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let page = page(app, walk, &arguments("last", size, "before", &cursor)).await;
        assert_eq!(page["pageInfo"]["hasNextPage"], !all.is_empty(), "{walk} by {size}");
        all.splice(0..0, edges(&page).iter().cloned());
        let more = (all.len() as u64) < page["totalCount"].as_u64().unwrap();
        assert_eq!(page["pageInfo"]["hasPreviousPage"], more, "{walk} by {size}");
        if !more {
            return all;
        }
        assert_eq!(page["pageInfo"]["startCursor"], edges(&page)[0]["cursor"], "{walk}");
        cursor = page["pageInfo"]["startCursor"].clone();
    }
}

#[test]
fn walking_by_pages_of_any_size_visits_every_edge_once_in_the_same_order() {
    let runtime = Runtime::new().unwrap();
    let app = runtime.block_on(App::core());
    let whole: Vec<_> = WALKS.iter().map(|walk| runtime.block_on(forwards(&app, walk, 100))).collect();
    for (walk, edges) in WALKS.iter().zip(&whole) {
        assert!(edges.len() > 1, "{walk}");
        let mut cursors: Vec<_> = edges.iter().map(|edge| edge["cursor"].as_str().unwrap()).collect();
        cursors.sort_unstable();
        cursors.dedup();
        assert_eq!(cursors.len(), edges.len(), "{walk}: a cursor names one edge");
    }
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) };
    proptest!(config, |(which in 0..WALKS.len(), size in 1_usize..=100, from_the_end in any::<bool>())| {
        // A page of one or two edges of a thousand is a long walk that shows nothing more.
        let size = size.max(whole[which].len() / 100);
        let walked = match from_the_end {
            false => runtime.block_on(forwards(&app, WALKS[which], size)),
            true => runtime.block_on(backwards(&app, WALKS[which], size)),
        };
        prop_assert_eq!(&walked, &whole[which]);
    });
}

// ---- the corners --------------------------------------------------------------------------------------------------

const REQUIREMENTS: &str = r#"role(by: {slug: "backend-developer"}) { list: requirements(PAGE) { ...edges } }"#;

async fn cursors(app: &App) -> Vec<String> {
    let all = forwards(app, REQUIREMENTS, 100).await;
    all.iter().map(|edge| edge["cursor"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_list_has_twenty_edges_when_nobody_says_how_many() {
    let app = App::core().await;
    let query = "{ skills { edges { cursor } pageInfo { hasNextPage hasPreviousPage } } }";
    let skills = &app.data(query).await["skills"];
    assert_eq!(edges(skills).len(), 20);
    assert_eq!(skills["pageInfo"], json!({ "hasNextPage": true, "hasPreviousPage": false }));
    let query = "{ skills(first: 100) { nodes { slug } } last: skills(last: 100) { nodes { slug } } }";
    let data = app.data(query).await;
    assert_eq!(small::slugs(&data["skills"]).len(), 100);
    assert_eq!(small::slugs(&data["last"]).len(), 100);
}

#[tokio::test]
async fn a_page_lies_between_its_cursors() {
    let app = small::app().await;
    let cursors = cursors(&app).await;
    assert_eq!(cursors.len(), 6);
    let (after, before) = (&cursors[0], &cursors[4]);
    for (arguments, expected, previous, next) in [
        (format!(r#"after: "{after}", before: "{before}""#), 1..4, true, true),
        (format!(r#"first: 2, after: "{after}", before: "{before}""#), 1..3, true, true),
        (format!(r#"last: 2, after: "{after}", before: "{before}""#), 2..4, true, true),
        (format!(r#"last: 100, before: "{before}""#), 0..4, false, true),
        (format!(r#"first: 100, after: "{after}""#), 1..6, true, false),
        (format!(r#"after: "{}""#, cursors[5]), 6..6, true, false),
        (format!(r#"before: "{}""#, cursors[0]), 0..0, false, true),
        (format!(r#"after: "{before}", before: "{after}""#), 5..5, true, true),
    ] {
        let page = page(&app, REQUIREMENTS, &arguments).await;
        let found: Vec<_> = edges(&page).iter().map(|edge| edge["cursor"].as_str().unwrap()).collect();
        assert_eq!(found, cursors[expected.clone()], "{arguments}");
        let info = &page["pageInfo"];
        assert_eq!((&info["hasPreviousPage"], &info["hasNextPage"]), (&json!(previous), &json!(next)), "{arguments}");
        assert_eq!(info["startCursor"], json!(cursors[expected.clone()].first()), "{arguments}");
        assert_eq!(info["endCursor"], json!(cursors[expected].last()), "{arguments}");
        assert_eq!(page["totalCount"], 6, "{arguments}");
    }
}

#[tokio::test]
async fn a_cursor_from_a_filtered_list_names_the_same_edge_in_the_whole_list() {
    let app = small::app().await;
    let filtered = REQUIREMENTS.replace("PAGE", "strength: OPTIONAL, PAGE");
    let optional = forwards(&app, &filtered, 100).await;
    let cursor = optional[0]["cursor"].as_str().unwrap();
    let rest = page(&app, REQUIREMENTS, &format!(r#"after: "{cursor}""#)).await;
    assert_eq!(edges(&rest)[..], forwards(&app, REQUIREMENTS, 100).await[4..]);
    let other =
        page(&app, &REQUIREMENTS.replace("PAGE", "strength: ESSENTIAL, PAGE"), &format!(r#"before: "{cursor}""#)).await;
    assert_eq!(edges(&other)[..], forwards(&app, REQUIREMENTS, 100).await[..3]);
}

#[tokio::test]
async fn a_walk_goes_on_where_it_was_when_the_graph_has_grown() {
    use crate::support::facts::{commit, named};
    use entity::Kind;
    let app = App::empty().await;
    let tools = |names: &[&str]| commit(names.iter().flat_map(|name| named(Kind::Tool, name, name)).collect());
    app.store.commit(tools(&["b", "d", "f"])).await.unwrap();
    let walk = "tools(PAGE) { edges { cursor node { slug } } }";
    let first = app.data(&format!("{{ {} }}", walk.replace("PAGE", "first: 2"))).await;
    app.store.commit(tools(&["a", "c", "e"])).await.unwrap();
    let after = format!("after: {}", first["tools"]["edges"][1]["cursor"]);
    let second = app.data(&format!("{{ {} }}", walk.replace("PAGE", &after))).await;
    let found: Vec<_> = edges(&second["tools"]).iter().map(|edge| edge["node"]["slug"].as_str().unwrap()).collect();
    assert_eq!(found, ["e", "f"]);
}

#[tokio::test]
async fn an_empty_list_has_no_edges_and_no_cursors() {
    let app = App::empty().await;
    let query = "{ roles { totalCount edges { cursor } nodes { id }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    let info = json!({ "hasNextPage": false, "hasPreviousPage": false, "startCursor": null, "endCursor": null });
    let expected = json!({ "roles": { "totalCount": 0, "edges": [], "nodes": [], "pageInfo": info } });
    assert_eq!(app.data(query).await, expected);
}
