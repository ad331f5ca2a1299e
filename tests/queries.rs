//! What can be asked of the graph, and what is answered.

mod lists;
mod near;
mod paging;
mod refusals;
pub(crate) mod small;
mod taxonomies;

use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use entity::{Kind, LabelRole, RelationKind};
use serde_json::{Value, json};
use skillgraph::graph::{Change, Fact, concept_id, source_id};

use self::small::{Types, id, slugs};
use crate::support::{
    App,
    facts::{commit, concept, label, named},
    text_of,
};

/// An id of a concept, made by hand: a byte for the kind, then the number.
pub(crate) fn made_up_id(kind: u8, number: i64) -> String {
    let bytes: Vec<_> = [kind].into_iter().chain(number.to_be_bytes()).collect();
    BASE64URL_NOPAD.encode(&bytes)
}

/// The text of an answer, byte by byte.
async fn raw(app: &App, query: &str) -> String {
    let body = json!({ "query": query }).to_string();
    let request = axum::http::Request::post("/graphql").header("content-type", "application/json").body(body.into());
    text_of(app.send(request.unwrap()).await).await
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

// ---- lookups ------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_concept_is_found_by_id_slug_and_identifier() {
    let app = small::app().await;
    for (kind, word, slug, scheme, value) in [
        ("role", "ROLE", "backend-developer", "onet-soc", "15-1252.00"),
        ("roleGroup", "ROLE_GROUP", "developers", "isco-08", "251"),
        ("language", "LANGUAGE", "python", "linguist", "Python"),
    ] {
        let id = id(&app, kind, slug).await;
        let query = format!(
            r#"{{
                a: {kind}(by: {{id: "{id}"}}) {{ slug }}
                b: {kind}(by: {{identifier: {{scheme: "{scheme}", value: "{value}"}}}}) {{ slug }}
                c: concept(by: {{id: "{id}"}}) {{ slug }}
                d: concept(by: {{slug: {{kind: {word}, slug: "{slug}"}}}}) {{ slug }}
                e: concept(by: {{identifier: {{scheme: "{scheme}", value: "{value}"}}}}) {{ slug }}
                f: node(id: "{id}") {{ ... on Concept {{ slug }} }}
            }}"#
        );
        let found = json!({ "slug": slug });
        let expected = json!({ "a": found, "b": found, "c": found, "d": found, "e": found, "f": found });
        assert_eq!(app.data(&query).await, expected);
    }
}

#[tokio::test]
async fn a_source_is_found_by_id_and_slug() {
    let app = small::app().await;
    let id = made_up_id(32, source_id("book"));
    let query = format!(
        r#"{{
            a: source(by: {{slug: "book"}}) {{ id }}
            b: source(by: {{id: "{id}"}}) {{ id }}
            c: node(id: "{id}") {{ id }}
        }}"#
    );
    let found = json!({ "id": id });
    assert_eq!(app.data(&query).await, json!({ "a": found, "b": found, "c": found }));
}

#[tokio::test]
async fn what_is_not_there_is_null() {
    let app = small::app().await;
    let unknown = made_up_id(1, 12_345);
    let kinds = [
        "role",
        "roleGroup",
        "skill",
        "skillGroup",
        "language",
        "framework",
        "tool",
        "responsibility",
        "qualification",
    ];
    for (number, kind) in (1..).zip(kinds) {
        let unknown = made_up_id(number, 12_345);
        let query = format!(
            r#"{{
                a: {kind}(by: {{slug: "nowhere"}}) {{ slug }}
                b: {kind}(by: {{slug: ""}}) {{ slug }}
                c: {kind}(by: {{id: "{unknown}"}}) {{ slug }}
                d: {kind}(by: {{identifier: {{scheme: "isco-08", value: "9999"}}}}) {{ slug }}
                e: {kind}(by: {{identifier: {{scheme: "nowhere", value: "251"}}}}) {{ slug }}
            }}"#
        );
        assert_eq!(app.data(&query).await, json!({ "a": null, "b": null, "c": null, "d": null, "e": null }), "{kind}");
    }
    let query = format!(
        r#"{{
            a: concept(by: {{slug: {{kind: SKILL, slug: "python"}}}}) {{ slug }}
            b: concept(by: {{id: "{unknown}"}}) {{ slug }}
            c: node(id: "{unknown}") {{ id }}
            d: node(id: "{}") {{ id }}
            e: source(by: {{slug: "nowhere"}}) {{ slug }}
        }}"#,
        made_up_id(32, 1),
    );
    assert_eq!(app.data(&query).await, json!({ "a": null, "b": null, "c": null, "d": null, "e": null }));
}

#[tokio::test]
async fn an_identifier_of_another_kind_names_nothing() {
    let app = small::app().await;
    let query = r#"{ role(by: {identifier: {scheme: "linguist", value: "Python"}}) { slug } }"#;
    assert_eq!(app.data(query).await, json!({ "role": null }));
}

#[tokio::test]
async fn an_id_whose_kind_was_tampered_with_names_nothing() {
    let app = small::app().await;
    let forged = made_up_id(1, concept_id(Kind::Language, "python"));
    let query = format!(
        r#"{{
            node(id: "{forged}") {{ id }}
            concept(by: {{id: "{forged}"}}) {{ slug }}
            role(by: {{id: "{forged}"}}) {{ slug kind }}
        }}"#
    );
    assert_eq!(app.data(&query).await, json!({ "node": null, "concept": null, "role": null }));
}

#[tokio::test]
async fn nodes_answers_in_the_order_of_the_ids_with_null_for_the_unknown() {
    let app = small::app().await;
    let (role, tool) = (id(&app, "role", "developer").await, id(&app, "tool", "git").await);
    let source = app.data(r#"{ source(by: {slug: "book"}) { id } }"#).await["source"]["id"].take();
    let unknown = made_up_id(3, 1);
    let query = format!(
        r#"{{ nodes(ids: ["{tool}", "{unknown}", {source}, "{role}", "{tool}"]) {{
            __typename id ... on Concept {{ slug }} ... on Source {{ title }}
        }} }}"#
    );
    let tool = json!({ "__typename": "Tool", "id": tool, "slug": "git" });
    let expected = json!([
        tool, null,
        { "__typename": "Source", "id": source, "title": "The book of roles" },
        { "__typename": "Role", "id": role, "slug": "developer" },
        tool,
    ]);
    assert_eq!(app.data(&query).await["nodes"], expected);
    assert_eq!(app.data("{ nodes(ids: []) { id } }").await["nodes"], json!([]));
    let hundred = vec![unknown; 100];
    assert_eq!(
        app.data(&format!("{{ nodes(ids: {}) {{ id }} }}", json!(hundred))).await["nodes"],
        json!(vec![(); 100])
    );
}

// ---- interfaces, selections ---------------------------------------------------------------------------------------

#[tokio::test]
async fn fragments_on_interfaces_and_objects_apply_to_what_they_are_on() {
    let app = small::app().await;
    let query = r#"{
        role: concept(by: {slug: {kind: ROLE, slug: "developer"}}) { ...all }
        tool: concept(by: {slug: {kind: TOOL, slug: "git"}}) { ...all }
        group: concept(by: {slug: {kind: SKILL_GROUP, slug: "software"}}) { ...all }
    }
    fragment all on Concept {
        __typename kind
        ... on Node { id }
        ... on Competency { requiredBy { nodes { slug } } }
        ... on Role { iscoCode }
        ... on Tool { toolType }
        ... on SkillGroup { code }
    }"#;
    let (role, tool) = (id(&app, "role", "developer").await, id(&app, "tool", "git").await);
    let group = id(&app, "skillGroup", "software").await;
    let expected = json!({
        "role": { "__typename": "Role", "kind": "ROLE", "id": role, "iscoCode": "2512" },
        "tool": {
            "__typename": "Tool", "kind": "TOOL", "id": tool, "toolType": "VERSION_CONTROL",
            "requiredBy": { "nodes": [{ "slug": "backend-developer" }] },
        },
        "group": { "__typename": "SkillGroup", "kind": "SKILL_GROUP", "id": group, "code": "0613" },
    });
    assert_eq!(app.data(query).await, expected);
}

#[tokio::test]
async fn the_answer_has_the_fields_in_the_order_of_the_selection() {
    let app = small::app().await;
    for (query, expected) in [
        (
            r#"{ tool(by: {slug: "git"}) { slug kind __typename prefLabel } }"#,
            r#"{"data":{"tool":{"slug":"git","kind":"TOOL","__typename":"Tool","prefLabel":"Git"}}}"#,
        ),
        (
            r#"{ tool(by: {slug: "git"}) { prefLabel ...f slug } }
            fragment f on Concept { status ... on Tool { toolType } }"#,
            r#"{"data":{"tool":{"prefLabel":"Git","status":"PUBLISHED","toolType":"VERSION_CONTROL","slug":"git"}}}"#,
        ),
        (
            r#"{ z: graph { revision } a: graph { revision } __typename }"#,
            r#"{"data":{"z":{"revision":1},"a":{"revision":1},"__typename":"Query"}}"#,
        ),
    ] {
        let expected = expected.strip_suffix('}').unwrap();
        assert_eq!(raw(&app, query).await, format!("{expected},\"extensions\":{{\"revision\":1}}}}"));
    }
}

#[tokio::test]
async fn fields_that_are_selected_twice_are_merged_and_aliases_keep_them_apart() {
    let app = small::app().await;
    let query = r#"{
        tool(by: {slug: "git"}) { slug related { totalCount } }
        tool(by: {slug: "git"}) { kind related { nodes { slug } } slug }
        db: tool(by: {slug: "postgresql"}) { en: prefLabel fr: prefLabel(locale: "fr") }
    }"#;
    let expected = json!({
        "tool": { "slug": "git", "kind": "TOOL", "related": { "totalCount": 1, "nodes": [{ "slug": "testing" }] } },
        "db": { "en": "PostgreSQL", "fr": "PostgreSQL" },
    });
    assert_eq!(app.data(query).await, expected);
}

#[tokio::test]
async fn skip_and_include_leave_fields_out() {
    let app = small::app().await;
    let query = r#"{ tool(by: {slug: "git"}) {
        slug @skip(if: true) kind @include(if: true)
        ... @include(if: false) { id } ... on Tool @skip(if: false) { status }
    } }"#;
    assert_eq!(app.data(query).await, json!({ "tool": { "kind": "TOOL", "status": "PUBLISHED" } }));
}

// ---- texts --------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn the_preferred_label_falls_back_to_the_language_then_to_english_then_to_any() {
    let app = small::app().await;
    for (field, slug, locale, expected) in [
        ("role", "backend-developer", "fr", "développeur back-end"),
        ("role", "backend-developer", "fr-CA", "développeur dorsal"),
        ("role", "backend-developer", "fr-BE", "développeur back-end"),
        ("role", "backend-developer", "de", "Backend developer"),
        ("role", "backend-developer", "", "Backend developer"),
        ("role", "developer", "pt-BR", "programador"),
        ("role", "developer", "pt", "programador"),
        ("language", "sql", "es-MX", "SQL en español"),
        ("language", "sql", "en", "Abfragesprache SQL"),
        ("language", "sql", "fr", "Abfragesprache SQL"),
    ] {
        let query = format!(r#"{{ {field}(by: {{slug: "{slug}"}}) {{ prefLabel(locale: "{locale}") }} }}"#);
        assert_eq!(app.data(&query).await[field]["prefLabel"], expected, "{slug} in {locale}");
    }
    let query = r#"{ role(by: {slug: "backend-developer"}) { prefLabel } }"#;
    assert_eq!(app.data(query).await["role"]["prefLabel"], "Backend developer");
}

#[tokio::test]
async fn other_labels_are_those_of_the_very_locale_and_notes_fall_back_to_english() {
    let app = small::app().await;
    let role = |selection: &str| format!(r#"{{ role(by: {{slug: "backend-developer"}}) {{ {selection} }} }}"#);
    let query = role(
        r#"en: altLabels fr: altLabels(locale: "fr") frCA: altLabels(locale: "fr-CA") hidden: hiddenLabels(locale: "en")
        definition frDefinition: definition(locale: "fr-CA") deDefinition: definition(locale: "de")
        frDescription: description(locale: "fr") scopeNote editorialNote frEditorialNote: editorialNote(locale: "fr")"#,
    );
    let expected = json!({
        "en": ["Back-end engineer", "Server-side developer"],
        "fr": ["développeuse back-end"],
        "frCA": [],
        "hidden": ["backender"],
        "definition": "Builds what runs on servers.",
        "frDefinition": "Construit ce qui tourne sur les serveurs.",
        "deDefinition": "Builds what runs on servers.",
        "frDescription": "Logic, data and interfaces.",
        "scopeNote": "Not the pages.",
        "editorialNote": null,
        "frEditorialNote": "À revoir.",
    });
    assert_eq!(app.data(&query).await["role"], expected);
}

// ---- older revisions ----------------------------------------------------------------------------------------------

#[tokio::test]
async fn an_older_revision_is_answered_as_it_was() {
    let app = App::empty().await;
    app.store.commit(commit(named(Kind::Language, "python", "Python"))).await.unwrap();
    let mut changes = named(Kind::Tool, "git", "Git");
    changes.push(Change::Assert(label(Kind::Language, "python", LabelRole::Preferred, "Python 3")));
    app.store.commit(commit(changes)).await.unwrap();
    app.store.commit(commit(vec![Change::Retract(concept(Kind::Language, "python"))])).await.unwrap();
    let query = r#"
        { one: at(revision: 1) { ...all } two: at(revision: 2) { ...all } three: at(revision: 3) { ...all } }
        fragment all on GraphAt {
            graph { revision }
            languages { nodes { prefLabel } }
            tools { totalCount }
            language(by: {slug: "python"}) { prefLabel }
        }"#;
    let revision = |number: i32, python: Option<&str>, tools: i32| {
        let python = python.map(|name| json!({ "prefLabel": name }));
        json!({
            "graph": { "revision": number },
            "languages": { "nodes": python.iter().collect::<Vec<_>>() },
            "tools": { "totalCount": tools },
            "language": python,
        })
    };
    let expected = json!({
        "one": revision(1, Some("Python"), 0),
        "two": revision(2, Some("Python 3"), 1),
        "three": revision(3, None, 1),
    });
    assert_eq!(app.data(query).await, expected);
}

#[tokio::test]
async fn an_older_graph_has_the_fields_of_the_current_one() {
    let app = App::empty().await;
    let types = Types::of(&app).await;
    let mut now = types.fields("Query");
    // Which revision is read, and how the client stands, are of the request and not of a graph.
    now.retain(|field| field["name"] != "at" && field["name"] != "rateLimit");
    assert_eq!(now, types.fields("GraphAt"));
}

#[tokio::test]
async fn a_whole_answer_from_the_current_revision_is_the_same_by_its_number() {
    let app = small::app().await;
    let types = Types::of(&app).await;
    let query = format!(r#"language(by: {{slug: "python"}}) {}"#, types.all_of("Language"));
    let data = app.data(&format!("{{ {query} at(revision: 1) {{ {query} }} }}")).await;
    assert_ne!(data["language"], Value::Null);
    assert_eq!(data["language"], data["at"]["language"]);
}
