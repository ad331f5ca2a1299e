//! The built-in graph: that it is whole, and good.

use std::collections::BTreeSet;

use entity::{Kind, LabelRole, NoteRole, RelationKind, Strength};
use skillgraph::{
    graph::{Change, Direction, Fact, Graph, NodeIndex, Order},
    import::{Extent, core, plan},
};

use crate::support::facts::revision;

fn core_graph() -> Graph {
    let plan = plan(&Graph::default(), core::embedded().unwrap(), Extent::Whole, Some(&core::origin())).unwrap();
    match Graph::default().apply(&plan.changes, revision(1)) {
        Ok(applied) => applied.graph,
        Err(rejections) => {
            let problems: Vec<_> = rejections.iter().map(|rejection| plan.problem(rejection).to_string()).collect();
            panic!("{}", problems.join("\n"))
        }
    }
}

fn slugs(graph: &Graph, of: NodeIndex, direction: Direction, kind: RelationKind) -> BTreeSet<&str> {
    graph.links(of, direction, kind).iter().map(|link| graph.node(link.other).slug()).collect()
}

#[test]
fn it_has_no_flaw_that_a_curator_should_mend() {
    let graph = core_graph();
    let flaws: Vec<_> = graph
        .flaws()
        .into_iter()
        .map(|(index, flaw)| format!("{}/{} {flaw}", graph.node(index).kind().word(), graph.node(index).slug()))
        .collect();
    assert_eq!(flaws, Vec::<String>::new());
}

#[test]
fn it_is_as_large_as_the_technology_layer_must_be() {
    let graph = core_graph();
    for (kind, least) in [
        (Kind::Role, 45),
        (Kind::Skill, 350),
        (Kind::Language, 60),
        (Kind::Framework, 250),
        (Kind::Tool, 150),
        (Kind::Responsibility, 150),
        (Kind::Qualification, 30),
    ] {
        assert!(graph.count(kind) >= least, "{kind}: {}", graph.count(kind));
    }
}

#[test]
fn every_concept_is_defined_in_one_sentence_and_says_where_it_stands() {
    let graph = core_graph();
    for index in graph.concepts() {
        let node = graph.node(index);
        let name = format!("{}/{}", node.kind().word(), node.slug());
        assert!(!node.evidence.is_empty(), "{name} has no evidence");
        if !matches!(node.kind(), Kind::Responsibility | Kind::RoleGroup) {
            let definition =
                node.note("en", NoteRole::Definition).unwrap_or_else(|| panic!("{name} has no definition"));
            assert!(definition.ends_with('.') && definition.len() <= 250, "{name}: {definition}");
        }
    }
}

#[test]
fn every_relation_says_where_it_stands() {
    let graph = core_graph();
    assert!(graph.edges().all(|edge| !edge.evidence.is_empty()));
}

#[test]
fn every_role_has_fifteen_requirements_of_both_strengths_and_responsibilities() {
    let graph = core_graph();
    for &role in graph.of_kind(Kind::Role, Order::Slug) {
        let name = graph.node(role).slug();
        let requirements = graph.links(role, Direction::Outgoing, RelationKind::Requires);
        let of = |strength| requirements.iter().filter(|link| link.edge.relation.strength == Some(strength)).count();
        assert!(requirements.len() >= 15, "{name} has {} requirements", requirements.len());
        assert!(of(Strength::Essential) >= 5, "{name} has {} essential ones", of(Strength::Essential));
        assert!(of(Strength::Optional) >= 5, "{name} has {} optional ones", of(Strength::Optional));
        assert!(!slugs(&graph, role, Direction::Outgoing, RelationKind::Performs).is_empty(), "{name} does nothing");
    }
}

#[test]
fn every_role_hangs_under_an_isco_group() {
    let graph = core_graph();
    for &role in graph.of_kind(Kind::Role, Order::Slug) {
        let groups =
            graph.ancestors(role).into_iter().filter(|above| graph.node(above.index).kind() == Kind::RoleGroup);
        assert!(groups.count() > 0, "{}", graph.node(role).slug());
    }
}

#[test]
fn names_as_people_write_them_are_known() {
    let graph = core_graph();
    for (name, kind, slug) in [
        ("k8s", Kind::Tool, "kubernetes"),
        ("golang", Kind::Language, "go"),
        ("RoR", Kind::Framework, "ruby-on-rails"),
        ("node", Kind::Framework, "nodejs"),
        ("Postgres", Kind::Tool, "postgresql"),
        ("js", Kind::Language, "javascript"),
        ("back end developer", Kind::Role, "backend-developer"),
    ] {
        let wanted = graph.by_slug(kind, slug);
        assert!(wanted.is_some_and(|index| graph.by_label(name).contains(&index)), "{name}");
    }
}

#[test]
fn the_back_end_developer_is_the_sum_of_the_five_articles() {
    let graph = core_graph();
    let role = graph.by_slug(Kind::Role, "backend-developer").unwrap();
    let requires = slugs(&graph, role, Direction::Outgoing, RelationKind::Requires);
    for slug in [
        // Languages, as the articles name them.
        "c",
        "cpp",
        "java",
        "php",
        "python",
        "ruby",
        "go",
        "sql",
        "javascript",
        // What they call languages or frameworks, and what we hold them to be.
        "dotnet",
        "nodejs",
        "ruby-on-rails",
        "laravel",
        "django",
        "express",
        // Servers, systems and databases.
        "linux",
        "apache-http-server",
        "iis",
        "nginx",
        "oracle-database",
        "mysql",
        "mongodb",
        "postgresql",
        "git",
        // What must be known and done.
        "application-programming-interfaces",
        "http",
        "rest-apis",
        "server-side-scripting",
        "middleware",
        "problem-solving",
        "communication",
        "teamwork",
        "version-control",
    ] {
        assert!(requires.contains(slug), "{slug}");
    }
    let articles = |link: &skillgraph::graph::Link| {
        let sources = link.edge.evidence.iter().filter_map(|evidence| graph.source(evidence.source));
        sources.filter(|source| source.slug.starts_with("article-")).count()
    };
    let links = graph.links(role, Direction::Outgoing, RelationKind::Requires);
    assert!(links.iter().filter(|link| articles(link) > 0).count() >= 80);
    assert!(links.iter().any(|link| articles(link) >= 4), "nothing on which four articles agree");
}

#[test]
fn every_article_speaks_and_none_is_quoted() {
    let graph = core_graph();
    let articles = graph.sources().into_iter().filter(|source| source.slug.starts_with("article-"));
    for article in articles.map(|source| source.source).collect::<Vec<_>>() {
        let says = |fact: &Fact| matches!(fact, Fact::Evidence(evidence) if evidence.source == article);
        assert!(graph.facts().filter(says).count() >= 60);
    }
    assert_eq!(graph.sources().iter().filter(|source| source.slug.starts_with("article-")).count(), 5);
}

#[test]
fn no_label_is_hidden_and_shown_at_once() {
    let graph = core_graph();
    for index in graph.concepts() {
        let node = graph.node(index);
        let hidden: BTreeSet<_> = node.labels_in("en", LabelRole::Hidden).collect();
        let shown = node.labels_in("en", LabelRole::Alternative).chain(node.labels_in("en", LabelRole::Preferred));
        assert!(shown.into_iter().all(|label| !hidden.contains(label)), "{}", node.slug());
    }
}

#[test]
fn importing_it_again_changes_nothing() {
    let graph = core_graph();
    let plan = plan(&graph, core::embedded().unwrap(), Extent::Whole, Some(&core::origin())).unwrap();
    let retractions: Vec<_> = plan.changes.iter().filter(|change| matches!(change, Change::Retract(_))).collect();
    assert_eq!(retractions, Vec::<&Change>::new());
    assert!(graph.apply(&plan.changes, revision(2)).unwrap().is_empty());
}
