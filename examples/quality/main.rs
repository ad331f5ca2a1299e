//! How good are the answers? `cargo run --release --example quality` asks the questions of the gold sets in `tests/gold`
//! and prints how many of the answers are right. With `SKILLGRAPH_QUALITY_CASES=1` it also prints those of the tuned half
//! that are not. Words after `--` choose questions; without any, all are asked.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a program for people at a terminal")]

mod extract;
mod gap;
mod gold;
mod labels;
mod match_roles;
mod resolve;
mod search;
mod similar;
mod world;

use skillgraph::graph::Graph;

/// A question with what scores it.
type Question = (&'static str, fn(&Graph) -> String);

const QUESTIONS: &[Question] = &[
    ("search", |graph| search::score(graph).to_string()),
    ("resolve", |graph| resolve::score(graph).to_string()),
    ("extract", |graph| extract::score(graph).to_string()),
    ("gap", |graph| gap::score(graph).to_string()),
    ("matchRoles", |graph| match_roles::score(graph, &|_| true).to_string()),
    ("similar", |graph| similar::score(graph).to_string()),
    ("labels", |graph| labels::score(graph).to_string()),
];

fn main() {
    let chosen: Vec<_> = std::env::args().skip(1).collect();
    let is_chosen = |name: &str| chosen.iter().all(|word| word == "core") || chosen.iter().any(|word| word == name);
    let whole = || (!chosen.iter().any(|word| word == "core")).then(world::whole).flatten();
    let graphs: [(&str, &dyn Fn() -> Option<Graph>); 2] =
        [("the built-in graph", &|| Some(world::core())), ("with ESCO and O*NET", &whole)];
    for (name, graph) in graphs {
        let Some(graph) = graph() else {
            println!("SKIPPED: {name}: the published data are not at hand, or not asked for");
            continue;
        };
        let start = std::time::Instant::now();
        graph.prepare();
        println!("{name}: {} concepts, indexes made in {:.0?}", graph.concepts().count(), start.elapsed());
        for (name, score) in QUESTIONS {
            if is_chosen(name) {
                println!("{}", score(&graph));
            }
        }
    }
}
