//! Which concepts are one and the same? Those that `EXACT_MATCH` joins, directly or over others, as SKOS has it.
//!
//! Wherever the graph is asked a question they count as one, and one of them stands for all.

use std::{collections::BTreeSet, sync::Arc};

use entity::{Kind, RelationKind, Status};
use rustc_hash::FxHashMap;

use super::{Direction, Graph, NodeIndex};

/// The concepts that are joined to others.
#[derive(Clone, Debug, Default)]
pub(super) struct Same {
    /// Who stands for the concept at each place; places behind the end stand for themselves.
    representatives: Arc<Vec<NodeIndex>>,
    /// The concepts of each set of two and more, under the one that stands for them, which comes first.
    sets: Arc<FxHashMap<NodeIndex, Arc<[NodeIndex]>>>,
    /// What the sets follow from: each concept that has a match.
    bonds: Arc<FxHashMap<NodeIndex, Bond>>,
}

/// What decides in which set a concept is, and who stands for it.
#[derive(Clone, Debug, PartialEq)]
struct Bond {
    precedence: Precedence,
    /// What it is matched with, as [`Graph::links`] has it.
    others: Arc<[NodeIndex]>,
}

/// The least stands for all: whether it is deprecated, its family, its row.
type Precedence = (bool, u8, i64);

impl Same {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut same =
            Self { representatives: Arc::new(alone(0).take(graph.nodes.len()).collect()), ..Self::default() };
        let bonds = graph.concepts().filter_map(|index| Some((index, Bond::of(graph, index)?)));
        same.bonds = Arc::new(bonds.collect());
        let bound: BTreeSet<_> = same.bonds.keys().copied().collect();
        same.join(bound);
        same
    }

    /// Only the sets are made anew that have, or had, a concept whose matches or precedence are others than before.
    pub(super) fn after(&self, graph: &Graph, touched: &BTreeSet<NodeIndex>) -> Self {
        let seen = touched.iter().map(|index| (*index, Bond::of(graph, *index)));
        let changed: Vec<_> = seen.filter(|(index, bond)| self.bonds.get(index) != bond.as_ref()).collect();
        if changed.is_empty() {
            return self.clone();
        }
        let mut next = self.clone();
        let mut open = BTreeSet::new();
        for (index, bond) in changed {
            open.extend(self.set(index));
            let bonds = Arc::make_mut(&mut next.bonds);
            if let Some(bond) = bond {
                open.extend(bond.others.iter().flat_map(|other| self.set(*other)));
                bonds.insert(index, bond);
            } else {
                bonds.remove(&index);
            }
        }
        next.part(&open, graph.nodes.len());
        next.join(open);
        next
    }

    /// Lets concepts stand for themselves.
    fn part(&mut self, concepts: &BTreeSet<NodeIndex>, places: usize) {
        let representatives = Arc::make_mut(&mut self.representatives);
        representatives.extend(alone(representatives.len()).take(places - representatives.len()));
        let sets = Arc::make_mut(&mut self.sets);
        for index in concepts {
            representatives[index.place()] = *index;
            sets.remove(index);
        }
    }

    /// Makes the sets of concepts that stand for themselves and are matched with each other only.
    fn join(&mut self, mut concepts: BTreeSet<NodeIndex>) {
        let representatives = Arc::make_mut(&mut self.representatives);
        let sets = Arc::make_mut(&mut self.sets);
        while let Some(start) = concepts.pop_first() {
            let set = joined(&self.bonds, start);
            for member in &set {
                concepts.remove(member);
                representatives[member.place()] = set[0];
            }
            if set.len() > 1 {
                sets.insert(set[0], set.into());
            }
        }
    }

    pub(super) fn representative(&self, index: NodeIndex) -> NodeIndex {
        self.representatives.get(index.place()).copied().unwrap_or(index)
    }

    /// The concepts that are the same as this one and itself, the one that stands for them first.
    pub(super) fn set(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> + use<'_> {
        let set = self.sets.get(&self.representative(index)).map(AsRef::as_ref);
        let alone = set.is_none().then_some(index);
        alone.into_iter().chain(set.unwrap_or_default().iter().copied())
    }

    /// The concepts for which another one stands here than there.
    pub(super) fn differences(&self, other: &Self) -> Vec<NodeIndex> {
        if Arc::ptr_eq(&self.representatives, &other.representatives) {
            return Vec::new();
        }
        let count = self.representatives.len().max(other.representatives.len());
        let all = (0..).map(NodeIndex).take(count);
        all.filter(|index| self.representative(*index) != other.representative(*index)).collect()
    }

    /// The concepts of which something may be said otherwise after a change, by the ones that stand for them, before and
    /// after: what was touched, those for which another one stands than before, and what is linked to these.
    pub(super) fn affected(&self, graph: &Graph, before: &Self, touched: &BTreeSet<NodeIndex>) -> BTreeSet<NodeIndex> {
        let mut affected = BTreeSet::new();
        let mut add = |index| affected.extend([before.representative(index), self.representative(index)]);
        touched.iter().for_each(|index| add(*index));
        for index in before.differences(self) {
            add(index);
            for direction in [Direction::Outgoing, Direction::Incoming] {
                graph.all_links(index, direction).iter().for_each(|link| add(link.other));
            }
        }
        affected
    }
}

impl Bond {
    /// That of a concept which is in the graph and has a match.
    fn of(graph: &Graph, index: NodeIndex) -> Option<Self> {
        let exact = graph.links(index, Direction::Outgoing, RelationKind::ExactMatch);
        let is_there = !exact.is_empty() && graph.by_id(graph.node(index).id()) == Some(index);
        let bond =
            || Self { precedence: precedence(graph, index), others: exact.iter().map(|link| link.other).collect() };
        is_there.then(bond)
    }
}

impl Graph {
    /// The concept that stands for all that are the same as this one: itself, if there are none.
    ///
    /// A published concept comes before a deprecated one, a technology before a skill, and what was there first before
    /// what came later.
    pub fn representative(&self, index: NodeIndex) -> NodeIndex {
        self.indexes().same.representative(index)
    }

    /// The concepts that are the same as this one and itself, the one that stands for them first.
    pub fn same_as(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> + use<'_> {
        self.indexes().same.set(index)
    }
}

/// The places from one on, each standing for itself.
fn alone(first: usize) -> impl Iterator<Item = NodeIndex> {
    (first as u32..).map(NodeIndex)
}

/// All that is reached by exact matches, which go both ways; the one that stands for all first.
fn joined(bonds: &FxHashMap<NodeIndex, Bond>, start: NodeIndex) -> Vec<NodeIndex> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        let others = bonds.get(&index).map(|bond| bond.others.as_ref());
        open.extend(others.unwrap_or_default().iter().filter(|other| found.insert(**other)));
    }
    let mut set: Vec<_> = found.into_iter().collect();
    set.sort_by_key(|index| bonds.get(index).map(|bond| bond.precedence));
    set
}

fn precedence(graph: &Graph, index: NodeIndex) -> Precedence {
    let node = graph.node(index);
    let family = match node.kind() {
        Kind::Language => 0,
        Kind::Framework => 1,
        Kind::Tool => 2,
        _ => 3,
    };
    (node.state.status == Status::Deprecated, family, node.state.row)
}
