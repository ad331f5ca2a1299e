//! How good are `resolve` and `search` on the labels of published taxonomies? Every second concept was tuned on.

use std::{collections::HashMap, fmt};

use entity::{Kind, LabelRole};
use skillgraph::graph::{Graph, KindSet, NodeIndex, fold};

use super::gold::Share;

/// How many labels of each sort are asked for in each half.
const ASKED: usize = 2_000;

/// What came out, for both halves.
#[derive(Default)]
pub(crate) struct Scores {
    unambiguous: [Share; 2],
    misspelt: [Share; 2],
    titles: [Share; 2],
    named: [Share; 2],
}

/// A label of the graph, and whose it is.
#[derive(Clone, Copy)]
struct Asked<'g> {
    text: &'g str,
    owner: NodeIndex,
    half: usize,
}

pub(crate) fn score(graph: &Graph) -> Scores {
    let mut scores = Scores::default();
    let owners = owners(graph);
    let is_alone = |asked: &Asked<'_>| owners[&fold(asked.text)].len() == 1;
    for asked in sample(graph, "esco", &[Kind::Role, Kind::Skill]).into_iter().filter(is_alone) {
        let found = graph.resolve(asked.text, KindSet::ALL);
        let is_first = found.candidates.first().is_some_and(|first| first.node == asked.owner);
        scores.unambiguous[asked.half].count(is_first);
        let typed = misspelt(asked.text);
        let found = graph.resolve(&typed, KindSet::ALL);
        let is_there = found.candidates.iter().take(5).any(|candidate| candidate.node == asked.owner);
        scores.misspelt[asked.half].count(is_there);
    }
    for asked in sample(graph, "onet", &[Kind::Role]) {
        let hits = graph.search(asked.text, KindSet::NONE.with(Kind::Role), None);
        scores.titles[asked.half].count(hits.iter().take(10).any(|hit| hit.node == asked.owner));
        let hits = graph.search(asked.text, KindSet::ALL, None);
        scores.named[asked.half].count(hits.iter().take(10).any(|hit| hit.node == asked.owner));
    }
    scores
}

/// Who bears each label: labels are compared as names are, concepts that are the same count as one.
fn owners(graph: &Graph) -> HashMap<String, Vec<NodeIndex>> {
    let mut owners: HashMap<String, Vec<NodeIndex>> = HashMap::new();
    for index in graph.concepts() {
        for label in &graph.node(index).labels {
            let known = owners.entry(fold(&label.text)).or_default();
            let owner = graph.representative(index);
            if !known.contains(&owner) {
                known.push(owner);
            }
        }
    }
    owners
}

/// Alternative labels of the concepts that have an identifier in a scheme that begins so: spread over all of them, always
/// the same.
fn sample<'g>(graph: &'g Graph, scheme: &str, kinds: &[Kind]) -> Vec<Asked<'g>> {
    let of_scheme = graph.concepts().filter(|index| {
        graph.node(*index).identifiers.iter().any(|identifier| identifier.scheme.starts_with(scheme))
            && kinds.contains(&graph.node(*index).kind())
    });
    let all = of_scheme.enumerate().flat_map(|(place, index)| {
        let labels = graph.node(index).labels.iter().filter(|label| label.role == LabelRole::Alternative);
        labels.map(move |label| Asked { text: &label.text, owner: graph.representative(index), half: place % 2 })
    });
    let all: Vec<_> = all.collect();
    let step = (all.len() / (2 * ASKED)).max(1) | 1;
    all.into_iter().step_by(step).collect()
}

/// The label with one slip somewhere in its letters, chosen by the label itself.
fn misspelt(label: &str) -> String {
    let mut letters: Vec<char> = label.chars().collect();
    let seed = label.bytes().fold(7_usize, |seed, byte| seed.wrapping_mul(31).wrapping_add(usize::from(byte)));
    let places: Vec<_> = (0..letters.len()).filter(|at| letters[*at].is_alphabetic()).collect();
    let Some(at) = places.get(seed / 4 % places.len().max(1)).copied() else { return label.to_owned() };
    let letter = char::from(b'a' + (seed / 1_024 % 26) as u8);
    match seed % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        2 => letters[at] = letter,
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.swap(at.saturating_sub(1), at),
    }
    letters.into_iter().collect()
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line =
            |name: &str, [tuned, unseen]: [Share; 2]| writeln!(f, "{name:52} tuned {tuned}, unseen {unseen}");
        line("labels   ESCO's unambiguous ones resolve to their own", self.unambiguous)?;
        line("labels   with a slip, in the first 5", self.misspelt)?;
        line("labels   O*NET's titles find their role in 10 roles", self.titles)?;
        line("labels   the same among all kinds", self.named)
    }
}
