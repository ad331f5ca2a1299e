//! How good are the answers? `cargo run --release --example quality` asks the questions of the gold sets in `tests/gold`
//! and prints how many of the answers are right.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a program for people at a terminal")]

mod similar;
mod world;

fn main() {
    for (name, graph) in [("the built-in graph", Some(world::core())), ("with ESCO and O*NET", world::whole())] {
        let Some(graph) = graph else {
            println!("SKIPPED: {name}: the published data are not at hand");
            continue;
        };
        println!("{name}: {} concepts", graph.concepts().count());
        similar::report(&graph);
    }
}
