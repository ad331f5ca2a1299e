//! Imports: what they do to a graph that is there already, and what they say of bad data.

use entity::{Kind, LabelRole, RelationKind, Status};
use proptest::prelude::*;
use skillgraph::{
    graph::{Direction, Graph},
    import::{Extent, ImportError, Placed, Problem, core, jsonl, plan},
};

use crate::support::facts::revision;

const HEAD: &str = r#"{"type":"graph","format":1}"#;

fn read(lines: &[&str]) -> Vec<Placed> {
    let text = std::iter::once(HEAD).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n");
    jsonl::read("test.jsonl", text.as_bytes()).unwrap()
}

fn problems(lines: &[&str]) -> Vec<String> {
    let text = std::iter::once(HEAD).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n");
    match jsonl::read("test.jsonl", text.as_bytes()) {
        Err(ImportError::Problems(problems)) => problems.iter().map(Problem::to_string).collect(),
        Err(other) => vec![other.to_string()],
        Ok(items) => match plan(&Graph::default(), items, Extent::Part, None) {
            Err(problems) => problems.iter().map(Problem::to_string).collect(),
            Ok(plan) => match Graph::default().apply(&plan.changes, revision(1)) {
                Err(rejections) => rejections.iter().map(|rejection| plan.problem(rejection).to_string()).collect(),
                Ok(_) => Vec::new(),
            },
        },
    }
}

fn import(graph: &Graph, items: Vec<Placed>, extent: Extent) -> Graph {
    let plan = plan(graph, items, extent, None).unwrap();
    graph.apply(&plan.changes, revision(graph.revision().number + 1)).unwrap().graph
}

const BOOK: &str = r#"{"type":"source","slug":"book","title":"A book"}"#;
const PYTHON: &str = r#"{"type":"concept","concept":"language/python","prefLabel":{"en":"Python"},"altLabels":{"en":["Python 3"]},"identifiers":{"linguist":["Python"]},"languageType":"PROGRAMMING","evidence":[{"source":"book","locator":"p. 1"}]}"#;
const DJANGO: &str = r#"{"type":"concept","concept":"framework/django","prefLabel":{"en":"Django"},"frameworkType":"FRAMEWORK","side":"BACKEND","evidence":[{"source":"book","locator":"p. 2"}]}"#;
const USES: &str = r#"{"type":"relation","from":"framework/django","relation":"USES_LANGUAGE","to":"language/python","evidence":[{"source":"book","locator":"p. 2"}]}"#;

const LEVEL: &str = r#"{"type":"scale","slug":"level","title":"Level","minimum":0,"maximum":7}"#;
const HOUSE_QUEUE: &str = r#"{"type":"concept","concept":"tool/house-queue","prefLabel":{"en":"House Queue"},"toolType":"MESSAGE_BROKER","hotTechnology":false}"#;
const WEB: &str = r#"{"type":"collection","slug":"web","title":"Web","description":"What runs in a browser.","url":"https://example.org","members":["language/python","framework/django"]}"#;
const REQUIRES: &str = r#"{"type":"relation","from":"role/backend-developer","relation":"REQUIRES","to":"language/cobol","importanceRating":{"scale":"level","value":6.5},"level":{"scale":"level","value":4},"inDemand":true}"#;

#[test]
fn what_is_exported_is_imported_to_the_same_graph() {
    let graph = import(&Graph::default(), core::embedded().unwrap(), Extent::Whole);
    let graph = import(&graph, read(&[LEVEL, HOUSE_QUEUE, WEB, REQUIRES]), Extent::Part);
    let mut text = Vec::new();
    jsonl::write(&graph, &mut text).unwrap();
    let items = || jsonl::read("export.jsonl", text.as_slice()).unwrap();
    let again = import(&Graph::default(), items(), Extent::Part);
    let mut second = Vec::new();
    jsonl::write(&again, &mut second).unwrap();
    assert!(text == second);
    assert_eq!(graph.facts().count(), again.facts().count());
    let plan = plan(&graph, items(), Extent::Part, None).unwrap();
    assert!(graph.apply(&plan.changes, revision(3)).unwrap().is_empty());
}

#[test]
fn a_collection_loses_what_its_description_no_longer_lists() {
    let graph = import(&Graph::default(), read(&[BOOK, PYTHON, DJANGO, WEB]), Extent::Part);
    let of_web = |graph: &Graph| -> Vec<String> {
        let members = graph.collection("web").unwrap().members().iter();
        members.map(|index| graph.node(*index).slug().to_owned()).collect()
    };
    assert_eq!(of_web(&graph), ["python", "django"]);
    let web = r#"{"type":"collection","slug":"web","title":"The web","members":["framework/django"]}"#;
    let graph = import(&graph, read(&[web]), Extent::Part);
    assert_eq!(of_web(&graph), ["django"]);
    assert_eq!(graph.collection("web").unwrap().state.title, "The web");
}

#[test]
fn a_relation_keeps_what_its_source_rates() {
    let graph = import(&Graph::default(), core::embedded().unwrap(), Extent::Whole);
    let graph = import(&graph, read(&[LEVEL, REQUIRES]), Extent::Part);
    let role = graph.by_slug(Kind::Role, "backend-developer").unwrap();
    let links = graph.links(role, Direction::Outgoing, RelationKind::Requires);
    let links = links.iter().map(|link| &link.edge.relation).filter(|row| row.in_demand.is_some());
    let rows: Vec<_> = links.collect();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].importance_scale.as_deref(), rows[0].importance_value), (Some("level"), Some(6.5)));
    assert_eq!((rows[0].level_scale.as_deref(), rows[0].level_value), (Some("level"), Some(4.0)));
    assert_eq!(rows[0].in_demand, Some(true));
}

#[test]
fn a_concept_that_is_described_again_loses_what_its_description_no_longer_says() {
    let graph = import(&Graph::default(), read(&[BOOK, PYTHON]), Extent::Part);
    let python = r#"{"type":"concept","concept":"language/python","prefLabel":{"en":"Python"},"altLabels":{"en":["CPython"]},"languageType":"PROGRAMMING"}"#;
    let graph = import(&graph, read(&[BOOK, python]), Extent::Part);
    let node = graph.node(graph.by_slug(Kind::Language, "python").unwrap());
    assert_eq!(node.labels_in("en", LabelRole::Alternative).collect::<Vec<_>>(), ["CPython"]);
    assert!(node.identifiers.is_empty());
    assert!(node.evidence.is_empty());
    assert_eq!(graph.by_identifier("linguist", "Python"), None);
}

#[test]
fn a_part_leaves_alone_what_it_does_not_mention() {
    let graph = import(&Graph::default(), read(&[BOOK, PYTHON, DJANGO, USES]), Extent::Part);
    let graph = import(&graph, read(&[BOOK, PYTHON]), Extent::Part);
    let django = graph.by_slug(Kind::Framework, "django").unwrap();
    assert_eq!(graph.links(django, Direction::Outgoing, RelationKind::UsesLanguage).len(), 1);
    assert_eq!(graph.node(django).state.status, Status::Published);
}

#[test]
fn a_whole_deprecates_what_its_sources_no_longer_know() {
    let graph = import(&Graph::default(), read(&[BOOK, PYTHON, DJANGO, USES]), Extent::Whole);
    let graph = import(&graph, read(&[BOOK, PYTHON]), Extent::Whole);
    let django = graph.by_slug(Kind::Framework, "django").unwrap();
    assert_eq!(graph.links(django, Direction::Outgoing, RelationKind::UsesLanguage).len(), 0);
    assert_eq!(graph.node(django).state.status, Status::Deprecated);
    let again = plan(&graph, read(&[BOOK, PYTHON]), Extent::Whole, None).unwrap();
    assert!(graph.apply(&again.changes, revision(3)).unwrap().is_empty());
}

#[test]
fn a_whole_leaves_alone_what_others_say() {
    let other = r#"{"type":"source","slug":"other","title":"Another"}"#;
    let flask = r#"{"type":"concept","concept":"framework/flask","prefLabel":{"en":"Flask"},"frameworkType":"FRAMEWORK","side":"BACKEND","evidence":[{"source":"other","locator":"x"}]}"#;
    let local = r#"{"type":"concept","concept":"framework/house","prefLabel":{"en":"House"},"frameworkType":"FRAMEWORK","side":"BACKEND"}"#;
    let graph = import(&Graph::default(), read(&[other, flask, local]), Extent::Part);
    let graph = import(&graph, read(&[BOOK, PYTHON]), Extent::Whole);
    for slug in ["flask", "house"] {
        let node = graph.node(graph.by_slug(Kind::Framework, slug).unwrap());
        assert_eq!(node.state.status, Status::Published, "{slug}");
    }
}

#[test]
fn a_whole_takes_back_its_own_evidence_where_others_still_know_the_fact() {
    let other = r#"{"type":"source","slug":"other","title":"Another"}"#;
    let both = USES.replace(
        r#"{"source":"book","locator":"p. 2"}"#,
        r#"{"source":"book","locator":"p. 2"},{"source":"other","locator":"x"}"#,
    );
    let graph = import(&Graph::default(), read(&[BOOK, other, PYTHON, DJANGO, &both]), Extent::Part);
    let graph = import(&graph, read(&[BOOK, PYTHON, DJANGO]), Extent::Whole);
    let django = graph.by_slug(Kind::Framework, "django").unwrap();
    let links = graph.links(django, Direction::Outgoing, RelationKind::UsesLanguage);
    let sources = links[0].edge.evidence.iter().map(|row| graph.source(row.source).unwrap().slug.as_str());
    assert_eq!(sources.collect::<Vec<_>>(), ["other"]);
}

#[test]
fn an_id_that_is_not_positive_is_refused() {
    let python = PYTHON.replace(r#""prefLabel""#, r#""id":-7,"prefLabel""#);
    assert!(problems(&[BOOK, &python]).contains(&"test.jsonl:3: -7 is no id: ids are positive".to_owned()));
}

#[test]
fn items_can_refer_to_each_other_in_any_order() {
    let graph = import(&Graph::default(), read(&[USES, DJANGO, PYTHON, BOOK]), Extent::Part);
    assert_eq!(graph.relation_count(RelationKind::UsesLanguage), 1);
}

#[test]
fn a_slug_that_was_left_is_free_for_another_concept() {
    use crate::support::facts::concept;
    use skillgraph::graph::{Change, Fact, concept_id};
    let graph = import(&Graph::default(), read(&[BOOK, PYTHON]), Extent::Part);
    let mut moved = concept(Kind::Language, "python-2");
    let Fact::Concept(row) = &mut moved else { unreachable!() };
    row.concept = concept_id(Kind::Language, "python");
    let graph = graph.apply(&[Change::Assert(moved)], revision(2)).unwrap().graph;
    let python = PYTHON.replace(r#""linguist""#, r#""other""#);
    let graph = import(&graph, read(&[BOOK, &python]), Extent::Part);
    let id = |slug| graph.node(graph.by_slug(Kind::Language, slug).unwrap()).id();
    assert_eq!(id("python-2"), concept_id(Kind::Language, "python"));
    assert_ne!(id("python"), id("python-2"));

    let mut text = Vec::new();
    jsonl::write(&graph, &mut text).unwrap();
    let again = import(&Graph::default(), jsonl::read("export.jsonl", text.as_slice()).unwrap(), Extent::Part);
    assert_eq!(again.node(again.by_slug(Kind::Language, "python").unwrap()).id(), id("python"));
}

#[test]
fn each_problem_is_named_with_its_line() {
    let cases: &[(&[&str], &str)] = &[
        (&["nonsense"], "test.jsonl:2: expected ident at line 1 column 2"),
        (
            &[r#"{"type":"concept","concept":"python"}"#],
            "test.jsonl:2: `python` is no reference: write `kind/slug`, as in `language/python`",
        ),
        (
            &[r#"{"type":"concept","concept":"snake/python"}"#],
            "test.jsonl:2: `snake/python` is no reference: there is no kind `snake`",
        ),
        (
            &[r#"{"type":"concept","concept":"tool/git","prefLabel":{"en":"Git"}}"#],
            "test.jsonl:2: a tool must have `toolType`",
        ),
        (
            &[r#"{"type":"concept","concept":"skill/x","prefLabel":{"en":"X"},"toolType":"CACHE"}"#],
            "test.jsonl:2: a skill does not have `toolType`",
        ),
        (
            &[r#"{"type":"concept","concept":"skill/x","prefLabel":{"en":"X"},"colour":"red"}"#],
            "test.jsonl:2: `colour` is no key of a concept; see docs/jsonl.md",
        ),
        (
            &[r#"{"type":"concept","concept":"skill/x","prefLabel":{}}"#],
            "test.jsonl:2: the concept `x` has no preferred label in any locale",
        ),
        (
            &[r#"{"type":"concept","concept":"skill/X","prefLabel":{"en":"X"}}"#],
            "test.jsonl:2: `X` is no slug: use lower-case letters and digits, words joined by single `-`, 200 characters at most",
        ),
        (&[BOOK, PYTHON, PYTHON], "test.jsonl:4: language/python is described twice, first at test.jsonl:3"),
        (&[BOOK, PYTHON, USES], "test.jsonl:4: there is no framework/django"),
        (&[PYTHON], "test.jsonl:2: there is no source `book`"),
        (&[LEVEL, LEVEL], "test.jsonl:3: the scale `level` is described twice"),
        (
            &[r#"{"type":"scale","slug":"level","title":"Level","minimum":7,"maximum":0}"#],
            "test.jsonl:2: the minimum of a scale must be less than its maximum, but they are 7 and 0",
        ),
        (&[BOOK, PYTHON, DJANGO, WEB, WEB], "test.jsonl:6: the collection `web` is described twice"),
        (&[BOOK, PYTHON, WEB], "test.jsonl:4: there is no framework/django"),
        (
            &[r#"{"type":"collection","slug":"web","title":"Web","members":["python"]}"#],
            "test.jsonl:2: `python` is no reference: write `kind/slug`, as in `language/python`",
        ),
    ];
    for (lines, expected) in cases {
        let found = problems(lines);
        assert!(found.iter().any(|problem| problem == expected), "{expected}\n{found:#?}");
    }
}

#[test]
fn a_file_of_another_format_is_refused_as_a_whole() {
    for text in ["", "{}", r#"{"type":"graph","format":9}"#, "slug,label\npython,Python\n"] {
        assert!(matches!(jsonl::read("x", text.as_bytes()), Err(ImportError::WrongContent { .. })), "{text}");
    }
}

#[test]
fn a_line_that_never_ends_is_refused_before_it_fills_the_memory() {
    let endless = std::io::BufReader::new(std::io::Read::chain(HEAD.as_bytes(), std::io::repeat(b' ')));
    assert!(matches!(jsonl::read("x", endless), Err(ImportError::CannotRead { .. })));
}

proptest! {
    #[test]
    fn no_line_makes_the_reader_panic(line in ".{0,200}") {
        let text = format!("{HEAD}\n{line}\n");
        let _ = jsonl::read("x", text.as_bytes());
    }
}
