//! The guide to imports: every command in it is run, and what it quotes is what the program says.

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

use super::{Desk, Ended};
use crate::support::published;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn guide() -> String {
    fs::read_to_string(Path::new(ROOT).join("docs/importing.md")).unwrap()
}

/// The fenced blocks in a language.
fn blocks<'g>(guide: &'g str, language: &str) -> Vec<&'g str> {
    let fence = format!("```{language}\n");
    guide.split(fence.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// A desk on which small packages of the same shape lie under the names that the guide has.
fn desk() -> Desk {
    let desk = Desk::new();
    for (name, fixture) in [
        ("esco-1.1.1", "esco/v9.0.0"),
        ("ESCO dataset - v1.1.1 - classification - en - csv", "esco/v9.0.0"),
        ("esco-1.2.1", "esco/v9.1.0"),
        ("esco-1.1.0", "crosswalk/esco-1.1.0"),
        ("ESCO_to_ONET-SOC_2019.csv", "crosswalk/crosswalk.csv"),
        ("db_29_3_text", "onet/db_90_1_text"),
    ] {
        symlink(Path::new(ROOT).join("tests/fixtures").join(fixture), desk.path(name)).unwrap();
    }
    desk
}

fn run_by_shell(desk: &Desk, line: &str) -> Ended {
    let program = Path::new(env!("CARGO_BIN_EXE_skillgraph")).parent().unwrap();
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]).current_dir(desk.path("")).stdin(Stdio::null()).env("PATH", program);
    command.env_remove("DATABASE_URL");
    Ended::of(&mut command)
}

#[test]
fn every_command_of_the_guide_can_be_run_in_its_order() {
    let (guide, desk) = (guide(), desk());
    let lines = blocks(&guide, "sh").into_iter().flat_map(str::lines);
    let commands: Vec<_> = lines.filter(|line| line.starts_with("skillgraph ")).collect();
    assert!(commands.len() >= 12, "{commands:?}");
    for line in commands {
        let line = line.split(" #").next().unwrap().trim_end();
        if line == "skillgraph serve" {
            continue;
        }
        // Most rows of the small packages are wrong on purpose.
        let published =
            ["esco", "onet", "crosswalk"].iter().any(|of| line.starts_with(&format!("skillgraph import {of}")));
        let line = if published { format!("{line} --max-rejected 100%") } else { line.to_owned() };
        let ended = run_by_shell(&desk, &line);
        assert_eq!(ended.code, Some(0), "{line}\n{}", ended.err);
    }
    assert!(desk.path("matches.jsonl").exists());
}

#[test]
fn what_the_guide_quotes_is_what_the_published_package_is_answered_with() {
    let Some(package) = published("esco-1.1.1") else { return };
    let (guide, desk) = (guide(), Desk::new());
    symlink(package, desk.path("esco-1.1.1")).unwrap();
    let ended = desk.run(&["import", "esco", "esco-1.1.1", "--dry-run", "--report", "report.jsonl"]).done();
    let quoted = blocks(&guide, "text").into_iter().flat_map(str::lines);
    for line in quoted {
        assert!(ended.err.lines().any(|said| said == line), "{line}\nis not said, but\n{}", ended.err);
    }
    let report = desk.read("report.jsonl");
    for block in blocks(&guide, "json") {
        let quoted: Value = serde_json::from_str(block).unwrap();
        assert!(report.lines().any(|line| serde_json::from_str::<Value>(line).unwrap() == quoted), "{quoted}");
    }
    assert!(ended.err.contains("\n15553 left out: labels that repeat"), "{}", ended.err);
    assert!(guide.contains("15,553 of 1.1.1"));
}
