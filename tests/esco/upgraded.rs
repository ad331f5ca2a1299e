//! From one published release to the next, where both are at hand.

use std::collections::{BTreeMap, BTreeSet};

use entity::{Kind, LabelRole, RelationKind, Status};
use skillgraph::{
    graph::{Applied, Change, Fact, Graph, source_id},
    import::{Origin, esco::Options, plan},
};

use super::{counted, counted::Package, read, source};
use crate::support::{facts::revision, published};

/// The graph after a release has come in.
fn import(graph: &Graph, dir: &std::path::Path) -> Graph {
    let reading = read(dir, &Options::default());
    let origin = Origin { source: source(&reading).slug.clone(), version: source(&reading).version.clone() };
    let plan = plan(graph, reading.items, reading.extent, Some(&origin)).unwrap();
    let mut revision = revision(graph.revision().number + 1);
    revision.source = Some(source_id(&origin.source));
    let applied: Result<Applied, _> = graph.apply(&plan.changes, revision);
    applied.unwrap_or_else(|rejections| panic!("{}", plan.problem(&rejections[0]))).graph
}

/// The concept that a fact is about, or where a relation starts.
fn subject(fact: &Fact) -> i64 {
    match fact {
        Fact::Concept(row) => row.concept,
        Fact::Role(row) => row.concept,
        Fact::RoleGroup(row) => row.concept,
        Fact::Skill(row) => row.concept,
        Fact::SkillGroup(row) => row.concept,
        Fact::Label(row) => row.concept,
        Fact::Note(row) => row.concept,
        Fact::Identifier(row) => row.concept,
        Fact::Member(row) => row.concept,
        Fact::Relation(row) => row.from,
        other => panic!("{other:?} is about no concept"),
    }
}

#[test]
fn esco_1_1_0_and_then_1_1_1_is_1_1_1_but_for_what_was_deprecated() {
    let (Some(old), Some(new)) = (published("esco-1.1.0"), published("esco-1.1.1")) else { return };
    let first = import(&Graph::default(), &old);
    let upgraded = import(&first, &new);
    let alone = import(&Graph::default(), &new);
    let (old, new) = (Package::read(&old), Package::read(&new));

    // What the one has besides is all about concepts that are gone.
    let mut gone = BTreeMap::new();
    for change in upgraded.difference(&alone) {
        let Change::Retract(fact) = change else { panic!("1.1.1 alone says besides: {change:?}") };
        let node = upgraded.node(upgraded.by_id(subject(&fact)).unwrap());
        assert_eq!((node.state.status, alone.by_id(node.id())), (Status::Deprecated, None), "{fact:?}");
        gone.insert(node.id(), node.kind());
    }
    for (kind, word) in [
        (Kind::Role, "ROLE"),
        (Kind::Skill, "SKILL"),
        (Kind::SkillGroup, "SKILL_GROUP"),
        (Kind::RoleGroup, "ROLE_GROUP"),
    ] {
        let uris = |package: &Package| package.concepts[word].keys().cloned().collect::<BTreeSet<_>>();
        let counted = uris(&old).difference(&uris(&new)).count();
        assert_eq!(gone.values().filter(|of| **of == kind).count(), counted, "{word}");
        assert_eq!(upgraded.count(kind), uris(&old).union(&uris(&new)).count(), "{word}");
    }
    assert!(upgraded.import_coming_back(&first).is_some());
    assert_eq!(successions(&upgraded), expected_successions(&old, &new));
    assert!(alone.edges().all(|edge| edge.relation.kind != RelationKind::ReplacedBy));
}

/// What was replaced by what: the kind and the name of each, sorted. Several groups can have the same name.
fn successions(graph: &Graph) -> Vec<[(Kind, String); 2]> {
    let end = |id: i64| {
        let node = graph.node(graph.by_id(id).unwrap());
        (node.kind(), node.preferred_label("en").to_owned())
    };
    let edges = graph.edges().filter(|edge| edge.relation.kind == RelationKind::ReplacedBy);
    let mut all: Vec<_> = edges.map(|edge| [end(edge.relation.from), end(edge.relation.to)]).collect();
    all.sort();
    all
}

/// The groups that went, with the skill of the same URI or the group of the same code that came, where that one is called
/// the same.
fn expected_successions(old: &Package, new: &Package) -> Vec<[(Kind, String); 2]> {
    let (before, groups, skills) = (&old.concepts["SKILL_GROUP"], &new.concepts["SKILL_GROUP"], &new.concepts["SKILL"]);
    let came = |code: &str| {
        let mut came = groups.iter().filter(|(uri, _)| !before.contains_key(*uri)).map(|(_, group)| group);
        came.find(|group| !code.is_empty() && group.columns[0] == code).map(|group| (Kind::SkillGroup, group))
    };
    let gone = before.iter().filter(|(uri, _)| !groups.contains_key(*uri));
    let replaced = gone.filter_map(|(uri, group)| {
        let skill = skills.get(uri).map(|skill| (Kind::Skill, skill));
        let (kind, successor) = skill.or_else(|| came(&group.columns[0]))?;
        let name = group.preferred.clone();
        (successor.preferred == name).then(|| [(Kind::SkillGroup, name.clone()), (kind, name)])
    });
    let mut replaced: Vec<_> = replaced.collect();
    replaced.sort();
    let skills = replaced.iter().filter(|[_, (kind, _)]| *kind == Kind::Skill).count();
    assert_eq!((replaced.len(), skills), (401, 5));
    replaced
}

/// The relations of a kind by their ends, each with its URI and its kind, and their strength.
fn typed<'p>(package: &'p Package, word: &str) -> BTreeMap<[(&'p str, &'static str); 2], &'p str> {
    let kinds: BTreeMap<_, _> = package
        .concepts
        .iter()
        .flat_map(|(kind, concepts)| concepts.keys().map(move |uri| (uri.as_str(), *kind)))
        .collect();
    let end = |uri: &'p String| (uri.as_str(), kinds[uri.as_str()]);
    package.relations[word].iter().map(|((from, to), of)| ([end(from), end(to)], of.as_str())).collect()
}

/// How many changes assert such a fact, and how many retract one.
fn counted_changes(changes: &[Change], is: impl Fn(&Fact) -> bool) -> (usize, usize) {
    let of = |wanted: bool| {
        let same = changes.iter().filter(|change| matches!(change, Change::Assert(_)) == wanted);
        same.filter(|change| is(change.fact())).count()
    };
    (of(true), of(false))
}

#[test]
fn between_esco_1_1_0_and_1_1_1_lies_what_the_files_say() {
    let (Some(old), Some(new)) = (published("esco-1.1.0"), published("esco-1.1.1")) else { return };
    let rows = |dir: &std::path::Path| {
        let table = counted::table(dir, "occupationSkillRelations").unwrap();
        let row = |line: counted::Line<'_>| {
            ["occupationUri", "skillUri", "relationType"].map(|column| line.get(column).to_owned())
        };
        table.lines().map(row).collect::<BTreeSet<_>>()
    };
    // As the data are described: the rows that are there in one release only.
    let (old_rows, new_rows) = (rows(&old), rows(&new));
    let changed = (new_rows.difference(&old_rows).count(), old_rows.difference(&new_rows).count());
    assert_eq!(changed, (305, 302));

    let first = import(&Graph::default(), &old);
    let changes = first.difference(&import(&first, &new));
    let (old, new) = (Package::read(&old), Package::read(&new));
    for (kind, word) in [
        (RelationKind::Requires, "REQUIRES"),
        (RelationKind::CallsFor, "CALLS_FOR"),
        (RelationKind::Broader, "BROADER"),
    ] {
        // Five groups of skills are skills now: what was joined to the one is joined to the other anew.
        let (old, new) = (typed(&old, word), typed(&new, word));
        let come = new.iter().filter(|(ends, strength)| old.get(*ends) != Some(strength)).count();
        let gone = old.keys().filter(|ends| !new.contains_key(*ends)).count();
        let is = |fact: &Fact| matches!(fact, Fact::Relation(row) if row.kind == kind);
        assert_eq!(counted_changes(&changes, is), (come, gone), "{word}");
    }
    let both = |word: &str| {
        let concepts = new.concepts[word].iter();
        let pairs = concepts.filter_map(|(uri, now)| Some((old.concepts[word].get(uri)?.clone(), now.clone())));
        pairs.collect::<Vec<_>>()
    };
    let recoded = both("ROLE").iter().filter(|(then, now)| then.columns[0] != now.columns[0]).count();
    let relabelled = both("SKILL").iter().filter(|(then, now)| then.preferred != now.preferred).count();
    assert_eq!((recoded, relabelled), (23, 2));
    let kind = |concept: i64| first.by_id(concept).map(|index| first.node(index).kind());
    let codes = |fact: &Fact| matches!(fact, Fact::Identifier(row) if row.scheme == "esco-code" && kind(row.concept) == Some(Kind::Role));
    assert_eq!(counted_changes(&changes, codes).0, recoded);
    let labels = |fact: &Fact| matches!(fact, Fact::Label(row) if row.role == LabelRole::Preferred && kind(row.concept) == Some(Kind::Skill));
    assert_eq!(counted_changes(&changes, labels).0, relabelled);
    let born =
        |fact: &Fact| matches!(fact, Fact::Concept(row) if row.kind == Kind::Skill && kind(row.concept).is_none());
    assert_eq!(counted_changes(&changes, born), (5, 0));
}
