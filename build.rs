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
    process::{Child, Command, Stdio},
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
    let (stamp, inputs) = (out.join("graphiql.stamp"), hash(INPUTS).map_err(told)?);
    if fs::read_to_string(&stamp).is_ok_and(|built| built == inputs) && target.join("index.html").is_file() {
        return Ok(());
    }
    let copy = out.join("graphiql-build");
    let result = build(&copy).and_then(|()| take(&copy.join("dist"), &target).map_err(told));
    // The packages take 250 MB, and are not wanted again before something changes.
    let _ = fs::remove_dir_all(&copy);
    result?;
    fs::write(stamp, inputs).map_err(told)
}

/// Builds the page from a copy.
fn build(copy: &Path) -> Result<(), String> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if !Command::new(npm)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
    {
        return Err("there is no npm; install Node 20.19 or later, then touch build.rs".to_owned());
    }
    empty(copy).map_err(|error| error.to_string())?;
    for input in INPUTS {
        copy_all(&Path::new("web").join(input), &copy.join(input)).map_err(|error| format!("web/{input}: {error}"))?;
    }
    let until = Instant::now() + PATIENCE;
    let mut install = vec!["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--fetch-retries=1"];
    if env::var("CARGO_NET_OFFLINE").is_ok_and(|offline| offline == "true") {
        install.push("--offline");
    }
    for arguments in [&install[..], &["run", "build"]] {
        let log = copy.join("log");
        let file = fs::File::create(&log).map_err(|error| error.to_string())?;
        let child = Command::new(npm)
            .args(arguments)
            .current_dir(copy)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(file)
            .spawn();
        if !child.and_then(|child| succeeds(child, until)).unwrap_or(false) {
            let said = fs::read_to_string(&log).unwrap_or_default();
            let said = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it took too long").to_owned();
            return Err(format!(
                "`npm {}` failed ({said}); run `npm ci && npm run build` in web/",
                arguments.join(" ")
            ));
        }
    }
    Ok(())
}

fn succeeds(mut child: Child, until: Instant) -> io::Result<bool> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if Instant::now() > until {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(100));
    }
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
