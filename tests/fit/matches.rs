//! Which roles fit, against the obvious: each role by itself, each thing that is had by itself.

use std::collections::BTreeMap;

use entity::{Kind, RelationKind, Strength};
use proptest::prelude::*;
use skillgraph::graph::{Change, Graph, Having, NodeIndex, concept_id};

use super::{
    gaps::required,
    implications::certainties,
    worlds::{any_graph, any_have, have, name},
};
use crate::support::facts::{named, relation, revision};

/// What a role requires: how firmly, and how much it weighs, the greatest of each where several say so.
fn profile(graph: &Graph, role: NodeIndex) -> BTreeMap<NodeIndex, (Option<Strength>, f64)> {
    let merged = required(graph, role).into_iter().map(|(competency, links)| {
        let strength = links.iter().filter_map(|link| link.strength()).min();
        let importance = links.iter().filter_map(|link| link.edge.relation.importance).reduce(f64::max);
        let share = match strength {
            Some(Strength::Essential) => 1.0,
            None => 0.7,
            Some(Strength::Optional) => 0.5,
        };
        (competency, (strength, share * importance.unwrap_or(0.6)))
    });
    merged.collect()
}

/// All roles that fit with their scores, by the obvious way.
fn fits(graph: &Graph, given: &[NodeIndex]) -> BTreeMap<NodeIndex, (f64, f64)> {
    let roles = graph.concepts().filter(|index| graph.node(*index).kind() == Kind::Role);
    let roles: BTreeMap<_, _> =
        roles.map(|role| graph.representative(role)).map(|role| (role, profile(graph, role))).collect();
    let rarity = |competency: &NodeIndex| {
        let count = roles.values().filter(|profile| profile.contains_key(competency)).count() as f64;
        (count > 0.0).then(|| (1.0 + roles.len() as f64 / (count + 1.0)).ln())
    };
    let known = certainties(graph, given, 0.3);
    let mut alone: Vec<_> = given.iter().map(|index| graph.representative(*index)).collect();
    alone.sort_unstable();
    alone.dedup();
    let worths = alone.iter().map(|one| {
        let shown = certainties(graph, &[*one], 0.3).into_iter();
        let worth = shown.filter_map(|(index, certainty)| {
            Some((index, rarity(&index)? * if index == *one { 1.0 } else { certainty / 2.0 }))
        });
        worth.collect::<BTreeMap<_, _>>()
    });
    let worths: Vec<_> = worths.collect();
    let most: f64 = worths.iter().map(|worth| worth.values().copied().fold(0.0, f64::max)).sum();
    let mut found = BTreeMap::new();
    for (role, profile) in &roles {
        let credit = |index: &NodeIndex| match known.get(index) {
            Some(_) if alone.contains(index) => 1.0,
            Some(certainty) => certainty / 2.0,
            None => 0.0,
        };
        let met: f64 = profile.iter().map(|(index, (_, weight))| credit(index) * weight).sum();
        let all: f64 = profile.values().map(|(_, weight)| weight).sum();
        let use_of = |worth: &BTreeMap<NodeIndex, f64>| {
            let uses = profile.iter().map(|(index, (strength, _))| {
                let share = match strength {
                    Some(Strength::Essential) => 1.0,
                    None => 0.8,
                    Some(Strength::Optional) => 0.6,
                };
                share * worth.get(index).unwrap_or(&0.0)
            });
            uses.fold(0.0, f64::max)
        };
        if met > 0.0 {
            found.insert(*role, (met / (all + 2.0), worths.iter().map(use_of).sum::<f64>() / most));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn roles_fit_as_looking_at_each_alone_says(graph in any_graph(), chosen in any_have()) {
        let have = have(&graph, &chosen);
        let given: Vec<_> = have.iter().map(|have| have.competency).collect();
        let expected = fits(&graph, &given);
        let found = graph.match_roles(&Having::new(&graph, &have), |_| true);
        prop_assert_eq!(found.len(), expected.len());
        for fit in &found {
            let (coverage, usage) = expected[&fit.role];
            prop_assert!((fit.coverage - coverage).abs() < 1e-5, "{} {coverage} {}", fit.coverage, name(&graph, fit.role));
            prop_assert!((fit.usage - usage).abs() < 1e-5, "{} {usage} {}", fit.usage, name(&graph, fit.role));
            prop_assert!((fit.score - (coverage * usage).sqrt()).abs() < 1e-5);
        }
        prop_assert!(found.is_sorted_by(|left, right| left.score >= right.score));
    }
}

/// Roles that require so many things: those with the names of numbers.
fn roles_that_require(all: &[(&str, &[usize])]) -> Graph {
    let skills: Vec<_> = (0..40).map(|number| format!("skill-{number}")).collect();
    let mut changes: Vec<_> = skills.iter().flat_map(|slug| named(Kind::Skill, slug, slug)).collect();
    for (role, required) in all {
        changes.extend(named(Kind::Role, role, role));
        let to = required.iter().map(|number| (Kind::Skill, skills[*number].as_str()));
        changes.extend(to.map(|to| {
            let relation = relation((Kind::Role, role), RelationKind::Requires, to, Some(Strength::Essential));
            Change::Assert(relation)
        }));
    }
    Graph::default().apply(&changes, revision(1)).unwrap().graph
}

fn best(graph: &Graph, skills: &[usize]) -> Vec<String> {
    let one = |number: &usize| skillgraph::graph::Have {
        competency: graph.by_id(concept_id(Kind::Skill, &format!("skill-{number}"))).unwrap(),
        level: None,
    };
    let having = Having::new(graph, &skills.iter().map(one).collect::<Vec<_>>());
    graph.match_roles(&having, |_| true).iter().map(|fit| graph.node(fit.role).slug().to_owned()).collect()
}

#[test]
fn a_role_with_few_requirements_does_not_beat_one_of_which_much_more_is_met() {
    let long: Vec<_> = (0..20).collect();
    let graph = roles_that_require(&[("short", &[0, 1]), ("long", &long)]);
    let most: Vec<_> = (0..18).collect();
    assert_eq!(best(&graph, &most), ["long", "short"]);
    assert_eq!(best(&graph, &[0, 1]), ["short", "long"]);
}

#[test]
fn a_role_that_requires_everything_does_not_beat_one_that_requires_just_that() {
    let all: Vec<_> = (0..40).collect();
    let graph = roles_that_require(&[("everything", &all), ("just-that", &[3, 4, 5, 6, 7])]);
    assert_eq!(best(&graph, &[3, 4, 5, 6]), ["just-that", "everything"]);
}

#[test]
fn what_few_roles_require_says_more_than_what_most_do() {
    let graph =
        roles_that_require(&[("a", &[0, 1]), ("b", &[0, 2]), ("c", &[0, 3]), ("rare", &[9, 8]), ("d", &[0, 4])]);
    assert_eq!(best(&graph, &[0, 9])[0], "rare");
}

#[test]
fn deprecated_roles_are_left_out_and_same_ones_count_once() {
    let graph = roles_that_require(&[("a", &[0, 1]), ("b", &[1, 2]), ("old", &[0])]);
    let mut old = crate::support::facts::concept(Kind::Role, "old");
    let skillgraph::graph::Fact::Concept(state) = &mut old else { unreachable!() };
    state.status = entity::Status::Deprecated;
    let same = relation((Kind::Role, "a"), RelationKind::ExactMatch, (Kind::Role, "b"), None);
    let graph = graph.apply(&[Change::Assert(old), Change::Assert(same)], revision(2)).unwrap().graph;
    assert_eq!(best(&graph, &[0, 2]), ["a"]);
}
