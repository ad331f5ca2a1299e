//! How long do the questions take, in process, on one thread, over the built-in graph with ESCO and O*NET? Without
//! these data, over the built-in graph alone.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a program for people at a terminal")]

mod fit;
#[path = "../../examples/quality/world.rs"]
mod world;

use std::time::{Duration, Instant};

/// For so long each question is asked.
const LONG: Duration = Duration::from_millis(1_500);

fn main() {
    let graph = world::whole().unwrap_or_else(world::core);
    let start = Instant::now();
    graph.prepare();
    println!("{} concepts, indexes made in {:.0?}", graph.concepts().count(), start.elapsed());
    fit::run(&graph);
}

/// Asks a question of all cases, again and again, and prints how long it takes: the middle, and what all but one in a
/// hundred stay below. Of each case the best of several is taken, since other programs run as well.
pub(crate) fn timed<C>(name: &str, cases: &[C], ask: impl Fn(&C)) {
    let mut best = vec![Duration::MAX; cases.len()];
    let begin = Instant::now();
    while begin.elapsed() < LONG || best[cases.len() - 1] == Duration::MAX {
        for (case, best) in cases.iter().zip(&mut best) {
            let start = Instant::now();
            ask(case);
            *best = start.elapsed().min(*best);
        }
    }
    best.sort_unstable();
    let (middle, last) = (best[best.len() / 2], best[best.len() * 99 / 100]);
    println!("{name:<14} p50 {middle:>9.1?}   p99 {last:>9.1?}   {} cases", cases.len());
}
