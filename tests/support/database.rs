//! A fresh database for each test: a SQLite file, or a database on the Postgres server that is named.

use std::{
    env, fs,
    path::PathBuf,
    process,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, SystemTime},
};

use sea_orm::{ConnectionTrait, Database as Connection};
use skillgraph::{
    graph::source_id,
    import::{Extent, core, plan},
    store::{Commit, Store},
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// A database that goes when the test ends. Databases on a Postgres server stay until the server goes.
pub(crate) struct Database {
    url: String,
    _folder: Option<TempDir>,
}

static COUNTER: AtomicUsize = AtomicUsize::new(0);
static CORE_FILE: OnceCell<PathBuf> = OnceCell::const_new();
static CORE_DATABASE: OnceCell<String> = OnceCell::const_new();

/// The Postgres server to test on, if one is named.
pub(crate) fn postgres() -> Option<String> {
    env::var("SKILLGRAPH_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

impl Database {
    /// An empty database.
    pub(crate) async fn empty() -> Self {
        match postgres() {
            Some(server) => create(&server, None).await,
            None => Self::in_file(),
        }
    }

    /// An empty SQLite database, whatever the others are on.
    pub(crate) fn in_file() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self { url, _folder: Some(folder) }
    }

    /// A database with the built-in graph. It is loaded once and then copied.
    pub(crate) async fn core() -> Self {
        match postgres() {
            Some(server) => {
                let load = || async {
                    let database = create(&server, None).await;
                    load_core(&database.url).await;
                    database.url.rsplit_once('/').unwrap().1.to_owned()
                };
                create(&server, Some(CORE_DATABASE.get_or_init(load).await)).await
            }
            None => {
                let load = || async {
                    let path = swept_folder().join(format!("core-{}.db", process::id()));
                    load_core(&format!("sqlite://{}", path.display())).await;
                    path
                };
                let database = Self::in_file();
                fs::copy(CORE_FILE.get_or_init(load).await, database.path()).unwrap();
                database
            }
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Where the file of a SQLite database is.
    pub(crate) fn path(&self) -> PathBuf {
        self.url.strip_prefix("sqlite://").unwrap().into()
    }
}

/// The folder that cargo keeps for the temporary files of tests, without what runs of long ago left there.
fn swept_folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let an_hour_ago = SystemTime::now() - Duration::from_secs(3_600);
    for entry in fs::read_dir(&folder).unwrap().flatten() {
        if entry.metadata().and_then(|entry| entry.modified()).is_ok_and(|modified| modified < an_hour_ago) {
            let _ = fs::remove_file(entry.path());
        }
    }
    folder
}

async fn create(server: &str, template: Option<&str>) -> Database {
    let name = format!("skillgraph_test_{}_{}", process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    let connection = Connection::connect(server).await.unwrap();
    let template = template.map(|template| format!(" TEMPLATE {template}")).unwrap_or_default();
    connection.execute_unprepared(&format!("CREATE DATABASE {name}{template}")).await.unwrap();
    connection.close().await.unwrap();
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    Database { url, _folder: None }
}

async fn load_core(url: &str) {
    let store = Store::open(url).await.unwrap();
    let plan = plan(&store.graph(), core::embedded().unwrap(), Extent::Whole, Some(&core::origin())).unwrap();
    let (author, message) = ("skillgraph".to_owned(), "Load the built-in graph".to_owned());
    let origin = core::origin();
    let (source, source_version) = (Some(source_id(&origin.source)), origin.version);
    store.commit(Commit { author, message, source, source_version, changes: plan.changes }).await.unwrap();
    store.close().await;
}
