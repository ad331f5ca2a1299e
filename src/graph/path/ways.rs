//! Where one can go from each concept in one step, and what that costs.

use std::{collections::BTreeSet, sync::Arc};

use entity::{RelationKind, Strength};
use imbl::Vector;

use super::super::{Direction, Graph, Link, NodeIndex, same::Same};

/// What each step costs, however strong its relation is: it halves the score.
const STEP: f64 = std::f64::consts::LN_2;

/// How much a concept that is passed through is held against the path for its degree: the exponent of the
/// degree-weighted path count of Himmelstein and Baranzini (2015).
const DAMPING: f64 = 0.4;

/// A step to another concept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    /// The place of the one that stands for it.
    pub(super) to: u32,
    pub(super) relation: RelationKind,
    pub(super) cost: f64,
}

/// The steps from each concept that stands for all that are the same.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Ways {
    steps: Vector<Arc<[Step]>>,
    /// What passing through costs, by place.
    tolls: Vector<f64>,
}

impl Ways {
    pub(in super::super) fn of(graph: &Graph, same: &Same) -> Self {
        let all = (0..).map(NodeIndex).take(graph.nodes.len());
        let mut room = Vec::new();
        let (steps, tolls) = all.map(|index| way(graph, same, index, &mut room)).unzip::<_, _, Vec<_>, Vec<_>>();
        Self { steps: steps.into_iter().collect(), tolls: tolls.into_iter().collect() }
    }

    /// Those of the next graph.
    pub(in super::super) fn after(
        &self,
        graph: &Graph,
        before: &Same,
        same: &Same,
        touched: &BTreeSet<NodeIndex>,
    ) -> Self {
        let mut changed = same.affected(graph, before, touched);
        let mut next = self.clone();
        for index in (next.steps.len() as u32..).map(NodeIndex).take(graph.nodes.len() - next.steps.len()) {
            changed.insert(index);
            next.steps.push_back(Arc::from([]));
            next.tolls.push_back(0.0);
        }
        let mut room = Vec::new();
        for index in changed {
            (next.steps[index.place()], next.tolls[index.place()]) = way(graph, same, index, &mut room);
        }
        next
    }

    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    pub(super) fn steps(&self, place: u32) -> &[Step] {
        &self.steps[place as usize]
    }

    pub(super) fn toll(&self, place: u32) -> f64 {
        self.tolls[place as usize]
    }
}

/// The steps from a concept, sorted by where they lead: for each relation, the cheapest. And its toll.
fn way(graph: &Graph, same: &Same, index: NodeIndex, room: &mut Vec<Step>) -> (Arc<[Step]>, f64) {
    room.clear();
    let mut degree = 0_u32;
    for link in links(graph, same, index) {
        degree += 1;
        let to = same.representative(link.other);
        if to != index {
            let cost = STEP - link.nearness().ln() + tie_break(link);
            room.push(Step { to: to.0, relation: link.kind(), cost });
        }
    }
    room.sort_unstable_by(|left, right| {
        let by_end = (left.to, left.relation).cmp(&(right.to, right.relation));
        by_end.then_with(|| left.cost.total_cmp(&right.cost))
    });
    room.dedup_by_key(|step| (step.to, step.relation));
    (Arc::from(room.as_slice()), DAMPING * f64::from(degree.max(1)).ln())
}

/// The relations of a concept that stands for itself and others, but for those that make them the same.
fn links<'g>(graph: &'g Graph, same: &'g Same, index: NodeIndex) -> impl Iterator<Item = &'g Link> {
    let stands = same.representative(index) == index;
    let members = same.set(index).filter(move |_| stands);
    let directions = [Direction::Outgoing, Direction::Incoming];
    members
        .flat_map(move |member| directions.into_iter().flat_map(move |direction| graph.all_links(member, direction)))
        .filter(|link| link.kind() != RelationKind::ExactMatch)
}

/// So little that it decides only between paths of the same cost, and the same on every server.
fn tie_break(link: &Link) -> f64 {
    let mixed = (link.edge.relation.from ^ link.edge.relation.to).wrapping_mul(0x9e37_79b9_7f4a_7c15_u64 as i64);
    ((mixed as u64) >> 40) as f64 * 1e-9 / f64::from(1 << 24)
}

impl Link {
    /// How near a relation brings its ends, more than 0 and at most 1.
    pub fn nearness(&self) -> f64 {
        let base: f64 = match (self.kind(), self.strength()) {
            (RelationKind::ExactMatch, _) => 1.0,
            (RelationKind::ReplacedBy, _) => 0.95,
            (_, Some(Strength::Optional)) => 0.6,
            (_, Some(Strength::Essential)) => 0.9,
            (
                RelationKind::UsesLanguage
                | RelationKind::BuiltOn
                | RelationKind::Prerequisite
                | RelationKind::Implies
                | RelationKind::CloseMatch,
                None,
            ) => 0.9,
            (
                RelationKind::Broader | RelationKind::WorksWith | RelationKind::BroadMatch | RelationKind::NarrowMatch,
                None,
            ) => 0.7,
            (RelationKind::Performs | RelationKind::CallsFor | RelationKind::Related, None) => 0.6,
            (RelationKind::Requires | RelationKind::RelatedMatch, None) => 0.5,
        };
        let importance = self.edge.relation.importance.unwrap_or(1.0);
        base * (0.25 + 0.75 * importance)
    }
}
