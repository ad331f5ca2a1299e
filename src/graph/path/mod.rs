//! How are two concepts connected? The best paths between them, each step a relation with its evidence.
//!
//! A path scores the product of the weights of its steps, halved for every step, and divided by the degree of every
//! concept that it passes through to the power of 0.4: so a short path counts more than a long one, and one over what is
//! special more than one over what everything is related to. That is the degree-weighted path count of Himmelstein and
//! Baranzini (2015) for a single path. What is the same costs nothing.

mod search;
mod ways;

use std::collections::{HashMap, VecDeque};

use entity::RelationKind;

use self::search::{Found, Question, best};
pub(super) use self::ways::Ways;
use super::{Direction, Graph, Link, NodeIndex};

/// How many steps a path can have.
pub const MAX_HOPS: usize = 8;
/// How many paths can be asked for.
pub const MAX_PATHS: usize = 10;

/// The best paths from a concept to another.
#[derive(Clone, Debug)]
pub struct Paths<'g> {
    /// The paths, the best first.
    pub paths: Vec<Path<'g>>,
    /// Whether the search came to its end. If not, there may be better paths than these, or more.
    pub complete: bool,
}

/// A path from a concept to another.
#[derive(Clone, Debug)]
pub struct Path<'g> {
    /// How near it brings its ends: more than 0, at most 1.
    pub score: f64,
    /// Its steps, in order; none if the path ends where it starts.
    pub hops: Vec<Hop<'g>>,
}

/// A step of a path.
#[derive(Clone, Copy, Debug)]
pub struct Hop<'g> {
    /// Where it starts.
    pub from: NodeIndex,
    /// The relation, as seen from there; it leads to where the step ends.
    pub link: &'g Link,
    /// Whether the relation is followed from its start or from its end.
    pub direction: Direction,
    /// How near the relation brings its ends: more than 0, at most 1.
    pub weight: f64,
}

impl Graph {
    /// The best paths between two concepts, without a loop: at most `count` of them, of at most `max_hops` steps, over
    /// relations of these kinds. Steps between what is the same are not counted, cost nothing and are always allowed.
    ///
    /// Two paths differ in the concepts that they pass through; between two concepts a path takes the relation of
    /// greatest weight. No more than [`MAX_PATHS`] and [`MAX_HOPS`] are looked for.
    pub fn paths(
        &self,
        from: NodeIndex,
        to: NodeIndex,
        relations: &[RelationKind],
        max_hops: usize,
        count: usize,
    ) -> Paths<'_> {
        let mask = relations.iter().fold(0, |mask, kind| mask | 1 << *kind as u32);
        let question = Question {
            from: self.representative(from).0,
            to: self.representative(to).0,
            relations: mask,
            max_hops: max_hops.min(MAX_HOPS),
            count: count.clamp(1, MAX_PATHS),
        };
        let (found, complete) = best(&self.indexes().ways, &question);
        let paths = found.iter().filter_map(|found| self.path(from, to, mask, found)).collect();
        Paths { paths, complete }
    }

    /// The relations that a path takes.
    fn path(&self, from: NodeIndex, to: NodeIndex, mask: u32, found: &Found) -> Option<Path<'_>> {
        let mut hops = Vec::new();
        let mut at = from;
        for pair in found.places.windows(2) {
            let hop = self.hop(NodeIndex(pair[0]), NodeIndex(pair[1]), mask)?;
            hops.extend(self.same_hops(at, hop.from));
            hops.push(hop);
            at = hop.link.other;
        }
        hops.extend(self.same_hops(at, to));
        Some(Path { score: rounded((-found.cost).exp()), hops })
    }

    /// The relation of greatest weight from one of some same concepts to one of others.
    fn hop(&self, from: NodeIndex, to: NodeIndex, mask: u32) -> Option<Hop<'_>> {
        let mut best: Option<Hop<'_>> = None;
        for member in self.same_as(from) {
            for hop in self.hops(member).filter(|hop| mask & 1 << hop.link.kind() as u32 != 0) {
                let leads = hop.link.kind() != RelationKind::ExactMatch && self.representative(hop.link.other) == to;
                if leads && best.is_none_or(|best| hop.weight > best.weight) {
                    best = Some(hop);
                }
            }
        }
        best
    }

    fn hops(&self, from: NodeIndex) -> impl Iterator<Item = Hop<'_>> {
        [Direction::Outgoing, Direction::Incoming].into_iter().flat_map(move |direction| {
            let links = self.all_links(from, direction).iter();
            links.map(move |link| Hop { from, link, direction, weight: link.nearness() })
        })
    }

    /// The exact matches that lead from a concept to one that is the same, the fewest.
    fn same_hops(&self, from: NodeIndex, to: NodeIndex) -> Vec<Hop<'_>> {
        let mut came_by: HashMap<NodeIndex, Hop<'_>> = HashMap::new();
        let mut open = VecDeque::from([from]);
        while let Some(index) = open.pop_front().filter(|index| *index != to) {
            for hop in self.hops(index).filter(|hop| hop.link.kind() == RelationKind::ExactMatch) {
                if hop.link.other != from && !came_by.contains_key(&hop.link.other) {
                    came_by.insert(hop.link.other, hop);
                    open.push_back(hop.link.other);
                }
            }
        }
        let mut hops = Vec::new();
        let mut at = to;
        while let Some(hop) = came_by.get(&at).filter(|_| at != from) {
            hops.push(*hop);
            at = hop.from;
        }
        hops.reverse();
        hops
    }
}

/// Eight digits: what decides between paths of the same score is less than that.
fn rounded(score: f64) -> f64 {
    let unit = 10_f64.powi(7 - score.log10().floor() as i32);
    (score * unit).round() / unit
}
