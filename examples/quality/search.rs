//! How good is `search`?

use std::fmt;

use serde::Deserialize;
use skillgraph::graph::Graph;

use super::gold::{self, Share};

#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(default)]
    kinds: Vec<String>,
    want: Vec<String>,
}

/// What came out: for the cases with even places, on which the ranking was tuned, and for the others.
#[derive(Default)]
pub(crate) struct Scores {
    /// How often the first concept is the wanted one, or one of those.
    pub(crate) first: [Share; 2],
    /// How many of the wanted concepts are among the first ten.
    pub(crate) recall: [Share; 2],
}

pub(crate) fn score(graph: &Graph) -> Scores {
    let mut scores = Scores::default();
    for (place, case) in gold::cases::<Case>("search").into_iter().enumerate() {
        let hits = graph.search(&case.text, gold::kinds(&case.kinds), None);
        let wanted: Vec<_> = case.want.iter().map(|name| gold::concept(graph, name)).collect();
        let first = hits.first().is_some_and(|hit| hit.node == wanted[0]);
        let found = wanted.iter().filter(|wanted| hits.iter().take(10).any(|hit| hit.node == **wanted)).count();
        scores.first[place % 2].count(first);
        scores.recall[place % 2].add(found as f64 / wanted.len() as f64, 1.0);
        if gold::tell(place) && (!first || found < wanted.len()) {
            println!("  {:?} wants {:?}", case.text, case.want);
            for hit in hits.iter().take(if found < wanted.len() { 10 } else { 3 }) {
                let matched = hit.matched.text(graph).chars().take(60).collect::<String>();
                println!("    {:.3} {} by {:?} {matched:?}", hit.score, gold::name(graph, hit.node), hit.matched.how);
            }
        }
    }
    scores
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([tuned, unseen], [recall, unseen_recall]) = (self.first, self.recall);
        writeln!(f, "search   precision@1  tuned {tuned}, unseen {unseen}")?;
        write!(f, "search   recall@10    tuned {recall}, unseen {unseen_recall}")
    }
}
