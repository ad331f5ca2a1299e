//! How good is `gap`? Whether each requirement that is judged stands as a person would say.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;
use skillgraph::graph::{Graph, Have, Having, Standing};

use super::gold::{self, Share};

#[derive(Deserialize)]
struct Case {
    have: Vec<String>,
    role: String,
    expect: BTreeMap<String, String>,
}

/// What came out.
#[derive(Default)]
pub(crate) struct Scores {
    /// How many requirements stand as they should: in cases with even places, and in the others.
    pub(crate) right: [Share; 2],
    /// The same for each standing that is wanted: how many of those that should have it do.
    pub(crate) recall: BTreeMap<String, Share>,
    /// And how many of those that have it should.
    pub(crate) precision: BTreeMap<String, Share>,
}

pub(crate) fn score(graph: &Graph) -> Scores {
    let mut scores = Scores::default();
    for (place, case) in gold::cases::<Case>("gap").into_iter().enumerate() {
        let have: Vec<_> =
            case.have.iter().map(|name| Have { competency: gold::concept(graph, name), level: None }).collect();
        let having = Having::new(graph, &have);
        let gap = graph.gap(&having, gold::concept(graph, &case.role));
        for (name, wanted) in &case.expect {
            let competency = gold::concept(graph, name);
            let judged = gap.requirements.iter().find(|one| one.competency == competency);
            let judged = judged.unwrap_or_else(|| panic!("{} does not require {name}", case.role));
            let found = word(judged.standing);
            scores.right[place % 2].count(found == wanted);
            scores.recall.entry(wanted.clone()).or_default().count(found == wanted);
            scores.precision.entry(found.to_owned()).or_default().count(found == wanted);
            if gold::tell(place) && found != wanted {
                let near = having.nearest(competency).map(|near| (gold::name(graph, near.from), near.nearness));
                println!(
                    "  {:?} for {}: {name} should be {wanted}, is {found}; nearest {near:?}",
                    case.have, case.role
                );
            }
        }
    }
    scores
}

const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::HaveExact => "HAVE_EXACT",
        Standing::HaveImplied => "HAVE_IMPLIED",
        Standing::BelowLevel => "BELOW_LEVEL",
        Standing::Transferable => "TRANSFERABLE",
        Standing::Missing => "MISSING",
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [even, odd] = self.right;
        write!(f, "gap      requirements that stand right  {even} and {odd}")?;
        for (standing, recall) in &self.recall {
            let precision = self.precision.get(standing).copied().unwrap_or_default();
            write!(f, "\ngap        {standing:<13} recall {recall}, precision {precision}")?;
        }
        Ok(())
    }
}
