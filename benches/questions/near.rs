//! How long do `similar`, `path` and `careerPath` take?

use entity::{Kind, RelationKind};
use skillgraph::graph::{Direction, Graph, NodeIndex, Order};

use super::each;

/// How many concepts of each sort are asked about.
const CASES: usize = 200;

/// How many of these are those with the most relations.
const HUBS: usize = 20;

/// Asks of a sample that is the same in every run: some at random, and those with the most relations.
pub(crate) fn measure(graph: &Graph) {
    let roles = sample(graph, &[Kind::Role]);
    let competencies = sample(graph, &[Kind::Skill, Kind::Language, Kind::Framework, Kind::Tool]);
    let anything = sample(graph, Kind::ALL);
    each("similar roles", 3e+00, &roles, |role| drop(graph.similar(*role, 100, |_| true)));
    each("similar skills", 3e+00, &competencies, |index| drop(graph.similar(*index, 100, |_| true)));
    let pairs: Vec<_> =
        roles.iter().zip(&roles).map(|(role, other)| (*role, graph.similar(*other, 1, |_| true))).collect();
    each("compare", 3e+00, &pairs, |(role, found)| {
        found.iter().for_each(|found| drop(graph.compare_in_detail(*role, found.index)))
    });
    each("path", 1e+01, &shifted(&anything), |(from, to)| drop(graph.paths(*from, *to, RelationKind::ALL, 6, 3)));
    each("path to role", 1e+01, &across(&competencies, &roles), |(from, to)| {
        drop(graph.paths(*from, *to, RelationKind::ALL, 6, 3));
    });
    each("careerPath", 1e+01, &shifted(&roles), |(from, to)| drop(graph.career_path(*from, *to, 4)));
}

fn sample(graph: &Graph, kinds: &[Kind]) -> Vec<NodeIndex> {
    let all = kinds.iter().flat_map(|kind| graph.of_kind(*kind, Order::Slug)).copied();
    let mut all: Vec<_> = all.collect();
    all.sort_by_cached_key(|index| {
        let links = |direction| graph.all_links(*index, direction).len();
        (std::cmp::Reverse(links(Direction::Outgoing) + links(Direction::Incoming)), graph.node(*index).id())
    });
    let mut cases: Vec<_> = all.iter().take(HUBS).copied().collect();
    // Ids are hashes, so their order is as good as chance, and the same in every run.
    all.sort_by_cached_key(|index| graph.node(*index).id());
    cases.extend(all.into_iter().take(CASES - HUBS));
    cases
}

/// Each with the one half the list away.
fn shifted(all: &[NodeIndex]) -> Vec<(NodeIndex, NodeIndex)> {
    let half = all.len() / 2;
    all.iter().enumerate().map(|(place, from)| (*from, all[(place + half) % all.len()])).collect()
}

fn across(from: &[NodeIndex], to: &[NodeIndex]) -> Vec<(NodeIndex, NodeIndex)> {
    from.iter().copied().zip(to.iter().rev().copied()).collect()
}
