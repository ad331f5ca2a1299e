//! Graphs that go into a database and out of it.

use std::fs;

use serde_json::{Value, json};

use super::{Desk, SMALL};

#[test]
fn the_built_in_graph_is_imported_once_and_goes_through_the_native_format_unharmed() {
    let desk = Desk::new();
    let rehearsed = desk.run(&["import", "core", "--dry-run"]).done();
    assert!(rehearsed.err.contains("nothing was changed"), "{}", rehearsed.err);
    let first = desk.run(&["import", "core"]).done();
    assert!(first.err.contains("the built-in graph: revision 1, "), "{}", first.err);
    let second = desk.run(&["import", "core"]).done();
    assert!(second.err.contains("nothing new, still revision 1"), "{}", second.err);
    desk.run(&["export", "jsonl", "core.jsonl"]).done();
    desk.run(&["import", "jsonl", "core.jsonl", "--database-url", "sqlite://copy.db"]).done();
    assert!(desk.export("sqlite://copy.db") == desk.read("core.jsonl"), "the copy differs");
}

#[test]
fn a_file_that_says_nothing_new_makes_no_revision() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    let first = desk.run(&["import", "jsonl", "small.jsonl"]).done();
    assert!(first.err.contains("small.jsonl: revision 1, 22 concepts in all"), "{}", first.err);
    let second = desk.run(&["import", "jsonl", "small.jsonl"]).done();
    assert!(second.err.contains("small.jsonl: nothing new, still revision 1"), "{}", second.err);
}

#[test]
fn a_dry_run_says_what_would_change_and_changes_nothing() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    desk.write("more.jsonl", &SMALL.replace("\"Git\"", "\"Git 2\""));
    let empty = desk.run(&["import", "jsonl", "small.jsonl", "--dry-run"]).done();
    assert!(empty.err.contains("nothing was changed"), "{}", empty.err);
    assert!(!desk.path("skillgraph.db").exists());
    desk.run(&["import", "jsonl", "small.jsonl"]).done();
    let before = desk.export("sqlite://skillgraph.db");
    let same = desk.run(&["import", "jsonl", "small.jsonl", "--dry-run"]).done();
    assert!(same.err.contains("would open 0 rows and close 0"), "{}", same.err);
    let more = desk.run(&["import", "jsonl", "more.jsonl", "--dry-run"]).done();
    assert!(more.err.contains("would open 1 rows and close 1"), "{}", more.err);
    assert_eq!(desk.export("sqlite://skillgraph.db"), before);
    desk.run(&["export", "jsonl", "x", "--revision", "2"]).refused(&["no revision 2"]);
}

#[test]
fn refused_data_change_nothing_and_every_problem_is_reported() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    desk.run(&["import", "jsonl", "small.jsonl"]).done();
    let before = desk.export("sqlite://skillgraph.db");
    let lines = [
        r#"{"type":"graph","format":1}"#,
        r#"{"type":"concept","concept":"tool/svn","prefLabel":{"en":"Subversion"},"toolType":"VERSION_CONTROL"}"#,
        r#"{"type":"relation","from":"tool/svn","relation":"RELATED","to":"tool/nowhere"}"#,
        r#"{"type":"relation","from":"tool/svn","relation":"RELATED","to":"skill/nowhere"}"#,
    ];
    desk.write("bad.jsonl", &lines.join("\n"));
    for extra in [&[][..], &["--dry-run"]] {
        let arguments = [&["import", "jsonl", "bad.jsonl", "--report", "report.jsonl"], extra].concat();
        desk.run(&arguments).refused(&["bad.jsonl:3: ", "bad.jsonl:4: ", "2 problems", "nothing was changed"]);
        let report: Vec<Value> =
            desk.read("report.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let problem = |line: usize, what: &str| {
            let message = format!("there is no {what}");
            json!({ "file": "bad.jsonl", "line": line, "message": message })
        };
        assert_eq!(report, [problem(3, "tool/nowhere"), problem(4, "skill/nowhere")]);
        fs::remove_file(desk.path("report.jsonl")).unwrap();
    }
    assert_eq!(desk.export("sqlite://skillgraph.db"), before);
    desk.write("worse.jsonl", &[lines[0], lines[1], "{"].join("\n"));
    desk.run(&["import", "jsonl", "worse.jsonl", "--report", "report.jsonl"]).refused(&["worse.jsonl:3: "]);
    assert_eq!(desk.read("report.jsonl").lines().count(), 1);
    desk.run(&["import", "jsonl", "nowhere.jsonl"]).refused(&["nowhere.jsonl"]);
    assert_eq!(desk.export("sqlite://skillgraph.db"), before);
}

#[test]
fn what_is_exported_and_imported_elsewhere_is_exported_the_same() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    let import = |file, url| desk.run(&["import", "jsonl", file, "--database-url", url]).done();
    import("small.jsonl", "sqlite://first.db");
    let ended = desk.run(&["export", "jsonl", "first.jsonl", "--database-url", "sqlite://first.db"]).done();
    assert_eq!(ended.out, "");
    assert!(ended.err.contains("first.jsonl: revision 1, 22 concepts"), "{}", ended.err);
    import("first.jsonl", "sqlite://second.db");
    desk.run(&["export", "jsonl", "second.jsonl", "--database-url", "sqlite://second.db"]).done();
    assert_eq!(desk.read("first.jsonl"), desk.read("second.jsonl"));
    assert_eq!(desk.read("first.jsonl"), desk.export("sqlite://first.db"));
    assert_eq!(desk.read("first.jsonl").lines().count(), SMALL.lines().count());
}

#[test]
fn an_older_revision_is_exported_as_it_was() {
    let desk = Desk::new();
    desk.write("one.jsonl", SMALL);
    desk.write("two.jsonl", &SMALL.replace("\"Git\"", "\"Git 2\""));
    desk.run(&["import", "jsonl", "one.jsonl"]).done();
    let one = desk.export("sqlite://skillgraph.db");
    desk.run(&["import", "jsonl", "two.jsonl", "--author", "ada", "--message", "Rename Git"]).done();
    let two = desk.export("sqlite://skillgraph.db");
    assert_ne!(one, two);
    let revision = |number| desk.run(&["export", "jsonl", "-", "--revision", number]);
    assert_eq!(revision("1").done().out, one);
    assert_eq!(revision("2").done().out, two);
    revision("3").refused(&["there is no revision 3"]);
    desk.run(&["export", "jsonl", "x.jsonl", "--revision=-1"]).refused(&["there is no revision -1"]);
    assert!(!desk.path("x.jsonl").exists());
}

#[test]
fn an_export_that_cannot_be_written_says_so_and_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    desk.run(&["import", "jsonl", "small.jsonl"]).done();
    desk.run(&["export", "jsonl", "nowhere/x.jsonl"]).refused(&["nowhere/x.jsonl"]);
    fs::create_dir(desk.path("folder")).unwrap();
    desk.run(&["export", "jsonl", "folder"]).refused(&["folder"]);
    desk.run(&["export", "jsonl", "x", "--database-url", "sqlite://no.db"]).refused(&["no database", "sqlite://no.db"]);
    assert!(!desk.path("no.db").exists() && !desk.path("x").exists());
    assert!(!desk.path("folder.part").exists());
}
