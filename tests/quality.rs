//! How good answers are does not fall. What scores them is a program for people too: `cargo run --example quality`.
//!
//! The marks are a little below what is reached on the built-in graph; whoever raises the scores raises them.

#[path = "../examples/quality/gold.rs"]
#[allow(dead_code, reason = "each question uses what it needs of it")]
mod gold;
#[path = "../examples/quality/similar.rs"]
mod similar;
#[path = "../examples/quality/world.rs"]
#[expect(dead_code, reason = "tests ask the built-in graph only")]
mod world;

use std::sync::LazyLock;

use skillgraph::graph::Graph;

static GRAPH: LazyLock<Graph> = LazyLock::new(world::core);

#[test]
fn what_people_call_similar_is_found() {
    let scores = similar::score(&GRAPH);
    for place in 0..2 {
        assert!(scores.first[place].value() >= 0.75, "precision@1 fell:\n{scores}");
        assert!(scores.recall[place].value() >= 0.85, "recall@10 fell:\n{scores}");
        assert!(scores.f1[place].value() >= 0.58, "F1 fell:\n{scores}");
    }
}
