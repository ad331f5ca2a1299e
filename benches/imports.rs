//! How fast taxonomies come in, and how fast a server starts on them.
//!
//! `cargo bench --bench imports` runs the program on the published data, where they lie beside the repository
//! (`../shared/data`), and prints seconds and the peak of resident memory beside the marks. Without the data it says so.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a program for people at a terminal")]

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// What is run, within how many seconds and MiB it should be done.
struct Mark {
    what: &'static str,
    seconds: f64,
    mebibytes: Option<f64>,
}

const fn mark(what: &'static str, seconds: f64, mebibytes: Option<f64>) -> Mark {
    Mark { what, seconds, mebibytes }
}

fn main() {
    // `cargo test --benches` only asks whether it builds and runs.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let (esco, onet) = (data.join("esco-1.1.1"), data.join("onet-29.3"));
    if !esco.is_dir() || !onet.is_dir() {
        println!("There is no published ESCO 1.1.1 and O*NET 29.3 in {}: nothing to measure.", data.display());
        return;
    }
    let desk = TempDir::new().unwrap();
    println!("{:<44} {:>9} {:>7} {:>11} {:>7}", "", "seconds", "mark", "MiB at most", "mark");
    let import = |format: &str, dir: &PathBuf, database: &str, mark: &Mark| {
        let arguments = ["import", format, dir.to_str().unwrap(), "--database-url", database];
        measure(mark, command(&desk, &arguments), wait_for_end);
    };
    import("esco", &esco, "sqlite://esco.db", &mark("ESCO 1.1.1 into an empty database", 15.0, Some(600.0)));
    import("esco", &esco, "sqlite://esco.db", &mark("ESCO 1.1.1 again: no change", 10.0, None));
    import("onet", &onet, "sqlite://onet.db", &mark("O*NET 29.3 into an empty database", 30.0, None));
    import("onet", &onet, "sqlite://onet.db", &mark("O*NET 29.3 again: no change", 10.0, None));
    import("onet", &onet, "sqlite://esco.db", &mark("O*NET 29.3 beside ESCO 1.1.1", 30.0, None));
    import("onet", &onet, "sqlite://esco.db", &mark("both there, O*NET again: no change", 10.0, None));
    let served = ["serve", "--database-url", "sqlite://esco.db", "--listen", "127.0.0.1:0"];
    measure(&mark("start of a server on both", 3.0, None), command(&desk, &served), |child| {
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|line| line.contains("ready: GraphQL at ")), "it did not start");
        peak(child)
    });
    for database in ["esco.db", "onet.db"] {
        let bytes = fs::metadata(desk.path().join(database)).unwrap().len();
        println!("{database}: {:.0} MiB", bytes as f64 / 1_048_576.0);
    }
}

fn command(desk: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skillgraph"));
    command.args(arguments).current_dir(desk.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Runs until `done`, which answers the peak of memory, and prints a line.
fn measure(mark: &Mark, mut command: Command, done: impl Fn(&mut Child) -> Option<f64>) {
    let begun = Instant::now();
    let mut child = command.spawn().unwrap();
    let peak = done(&mut child);
    let seconds = begun.elapsed().as_secs_f64();
    let _ = child.kill();
    child.wait().unwrap();
    let shown = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.0}"));
    let missed = seconds > mark.seconds || peak.zip(mark.mebibytes).is_some_and(|(peak, most)| peak > most);
    println!(
        "{:<44} {seconds:>9.2} {:>7.1} {:>11} {:>7}{}",
        mark.what,
        mark.seconds,
        shown(peak),
        shown(mark.mebibytes),
        if missed { "  MISSED" } else { "" }
    );
}

/// Waits for the end of a program that must do well, with an eye on its memory.
fn wait_for_end(child: &mut Child) -> Option<f64> {
    // Somebody has to read what it says, or it would wait.
    let said = child.stderr.take().unwrap();
    let reader = thread::spawn(move || BufReader::new(said).lines().map_while(Result::ok).collect::<Vec<_>>());
    let mut most = None;
    let status = loop {
        most = peak(child).or(most);
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    let said = reader.join().unwrap();
    assert!(status.success(), "{}", said.join("\n"));
    most
}

/// The most memory that a process has had so far, in MiB, where the system tells (Linux).
fn peak(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1_024.0)
}
