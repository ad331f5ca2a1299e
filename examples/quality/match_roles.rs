//! How good is `matchRoles`? Whether the roles come first that a person would name.

use std::fmt;

use serde::Deserialize;
use skillgraph::graph::{Graph, Have, Having, NodeIndex};

use super::gold::{self, Share};

#[derive(Deserialize)]
struct Case {
    have: Vec<String>,
    want: Vec<String>,
}

/// What came out: for the cases with even places, and for the others.
#[derive(Default)]
pub(crate) struct Scores {
    /// How often the first role is one of those that are wanted.
    pub(crate) first: [Share; 2],
    /// How many of the wanted roles are among the first five.
    pub(crate) recall: [Share; 2],
}

/// Among the roles that are in the built-in graph: those of other sources are not judged.
pub(crate) fn score(graph: &Graph, is_judged: &dyn Fn(NodeIndex) -> bool) -> Scores {
    let mut scores = Scores::default();
    for (place, case) in gold::cases::<Case>("match_roles").into_iter().enumerate() {
        let have: Vec<_> =
            case.have.iter().map(|name| Have { competency: gold::concept(graph, name), level: None }).collect();
        let fits = graph.match_roles(&Having::new(graph, &have), is_judged);
        let wanted: Vec<_> = case.want.iter().map(|name| gold::concept(graph, name)).collect();
        let first = fits.first().is_some_and(|fit| wanted.contains(&fit.role));
        let found = wanted.iter().filter(|wanted| fits.iter().take(5).any(|fit| fit.role == **wanted)).count();
        scores.first[place % 2].count(first);
        scores.recall[place % 2].add(found as f64 / wanted.len() as f64, 1.0);
        if gold::tell(place) && (!first || found < wanted.len()) {
            println!("  {:?} wants {:?}", case.have, case.want);
            for fit in fits.iter().take(5) {
                println!(
                    "    {:.3} ({:.2}, {:.2}) {}",
                    fit.score,
                    fit.coverage,
                    fit.usage,
                    gold::name(graph, fit.role)
                );
            }
        }
    }
    scores
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([even, odd], [recall, odd_recall]) = (self.first, self.recall);
        writeln!(f, "match    the first role fits        {even} and {odd}")?;
        write!(f, "match    recall of the first five   {recall} and {odd_recall}")
    }
}
