//! Answers written straight from the graph are those of the engine, to the byte.
//!
//! Random valid operations over our own schema are answered both ways: with aliases, fragments, interfaces, directives,
//! variables, selections to merge, and arguments that fail when the field is resolved.
//! `SKILLGRAPH_DIFFERENTIAL_CASES` says how many; the seed of a case that fails is printed, and `…_SEED` begins there.

use std::{collections::BTreeMap, env, fmt::Write, sync::Arc};

use async_graphql::{
    Request, Variables,
    parser::{
        parse_schema,
        types::{BaseType, TypeKind, TypeSystemDefinition},
    },
};
use entity::Kind;
use serde_json::{Value, json};
use skillgraph::{
    graph::{Change, Graph},
    graphql::{self, Answer, Schema},
};

use crate::support::{
    App,
    facts::{collection, commit, member, scale},
};

/// A small generator of numbers: the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        let place = self.roll(from.len());
        &from[place]
    }
}

/// What the generator must know of a field.
struct Field {
    name: String,
    ty: String,
    arguments: Vec<(String, String)>,
}

/// Object types and interfaces with their fields, and which objects an interface stands for.
struct Types {
    fields: BTreeMap<String, Vec<Field>>,
    possible: BTreeMap<String, Vec<String>>,
}

fn named(ty: &BaseType) -> String {
    match ty {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => named(&inner.base),
    }
}

fn types() -> Types {
    let mut types = Types { fields: BTreeMap::new(), possible: BTreeMap::new() };
    for definition in parse_schema(graphql::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let name = ty.node.name.node.to_string();
        let fields = match ty.node.kind {
            TypeKind::Object(object) => {
                for interface in object.implements {
                    types.possible.entry(interface.node.to_string()).or_default().push(name.clone());
                }
                object.fields
            }
            TypeKind::Interface(interface) => interface.fields,
            _ => continue,
        };
        let field = |field: async_graphql::Positioned<async_graphql::parser::types::FieldDefinition>| Field {
            name: field.node.name.node.to_string(),
            ty: named(&field.node.ty.node.base),
            arguments: field
                .node
                .arguments
                .iter()
                .map(|argument| (argument.node.name.node.to_string(), argument.node.ty.node.to_string()))
                .collect(),
        };
        types.fields.insert(name, fields.into_iter().map(field).collect());
    }
    types
}

/// An operation in the making.
struct Author<'t> {
    types: &'t Types,
    dice: Dice,
    fragments: Vec<(String, String)>,
    variables: BTreeMap<String, (&'static str, Option<Value>)>,
}

const SLUGS: &[(&str, &[&str])] = &[
    ("role", &["backend-developer", "data-engineer", "nobody"]),
    ("roleGroup", &["software-developers", "nothing"]),
    ("skill", &["rest-apis", "version-control", "databases"]),
    ("skillGroup", &["programming", "databases"]),
    ("language", &["python", "sql", "cobol"]),
    ("framework", &["django", "nextjs", "spring-boot"]),
    ("tool", &["postgresql", "git", "kubernetes"]),
    ("responsibility", &["review-code", "nothing"]),
    ("qualification", &["bachelors-degree", "nothing"]),
    ("source", &["skillgraph-core", "linguist-9-6-0"]),
];

impl Author<'_> {
    fn operation(mut self) -> (String, Value) {
        let body = self.selection("Query", 0);
        let mut text = String::from("query");
        if !self.variables.is_empty() {
            let declared = self.variables.iter().map(|(name, (ty, _))| format!("${name}: {ty}"));
            write!(text, "({})", declared.collect::<Vec<_>>().join(", ")).unwrap();
        }
        text.push_str(&body);
        // A fragment that was only spread in a part that was dropped must be dropped, too.
        let mut unused = std::mem::take(&mut self.fragments);
        while let Some(place) = unused.iter().position(|(on, _)| text.contains(&format!("...{on}0 "))) {
            let (_, fragment) = unused.remove(place);
            text.push_str(&fragment);
        }
        let values = self.variables.into_iter().filter_map(|(name, (_, value))| Some((name, value?)));
        (text, values.collect())
    }

    fn selection(&mut self, ty: &str, depth: usize) -> String {
        let mut text = String::from(" {");
        for _ in 0..=self.dice.roll(4) {
            let part = match self.dice.roll(12) {
                0 => " __typename".to_owned(),
                1 => format!(" ...{} {}", self.directive(), self.selection(ty, depth + 1)),
                2 | 3 => self.inline_fragment(ty, depth),
                4 if depth > 0 => self.named_fragment(ty, depth),
                _ => self.field(ty, depth),
            };
            text.push_str(&part);
        }
        if text.ends_with('{') {
            text.push_str(" __typename");
        }
        text.push_str(" }");
        text
    }

    fn directive(&mut self) -> &'static str {
        match self.dice.roll(12) {
            0 => "@include(if: true)",
            1 => "@skip(if: true)",
            2 => {
                let value = json!(self.dice.one_in(2));
                self.variables.entry("flag".into()).or_insert(("Boolean!", Some(value)));
                "@include(if: $flag)"
            }
            _ => "",
        }
    }

    /// A type that can stand where `ty` stands: itself, an object that it can be, or an interface that it is.
    fn kin(&mut self, ty: &str) -> String {
        let narrower = self.types.possible.get(ty).cloned().unwrap_or_default();
        let wider = self.types.possible.iter().filter(|(_, objects)| objects.iter().any(|object| object == ty));
        let mut kin: Vec<_> = wider.map(|(interface, _)| interface.clone()).chain(narrower).collect();
        kin.push(ty.to_owned());
        self.dice.pick(&kin).clone()
    }

    fn inline_fragment(&mut self, ty: &str, depth: usize) -> String {
        let on = self.kin(ty);
        let directive = self.directive();
        format!(" ... on {on} {directive} {}", self.selection(&on, depth + 1))
    }

    fn named_fragment(&mut self, ty: &str, depth: usize) -> String {
        let on = self.kin(ty);
        let known = self.fragments.iter().filter(|(of, _)| *of == on).count();
        if known > 0 && self.dice.one_in(2) {
            return format!(" ...{on}0 {}", self.directive());
        }
        if known > 0 {
            return String::new();
        }
        let body = self.selection(&on, depth.max(3));
        if self.fragments.iter().any(|(of, _)| *of == on) {
            return String::new();
        }
        self.fragments.push((on.clone(), format!(" fragment {on}0 on {on}{body}")));
        format!(" ...{on}0 {}", self.directive())
    }

    fn field(&mut self, ty: &str, depth: usize) -> String {
        let types = self.types;
        let fields = &types.fields[ty];
        let leaf = |field: &&Field| !types.fields.contains_key(&field.ty);
        let allowed: Vec<_> =
            fields.iter().filter(|field| depth < 5 || leaf(field)).filter(|field| field.name != "at").collect();
        let Some(field) = allowed.get(self.dice.roll(allowed.len().max(1))) else { return " __typename".into() };
        let arguments = self.arguments(field);
        // The same arguments must stand wherever the same key does: an alias that spells them out.
        let key = match (arguments.is_empty(), self.dice.one_in(3)) {
            (true, false) => String::new(),
            _ => format!("k{:x}_{}: ", crc(&arguments), field.name),
        };
        let (directive, below) = (self.directive(), types.fields.contains_key(&field.ty));
        let body = if below { self.selection(&field.ty, depth + 1) } else { String::new() };
        format!(" {key}{}{arguments} {directive}{body}", field.name)
    }

    fn arguments(&mut self, field: &Field) -> String {
        let given: Vec<_> = field
            .arguments
            .iter()
            .filter_map(|(name, ty)| Some(format!("{name}: {}", self.argument(&field.name, name, ty)?)))
            .collect();
        if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) }
    }

    fn argument(&mut self, field: &str, name: &str, ty: &str) -> Option<String> {
        let required = ty.ends_with('!') && name != "locale";
        if !required && name != "first" && !self.dice.one_in(4) {
            return None;
        }
        match name {
            "first" => match self.dice.roll(20) {
                0 => Some("0".into()),
                1 => {
                    let value = self.dice.pick(&[Some(json!(2)), Some(json!(null)), None]).clone();
                    self.variables.entry("size".into()).or_insert(("Int", value));
                    Some("$size".into())
                }
                _ => Some((1 + self.dice.roll(3)).to_string()),
            },
            "last" => self.dice.one_in(4).then(|| "2".into()),
            "after" | "before" => self.dice.one_in(8).then(|| "\"nonsense\"".into()),
            "locale" => Some((*self.dice.pick(&["\"en\"", "\"fr\"", "\"pt-BR\""])).into()),
            "strength" => Some((*self.dice.pick(&["ESSENTIAL", "OPTIONAL", "null"])).into()),
            "direction" => Some((*self.dice.pick(&["OUTGOING", "INCOMING"])).into()),
            "kinds" if ty.contains("RelationKind") => Some("[IMPLIES, BROADER, USES_LANGUAGE]".into()),
            "kinds" => Some((*self.dice.pick(&["[SKILL]", "[LANGUAGE, TOOL]", "[]"])).into()),
            "orderBy" => Some("{field: SLUG, direction: DESC}".into()),
            "filter" => Some("{label: \"SQL\"}".into()),
            "slug" => Some((*self.dice.pick(&["\"web\"", "\"nothing\""])).into()),
            "id" => Some((*self.dice.pick(&["\"nonsense\"", "\"A3Vnbdkzbap1\""])).into()),
            "ids" => Some("[\"A3Vnbdkzbap1\", \"A3Vnbdkzbap2\"]".into()),
            "by" if field == "concept" => Some("{slug: {kind: LANGUAGE, slug: \"python\"}}".into()),
            "by" => {
                let slugs = SLUGS.iter().find(|(of, _)| *of == field).unwrap().1;
                Some(format!("{{slug: \"{}\"}}", self.dice.pick(slugs)))
            }
            _ => None,
        }
    }
}

/// A short name for a text.
fn crc(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Both answers to a request, and whether the first was written directly.
async fn both(schema: &Schema, graph: &Arc<Graph>, query: &str, variables: Value) -> (String, String, bool) {
    let variables = Variables::from_json(variables);
    let request = Request::new(query).variables(variables.clone());
    let engine = serde_json::to_string(&schema.execute_by_engine(graph.clone(), request).await).unwrap();
    let document = schema.document(query).unwrap_or_else(|response| panic!("{query}\n{response:?}"));
    match graphql::execute(schema, graph.clone(), &document, None, variables).await {
        Answer::Json(json) => (String::from_utf8(json).unwrap(), engine, true),
        Answer::Response(response) => (serde_json::to_string(&response).unwrap(), engine, false),
    }
}

/// A response with its errors in order.
fn sorted(response: &str) -> Value {
    let mut response: Value = serde_json::from_str(response).unwrap();
    if let Some(errors) = response["errors"].as_array_mut() {
        errors.sort_by_key(Value::to_string);
    }
    response
}

fn number(name: &str, default: u64) -> u64 {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[tokio::test]
async fn random_operations_are_answered_as_the_engine_answers_them() {
    let app = App::core().await;
    let members = ["python", "sql", "cobol"].map(|slug| member("web", (Kind::Language, slug)));
    let facts = members.into_iter().chain([collection("web", None), scale("level", 0.0, 7.0)]);
    app.store.commit(commit(facts.map(Change::Assert).collect())).await.unwrap();
    let (schema, graph) = (graphql::schema(app.store.clone()), app.store.graph());
    let types = types();
    let cases = number("SKILLGRAPH_DIFFERENTIAL_CASES", 1_500);
    let first = number("SKILLGRAPH_DIFFERENTIAL_SEED", 1);
    let mut written = 0;
    for seed in first..first + cases {
        let dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let author = Author { types: &types, dice, fragments: Vec::new(), variables: BTreeMap::new() };
        let (query, variables) = author.operation();
        // Twice: the first answer proves the document, the second uses what was prepared.
        for _ in 0..2 {
            let (direct, engine, was_written) = both(&schema, &graph, &query, variables.clone()).await;
            // The engine finds several faults of a document in no certain order.
            let same = direct == engine || !was_written && sorted(&direct) == sorted(&engine);
            assert!(same, "seed {seed}\n{query}\n{variables}\n{direct}\n{engine}");
            written += u64::from(was_written);
        }
    }
    assert!(written > cases / 2, "only {written} of {} answers were written directly", 2 * cases);
}

/// Both ways give what is expected, written directly or not.
async fn check(query: &str, written: bool, expected: Value) {
    let app = App::core().await;
    let (schema, graph) = (graphql::schema(app.store.clone()), app.store.graph());
    let (direct, engine, was_written) = both(&schema, &graph, query, json!({ "yes": true, "no": false })).await;
    assert_eq!(direct, engine, "{query}");
    assert_eq!(serde_json::from_str::<Value>(&direct).unwrap()["data"], expected, "{query}");
    assert_eq!(was_written, written, "{query}");
}

const PYTHON: &str = r#"language(by: {slug: "python"})"#;

#[tokio::test]
async fn selections_with_one_response_key_are_merged_in_the_order_of_the_first() {
    let query = format!("{{ {PYTHON} {{ slug }} x: {PYTHON} {{ kind }} {PYTHON} {{ kind slug prefLabel }} }}");
    let expected = json!({
        "language": { "slug": "python", "kind": "LANGUAGE", "prefLabel": "Python" },
        "x": { "kind": "LANGUAGE" },
    });
    check(&query, true, expected).await;
}

#[tokio::test]
async fn fragments_apply_by_object_and_by_interface() {
    let query = format!(
        "{{ {PYTHON} {{ ... on Concept {{ slug ... on Role {{ iscoCode }} ... on Language {{ languageType }} }}
            ...Known ... on Skill {{ skillType }} }} }} fragment Known on Competency {{ __typename kind }}"
    )
    .replace("... on Role { iscoCode }", "")
    .replace("... on Skill { skillType }", "");
    let expected = json!({
        "language": { "slug": "python", "languageType": "PROGRAMMING", "__typename": "Language", "kind": "LANGUAGE" },
    });
    check(&query, true, expected).await;
}

#[tokio::test]
async fn skip_and_include_decide_by_literals_and_by_variables() {
    let query = format!(
        "query($yes: Boolean!, $no: Boolean!) {{ {PYTHON} {{
            slug @include(if: $yes) @skip(if: $no) kind @include(if: $no) id @skip(if: true) prefLabel @skip(if: false) }} }}"
    );
    check(&query, true, json!({ "language": { "slug": "python", "prefLabel": "Python" } })).await;
}

#[tokio::test]
async fn what_fails_is_answered_by_the_engine() {
    let query = format!("{{ {PYTHON} {{ slug frameworks(first: 0) {{ totalCount }} }} }}");
    check(&query, false, json!({ "language": null })).await;
}

#[tokio::test]
async fn introspection_is_answered_by_the_engine() {
    check("{ __schema { queryType { name } } }", false, json!({ "__schema": { "queryType": { "name": "Query" } } }))
        .await;
}

#[tokio::test]
async fn older_revisions_are_answered_by_the_walk() {
    check("{ at(revision: 1) { graph { revision } } }", true, json!({ "at": { "graph": { "revision": 1 } } })).await;
}
