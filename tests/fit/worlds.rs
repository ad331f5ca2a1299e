//! Small random graphs, with all that can go wrong in large ones: cycles, several parents, concepts that are the same.

use entity::{Kind, RelationKind, Strength, ToolType, concept_state, relation, tool};
use proptest::prelude::*;
use skillgraph::graph::{Change, Fact, Graph, Have, NodeIndex, concept_id};

use crate::support::facts::{named, revision, scale};

pub(super) const CAST: &[(Kind, &str)] = &[
    (Kind::Role, "analyst"),
    (Kind::Role, "builder"),
    (Kind::Role, "carer"),
    (Kind::SkillGroup, "group"),
    (Kind::Skill, "one"),
    (Kind::Skill, "two"),
    (Kind::Skill, "three"),
    (Kind::Skill, "four"),
    (Kind::Language, "ada"),
    (Kind::Language, "basic"),
    (Kind::Framework, "frame"),
    (Kind::Framework, "form"),
    (Kind::Tool, "hammer"),
    (Kind::Tool, "saw"),
    (Kind::Qualification, "degree"),
];

/// A relation between two of the cast, with how important, essential and difficult it is.
#[derive(Clone, Debug)]
pub(super) struct Tie {
    from: usize,
    kind: RelationKind,
    to: usize,
    importance: Option<f64>,
    strength: Option<Strength>,
    level: Option<f64>,
}

fn any_tie() -> impl Strategy<Value = Tie> {
    use RelationKind::{
        Broader, BuiltOn, CloseMatch, ExactMatch, Implies, NarrowMatch, Prerequisite, Related, ReplacedBy, Requires,
        UsesLanguage,
    };
    // What is asked for most comes up most.
    let kinds = prop::sample::select(vec![
        Requires,
        Requires,
        Requires,
        Implies,
        Implies,
        Implies,
        Prerequisite,
        Prerequisite,
        UsesLanguage,
        BuiltOn,
        Broader,
        Related,
        CloseMatch,
        NarrowMatch,
        ExactMatch,
        ReplacedBy,
    ]);
    let importance = prop::option::of((0_u8..=20).prop_map(|parts| f64::from(parts) / 20.0));
    let strength = prop::option::of(prop::sample::select(Strength::ALL));
    let level = prop::option::of((0_u8..=7).prop_map(f64::from));
    (0..CAST.len(), kinds, 0..CAST.len(), importance, strength, level)
        .prop_map(|(from, kind, to, importance, strength, level)| Tie { from, kind, to, importance, strength, level })
}

/// A graph with some of these ties: those that no rule refuses.
pub(super) fn any_graph() -> impl Strategy<Value = Graph> {
    prop::collection::vec(any_tie(), 10..70).prop_map(|ties| {
        let mut changes: Vec<_> = CAST.iter().flat_map(|(kind, slug)| named(*kind, slug, slug)).collect();
        changes.push(Change::Assert(scale("level", 0.0, 7.0)));
        changes.extend(["hammer", "saw"].map(|slug| Change::Assert(database(slug))));
        let mut graph = Graph::default().apply(&changes, revision(1)).unwrap().graph;
        graph.prepare();
        for tie in ties {
            let change = Change::Assert(fact(&tie));
            if let Ok(applied) = graph.apply(&[change], revision(graph.revision().number + 1)) {
                graph = applied.graph;
            }
        }
        graph
    })
}

fn database(slug: &str) -> Fact {
    tool::Model {
        row: 0,
        concept: concept_id(Kind::Tool, slug),
        tool_type: ToolType::Database,
        hot_technology: None,
        homepage: None,
        since: 0,
        until: None,
    }
    .into()
}

fn fact(tie: &Tie) -> Fact {
    let [from, to] = [tie.from, tie.to].map(|place| concept_id(CAST[place].0, CAST[place].1));
    let mut relation = relation::Model::new(from, tie.kind, to);
    if matches!(tie.kind, RelationKind::Requires | RelationKind::Implies) {
        relation.importance = tie.importance;
    }
    if tie.kind == RelationKind::Requires {
        relation.strength = tie.strength;
        relation.level_scale = tie.level.map(|_| "level".to_owned());
        relation.level_value = tie.level;
    }
    relation.into()
}

pub(super) fn any_have() -> impl Strategy<Value = Vec<(usize, Option<f64>)>> {
    let level = prop::option::of((0_u8..=7).prop_map(f64::from));
    prop::collection::vec((4..CAST.len(), level), 0..4)
}

pub(super) fn have(graph: &Graph, chosen: &[(usize, Option<f64>)]) -> Vec<Have> {
    let one = |(place, level): &(usize, Option<f64>)| Have {
        competency: at(graph, *place),
        level: level.map(|level| ("level".into(), level)),
    };
    chosen.iter().map(one).collect()
}

pub(super) fn at(graph: &Graph, place: usize) -> NodeIndex {
    graph.by_slug(CAST[place].0, CAST[place].1).unwrap()
}

pub(super) fn name(graph: &Graph, index: NodeIndex) -> String {
    let concept_state::Model { kind, slug, .. } = &graph.node(index).state;
    format!("{}/{slug}", kind.word())
}
