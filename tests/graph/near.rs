//! What is similar, how concepts are connected, and what is wrong: held against slow and obvious ways to find it out.

use std::collections::BTreeSet;

use entity::{Kind, RelationKind, Strength};
use proptest::prelude::*;
use skillgraph::graph::{Change, Fact, Graph, MAX_HOPS, NodeIndex, concept_id};

use super::grown;
use crate::support::facts::{named, relation};

/// The same facts can be indexed differently: this asks the questions that indexes answer.
pub(super) fn assert_same_answers(left: &Graph, right: &Graph) {
    let answers = |graph: &Graph| {
        let id = |index: NodeIndex| graph.node(index).id();
        let all: Vec<_> = graph.concepts().collect();
        let similar = all.iter().map(|of| {
            let found = graph.similar(*of, 100, |_| true).into_iter();
            found.map(|similar| (id(similar.index), similar.score.to_string())).collect::<Vec<_>>()
        });
        let pairs = all.iter().zip(all.iter().skip(1)).chain(all.iter().zip(all.iter().skip(3)));
        let paths = pairs.map(|(from, to)| {
            let found = graph.paths(*from, *to, RelationKind::ALL, 4, 3);
            let paths = found.paths.iter();
            paths.map(|path| path.hops.iter().map(|hop| id(hop.link.other)).collect::<Vec<_>>()).collect::<Vec<_>>()
        });
        let health = graph.health().iter().map(|finding| (id(finding.index), finding.flaw.to_string()));
        (similar.collect::<Vec<_>>(), paths.collect::<Vec<_>>(), health.collect::<Vec<_>>())
    };
    assert_eq!(answers(left), answers(right));
}

// ---- a small graph with everything that counts ---------------------------------------------------------------------

const CAST: &[(Kind, &str)] = &[
    (Kind::Role, "one"),
    (Kind::Role, "two"),
    (Kind::Role, "three"),
    (Kind::Role, "four"),
    (Kind::Skill, "testing"),
    (Kind::Skill, "debugging"),
    (Kind::Language, "python"),
    (Kind::Framework, "django"),
    (Kind::Framework, "flask"),
    (Kind::Tool, "git"),
    (Kind::Responsibility, "write"),
    (Kind::Responsibility, "read"),
];

fn any_relation() -> impl Strategy<Value = Fact> {
    let actor = || prop::sample::select(CAST);
    let kind = prop::sample::select(RelationKind::ALL);
    let strength = prop::option::of(prop::sample::select(Strength::ALL));
    let importance = prop::option::of(prop::sample::select(&[0.0, 0.5, 1.0][..]));
    (kind, actor(), actor(), strength, importance)
        .prop_filter("may join these, and not a concept with itself", |(kind, from, to, ..)| {
            from != to && kind.rule().allows(from.0, to.0)
        })
        .prop_map(|(kind, from, to, strength, importance)| {
            let mut fact = relation(from, kind, to, strength.filter(|_| kind.rule().has_strength));
            if let Fact::Relation(row) = &mut fact {
                row.importance = importance.filter(|_| kind.rule().has_importance);
            }
            fact
        })
}

/// The cast with as many of the relations as break no rule.
fn staged(relations: Vec<Fact>) -> Graph {
    let cast = CAST.iter().flat_map(|(kind, slug)| named(*kind, slug, slug));
    let mut graph = grown(&Graph::default(), &cast.collect::<Vec<_>>());
    for fact in relations {
        let number = graph.revision().number + 1;
        if let Ok(applied) = graph.apply(&[Change::Assert(fact)], crate::support::facts::revision(number)) {
            graph = applied.graph;
        }
    }
    graph
}

fn index(graph: &Graph, (kind, slug): (Kind, &str)) -> NodeIndex {
    graph.by_id(concept_id(kind, slug)).unwrap()
}

// ---- paths -----------------------------------------------------------------------------------------------------------

/// All relations of a concept and of all that are the same, but those that make them so.
fn links(graph: &Graph, of: NodeIndex) -> Vec<&skillgraph::graph::Link> {
    use skillgraph::graph::Direction::{Incoming, Outgoing};
    let all = graph.same_as(of).flat_map(|member| [Outgoing, Incoming].map(|way| graph.all_links(member, way)));
    all.flatten().filter(|link| link.kind() != RelationKind::ExactMatch).collect()
}

/// The scores of all paths without a loop, the greatest first.
fn all_scores(graph: &Graph, from: NodeIndex, to: NodeIndex, max_hops: usize) -> Vec<f64> {
    fn walk(graph: &Graph, passed: &mut Vec<NodeIndex>, to: NodeIndex, left: usize, score: f64, scores: &mut Vec<f64>) {
        let at = *passed.last().unwrap();
        if at == to {
            return scores.push(score);
        }
        let all = links(graph, at);
        let degree = if passed.len() > 1 { (all.len() as f64).powf(0.4) } else { 1.0 };
        let next: BTreeSet<_> = all.iter().map(|link| graph.representative(link.other)).collect();
        for next in next {
            if left == 0 || passed.contains(&next) {
                continue;
            }
            let leads = |link: &&&skillgraph::graph::Link| graph.representative(link.other) == next;
            let nearest = all.iter().filter(leads).map(|link| link.nearness()).fold(0.0, f64::max);
            passed.push(next);
            walk(graph, passed, to, left - 1, score / degree * nearest / 2.0, scores);
            passed.pop();
        }
    }
    let mut scores = Vec::new();
    let ends = [from, to].map(|index| graph.representative(index));
    walk(graph, &mut vec![ends[0]], ends[1], max_hops, 1.0, &mut scores);
    scores.sort_unstable_by(|one, other| other.total_cmp(one));
    scores
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_best_paths_are_the_best_of_all_that_there_are(
        relations in prop::collection::vec(any_relation(), 0..40),
        max_hops in 1..=5_usize,
        count in 1..=10_usize,
    ) {
        let graph = staged(relations);
        for (from, to) in [(0, 6), (0, 3), (4, 11), (7, 8), (9, 9)] {
            let (from, to) = (index(&graph, CAST[from]), index(&graph, CAST[to]));
            let found = graph.paths(from, to, RelationKind::ALL, max_hops, count);
            prop_assert!(found.complete);
            let mut expected = all_scores(&graph, from, to, max_hops);
            expected.truncate(count);
            let scores: Vec<_> = found.paths.iter().map(|path| path.score).collect();
            prop_assert_eq!(scores.len(), expected.len());
            for (score, expected) in scores.iter().zip(&expected) {
                prop_assert!((score / expected - 1.0).abs() < 1e-6, "{:?} {:?}", scores, expected);
            }
            for path in &found.paths {
                let mut at = from;
                let mut passed = vec![graph.representative(from)];
                for hop in &path.hops {
                    prop_assert_eq!(hop.from, at);
                    prop_assert!(graph.all_links(at, hop.direction).iter().any(|link| std::ptr::eq(link, hop.link)));
                    at = hop.link.other;
                    if hop.link.kind() != RelationKind::ExactMatch {
                        prop_assert!(!passed.contains(&graph.representative(at)), "no loop");
                        passed.push(graph.representative(at));
                    }
                }
                prop_assert_eq!(at, to);
                prop_assert!(passed.len() <= max_hops + 1);
            }
        }
    }

    // ---- similar -------------------------------------------------------------------------------------------------------

    #[test]
    fn a_score_is_the_weighted_mean_of_the_cosines_and_goes_both_ways(
        relations in prop::collection::vec(any_relation(), 0..40),
    ) {
        let graph = staged(relations);
        for of in graph.concepts() {
            let found = graph.similar(of, 100, |_| true);
            prop_assert!(found.is_sorted_by(|one, other| one.score >= other.score));
            for similar in &found {
                prop_assert!(similar.score > 0.0 && similar.score <= 1.0);
                prop_assert_ne!(similar.index, graph.representative(of));
                let comparison = graph.compare_in_detail(of, similar.index);
                let weights: f64 = comparison.aspects.iter().map(|near| near.weight).sum();
                let score: f64 = comparison.aspects.iter().map(|near| near.weight * near.cosine.unwrap_or(0.0)).sum();
                prop_assert!((weights - 1.0).abs() < 1e-9);
                prop_assert!((score - similar.score).abs() < 2e-4, "{} {}", score, similar.score);
                let back = graph.similar(similar.index, 100, |index| index == graph.representative(of));
                prop_assert_eq!(back.first().map(|back| back.score), Some(similar.score));
            }
        }
    }

    #[test]
    fn what_others_say_is_related_plays_no_part_in_how_similar_roles_are(
        relations in prop::collection::vec(any_relation(), 0..40),
    ) {
        let related = |fact: &Fact| match fact {
            Fact::Relation(row) => row.kind == RelationKind::Related && graph_has_role(row.from) && graph_has_role(row.to),
            _ => false,
        };
        let without = staged(relations.iter().filter(|fact| !related(fact)).cloned().collect());
        let mut all = relations;
        all.extend([(0, 1), (0, 2), (1, 3)].map(|(one, other)| relation(CAST[one], RelationKind::Related, CAST[other], None)));
        let with = staged(all);
        for role in 0..4 {
            let similar = |graph: &Graph| graph.similar(index(graph, CAST[role]), 100, |_| true);
            prop_assert_eq!(similar(&with), similar(&without));
        }
    }
}

fn graph_has_role(id: i64) -> bool {
    CAST.iter().any(|(kind, slug)| *kind == Kind::Role && concept_id(*kind, slug) == id)
}

fn requires(role: &str, what: (Kind, &str)) -> Change {
    Change::Assert(relation((Kind::Role, role), RelationKind::Requires, what, Some(Strength::Essential)))
}

#[test]
fn a_rare_skill_that_is_shared_says_more_than_one_that_most_roles_have() {
    let cast = CAST.iter().flat_map(|(kind, slug)| named(*kind, slug, &format!("{slug} of {kind}")));
    let mut changes: Vec<_> = cast.collect();
    changes.extend(["one", "two", "three"].map(|role| requires(role, (Kind::Tool, "git"))));
    changes.extend(["one", "four"].map(|role| requires(role, (Kind::Language, "python"))));
    let graph = grown(&Graph::default(), &changes);
    let one = index(&graph, CAST[0]);
    let found = graph.similar(one, 10, |_| true);
    assert_eq!(graph.node(found[0].index).slug(), "four");
    let comparison = graph.compare_in_detail(one, found[0].index);
    assert_eq!(comparison.shared.len(), 1);
    assert_eq!(graph.node(comparison.shared[0].index).slug(), "python");
    assert_eq!(graph.node(comparison.only_first[0].index).slug(), "git");
    assert_eq!(comparison.only_second, []);
}

#[test]
fn what_is_the_same_is_not_similar_to_itself_and_counts_as_one() {
    let cast = CAST.iter().flat_map(|(kind, slug)| named(*kind, slug, slug));
    let mut changes: Vec<_> = cast.collect();
    changes.push(Change::Assert(relation(CAST[0], RelationKind::ExactMatch, CAST[1], None)));
    changes.push(Change::Assert(relation(CAST[4], RelationKind::ExactMatch, CAST[6], None)));
    changes.push(requires("one", CAST[4])); // testing, which is the same as python here
    changes.push(requires("three", CAST[6]));
    changes.push(requires("four", CAST[9]));
    let graph = grown(&Graph::default(), &changes);
    for one in [CAST[0], CAST[1]] {
        let slugs: Vec<_> = graph
            .similar(index(&graph, one), 10, |_| true)
            .into_iter()
            .map(|found| graph.node(found.index).slug())
            .collect();
        assert_eq!(slugs, ["three"]);
    }
    let paths = graph.paths(index(&graph, CAST[0]), index(&graph, CAST[1]), &[], 1, 3);
    assert_eq!((paths.paths.len(), paths.paths[0].score, paths.paths[0].hops.len()), (1, 1.0, 1));
}

// ---- what is wrong ---------------------------------------------------------------------------------------------------

/// The concepts that reach themselves by a relation, one step at a time.
fn in_cycles(graph: &Graph, kind: RelationKind) -> BTreeSet<NodeIndex> {
    use skillgraph::graph::Direction::Outgoing;
    let next = |of: NodeIndex| -> BTreeSet<NodeIndex> {
        let links = graph.same_as(of).flat_map(|member| graph.links(member, Outgoing, kind));
        links.map(|link| graph.representative(link.other)).collect()
    };
    let reaches_itself = |start: &NodeIndex| {
        let mut reached = BTreeSet::new();
        let mut open: Vec<_> = next(*start).into_iter().collect();
        while let Some(index) = open.pop() {
            if reached.insert(index) {
                open.extend(next(index));
            }
        }
        reached.contains(start)
    };
    graph.concepts().map(|index| graph.representative(index)).filter(reaches_itself).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_concept_that_leads_back_to_itself_is_found_and_no_other(
        relations in prop::collection::vec(any_relation(), 0..60),
    ) {
        use skillgraph::graph::Flaw;
        let graph = staged(relations);
        for kind in [RelationKind::Implies, RelationKind::BuiltOn, RelationKind::Prerequisite, RelationKind::ReplacedBy] {
            let of_kind = |flaw: &Flaw| matches!(flaw, Flaw::Cycle { relation, .. } if *relation == kind);
            let findings = graph.health().iter().filter(|finding| of_kind(&finding.flaw));
            let found = findings.flat_map(|finding| std::iter::once(&finding.index).chain(&finding.others));
            prop_assert_eq!(found.copied().collect::<BTreeSet<_>>(), in_cycles(&graph, kind));
        }
    }
}

#[test]
fn a_path_is_never_longer_than_was_asked_for() {
    assert_eq!(MAX_HOPS, 8);
    let graph = staged(vec![
        relation(CAST[0], RelationKind::Requires, CAST[6], Some(Strength::Essential)),
        relation(CAST[7], RelationKind::UsesLanguage, CAST[6], None),
    ]);
    let ends = (index(&graph, CAST[0]), index(&graph, CAST[7]));
    assert_eq!(graph.paths(ends.0, ends.1, RelationKind::ALL, 1, 3).paths.len(), 0);
    assert_eq!(graph.paths(ends.0, ends.1, RelationKind::ALL, 2, 3).paths.len(), 1);
    assert_eq!(graph.paths(ends.0, ends.1, &[RelationKind::Requires], 2, 3).paths.len(), 0);
}
