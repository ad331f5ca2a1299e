//! In which respects are roles compared? `RELATED` is none of them: it is what others think is similar, and what the
//! answers are measured against.

use entity::{Kind, NoteRole, RelationKind, Strength};

use super::{
    super::{DEFAULT_LOCALE, Direction, Graph, Link, NodeIndex, same::Same},
    Aspect,
    domain::{Plan, Respect, above, below, key, linked},
    features::Features,
    space::Weighing,
    words::words,
};

/// Weights found by coordinate search on half of the occupations of O*NET: see `docs/questions.md`.
pub(super) const PLAN: Plan = Plan {
    kinds: &[Kind::Role],
    respects: &[
        Respect { aspect: Aspect::Requirements, weight: 1.0, weighing: Weighing::Rarity, features: requirements },
        Respect { aspect: Aspect::Ratings, weight: 0.3, weighing: Weighing::Deviation, features: ratings },
        Respect { aspect: Aspect::Mentions, weight: 0.1, weighing: Weighing::Rarity, features: mentions },
        Respect { aspect: Aspect::Activities, weight: 0.25, weighing: Weighing::Rarity, features: activities },
        Respect { aspect: Aspect::Titles, weight: 0.75, weighing: Weighing::Rarity, features: titles },
        Respect { aspect: Aspect::Texts, weight: 1.0, weighing: Weighing::Rarity, features: texts },
        Respect { aspect: Aspect::Groups, weight: 0.1, weighing: Weighing::Rarity, features: groups },
    ],
    reach,
};

const ACTIVITIES: u32 = 1 << 3;
const TEXTS: u32 = 1 << 5;
const GROUPS: u32 = 1 << 6;

fn reach(graph: &Graph, index: NodeIndex) -> Vec<(NodeIndex, u32)> {
    let performers = |index| graph.links(index, Direction::Incoming, RelationKind::Performs).iter();
    match graph.node(index).kind() {
        Kind::Role | Kind::RoleGroup => below(graph, index).map(|role| (role, GROUPS)).collect(),
        Kind::Responsibility => {
            let here = performers(index).map(|link| (link.other, ACTIVITIES | TEXTS));
            let under = below(graph, index).flat_map(|task| performers(task).map(|link| (link.other, ACTIVITIES)));
            here.chain(under).collect()
        }
        _ => Vec::new(),
    }
}

fn required<'g>(graph: &'g Graph, same: &'g Same, role: NodeIndex) -> impl Iterator<Item = &'g Link> {
    linked(graph, same, role, Direction::Outgoing, RelationKind::Requires)
}

fn is_rated(link: &Link) -> bool {
    link.edge.relation.importance_value.is_some()
}

/// What is required with a strength: essential counts twice what optional does, times the importance where it is known.
fn requirements(graph: &Graph, same: &Same, role: NodeIndex) -> Features {
    let required = required(graph, same, role).filter_map(|link| {
        let firm = if link.strength()? == Strength::Essential { 1.0 } else { 0.5 };
        let importance = link.importance().map_or(1.0, |importance| 0.5 + importance as f32 / 2.0);
        Some((key(same, link.other), firm * importance))
    });
    required.collect()
}

/// What a source rates on a scale for many roles: how important it is, from 0 to 1.
fn ratings(graph: &Graph, same: &Same, role: NodeIndex) -> Features {
    let rated = required(graph, same, role).filter(|link| is_rated(link));
    rated.filter_map(|link| Some((key(same, link.other), link.importance()? as f32))).collect()
}

/// What is listed without a strength and without a rating.
fn mentions(graph: &Graph, same: &Same, role: NodeIndex) -> Features {
    let mentioned = required(graph, same, role).filter(|link| link.strength().is_none() && !is_rated(link));
    let asked_for = |link: &Link| link.edge.relation.in_demand == Some(true);
    mentioned.map(|link| (key(same, link.other), if asked_for(link) { 1.0 } else { 0.5 })).collect()
}

/// What is done in the role, and the more general activities one and two steps above.
fn activities(graph: &Graph, same: &Same, role: NodeIndex) -> Features {
    let performed = linked(graph, same, role, Direction::Outgoing, RelationKind::Performs);
    performed
        .flat_map(|link| std::iter::once((key(same, link.other), 1.0)).chain(above(graph, same, link.other)))
        .collect()
}

/// What stands above the role.
fn groups(graph: &Graph, same: &Same, role: NodeIndex) -> Features {
    above(graph, same, role).collect()
}

/// The words of all names, in the default locale, or in all if it has none there.
pub(super) fn titles(graph: &Graph, same: &Same, index: NodeIndex) -> Features {
    let labels = || same.set(index).flat_map(|member| &graph.node(member).labels);
    let default = || labels().filter(|label| label.locale == DEFAULT_LOCALE);
    match default().next() {
        Some(_) => words(default().map(|label| label.text.as_str())),
        None => words(labels().map(|label| label.text.as_str())),
    }
}

/// Definition and description.
pub(super) fn notes<'g>(graph: &'g Graph, same: &'g Same, index: NodeIndex) -> impl Iterator<Item = &'g str> {
    let roles = [NoteRole::Definition, NoteRole::Description];
    same.set(index)
        .flat_map(move |member| roles.into_iter().filter_map(move |role| graph.node(member).note(DEFAULT_LOCALE, role)))
}

/// The words of the texts about the role, and of what is done in it.
fn texts(graph: &Graph, same: &Same, role: NodeIndex) -> Features {
    let performed = linked(graph, same, role, Direction::Outgoing, RelationKind::Performs);
    let sentences = performed.map(|link| graph.node(link.other).preferred_label(DEFAULT_LOCALE));
    words(notes(graph, same, role).chain(sentences))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_the_places_of_the_respects() {
        for (bit, aspect) in [(ACTIVITIES, Aspect::Activities), (TEXTS, Aspect::Texts), (GROUPS, Aspect::Groups)] {
            assert_eq!(PLAN.respects[bit.trailing_zeros() as usize].aspect, aspect);
        }
    }
}
