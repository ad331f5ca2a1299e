//! What is the same in two sources: matches between concepts that are in the graph already, each with the rule that
//! made it.
//!
//! Identifiers come first, then names, under rules that would rather miss a match than make a wrong one.
//! `docs/importing.md` lists the rules and how often they were right. Nothing is read but the graph.

mod group;
mod name;
mod preview;
mod role;
mod settle;
mod side;
mod skill;
mod sort;
mod technology;

use std::collections::HashSet;

use entity::{Kind, RelationKind};

pub use self::preview::{Fate, Line};
use super::{EvidenceItem, Item, Origin, Place, Placed, RelationItem, SourceItem, Statement};
use crate::graph::{Direction, Graph, Node, NodeIndex};

/// The source of the matches.
pub const SOURCE: &str = "skillgraph-matching";

/// The rules have changed when this has.
const RULES: &str = "1";

/// Why a match is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Its name, which is the locator of its evidence.
    pub name: &'static str,
    /// The match.
    pub relation: RelationKind,
    /// From 0 to 1: the share of the matches under this rule that are right, as far as was looked at.
    pub confidence: f64,
    /// Why, in a sentence.
    pub reason: &'static str,
    /// Whether it may make several concepts of one source the same, because that source has one thing twice.
    pub may_repeat: bool,
}

/// Two concepts of different sources that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// The one.
    pub from: NodeIndex,
    /// The other.
    pub to: NodeIndex,
    /// Why.
    pub rule: &'static Rule,
}

/// A match that the rules would make and that is not made.
#[derive(Clone, Copy, Debug)]
pub struct LetBe {
    /// The match.
    pub found: Match,
    /// Why it is not made.
    pub reason: &'static str,
}

/// What the rules say of a graph.
#[derive(Debug, Default)]
pub struct Matching {
    /// What is to be joined, by the kinds and slugs of both ends.
    pub found: Vec<Match>,
    /// What is left as somebody else has it.
    pub let_be: Vec<LetBe>,
}

/// A relation by its ends, as it is kept: of a symmetric one the lesser id comes first.
pub type Ends = (i64, RelationKind, i64);

/// Whose data the matches are.
pub fn origin() -> Origin {
    Origin { source: SOURCE.to_owned(), version: Some(RULES.to_owned()) }
}

/// Finds what is the same in two sources.
///
/// `retracted` are the matches of earlier runs that somebody has retracted since: they are not made again.
pub fn find(graph: &Graph, retracted: &HashSet<Ends>) -> Matching {
    let concepts = side::concepts(graph);
    let mut found = group::find(&concepts);
    found.extend(technology::find(graph, &concepts));
    found.extend(skill::find(graph, &concepts));
    found.extend(role::find(&concepts));
    settle::settle(graph, &concepts, found, retracted)
}

impl Matching {
    /// Which of the relations that somebody has retracted are not to be made again: one that a run has made again since,
    /// because it was asked to, stands.
    pub fn retracted(graph: &Graph, retracted: impl Iterator<Item = Ends>) -> HashSet<Ends> {
        let stands = |(from, kind, to): &Ends| {
            let links = graph.by_id(*from).map(|index| graph.links(index, Direction::Outgoing, *kind));
            let mut edges = links.unwrap_or_default().iter().map(|link| &link.edge.relation);
            edges.any(|row| (row.from, row.to) == (*from, *to) && preview::is_ours(graph, row))
        };
        retracted.filter(|ends| !stands(ends)).collect()
    }

    /// The matches as items of an import that speaks for all that its source says.
    pub fn items(&self, graph: &Graph) -> Vec<Placed> {
        let place = Place { file: SOURCE.into(), line: 1 };
        let mut items = vec![(place.clone(), Item::Source(source()))];
        for found in &self.found {
            let [relation, evidence] = found.items(graph);
            items.extend([(place.clone(), relation), (place.clone(), evidence)]);
        }
        items
    }
}

impl Match {
    fn items(&self, graph: &Graph) -> [Item; 2] {
        let reference = |node: &Node| -> (Kind, String) { (node.kind(), node.slug().to_owned()) };
        let (from, to) = (reference(graph.node(self.from)), reference(graph.node(self.to)));
        let Rule { name, relation, confidence, reason, .. } = *self.rule;
        let evidence = EvidenceItem {
            about: Statement { subject: from.clone(), relation: Some((relation, to.clone())) },
            source: SOURCE.to_owned(),
            locator: name.to_owned(),
            confidence,
            comment: Some(reason.to_owned()),
            strength: None,
        };
        [Item::Relation(RelationItem::new(from, relation, to)), Item::Evidence(evidence)]
    }

    /// The relation as the graph keeps it.
    fn ends(&self, graph: &Graph) -> Ends {
        let (from, to) = (graph.node(self.from).id(), graph.node(self.to).id());
        match self.rule.relation.rule().symmetric && to < from {
            true => (to, self.rule.relation, from),
            false => (from, self.rule.relation, to),
        }
    }
}

fn source() -> SourceItem {
    let text = |text: &str| Some(text.to_owned());
    SourceItem {
        slug: SOURCE.to_owned(),
        title: "Matching of skillgraph".to_owned(),
        publisher: text("The skillgraph maintainers"),
        version: text(RULES),
        licence: text("MIT OR Apache-2.0"),
        ..SourceItem::default()
    }
}
