//! How good is `resolve`?

use std::fmt;

use serde::Deserialize;
use skillgraph::graph::Graph;

use super::gold::{self, Share};

#[derive(Deserialize)]
struct Case {
    label: String,
    #[serde(default)]
    kinds: Vec<String>,
    want: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    ambiguous: Option<bool>,
}

/// What came out: for the cases with even places, and for the others.
#[derive(Default)]
pub(crate) struct Scores {
    /// How often the first candidate is the one that is wanted, or there is none where none is.
    pub(crate) first: [Share; 2],
    /// How often the wanted one is among the candidates.
    pub(crate) recall: [Share; 2],
    /// How often it was told rightly whether the label is ambiguous.
    pub(crate) ambiguous: [Share; 2],
}

pub(crate) fn score(graph: &Graph) -> Scores {
    let mut scores = Scores::default();
    for (place, case) in gold::cases::<Case>("resolve").into_iter().enumerate() {
        let found = graph.resolve(&case.label, gold::kinds(&case.kinds));
        let accepted = case.want.iter().filter(|want| !want.is_empty()).chain(&case.also);
        let accepted: Vec<_> = accepted.map(|name| gold::concept(graph, name)).collect();
        let first = match found.candidates.first() {
            Some(first) => accepted.contains(&first.node),
            None => accepted.is_empty(),
        };
        scores.first[place % 2].count(first);
        if let Some(want) = accepted.first() {
            scores.recall[place % 2].count(found.candidates.iter().any(|candidate| candidate.node == *want));
        }
        let told = case.ambiguous.is_none_or(|ambiguous| ambiguous == found.ambiguous);
        scores.ambiguous[place % 2].count(told);
        if gold::tell(place) && !(first && told) {
            println!("  {:?} wants {:?} also {:?} ambiguous {:?}", case.label, case.want, case.also, case.ambiguous);
            for candidate in found.candidates.iter().take(3) {
                let (name, label) = (gold::name(graph, candidate.node), candidate.matched.text(graph));
                println!("    {:.3} {name} {:?} by {label:?}", candidate.score, candidate.kind);
            }
        }
    }
    scores
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "resolve  precision@1  tuned {}, unseen {}", self.first[0], self.first[1])?;
        writeln!(f, "resolve  recall@10    tuned {}, unseen {}", self.recall[0], self.recall[1])?;
        write!(f, "resolve  ambiguity    tuned {}, unseen {}", self.ambiguous[0], self.ambiguous[1])
    }
}
