//! The graph, asked through GraphQL, beside what was counted from the files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::counted::{Occupation, Release, Requirement};
use crate::support::asked::Asked;

const PAGE: &str = "pageInfo { hasNextPage endCursor }";
const IDENTIFIERS: &str = "identifiers { scheme value }";

/// Compares whatever a release says with what the graph answers.
pub(crate) async fn compare(asked: &Asked, release: &Release) {
    compare_counts(asked, release).await;
    for (code, occupation) in &release.occupations {
        compare_occupation(asked, code, occupation).await;
        compare_requirements(asked, code, &occupation.requires).await;
    }
    compare_tools(asked, release).await;
    compare_activities(asked, release).await;
    compare_elements(asked, release).await;
}

async fn compare_counts(asked: &Asked, release: &Release) {
    let query = "{ graph { counts { kind count } relationCounts { kind count } } }";
    let graph = &asked.data(query, json!({})).await["graph"];
    let count = |counts: &str, kind: &str| {
        let all = graph[counts].as_array().unwrap();
        all.iter().find(|count| count["kind"] == kind).unwrap()["count"].as_u64().unwrap() as usize
    };
    let sum = |of: &dyn Fn(&Occupation) -> usize| release.occupations.values().map(of).sum::<usize>();
    assert_eq!(count("counts", "ROLE"), release.occupations.len());
    assert_eq!(count("counts", "TOOL"), release.tools.len());
    assert_eq!(count("relationCounts", "REQUIRES"), sum(&|occupation| occupation.requires.len()));
    assert_eq!(count("relationCounts", "PERFORMS"), sum(&|occupation| occupation.tasks.len()));
    assert_eq!(count("relationCounts", "CALLS_FOR"), release.called_for.values().map(BTreeSet::len).sum::<usize>());
}

/// All edges of a connection of an occupation, page by page.
async fn edges(asked: &Asked, code: &str, field: &str, selection: &str) -> Vec<Value> {
    let query = format!(
        "query($code: String!, $after: String) {{
            role(by: {{ identifier: {{ scheme: \"onet\", value: $code }} }}) {{
                page: {field}(first: 100, after: $after) {{ {PAGE} edges {{ {selection} }} }}
            }}
        }}"
    );
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut page = asked.data(&query, json!({ "code": code, "after": after })).await["role"]["page"].take();
        all.append(page["edges"].as_array_mut().unwrap());
        after = page["pageInfo"]["endCursor"].take();
        if page["pageInfo"]["hasNextPage"] == false {
            return all;
        }
    }
}

/// All concepts of a list, page by page.
async fn list(asked: &Asked, list: &str, fields: &str) -> Vec<Value> {
    let query = format!(
        "query($after: String) {{
            page: {list}(first: 100, after: $after) {{ {PAGE} nodes {{ prefLabel {IDENTIFIERS} {fields} }} }}
        }}"
    );
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut page = asked.data(&query, json!({ "after": after })).await["page"].take();
        all.append(page["nodes"].as_array_mut().unwrap());
        after = page["pageInfo"]["endCursor"].take();
        if page["pageInfo"]["hasNextPage"] == false {
            return all;
        }
    }
}

async fn compare_occupation(asked: &Asked, code: &str, occupation: &Occupation) {
    let query = format!(
        "query($code: String!) {{ role(by: {{ identifier: {{ scheme: \"onet\", value: $code }} }}) {{
            prefLabel altLabels description jobZone broader {{ nodes {{ kind {IDENTIFIERS} }} }}
        }} }}"
    );
    let role = &asked.data(&query, json!({ "code": code })).await["role"];
    assert_eq!((&role["prefLabel"], &role["description"]), (&json!(occupation.title), &json!(occupation.description)));
    assert_eq!(role["jobZone"].as_u64(), occupation.job_zone, "{code}");
    let titles = role["altLabels"].as_array().unwrap().iter().map(|title| title.as_str().unwrap().to_lowercase());
    assert!(titles.clone().count() == occupation.titles.len() && titles.collect::<BTreeSet<_>>() == occupation.titles);
    let above = &role["broader"]["nodes"][0];
    match code.strip_suffix(".00") {
        Some(_) => {
            let group = identifier(above, "soc-2018").unwrap();
            assert!(
                above["kind"] == "ROLE_GROUP" && group[..4] == code[..4] && group.ends_with("00"),
                "{code} {group}"
            );
        }
        None => assert_eq!(identifier(above, "onet").unwrap(), format!("{}00", &code[..8])),
    }

    let related = edges(asked, code, "related", &format!("node {{ {IDENTIFIERS} }}")).await;
    let related: BTreeSet<_> =
        related.iter().map(|edge| identifier(&edge["node"], "onet").unwrap().to_owned()).collect();
    assert_eq!(related, occupation.related, "{code}");

    let selection = format!("strength node {{ prefLabel status {IDENTIFIERS} }}");
    let tasks = edges(asked, code, "responsibilities", &selection).await;
    assert_eq!(tasks.len(), occupation.tasks.len(), "{code}");
    for edge in tasks {
        let sentence = edge["node"]["prefLabel"].as_str().unwrap();
        let id = identifier(&edge["node"], "onet-task");
        let (expected, weight) = &occupation.tasks[id.unwrap_or(sentence)];
        let strength = match &**weight {
            "Core" => json!("ESSENTIAL"),
            "Supplemental" => json!("OPTIONAL"),
            _ => Value::Null,
        };
        let status = if id.is_some() { "PUBLISHED" } else { "DRAFT" };
        assert_eq!((sentence, &edge["strength"], &edge["node"]["status"]), (&**expected, &strength, &json!(status)));
    }
}

async fn compare_requirements(asked: &Asked, code: &str, expected: &BTreeMap<String, Requirement>) {
    let selection = "importance importanceRating { value scale { slug } } levelRating { value scale { slug } } inDemand
                     strength node { kind identifiers { scheme value } }";
    let edges = edges(asked, code, "requirements", selection).await;
    assert_eq!(edges.len(), expected.len(), "{code}");
    for edge in edges {
        let name = identifier(&edge["node"], "onet").or_else(|| identifier(&edge["node"], "onet-tool")).unwrap();
        let requirement = &expected[name];
        let rating = |field: &str, scale: &str| {
            let rating = &edge[field];
            assert!(rating.is_null() || rating["scale"]["slug"] == scale, "{code} {name}");
            rating["value"].as_f64()
        };
        let answered = Requirement {
            importance: rating("importanceRating", "onet-im"),
            level: rating("levelRating", "onet-lv"),
            in_demand: edge["inDemand"].as_bool(),
        };
        assert_eq!(answered, *requirement, "{code} {name}");
        let share = requirement.importance.map_or(-1.0, |value| (value - 1.0) / 4.0);
        let answered = edge["importance"].as_f64().unwrap_or(-1.0);
        assert!((answered - share).abs() < 1e-9 && edge["strength"].is_null(), "{code} {name}");
    }
}

async fn compare_tools(asked: &Asked, release: &Release) {
    let tools = list(asked, "tools", "toolType hotTechnology").await;
    assert_eq!(tools.len(), release.tools.len());
    for tool in tools {
        let name = tool["prefLabel"].as_str().unwrap();
        assert_eq!(identifier(&tool, "onet-tool"), Some(name));
        let hot = release.tools[name];
        assert_eq!(tool["hotTechnology"].as_bool(), hot, "{name}");
        assert_eq!(tool["toolType"] == "EQUIPMENT", hot.is_none(), "{name}");
    }
}

/// What skills, their groups and activities are called, and how they are described.
async fn compare_elements(asked: &Asked, release: &Release) {
    let mut seen = BTreeSet::new();
    for field in ["skills", "skillGroups", "responsibilities"] {
        for node in list(asked, field, "description").await {
            let Some(id) = identifier(&node, "onet") else { continue };
            assert_eq!(node["prefLabel"], release.names[id], "{id}");
            assert_eq!(node["description"].as_str(), release.descriptions.get(id).map(String::as_str), "{id}");
            assert!(seen.insert(id.to_owned()), "{id}");
        }
    }
    let required = release.occupations.values().flat_map(|occupation| occupation.requires.keys());
    let elements: BTreeSet<_> = required.filter(|name| release.descriptions.contains_key(*name)).collect();
    assert!(elements.into_iter().chain(release.called_for.keys()).all(|id| seen.contains(id)));
}

/// What is above tasks and activities, and what activities call for.
async fn compare_activities(asked: &Asked, release: &Release) {
    let fields = format!(
        "broader(first: 100) {{ nodes {{ {IDENTIFIERS} }} }} callsFor(first: 100) {{ nodes {{ {IDENTIFIERS} }} }}"
    );
    let (mut above, mut called_for) = (BTreeMap::new(), BTreeMap::new());
    for node in list(asked, "responsibilities", &fields).await {
        let Some(id) = identifier(&node, "onet-task").or_else(|| identifier(&node, "onet")) else { continue };
        for (field, all) in [("broader", &mut above), ("callsFor", &mut called_for)] {
            let targets = node[field]["nodes"].as_array().unwrap().iter();
            let targets: BTreeSet<_> = targets.map(|node| identifier(node, "onet").unwrap().to_owned()).collect();
            if !targets.is_empty() {
                all.insert(id.to_owned(), targets);
            }
        }
    }
    assert!(above == release.above && called_for == release.called_for);
}

/// What a concept is called in a scheme.
fn identifier<'v>(node: &'v Value, scheme: &str) -> Option<&'v str> {
    let all = node["identifiers"].as_array().unwrap();
    all.iter().find(|identifier| identifier["scheme"] == scheme)?["value"].as_str()
}
