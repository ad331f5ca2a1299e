//! The process that is measured.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use super::load::Wanted;

pub(super) const ONE_ROLE: &str = r#"{ role(by: {slug: "backend-developer"}) { id slug prefLabel requirements(first: 20) {
    edges { strength importance node { id slug prefLabel } } } } }"#;
/// 1,400 fields or so. The built-in roles come last, so that of ESCO's there are as many as possible.
pub(super) const NESTED: &str = r#"{ roles(first: 12) { nodes { id slug prefLabel requirements(first: 22) {
    edges { strength importance node { id slug prefLabel } } } } } }"#;
/// Some 20,000 objects: near the heaviest that is allowed.
pub(super) const HEAVY: &str = "{ roles(first: 100) { nodes { requirements(first: 100) { nodes { slug
    requiredBy(first: 3) { nodes { slug prefLabel } } } } } } }";
/// What the server says when it listens, before its address.
pub(super) const READY: &str = "listening on ";

/// A server in a process of its own, which ends with this.
pub(super) struct Running {
    child: Child,
    pub(super) address: String,
    _desk: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Makes a database and starts a server on it.
    pub(super) fn start() -> Self {
        let desk = TempDir::new().unwrap();
        let database = format!("sqlite://{}", desk.path().join("bench.db").display());
        import(&["core"], &database);
        let esco = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/esco-1.1.1");
        match esco.is_dir() {
            true => import(&["esco", esco.to_str().unwrap()], &database),
            false => println!("ESCO 1.1.1 is not at hand: this is the built-in graph alone"),
        }
        let program = std::env::current_exe().unwrap();
        let mut command = Command::new(program);
        let mut child = command.args(["--bench", "serve", &database]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix(READY).map(ToOwned::to_owned)).unwrap();
        Self { child, address, _desk: desk }
    }

    /// What the server has in memory, in MiB, where the system tells (Linux).
    pub(super) fn resident(&self) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1_024.0)
    }

    /// The tag of the answer to a request.
    pub(super) fn etag(&self, wanted: &Wanted) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut request = wanted.at("/kept/graphql").with_header("connection", "close").over_http(&self.address);
        stream.write_all(request.as_bytes()).unwrap();
        request.clear();
        stream.read_to_string(&mut request).unwrap();
        request.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned()
    }
}

fn import(what: &[&str], database: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skillgraph"));
    let output = command.arg("import").args(what).args(["--database-url", database]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
