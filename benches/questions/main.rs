//! How fast are the questions? `cargo bench --bench questions` asks them in process, on one thread, of the built-in graph
//! with ESCO 1.1.1, O*NET 29.3 and the crosswalk, and prints the middle one and the slowest hundredth of many answers.
//! Words after `--` choose questions. Where the published data are not at hand the built-in graph alone is asked.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a program for people at a terminal")]

mod extract;
mod fit;
mod index;
mod near;
mod resolve;
mod search;
mod suggest;
#[path = "../../examples/quality/world.rs"]
mod world;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use skillgraph::graph::Graph;

/// A question with what asks it.
type Question = (&'static str, fn(&Graph));

const QUESTIONS: &[Question] = &[
    ("index", index::measure),
    ("suggest", suggest::measure),
    ("search", search::measure),
    ("resolve", resolve::measure),
    ("extract", extract::measure),
    ("fit", fit::measure),
    ("near", near::measure),
];

fn main() {
    // `cargo test --benches` only asks whether it builds and runs.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let chosen: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let graph = world::whole().unwrap_or_else(|| {
        println!("SKIPPED: the published data are not at hand; this is the built-in graph alone");
        world::core()
    });
    println!("{} concepts", graph.concepts().count());
    for (name, measure) in QUESTIONS {
        if chosen.is_empty() || chosen.iter().any(|word| word == name) {
            measure(&graph);
        }
    }
}

pub(crate) fn milliseconds(span: Duration) -> f64 {
    span.as_secs_f64() * 1_000.0
}

/// Asks each of some questions several times, and prints the middle one and the slowest hundredth of all answers. Each
/// question counts with the fastest of its answers: what the machine does besides is not ours.
pub(crate) fn each<Q, A>(name: &str, mark: f64, questions: &[Q], ask: impl Fn(&Q) -> A) {
    let mut spans: Vec<_> = questions
        .iter()
        .map(|question| {
            let once = || {
                let start = Instant::now();
                black_box(ask(question));
                start.elapsed()
            };
            (0..5).map(|_| once()).min().unwrap()
        })
        .collect();
    spans.sort();
    let at = |share: usize| milliseconds(spans[(spans.len() - 1) * share / 100]);
    let (p50, p99) = (at(50), at(99));
    let count = questions.len();
    println!("{name:44} p50 {p50:8.3} ms   p99 {p99:8.3} ms   ({count} asked; mark {mark} ms)");
}
