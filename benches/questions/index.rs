//! What do the indexes cost?

use std::time::Instant;

use entity::{Kind, LabelRole, label, revision};
use skillgraph::graph::{Change, Graph, concept_id};

use super::milliseconds;

pub(crate) fn measure(graph: &Graph) {
    let rows: Vec<_> = graph.facts().collect();
    let (fresh, _) = Graph::load(graph.revision().clone(), Vec::new(), rows);
    let start = Instant::now();
    fresh.prepare();
    println!("make all indexes                             {:8.1} ms", milliseconds(start.elapsed()));
    println!("memory of the index of texts                 {:8.1} MiB", fresh.text_size() as f64 / f64::from(1 << 20));
    let mut graph = fresh;
    let mut spans = Vec::new();
    for number in 0..200_i64 {
        let concept = concept_id(Kind::Language, "python");
        let (locale, text, role) = ("en".to_owned(), format!("Python {number}"), LabelRole::Alternative);
        let change = Change::Assert(label::Model { row: 0, concept, locale, role, text, since: 0, until: None }.into());
        let revision = revision::Model { number: graph.revision().number + 1, ..graph.revision().clone() };
        let start = Instant::now();
        graph = graph.apply(&[change], revision).unwrap().graph;
        spans.push(start.elapsed());
    }
    spans.sort();
    let (p50, p99) = (milliseconds(spans[100]), milliseconds(spans[197]));
    println!("{:44} p50 {p50:8.3} ms   p99 {p99:8.3} ms", "apply one change, with all indexes");
}
