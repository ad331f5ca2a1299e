//! That the page on operation lists the flags of `skillgraph serve` as they are.
//!
//! `SKILLGRAPH_UPDATE_DOCUMENTS=1 cargo test --test main flags` writes the tables into the page.

use std::{fmt::Write, fs, path::Path};

use super::Desk;

const BEGIN: &str = "<!-- flags: written by a test -->\n";
const END: &str = "<!-- end of flags -->";

/// A flag as the help shows it.
#[derive(Default)]
struct Flag {
    name: String,
    help: String,
    env: String,
    default: String,
    choices: Vec<String>,
}

/// The flags below each heading of a help.
fn read(help: &str) -> Vec<(String, Vec<Flag>)> {
    let mut groups: Vec<(String, Vec<Flag>)> = Vec::new();
    for line in help.lines() {
        let text = line.trim();
        if !line.starts_with(' ') && line.ends_with(':') && line != "Usage:" {
            groups.push((line.trim_end_matches(':').to_owned(), Vec::new()));
        }
        let Some((_, flags)) = groups.last_mut() else { continue };
        if text.starts_with("--") || text.starts_with("-h, ") {
            flags.push(Flag { name: text.trim_end_matches("...").to_owned(), ..Flag::default() });
            continue;
        }
        let Some(flag) = flags.last_mut() else { continue };
        let inside = |start: &str| text.strip_prefix(start).and_then(|text| text.strip_suffix(']'));
        if let Some(env) = inside("[env: ") {
            flag.env = env.split('=').next().unwrap().to_owned();
        } else if let Some(default) = inside("[default: ") {
            flag.default = default.to_owned();
        } else if let Some(choice) = text.strip_prefix("- ") {
            flag.choices.push(choice.split(':').next().unwrap().to_owned());
        } else if let Some(choices) = inside("[possible values: ") {
            flag.choices = choices.split(", ").map(str::to_owned).collect();
        } else if !text.is_empty() && text != "Possible values:" && flag.choices.is_empty() {
            write!(flag.help, " {text}").unwrap();
        }
    }
    groups
}

fn tables(groups: &[(String, Vec<Flag>)]) -> String {
    let mut tables = String::new();
    for (heading, flags) in groups {
        let flags: Vec<_> = flags.iter().filter(|flag| !flag.env.is_empty()).collect();
        if flags.is_empty() {
            continue;
        }
        write!(tables, "\n### {heading}\n\n| flag | variable | default | |\n|---|---|---|---|\n").unwrap();
        for Flag { name, help, env, default, choices } in flags {
            let name = match choices.is_empty() {
                true => name.replace(['<', '>'], ""),
                false => format!("{} {}", name.split(' ').next().unwrap(), choices.join("\\|")),
            };
            let default = if default.is_empty() { String::new() } else { format!("`{default}`") };
            writeln!(tables, "| `{name}` | `{env}` | {default} | {} |", help.trim().replace('|', "\\|")).unwrap();
        }
    }
    tables + "\n"
}

#[test]
fn the_page_on_operation_lists_the_flags_as_they_are() {
    let help = Desk::new().run(&["serve", "--help"]).done().out;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operations.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let expected = tables(&read(&help));
    assert!(expected.contains("SKILLGRAPH_MAX_DEPTH") && expected.contains("| `15` |"), "{expected}");
    if std::env::var_os("SKILLGRAPH_UPDATE_DOCUMENTS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{expected}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(found, expected, "write it anew: SKILLGRAPH_UPDATE_DOCUMENTS=1 cargo test --test main flags");
}

#[test]
fn a_flag_with_a_value_out_of_range_is_refused() {
    let desk = Desk::new();
    for arguments in [
        ["--max-depth", "0"],
        ["--max-nesting", "65"],
        ["--max-batch", "11"],
        ["--cors-origin", "example.org"],
        ["--cors-origin", "https://example.org/path"],
        ["--trusted-proxy", "10.0.0.0/33"],
        ["--cache-stale-while-revalidate", "5"],
    ] {
        let ended = desk.run(&["serve", arguments[0], arguments[1]]);
        assert_eq!(ended.code, Some(2), "{arguments:?}");
        assert!(ended.err.contains(arguments[0]), "{}", ended.err);
    }
    assert!(!desk.path("skillgraph.db").exists());
}
