//! `skillgraph import crosswalk`, as a command.

use super::Desk;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/crosswalk");

fn fixture(name: &str) -> String {
    format!("{FIXTURES}/{name}")
}

#[test]
fn a_crosswalk_is_imported_once_esco_and_onet_are_there() {
    let desk = Desk::new();
    let (file, package) = (fixture("crosswalk.csv"), fixture("esco-1.1.0"));
    let import = ["import", "crosswalk", &file, "--esco-codes", &package];
    desk.run(&import).refused(&["there is no ESCO in the graph", "skillgraph import esco DIR"]);
    assert!(!desk.path("skillgraph.db").exists(), "nothing is created for a crosswalk that joins nothing");

    desk.run(&["import", "jsonl", &fixture("graph.jsonl")]).done();
    desk.run(&import).refused(&["1 of 22 rows were rejected", "--max-rejected"]);
    let accepted = [&import[..], &["--max-rejected", "1", "--report", "report.jsonl"]].concat();
    let dry = desk.run(&[&accepted[..], &["--dry-run"]].concat()).done();
    assert!(dry.err.contains("nothing was changed"), "{}", dry.err);
    let ended = desk.run(&accepted).done();
    assert!(
        ended.err.contains("ESCO to O*NET-SOC crosswalk ESCO 1.1.0 to O*NET-SOC 2019: revision 2"),
        "{}",
        ended.err
    );
    assert!(desk.read("report.jsonl").contains(r#""value":"2269.8.3""#));
    let again = desk.run(&accepted).done();
    assert!(again.err.contains("nothing new, still revision 2"), "{}", again.err);
    assert!(desk.export("sqlite://skillgraph.db").contains(r#""relation":"EXACT_MATCH""#));
}

#[test]
fn without_the_package_the_summary_says_how_to_get_at_the_rejected_rows() {
    let desk = Desk::new();
    desk.run(&["import", "jsonl", &fixture("graph.jsonl")]).done();
    let ended = desk.run(&["import", "crosswalk", &fixture("crosswalk.csv"), "--max-rejected", "3"]).done();
    assert!(ended.err.contains("name the package of ESCO 1.1.0 with --esco-codes"), "{}", ended.err);
    assert!(ended.err.contains(", and 1 more row"), "{}", ended.err);
}
