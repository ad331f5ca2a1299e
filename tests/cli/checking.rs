//! `skillgraph check`: what is wrong in files, without a database.

use std::fs;

use super::{Desk, Ended};

const GOOD: &str = r#"[language.python]
prefLabel = "Python"
languageType = "PROGRAMMING"

[framework.django]
prefLabel = "Django"
frameworkType = "FRAMEWORK"
side = "BACKEND"
languages = ["python"]
"#;

/// A folder of data in which nothing is wrong.
fn good_folder() -> Desk {
    let desk = Desk::new();
    desk.write("data/sources.toml", "[source.skillgraph-core]\ntitle = \"A test\"\n");
    desk.write("data/good/things.toml", GOOD);
    desk
}

/// What stands for `GIT` below: three lines.
const GIT: &str = "[tool.git]\nprefLabel = \"Git\"\ntoolType = \"OTHER\"\n";

/// Text of a file beside the good ones, and what is said of it.
const BAD: &[(&str, &[&str])] = &[
    ("[tool.git]\nprefLabel = \"Git\"\ntoolType =\n", &["worse.toml:3: "]),
    ("[tool.git]\nprefLabel = \"Git\n", &["worse.toml:2: "]),
    ("\nGIT\ncolour = \"red\"\n", &["worse.toml:2: ", "`colour`"]),
    ("\n\n[planet.mars]\nprefLabel = \"Mars\"\n", &["worse.toml:3: ", "planet"]),
    ("\n\n[tool.git]\nprefLabel = \"Git\"\ntoolType = \"TOY\"\n", &["worse.toml:3: ", "TOY", "VERSION_CONTROL"]),
    ("[tool.git]\nprefLabel = \"Git\"\nstatus = \"GONE\"\ntoolType = \"OTHER\"\n", &["worse.toml:3: ", "GONE"]),
    ("[tool.git]\ntoolType = \"OTHER\"\n", &["worse.toml:1: ", "prefLabel"]),
    ("\n[tool.git]\nprefLabel = \"Git\"\n", &["worse.toml:2: ", "`toolType`"]),
    ("GIT\neqfLevel = 3\n", &["worse.toml:1: ", "`eqfLevel`"]),
    ("GIT\nworksWith = [\n  \"tool/nowhere\",\n]\n", &["worse.toml:5: ", "tool/nowhere"]),
    ("GIT\nworksWith = [\"nowhere\"]\n", &["worse.toml:4: ", "`nowhere`", "kind/slug"]),
    ("GIT\nworksWith = [\"planet/mars\"]\n", &["worse.toml:4: ", "`planet`"]),
    (
        "GIT\nworksWith = [\n\"framework/django\",\n\"language/python\"]\n",
        &["worse.toml:6: ", "WORKS_WITH cannot lead from a TOOL to a LANGUAGE"],
    ),
    (
        "\n[language.python]\nprefLabel = \"Python\"\nlanguageType = \"PROGRAMMING\"\n",
        &["worse.toml:2: ", "language/python is described twice, first at good/things.toml:1"],
    ),
    ("GIT\nGIT\n", &["worse.toml:4: "]),
    ("\n[tool.\"Not A Slug\"]\nprefLabel = \"x\"\ntoolType = \"OTHER\"\n", &["worse.toml:2: ", "`Not A Slug`"]),
    ("[tool.git]\nprefLabel = \"\"\ntoolType = \"OTHER\"\n", &["worse.toml:1: ", "1 to 512 characters"]),
    (
        "[skill.x]\nprefLabel = \"X\"\n[skill.x.implies]\n\n\"language/python\" = 1.5\n",
        &["worse.toml:5: ", "between 0 and 1, but is 1.5"],
    ),
    (
        "[framework.a]\nprefLabel = \"A\"\nframeworkType = \"LIBRARY\"\nside = \"DATA\"\nbuiltOn = [\"django\"]\n",
        &["worse.toml:1: ", "framework/a", "without a language"],
    ),
    ("GIT\n", &["worse.toml:1: ", "tool/git", "stands alone"]),
    (
        "[[statement]]\nsource = \"nobody\"\nlocator = \"page 1\"\nsubject = \"language/python\"\n",
        &["worse.toml:1: ", "`nobody`"],
    ),
    (
        "[[statement]]\nsource = \"x\"\nlocator = \"x\"\nsubject = \"language/python\"\nrelation = \"RELATED\"\n",
        &["worse.toml:1: ", "`objects`"],
    ),
    (
        "[[statement]]\nsource = \"skillgraph-core\"\nlocator = \"x\"\nsubject = \"language/nowhere\"\n",
        &["worse.toml:1: ", "language/nowhere"],
    ),
];

#[test]
fn check_finds_nothing_wrong_with_good_files() {
    let desk = good_folder();
    for path in ["data", "./data/", desk.path("data").to_str().unwrap()] {
        let ended = desk.run(&["check", path]).done();
        assert!(format!("{}{}", ended.out, ended.err).contains("2 concepts, no problems"), "{}", ended.err);
    }
}

#[test]
fn check_names_what_is_wrong_with_file_and_line() {
    for (text, words) in BAD {
        let desk = good_folder();
        desk.write("data/worse.toml", &text.replace("GIT\n", GIT));
        desk.run(&["check", "data"]).refused(words);
    }
}

#[test]
fn check_names_everything_that_is_wrong_in_all_files() {
    let desk = good_folder();
    desk.write(
        "data/a.toml",
        "[tool.a]\nprefLabel = \"A\"\ntoolType = \"OTHER\"\nrelated = [\"tool/x\", \"tool/y\"]\n",
    );
    desk.write("data/b.toml", "\n[tool.b]\nprefLabel = \"B\"\ntoolType = \"OTHER\"\nbroader = [\"tool/z\"]\n");
    let ended = desk.run(&["check", "data"]).refused(&["error: 3 problems"]);
    let problems: Vec<_> = ended.err.lines().filter(|line| !line.starts_with("error: ")).collect();
    let missing = |place: &str, what: &str| format!("{place}: there is no tool/{what}");
    assert_eq!(problems, [missing("a.toml:4", "x"), missing("a.toml:4", "y"), missing("b.toml:5", "z")]);
}

#[test]
fn check_looks_at_a_file_in_the_native_format() {
    let desk = good_folder();
    let head = r#"{"type":"graph","format":1}"#;
    let python =
        r#"{"type":"concept","concept":"language/python","prefLabel":{"en":"Python"},"languageType":"PROGRAMMING"}"#;
    let django = r#"{"type":"concept","concept":"framework/django","prefLabel":{"en":"Django"},
        "frameworkType":"FRAMEWORK","side":"BACKEND"}"#
        .replace("\n        ", "");
    let django = django.as_str();
    let uses = r#"{"type":"relation","from":"framework/django","relation":"USES_LANGUAGE","to":"language/python"}"#;
    desk.write("good.jsonl", &[head, uses, "", python, django].join("\n"));
    desk.run(&["check", "good.jsonl"]).done();
    for (last, words) in [
        ("{", &["bad.jsonl:5: "][..]),
        (r#"{"type":"planet"}"#, &["bad.jsonl:5: ", "planet"]),
        (head, &["bad.jsonl:5: ", "first line"]),
        (
            r#"{"type":"concept","concept":"tool/git","prefLabel":{"en":"Git"},"toolType":"OTHER","colour":"red"}"#,
            &["bad.jsonl:5: ", "`colour`"],
        ),
        (
            r#"{"type":"relation","from":"framework/django","relation":"RELATED","to":"tool/git"}"#,
            &["bad.jsonl:5: ", "tool/git"],
        ),
        (
            r#"{"type":"relation","from":"language/python","relation":"REQUIRES","to":"framework/django"}"#,
            &["bad.jsonl:5: ", "REQUIRES cannot lead"],
        ),
        (
            r#"{"type":"relation","from":"framework/django","relation":"LIKES","to":"language/python"}"#,
            &["bad.jsonl:5: ", "LIKES"],
        ),
        (python, &["bad.jsonl:5: ", "described twice, first at bad.jsonl:2"]),
    ] {
        desk.write("bad.jsonl", &[head, python, django, uses, last].join("\n"));
        desk.run(&["check", "bad.jsonl"]).refused(words);
    }
    for (text, words) in [
        ("", &["bad.jsonl", "first line"][..]),
        ("{\"type\":\"graph\",\"format\":2}\n", &["bad.jsonl", "format 2"]),
        (GOOD, &["bad.jsonl", "first line"]),
    ] {
        desk.write("bad.jsonl", text);
        desk.run(&["check", "bad.jsonl"]).refused(words);
    }
}

#[test]
fn check_says_when_there_is_nothing_to_look_at() {
    let desk = Desk::new();
    fs::create_dir(desk.path("empty")).unwrap();
    desk.run(&["check", "nowhere"]).refused(&["nowhere"]);
    desk.run(&["check", "empty"]).refused(&["empty", ".toml"]);
}

#[test]
fn check_needs_no_database_and_makes_none() {
    let desk = good_folder();
    let mut command = desk.command(&["check", "data"]);
    Ended::of(command.env("DATABASE_URL", "mysql://nowhere/at/all")).done();
    assert!(!desk.path("skillgraph.db").exists());
}
