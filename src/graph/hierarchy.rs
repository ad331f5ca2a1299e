//! What lies above and below a concept: everything that is reached by following `BROADER` up or down.

use std::collections::HashSet;

use entity::RelationKind;

use super::{Direction, Graph, NodeIndex, Order};

/// A concept that is reached from another over one or more steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distant {
    /// The concept.
    pub index: NodeIndex,
    /// The least number of steps to it, from 1.
    pub distance: u32,
}

impl Graph {
    /// All concepts that are broader than this one, the nearest first, then by slug. Each is named once,
    /// however many ways lead to it.
    pub fn ancestors(&self, index: NodeIndex) -> Vec<Distant> {
        self.reachable(index, Direction::Outgoing, RelationKind::Broader)
    }

    /// All concepts that are narrower than this one, the nearest first, then by slug.
    pub fn descendants(&self, index: NodeIndex) -> Vec<Distant> {
        self.reachable(index, Direction::Incoming, RelationKind::Broader)
    }

    /// Breadth first, a level at a time.
    fn reachable(&self, start: NodeIndex, direction: Direction, kind: RelationKind) -> Vec<Distant> {
        let mut seen = HashSet::from([start]);
        let mut level = vec![start];
        let mut found = Vec::new();
        for distance in 1.. {
            let links = level.iter().flat_map(|index| self.links(*index, direction, kind));
            let mut next: Vec<_> = links.map(|link| link.other).filter(|other| seen.insert(*other)).collect();
            if next.is_empty() {
                break;
            }
            next.sort_by(|left, right| self.compare(Order::Slug, *left, *right));
            found.extend(next.iter().map(|index| Distant { index: *index, distance }));
            level = next;
        }
        found
    }
}
