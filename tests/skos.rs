//! The export to SKOS: a parser that others wrote reads it, and finds all that the graph holds.

mod triples;

use std::collections::BTreeSet;

use entity::{Kind, LabelRole, RelationKind};
use proptest::prelude::*;
use skillgraph::{
    graph::{Change, Graph, concept_id},
    import::{
        Extent, core, jsonl, plan,
        skos::{self, BaseIri, TERMS},
    },
};

use self::triples::{SG, SKOS, Triples};
use crate::support::facts::{concept, label, relation, revision};

const SMALL: &str = include_str!("queries/small.jsonl");

fn graph_of(changes: &[Change]) -> Graph {
    Graph::default().apply(changes, revision(1)).unwrap().graph
}

fn core_graph() -> Graph {
    graph_of(&plan(&Graph::default(), core::embedded().unwrap(), Extent::Whole, Some(&core::origin())).unwrap().changes)
}

fn small_graph() -> Graph {
    let items = jsonl::read("small.jsonl", SMALL.as_bytes()).unwrap();
    graph_of(&plan(&Graph::default(), items, Extent::Part, None).unwrap().changes)
}

fn export(graph: &Graph) -> String {
    let mut text = Vec::new();
    skos::write(graph, &BaseIri::default(), &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn all_that_the_graph_holds_can_be_read_from_the_export() {
    for graph in [small_graph(), core_graph()] {
        let triples = Triples::of(&export(&graph));
        assert_eq!(triples.statements(), triples::statements_of(&graph));
    }
}

#[test]
fn the_same_graph_is_the_same_text_however_it_came_to_be() {
    let graph = core_graph();
    let mut native = Vec::new();
    jsonl::write(&graph, &mut native).unwrap();
    let items = jsonl::read("export.jsonl", native.as_slice()).unwrap();
    let again = graph_of(&plan(&Graph::default(), items, Extent::Part, None).unwrap().changes);
    assert!(export(&graph) == export(&again));
}

#[test]
fn one_fact_more_is_one_line_more() {
    let name = |text| Change::Assert(label(Kind::Skill, "driving", LabelRole::Alternative, text));
    let preferred = Change::Assert(label(Kind::Skill, "driving", LabelRole::Preferred, "Driving"));
    let changes = [Change::Assert(concept(Kind::Skill, "driving")), preferred, name("steering"), name("at the wheel")];
    let (less, more) = (export(&graph_of(&changes[..3])), export(&graph_of(&changes)));
    let (less, more): (BTreeSet<_>, BTreeSet<_>) = (less.lines().collect(), more.lines().collect());
    assert!(less.is_subset(&more));
    assert_eq!(more.difference(&less).collect::<Vec<_>>(), [&r#"    skos:altLabel "at the wheel"@en ;"#]);
}

#[test]
fn every_word_that_is_used_is_declared_and_listed_in_the_document() {
    let triples = Triples::of(&export(&core_graph()));
    let small = Triples::of(&export(&small_graph()));
    let used: BTreeSet<_> = triples.words().chain(small.words()).filter_map(|word| word.strip_prefix(SG)).collect();
    let declared: BTreeSet<_> = TERMS.iter().map(|term| term.name).collect();
    assert_eq!(used.difference(&declared).collect::<Vec<_>>(), [&""; 0]);

    let document = include_str!("../docs/skos.md");
    for term in TERMS {
        let line = format!("| `sg:{}` | {} | {} |", term.name, term.below.unwrap_or_default(), term.meaning);
        assert!(document.lines().any(|listed| listed == line), "docs/skos.md must have the line\n{line}");
    }
    let listed = document.lines().filter(|line| line.starts_with("| `sg:")).count();
    assert_eq!(listed, TERMS.len(), "docs/skos.md lists words that are not there");
}

#[test]
fn a_name_stands_in_one_role_only_as_skos_has_it() {
    let named = |role, text| Change::Assert(label(Kind::Skill, "driving", role, text));
    let graph = graph_of(&[
        Change::Assert(concept(Kind::Skill, "driving")),
        named(LabelRole::Preferred, "driving"),
        named(LabelRole::Alternative, "driving"),
        named(LabelRole::Alternative, "steering"),
        named(LabelRole::Hidden, "steering"),
    ]);
    let text = export(&graph);
    let labels: Vec<_> = text.lines().filter(|line| line.contains("Label ")).map(str::trim).collect();
    assert_eq!(labels, [r#"skos:prefLabel "driving"@en ;"#, r#"skos:altLabel "steering"@en ;"#]);
}

#[test]
fn a_concept_keeps_its_iri_when_its_slug_changes() {
    let iri = |graph: &Graph| {
        let triples = Triples::of(&export(graph));
        triples.concepts().next().unwrap().to_owned()
    };
    let mut renamed = concept(Kind::Skill, "motoring");
    let skillgraph::graph::Fact::Concept(row) = &mut renamed else { unreachable!() };
    row.concept = concept_id(Kind::Skill, "driving");
    let named = Change::Assert(label(Kind::Skill, "driving", LabelRole::Preferred, "Driving"));
    let before = graph_of(&[Change::Assert(concept(Kind::Skill, "driving")), named]);
    let after = before.apply(&[Change::Assert(renamed)], revision(2)).unwrap().graph;
    assert_eq!(iri(&before), iri(&after));
    assert_eq!(iri(&before), format!("urn:skillgraph:skill/{}", concept_id(Kind::Skill, "driving")));
}

#[test]
fn the_iris_of_concepts_begin_with_the_base_that_was_chosen() {
    let mut text = Vec::new();
    skos::write(&small_graph(), &"https://skills.example.org/".parse().unwrap(), &mut text).unwrap();
    let triples = Triples::of(std::str::from_utf8(&text).unwrap());
    assert!(triples.concepts().all(|iri| iri.starts_with("https://skills.example.org/")));
}

#[test]
fn a_base_that_would_make_no_iris_is_refused() {
    for base in ["", "x", "skills.example.org/", "https://skills.example.org", "https://a b/", "https://a>/", ":"] {
        assert!(base.parse::<BaseIri>().is_err(), "{base}");
    }
    for base in ["https://skills.example.org/", "urn:example:", "https://example.org/skills#"] {
        assert!(base.parse::<BaseIri>().is_ok(), "{base}");
    }
}

#[test]
fn relations_are_the_properties_of_skos_where_it_has_one() {
    let (a, b) = ((Kind::Skill, "a"), (Kind::Skill, "b"));
    for (kind, property) in [
        (RelationKind::Broader, "broader"),
        (RelationKind::Related, "related"),
        (RelationKind::ExactMatch, "exactMatch"),
        (RelationKind::CloseMatch, "closeMatch"),
        (RelationKind::BroadMatch, "broadMatch"),
        (RelationKind::NarrowMatch, "narrowMatch"),
        (RelationKind::RelatedMatch, "relatedMatch"),
    ] {
        let mut changes = Vec::new();
        for (kind, slug) in [a, b] {
            changes.push(Change::Assert(concept(kind, slug)));
            changes.push(Change::Assert(label(kind, slug, LabelRole::Preferred, slug)));
        }
        changes.push(Change::Assert(relation(a, kind, b, None)));
        let triples = Triples::of(&export(&graph_of(&changes)));
        assert_eq!(triples.words().filter(|word| *word == format!("{SKOS}{property}")).count(), 1, "{property}");
    }
}

proptest! {
    #[test]
    fn any_text_that_the_graph_takes_survives(text in "\\PC{1,40}|[\"'\\\\\n\r\t\u{2028}\u{2029}.;@^<>#é😀 ]{1,20}") {
        let changes = [
            Change::Assert(concept(Kind::Skill, "x")),
            Change::Assert(label(Kind::Skill, "x", LabelRole::Preferred, &text)),
        ];
        let Ok(applied) = Graph::default().apply(&changes, revision(1)) else { return Ok(()) };
        let triples = Triples::of(&export(&applied.graph));
        prop_assert_eq!(triples.statements(), triples::statements_of(&applied.graph));
    }
}
