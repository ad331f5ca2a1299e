//! What does it show to be known as well, that somebody knows something? The closure of implication, with its reasons.
//!
//! Certainty is that of one step after another, multiplied: who knows Django (0.95) knows Python, which (0.95) shows
//! programming: 0.9. Of several ways to a concept the most certain counts, found best first (Dijkstra's algorithm on
//! the products), so cycles do no harm. These relations carry implication, and no others:
//!
//! | relation | certainty | because |
//! |---|---|---|
//! | `IMPLIES` | its importance; 0.5 where nobody has said | it says so |
//! | `USES_LANGUAGE` of a framework | 0.9, shared by its languages | who builds on a framework writes one of its languages |
//! | `USES_LANGUAGE` of a tool | 0.6, shared by its languages | many use a tool and write little |
//! | `BUILT_ON` | 0.5, shared by what it is built on | a framework is there to hide what it is built on |
//! | `REPLACED_BY` | 0.9, shared by the successors | the same under another name, or nearly |
//!
//! `EXACT_MATCH` is no step at all: what it joins is one. `BROADER` does not count: who knows a special thing does not
//! know the general one, nor the other way about.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

use entity::{Kind, RelationKind};

use super::{Direction, Graph, Link, NodeIndex};

/// What is less certain than this is not followed any further, unless somebody asks for less.
pub const LEAST_CERTAINTY: f64 = 0.3;

/// Certainty of `IMPLIES` where nobody has said how certain it is.
const UNSAID: f64 = 0.5;
const FRAMEWORK_USES: f64 = 0.9;
const TOOL_USES: f64 = 0.6;
const BUILT_ON: f64 = 0.5;
const REPLACED_BY: f64 = 0.9;

/// All that is known, to somebody who knows some concepts: these, and what they imply.
#[derive(Clone, Debug, Default)]
pub struct Closure<'g> {
    known: HashMap<NodeIndex, Known<'g>>,
    /// What is known, the most certain first, by the concepts that stand for their sets.
    order: Vec<NodeIndex>,
}

#[derive(Clone, Copy, Debug)]
struct Known<'g> {
    certainty: f64,
    /// The last step that led here; none to what was known to begin with.
    last: Option<Step<'g>>,
}

/// One step of implication.
#[derive(Clone, Copy, Debug)]
pub struct Step<'g> {
    /// What is known.
    pub from: NodeIndex,
    /// What that shows.
    pub to: NodeIndex,
    /// With which certainty, from 0 to 1.
    pub certainty: f64,
    /// The relation that says so.
    pub link: &'g Link,
}

/// What is to be looked at next: the most certain, then what was found first, so that the answer is always the same.
#[derive(Clone, Copy, Debug)]
struct Candidate<'g> {
    certainty: f64,
    found: Reverse<usize>,
    index: NodeIndex,
    last: Option<Step<'g>>,
}

impl Ord for Candidate<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.certainty.total_cmp(&other.certainty).then(self.found.cmp(&other.found))
    }
}

impl PartialOrd for Candidate<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate<'_> {}

impl Graph {
    /// What somebody knows who knows `given`: all that is implied with a certainty of `least` and more.
    pub fn implied(&self, given: impl IntoIterator<Item = NodeIndex>, least: f64) -> Closure<'_> {
        let mut closure = Closure::default();
        let mut open: BinaryHeap<_> = given
            .into_iter()
            .enumerate()
            .map(|(found, index)| Candidate {
                certainty: 1.0,
                found: Reverse(found),
                index: self.representative(index),
                last: None,
            })
            .collect();
        let mut found = open.len();
        while let Some(Candidate { certainty, index, last, .. }) = open.pop() {
            if closure.known.contains_key(&index) {
                continue;
            }
            closure.known.insert(index, Known { certainty, last });
            closure.order.push(index);
            for step in self.implications(index) {
                let certainty = certainty * step.certainty;
                if certainty >= least && !closure.known.contains_key(&self.representative(step.to)) {
                    found += 1;
                    let index = self.representative(step.to);
                    open.push(Candidate { certainty, found: Reverse(found), index, last: Some(step) });
                }
            }
        }
        closure
    }

    /// What knowing a concept, or one that is the same, shows in one step.
    pub fn implications(&self, index: NodeIndex) -> impl Iterator<Item = Step<'_>> {
        self.same_as(index).flat_map(move |from| {
            let uses = if self.node(from).kind() == Kind::Framework { FRAMEWORK_USES } else { TOOL_USES };
            let links = move |kind| self.links(from, Direction::Outgoing, kind);
            let implies = links(RelationKind::Implies).iter().map(move |link| {
                let certainty = link.importance().unwrap_or(UNSAID);
                Step { from, to: link.other, certainty, link }
            });
            let shared = [
                (RelationKind::UsesLanguage, uses),
                (RelationKind::BuiltOn, BUILT_ON),
                (RelationKind::ReplacedBy, REPLACED_BY),
            ];
            implies.chain(shared.into_iter().flat_map(move |(kind, certainty)| {
                let links = links(kind);
                let certainty = certainty / links.len().max(1) as f64;
                links.iter().map(move |link| Step { from, to: link.other, certainty, link })
            }))
        })
    }
}

impl<'g> Closure<'g> {
    /// How certain it is that a concept is known, from 0 (nothing shows it) to 1 (it was given). The concept must stand
    /// for its set; see [`Graph::representative`].
    pub fn certainty(&self, index: NodeIndex) -> f64 {
        self.known.get(&index).map_or(0.0, |known| known.certainty)
    }

    /// Whether a concept was given itself.
    pub fn is_given(&self, index: NodeIndex) -> bool {
        self.known.get(&index).is_some_and(|known| known.last.is_none())
    }

    /// What is known, the most certain first: what was given, then what it implies.
    pub fn known(&self) -> impl ExactSizeIterator<Item = (NodeIndex, f64)> {
        self.order.iter().map(|index| (*index, self.certainty(*index)))
    }

    /// The steps from what was given to a concept; none for what was given, or is not known.
    pub fn chain(&self, graph: &Graph, index: NodeIndex) -> Vec<Step<'g>> {
        let last = |index: NodeIndex| self.known.get(&graph.representative(index)).and_then(|known| known.last);
        let mut chain: Vec<_> = std::iter::successors(last(index), |step| last(step.from)).collect();
        chain.reverse();
        chain
    }
}
