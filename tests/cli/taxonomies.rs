//! Imports of outside taxonomies: what is said on the way, what is reported, and when nothing is committed.

use serde_json::Value;

use super::Desk;

/// A small package of ESCO in which seven rows are wrong.
const ESCO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/esco/v9.0.0");

fn lines(report: &str) -> Vec<Value> {
    report.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_taxonomy_with_few_wrong_rows_is_taken_in_and_the_rows_are_reported() {
    let desk = Desk::new();
    let arguments = ["import", "esco", ESCO, "--locale", "en,fr", "--max-rejected", "8", "--report", "report.jsonl"];
    let first = desk.run(&arguments).done();
    for word in [
        "occupations: 11 rows, ",
        "occupations in `fr`: 4 rows, ",
        "`fr` has no skills: they are in other languages only\n",
        "8 left out: labels that repeat another label of the same concept\n",
        "occupationSkillRelations.csv:11: no file describes this concept: occupationUri `http://data.europa.eu/esco/occupation/0cc00063-0000-4000-8000-000000000099`, and 2 more rows\n",
        "ESCO classification 9.0.0: revision 1, 56 concepts in all\n",
    ] {
        assert!(first.err.contains(word), "not a word of {word}\n{}", first.err);
    }
    let report = lines(&desk.read("report.jsonl"));
    assert_eq!(report.len(), 8);
    for line in &report {
        let keys: Vec<_> = line.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["column", "file", "line", "reason", "value"]);
    }
    let again = desk.run(&arguments).done();
    assert!(again.err.contains("ESCO classification 9.0.0: nothing new, still revision 1\n"), "{}", again.err);
}

#[test]
fn a_taxonomy_with_more_wrong_rows_than_allowed_is_not_taken_in() {
    let desk = Desk::new();
    // Of 159 rows, 7 are more than the 1 % that is allowed if nothing else is.
    let refusal = "7 of 159 rows were rejected, which is more than --max-rejected allows; nothing was changed";
    for limit in [&[][..], &["--max-rejected", "6"], &["--max-rejected", "4.4%"], &["--dry-run"]] {
        let arguments = [&["import", "esco", ESCO, "--report", "report.jsonl"], limit].concat();
        desk.run(&arguments).refused(&[refusal]);
        assert_eq!(lines(&desk.read("report.jsonl")).len(), 7);
    }
    assert!(!desk.path("skillgraph.db").exists());
}

#[test]
fn a_rehearsal_of_a_taxonomy_leaves_nothing_behind() {
    let desk = Desk::new();
    let rehearsed = desk.run(&["import", "esco", ESCO, "--max-rejected", "5%", "--dry-run"]).done();
    assert!(rehearsed.err.contains("rows in a new database; nothing was changed"), "{}", rehearsed.err);
    assert!(!desk.path("skillgraph.db").exists());
}

#[test]
fn a_folder_that_is_no_package_leaves_the_database_alone() {
    let desk = Desk::new();
    desk.write("onet/Occupation Data.txt", "O*NET-SOC Code\tTitle\tDescription\n");
    desk.write("empty/readme.txt", "nothing");
    desk.run(&["import", "esco", "onet"]).refused(&["error: onet: ", "skillgraph import onet"]);
    desk.run(&["import", "esco", "empty"]).refused(&["error: empty: there are no files of ESCO", "download"]);
    desk.run(&["import", "esco", "nowhere"]).refused(&["error: cannot read nowhere: "]);
    assert!(!desk.path("skillgraph.db").exists());
}
