//! How good is `similar`? Held against the occupations that O*NET says are related, which it does not read.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    path::Path,
    time::Instant,
};

use flate2::read::GzDecoder;
use skillgraph::graph::{Graph, NodeIndex};

/// The names of occupations, by which the table finds them in the graph.
const SCHEME: &str = "onet";

/// Half of the occupations, by their ids, which are hashes: weights were sought on one, and are reported on the other.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Half {
    Tuning,
    Held,
}

/// What O*NET says is related to each occupation: 20 each.
pub(crate) fn related_occupations(graph: &Graph) -> Option<BTreeMap<NodeIndex, BTreeSet<NodeIndex>>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/onet-29.3/Related Occupations.txt.gz");
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).ok()?).read_to_string(&mut text).ok()?;
    let mut related = BTreeMap::<_, BTreeSet<_>>::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut next = || Some(graph.representative(graph.by_identifier(SCHEME, cells.next()?)?));
        let (Some(one), Some(other)) = (next(), next()) else { continue };
        related.entry(one).or_default().insert(other);
    }
    Some(related)
}

/// How many of the first ten are related, on average, among the occupations that O*NET has.
pub(crate) fn precision_at_10(graph: &Graph, half: Half) -> Option<(f64, usize)> {
    let related = related_occupations(graph)?;
    let of_half = |index: &NodeIndex| (graph.node(*index).id() & 1 == 0) == (half == Half::Tuning);
    let asked: Vec<_> = related.keys().copied().filter(of_half).collect();
    let hits: usize = asked
        .iter()
        .map(|index| {
            let found = graph.similar(*index, 10, |other| related.contains_key(&other));
            found.iter().filter(|similar| related[index].contains(&similar.index)).count()
        })
        .sum();
    Some((hits as f64 / (10 * asked.len()) as f64, asked.len()))
}

/// Prints what was measured.
pub(crate) fn report(graph: &Graph) {
    for (half, name) in [(Half::Tuning, "tuned on"), (Half::Held, "held out")] {
        if let Some((precision, asked)) = precision_at_10(graph, half) {
            println!("similar roles against Related Occupations, {name}: precision@10 {precision:.3} of {asked}");
        }
    }
    for name in std::env::args().skip(1) {
        let Some((kind, slug)) = name.split_once('/') else { continue };
        let kind = entity::Kind::ALL.iter().copied().find(|known| known.word() == kind);
        let Some(index) = kind.and_then(|kind| graph.by_slug(kind, slug)) else {
            println!("there is no {name}");
            continue;
        };
        let start = Instant::now();
        let found = graph.similar(index, 15, |_| true);
        println!("{name}: {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
        for similar in found {
            let node = graph.node(similar.index);
            let comparison = graph.compare_in_detail(index, similar.index);
            let shared: Vec<_> = comparison.shared.iter().take(4).map(|part| graph.node(part.index).slug()).collect();
            let aspects: Vec<_> = comparison
                .aspects
                .iter()
                .map(|near| format!("{:?} {:.2}", near.aspect, near.cosine.unwrap_or(f64::NAN)))
                .collect();
            println!(
                "  {:.4} {}/{} [{}] {}",
                similar.score,
                node.kind().word(),
                node.slug(),
                aspects.join(", "),
                shared.join(", ")
            );
        }
    }
}
