//! Which concepts are one and the same? Those that `EXACT_MATCH` joins, directly or over others, as SKOS has it.
//!
//! Wherever the graph is asked a question they count as one, and one of them stands for all.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use entity::{Kind, RelationKind, Status};

use super::{Direction, Graph, NodeIndex};

/// The concepts that are joined to others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Same {
    /// Who stands for the concept at each place; places behind the end stand for themselves.
    representatives: Arc<Vec<NodeIndex>>,
    /// The concepts of each set of two and more, under the one that stands for them, which comes first.
    sets: Arc<HashMap<NodeIndex, Box<[NodeIndex]>>>,
}

impl Same {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut representatives: Vec<_> = (0..).map(NodeIndex).take(graph.nodes.len()).collect();
        let mut sets = HashMap::new();
        for index in graph.concepts() {
            if representatives[index.place()] != index || exact(graph, index).next().is_none() {
                continue;
            }
            let set = joined(graph, index);
            if sets.contains_key(&set[0]) {
                continue;
            }
            for member in &set {
                representatives[member.place()] = set[0];
            }
            sets.insert(set[0], set.into_boxed_slice());
        }
        Self { representatives: Arc::new(representatives), sets: Arc::new(sets) }
    }

    /// Nothing changes unless a concept is touched that has a match, or had one.
    pub(super) fn after(&self, graph: &Graph, touched: &BTreeSet<NodeIndex>) -> Self {
        let had = |index: NodeIndex| self.sets.contains_key(&self.representative(index));
        match touched.iter().any(|index| had(*index) || exact(graph, *index).next().is_some()) {
            true => Self::of(graph),
            false => self.clone(),
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

fn exact(graph: &Graph, index: NodeIndex) -> impl Iterator<Item = NodeIndex> {
    graph.links(index, Direction::Outgoing, RelationKind::ExactMatch).iter().map(|link| link.other)
}

/// All that is reached by exact matches, which go both ways; the one that stands for all first.
fn joined(graph: &Graph, start: NodeIndex) -> Vec<NodeIndex> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        open.extend(exact(graph, index).filter(|other| found.insert(*other)));
    }
    let mut set: Vec<_> = found.into_iter().collect();
    set.sort_by_cached_key(|index| precedence(graph, *index));
    set
}

/// The least stands for all.
fn precedence(graph: &Graph, index: NodeIndex) -> (bool, u8, i64) {
    let node = graph.node(index);
    let family = match node.kind() {
        Kind::Language => 0,
        Kind::Framework => 1,
        Kind::Tool => 2,
        _ => 3,
    };
    (node.state.status == Status::Deprecated, family, node.state.row)
}
