//! The importer of O*NET: on a small release of the same shape, and on the published ones where they are at hand.

mod compared;
mod counted;
mod desk;
mod published;
mod wrong;

use std::fs;

use entity::{Kind, RelationKind, Status, revision::Model as Revision};
use serde_json::json;
use skillgraph::{
    graph::{Applied, Direction, Graph, source_id},
    import::{Extent, Item, Origin, Reading, SourceItem, onet::Options, plan},
};

use self::{
    counted::Release,
    desk::{Desk, fixture, read},
};
use crate::support::{asked::Asked, facts::revision};

/// The graph that is made of what was read.
fn graph_of(reading: Reading) -> Graph {
    next(&Graph::default(), reading).graph
}

/// What comes of a graph when something more is read.
fn next(graph: &Graph, reading: Reading) -> Applied {
    let SourceItem { slug, version, .. } = source(&reading).clone();
    let origin = Origin { source: slug, version };
    let plan = plan(graph, reading.items, reading.extent, Some(&origin)).unwrap();
    let revision = Revision {
        source: Some(source_id(&origin.source)),
        source_version: origin.version,
        ..revision(graph.revision().number + 1)
    };
    let applied = graph.apply(&plan.changes, revision);
    applied.unwrap_or_else(|rejections| panic!("{}", plan.problem(&rejections[0])))
}

fn source(reading: &Reading) -> &SourceItem {
    let Item::Source(source) = &reading.items[0].1 else { panic!("the source comes first") };
    source
}

/// How much was left out: titles, pairs of occupations, ratings that do not matter, ratings that are not precise.
fn left_out(reading: &Reading) -> [usize; 4] {
    [
        "titles that the occupation has already, in any case of their letters",
        "pairs of related occupations of which one is above the other already",
        "ratings of what O*NET says is not relevant for the occupation",
        "ratings that O*NET recommends to suppress, since they are not precise",
    ]
    .map(|reason| reading.left_out.get(reason).copied().unwrap_or_default())
}

async fn asked() -> Asked {
    Asked::of(graph_of(read(&fixture(), &Options::default()))).await
}

#[tokio::test]
async fn what_the_graph_answers_is_what_the_tables_say() {
    let release = Release::read(&fixture());
    let reading = read(&fixture(), &Options::default());
    assert_eq!((&*reading.rejected, &*reading.remarks, reading.extent), (&[][..], &[][..], Extent::Whole));
    assert_eq!(reading.rows as usize, release.rows);
    assert_eq!(left_out(&reading), [release.repeated, release.in_line, release.irrelevant, release.suppressed]);
    compared::compare(&Asked::of(graph_of(reading)).await, &release).await;
}

#[tokio::test]
async fn an_occupation_reads_right_with_everything_on_it() {
    let query = r#"{ role(by: { identifier: { scheme: "onet", value: "15-1252.00" } }) {
        slug prefLabel altLabels description jobZone identifiers { scheme value }
        broader { nodes { slug prefLabel broader { nodes { slug prefLabel } } } }
        requirements { edges {
            importance importanceRating { value scale { title minimum maximum } } levelRating { value scale { title } }
            inDemand strength
            node { slug prefLabel ... on Skill { skillType broader { nodes { slug } } } ... on Tool { toolType hotTechnology scopeNote } }
        } }
        responsibilities { edges { strength node {
            slug prefLabel status related { nodes { slug } }
            broader { nodes { slug broader { nodes { slug broader { nodes {
                slug ... on Responsibility { callsFor { nodes { slug } } }
            } } } } } }
        } } }
        related { nodes { slug } }
    } }"#;
    insta::assert_json_snapshot!(asked().await.data(query, json!({})).await);
}

#[tokio::test]
async fn a_tool_is_one_whatever_it_is_listed_under_and_names_that_look_alike_are_told_apart() {
    let query = r#"{
        tools(first: 100) { nodes { slug prefLabel toolType hotTechnology } }
        tool(by: { identifier: { scheme: "onet-tool", value: "PostgreSQL" } }) { toolType scopeNote requiredBy { totalCount } }
    }"#;
    let data = asked().await.data(query, json!({})).await;
    let tools = data["tools"]["nodes"].as_array().unwrap();
    let of = |name: &str| tools.iter().find(|tool| tool["prefLabel"] == name).unwrap();
    assert_eq!(["C", "C#", "C++"].map(|name| &of(name)["slug"]), ["onet-c", "onet-csharp", "onet-cplusplus"]);
    let forceps = ["Bone holding forceps", "Bone-holding forceps"].map(|name| of(name)["slug"].as_str().unwrap());
    assert!(forceps.iter().all(|slug| slug.len() == "onet-bone-holding-forceps-".len() + 8), "{forceps:?}");
    assert_ne!(forceps[0], forceps[1]);
    assert_eq!(of("Desktop computers")["toolType"], "EQUIPMENT");
    assert_eq!(of("Drawing of tomorrow")["toolType"], "OTHER", "its commodity is not in the table");
    assert_eq!(
        data["tool"],
        json!({
            "toolType": "DATABASE",
            "scopeNote": "Computer servers (UNSPSC 43211501); Data base management system software (UNSPSC 43232304); \
                          Object oriented data base management software (UNSPSC 43232311)",
            "requiredBy": { "totalCount": 4 },
        })
    );
}

#[test]
fn the_release_is_what_the_read_me_says_or_else_the_folder_or_whoever_imports() {
    let of = |desk: &Desk, options: &Options| source(&read(desk.dir(), options)).version.clone();
    let desk = Desk::new();
    assert_eq!(of(&desk, &Options::default()).as_deref(), Some("90.1"));
    let named = Options { source_version: Some("90.2".to_owned()), ..Options::default() };
    assert_eq!(of(&desk, &named).as_deref(), Some("90.2"));

    desk.remove("Read Me");
    let reading = read(desk.dir(), &Options::default());
    assert_eq!(reading.remarks, ["the release of O*NET is not known: name it with --source-version"]);
    assert!(source(&reading).attribution.as_ref().unwrap().contains("the O*NET Database by the U.S. Department"));
    let folder = desk.path("db_90_3_text");
    fs::create_dir(&folder).unwrap();
    for entry in fs::read_dir(desk.dir()).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    assert_eq!(source(&read(&folder, &Options::default())).version.as_deref(), Some("90.3"));
}

#[test]
fn tables_may_be_compressed_and_have_underscores_and_any_case_in_their_names() {
    let desk = Desk::new();
    desk.compress("Task Statements", 0);
    fs::rename(desk.table("Technology Skills"), desk.path("technology_skills.TXT")).unwrap();
    let (reading, plain) = (desk.read(), read(&fixture(), &Options::default()));
    assert_eq!((reading.rows, reading.items.len()), (plain.rows, plain.items.len()));
}

#[test]
fn the_same_release_again_says_nothing_new() {
    let graph = graph_of(read(&fixture(), &Options::default()));
    assert!(next(&graph, read(&fixture(), &Options::default())).is_empty());
}

#[test]
fn a_later_release_renames_what_it_calls_otherwise_and_lets_go_of_what_it_has_no_more() {
    let graph = graph_of(read(&fixture(), &Options::default()));
    let desk = Desk::new();
    desk.replace("Occupation Data", "Web Developers", "Makers of Web Sites");
    desk.replace("Technology Skills", "29-1141.00\tWard planner\t43232610\tMedical software\tN\tN\n", "");
    desk.replace("Skills", "15-1252.00\t2.B.3.e\tProgramming\tIM\t5.00", "15-1252.00\t2.B.3.e\tProgramming\tIM\t4.00");
    let later = next(&graph, desk.read()).graph;
    let role = |graph: &Graph| {
        let node = graph.node(graph.by_identifier("onet", "15-1254.00").unwrap());
        (node.id(), node.slug().to_owned(), node.state.status)
    };
    let (id, slug, status) = role(&graph);
    assert_eq!((&*slug, status), ("onet-web-developers", Status::Published));
    assert_eq!(role(&later), (id, "onet-makers-of-web-sites".to_owned(), Status::Published));
    let planner = later.node(later.by_slug(Kind::Tool, "onet-ward-planner").unwrap());
    assert_eq!(planner.state.status, Status::Deprecated);
    let requires = RelationKind::Requires;
    assert_eq!(later.relation_count(requires) + 1, graph.relation_count(requires));
    let developers = later.by_identifier("onet", "15-1252.00").unwrap();
    let links = later.links(developers, Direction::Outgoing, requires);
    assert!(links.iter().any(|link| link.edge.relation.importance == Some(0.75)));
}
