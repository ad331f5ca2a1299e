//! The crosswalk from ESCO to O*NET: which codes lead where, what pairs become, and what is said of bad files.

mod published;

use std::{
    fs,
    path::{Path, PathBuf},
};

use entity::RelationKind;
use skillgraph::{
    graph::{Direction, Graph},
    import::{Extent, ImportError, Item, Placed, Reading, Rejected, crosswalk, jsonl, plan},
};
use tempfile::TempDir;

use crate::support::facts::revision;

const COLUMNS: &str = "ESCO/ISCO Code,ESCO/ISCO Title,O*NET-SOC 2019 Code,O*NET-SOC 2019 Title";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/crosswalk").join(name)
}

fn import(graph: &Graph, items: Vec<Placed>, extent: Extent) -> Graph {
    let plan = plan(graph, items, extent, None).unwrap();
    graph.apply(&plan.changes, revision(graph.revision().number + 1)).unwrap().graph
}

/// A graph with a few concepts of ESCO, newer than the crosswalk, and of O*NET.
fn graph() -> Graph {
    import(&Graph::default(), jsonl::read_file(&fixture("graph.jsonl")).unwrap(), Extent::Part)
}

fn with_codes() -> Reading {
    let package = fixture("esco-1.1.0");
    crosswalk::read(&fixture("crosswalk.csv"), Some(&package), &graph(), &()).unwrap()
}

fn without_codes() -> Reading {
    crosswalk::read(&fixture("crosswalk.csv"), None, &graph(), &()).unwrap()
}

/// A file with these rows.
fn file(rows: &[&str]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("crosswalk.csv");
    fs::write(&path, [&[COLUMNS], rows].concat().join("\n")).unwrap();
    (folder, path)
}

fn read(rows: &[&str]) -> Result<Reading, ImportError> {
    let (_folder, path) = file(rows);
    crosswalk::read(&path, None, &graph(), &())
}

/// What the items say: both ends, and the match with its confidence.
fn matches(reading: &Reading) -> Vec<(String, RelationKind, String, f64)> {
    let evidence = reading.items.iter().filter_map(|(_, item)| match item {
        Item::Evidence(evidence) => Some(evidence),
        _ => None,
    });
    let said = evidence.map(|evidence| {
        let (kind, (_, to)) = evidence.about.relation.clone().unwrap();
        (evidence.about.subject.1.clone(), kind, to, evidence.confidence)
    });
    said.collect()
}

fn reasons(rejected: &[Rejected]) -> Vec<(&str, &str)> {
    rejected.iter().map(|row| (row.value.as_str(), row.reason)).collect()
}

#[test]
fn a_pair_becomes_the_match_that_titles_groups_and_other_pairs_speak_for() {
    use RelationKind::{BroadMatch, CloseMatch, ExactMatch, NarrowMatch, RelatedMatch};
    let expected = [
        ("esco-lieutenant", RelatedMatch, "onet-first-line-supervisors-of-correctional-officers"),
        ("esco-lieutenant", RelatedMatch, "onet-first-line-supervisors-of-police-and-detectives"),
        ("esco-business-manager", RelatedMatch, "onet-chief-executives"),
        // The same title, but ESCO has its foresters among the managers.
        ("esco-forester", CloseMatch, "onet-foresters"),
        // In two groups.
        (
            "esco-isco-2133-environmental-protection-professionals",
            RelatedMatch,
            "onet-environmental-scientists-and-specialists-including-health",
        ),
        (
            "esco-isco-2143-environmental-engineers",
            RelatedMatch,
            "onet-environmental-scientists-and-specialists-including-health",
        ),
        // A group is never the same as an occupation.
        ("esco-isco-2512-software-developers", CloseMatch, "onet-software-developers"),
        ("esco-isco-2512-software-developers", NarrowMatch, "onet-blockchain-engineers"),
        ("esco-embedded-system-designer", BroadMatch, "onet-software-developers"),
        ("esco-software-developer", RelatedMatch, "onet-computer-programmers"),
        ("esco-software-developer", ExactMatch, "onet-software-developers"),
        // It has this title among its names, but it is another occupation.
        ("esco-software-developer", RelatedMatch, "onet-blockchain-engineers"),
        ("esco-isco-2514-applications-programmers", NarrowMatch, "onet-computer-programmers"),
        ("esco-election-observer", BroadMatch, "onet-office-and-administrative-support-workers-all-other"),
        ("esco-dance-repetiteur", RelatedMatch, "onet-choreographers"),
        ("esco-isco-3143-forestry-technicians", NarrowMatch, "onet-foresters"),
        ("esco-isco-3514-web-technicians", NarrowMatch, "onet-web-administrators"),
        ("esco-webmaster", CloseMatch, "onet-web-administrators"),
        ("esco-web-technician", RelatedMatch, "onet-web-administrators"),
        ("esco-web-technician", RelatedMatch, "onet-software-developers"),
        ("esco-frame-maker", RelatedMatch, "onet-cabinetmakers-and-bench-carpenters"),
    ];
    let found = matches(&with_codes());
    let found: Vec<_> = found.iter().map(|(from, kind, to, _)| (from.as_str(), *kind, to.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn codes_lead_to_uris_by_the_package_that_they_are_of() {
    let reading = with_codes();
    let expected = [("2269.8.3", "ESCO in the graph does not have this occupation any more")];
    assert_eq!(reasons(&reading.rejected), expected);
    assert_eq!((reading.rejected[0].column, reading.rejected[0].place.line), ("ESCO/ISCO Code", 8));
}

#[test]
fn without_the_package_codes_that_vanished_or_changed_are_rejected_and_the_reason_says_what_to_do() {
    let reading = without_codes();
    let vanished = "ESCO in the graph has no occupation with this code, for codes change between releases: name the \
                    package of ESCO 1.1.0 with --esco-codes";
    let changed = "ESCO in the graph has given this code to another occupation: name the package of ESCO 1.1.0 with \
                   --esco-codes";
    assert_eq!(reasons(&reading.rejected), [("1120.2", vanished), ("2269.8.3", vanished), ("7522.4", changed)]);
    assert_eq!(matches(&reading).len(), 19);
}

#[test]
fn what_a_pair_becomes_does_not_depend_on_which_of_the_others_are_rejected() {
    let (with, without) = (matches(&with_codes()), matches(&without_codes()));
    assert!(without.iter().all(|found| with.contains(found)));
}

#[test]
fn each_match_says_where_it_comes_from_and_by_which_rule() {
    let graph = import(&graph(), with_codes().items, Extent::Whole);
    let developer = graph.by_identifier("esco-code", "2512.4").unwrap();
    let exact = &graph.links(developer, Direction::Outgoing, RelationKind::ExactMatch)[0];
    assert_eq!(graph.node(exact.other).slug(), "onet-software-developers");
    let [evidence] = exact.edge.evidence.as_slice() else { panic!("one piece of evidence") };
    assert_eq!(graph.source(evidence.source).unwrap().slug, "esco-onet-crosswalk");
    assert_eq!(evidence.locator, "2512.4 – 15-1252.00");
    assert!(evidence.comment.as_deref().unwrap().contains("their titles agree"));
    assert!((0.9..1.0).contains(&evidence.confidence));
}

#[test]
fn the_same_crosswalk_again_changes_nothing_and_less_of_it_lets_go() {
    let graph = import(&graph(), with_codes().items, Extent::Whole);
    let again = plan(&graph, with_codes().items, Extent::Whole, None).unwrap();
    assert!(graph.apply(&again.changes, revision(3)).unwrap().is_empty());

    let (_folder, path) = file(&["2512.4,software developer,15-1252.00,Software Developers"]);
    let less = crosswalk::read(&path, None, &graph, &()).unwrap();
    assert_eq!(less.extent, Extent::Whole);
    let graph = import(&graph, less.items, Extent::Whole);
    let developer = graph.by_identifier("esco-code", "2512.4").unwrap();
    assert_eq!(graph.all_links(developer, Direction::Outgoing).len(), 1);
}

#[test]
fn a_row_that_is_wrong_is_rejected_and_the_others_are_taken() {
    let reading = read(&[
        "2512.4,software developer,15-1252.00,Software Developers",
        "C2512,Software developers,15-1252.00,Software Developers",
        "2512.3,embedded system designer,15-1252,Software Developers",
        "2512.3,,15-1252.00,Software Developers",
        "2512.3,embedded system designer,15-1111.00,Computer and Information Research Scientists",
        "2512.3,embedded system designer,15-1252.00,Web Developers",
        "9999,Nobody,15-1252.00,Software Developers",
        "2512,Bakers,15-1252.00,Software Developers",
        "2512.4,software developer,15-1252.00,Software Developers",
        "short",
    ])
    .unwrap();
    let rejected: Vec<_> =
        reading.rejected.iter().map(|row| (row.place.line, row.column, row.value.as_str())).collect();
    let expected = [
        (3, "ESCO/ISCO Code", "C2512"),
        (4, "O*NET-SOC 2019 Code", "15-1252"),
        (5, "ESCO/ISCO Title", ""),
        (6, "O*NET-SOC 2019 Code", "15-1111.00"),
        (7, "O*NET-SOC 2019 Code", "15-1252.00"),
        (8, "ESCO/ISCO Code", "9999"),
        (9, "ESCO/ISCO Code", "2512"),
        (11, "ESCO/ISCO Code", "short"),
    ];
    assert_eq!(rejected, expected);
    assert_eq!(matches(&reading).len(), 1);
    assert_eq!(reading.left_out.values().sum::<usize>(), 1);
    assert_eq!(reading.rows, 10);
}

/// What is said of something that cannot be read at all.
fn refusal(read: Result<Reading, ImportError>) -> String {
    read.unwrap_err().to_string()
}

#[test]
fn a_file_whose_codes_were_taken_for_numbers_is_refused_as_a_whole() {
    let said = refusal(read(&[
        "2512.4,software developer,15-1252.00,Software Developers",
        "110.1,lieutenant,33-1011.00,First-Line Supervisors of Correctional Officers",
    ]));
    assert!(said.contains("`110.1` on line 3 has lost its zeros"), "{said}");
    assert!(said.contains("as published"), "{said}");
}

#[test]
fn a_file_of_something_else_is_refused_with_what_it_should_be() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("other.csv");
    fs::write(&path, "ESCO to O*NET-SOC\nESCO/ISCO Code,ESCO/ISCO Title\n").unwrap();
    let said = refusal(crosswalk::read(&path, None, &graph(), &()));
    assert!(said.contains("there is no column `ESCO/ISCO Code`, only ESCO to O*NET-SOC"), "{said}");
    assert!(said.contains("without the lines above the names of the columns"), "{said}");

    let said = refusal(crosswalk::read(Path::new("ESCO_to_ONET-SOC.xlsx"), None, &graph(), &()));
    assert!(said.contains("save its sheet as CSV"), "{said}");
    let said = refusal(crosswalk::read(&folder.path().join("nowhere.csv"), None, &graph(), &()));
    assert!(said.contains("cannot read"), "{said}");
}

#[test]
fn a_package_of_another_release_is_noticed_by_its_names() {
    let folder = TempDir::new().unwrap();
    let occupations = fs::read_to_string(fixture("esco-1.1.0/occupations_en.csv")).unwrap();
    let newer = occupations.replace("1120,business manager,", "1120,chief of everything,");
    fs::write(folder.path().join("occupations_en.csv"), newer.replace("7522.4", "7115.7")).unwrap();
    let reading = crosswalk::read(&fixture("crosswalk.csv"), Some(folder.path()), &graph(), &()).unwrap();
    let reasons = reasons(&reading.rejected);
    let of = |code| reasons.iter().find(|(rejected, _)| *rejected == code).unwrap().1;
    assert!(of("1120.2").starts_with("in the package of --esco-codes this code belongs to another occupation"));
    assert!(of("7522.4").starts_with("the package of --esco-codes has no occupation with this code"));
}

#[test]
fn a_folder_without_occupations_of_esco_is_refused() {
    let folder = TempDir::new().unwrap();
    let read = || crosswalk::read(&fixture("crosswalk.csv"), Some(folder.path()), &graph(), &());
    assert!(refusal(read()).contains("there are no files of ESCO"));
    fs::write(folder.path().join("skills_en.csv"), "conceptUri\n").unwrap();
    assert!(refusal(read()).contains("there is no occupations_en.csv"));
}

#[test]
fn what_must_be_imported_first_is_named() {
    let of = |scheme: &str| {
        let lines = fs::read_to_string(fixture("graph.jsonl")).unwrap();
        let kept: Vec<_> = lines.lines().filter(|line| !line.contains(&format!(r#""{scheme}":["#))).collect();
        import(&Graph::default(), jsonl::read("part.jsonl", kept.join("\n").as_bytes()).unwrap(), Extent::Part)
    };
    let read = |graph: &Graph| refusal(crosswalk::read(&fixture("crosswalk.csv"), None, graph, &()));
    assert!(read(&Graph::default()).ends_with("run `skillgraph import esco DIR` first"));
    assert!(read(&of("esco")).ends_with("run `skillgraph import esco DIR` first"));
    assert!(read(&of("onet")).ends_with("run `skillgraph import onet DIR` first"));
}
