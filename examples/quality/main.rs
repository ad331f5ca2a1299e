//! How good are the answers? `cargo run --release --example quality` asks the questions of the gold sets in
//! `tests/gold` and prints how many of the answers are right. With `SKILLGRAPH_QUALITY_CASES=1` it also prints those of
//! the first half that are not.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs, reason = "a program for people at a terminal")]

mod gap;
mod gold;
mod match_roles;
mod world;

fn main() {
    for (name, graph) in [("the built-in graph", Some(world::core())), ("with ESCO and O*NET", world::whole())] {
        let Some(graph) = graph else {
            println!("SKIPPED: {name}: the published data are not at hand");
            continue;
        };
        println!("{name}: {} concepts", graph.concepts().count());
        println!("{}", gap::score(&graph));
        println!("{}", match_roles::score(&graph, &match_roles::of_core(&graph)));
        println!("among all roles:\n{}", match_roles::score(&graph, &|_| true));
    }
}
