//! Collections, and what is in them.

use entity::{Kind, LabelRole};
use skillgraph::graph::{Change, Graph, Reason, Table};

use super::{DJANGO, PYTHON, WEB, grown, python_and_django, refusal};
use crate::support::facts::{collection, concept, label, member, named, revision};

/// The slugs of what a collection has.
fn members<'g>(graph: &'g Graph, slug: &str) -> Vec<&'g str> {
    graph.collection(slug).unwrap().members().iter().map(|index| graph.node(*index).slug()).collect()
}

fn collected() -> Graph {
    let facts = [collection("web", None), member("web", WEB), member("web", DJANGO), member("web", PYTHON)];
    grown(&python_and_django(), &facts.map(Change::Assert))
}

#[test]
fn a_collection_lists_its_members_by_kind_then_label() {
    let mut changes = named(Kind::Language, "sql", "an early name");
    changes.push(Change::Assert(member("web", (Kind::Language, "sql"))));
    let graph = grown(&collected(), &changes);
    assert_eq!(members(&graph, "web"), ["web-development", "sql", "python", "django"]);
    let renamed = Change::Assert(label(Kind::Language, "sql", LabelRole::Preferred, "Structured Query Language"));
    assert_eq!(members(&grown(&graph, &[renamed]), "web"), ["web-development", "python", "sql", "django"]);
    let python = graph.by_slug(PYTHON.0, PYTHON.1).unwrap();
    let of_python: Vec<_> = graph.collections_of(python).map(|collection| collection.state.slug.as_str()).collect();
    assert_eq!(of_python, ["web"]);
}

#[test]
fn a_member_needs_its_collection_and_its_concept() {
    let nowhere = Change::Assert(member("nowhere", PYTHON));
    assert_eq!(refusal(&collected(), &[nowhere]), Reason::NoSuchCollection("nowhere".into()));
    let nobody = Change::Assert(member("web", (Kind::Tool, "nobody")));
    assert!(matches!(refusal(&collected(), &[nobody]), Reason::NoSuchConcept(_)));
    let never = Change::Retract(member("web", (Kind::Tool, "nobody")));
    assert!(matches!(refusal(&collected(), &[never]), Reason::NoSuchConcept(_)));
}

#[test]
fn a_concept_leaves_its_collections_when_it_is_retracted() {
    let graph = grown(&collected(), &[Change::Retract(concept(PYTHON.0, PYTHON.1))]);
    assert_eq!(members(&graph, "web"), ["web-development", "django"]);
    let graph = grown(&graph, &[Change::Retract(member("web", DJANGO))]);
    assert_eq!(members(&graph, "web"), ["web-development"]);
}

#[test]
fn with_a_collection_go_its_members_and_nothing_else() {
    let graph = collected();
    let applied = graph.apply(&[Change::Retract(collection("web", None))], revision(3)).unwrap();
    let mut tables: Vec<_> = applied.closed.iter().map(|(table, _)| *table).collect();
    tables.sort();
    assert_eq!(tables, [Table::Collection, Table::Member, Table::Member, Table::Member]);
    assert_eq!(applied.graph.concepts().count(), graph.concepts().count());
    let python = applied.graph.by_slug(PYTHON.0, PYTHON.1).unwrap();
    assert_eq!(applied.graph.collections_of(python).count(), 0);
}

#[test]
fn a_collection_that_is_described_anew_keeps_its_members() {
    let graph = grown(&collected(), &[Change::Assert(collection("web", Some("What runs in a browser.")))]);
    assert_eq!(members(&graph, "web").len(), 3);
}
