//! What is a text about as a whole, and which roles does it look like?

use std::cmp::Reverse;

use entity::{Kind, RelationKind, Strength};

use super::{super::hash::QuickMap, Mention, Named};
use crate::graph::{Direction, Graph, Link, NodeIndex};

/// How many roles are told of.
const MAX_ROLES: usize = 10;
/// How many roles are compared in full.
const MAX_COMPARED: usize = 64;

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
    let mut doubts: QuickMap<u32, (f32, usize)> = QuickMap::default();
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
    let mut shared: QuickMap<u32, (f32, usize)> = QuickMap::default();
    let weight = |named: &Named| named.confidence * rarity(graph, named.node);
    for named in named {
        for same in graph.same_as(named.node) {
            for link in graph.links(same, Direction::Incoming, RelationKind::Requires) {
                let (product, count) = shared.entry(graph.representative(link.other).0).or_default();
                *product += weight(named) * asked_for(link) * rarity(graph, named.node);
                *count += 1;
            }
        }
    }
    let is_named = |node: NodeIndex| named.iter().find(|named| named.node == node).map(|named| named.confidence);
    let titles = named.iter().map(|named| named.node).filter(|node| graph.node(*node).kind() == Kind::Role);
    for title in titles {
        shared.entry(title.0).or_default();
    }
    let length = named.iter().map(|named| weight(named).powi(2)).sum::<f32>().sqrt();
    let mut likely: Vec<_> = shared.into_iter().map(|(node, shared)| (NodeIndex(node), shared)).collect();
    likely.sort_by_cached_key(|(node, (product, _))| {
        let size = graph.links(*node, Direction::Outgoing, RelationKind::Requires).len();
        (is_named(*node).is_none(), Reverse((1e3 * product / (1.0 + size as f32).sqrt()) as u32), *node)
    });
    likely.truncate(MAX_COMPARED);
    let mut roles: Vec<_> = likely
        .into_iter()
        .map(|(node, (product, shared))| {
            let cosine = product / (length * profile_length(graph, node)).max(f32::MIN_POSITIVE);
            let title = is_named(node).unwrap_or(0.0);
            let score = 1.0 - (1.0 - cosine.clamp(0.0, 1.0)) * (1.0 - 0.4 * title);
            Profile { node, score, shared, is_named: title > 0.0 }
        })
        .collect();
    roles.sort_by_key(|role| (Reverse((role.score * 1e6) as u32), role.node));
    roles.truncate(MAX_ROLES);
    roles
}

/// How strongly a role asks for something: its importance, half of it where it is optional.
fn asked_for(link: &Link) -> f32 {
    let importance = link.edge.relation.importance.unwrap_or(0.5) as f32;
    importance * if link.strength() == Some(Strength::Optional) { 0.5 } else { 1.0 }
}

fn profile_length(graph: &Graph, role: NodeIndex) -> f32 {
    let links = graph.links(role, Direction::Outgoing, RelationKind::Requires).iter();
    links.map(|link| (asked_for(link) * rarity(graph, link.other)).powi(2)).sum::<f32>().sqrt()
}
