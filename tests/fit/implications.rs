//! What is implied, against the obvious: going over all steps again and again until nothing gets more certain.

use std::collections::BTreeMap;

use entity::{Kind, RelationKind};
use proptest::prelude::*;
use skillgraph::graph::{Direction, Graph, NodeIndex};

use super::worlds::{any_graph, any_have, have, name};

/// How certain everything is, to somebody who knows `given`.
pub(super) fn certainties(graph: &Graph, given: &[NodeIndex], least: f64) -> BTreeMap<NodeIndex, f64> {
    let mut known: BTreeMap<_, _> = given.iter().map(|index| (graph.representative(*index), 1.0)).collect();
    loop {
        let mut next = known.clone();
        for (from, to, certainty) in steps(graph) {
            let Some(certain) = known.get(&graph.representative(from)) else { continue };
            let certainty = certain * certainty;
            let best = next.entry(graph.representative(to)).or_insert(0.0);
            if certainty >= least && certainty > *best {
                *best = certainty;
            }
        }
        next.retain(|_, certainty| *certainty > 0.0);
        if next == known {
            return known;
        }
        known = next;
    }
}

/// All steps of implication, as the documentation has them.
fn steps(graph: &Graph) -> Vec<(NodeIndex, NodeIndex, f64)> {
    let mut steps = Vec::new();
    for from in graph.concepts() {
        for kind in RelationKind::ALL {
            let links = graph.links(from, Direction::Outgoing, *kind);
            for link in links {
                let shared = |certainty: f64| certainty / links.len() as f64;
                let certainty = match kind {
                    RelationKind::Implies => link.edge.relation.importance.unwrap_or(0.5),
                    RelationKind::UsesLanguage if graph.node(from).kind() == Kind::Framework => shared(0.9),
                    RelationKind::UsesLanguage => shared(0.6),
                    RelationKind::BuiltOn => shared(0.5),
                    RelationKind::ReplacedBy => shared(0.9),
                    _ => continue,
                };
                steps.push((from, link.other, certainty));
            }
        }
    }
    steps
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_implied_is_what_going_over_all_steps_until_nothing_changes_finds(
        graph in any_graph(),
        chosen in any_have(),
        parts in 1_u8..10,
    ) {
        let least = f64::from(parts) / 10.0;
        let given: Vec<_> = have(&graph, &chosen).into_iter().map(|have| have.competency).collect();
        let closure = graph.implied(given.iter().copied(), least);
        let found: BTreeMap<_, _> = closure.known().collect();
        prop_assert_eq!(&found, &certainties(&graph, &given, least));
        let certain: Vec<_> = closure.known().map(|(_, certainty)| certainty).collect();
        prop_assert!(certain.is_sorted_by(|left, right| left >= right), "the most certain comes first: {certain:?}");
    }

    #[test]
    fn a_chain_leads_from_what_was_given_step_by_step_and_multiplies_to_the_certainty(
        graph in any_graph(),
        chosen in any_have(),
    ) {
        let given: Vec<_> = have(&graph, &chosen).into_iter().map(|have| graph.representative(have.competency)).collect();
        let closure = graph.implied(given.iter().copied(), 0.1);
        for (index, certainty) in closure.known() {
            let chain = closure.chain(&graph, index);
            prop_assert_eq!(chain.is_empty(), given.contains(&index), "{}", name(&graph, index));
            prop_assert_eq!(chain.is_empty(), closure.is_given(index));
            let product = chain.iter().fold(1.0, |product, step| product * step.certainty);
            prop_assert!((product - certainty).abs() < 1e-9);
            let Some((first, last)) = chain.first().zip(chain.last()) else { continue };
            prop_assert!(given.contains(&graph.representative(first.from)));
            prop_assert_eq!(graph.representative(last.to), index);
            let joined = chain.windows(2).all(|two| graph.representative(two[0].to) == graph.representative(two[1].from));
            prop_assert!(joined);
        }
    }
}
