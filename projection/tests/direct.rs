//! The walk bounds itself, and leaves to the engine what it cannot do.

#![allow(clippy::unwrap_used, reason = "a test that unwraps is a test that fails, which is what it is for")]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use async_graphql::{Error, Variables, parser::parse_query};
use projection::direct::{Bounds, Out, Outline, Plan, Stop};

struct Leaf(i32);

/// A leaf.
#[projection::object]
impl Leaf {
    /// Its number.
    fn number(&self) -> i32 {
        self.0
    }
}

struct Tree;

/// A tree.
#[projection::object]
impl Tree {
    /// As many leaves as are asked for.
    fn leaves(
        &self,
        /// How many.
        #[arg(default = 3)]
        count: i32,
    ) -> Vec<Leaf> {
        (0..count).map(Leaf).collect()
    }

    /// Fails.
    fn broken(&self) -> Result<i32, Error> {
        Err(Error::new("broken"))
    }

    /// Waits.
    async fn slow(&self) -> i32 {
        1
    }
}

const UNBOUNDED: Bounds = Bounds { objects: usize::MAX, bytes: usize::MAX, deadline: None };

fn answer(query: &str, bounds: Bounds) -> Result<String, Stop> {
    let document = parse_query(query).unwrap();
    let operation = &document.operations.iter().next().unwrap().1.node;
    let outline = Outline::new(&document, operation);
    let values = outline.values(&Variables::default());
    let plan = Plan::new(&outline, outline.flags(&values)?, Arc::default());
    let mut out = Out::new(&(), &values, bounds, 64);
    plan.respond(&Tree, &mut out)?;
    Ok(String::from_utf8(out.into_json()).unwrap())
}

#[test]
fn what_is_selected_is_written_in_order() {
    let query = "{ b: leaves(count: 2) { number } __typename leaves(count: 0) { number } }";
    assert_eq!(
        answer(query, UNBOUNDED).as_deref(),
        Ok(r#"{"data":{"b":[{"number":0},{"number":1}],"__typename":"Tree","leaves":[]}}"#)
    );
}

#[test]
fn a_walk_ends_one_object_past_the_bound_and_not_before() {
    // The root counts as one.
    assert!(answer("{ leaves { number } }", Bounds { objects: 4, ..UNBOUNDED }).is_ok());
    assert_eq!(answer("{ leaves { number } }", Bounds { objects: 3, ..UNBOUNDED }), Err(Stop::TooManyObjects));
}

#[test]
fn a_walk_ends_at_the_first_object_past_the_bytes() {
    assert!(answer("{ leaves { number } }", Bounds { bytes: 48, ..UNBOUNDED }).is_ok());
    assert_eq!(answer("{ leaves { number } }", Bounds { bytes: 20, ..UNBOUNDED }), Err(Stop::TooManyBytes));
}

#[test]
fn a_walk_ends_soon_after_its_deadline() {
    let past = Instant::now().checked_sub(Duration::from_secs(1));
    let bounds = Bounds { deadline: past, ..UNBOUNDED };
    assert_eq!(answer("{ leaves(count: 1000) { number } }", bounds), Err(Stop::TooLong));
}

#[test]
fn what_fails_or_waits_or_is_unknown_is_left_to_the_engine() {
    for query in
        ["{ broken }", "{ slow }", "{ __schema { queryType { name } } }", "{ leaves(count: \"two\") { number } }"]
    {
        assert_eq!(answer(query, UNBOUNDED), Err(Stop::AskTheEngine), "{query}");
    }
}
