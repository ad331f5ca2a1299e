//! In which respects are skills, languages, frameworks and tools compared?

use entity::{Kind, RelationKind};

use super::{
    super::{Direction, Fact, Graph, NodeIndex, same::Same},
    Aspect,
    domain::{Plan, Respect, above, below, key, linked},
    features::Features,
    roles::{notes, titles},
    space::Weighing,
    words::words,
};

pub(super) const PLAN: Plan = Plan {
    kinds: &[Kind::Skill, Kind::Language, Kind::Framework, Kind::Tool],
    respects: &[
        Respect { aspect: Aspect::RequiredBy, weight: 0.6, weighing: Weighing::Rarity, features: required_by },
        Respect { aspect: Aspect::Neighbours, weight: 1.0, weighing: Weighing::Rarity, features: neighbours },
        Respect { aspect: Aspect::Groups, weight: 0.6, weighing: Weighing::Rarity, features: groups },
        Respect { aspect: Aspect::Titles, weight: 0.4, weighing: Weighing::Rarity, features: titles },
        Respect { aspect: Aspect::Texts, weight: 0.4, weighing: Weighing::Rarity, features: texts },
    ],
    reach,
};

const GROUPS: u32 = 1 << 2;

/// Features that stand for no concept have this bit.
pub(super) const NO_CONCEPT: u64 = 1 << 63;

fn reach(graph: &Graph, index: NodeIndex) -> Vec<(NodeIndex, u32)> {
    match graph.node(index).kind() {
        Kind::Role | Kind::RoleGroup | Kind::Responsibility | Kind::Qualification => Vec::new(),
        _ => below(graph, index).map(|narrower| (narrower, GROUPS)).collect(),
    }
}

/// Roles that require it, however firmly.
fn required_by(graph: &Graph, same: &Same, index: NodeIndex) -> Features {
    let links = linked(graph, same, index, Direction::Incoming, RelationKind::Requires);
    links.map(|link| (key(same, link.other), 1.0)).collect()
}

/// How near a relation brings two competencies; none for those that say it otherwise.
const fn nearness(kind: RelationKind) -> Option<f32> {
    match kind {
        RelationKind::BuiltOn | RelationKind::UsesLanguage | RelationKind::WorksWith | RelationKind::CloseMatch => {
            Some(1.0)
        }
        RelationKind::Related | RelationKind::CallsFor | RelationKind::Prerequisite | RelationKind::Implies => {
            Some(0.7)
        }
        RelationKind::BroadMatch | RelationKind::NarrowMatch | RelationKind::RelatedMatch => Some(0.5),
        _ => None,
    }
}

/// What it is related to, whichever way, and itself: so what is related directly shares something, too.
fn neighbours(graph: &Graph, same: &Same, index: NodeIndex) -> Features {
    let own = key(same, index);
    let mut features = Vec::new();
    for direction in [Direction::Outgoing, Direction::Incoming] {
        for link in same.set(index).flat_map(|member| graph.all_links(member, direction)) {
            match nearness(link.kind()) {
                Some(near) if key(same, link.other) != own => features.push((key(same, link.other), near)),
                _ => {}
            }
        }
    }
    if !features.is_empty() {
        features.push((own, 1.0));
    }
    features.into_iter().collect()
}

/// What stands above it, and what sort of thing it is.
fn groups(graph: &Graph, same: &Same, index: NodeIndex) -> Features {
    above(graph, same, index).chain(sort(graph, index).map(|sort| (NO_CONCEPT | sort, 1.0))).collect()
}

/// The columns that say what sort of technology it is, as a number.
fn sort(graph: &Graph, index: NodeIndex) -> Option<u64> {
    match graph.node(index).columns()? {
        Fact::Language(language) => Some(1 << 16 | language.language_type as u64),
        Fact::Framework(framework) => Some(2 << 16 | (framework.framework_type as u64) << 8 | framework.side as u64),
        Fact::Tool(tool) => Some(3 << 16 | tool.tool_type as u64),
        _ => None,
    }
}

/// The words of the texts about it.
fn texts(graph: &Graph, same: &Same, index: NodeIndex) -> Features {
    words(notes(graph, same, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bit_is_the_place_of_the_respect() {
        assert_eq!(PLAN.respects[GROUPS.trailing_zeros() as usize].aspect, Aspect::Groups);
    }
}
