//! What is a text about as a whole, and which roles does it look like?

use std::{cmp::Reverse, collections::BTreeSet};

use entity::{Kind, RelationKind, Strength};
use rustc_hash::FxHashMap;

use super::{Mention, Named};
use crate::graph::{Direction, Graph, Link, NodeIndex};

/// How many roles are told of.
const MAX_ROLES: usize = 10;
/// How many roles are looked at more closely, and how many of those are compared in full.
const MAX_LIKELY: usize = 96;
const MAX_COMPARED: usize = 20;
/// How many concepts, those first that tell most, say which roles are compared.
const MAX_TELLING: usize = 100;

/// A role that a text looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// The role.
    pub node: NodeIndex,
    /// How much alike they are, from 0 to 1.
    pub score: f32,
    /// How many of what it requires the text names.
    pub shared: usize,
    /// Whether the text names the role itself.
    pub is_named: bool,
}

/// The concepts that mentions are of, those first that tell most.
pub(super) fn named(graph: &Graph, mentions: &[Mention]) -> Vec<Named> {
    let mut doubts: FxHashMap<u32, (f32, usize)> = FxHashMap::default();
    for mention in mentions {
        let (doubt, count) = doubts.entry(mention.node.0).or_insert((1.0, 0));
        *doubt *= 1.0 - mention.confidence;
        *count += 1;
    }
    let mut named: Vec<_> = doubts
        .into_iter()
        .map(|(node, (doubt, count))| {
            let (node, confidence) = (NodeIndex(node), 1.0 - doubt);
            let weight = confidence * (1.0 + (count as f32).ln()) * rarity(graph, node);
            Named { node, weight, confidence, count }
        })
        .collect();
    let most = named.iter().map(|named| named.weight).fold(0.0, f32::max);
    named.iter_mut().for_each(|named| named.weight /= most.max(f32::MIN_POSITIVE));
    named.sort_by_key(|named| (Reverse((named.weight * 1e6) as u32), named.node));
    named
}

/// How much it says that something is asked for: the less, the more roles require it (inverse document frequency).
fn rarity(graph: &Graph, node: NodeIndex) -> f32 {
    let required = |index| graph.links(index, Direction::Incoming, RelationKind::Requires).len();
    let requiring: usize = graph.same_as(node).map(required).sum();
    let roles = graph.count(Kind::Role);
    (1.0 + (1 + roles) as f32 / (1 + requiring) as f32).ln()
}

/// The roles whose requirements resemble some concepts: the cosine of the two profiles, each concept weighted by how
/// rarely it is required; higher where the text names the role itself.
pub(super) fn roles(graph: &Graph, named: &[Named]) -> Vec<Profile> {
    let told: FxHashMap<u32, f32> =
        named.iter().map(|named| (named.node.0, named.confidence * rarity(graph, named.node))).collect();
    let titles = named.iter().filter(|named| graph.node(named.node).kind() == Kind::Role);
    let titles: FxHashMap<u32, f32> = titles.map(|named| (named.node.0, named.confidence)).collect();
    let length = told.values().map(|weight| weight.powi(2)).sum::<f32>().sqrt();
    let mut roles: Vec<_> = likely(graph, named, &told)
        .into_iter()
        .chain(titles.keys().map(|node| NodeIndex(*node)))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|node| {
            let (cosine, shared) = alike(graph, node, &told, length);
            let title = titles.get(&node.0).copied().unwrap_or(0.0);
            let score = 1.0 - (1.0 - cosine) * (1.0 - 0.4 * title);
            Profile { node, score, shared, is_named: title > 0.0 }
        })
        .collect();
    roles.sort_by_key(|role| (Reverse((role.score * 1e6) as u32), role.node));
    roles.truncate(MAX_ROLES);
    roles
}

/// The roles that are worth a closer look: of those that require most of what is named, by its weight, the ones that
/// require little else.
fn likely(graph: &Graph, named: &[Named], told: &FxHashMap<u32, f32>) -> Vec<NodeIndex> {
    let mut products: FxHashMap<u32, f32> = FxHashMap::default();
    for named in named.iter().take(MAX_TELLING) {
        for same in graph.same_as(named.node) {
            for link in graph.links(same, Direction::Incoming, RelationKind::Requires) {
                let half = if link.strength() == Some(Strength::Optional) { 0.5 } else { 1.0 };
                *products.entry(graph.representative(link.other).0).or_default() += half * told[&named.node.0];
            }
        }
    }
    let mut likely: Vec<_> = products.into_iter().collect();
    let order = |left: &(u32, f32), right: &(u32, f32)| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0));
    if likely.len() > MAX_LIKELY {
        likely.select_nth_unstable_by(MAX_LIKELY, order);
        likely.truncate(MAX_LIKELY);
    }
    // About the cosine, if all that a role requires counted alike.
    for (node, product) in &mut likely {
        let required = graph.links(NodeIndex(*node), Direction::Outgoing, RelationKind::Requires).len();
        *product /= (1.0 + required as f32).sqrt();
    }
    likely.sort_unstable_by(order);
    likely.into_iter().take(MAX_COMPARED).map(|(node, _)| NodeIndex(node)).collect()
}

/// The cosine between what is named and what a role requires, and how much both have in common.
fn alike(graph: &Graph, role: NodeIndex, told: &FxHashMap<u32, f32>, length: f32) -> (f32, usize) {
    let (mut product, mut own, mut shared) = (0.0, 0.0, 0);
    for same in graph.same_as(role) {
        for link in graph.links(same, Direction::Outgoing, RelationKind::Requires) {
            let weight = asked_for(link) * rarity(graph, link.other);
            own += weight * weight;
            if let Some(told) = told.get(&graph.representative(link.other).0) {
                product += weight * told;
                shared += 1;
            }
        }
    }
    let lengths = (length * own.sqrt()).max(f32::MIN_POSITIVE);
    ((product / lengths).clamp(0.0, 1.0), shared)
}

/// How strongly a role asks for something: its importance, half of it where it is optional.
fn asked_for(link: &Link) -> f32 {
    let importance = link.importance().unwrap_or(0.5) as f32;
    importance * if link.strength() == Some(Strength::Optional) { 0.5 } else { 1.0 }
}
