//! How somebody stands to requirements, against the obvious: traits of all in one table, and each requirement by
//! itself.

use std::collections::{BTreeMap, BTreeSet};

use entity::{Kind, RelationKind, Strength};
use proptest::prelude::*;
use skillgraph::graph::{Direction, Graph, Have, Having, Link, NodeIndex, Standing};

use super::{
    implications::certainties,
    worlds::{CAST, any_graph, any_have, at, have, name},
};

/// What a concept has, by name, with the weight.
type Traits = BTreeMap<String, f64>;

fn set(graph: &Graph, index: NodeIndex) -> Vec<NodeIndex> {
    graph.concepts().filter(|other| graph.representative(*other) == graph.representative(index)).collect()
}

fn raw_traits(graph: &Graph, index: NodeIndex) -> Traits {
    let mut traits = Traits::new();
    let mut put = |name: String, weight: f64| {
        let old = traits.entry(name).or_insert(0.0);
        *old = old.max(weight);
    };
    for member in set(graph, index) {
        for link in graph.all_links(member, Direction::Outgoing) {
            let weight = match (link.kind(), link.other_kind()) {
                (RelationKind::Broader, Kind::SkillGroup) => 0.7,
                (RelationKind::Broader, _) => 1.0,
                (RelationKind::UsesLanguage, _) => 0.5,
                (RelationKind::Implies, Kind::Framework | Kind::Tool) => {
                    0.3 * link.edge.relation.importance.unwrap_or(0.5)
                }
                (RelationKind::Implies, _) => link.edge.relation.importance.unwrap_or(0.5),
                _ => continue,
            };
            if graph.representative(link.other) != graph.representative(index) {
                put(name(graph, graph.representative(link.other)), weight);
            }
        }
        if graph.node(member).kind() == Kind::Tool {
            put("all tools are databases".to_owned(), 1.0);
        }
    }
    traits
}

/// The traits of all competencies, weighed by how rare they are.
pub(super) fn all_traits(graph: &Graph) -> BTreeMap<NodeIndex, Traits> {
    let competencies: BTreeSet<_> = graph
        .concepts()
        .filter(|index| !matches!(graph.node(*index).kind(), Kind::Role | Kind::SkillGroup))
        .map(|index| graph.representative(index))
        .collect();
    let mut all: BTreeMap<_, _> = competencies.iter().map(|index| (*index, raw_traits(graph, *index))).collect();
    let mut counts = BTreeMap::<String, f64>::new();
    all.values().flat_map(Traits::keys).for_each(|name| *counts.entry(name.clone()).or_default() += 1.0);
    for (index, traits) in &mut all {
        traits.iter_mut().for_each(|(name, weight)| *weight /= 1.0 + counts[name].ln() / 3.0);
        traits.insert(name(graph, *index), 0.5);
    }
    all
}

fn cosine(one: &Traits, other: &Traits) -> f64 {
    let product = |one: &Traits, other: &Traits| -> f64 {
        one.iter().map(|(name, weight)| weight * other.get(name).unwrap_or(&0.0)).sum()
    };
    product(one, other) / (product(one, one) * product(other, other)).sqrt()
}

/// What a relation says of how near two sets are.
fn direct(graph: &Graph, one: NodeIndex, other: NodeIndex) -> f64 {
    let is_technology = |index| matches!(graph.node(index).kind(), Kind::Language | Kind::Framework | Kind::Tool);
    let mut best: f64 = 0.0;
    for member in set(graph, one) {
        for direction in [Direction::Outgoing, Direction::Incoming] {
            for link in graph.all_links(member, direction) {
                let near = match link.kind() {
                    RelationKind::CloseMatch => 0.9,
                    RelationKind::BroadMatch | RelationKind::NarrowMatch => 0.7,
                    RelationKind::Related if is_technology(member) == is_technology(link.other) => 0.6,
                    _ => continue,
                };
                if graph.representative(link.other) == other {
                    best = best.max(near);
                }
            }
        }
    }
    best
}

/// How near the nearest is of all that is known.
fn nearest(graph: &Graph, known: &BTreeMap<NodeIndex, f64>, index: NodeIndex) -> f64 {
    let traits = all_traits(graph);
    let near = |(other, certainty): (&NodeIndex, &f64)| {
        let common = cosine(&traits[&index], &traits[other]).min(1.0);
        certainty * common.max(direct(graph, index, *other))
    };
    known.iter().filter(|(other, _)| traits.contains_key(other)).map(near).fold(0.0, f64::max)
}

/// How somebody stands to a requirement, and the credit.
fn judge(graph: &Graph, have: &[Have], link: &Link) -> (Standing, f64) {
    let competency = graph.representative(link.other);
    let given: Vec<_> = have.iter().map(|have| have.competency).collect();
    let known = certainties(graph, &given, 0.3);
    let mine: Vec<_> = have.iter().filter(|have| graph.representative(have.competency) == competency).collect();
    if !mine.is_empty() {
        let level = mine.iter().filter_map(|have| Some(have.level.as_ref()?.1)).reduce(f64::max);
        return match (level, link.edge.relation.level_value) {
            (Some(level), Some(required)) if level < required => (Standing::BelowLevel, level / required),
            _ => (Standing::HaveExact, 1.0),
        };
    }
    let certainty = known.get(&competency).copied().unwrap_or(0.0);
    if certainty >= 0.6 {
        return (Standing::HaveImplied, certainty);
    }
    let near = nearest(graph, &known, competency);
    if near >= 0.35 { (Standing::Transferable, near / 2.0) } else { (Standing::Missing, 0.0) }
}

/// The requirements of a role and of those that are the same, by what is required.
pub(super) fn required(graph: &Graph, role: NodeIndex) -> BTreeMap<NodeIndex, Vec<&Link>> {
    let mut found = BTreeMap::<_, Vec<_>>::new();
    for role in set(graph, role) {
        for link in graph.links(role, Direction::Outgoing, RelationKind::Requires) {
            found.entry(graph.representative(link.other)).or_default().push(link);
        }
    }
    found
}

fn weight(link: &Link) -> f64 {
    let strength = match link.strength() {
        Some(Strength::Essential) => 1.0,
        Some(Strength::Optional) => 0.5,
        None => 0.7,
    };
    strength * link.edge.relation.importance.unwrap_or(0.6)
}

/// Whether a value lies so near to a threshold that rounding may decide.
fn is_close_call(near: f64) -> bool {
    (near - 0.35).abs() < 1e-4
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn each_requirement_stands_as_looking_at_it_alone_says(graph in any_graph(), chosen in any_have(), role in 0_usize..3) {
        let (have, role) = (have(&graph, &chosen), at(&graph, role));
        let having = Having::new(&graph, &have);
        let gap = graph.gap(&having, role);
        let required = required(&graph, role);
        prop_assert_eq!(gap.requirements.len(), required.len());
        for judged in &gap.requirements {
            let links = &required[&judged.competency];
            prop_assert!(links.iter().any(|link| std::ptr::eq(*link, judged.link)));
            let (standing, credit) = judge(&graph, &have, judged.link);
            if !is_close_call(having.nearest(judged.competency).map_or(0.0, |near| near.nearness)) {
                prop_assert_eq!(judged.standing, standing, "{}", name(&graph, judged.competency));
                prop_assert!((judged.credit - credit).abs() < 1e-4, "{} {credit}", judged.credit);
            }
            prop_assert!((judged.weight - weight(judged.link)).abs() < 1e-6);
        }
        // Essential first, then by importance.
        let order = |link: &Link| {
            (link.strength().map_or(2, |strength| strength as u8), link.edge.relation.importance.unwrap_or(-1.0))
        };
        let links: Vec<_> = gap.requirements.iter().map(|judged| order(judged.link)).collect();
        prop_assert!(links.is_sorted_by(|left, right| left.0 < right.0 || (left.0 == right.0 && left.1 >= right.1)));
    }

    #[test]
    fn coverage_adds_up_what_the_requirements_say(graph in any_graph(), chosen in any_have(), role in 0_usize..3) {
        let having = Having::new(&graph, &have(&graph, &chosen));
        let gap = graph.gap(&having, at(&graph, role));
        let met = |standing| matches!(standing, Standing::HaveExact | Standing::HaveImplied);
        let share = |part: f64, all: f64| (all > 0.0).then_some(part / all);
        let all = gap.requirements.len() as f64;
        let met_of_all = gap.requirements.iter().filter(|one| met(one.standing)).count() as f64;
        prop_assert_eq!(gap.coverage.overall, share(met_of_all, all));
        let essential = || gap.requirements.iter().filter(|one| one.link.strength() == Some(Strength::Essential));
        let met_of_essential = essential().filter(|one| met(one.standing)).count() as f64;
        prop_assert_eq!(gap.coverage.essential, share(met_of_essential, essential().count() as f64));
        prop_assert_eq!(gap.coverage.weighted.is_some(), gap.requirements.iter().any(|one| one.weight > 0.0));
        prop_assert!(gap.coverage.weighted.is_none_or(|weighted| (0.0..=1.0).contains(&weighted)));
    }

    #[test]
    fn who_has_all_that_a_role_requires_lacks_nothing_for_it(graph in any_graph(), role in 0_usize..3) {
        let role = at(&graph, role);
        let gap = graph.gap(&Having::new(&graph, &graph.has_all_of(role)), role);
        prop_assert!(gap.requirements.iter().all(|one| one.standing == Standing::HaveExact));
        prop_assert!(gap.coverage.weighted.is_none_or(|weighted| weighted > 1.0 - 1e-9));
        prop_assert!(graph.learning_path(&Having::new(&graph, &graph.has_all_of(role)), &gap.aims(None)).is_empty());
    }
}

#[test]
fn the_cast_of_these_tests_begins_with_roles_and_a_group() {
    let kinds: Vec<_> = CAST.iter().map(|(kind, _)| *kind).take(4).collect();
    assert_eq!(kinds, [Kind::Role, Kind::Role, Kind::Role, Kind::SkillGroup]);
}
