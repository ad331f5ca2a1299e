//! What does each role require? The requirements of all roles in flat arrays, for questions that look at every role.
//!
//! Roles that are the same have one profile, and competencies that are the same are one requirement: where two of them
//! are required, essential counts before optional, and the greater number before the lesser.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use entity::{Kind, RelationKind, Status, Strength, scale};

use super::{Direction, Graph, Link, NodeIndex, Order, same::Same};

/// One requirement of a role, as questions weigh it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Requirement {
    /// What is required: the one that stands for all that are the same.
    pub competency: NodeIndex,
    /// Essential or optional, where somebody has said.
    pub strength: Option<Strength>,
    /// How much it matters, from 0 to 1, where somebody has said.
    pub importance: Option<f32>,
    /// The importance as a source rates it, from 0 at the least value of its scale to 1 at the greatest.
    pub rating: Option<f32>,
}

/// The profiles of all roles.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Profiles {
    /// By the role that stands for all that are the same, sorted; only roles that are not deprecated.
    roles: Arc<Vec<(NodeIndex, Arc<[Requirement]>)>>,
    /// How many of these require the competency at each place.
    counts: Arc<Vec<u32>>,
    /// The scales that ratings were read on.
    scales: Arc<BTreeMap<Box<str>, Arc<scale::Model>>>,
}

impl Profiles {
    pub(super) fn of(graph: &Graph, same: &Same) -> Self {
        let roles = graph.of_kind(Kind::Role, Order::Slug).iter().filter(|index| stands(graph, same, **index));
        let mut roles: Vec<_> = roles.map(|index| (*index, profile(graph, same, *index))).collect();
        roles.sort_by_key(|(index, _)| *index);
        let mut counts = vec![0; graph.nodes.len()];
        for requirement in roles.iter().flat_map(|(_, profile)| profile.iter()) {
            counts[requirement.competency.place()] += 1;
        }
        Self { roles: Arc::new(roles), counts: Arc::new(counts), scales: graph.scales.clone() }
    }

    /// Only the roles are looked at of which something may be said otherwise, unless scales have changed.
    pub(super) fn after(&self, graph: &Graph, before: &Same, same: &Same, touched: &BTreeSet<NodeIndex>) -> Self {
        if self.scales != graph.scales {
            return Self::of(graph, same);
        }
        let mut changed = same.affected(graph, before, touched);
        changed.retain(|index| graph.node(*index).kind() == Kind::Role);
        if changed.is_empty() && graph.nodes.len() == self.counts.len() {
            return self.clone();
        }
        let mut next = self.clone();
        Arc::make_mut(&mut next.counts).resize(graph.nodes.len(), 0);
        for role in changed {
            next.replace(role, stands(graph, same, role).then(|| profile(graph, same, role)));
        }
        next
    }

    /// Puts a profile in the place of the one that the role had.
    fn replace(&mut self, role: NodeIndex, profile: Option<Arc<[Requirement]>>) {
        let place = self.place(role);
        let (roles, counts) = (Arc::make_mut(&mut self.roles), Arc::make_mut(&mut self.counts));
        if let Ok(place) = place {
            roles[place].1.iter().for_each(|old| counts[old.competency.place()] -= 1);
        }
        profile.iter().flat_map(|new| new.iter()).for_each(|new| counts[new.competency.place()] += 1);
        match (place, profile) {
            (Ok(place), Some(profile)) => roles[place].1 = profile,
            (Ok(place), None) => drop(roles.remove(place)),
            (Err(place), Some(profile)) => roles.insert(place, (role, profile)),
            (Err(_), None) => {}
        }
    }

    fn place(&self, role: NodeIndex) -> Result<usize, usize> {
        self.roles.binary_search_by_key(&role, |(index, _)| *index)
    }
}

/// Whether a role has a profile of its own: it stands for itself, is in the graph, and not deprecated.
fn stands(graph: &Graph, same: &Same, index: NodeIndex) -> bool {
    let node = graph.node(index);
    same.representative(index) == index
        && node.kind() == Kind::Role
        && node.state.status != Status::Deprecated
        && graph.by_id(node.id()) == Some(index)
}

/// The requirements of a role and of all that are the same, sorted by competency.
fn profile(graph: &Graph, same: &Same, role: NodeIndex) -> Arc<[Requirement]> {
    let mut found = BTreeMap::<NodeIndex, Requirement>::new();
    for role in same.set(role) {
        for link in graph.links(role, Direction::Outgoing, RelationKind::Requires) {
            let new = Requirement::of_link(graph, same.representative(link.other), link);
            found.entry(new.competency).and_modify(|old| *old = both(*old, new)).or_insert(new);
        }
    }
    found.into_values().collect()
}

impl Requirement {
    /// How much a requirement weighs whose importance nobody has told.
    const UNSAID: f32 = 0.6;

    pub(super) fn of_link(graph: &Graph, competency: NodeIndex, link: &Link) -> Self {
        let relation = &link.edge.relation;
        let rating = relation.importance_scale.as_deref().zip(relation.importance_value).and_then(|(scale, value)| {
            let scale = graph.scale(scale)?;
            Some(((value - scale.minimum) / (scale.maximum - scale.minimum)) as f32)
        });
        Self {
            competency,
            strength: link.strength(),
            importance: relation.importance.map(|importance| importance as f32),
            rating,
        }
    }

    /// How much it weighs, from 0 to 1: its strength (essential 1, not said 0.7, optional 0.5) times its importance
    /// (that which is said, else as it is rated, else 0.6).
    pub fn weight(&self) -> f64 {
        let strength = match self.strength {
            Some(Strength::Essential) => 1.0,
            None => 0.7,
            Some(Strength::Optional) => 0.5,
        };
        f64::from(strength * self.importance.or(self.rating).unwrap_or(Self::UNSAID))
    }
}

/// Two requirements of the same, as one. `Essential` comes first in the vocabulary, and what is not known last.
fn both(one: Requirement, other: Requirement) -> Requirement {
    let strength = match (one.strength, other.strength) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    let greater = |one: Option<f32>, other: Option<f32>| match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    };
    let (importance, rating) = (greater(one.importance, other.importance), greater(one.rating, other.rating));
    Requirement { competency: one.competency, strength, importance, rating }
}

impl Graph {
    /// All roles that are not deprecated with what they require, each set of same ones once, by the one that stands for
    /// them; requirements sorted by competency.
    pub fn profiles(&self) -> impl ExactSizeIterator<Item = (NodeIndex, &[Requirement])> {
        self.indexes().profiles.roles.iter().map(|(role, profile)| (*role, profile.as_ref()))
    }

    /// What a role requires, and all that are the same; nothing for a deprecated one.
    pub fn profile(&self, role: NodeIndex) -> &[Requirement] {
        let profiles = &self.indexes().profiles;
        match profiles.place(self.representative(role)) {
            Ok(place) => &profiles.roles[place].1,
            Err(_) => &[],
        }
    }

    /// How many roles require a competency, or one that is the same. Same roles count once, deprecated ones not at all.
    pub fn required_by_count(&self, competency: NodeIndex) -> u32 {
        let place = self.representative(competency).place();
        self.indexes().profiles.counts.get(place).copied().unwrap_or(0)
    }
}
