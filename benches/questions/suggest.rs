//! How fast is `suggest`, at every keystroke?

use skillgraph::graph::{Graph, KindSet};

use super::each;

const TYPED: &[&str] = &[
    "python developer",
    "machine learning engineer",
    "javascript",
    "project manager",
    "nurse",
    "c++",
    "postgresql",
    "manage staff",
    "operate machinery",
    "data scientist",
    "kubernetes",
    "electrical engineer",
    "accounting",
    "front end developer",
    "sql server",
    "teach mathematics",
    "welding",
    "customer service",
    "pyhton",
    "mechancial drawing",
];

pub(crate) fn measure(graph: &Graph) {
    let keystrokes = TYPED.iter().flat_map(|text| (1..=text.len()).map(|length| &text[..length]));
    each("suggest 10", 0.3, &keystrokes.collect::<Vec<_>>(), |typed| graph.suggest(typed, KindSet::ALL, None, 10));
}
