//! The house: who may know whom, and what every file must have. Reads the sources.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Who may know whom. A room that is not named on the right is not to be mentioned.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("graph", &[]),
    ("store", &["graph"]),
    ("import", &["graph"]),
    ("graphql", &["graph", "store"]),
    ("http", &["graphql", "store"]),
    ("cli", &["http", "import", "store", "graphql", "graph"]),
];

/// Which libraries a room must not know.
const MUST_NOT_USE: &[(&str, &[&str])] = &[
    ("graph", &["sea_orm", "tokio", "axum", "async_graphql", "std::fs", "std::net", "Mutex", "RwLock", "async fn"]),
    ("store", &["axum", "async_graphql", "clap"]),
    ("import", &["sea_orm", "tokio", "axum", "async_graphql", "clap"]),
    ("graphql", &["sea_orm", "axum", "clap", "migration::"]),
    ("http", &["sea_orm", "clap", "entity::", "crate::graph::"]),
    ("cli", &["sea_orm", "axum::", "async_graphql"]),
];

fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

/// The Rust files below a folder with their text, without what stands in `mod tests`.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    assert!(!files.is_empty(), "no sources in {folder}");
    files
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
            files.push((path, code));
        }
    }
}

/// The code of a file without its comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The rooms that a text mentions as `crate::room`, in a path or in a list of imports.
fn rooms_in(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let mut word = String::new();
                for c in list.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => rooms.push(std::mem::take(&mut word)),
                        _ if depth == 0 => word.push(c),
                        _ => {}
                    }
                }
                rooms.push(word);
            }
            None => rooms.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()),
        }
    }
    let first = |room: String| room.trim().split("::").next().unwrap_or_default().trim().to_owned();
    rooms.into_iter().map(first).filter(|room| !room.is_empty()).collect()
}

#[test]
fn the_reader_of_imports_sees_every_form_of_them() {
    let text = "use crate::graph::Graph;\nuse crate::{\n    store::{Store, X},\n    import,\n};\nlet x = crate::http::serve();";
    assert_eq!(rooms_in(text), ["graph", "store", "import", "http"]);
}

#[test]
fn a_room_knows_only_the_rooms_that_it_may_know() {
    let rules: BTreeMap<_, _> = MAY_KNOW.iter().copied().collect();
    for (room, allowed) in &rules {
        for (path, text) in sources(&format!("src/{room}")) {
            for known in rooms_in(&code(&text)) {
                let fine = known == *room || allowed.contains(&known.as_str());
                assert!(fine, "{} mentions crate::{known}, which src/{room} may not know", path.display());
            }
        }
    }
}

#[test]
fn a_room_does_not_use_libraries_that_are_not_its_business() {
    for (room, forbidden) in MUST_NOT_USE {
        for (path, text) in sources(&format!("src/{room}")) {
            let code = code(&text);
            for word in *forbidden {
                assert!(!code.contains(word), "{} mentions {word}", path.display());
            }
        }
    }
}

#[test]
fn the_crates_below_know_nothing_of_what_is_above() {
    for (folder, forbidden) in [
        ("entity", &["migration", "skillgraph", "async_graphql", "axum"][..]),
        ("migration", &["entity::", "skillgraph", "async_graphql", "axum"]),
        ("projection/src", &["entity::", "skillgraph::", "axum", "sea_orm"]),
        ("projection/macros/src", &["entity::", "skillgraph::", "axum", "sea_orm"]),
    ] {
        for (path, text) in sources(folder) {
            let code = code(&text);
            for word in forbidden {
                assert!(!code.contains(word), "{} mentions {word}", path.display());
            }
        }
    }
}

#[test]
fn every_file_says_at_its_head_what_it_is_about() {
    for folder in ["src", "entity", "migration", "projection", "tests"] {
        for (path, text) in sources(folder) {
            let generated = path.components().any(|part| part.as_os_str() == "target");
            assert!(generated || text.starts_with("//!"), "{} has no head", path.display());
        }
    }
}

#[test]
fn no_source_unwraps_or_leaves_work_undone() {
    for folder in ["src", "entity/src", "migration/src", "projection/src", "projection/macros/src"] {
        for (path, text) in sources(folder) {
            let code = code(&text);
            for word in [".unwrap()", "todo!(", "unimplemented!(", "FIXME", "#[allow("] {
                assert!(!code.contains(word), "{} has {word}", path.display());
            }
        }
    }
}
