//! Scales, and the values that relations have on them.

use entity::RelationKind;
use skillgraph::graph::{Change, Fact, Graph, Reason};

use super::{DEVELOPER, DJANGO, PYTHON, grown, python_and_django, refusal};
use crate::support::facts::{named, relation, scale};

/// A role that requires Python, with a level on a scale.
fn requires(level: Option<(&str, f64)>) -> Change {
    let mut fact = relation(DEVELOPER, RelationKind::Requires, PYTHON, None);
    let Fact::Relation(row) = &mut fact else { unreachable!() };
    (row.level_scale, row.level_value) = level.map(|(scale, value)| (scale.to_owned(), value)).unzip();
    Change::Assert(fact)
}

/// A graph in which a role requires Python with a level of 4 on a scale from 0 to 7.
fn rated() -> Graph {
    let graph = grown(&python_and_django(), &named(DEVELOPER.0, DEVELOPER.1, "Developer"));
    grown(&graph, &[Change::Assert(scale("level", 0.0, 7.0)), requires(Some(("level", 4.0)))])
}

#[test]
fn a_value_must_be_on_a_scale_that_is_there() {
    let graph = rated();
    assert_eq!(refusal(&graph, &[requires(Some(("other", 4.0)))]), Reason::NoSuchScale("other".into()));
    for value in [-0.5, 7.5, f64::NAN] {
        let reason = refusal(&graph, &[requires(Some(("level", value)))]);
        assert!(matches!(reason, Reason::OffScale { minimum: 0.0, maximum: 7.0, .. }), "{value}: {reason}");
    }
    for value in [0.0, 7.0] {
        grown(&graph, &[requires(Some(("level", value)))]);
    }
}

#[test]
fn a_value_without_its_scale_is_refused() {
    let half = |change: fn(&mut entity::relation::Model)| {
        let mut fact = relation(DEVELOPER, RelationKind::Requires, PYTHON, None);
        let Fact::Relation(row) = &mut fact else { unreachable!() };
        change(row);
        refusal(&rated(), &[Change::Assert(fact)]).to_string()
    };
    let level = "the scale and the value of a level must be given both or not at all";
    let rating = "the scale and the value of an importance rating must be given both or not at all";
    assert_eq!(half(|row| row.level_value = Some(1.0)), level);
    assert_eq!(half(|row| row.importance_value = Some(1.0)), rating);
    assert_eq!(half(|row| row.importance_scale = Some("level".into())), rating);
}

#[test]
fn what_a_relation_cannot_carry_is_refused() {
    let carry = |change: fn(&mut entity::relation::Model)| {
        let mut fact = relation(DJANGO, RelationKind::UsesLanguage, PYTHON, None);
        let Fact::Relation(row) = &mut fact else { unreachable!() };
        change(row);
        refusal(&rated(), &[Change::Assert(fact)]).to_string()
    };
    assert_eq!(carry(|row| row.level_value = Some(1.0)), "USES_LANGUAGE has no level");
    assert_eq!(carry(|row| row.importance_value = Some(1.0)), "USES_LANGUAGE has no importance rating");
    assert_eq!(carry(|row| row.in_demand = Some(false)), "USES_LANGUAGE has no demand");
}

#[test]
fn a_scale_with_nothing_between_its_ends_is_refused() {
    for (minimum, maximum) in [(1.0, 1.0), (2.0, 1.0), (0.0, f64::INFINITY), (f64::NAN, 1.0)] {
        let reason = refusal(&Graph::default(), &[Change::Assert(scale("level", minimum, maximum))]);
        assert!(matches!(reason, Reason::EmptyScale { .. }), "{minimum} {maximum}: {reason}");
    }
}

#[test]
fn a_scale_stays_while_values_are_on_it() {
    let (graph, retract) = (rated(), Change::Retract(scale("level", 0.0, 7.0)));
    assert_eq!(refusal(&graph, std::slice::from_ref(&retract)), Reason::ScaleInUse);
    let narrower = Change::Assert(scale("level", 0.0, 3.0));
    assert!(matches!(refusal(&graph, &[narrower]), Reason::OffScale { value: 4.0, maximum: 3.0, .. }));
    let wider = grown(&graph, &[Change::Assert(scale("level", 0.0, 100.0))]);
    assert_eq!(wider.scale("level").unwrap().maximum, 100.0);
    assert_eq!(grown(&graph, &[retract, requires(None)]).scales().count(), 0);
}

#[test]
fn values_can_move_to_another_scale_in_one_commit() {
    let changes = [
        requires(Some(("percent", 57.0))),
        Change::Retract(scale("level", 0.0, 7.0)),
        Change::Assert(scale("percent", 0.0, 100.0)),
    ];
    let graph = grown(&rated(), &changes);
    assert_eq!(graph.scales().map(|scale| scale.slug.as_str()).collect::<Vec<_>>(), ["percent"]);
}
