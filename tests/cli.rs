//! The program itself, run as a process in a folder of its own.

mod crosswalk;
mod flags;
mod guide;
mod killed;
mod matching;
mod restoring;
mod serving;
mod taxonomies;

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::database::{Database, postgres};

/// A graph with at least one of everything.
const SMALL: &str = include_str!("queries/small.jsonl");

/// A folder in which the program runs. The default database lies in it.
struct Desk(TempDir);

/// What came of a run.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_skillgraph"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SKILLGRAPH_") || name == "DATABASE_URL")
        {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.command(arguments))
    }

    /// What the graph of a database is, as text.
    fn export(&self, url: &str) -> String {
        self.run(&["export", "jsonl", "-", "--database-url", url]).done().out
    }
}

impl Ended {
    fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    /// Refused or failed: the exit status is 1, and the messages hold all of these.
    fn refused(self, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        assert_eq!(self.out, "");
        for word in words {
            assert!(self.err.contains(word), "not a word of `{word}`:\n{}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

// ---- usage --------------------------------------------------------------------------------------------------------

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

// ---- check --------------------------------------------------------------------------------------------------------

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

// ---- import and export --------------------------------------------------------------------------------------------

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

// ---- databases ----------------------------------------------------------------------------------------------------

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
