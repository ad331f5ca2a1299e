//! `restore`: an older revision as a new one.

use super::{Desk, SMALL};

const ESCO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/esco/");

fn esco(desk: &Desk, version: &str) -> String {
    let dir = format!("{ESCO}{version}");
    desk.run(&["import", "esco", &dir, "--max-rejected", "20%"]).done().err
}

#[test]
fn an_older_revision_comes_back_as_a_new_one() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    desk.run(&["import", "jsonl", "small.jsonl"]).done();
    let url = "sqlite://skillgraph.db";
    let before = desk.export(url);
    esco(&desk, "v9.0.0");

    let preview = desk.run(&["restore", "--revision", "1", "--dry-run"]).done();
    assert!(preview.err.contains("revision 1 differs from 2: 0 facts come back or change back, "), "{}", preview.err);
    assert!(preview.err.contains(" go; nothing was changed\n"), "{}", preview.err);
    let restored = desk.run(&["restore", "--revision", "1", "--author", "maria"]).done();
    assert!(restored.err.contains("revision 3 says what revision 1 said: "), "{}", restored.err);
    assert_eq!(desk.export(url), before);
    let again = desk.run(&["restore", "--revision", "1"]).done();
    assert!(again.err.contains("nothing to restore: revision 3 says what revision 1 said\n"), "{}", again.err);

    // What was undone is still there to read, and can come back.
    let undone = desk.run(&["export", "jsonl", "-", "--revision", "2"]).done().out;
    desk.run(&["restore", "--revision", "2"]).done();
    assert_eq!(desk.export(url), undone);
}

#[test]
fn an_upgrade_that_was_undone_can_be_made_again() {
    let desk = Desk::new();
    let url = "sqlite://skillgraph.db";
    esco(&desk, "v9.0.0");
    let before = desk.export(url);
    esco(&desk, "v9.1.0");
    let after = desk.export(url);
    assert_ne!(before, after);
    desk.run(&["restore", "--revision", "1"]).done();
    assert_eq!(desk.export(url), before);
    esco(&desk, "v9.1.0");
    assert_eq!(desk.export(url), after);
}

#[test]
fn only_a_revision_that_was_can_come_back() {
    let desk = Desk::new();
    desk.run(&["restore", "--revision", "1"]).refused(&["error: there is no database at sqlite://skillgraph.db"]);
    assert!(!desk.path("skillgraph.db").exists());
    desk.write("small.jsonl", SMALL);
    desk.run(&["import", "jsonl", "small.jsonl"]).done();
    desk.run(&["restore", "--revision", "2"]).refused(&["error: there is no revision 2: the latest is 1"]);
    desk.run(&["restore", "--revision=-1"]).refused(&["error: there is no revision -1"]);
}
