//! How fast taxonomies come in, and how fast a server starts on them.
//!
//! `cargo bench --bench imports` runs the program on the published data, where they lie beside the repository
//! (`../shared/data`), and prints seconds and the peak of resident memory beside the marks. Without the data it says so.
//! With `SKILLGRAPH_TEST_POSTGRES=postgres://USER@HOST/postgres` it does the same on that server, in databases of its own
//! that stay there.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a program for people at a terminal")]

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{self, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use sea_orm::ConnectionTrait;
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
    if env::args().any(|argument| argument == "--test") {
        return;
    }
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !["esco-1.1.1", "onet-29.3"].iter().all(|name| data.join(name).is_dir()) {
        println!("There is no published ESCO 1.1.1 and O*NET 29.3 in {}: nothing to measure.", data.display());
        return;
    }
    let desk = TempDir::new().unwrap();
    println!("{:<44} {:>9} {:>7} {:>11} {:>7}", "on SQLite", "seconds", "mark", "MiB at most", "mark");
    let file = |name: &str| format!("sqlite://{name}.db");
    run(&desk, &data, &["esco", "onet", "both"].map(file));
    for name in ["esco", "onet", "both"] {
        let bytes = fs::metadata(desk.path().join(format!("{name}.db"))).unwrap().len();
        println!("{name}.db: {:.0} MiB", bytes as f64 / 1_048_576.0);
    }
    if let Some(server) = env::var("SKILLGRAPH_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) {
        println!("on Postgres");
        run(&desk, &data, &["esco", "onet", "both"].map(|name| create(&server, name)));
    }
}

/// Imports and serves, in three databases that are empty.
fn run(desk: &TempDir, data: &Path, [esco, onet, both]: &[String; 3]) {
    let import = |format: &str, folder: &str, database: &str, mark: &Mark| {
        let folder = data.join(folder);
        let arguments = ["import", format, folder.to_str().unwrap(), "--database-url", database];
        measure(mark, command(desk, &arguments), wait_for_end);
    };
    let import_esco = |database, mark: &Mark| import("esco", "esco-1.1.1", database, mark);
    let import_onet = |database, mark: &Mark| import("onet", "onet-29.3", database, mark);
    import_esco(esco, &mark("ESCO 1.1.1 into an empty database", 15.0, Some(600.0)));
    import_esco(esco, &mark("ESCO 1.1.1 again: no change", 10.0, None));
    import_onet(onet, &mark("O*NET 29.3 into an empty database", 30.0, None));
    import_onet(onet, &mark("O*NET 29.3 again: no change", 10.0, None));

    let core = ["import", "core", "--database-url", both];
    wait_for_end(&mut command(desk, &core).spawn().unwrap());
    import_esco(both, &mark("ESCO 1.1.1 beside the built-in graph", 15.0, None));
    import_onet(both, &mark("O*NET 29.3 beside both", 30.0, None));
    import_esco(both, &mark("all there, ESCO again: no change", 10.0, None));
    import_onet(both, &mark("all there, O*NET again: no change", 10.0, None));
    let served = ["serve", "--database-url", both, "--listen", "127.0.0.1:0"];
    measure(&mark("start of a server on all of them", 3.0, None), command(desk, &served), wait_until_ready);
}

fn command(desk: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skillgraph"));
    command.args(arguments).current_dir(desk.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// A new database on a Postgres server.
fn create(server: &str, name: &str) -> String {
    let name = format!("skillgraph_bench_{}_{name}", process::id());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let connection = sea_orm::Database::connect(server).await.unwrap();
        connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        connection.close().await.unwrap();
    });
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
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

/// Waits until a server says that it is ready, and has answered so.
fn wait_until_ready(child: &mut Child) -> Option<f64> {
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let ready = lines.find_map(|line| {
        let (_, rest) = line.split_once("ready: GraphQL at http://")?;
        Some(rest.split_once('/')?.0.to_owned())
    });
    let address = ready.expect("the server did not start");
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    peak(child)
}

/// The most memory that a process has had so far, in MiB, where the system tells (Linux).
fn peak(child: &Child) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1_024.0)
}
