//! Which database a command works on, and what becomes of it.

use std::fs;

use super::{Desk, Ended, SMALL};
use crate::support::database::{Database, postgres};

#[test]
fn migrate_makes_the_tables_and_does_no_more_the_second_time() {
    let desk = Desk::new();
    for _ in 0..2 {
        desk.run(&["migrate", "--database-url", "sqlite://new.db"]).done();
        assert_eq!(desk.export("sqlite://new.db").lines().count(), 1);
    }
}

#[test]
fn the_address_of_the_database_comes_from_the_flag_or_else_from_the_environment() {
    let desk = Desk::new();
    let migrate = |arguments: &[&str]| {
        let mut command = desk.command(&[&["migrate"], arguments].concat());
        Ended::of(command.env("DATABASE_URL", "sqlite://from-environment.db")).done();
    };
    migrate(&["--database-url", "sqlite://from-flag.db"]);
    assert!(desk.path("from-flag.db").exists() && !desk.path("from-environment.db").exists());
    migrate(&[]);
    assert!(desk.path("from-environment.db").exists() && !desk.path("skillgraph.db").exists());
}

#[test]
fn a_database_that_cannot_be_used_is_named_by_every_command_that_needs_one() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    desk.write("letter.db", &"This is a letter and no database. ".repeat(50));
    fs::create_dir(desk.path("folder.db")).unwrap();
    for (url, words) in [
        ("sqlite://letter.db", &["letter.db", "not a SQLite database"][..]),
        ("sqlite://folder.db", &["folder.db"]),
        ("sqlite://nowhere/x.db", &["nowhere/x.db"]),
        ("mysql://localhost/x", &["mysql://localhost/x", "sqlite://FILE"]),
        ("skillgraph.db", &["skillgraph.db", "sqlite://FILE"]),
        ("", &["sqlite://FILE"]),
        ("postgres://curator:hunter2@127.0.0.1:1/skills", &["curator", "127.0.0.1:1"]),
    ] {
        for command in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["migrate"],
            &["import", "jsonl", "small.jsonl"],
            &["export", "jsonl", "-"],
        ] {
            let ended = desk.run(&[command, &["--database-url", url]].concat()).refused(words);
            assert!(!ended.err.contains("hunter2"), "{}", ended.err);
        }
    }
    assert!(desk.read("letter.db").starts_with("This is a letter"));
}

#[tokio::test]
#[expect(clippy::print_stderr, reason = "a test that is skipped must say so")]
async fn a_graph_goes_from_sqlite_to_postgres_and_back_unchanged() {
    if postgres().is_none() {
        eprintln!("SKIPPED: there is no Postgres; set SKILLGRAPH_TEST_POSTGRES");
        return;
    }
    let postgres = Database::empty().await;
    let desk = Desk::new();
    desk.write("0.jsonl", SMALL);
    let mut exports = Vec::new();
    for (step, url) in ["sqlite://there.db", postgres.url(), "sqlite://back.db"].into_iter().enumerate() {
        desk.run(&["import", "jsonl", &format!("{step}.jsonl"), "--database-url", url]).done();
        let again = desk.run(&["import", "jsonl", &format!("{step}.jsonl"), "--database-url", url]).done();
        assert!(again.err.contains("nothing new"), "{}", again.err);
        exports.push(desk.export(url));
        desk.write(&format!("{}.jsonl", step + 1), &exports[step]);
    }
    assert_eq!(exports[0], exports[1]);
    assert_eq!(exports[0], exports[2]);
}
