//! What leads from one graph to another.

use entity::{Kind, Status, concept_state};
use proptest::prelude::*;
use skillgraph::graph::{Change, Fact, Graph, concept_id, source_id};

use super::{any_change, grown, stage};
use crate::support::facts::{label, named, revision, source};

/// What a graph says, whenever it was said.
fn said(graph: &Graph) -> Vec<Fact> {
    graph.facts().map(|fact| fact.unstamped()).collect()
}

/// A graph after random changes, those that are refused left out.
fn random(changes: &[Change]) -> Graph {
    changes.iter().fold(stage(), |graph, change| {
        let applied = graph.apply(std::slice::from_ref(change), revision(graph.revision().number + 1));
        applied.map_or(graph, |applied| applied.graph)
    })
}

proptest! {
    #[test]
    fn applied_it_gives_what_the_other_graph_says(
        one in prop::collection::vec(any_change(), 0..60),
        two in prop::collection::vec(any_change(), 0..60),
    ) {
        let (one, two) = (random(&one), random(&two));
        let changes = one.difference(&two);
        let number = one.revision().number + 1;
        let applied = one.apply(&changes, revision(number)).unwrap();
        prop_assert_eq!(said(&applied.graph), said(&two));
        // Nothing is opened that was so already.
        let opened = changes.iter().filter(|change| matches!(change, Change::Assert(_))).count();
        prop_assert_eq!(applied.opened.len(), opened);
        prop_assert!(two.difference(&applied.graph).is_empty());
    }
}

fn with_slug(of: &str, slug: &str) -> Change {
    let (concept, kind, slug, status) = (concept_id(Kind::Tool, of), Kind::Tool, slug.to_owned(), Status::Published);
    Change::Assert(concept_state::Model { row: 0, concept, kind, slug, status, since: 0, until: None }.into())
}

#[test]
fn slugs_that_have_changed_hands_change_them_back() {
    let mut changes = named(Kind::Tool, "one", "One");
    changes.extend(named(Kind::Tool, "two", "Two"));
    let before = grown(&Graph::default(), &changes);
    let after = grown(&before, &[with_slug("one", "two"), with_slug("two", "three")]);
    let swapped = grown(&after, &[with_slug("one", "three"), with_slug("two", "two")]);
    for other in [&before, &after] {
        let back = grown(&swapped, &swapped.difference(other));
        assert_eq!(said(&back), said(other));
        let index = back.by_slug(Kind::Tool, "two").unwrap();
        assert_eq!(Some(back.node(index).id()), other.by_slug(Kind::Tool, "two").map(|index| other.node(index).id()));
    }
}

#[test]
fn what_comes_back_of_one_source_is_told_by_its_latest_import() {
    let import = |graph: &Graph, slug: &str, changes: Vec<Change>| {
        let mut revision = revision(graph.revision().number + 1);
        revision.source = Some(source_id(slug));
        let changes = [vec![Change::Assert(source(slug))], changes].concat();
        graph.apply(&changes, revision).unwrap().graph
    };
    let git = import(&Graph::default(), "book", named(Kind::Tool, "git", "Git"));
    let other = import(&git, "magazine", named(Kind::Tool, "svn", "Subversion"));
    let retract = |graph: &Graph, slug: &str, name| {
        let label = label(Kind::Tool, slug, entity::LabelRole::Preferred, name);
        grown(graph, &[Change::Assert(label)])
    };
    let renamed = retract(&other, "git", "Git SCM");
    assert_eq!(renamed.import_coming_back(&other).map(|import| import.number), Some(1));
    let renamed = retract(&renamed, "svn", "SVN");
    assert_eq!(renamed.import_coming_back(&other), None);
    assert_eq!(other.import_coming_back(&git), None);
}
