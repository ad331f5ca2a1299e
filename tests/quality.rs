//! The answers stay as good as they are: what the gold sets in `tests/gold` score on the built-in graph.
//!
//! `cargo run --release --example quality` prints the scores; docs/questions.md has them.

#![allow(clippy::print_stdout, reason = "the same code is a program for people at a terminal")]

#[path = "../examples/quality/gap.rs"]
mod gap;
#[path = "../examples/quality/gold.rs"]
mod gold;
#[path = "../examples/quality/match_roles.rs"]
#[expect(dead_code, reason = "in the built-in graph all roles are judged")]
mod match_roles;
#[path = "../examples/quality/world.rs"]
#[expect(dead_code, reason = "the published taxonomies are for the program")]
mod world;

/// A score may fall by so much before the test fails: one case or two.
const SLACK: f64 = 0.02;

fn assert_at_least(what: &str, score: f64, stood: f64) {
    assert!(score >= stood - SLACK, "{what}: {score:.3}, and it was {stood:.3}");
}

#[test]
fn requirements_stand_as_a_person_would_say() {
    let scores = gap::score(&world::core());
    assert_at_least("right, even cases", scores.right[0].value(), 0.97);
    assert_at_least("right, odd cases", scores.right[1].value(), 0.97);
    assert_at_least("transferable found", scores.recall["TRANSFERABLE"].value(), 0.93);
    assert_at_least("transferable is so", scores.precision["TRANSFERABLE"].value(), 0.93);
}

#[test]
fn the_roles_come_first_that_a_person_would_name() {
    let scores = match_roles::score(&world::core(), &|_| true);
    assert_at_least("first role, even cases", scores.first[0].value(), 1.0);
    assert_at_least("first role, odd cases", scores.first[1].value(), 1.0);
    assert_at_least("recall of five, even cases", scores.recall[0].value(), 0.98);
    assert_at_least("recall of five, odd cases", scores.recall[1].value(), 0.98);
}
