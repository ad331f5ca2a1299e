//! The graph, asked through GraphQL, beside what was counted from the files.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_graphql::Variables;
use serde_json::{Value, json};
use skillgraph::{
    graph::Graph,
    graphql::{self, Answer, Schema},
};

use super::counted::{Concept, Package};
use crate::support::App;

/// A graph that can be asked.
pub(crate) struct Asked {
    schema: Schema,
    graph: Arc<Graph>,
    _app: App,
}

impl Asked {
    pub(crate) async fn of(graph: Graph) -> Self {
        let app = App::empty().await;
        Self { schema: graphql::schema(app.store.clone()), graph: Arc::new(graph), _app: app }
    }

    /// The data that a query answers with; it must answer without errors.
    pub(crate) async fn data(&self, query: &str, variables: Value) -> Value {
        let document = self.schema.document(query).unwrap_or_else(|response| panic!("{query}\n{response:?}"));
        let variables = Variables::from_json(variables);
        match graphql::execute(&self.schema, self.graph.clone(), &document, None, variables).await {
            Answer::Json(graphql::Walked { json, .. }) => {
                serde_json::from_slice::<Value>(&json).unwrap()["data"].take()
            }
            Answer::Response(response) => {
                assert!(response.errors.is_empty(), "{query}\n{:?}", response.errors);
                response.data.into_json().unwrap()
            }
        }
    }

    /// All concepts of a list, page by page, by their URIs.
    async fn all(&self, list: &str, fields: &str) -> BTreeMap<String, Value> {
        let query = format!(
            "query($after: String) {{ list: {list}(first: 100, after: $after) {{
                pageInfo {{ hasNextPage endCursor }}
                nodes {{ slug identifiers {{ scheme value }} {fields} }}
            }} }}"
        );
        let (mut all, mut after) = (BTreeMap::new(), Value::Null);
        loop {
            let mut page = self.data(&query, json!({ "after": after })).await;
            for node in page["list"]["nodes"].as_array_mut().unwrap() {
                let uri = identifiers(node, "esco").pop().expect("every concept has a URI");
                assert!(all.insert(uri, node.take()).is_none());
            }
            after = page["list"]["pageInfo"]["endCursor"].take();
            if page["list"]["pageInfo"]["hasNextPage"] == false {
                return all;
            }
        }
    }

    /// Compares whatever a package says with what the graph answers.
    pub(crate) async fn compare(&self, package: &Package) {
        self.compare_counts(package).await;
        let mut uris = BTreeMap::new();
        for (kind, list, own) in [
            ("ROLE_GROUP", "roleGroups", "code level"),
            ("ROLE", "roles", "iscoCode regulatedProfessionNote"),
            ("SKILL_GROUP", "skillGroups", "code"),
            ("SKILL", "skills", "skillType reuseLevel callsFor(first: 100) { edges { strength node { slug } } }"),
        ] {
            let fields = format!(
                "prefLabel altLabels hiddenLabels description definition scopeNote status
                 broader(first: 100) {{ edges {{ strength node {{ slug kind }} }} }} {own}"
            );
            let answered = self.all(list, &fields).await;
            let none = BTreeMap::new();
            let counted = package.concepts.get(kind).unwrap_or(&none);
            assert!(answered.keys().eq(counted.keys()), "{list}");
            for (uri, node) in &answered {
                compare_concept(kind, uri, node, &counted[uri]);
                uris.insert((kind, text(node, "slug").to_owned()), uri.clone());
            }
            for (uri, node) in &answered {
                compare_targets(package, "CALLS_FOR", uri, &node["callsFor"], &|node| {
                    uris[&("SKILL", text(node, "slug").to_owned())].clone()
                });
            }
            // Skills hang below groups, and occupations below ISCO groups: those were asked before.
            for (uri, node) in &answered {
                compare_targets(package, "BROADER", uri, &node["broader"], &|node| {
                    let kind =
                        ["ROLE_GROUP", "ROLE", "SKILL_GROUP", "SKILL"].into_iter().find(|kind| node["kind"] == *kind);
                    uris[&(kind.unwrap(), text(node, "slug").to_owned())].clone()
                });
            }
        }
        self.compare_requirements(package, &uris).await;
        self.compare_collections(package).await;
    }

    /// Every member of every collection.
    async fn compare_collections(&self, package: &Package) {
        assert_eq!(self.graph.collections().len(), package.collections.len());
        for (file, counted) in &package.collections {
            let slug = match *file {
                "digCompSkillsCollection" => "esco-digcomp-skills",
                "digitalSkillsCollection" => "esco-digital-skills",
                "greenSkillsCollection" => "esco-green-skills",
                "ictSkillsCollection" => "esco-ict-skills",
                "languageSkillsCollection" => "esco-language-skills",
                "researchOccupationsCollection" => "esco-research-occupations",
                "researchSkillsCollection" => "esco-research-skills",
                _ => "esco-transversal-skills",
            };
            assert_eq!(self.members(slug).await, *counted, "{slug}");
        }
    }

    /// The URIs of all that is in a collection, page by page.
    async fn members(&self, slug: &str) -> BTreeSet<String> {
        let query = "query($slug: String!, $after: String) { collection(slug: $slug) {
            members(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { identifiers { scheme value } } }
        } }";
        let (mut all, mut after) = (BTreeSet::new(), Value::Null);
        loop {
            let mut page =
                self.data(query, json!({ "slug": slug, "after": after })).await["collection"]["members"].take();
            all.extend(page["nodes"].as_array().unwrap().iter().flat_map(|node| identifiers(node, "esco")));
            after = page["pageInfo"]["endCursor"].take();
            if page["pageInfo"]["hasNextPage"] == false {
                return all;
            }
        }
    }

    async fn compare_counts(&self, package: &Package) {
        let query = "{ graph { counts { kind count } relationCounts { kind count } } }";
        let graph = &self.data(query, json!({})).await["graph"];
        let count = |counts: &str, kind: &str| {
            let counts = graph[counts].as_array().unwrap();
            let found = counts.iter().find(|count| count["kind"] == kind);
            found.map_or(0, |count| usize::try_from(count["count"].as_u64().unwrap()).unwrap())
        };
        for kind in ["ROLE_GROUP", "ROLE", "SKILL_GROUP", "SKILL"] {
            assert_eq!(count("counts", kind), package.count(kind), "{kind}");
        }
        for kind in ["BROADER", "REQUIRES", "CALLS_FOR"] {
            let counted = package.relations.get(kind).map_or(0, BTreeMap::len);
            assert_eq!(count("relationCounts", kind), counted, "{kind}");
        }
    }

    /// Every requirement of every role; of those of which a role has more than a hundred, the second hundred is asked for as
    /// well, and so on.
    async fn compare_requirements(&self, package: &Package, uris: &BTreeMap<(&str, String), String>) {
        let fields = "essential: requirements(first: 100, strength: ESSENTIAL) { totalCount pageInfo { hasNextPage endCursor } nodes { slug } }
                      optional: requirements(first: 100, strength: OPTIONAL) { totalCount pageInfo { hasNextPage endCursor } nodes { slug } }";
        const REST: &str = "query($slug: String!, $after: String, $of: Strength) { role(by: { slug: $slug }) {
            requirements(first: 100, after: $after, strength: $of) { pageInfo { hasNextPage endCursor } nodes { slug } }
        } }";
        for (uri, role) in self.all("roles", fields).await {
            let targets = package.targets("REQUIRES", &uri);
            for (field, strength) in [("essential", "ESSENTIAL"), ("optional", "OPTIONAL")] {
                let counted: BTreeSet<_> =
                    targets.iter().filter(|(_, of)| *of == strength).map(|(to, _)| (*to).to_owned()).collect();
                assert_eq!(role[field]["totalCount"], counted.len(), "{uri} {field}");
                let mut page = role[field].clone();
                let mut answered = BTreeSet::new();
                loop {
                    let nodes = page["nodes"].as_array().unwrap().iter();
                    answered.extend(nodes.map(|node| uris[&("SKILL", text(node, "slug").to_owned())].clone()));
                    if page["pageInfo"]["hasNextPage"] == false {
                        break;
                    }
                    let variables =
                        json!({ "slug": role["slug"], "after": page["pageInfo"]["endCursor"], "of": strength });
                    page = self.data(REST, variables).await["role"]["requirements"].take();
                }
                assert_eq!(answered, counted, "{uri} {field}");
            }
        }
    }
}

fn text<'v>(node: &'v Value, field: &str) -> &'v str {
    node[field].as_str().unwrap_or_default()
}

fn identifiers(node: &Value, scheme: &str) -> Vec<String> {
    let all = node["identifiers"].as_array().unwrap().iter();
    all.filter(|identifier| identifier["scheme"] == scheme)
        .map(|identifier| text(identifier, "value").to_owned())
        .collect()
}

fn set(node: &Value, field: &str) -> BTreeSet<String> {
    node[field].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn compare_concept(kind: &str, uri: &str, node: &Value, concept: &Concept) {
    assert_eq!(text(node, "prefLabel"), concept.preferred, "{uri}");
    assert_eq!(set(node, "altLabels"), concept.alternative, "{uri}");
    assert_eq!(set(node, "hiddenLabels"), concept.hidden, "{uri}");
    for (field, note) in ["description", "definition", "scopeNote"].into_iter().zip(&concept.notes) {
        let broken =
            note.chars().any(|character| ('\u{7f}'..='\u{9f}').contains(&character)) || note.contains("Â\u{a0}");
        let note = unmarked(note.trim_end_matches('\\').trim_end());
        assert!(broken || text(node, field) == note, "{uri} {field}");
    }
    let status = if concept.status == "obsolete" { "DEPRECATED" } else { "PUBLISHED" };
    assert_eq!(node["status"], status, "{uri}");
    let [code, isco_group, regulated, skill_type, reuse_level] = &concept.columns;
    let skill_type = if skill_type == "skill/competence" { "SKILL" } else { &skill_type.to_uppercase() };
    assert_eq!(text(node, "iscoCode"), isco_group, "{uri}");
    assert_eq!(text(node, "regulatedProfessionNote"), regulated, "{uri}");
    assert_eq!(text(node, "skillType"), skill_type, "{uri}");
    assert_eq!(text(node, "reuseLevel"), reuse_level.to_uppercase().replace('-', "_"), "{uri}");
    if kind.ends_with("GROUP") && !uri.contains("/isced-f/") {
        assert_eq!(text(node, "code"), code, "{uri}");
    }
    let codes = identifiers(node, "esco-code");
    let own = kind != "ROLE_GROUP" && !code.is_empty();
    assert_eq!(codes, if own { vec![code.clone()] } else { Vec::new() }, "{uri}");
}

/// Compares what a connection leads to with what the package says.
fn compare_targets(package: &Package, kind: &str, from: &str, answered: &Value, uri: &dyn Fn(&Value) -> String) {
    let edges = answered["edges"].as_array().into_iter().flatten();
    let answered: BTreeSet<_> = edges.map(|edge| (uri(&edge["node"]), text(edge, "strength"))).collect();
    let answered: BTreeSet<_> = answered.iter().map(|(to, strength)| (to.as_str(), *strength)).collect();
    let counted = package.targets(kind, from);
    assert_eq!(answered, counted, "{from} {kind}");
}

/// A text without the marks of links, and with the signs that entities stand for.
fn unmarked(note: &str) -> String {
    let mut pieces = note.split("<a resource=");
    let mut text = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (link, rest) = piece.split_once("</a>").unwrap();
        let words = link.strip_suffix("</span>").unwrap();
        text.push_str(words.rsplit_once('>').unwrap().1);
        text.push_str(rest);
    }
    text.replace("&gt;", ">").replace("&amp;", "&")
}
