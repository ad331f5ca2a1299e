//! How fast is `search`?

use entity::{Kind, LabelRole};
use skillgraph::graph::{Graph, KindSet};

use super::each;

/// What people look for, some of it hard: frequent words, slips, descriptions, words in any order.
const ASKED: &[&str] = &[
    "python",
    "java developer",
    "developer backend",
    "manage staff",
    "operate",
    "machine",
    "c",
    "r",
    "c++",
    ".net",
    "pyhton developer",
    "kuberntes",
    "machne lerning enginer",
    "how to build web applications in python",
    "responsible for the maintenance of electrical equipment",
    "sql database administrator",
    "nurse",
    "teacher of children",
    "use of computers and software",
    "front end",
    "frontend",
    "data",
    "engineer",
    "manager",
    "software to draw plans",
    "qqqqqqqq",
    "zzz yyy xxx",
    "project managment",
    "custommer servise",
    "sales representative wholesale and manufacturing",
];

pub(crate) fn measure(graph: &Graph) {
    each("search, hard ones", 2.0, ASKED, |text| graph.search(text, KindSet::ALL, None));
    let labels = labels(graph, 1_000);
    each("search, labels of the graph", 2.0, &labels, |text| graph.search(text, KindSet::ALL, None));
    let misspelt: Vec<_> = labels.iter().map(|label| misspelt(label)).collect();
    each("search, labels with a slip", 2.0, &misspelt, |text| graph.search(text, KindSet::ALL, None));
}

/// Alternative labels from all over the graph: always the same.
pub(crate) fn labels(graph: &Graph, most: usize) -> Vec<&str> {
    let all: Vec<_> = graph
        .concepts()
        .filter(|index| graph.node(*index).kind() != Kind::Responsibility)
        .flat_map(|index| graph.node(index).labels.iter().filter(|label| label.role == LabelRole::Alternative))
        .map(|label| label.text.as_str())
        .collect();
    let step = (all.len() / most).max(1);
    all.into_iter().step_by(step).take(most).collect()
}

/// The label with two letters swapped.
pub(crate) fn misspelt(label: &str) -> String {
    let mut letters: Vec<_> = label.chars().collect();
    let at = letters.len() / 2;
    if at > 0 {
        letters.swap(at - 1, at);
    }
    letters.into_iter().collect()
}
