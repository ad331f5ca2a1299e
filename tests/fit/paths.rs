//! In which order to learn: what must hold of every path, whatever the graph.

use std::collections::{BTreeMap, BTreeSet};

use entity::{Kind, RelationKind};
use proptest::prelude::*;
use skillgraph::graph::{Change, Direction, Graph, Having, Lesson, NodeIndex, STAGE};

use super::worlds::{any_graph, any_have, at, have, name};
use crate::support::facts::{named, relation, revision};

fn path(graph: &Graph, chosen: &[(usize, Option<f64>)], role: usize) -> (Vec<NodeIndex>, Vec<NodeIndex>, Vec<Lesson>) {
    let having = Having::new(graph, &have(graph, chosen));
    let aims = graph.gap(&having, at(graph, role)).aims(None);
    let known = having.closure.known().filter(|(_, certainty)| *certainty >= 0.6).map(|(index, _)| index).collect();
    let lessons = graph.learning_path(&having, &aims);
    (known, aims.into_iter().map(|(aim, _)| aim).collect(), lessons)
}

/// What is there after each lesson: what is known, the lessons so far and what came along.
fn there(known: &[NodeIndex], lessons: &[Lesson]) -> BTreeSet<NodeIndex> {
    let learned = lessons
        .iter()
        .flat_map(|lesson| std::iter::once(lesson.concept).chain(lesson.brings.iter().map(|(brought, _)| *brought)));
    known.iter().copied().chain(learned).collect()
}

fn prerequisites(graph: &Graph, index: NodeIndex) -> BTreeSet<NodeIndex> {
    let members = graph.same_as(index);
    let links = members.flat_map(|member| graph.links(member, Direction::Outgoing, RelationKind::Prerequisite));
    links.map(|link| graph.representative(link.other)).filter(|other| *other != index).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_path_reaches_all_that_is_aimed_at_and_names_nothing_twice(
        graph in any_graph(),
        chosen in any_have(),
        role in 0_usize..3,
    ) {
        let (known, aims, lessons) = path(&graph, &chosen, role);
        let there = there(&known, &lessons);
        prop_assert!(aims.iter().all(|aim| there.contains(aim)));
        let named = lessons.iter().flat_map(|lesson| {
            std::iter::once(lesson.concept).chain(lesson.brings.iter().map(|(brought, _)| *brought))
        });
        let mut seen = BTreeSet::new();
        for index in named {
            prop_assert!(seen.insert(index), "{} twice", name(&graph, index));
            prop_assert!(!known.contains(&index) || aims.contains(&index), "{} is known", name(&graph, index));
        }
        for lesson in &lessons {
            prop_assert_eq!(lesson.wanted, aims.contains(&lesson.concept));
            prop_assert!(lesson.wanted || !lesson.unlocks.is_empty() || !lesson.brings.is_empty(), "{} is for nothing", name(&graph, lesson.concept));
            prop_assert!((0.5..=1.0).contains(&lesson.effort));
            prop_assert!(lesson.gain >= 0.0);
        }
    }

    #[test]
    fn what_must_come_first_is_in_an_earlier_stage(graph in any_graph(), chosen in any_have(), role in 0_usize..3) {
        let (_, _, lessons) = path(&graph, &chosen, role);
        let stages: BTreeMap<_, _> = lessons.iter().map(|lesson| (lesson.concept, lesson.stage)).collect();
        for lesson in &lessons {
            for before in &lesson.after {
                prop_assert!(stages[before] < lesson.stage);
            }
            for later in &lesson.unlocks {
                prop_assert!(stages[later] > lesson.stage);
            }
        }
        let numbers: Vec<_> = lessons.iter().map(|lesson| lesson.stage).collect();
        prop_assert!(numbers.windows(2).all(|two| two[1] == two[0] || two[1] == two[0] + 1));
        prop_assert!(numbers.first().is_none_or(|first| *first == 1));
        prop_assert!(stages.values().all(|stage| numbers.iter().filter(|other| *other == stage).count() <= STAGE));
    }

    #[test]
    fn prerequisites_come_first_where_nothing_closes_a_cycle(
        graph in any_graph(),
        chosen in any_have(),
        role in 0_usize..3,
    ) {
        // What closes cycles is left out: concepts that are the same, and languages that something shows.
        let open = without(&graph, &[RelationKind::ExactMatch, RelationKind::Implies, RelationKind::UsesLanguage]);
        let (known, _, lessons) = path(&open, &chosen, role);
        for (place, lesson) in lessons.iter().enumerate() {
            let before = there(&known, &lessons[..place]);
            for prerequisite in prerequisites(&open, lesson.concept) {
                prop_assert!(before.contains(&prerequisite), "{} needs {}", name(&open, lesson.concept), name(&open, prerequisite));
            }
        }
    }
}

/// The graph without the relations of some kinds.
fn without(graph: &Graph, kinds: &[RelationKind]) -> Graph {
    let left_out = graph.edges().filter(|edge| kinds.contains(&edge.relation.kind));
    let changes: Vec<_> = left_out.map(|edge| Change::Retract(edge.relation.clone().into())).collect();
    graph.apply(&changes, revision(graph.revision().number + 1)).unwrap().graph
}

fn skill(slug: &str) -> (Kind, &str) {
    (Kind::Skill, slug)
}

fn graph_of(slugs: &[&str], ties: &[(&str, RelationKind, &str)]) -> Graph {
    let mut changes: Vec<_> = slugs.iter().flat_map(|slug| named(Kind::Skill, slug, slug)).collect();
    changes.extend(ties.iter().map(|(from, kind, to)| Change::Assert(relation(skill(from), *kind, skill(to), None))));
    Graph::default().apply(&changes, revision(1)).unwrap().graph
}

fn slugs(graph: &Graph, targets: &[&str]) -> Vec<String> {
    let aims: Vec<_> = targets.iter().map(|slug| (graph.by_slug(Kind::Skill, slug).unwrap(), 1.0)).collect();
    let lessons = graph.learning_path(&Having::new(graph, &[]), &aims);
    lessons.iter().map(|lesson| graph.node(lesson.concept).slug().to_owned()).collect()
}

#[test]
fn a_chain_of_prerequisites_is_learned_from_its_far_end() {
    use RelationKind::Prerequisite;
    let graph = graph_of(
        &["a", "b", "c", "d"],
        &[("d", Prerequisite, "c"), ("c", Prerequisite, "b"), ("b", Prerequisite, "a")],
    );
    assert_eq!(slugs(&graph, &["d"]), ["a", "b", "c", "d"]);
}

#[test]
fn a_cycle_that_same_concepts_close_is_cut() {
    use RelationKind::{ExactMatch, Prerequisite};
    let ties = [("a", Prerequisite, "b"), ("c", Prerequisite, "d"), ("b", ExactMatch, "c"), ("d", ExactMatch, "a")];
    let graph = graph_of(&["a", "b", "c", "d"], &ties);
    assert_eq!(slugs(&graph, &["a"]).len(), 2);
    assert_eq!(slugs(&graph, &["a", "b", "c", "d"]).len(), 2);
}

#[test]
fn what_opens_the_way_to_more_comes_before_what_opens_none() {
    use RelationKind::Prerequisite;
    let graph = graph_of(
        &["alone", "base", "x", "y", "z"],
        &[("x", Prerequisite, "base"), ("y", Prerequisite, "base"), ("z", Prerequisite, "base")],
    );
    // Two steps for one aim are less worth than one for one; then the others are one step each.
    assert_eq!(slugs(&graph, &["x", "y", "z", "alone"]), ["alone", "base", "x", "y", "z"]);
}
