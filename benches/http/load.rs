//! Load generators, which are other people's programs.

use std::{fmt, fs, process::Command};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::server::Running;

/// How many seconds each figure is taken for.
const SECONDS: u32 = 3;
const CONNECTIONS: u32 = 16;

/// A request by POST.
#[derive(Clone)]
pub(super) struct Wanted {
    path: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Wanted {
    pub(super) fn query(query: &str) -> Self {
        Self::with_variables(query, &Value::Null)
    }

    pub(super) fn with_variables(query: &str, variables: &Value) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        let body = match variables {
            Value::Null => json!({ "query": query }),
            variables => json!({ "query": query, "variables": variables }),
        };
        Self { path: "/graphql", headers, body: body.to_string() }
    }

    pub(super) fn at(&self, path: &'static str) -> Self {
        Self { path, ..self.clone() }
    }

    pub(super) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(super) fn if_none_match(self, etag: String) -> Self {
        self.with_header("if-none-match", &etag)
    }

    /// As it goes over the wire.
    pub(super) fn over_http(&self, address: &str) -> String {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (path, body, length) = (self.path, &self.body, self.body.len());
        format!("POST {path} HTTP/1.1\r\nhost: {address}\r\n{headers}content-length: {length}\r\n\r\n{body}")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generator {
    Oha,
    Wrk,
}

impl fmt::Display for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.program())
    }
}

impl Generator {
    /// Those that are installed, if there are any.
    pub(super) fn installed() -> Option<Vec<Self>> {
        let is_there = |generator: &Self| Command::new(generator.program()).arg("--version").output().is_ok();
        let found: Vec<_> = [Self::Oha, Self::Wrk].into_iter().filter(is_there).collect();
        (!found.is_empty()).then_some(found)
    }

    const fn program(self) -> &'static str {
        match self {
            Self::Oha => "oha",
            Self::Wrk => "wrk",
        }
    }

    /// How many answers a second come to a request.
    pub(super) fn rate(self, wanted: &Wanted, server: &Running) -> f64 {
        self.rate_for(wanted, server, SECONDS)
    }

    /// The same, over so many seconds. All of them must have come, and with a status that is no error.
    pub(super) fn rate_for(self, wanted: &Wanted, server: &Running, seconds: u32) -> f64 {
        let address = format!("http://{}{}", server.address, wanted.path);
        match self {
            Self::Oha => oha(wanted, &address, seconds),
            Self::Wrk => wrk(wanted, &address, seconds),
        }
    }
}

fn oha(wanted: &Wanted, address: &str, seconds: u32) -> f64 {
    let mut command = Command::new("oha");
    command.args(["--no-tui", "--disable-compression", "--output-format", "json", "-m", "POST"]);
    command.args(["-z", &format!("{seconds}s"), "-c", &CONNECTIONS.to_string(), "-d", &wanted.body]);
    for (name, value) in &wanted.headers {
        command.args(["-H", &format!("{name}: {value}")]);
    }
    let output = command.arg(address).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    let statuses = report["statusCodeDistribution"].as_object().unwrap();
    assert!(statuses.keys().all(|status| status == "200" || status == "304"), "{statuses:?}");
    report["summary"]["requestsPerSec"].as_f64().unwrap()
}

fn wrk(wanted: &Wanted, address: &str, seconds: u32) -> f64 {
    let desk = TempDir::new().unwrap();
    let script = desk.path().join("request.lua");
    let text = |text: &str| serde_json::to_string(text).unwrap();
    let headers: String =
        wanted.headers.iter().map(|(name, value)| format!("wrk.headers[{}] = {}\n", text(name), text(value))).collect();
    fs::write(&script, format!("wrk.method = \"POST\"\nwrk.body = {}\n{headers}", text(&wanted.body))).unwrap();
    let mut command = Command::new("wrk");
    command.args([
        "-t1",
        &format!("-c{CONNECTIONS}"),
        &format!("-d{seconds}s"),
        "-s",
        script.to_str().unwrap(),
        address,
    ]);
    let report = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(!report.contains("Non-2xx") && !report.contains("Socket errors"), "{report}");
    let rate = report.lines().find_map(|line| line.strip_prefix("Requests/sec:")).unwrap_or_else(|| panic!("{report}"));
    rate.trim().parse().unwrap()
}
