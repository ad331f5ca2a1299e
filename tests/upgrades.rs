//! Upgrades: the next version of a source takes the place of the one before, and leaves alone what anybody else has said.

use entity::{Kind, LabelRole, NoteRole, RelationKind, Status, Strength};
use skillgraph::{
    graph::{Applied, Direction, Graph, Node, source_id},
    import::{Extent, Origin, Placed, jsonl, plan},
};

use crate::support::facts::revision;

fn read(lines: &[&str]) -> Vec<Placed> {
    let head = r#"{"type":"graph","format":1}"#;
    let text = std::iter::once(head).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n");
    jsonl::read("test.jsonl", text.as_bytes()).unwrap()
}

fn apply(graph: &Graph, lines: &[&str], extent: Extent, origin: Option<&Origin>) -> Applied {
    let plan = plan(graph, read(lines), extent, origin).unwrap();
    let mut revision = revision(graph.revision().number + 1);
    revision.source = origin.map(|origin| source_id(&origin.source));
    graph.apply(&plan.changes, revision).unwrap()
}

/// A release of the book, whole.
fn release(graph: &Graph, lines: &[&str]) -> Graph {
    let origin = Origin { source: "book".to_owned(), version: None };
    let lines = [&[BOOK], lines].concat();
    apply(graph, &lines, Extent::Whole, Some(&origin)).graph
}

/// What a curator says.
fn edit(graph: &Graph, lines: &[&str]) -> Graph {
    apply(graph, lines, Extent::Part, None).graph
}

const BOOK: &str = r#"{"type":"source","slug":"book","title":"A book"}"#;
const ROLE: &str = r#"{"type":"concept","concept":"role/developer","prefLabel":{"en":"Developer"},"altLabels":{"en":["Coder","Hacker"]},"definition":{"en":"Writes programs."},"iscoCode":"2512"}"#;
const SQL: &str = r#"{"type":"concept","concept":"skill/sql","prefLabel":{"en":"SQL"}}"#;
const GIT: &str = r#"{"type":"concept","concept":"skill/git","prefLabel":{"en":"Git"}}"#;
const NEEDS_SQL: &str =
    r#"{"type":"relation","from":"role/developer","relation":"REQUIRES","to":"skill/sql","strength":"ESSENTIAL"}"#;
const NEEDS_GIT: &str =
    r#"{"type":"relation","from":"role/developer","relation":"REQUIRES","to":"skill/git","strength":"ESSENTIAL"}"#;

fn first() -> Graph {
    release(&Graph::default(), &[ROLE, SQL, GIT, NEEDS_SQL, NEEDS_GIT])
}

fn node<'g>(graph: &'g Graph, kind: Kind, slug: &str) -> &'g Node {
    graph.node(graph.by_slug(kind, slug).unwrap())
}

fn requirements(graph: &Graph) -> Vec<(String, Option<Strength>)> {
    let role = graph.by_slug(Kind::Role, "developer").unwrap();
    let links = graph.links(role, Direction::Outgoing, RelationKind::Requires).iter();
    links.map(|link| (graph.node(link.other).slug().to_owned(), link.strength())).collect()
}

#[test]
fn the_same_release_again_changes_nothing() {
    let graph = first();
    let origin = Origin { source: "book".to_owned(), version: None };
    assert!(apply(&graph, &[BOOK, ROLE, SQL, GIT, NEEDS_SQL, NEEDS_GIT], Extent::Whole, Some(&origin)).is_empty());
}

#[test]
fn what_the_next_release_adds_changes_and_leaves_out_is_added_changed_and_let_go() {
    let role = ROLE.replace(r#""Coder","Hacker""#, r#""Coder","Programmer""#).replace("2512", "2514");
    let needs_sql = NEEDS_SQL.replace("ESSENTIAL", "OPTIONAL");
    let graph = release(&first(), &[&role, SQL, &needs_sql]);
    let names: Vec<_> = node(&graph, Kind::Role, "developer").labels_in("en", LabelRole::Alternative).collect();
    assert_eq!(names, ["Coder", "Programmer"]);
    assert_eq!(requirements(&graph), [("sql".to_owned(), Some(Strength::Optional))]);
    assert_eq!(node(&graph, Kind::Skill, "git").state.status, Status::Deprecated);
    assert_eq!(node(&graph, Kind::Skill, "sql").state.status, Status::Published);
}

#[test]
fn what_comes_back_is_in_use_again() {
    let without = release(&first(), &[ROLE, SQL, NEEDS_SQL]);
    let again = release(&without, &[ROLE, SQL, GIT, NEEDS_SQL, NEEDS_GIT]);
    assert_eq!(node(&again, Kind::Skill, "git").state.status, Status::Published);
    assert_eq!(requirements(&again), requirements(&first()));
}

#[test]
fn a_curators_words_outlive_the_next_release() {
    let edited = ROLE
        .replace(r#"{"en":"Developer"}"#, r#"{"en":"Software developer"}"#)
        .replace(r#""Coder","Hacker""#, r#""Coder","Hacker","Dev""#)
        .replace("Writes programs.", "Builds software.")
        .replace("2512", "2519");
    let docker = r#"{"type":"concept","concept":"tool/docker","prefLabel":{"en":"Docker"},"toolType":"CONTAINER"}"#;
    let needs_docker = r#"{"type":"relation","from":"role/developer","relation":"REQUIRES","to":"tool/docker"}"#;
    let optional_git = NEEDS_GIT.replace("ESSENTIAL", "OPTIONAL");
    let graph = edit(&first(), &[&edited, docker, needs_docker, &optional_git]);
    let next = ROLE.replace("Developer", "Developer (software)").replace("Writes programs.", "Programs.");
    let graph = release(&graph, &[&next, SQL, GIT, NEEDS_SQL, NEEDS_GIT]);

    let role = node(&graph, Kind::Role, "developer");
    assert_eq!(role.preferred_label("en"), "Software developer");
    assert_eq!(role.labels_in("en", LabelRole::Alternative).collect::<Vec<_>>(), ["Coder", "Dev", "Hacker"]);
    assert_eq!(role.note("en", NoteRole::Definition), Some("Builds software."));
    let expected = [("sql", Some(Strength::Essential)), ("git", Some(Strength::Optional)), ("docker", None)];
    assert_eq!(requirements(&graph), expected.map(|(slug, strength)| (slug.to_owned(), strength)));
    assert_eq!(node(&graph, Kind::Tool, "docker").state.status, Status::Published);
}

#[test]
fn what_a_curator_does_not_touch_goes_on_with_the_releases() {
    let house_name =
        r#"{"type":"concept","concept":"skill/git","prefLabel":{"en":"Git"},"altLabels":{"en":["git-scm"]}}"#;
    let graph = edit(&first(), &[house_name]);
    let renamed = GIT.replace(r#""Git""#, r#""Git (version control)""#);
    let graph = release(&graph, &[ROLE, SQL, &renamed, NEEDS_SQL, NEEDS_GIT]);
    let git = node(&graph, Kind::Skill, "git");
    assert_eq!(git.preferred_label("en"), "Git (version control)");
    assert_eq!(git.labels_in("en", LabelRole::Alternative).collect::<Vec<_>>(), ["git-scm"]);
}

#[test]
fn a_release_of_another_source_touches_nothing() {
    let origin = Origin { source: "other".to_owned(), version: None };
    let other = r#"{"type":"source","slug":"other","title":"Another"}"#;
    let css = r#"{"type":"concept","concept":"skill/css","prefLabel":{"en":"CSS"}}"#;
    let graph = apply(&first(), &[other, css], Extent::Whole, Some(&origin)).graph;
    assert_eq!(requirements(&graph), requirements(&first()));
    assert_eq!(node(&graph, Kind::Skill, "git").state.status, Status::Published);
}

#[test]
fn a_slug_goes_over_to_the_concept_that_has_the_name_now() {
    let another = r#"{"type":"concept","concept":"skill/git","id":77,"prefLabel":{"en":"Git"}}"#;
    let before = first();
    let old = node(&before, Kind::Skill, "git").id();
    let graph = release(&before, &[ROLE, SQL, another, NEEDS_SQL, NEEDS_GIT]);
    assert_eq!(node(&graph, Kind::Skill, "git").id(), 77);
    assert_eq!(requirements(&graph), requirements(&before));
    let old = graph.node(graph.by_id(old).unwrap());
    assert_eq!(old.state.status, Status::Deprecated);
    assert!(old.slug().starts_with("git-"), "{}", old.slug());
    // Once more, nothing is left to do.
    let again = [BOOK, ROLE, SQL, another, NEEDS_SQL, NEEDS_GIT];
    let origin = Origin { source: "book".to_owned(), version: None };
    assert!(apply(&graph, &again, Extent::Whole, Some(&origin)).is_empty());
}

const OF_ITS_OWN: &str =
    r#"{"type":"concept","concept":"skill/safety","id":78,"prefLabel":{"en":"Safety"},"identifiers":{"book":["17"]}}"#;

fn group_of_skills() -> String {
    OF_ITS_OWN.replace("skill/safety", "skill-group/safety").replace("78", "77")
}

fn successors(graph: &Graph, id: i64) -> Vec<(Kind, i64)> {
    let links = graph.links(graph.by_id(id).unwrap(), Direction::Outgoing, RelationKind::ReplacedBy).iter();
    links.map(|link| (graph.node(link.other).kind(), graph.node(link.other).id())).collect()
}

#[test]
fn what_takes_over_the_name_and_the_identifier_of_what_is_gone_replaces_it_whatever_its_kind() {
    let before = release(&Graph::default(), &[ROLE, &group_of_skills()]);
    let graph = release(&before, &[ROLE, OF_ITS_OWN]);
    assert_eq!(graph.node(graph.by_id(77).unwrap()).state.status, Status::Deprecated);
    assert_eq!(successors(&graph, 77), [(Kind::Skill, 78)]);

    let origin = Origin { source: "book".to_owned(), version: None };
    assert!(apply(&graph, &[BOOK, ROLE, OF_ITS_OWN], Extent::Whole, Some(&origin)).is_empty());
    // Later releases know nothing of what is gone, and it has its successor still.
    assert_eq!(successors(&release(&graph, &[ROLE]), 77), [(Kind::Skill, 78)]);
    // If the older one comes back, it has none.
    assert_eq!(successors(&release(&graph, &[ROLE, &group_of_skills()]), 77), []);
}

#[test]
fn an_identifier_or_a_name_alone_makes_no_successor() {
    let before = release(&Graph::default(), &[ROLE, &group_of_skills()]);
    for other in [OF_ITS_OWN.replace("Safety", "Security"), OF_ITS_OWN.replace("17", "18")] {
        assert_eq!(successors(&release(&before, &[ROLE, &other]), 77), [], "{other}");
    }
    // Nor does what cannot take its place: a role is no group of skills.
    let role = OF_ITS_OWN.replace("skill/safety", "role/safety");
    assert_eq!(successors(&release(&before, &[ROLE, &role]), 77), []);
}
