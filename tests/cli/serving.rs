//! `skillgraph serve`, and `skillgraph` alone.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{Desk, Ended, SMALL};

/// A server that runs as a process.
struct Server {
    child: Child,
    address: String,
    log: Receiver<String>,
}

impl Server {
    /// Starts a server and waits until it says that it is ready.
    fn start(desk: &Desk, arguments: &[&str]) -> Self {
        let mut command = desk.command(arguments);
        command.env("SKILLGRAPH_LISTEN", "127.0.0.1:0").stderr(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (send, log) = channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| send.send(line)));
        let mut server = Self { child, address: String::new(), log };
        let line = server.wait_for("ready: GraphQL at http://");
        server.address = line.split_once("http://").unwrap().1.split_once("/graphql").unwrap().0.to_owned();
        server
    }

    fn wait_for(&self, words: &str) -> String {
        let mut seen = String::new();
        loop {
            match self.log.recv_timeout(Duration::from_secs(60)) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => seen += &format!("{line}\n"),
                Err(error) => panic!("`{words}` did not come: {error}\n{seen}"),
            }
        }
    }

    fn ask(&self, query: &str) -> Value {
        let body = json!({ "query": query }).to_string();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
            Connection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{answer}");
        let mut answer: Value = serde_json::from_str(body).unwrap();
        answer.as_object_mut().unwrap().remove("extensions").unwrap();
        answer
    }

    /// Sends a signal and waits for the end: its exit status and what it said last.
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
        let limit = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                let mut out = String::new();
                self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
                assert_eq!(out, "", "a server has nothing to say on standard output");
                return (status.code(), self.log.iter().collect::<Vec<_>>().join("\n"));
            }
            assert!(Instant::now() < limit, "the server does not stop");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const SUMMARY: &str = r#"{ graph { revision } role(by: {slug: "backend-developer"}) { prefLabel } }"#;

#[test]
fn the_program_alone_fills_an_empty_database_with_the_built_in_graph_and_serves_it() {
    let desk = Desk::new();
    let answer = json!({ "data": { "graph": { "revision": 1 }, "role": { "prefLabel": "Backend developer" } } });
    for (signal, arguments) in [("-TERM", &[][..]), ("-INT", &["serve", "--listen", "127.0.0.1:0"])] {
        let server = Server::start(&desk, arguments);
        assert_eq!(server.ask(SUMMARY), answer);
        let (code, log) = server.end(signal);
        assert_eq!(code, Some(0), "{log}");
        assert!(log.contains("stopped"), "{log}");
    }
    assert!(desk.path("skillgraph.db").exists());
}

#[test]
fn a_database_that_holds_a_graph_is_served_as_it_is_and_follows_what_others_commit() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    desk.write("more.jsonl", &SMALL.replace("\"Git\"", "\"Git 2\""));
    desk.run(&["import", "jsonl", "small.jsonl"]).done();
    let server = Server::start(&desk, &["serve", "--refresh-interval", "50"]);
    let query = r#"{ graph { revision } tool(by: {slug: "git"}) { prefLabel } }"#;
    let answer = |revision: i32, name: &str| {
        let (graph, tool) = (json!({ "revision": revision }), json!({ "prefLabel": name }));
        json!({ "data": { "graph": graph, "tool": tool } })
    };
    assert_eq!(server.ask(query), answer(1, "Git"));
    desk.run(&["import", "jsonl", "more.jsonl"]).done();
    let limit = Instant::now() + Duration::from_secs(20);
    while server.ask(query) != answer(2, "Git 2") {
        assert!(Instant::now() < limit, "the commit does not show");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(server.end("-TERM").0, Some(0));
}

#[test]
fn the_log_is_json_lines_when_asked() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    desk.run(&["import", "jsonl", "small.jsonl"]).done();
    let server = Server::start(&desk, &["serve", "--log-format", "json", "--log-requests", "all"]);
    server.ask(SUMMARY);
    let line: Value = serde_json::from_str(&server.wait_for("answered")).unwrap();
    assert_eq!((&line["level"], &line["status"]), (&json!("INFO"), &json!(200)), "{line}");
    let (code, log) = server.end("-TERM");
    assert_eq!(code, Some(0));
    for line in log.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}

#[test]
fn a_line_of_the_json_log_has_each_key_once() {
    let desk = Desk::new();
    desk.write("small.jsonl", SMALL);
    let ended = desk.run(&["import", "jsonl", "small.jsonl", "--message", "As said", "--log-format", "json"]).done();
    let line = ended.err.lines().find(|line| line.contains("committed")).unwrap();
    assert_eq!(line.matches(r#""message":"#).count(), 1, "{line}");
    assert!(line.contains("As said"), "{line}");
}

#[test]
fn a_port_that_is_taken_is_named_and_no_database_is_made() {
    let desk = Desk::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    desk.run(&["serve", "--listen", &address]).refused(&[&address, "--listen"]);
    let mut alone = desk.command(&[]);
    Ended::of(alone.env("SKILLGRAPH_LISTEN", &address)).refused(&[&address, "--listen"]);
    assert!(!desk.path("skillgraph.db").exists());
}
