//! The gold sets, in `tests/gold`: what a person who knows the field would answer.

use std::{fs, path::Path};

use entity::Kind;
use serde::{Deserialize, de::DeserializeOwned};
use skillgraph::graph::{Graph, KindSet, NodeIndex};

/// The cases of a file.
#[derive(Deserialize)]
struct Cases<T> {
    #[serde(alias = "article")]
    case: Vec<T>,
}

/// The cases of a gold set.
pub(crate) fn cases<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold").join(format!("{name}.toml"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let cases: Cases<T> = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    cases.case
}

/// The concept with a name such as `language/python`; of several that are the same the one that stands for them.
pub(crate) fn concept(graph: &Graph, name: &str) -> NodeIndex {
    let (kind, slug) = name.split_once('/').unwrap_or_else(|| panic!("{name} is no kind and slug"));
    let kind = Kind::from_word(kind).unwrap_or_else(|| panic!("{kind} is no kind"));
    let found = graph.by_slug(kind, slug).unwrap_or_else(|| panic!("there is no {name}"));
    graph.representative(found)
}

/// The name of a concept, to be read.
pub(crate) fn name(graph: &Graph, index: NodeIndex) -> String {
    let node = graph.node(index);
    format!("{}/{}", node.kind().word(), node.slug())
}

/// The kinds that are named, or all.
pub(crate) fn kinds(words: &[String]) -> KindSet {
    match words {
        [] => KindSet::ALL,
        words => words.iter().map(|word| word.parse::<Kind>().unwrap()).collect(),
    }
}

/// A share of some cases.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    right: f64,
    all: f64,
}

impl Share {
    pub(crate) fn add(&mut self, right: f64, all: f64) {
        self.right += right;
        self.all += all;
    }

    pub(crate) fn count(&mut self, is_right: bool) {
        self.add(f64::from(u8::from(is_right)), 1.0);
    }

    pub(crate) fn is_empty(self) -> bool {
        self.all == 0.0
    }

    pub(crate) fn value(self) -> f64 {
        if self.all == 0.0 { 1.0 } else { self.right / self.all }
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3} ({:.0} of {:.0})", self.value(), self.right, self.all)
    }
}

/// Whether a failing case is to be told of: only those of the first half, on which the questions are tuned. The others
/// stay unseen.
pub(crate) fn tell(place: usize) -> bool {
    place.is_multiple_of(2) && std::env::var_os("SKILLGRAPH_QUALITY_CASES").is_some()
}
