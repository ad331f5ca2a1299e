//! How good is `similar`? Held against the gold set, and against the occupations that O*NET says are related, which it
//! does not read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    io::Read,
    path::Path,
};

use flate2::read::GzDecoder;
use serde::Deserialize;
use skillgraph::graph::{Graph, NodeIndex};

use super::gold::{self, Share};

/// The names of occupations, by which the table finds them in the graph.
const SCHEME: &str = "onet";

#[derive(Deserialize)]
struct Case {
    of: String,
    want: Vec<String>,
}

/// What came out: for the half on which weights were sought, and for the other.
#[derive(Default)]
pub(crate) struct Scores {
    /// How often the first is one of those that are wanted.
    pub(crate) first: [Share; 2],
    /// How many of those that are wanted are among the first ten.
    pub(crate) recall: [Share; 2],
    /// How many of the first so many as are wanted are wanted: precision, recall and F1 are one number there.
    pub(crate) f1: [Share; 2],
    /// How many of the first ten occupations O*NET says are related; nothing without its data.
    pub(crate) related: [Share; 2],
}

pub(crate) fn score(graph: &Graph) -> Scores {
    let mut scores = Scores { related: related(graph), ..Scores::default() };
    for (place, case) in gold::cases::<Case>("similar").into_iter().enumerate() {
        let of = gold::concept(graph, &case.of);
        let wanted: Vec<_> = case.want.iter().map(|name| gold::concept(graph, name)).collect();
        let kind = graph.node(of).kind();
        let found = graph.similar(of, 10, |index| graph.node(index).kind() == kind);
        let hits = |first: usize| found.iter().take(first).filter(|found| wanted.contains(&found.index)).count() as f64;
        scores.first[place % 2].add(hits(1), 1.0);
        scores.recall[place % 2].add(hits(10) / wanted.len() as f64, 1.0);
        scores.f1[place % 2].add(hits(wanted.len()) / wanted.len() as f64, 1.0);
        if gold::tell(place) && hits(10) < wanted.len() as f64 {
            println!("  {} wants {:?}", case.of, case.want);
            tell(graph, of, 10, |index| graph.node(index).kind() == kind);
        }
    }
    for name in std::env::var("SKILLGRAPH_QUALITY_OF").iter().flat_map(|names| names.split(',')) {
        let Some((kind, slug)) = name.split_once('/') else { continue };
        let Some(index) = entity::Kind::from_word(kind).and_then(|kind| graph.by_slug(kind, slug)) else { continue };
        println!("  {name}");
        tell(graph, index, 15, |_| true);
    }
    scores
}

/// What is similar to a concept, and why.
fn tell(graph: &Graph, of: NodeIndex, most: usize, keeps: impl Fn(NodeIndex) -> bool) {
    for similar in graph.similar(of, most, keeps) {
        let comparison = graph.compare_in_detail(of, similar.index);
        let shared = comparison.shared.iter().take(4).map(|part| graph.node(part.index).slug());
        let near =
            comparison.aspects.iter().map(|near| format!("{:?} {:.2}", near.aspect, near.cosine.unwrap_or(f64::NAN)));
        let (near, shared) = (near.collect::<Vec<_>>().join(", "), shared.collect::<Vec<_>>().join(", "));
        println!("    {:.4} {} [{near}] {shared}", similar.score, gold::name(graph, similar.index));
    }
}

/// What O*NET says is related to each occupation: 20 each.
fn related_occupations(graph: &Graph) -> Option<BTreeMap<NodeIndex, BTreeSet<NodeIndex>>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/onet-29.3/Related Occupations.txt.gz");
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).ok()?).read_to_string(&mut text).ok()?;
    let mut related = BTreeMap::<_, BTreeSet<_>>::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut next = || Some(graph.representative(graph.by_identifier(SCHEME, cells.next()?)?));
        if let (Some(one), Some(other)) = (next(), next()) {
            related.entry(one).or_default().insert(other);
        }
    }
    Some(related)
}

/// Among the occupations that O*NET has. Halved by ids, which are hashes.
fn related(graph: &Graph) -> [Share; 2] {
    let mut shares = [Share::default(); 2];
    let related = related_occupations(graph).unwrap_or_default();
    for (index, wanted) in &related {
        let found = graph.similar(*index, 10, |other| related.contains_key(&other));
        let hits = found.iter().filter(|similar| wanted.contains(&similar.index)).count();
        shares[usize::from(graph.node(*index).id() & 1 == 1)].add(hits as f64, 10.0);
    }
    shares
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |[tuned, unseen]: [Share; 2]| format!("tuned {tuned}, unseen {unseen}");
        writeln!(f, "similar  precision@1  {}", line(self.first))?;
        writeln!(f, "similar  recall@10    {}", line(self.recall))?;
        write!(f, "similar  F1           {}", line(self.f1))?;
        match self.related.map(Share::is_empty) {
            [false, false] => write!(f, "\nsimilar  precision@10 {} (Related Occupations)", line(self.related)),
            _ => Ok(()),
        }
    }
}
