//! Help, and what is wrong usage.

use std::fs;

use super::{Desk, Ended};

#[test]
fn help_names_every_command_and_every_flag_with_its_variable() {
    let desk = Desk::new();
    for (arguments, words) in [
        (&["--help"][..], &["serve", "import", "export", "check", "schema", "migrate"][..]),
        (&["import", "--help"], &["core", "esco", "jsonl"]),
        (
            &["import", "esco", "--help"],
            &["--locale", "--source-version", "--allow-partial", "--max-rejected", "1%", "--report", "--dry-run"],
        ),
        (&["import", "jsonl", "--help"], &["--dry-run", "--report", "--author", "SKILLGRAPH_AUTHOR", "DATABASE_URL"]),
        (&["export", "--help"], &["jsonl", "skos"]),
        (&["export", "skos", "--help"], &["--base-iri", "SKILLGRAPH_BASE_IRI", "--revision", "DATABASE_URL"]),
        (&["export", "jsonl", "--help"], &["--revision", "--database-url", "DATABASE_URL"]),
        (
            &["serve", "--help"],
            &["--listen", "SKILLGRAPH_LISTEN", "SKILLGRAPH_REFRESH_INTERVAL", "DATABASE_URL", "SKILLGRAPH_LOG"],
        ),
        (&["check", "--help"], &["TOML", "JSON Lines"]),
        (&["--version"], &[env!("CARGO_PKG_VERSION")]),
    ] {
        let help = desk.run(arguments).done();
        for word in words {
            assert!(help.out.contains(word), "{arguments:?}: not a word of {word}\n{}", help.out);
        }
    }
    assert_eq!(fs::read_dir(desk.0.path()).unwrap().count(), 0, "asking for help leaves nothing behind");
}

#[test]
fn help_does_not_show_the_address_of_the_database_that_the_environment_holds() {
    let desk = Desk::new();
    let mut command = desk.command(&["serve", "--help"]);
    let help = Ended::of(command.env("DATABASE_URL", "postgres://curator:hunter2@localhost/skills")).done();
    assert!(!help.out.contains("hunter2"), "{}", help.out);
}

#[test]
fn wrong_usage_exits_with_2() {
    let desk = Desk::new();
    for arguments in [
        &["nonsense"][..],
        &["--nonsense"],
        &["serve", "now"],
        &["serve", "--listen", "nowhere"],
        &["serve", "--listen", "127.0.0.1"],
        &["serve", "--refresh-interval", "5"],
        &["import"],
        &["import", "jsonl"],
        &["import", "esco"],
        &["import", "esco", "x", "--max-rejected", "many"],
        &["import", "nonsense", "x"],
        &["import", "core", "x"],
        &["export"],
        &["export", "jsonl"],
        &["export", "jsonl", "x", "--revision", "one"],
        &["export", "skos"],
        &["export", "skos", "x", "--base-iri", "nowhere"],
        &["check"],
        &["check", "a", "b"],
        &["schema", "x"],
        &["migrate", "x"],
        &["--log-format", "xml", "schema"],
        &["--listen", "127.0.0.1:0"],
    ] {
        let ended = desk.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}\n{}{}", ended.out, ended.err);
        assert_eq!(ended.out, "", "{arguments:?}");
        assert!(
            ended.err.contains("Usage: skillgraph") || ended.err.starts_with("error: "),
            "{arguments:?}\n{}",
            ended.err
        );
    }
    assert_eq!(fs::read_dir(desk.0.path()).unwrap().count(), 0, "wrong usage leaves nothing behind");
}

#[test]
fn a_filter_of_the_log_that_cannot_be_read_is_wrong_usage() {
    let desk = Desk::new();
    for filter in ["skillgraph=loud", "[["] {
        let ended = desk.run(&["--log", filter, "schema"]);
        assert_eq!(ended.code, Some(2), "{filter}: {}", ended.err);
    }
}

#[test]
fn schema_prints_the_sdl() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["schema"]).done().out, skillgraph::graphql::sdl());
    assert_eq!(fs::read_dir(desk.0.path()).unwrap().count(), 0);
}
