//! The documents: what they quote is asked again, what they list is compared, and what they point to is there.
//!
//! `SKILLGRAPH_UPDATE_DOCUMENTS=1 cargo test --test main documents` writes the answers and the table of relations into
//! the README anew. Read the difference before you commit it.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    ops::Range,
    path::{Path, PathBuf},
    process::Command,
};

use async_graphql::{
    Value as Ordered,
    parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    },
};
use axum::http::{Request, header};
use entity::{Kind, RelationKind, RelationRule};
use serde_json::{Value, json};
use skillgraph::{
    graphql,
    import::{Extent, jsonl, plan},
};

use crate::support::{App, facts::revision, text_of};

const ADVICE: &str = "see the head of tests/documents.rs for how to write it anew";

fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

// ---- fenced blocks ------------------------------------------------------------------------------------------------

/// A fenced block of a document.
struct Block {
    language: String,
    text: String,
    /// Where the text lies in the document.
    range: Range<usize>,
}

fn blocks(document: &str) -> Vec<Block> {
    let (mut blocks, mut open, mut at) = (Vec::new(), None::<(String, usize)>, 0);
    for line in document.split_inclusive('\n') {
        let next = at + line.len();
        match (open.take(), line.trim_end().strip_prefix("```")) {
            (None, Some(language)) => open = Some((language.to_owned(), next)),
            (Some((language, start)), Some("")) => {
                blocks.push(Block { language, text: document[start..at].to_owned(), range: start..at });
            }
            (still, _) => open = still,
        }
        at = next;
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

#[test]
fn blocks_are_found_with_their_language() {
    let document = "Text.\n\n```graphql\n{ a }\n```\n\n```json\n{}\n```\n";
    let found: Vec<_> = blocks(document).into_iter().map(|block| (block.language, block.text)).collect();
    let expected = [("graphql", "{ a }\n"), ("json", "{}\n")];
    assert_eq!(found, expected.map(|(language, text)| (language.to_owned(), text.to_owned())));
}

// ---- queries and their answers ------------------------------------------------------------------------------------

/// What a block asks the server, if anything: the body of a request.
fn body_of(block: &Block) -> Option<String> {
    match block.language.as_str() {
        "graphql" => Some(json!({ "query": block.text.trim_end() }).to_string()),
        "sh" => Some(block.text.split_once("-d '")?.1.split_once('\'')?.0.to_owned()),
        _ => None,
    }
}

async fn answer(app: &App, body: String) -> String {
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").body(body.into());
    let answer = text_of(app.send(request.unwrap()).await).await;
    // The README says once that the revision stands beside the data.
    let end = answer.rfind(",\"extensions\":{\"revision\":").unwrap();
    format!("{}}}", &answer[..end])
}

#[tokio::test]
async fn every_query_of_the_documents_is_answered_as_they_say() {
    let app = App::core().await;
    for path in ["README.md", "docs/questions.md"] {
        compare_answers(&app, path).await;
    }
}

async fn compare_answers(app: &App, path: &str) {
    let mut document = read(path);
    let blocks = blocks(&document);
    let mut wrong = Vec::new();
    // From the last to the first, so that the places of the others stay when one is replaced.
    for (place, block) in blocks.iter().enumerate().rev() {
        let Some(body) = body_of(block) else { continue };
        let quoted = blocks.get(place + 1).filter(|block| block.language == "json");
        let Some(quoted) = quoted else {
            assert!(path != "README.md", "no answer is quoted after\n{}", block.text);
            continue;
        };
        let given = answer(app, body).await;
        if serde_json::from_str::<Value>(&quoted.text).ok() != serde_json::from_str(&given).ok() {
            document.replace_range(quoted.range.clone(), &format!("{}\n", laid_out(&given)));
            wrong.push(format!("{}is answered\n{}\n", block.text, laid_out(&given)));
        }
    }
    if env::var_os("SKILLGRAPH_UPDATE_DOCUMENTS").is_some() {
        let document = if path == "README.md" { with_relations(&document) } else { document };
        fs::write(root().join(path), document).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{path} says otherwise; {ADVICE}\n\n{}", wrong.join("\n"));
}

/// JSON in the order in which it was given: on one line where it fits, otherwise an entry a line.
fn laid_out(json: &str) -> String {
    let mut text = String::new();
    lay_out(&serde_json::from_str(json).unwrap(), 0, &mut text);
    text
}

fn lay_out(value: &Ordered, indent: usize, text: &mut String) {
    let line = on_one_line(value);
    let column = text.len() - text.rfind('\n').map_or(0, |end| end + 1);
    let (open, close, entries): (_, _, Vec<(String, &Ordered)>) = match value {
        _ if column + line.len() < 120 => return text.push_str(&line),
        Ordered::Object(object) => {
            ('{', '}', object.iter().map(|(name, value)| (format!("{}: ", json!(name.as_str())), value)).collect())
        }
        Ordered::List(list) => ('[', ']', list.iter().map(|value| (String::new(), value)).collect()),
        _ => return text.push_str(&line),
    };
    text.push(open);
    for (place, (name, value)) in entries.into_iter().enumerate() {
        let comma = if place > 0 { "," } else { "" };
        text.push_str(&format!("{comma}\n{:width$}{name}", "", width = indent + 2));
        lay_out(value, indent + 2, text);
    }
    text.push_str(&format!("\n{:indent$}{close}", ""));
}

fn on_one_line(value: &Ordered) -> String {
    match value {
        Ordered::Object(object) => {
            let entries =
                object.iter().map(|(name, value)| format!("{}: {}", json!(name.as_str()), on_one_line(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Ordered::List(list) => format!("[{}]", list.iter().map(on_one_line).collect::<Vec<_>>().join(", ")),
        other => serde_json::to_string(other).unwrap(),
    }
}

// ---- the table of relations ---------------------------------------------------------------------------------------

const RELATIONS_BEGIN: &str = "<!-- relations:begin -->\n";
const RELATIONS_END: &str = "<!-- relations:end -->";

#[test]
fn the_table_of_relations_in_the_readme_is_that_of_the_rules() {
    let readme = read("README.md");
    assert!(readme == with_relations(&readme), "the table is stale; {ADVICE}\n\n{}", relations());
}

/// The README with the table of relations as it should be.
fn with_relations(readme: &str) -> String {
    let (before, rest) = readme.split_once(RELATIONS_BEGIN).unwrap();
    let (_, after) = rest.split_once(RELATIONS_END).unwrap();
    format!("{before}{RELATIONS_BEGIN}{}{RELATIONS_END}{after}", relations())
}

fn relations() -> String {
    let meanings = meanings();
    let mut table = "| relation | says | joins | on the edge | besides |\n|---|---|---|---|---|\n".to_owned();
    for kind in RelationKind::ALL {
        let rule = kind.rule();
        let on_the_edge = named(&[
            ("strength", rule.has_strength),
            ("importance", rule.has_importance),
            ("importance rating", rule.has_importance_rating),
            ("level", rule.has_level),
            ("demand", rule.has_demand),
        ]);
        let besides = named(&[("goes both ways", rule.symmetric), ("no cycle", rule.acyclic)]);
        let says = &meanings[kind.as_str()];
        table.push_str(&format!("| `{kind}` | {says} | {} | {on_the_edge} | {besides} |\n", joins(&rule)));
    }
    table
}

fn joins(rule: &RelationRule) -> String {
    let words = |kinds: &[Kind]| match kinds == Kind::ALL {
        true => "all kinds".to_owned(),
        false => kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", "),
    };
    let pair = |(from, to): &(&[Kind], &[Kind])| match from == to && from.len() > 1 {
        true => format!("among {}", words(from)),
        false => format!("{} → {}", words(from), words(to)),
    };
    rule.joins.iter().map(pair).collect::<Vec<_>>().join("; ")
}

fn named(properties: &[(&str, bool)]) -> String {
    properties.iter().filter(|(_, holds)| *holds).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// What the schema says of each relation.
fn meanings() -> BTreeMap<String, String> {
    for definition in parse_schema(graphql::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let TypeKind::Enum(set) = &ty.node.kind else { continue };
        if ty.node.name.node == "RelationKind" {
            let values = set.values.iter().map(|value| &value.node);
            return values
                .map(|value| {
                    let description = value.description.as_ref().map(|text| text.node.clone());
                    (value.value.node.to_string(), description.unwrap_or_default())
                })
                .collect();
        }
    }
    panic!("the schema has no RelationKind")
}

// ---- the native format --------------------------------------------------------------------------------------------

#[tokio::test]
async fn every_example_of_the_native_format_can_be_taken_into_the_built_in_graph() {
    let graph = App::core().await.store.graph();
    let examples = ["docs/jsonl.md", "CONTRIBUTING.md"].map(|document| blocks(&read(document)));
    let examples: Vec<_> = examples.into_iter().flatten().filter(|block| block.language == "jsonl").collect();
    assert!(!examples.is_empty());
    for Block { text, .. } in examples {
        let items = jsonl::read("example", text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let plan = plan(&graph, items, Extent::Part, None).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
        let applied = graph.apply(&plan.changes, revision(graph.revision().number + 1));
        assert!(!applied.unwrap().is_empty(), "{text}");
    }
}

#[tokio::test]
async fn every_key_that_an_export_has_is_described() {
    let document = read("docs/jsonl.md");
    let mut export = Vec::new();
    jsonl::write(&App::core().await.store.graph(), &mut export).unwrap();
    let mut keys = BTreeSet::new();
    for line in String::from_utf8(export).unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        keys.extend(record.as_object().unwrap().keys().cloned());
        for evidence in record["evidence"].as_array().into_iter().flatten() {
            keys.extend(evidence.as_object().unwrap().keys().cloned());
        }
    }
    let missing: Vec<_> = keys.into_iter().filter(|key| !document.contains(&format!("`{key}`"))).collect();
    assert_eq!(missing, Vec::<String>::new());
}

// ---- the command line ---------------------------------------------------------------------------------------------

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_skillgraph")).args(arguments).arg("--help").output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The names under `Commands:`.
fn commands(help: &str) -> Vec<&str> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").collect()
}

#[test]
fn every_command_and_variable_of_the_command_line_is_in_the_readme_or_on_the_page_on_operation() {
    let readme = read("README.md");
    let operations = read("docs/operations.md");
    let top = help(&[]);
    let mut helps = vec![top.clone()];
    for command in commands(&top) {
        let own = help(&[command]);
        let below = commands(&own);
        let names: Vec<_> = below.iter().map(|name| format!("`skillgraph {command} {name}")).collect();
        let names = if below.is_empty() { vec![format!("`skillgraph {command}")] } else { names };
        for name in names {
            assert!(readme.contains(&name), "{name} is not in the README");
        }
        helps.extend(below.iter().map(|name| help(&[command, name])));
        helps.push(own);
    }
    for text in &helps {
        for (_, rest) in text.match_indices("[env: ").map(|(at, found)| text.split_at(at + found.len())) {
            let name: String = rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect();
            let is_in = |page: &str| page.contains(&format!("`{name}`"));
            assert!(is_in(&readme) || is_in(&operations), "{name} is neither in the README nor in docs/operations.md");
        }
    }
}

// ---- links --------------------------------------------------------------------------------------------------------

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') && !["target", "node_modules"].contains(&name.as_str()) {
            documents(&path, found);
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// Where the links of a document lead, those in fenced blocks left out.
fn links(document: &str) -> Vec<String> {
    let mut text = document.to_owned();
    for block in blocks(document).into_iter().rev() {
        text.replace_range(block.range, "");
    }
    let targets = text.match_indices("](").map(|(at, found)| text[at + found.len()..].split(')').next());
    targets.flatten().map(str::to_owned).collect()
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    let mut paths = Vec::new();
    documents(&root(), &mut paths);
    assert!(paths.len() > 10, "{paths:?}");
    for path in paths {
        for link in links(&fs::read_to_string(&path).unwrap()) {
            let file = link.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains("://") && !file.starts_with("mailto:") {
                let target = path.parent().unwrap().join(file);
                assert!(target.exists(), "{} points to {link}, which is not there", path.display());
            }
        }
    }
}

#[test]
fn every_path_that_is_named_is_there() {
    let mut paths = vec![root().join("README.md"), root().join("ARCHITECTURE.md"), root().join("CONTRIBUTING.md")];
    documents(&root().join("docs"), &mut paths);
    for path in paths {
        let document = fs::read_to_string(&path).unwrap();
        // Every second piece between backticks is code; fenced blocks have three at either end, which keeps the count.
        for code in document.split('`').skip(1).step_by(2) {
            let folder = code.split_once('/').map(|(folder, _)| folder);
            let of_ours = folder.is_some_and(|folder| !folder.is_empty() && root().join(folder).is_dir());
            if of_ours && !code.contains(|c: char| c.is_whitespace() || c == '…') {
                assert!(root().join(code).exists(), "{} names {code}, which is not there", path.display());
            }
        }
    }
}
