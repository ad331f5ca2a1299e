//! How good answers are does not fall. What scores them is a program for people too: `cargo run --example quality`.
//!
//! The marks are a little below what is reached on the built-in graph; whoever raises the scores raises them.

#![allow(clippy::print_stdout, reason = "the same code is a program for people at a terminal")]

#[path = "../examples/quality/extract.rs"]
mod extract;
#[path = "../examples/quality/gap.rs"]
mod gap;
#[path = "../examples/quality/gold.rs"]
mod gold;
#[path = "../examples/quality/match_roles.rs"]
mod match_roles;
#[path = "../examples/quality/resolve.rs"]
mod resolve;
#[path = "../examples/quality/search.rs"]
mod search;
#[path = "../examples/quality/similar.rs"]
mod similar;
#[path = "../examples/quality/world.rs"]
#[expect(dead_code, reason = "tests ask the built-in graph only")]
mod world;

use std::sync::LazyLock;

use skillgraph::graph::Graph;

static GRAPH: LazyLock<Graph> = LazyLock::new(world::core);

#[test]
fn searches_find_what_people_look_for() {
    let scores = search::score(&GRAPH);
    for place in 0..2 {
        assert!(scores.first[place].value() >= 0.94, "precision@1 fell:\n{scores}");
        assert!(scores.recall[place].value() >= 0.96, "recall@10 fell:\n{scores}");
    }
}

#[test]
fn labels_resolve_to_what_people_mean() {
    let scores = resolve::score(&GRAPH);
    for place in 0..2 {
        assert!(scores.first[place].value() >= 0.95, "precision@1 fell:\n{scores}");
        assert!(scores.recall[place].value() >= 0.95, "recall@10 fell:\n{scores}");
        assert!(scores.ambiguous[place].value() >= 0.97, "the flag is wrong more often:\n{scores}");
    }
}

#[test]
fn texts_name_what_readers_mark_in_them() {
    let scores = extract::score(&GRAPH);
    for place in 0..2 {
        assert!(extract::f1(scores.precision[place], scores.recall[place]) >= 0.94, "F1 fell:\n{scores}");
        assert!(scores.skills[place].value() >= 0.82, "fewer skills are found:\n{scores}");
    }
    assert!(scores.articles.is_none_or(|share| share.value() >= 0.98), "less of the articles is found:\n{scores}");
}

#[test]
fn what_people_call_similar_is_found() {
    let scores = similar::score(&GRAPH);
    for place in 0..2 {
        assert!(scores.first[place].value() >= 0.75, "precision@1 fell:\n{scores}");
        assert!(scores.recall[place].value() >= 0.85, "recall@10 fell:\n{scores}");
        assert!(scores.f1[place].value() >= 0.58, "F1 fell:\n{scores}");
    }
}

#[test]
fn requirements_stand_as_a_person_would_say() {
    let scores = gap::score(&GRAPH);
    for place in 0..2 {
        assert!(scores.right[place].value() >= 0.95, "requirements stand otherwise:\n{scores}");
    }
    assert!(scores.recall["TRANSFERABLE"].value() >= 0.91, "less is transferable:\n{scores}");
    assert!(scores.precision["TRANSFERABLE"].value() >= 0.91, "more is transferable:\n{scores}");
}

#[test]
fn the_roles_come_first_that_a_person_would_name() {
    let scores = match_roles::score(&GRAPH, &|_| true);
    for place in 0..2 {
        assert!(scores.first[place].value() >= 0.97, "other roles come first:\n{scores}");
        assert!(scores.recall[place].value() >= 0.96, "fewer roles are found:\n{scores}");
    }
}
