//! An import that is killed.

use std::{
    fmt::Write,
    fs,
    hash::{BuildHasher, RandomState},
    path::Path,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{Desk, SMALL};

/// 7,000 skills with definitions of half a page of SQLite, as they are written in the native format: more than its
/// cache holds, so that the transaction has to spill.
fn many() -> String {
    let (mut text, definition) = (String::new(), "What there is to say of it. ".repeat(75));
    for number in 0..7_000 {
        let concept = format!(r#"{{"type":"concept","concept":"skill/skill-{number}""#);
        let label = format!(r#""prefLabel":{{"en":"Skill number {number}"}}"#);
        writeln!(text, r#"{concept},{label},"definition":{{"en":"{definition}"}},"skillType":"SKILL"}}"#).unwrap();
    }
    text
}

/// The lines of a text, whatever their order.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// From 0 to 1.
fn random() -> f64 {
    RandomState::new().hash_one(0) as f64 / u64::MAX as f64
}

/// Waits until the import has begun to write: its transaction spills into the log of the database.
fn wait_for_writing(import: &mut Child, log: &Path) {
    while import.try_wait().unwrap().is_none() && fs::metadata(log).map_or(0, |log| log.len()) < 1 << 20 {
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn an_import_that_is_killed_leaves_the_graph_as_it_was_or_whole() {
    let (desk, many) = (Desk::new(), many());
    desk.write("small.jsonl", SMALL);
    desk.write("big.jsonl", &format!("{SMALL}{many}"));
    let mut took = Duration::ZERO;
    for repetition in 0..3 {
        let url = format!("sqlite://killed-{repetition}.db");
        desk.run(&["import", "jsonl", "small.jsonl", "--database-url", &url]).done();
        let before = desk.export(&url);
        let whole = format!("{before}{many}");

        let begun = Instant::now();
        let mut command = desk.command(&["import", "jsonl", "big.jsonl", "--database-url", &url]);
        let mut import = command.stderr(Stdio::null()).spawn().unwrap();
        match repetition {
            0 => wait_for_writing(&mut import, &desk.path("killed-0.db-wal")),
            _ => thread::sleep(took.mul_f64(2.0 * random())),
        }
        // SIGKILL.
        import.kill().unwrap();
        import.wait().unwrap();
        took = took.max(begun.elapsed());

        let after = desk.export(&url);
        let fine = after == before || sorted(&after) == sorted(&whole);
        assert!(fine, "killed after {:?}: neither the old graph nor the new one", begun.elapsed());
        // Nothing that was left behind stands in the way of the next.
        let again = desk.run(&["import", "jsonl", "small.jsonl", "--database-url", &url]).done();
        assert!(again.err.contains("nothing new"), "{}", again.err);
    }
}
