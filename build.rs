//! Builds again when a file of the built-in graph comes, goes or changes: the program carries them inside.
//!
//! It carries GraphiQL inside too, if the feature `graphiql` is on and the page is found or can be built:
//!
//! 1. in the directory that `SKILLGRAPH_GRAPHIQL` names (`none`: leave it out);
//! 2. in `web/dist`, where `npm ci && npm run build` in `web/` has put it;
//! 3. built from a copy of `web/` in `OUT_DIR`, if there is npm. That takes half a minute, beside the first build of
//!    the dependencies, and is done again only when the lock file or a source of the page changes.
//!
//! Without it the server has the explorer, which is part of the program. Nothing here writes into the source tree, and
//! nothing makes the build fail.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What the page is made of, below `web/`.
const INPUTS: &[&str] =
    &[".npmrc", "compress.js", "index.html", "package-lock.json", "package.json", "src", "vite.config.js"];
/// No network can look like one that is very slow.
const PATIENCE: Duration = Duration::from_secs(300);

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data/core");
    if env::var_os("CARGO_FEATURE_GRAPHIQL").is_some() {
        let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
        if let Err(problem) = graphiql(&out) {
            println!("cargo::warning=without GraphiQL, with the explorer in its place: {problem}");
            // The program embeds whatever is there.
            let _ = empty(&out.join("graphiql"));
        }
    }
}

/// Leaves the page in `OUT_DIR/graphiql`.
fn graphiql(out: &Path) -> Result<(), String> {
    println!("cargo::rerun-if-env-changed=SKILLGRAPH_GRAPHIQL");
    let target = out.join("graphiql");
    let told = |error: io::Error| format!("{error}");
    match env::var("SKILLGRAPH_GRAPHIQL") {
        Ok(word) if word == "none" => return empty(&target).map_err(told),
        Ok(directory) if !directory.is_empty() => {
            println!("cargo::rerun-if-changed={directory}");
            return take(Path::new(&directory), &target)
                .map_err(|error| format!("SKILLGRAPH_GRAPHIQL is {directory:?}, which is no built page: {error}"));
        }
        _ => {}
    }
    // `npm run build` touches it, so that a page built there is found even where there was none before.
    println!("cargo::rerun-if-changed=web/package-lock.json");
    let built = Path::new("web/dist");
    if built.join("index.html").is_file() {
        println!("cargo::rerun-if-changed=web/dist/index.html");
        return take(built, &target).map_err(|error| format!("web/dist: {error}; run `npm run build` in web/"));
    }
    for input in INPUTS {
        println!("cargo::rerun-if-changed=web/{input}");
    }
    // What was built is kept under a hash of what it was built from, and serves all profiles.
    let name = format!("graphiql-{}", hash(INPUTS).map_err(told)?);
    if let Some(built) = beside(out, &name) {
        return take(&built, &target).map_err(told);
    }
    let (built, copy) = (out.join(name), out.join("graphiql-build"));
    let result = build(&copy).and_then(|()| fs::rename(copy.join("dist"), &built).map_err(told));
    // The packages take 250 MB, and are not wanted again before something changes.
    let _ = fs::remove_dir_all(&copy);
    result?;
    take(&built, &target).map_err(told)
}

/// What another profile has built, if the folders are laid out as cargo does today.
fn beside(out: &Path, name: &str) -> Option<PathBuf> {
    let inside = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let profiles = inside(out.ancestors().nth(4)?).map(|profile| profile.join("build"));
    let mut others =
        profiles.flat_map(|build| inside(&build).collect::<Vec<_>>()).map(|package| package.join("out").join(name));
    others.find(|built| built.join("index.html").is_file())
}

/// Builds the page from a copy.
fn build(copy: &Path) -> Result<(), String> {
    let mut version = npm(copy.parent().unwrap_or(copy));
    if !version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success()) {
        return Err("there is no npm; install Node 20.19 or later, then touch build.rs".to_owned());
    }
    empty(copy).map_err(|error| error.to_string())?;
    for input in INPUTS {
        copy_all(&Path::new("web").join(input), &copy.join(input)).map_err(|error| format!("web/{input}: {error}"))?;
    }
    let mut install = npm(copy);
    install.args(["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--fetch-retries=1"]);
    if env::var("CARGO_NET_OFFLINE").is_ok_and(|offline| offline == "true") {
        install.arg("--offline");
    }
    let mut build = npm(copy);
    build.args(["run", "build"]);
    let until = Instant::now() + PATIENCE;
    for (name, command) in [("ci", install), ("run build", build)] {
        run(command, &copy.join("log"), until)
            .map_err(|why| format!("`npm {name}` failed ({why}); run `npm ci && npm run build` in web/"))?;
    }
    Ok(())
}

fn npm(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Runs a program to its end; if it fails, says why.
fn run(mut command: Command, log: &Path, until: Instant) -> Result<(), String> {
    let told = |error: io::Error| error.to_string();
    let file = fs::File::create(log).map_err(told)?;
    command.stdout(file.try_clone().map_err(told)?).stderr(file);
    match command.spawn().and_then(|child| ends(child, until)).map_err(told)? {
        Some(status) if status.success() => Ok(()),
        Some(_) => Err(first_error(&fs::read_to_string(log).unwrap_or_default())),
        None => Err(format!("it took longer than {} s", PATIENCE.as_secs())),
    }
}

/// How a program ends, if it does so in time.
fn ends(mut child: Child, until: Instant) -> io::Result<Option<ExitStatus>> {
    while Instant::now() < until {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(100));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn first_error(log: &str) -> String {
    let told = |line: &&str| line.to_lowercase().contains("error");
    let line = log.lines().find(told).or_else(|| log.lines().find(|line| !line.trim().is_empty()));
    line.unwrap_or("it does not say why").trim().to_owned()
}

/// Takes over a built page. Of what is there in compressed form too, only that: the program can expand it.
fn take(from: &Path, to: &Path) -> io::Result<()> {
    empty(to)?;
    fs::copy(from.join("index.html"), to.join("index.html"))?;
    fs::create_dir(to.join("assets"))?;
    for entry in fs::read_dir(from.join("assets"))? {
        let path = entry?.path();
        let (Some(name), true) = (path.file_name(), path.is_file()) else { continue };
        let gzipped = path.with_file_name(format!("{}.gz", name.to_string_lossy()));
        if !gzipped.is_file() {
            fs::copy(&path, to.join("assets").join(name))?;
        }
    }
    Ok(())
}

fn empty(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::create_dir_all(directory),
    }
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy_all(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// What files hold, in short.
fn hash(inputs: &[&str]) -> io::Result<String> {
    fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
        path.hash(hasher);
        if !path.is_dir() {
            fs::read(path)?.hash(hasher);
            return Ok(());
        }
        let mut inside = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        inside.sort();
        inside.iter().try_for_each(|path| add(path, hasher))
    }
    let mut hasher = DefaultHasher::new();
    inputs.iter().try_for_each(|input| add(&Path::new("web").join(input), &mut hasher))?;
    Ok(format!("{:016x}", hasher.finish()))
}
