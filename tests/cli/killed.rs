//! An import that is killed.

use std::{
    env,
    fmt::Write,
    fs,
    hash::{BuildHasher, RandomState},
    path::Path,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{Desk, SMALL};
use crate::support::database::{Database, postgres};

/// How often an import is killed.
const TIMES: usize = 20;

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

/// Numbers from 0 to 1, the same for the same seed.
struct Random(u64);

impl Random {
    /// From `SKILLGRAPH_KILL_SEED`, or from anywhere.
    fn new() -> Self {
        let given = env::var("SKILLGRAPH_KILL_SEED").ok().and_then(|seed| seed.parse().ok());
        Self(given.unwrap_or_else(|| RandomState::new().hash_one(0)))
    }

    /// SplitMix64.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
    }
}

/// Waits until the import has begun to write: its transaction spills into the log of the database.
fn wait_for_writing(import: &mut Child, log: &Path) {
    while import.try_wait().unwrap().is_none() && fs::metadata(log).map_or(0, |log| log.len()) < 1 << 20 {
        thread::sleep(Duration::from_millis(1));
    }
}

fn import(desk: &Desk, file: &str, url: &str) -> Child {
    let mut command = desk.command(&["import", "jsonl", file, "--database-url", url]);
    command.stderr(Stdio::null()).spawn().unwrap()
}

/// On SQLite, or on the Postgres server that is named.
#[tokio::test]
async fn an_import_that_is_killed_leaves_the_graph_as_it_was_or_whole() {
    let (desk, many, mut random) = (Desk::new(), many(), Random::new());
    let seed = random.0;
    desk.write("small.jsonl", SMALL);
    desk.write("big.jsonl", &format!("{SMALL}{many}"));
    let whole_time = {
        let database = Database::empty().await;
        let begun = Instant::now();
        assert!(import(&desk, "big.jsonl", database.url()).wait().unwrap().success());
        begun.elapsed()
    };
    for time in 0..TIMES {
        let database = Database::empty().await;
        let url = database.url();
        desk.run(&["import", "jsonl", "small.jsonl", "--database-url", url]).done();
        let before = desk.export(url);
        let whole = format!("{before}{many}");

        let begun = Instant::now();
        let mut import = import(&desk, "big.jsonl", url);
        match time {
            0 if postgres().is_none() => {
                let mut log = database.path().into_os_string();
                log.push("-wal");
                wait_for_writing(&mut import, Path::new(&log));
            }
            _ => thread::sleep(whole_time.mul_f64(1.1 * random.next())),
        }
        // SIGKILL.
        import.kill().unwrap();
        import.wait().unwrap();

        let after = desk.export(url);
        let fine = after == before || sorted(&after) == sorted(&whole);
        let elapsed = begun.elapsed();
        assert!(fine, "seed {seed}, time {time}, after {elapsed:?}: neither the old graph nor the new one");
        // Nothing that was left behind stands in the way of the next.
        let again = desk.run(&["import", "jsonl", "small.jsonl", "--database-url", url]).done();
        assert!(again.err.contains("nothing new"), "seed {seed}, time {time}: {}", again.err);
    }
}
