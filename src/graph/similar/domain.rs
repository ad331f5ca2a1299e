//! A family of concepts that are compared with each other: which ones, in which respects, and how that is kept up to
//! date.

use std::collections::{BTreeMap, BTreeSet};

use imbl::{GenericHashMap, Vector, shared_ptr::DefaultSharedPtr};
use rustc_hash::FxBuildHasher;

use super::{
    super::{Direction, Graph, NodeIndex, same::Same},
    Aspect,
    features::Features,
    space::{Space, Weighing},
};
use entity::{Kind, RelationKind};

/// One respect of a family.
pub(super) struct Respect {
    pub(super) aspect: Aspect,
    /// How much it counts.
    pub(super) weight: f64,
    pub(super) weighing: Weighing,
    /// What a concept has in this respect, itself and all that are the same.
    pub(super) features: fn(&Graph, &Same, NodeIndex) -> Features,
}

/// What a family is made of.
pub(super) struct Plan {
    pub(super) kinds: &'static [Kind],
    pub(super) respects: &'static [Respect],
    /// The concepts whose features a change of a concept can alter, beside itself, with the respects as bits.
    pub(super) reach: fn(&Graph, NodeIndex) -> Vec<(NodeIndex, u32)>,
}

/// All respects.
pub(super) const ALL: u32 = u32::MAX;

/// The concepts of a family as vectors.
#[derive(Clone, Debug)]
pub(super) struct Domain {
    numbers: GenericHashMap<NodeIndex, u32, FxBuildHasher, DefaultSharedPtr>,
    members: Vector<NodeIndex>,
    /// One for each respect of the plan.
    spaces: Vec<Space>,
}

impl Domain {
    pub(super) fn of(graph: &Graph, same: &Same, plan: &Plan) -> Self {
        let all = plan.kinds.iter().flat_map(|kind| graph.of_kind(*kind, super::super::Order::Slug));
        let members: Vector<_> = all.copied().filter(|index| belongs(graph, same, plan, *index)).collect();
        let spaces = plan.respects.iter().map(|respect| {
            let items: Vec<_> = members.iter().map(|index| (respect.features)(graph, same, *index)).collect();
            Space::of(respect.weighing, &items)
        });
        let spaces = spaces.collect();
        Self { numbers: (0..).zip(&members).map(|(number, index)| (*index, number)).collect(), members, spaces }
    }

    /// That of the next graph.
    pub(super) fn after(
        &self,
        graph: &Graph,
        plan: &Plan,
        (before, same): (&Same, &Same),
        touched: &BTreeSet<NodeIndex>,
    ) -> Self {
        let mut next = self.clone();
        let mut items = vec![BTreeMap::new(); plan.respects.len()];
        for (index, mask) in affected(graph, plan, before, same, touched) {
            let belongs = belongs(graph, same, plan, index);
            if !belongs && !next.numbers.contains_key(&index) {
                continue;
            }
            let number = next.number(index);
            for (place, respect) in plan.respects.iter().enumerate().filter(|(place, _)| mask & 1 << place != 0) {
                let features = if belongs { (respect.features)(graph, same, index) } else { Features::default() };
                items[place].insert(number, features);
            }
        }
        for (space, items) in next.spaces.iter_mut().zip(items).filter(|(_, items)| !items.is_empty()) {
            *space = space.after(items);
        }
        next
    }

    fn number(&mut self, index: NodeIndex) -> u32 {
        let (numbers, members) = (&mut self.numbers, &mut self.members);
        *numbers.entry(index).or_insert_with(|| {
            members.push_back(index);
            members.len() as u32 - 1
        })
    }

    /// The number of a concept, if it is in the family.
    pub(super) fn find(&self, index: NodeIndex) -> Option<u32> {
        self.numbers.get(&index).copied()
    }

    pub(super) fn member(&self, number: u32) -> NodeIndex {
        self.members[number as usize]
    }

    /// The respects with their spaces.
    pub(super) fn spaces<'d>(&'d self, plan: &'d Plan) -> impl Iterator<Item = (&'d Respect, &'d Space)> {
        plan.respects.iter().zip(&self.spaces)
    }

    /// How near all members are to one, by number: the weighted mean of the cosines. What only one of two has counts
    /// half, as a cosine of zero.
    pub(super) fn scores(&self, plan: &Plan, item: u32) -> Vec<f64> {
        let (mut sums, mut room) = (vec![0.0; self.members.len()], vec![0.0; self.members.len()]);
        for (respect, space) in self.spaces(plan) {
            space.add_cosines(item, respect.weight, &mut room, &mut sums);
        }
        // Weights, whether this one has something to compare or not, for others that have and that have not.
        let weights = self.spaces(plan).map(|(respect, space)| match space.scale_of(item) > 0.0 {
            true => (space, respect.weight, respect.weight / 2.0),
            false => (space, respect.weight / 2.0, 0.0),
        });
        let weights: Vec<_> = weights.collect();
        for (number, sum) in (0..).zip(&mut sums).filter(|(_, sum)| **sum > 0.0) {
            let weight =
                |(space, has, lacks): &(&Space, f64, f64)| if space.scale_of(number) > 0.0 { *has } else { *lacks };
            *sum /= weights.iter().map(weight).sum::<f64>();
        }
        sums
    }
}

/// Whether a concept is compared: it stands for itself and all that are the same, and is in the graph.
fn belongs(graph: &Graph, same: &Same, plan: &Plan, index: NodeIndex) -> bool {
    let node = graph.node(index);
    plan.kinds.contains(&node.kind()) && same.representative(index) == index && graph.by_id(node.id()) == Some(index)
}

/// The concepts whose features may have changed, with the respects as bits.
fn affected(
    graph: &Graph,
    plan: &Plan,
    before: &Same,
    same: &Same,
    touched: &BTreeSet<NodeIndex>,
) -> BTreeMap<NodeIndex, u32> {
    let mut found = BTreeMap::new();
    let mut add = |index: NodeIndex, mask: u32| {
        for index in [before.representative(index), same.representative(index)] {
            *found.entry(index).or_default() |= mask;
        }
    };
    for index in touched {
        add(*index, ALL);
        for (other, mask) in (plan.reach)(graph, *index) {
            add(other, mask);
        }
    }
    for index in before.differences(same) {
        add(index, ALL);
        // Another one stands for this one: so it does in whatever is linked to it, at two steps in the hierarchy.
        for near in neighbours(graph, index) {
            add(near, ALL);
            for (other, mask) in (plan.reach)(graph, near) {
                add(other, mask);
            }
        }
        for (other, mask) in (plan.reach)(graph, index) {
            add(other, mask);
        }
    }
    found
}

fn neighbours(graph: &Graph, index: NodeIndex) -> impl Iterator<Item = NodeIndex> {
    let links = |direction| graph.all_links(index, direction).iter().map(|link| link.other);
    links(Direction::Outgoing).chain(links(Direction::Incoming))
}

/// The concepts that a concept and all that are the same are related to, one way.
pub(super) fn linked<'g>(
    graph: &'g Graph,
    same: &'g Same,
    index: NodeIndex,
    direction: Direction,
    kind: RelationKind,
) -> impl Iterator<Item = &'g super::super::Link> {
    same.set(index).flat_map(move |member| graph.links(member, direction, kind))
}

/// The key of a concept, by the one that stands for it.
pub(super) fn key(same: &Same, index: NodeIndex) -> u64 {
    same.representative(index).place() as u64
}

/// What stands one and two steps above a concept; the farther counts half.
pub(super) fn above<'g>(
    graph: &'g Graph,
    same: &'g Same,
    index: NodeIndex,
) -> impl Iterator<Item = (u64, f32)> + use<'g> {
    linked(graph, same, index, Direction::Outgoing, RelationKind::Broader).flat_map(move |near| {
        let farther = linked(graph, same, near.other, Direction::Outgoing, RelationKind::Broader);
        std::iter::once((key(same, near.other), 1.0)).chain(farther.map(move |far| (key(same, far.other), 0.5)))
    })
}

/// What stands one step below a concept.
pub(super) fn below(graph: &Graph, index: NodeIndex) -> impl Iterator<Item = NodeIndex> {
    graph.links(index, Direction::Incoming, RelationKind::Broader).iter().map(|link| link.other)
}
