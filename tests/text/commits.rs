//! Commits keep up the index of texts: it knows what a new one over the same graph would know.

use entity::{Kind, LabelRole};
use proptest::prelude::*;
use skillgraph::graph::{Change, Graph, KindSet};

use super::{also, facts, first, grown, small};
use crate::support::facts::{label, named};

#[test]
fn after_a_commit_a_search_knows_the_change() {
    let graph = small();
    graph.prepare();
    let renamed = grown(&graph, &[also(Kind::Language, "python", LabelRole::Alternative, "Serpentine")]);
    assert!(renamed.is_prepared());
    assert_eq!(first(&renamed, "serpentine").as_deref(), Some("python"));
    assert_eq!(first(&graph, "serpentine"), None, "the graph before stays as it was");

    let gone = Change::Retract(label(Kind::Language, "python", LabelRole::Alternative, "Serpentine"));
    assert_eq!(first(&grown(&renamed, &[gone]), "serpentine"), None);
}

/// What is done to the labels of the concepts: added to some, taken from others.
fn changes() -> impl Strategy<Value = Vec<(bool, usize, String)>> {
    let word = "(alpha|beta|gamma|delta|go|c\\+\\+|back-end|node\\.js)";
    let text = proptest::collection::vec(word, 1..4).prop_map(|words| words.join(" "));
    proptest::collection::vec((any::<bool>(), 0_usize..60, text), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// With 60 concepts, the index goes through all its stages: small segments, merged ones, all anew.
    #[test]
    fn an_index_that_commits_kept_up_answers_as_a_new_one(commits in proptest::collection::vec(changes(), 1..8)) {
        let born = (0..400).flat_map(|number| named(Kind::Skill, &format!("s{number}"), &format!("skill number {number}")));
        let mut graph = grown(&Graph::default(), &born.collect::<Vec<_>>());
        graph.prepare();
        for commit in commits {
            let changes = commit.into_iter().map(|(adds, number, text)| {
                let label = label(Kind::Skill, &format!("s{number}"), LabelRole::Alternative, &text);
                if adds { Change::Assert(label) } else { Change::Retract(label) }
            });
            // Some take away what is not there: those are tried one by one and left out.
            for change in changes {
                if let Ok(applied) = graph.apply(&[change], crate::support::facts::revision(graph.revision().number + 1)) {
                    graph = applied.graph;
                }
            }
        }
        prop_assert!(graph.is_prepared());
        let (fresh, rejected) = Graph::load(graph.revision().clone(), Vec::new(), facts(&graph));
        prop_assert_eq!(rejected, []);
        for text in ["alpha", "beta gamma", "go", "c++", "backend", "nodejs", "alhpa", "number 7", "delta skill"] {
            let found = |graph: &Graph| {
                let hits = graph.search(text, KindSet::ALL, None);
                let mut slugs: Vec<_> = hits.iter().map(|hit| super::slug(graph, hit.node)).collect();
                slugs.sort();
                slugs
            };
            prop_assert_eq!(found(&graph), found(&fresh), "{}", text);
            let resolved = |graph: &Graph| {
                let found = graph.resolve(text, KindSet::ALL);
                let mut slugs: Vec<_> = found.candidates.iter().map(|hit| super::slug(graph, hit.node)).collect();
                slugs.sort();
                (slugs, found.ambiguous)
            };
            // More than ten bear a label now and then: which of them are named is a matter of places.
            if resolved(&fresh).0.len() < 10 {
                prop_assert_eq!(resolved(&graph), resolved(&fresh), "{}", text);
            }
            let tagged = |graph: &Graph| {
                graph.extract(text, None, 0.0).mentions.iter().map(|mention| mention.bytes.clone()).collect::<Vec<_>>()
            };
            prop_assert_eq!(tagged(&graph), tagged(&fresh), "{}", text);
        }
    }
}
