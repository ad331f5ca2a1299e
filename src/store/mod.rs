//! Where the graph is kept: the only room that runs SQL.
//!
//! The database is the truth; the store holds the current graph beside it as one immutable value. Reading is taking a
//! reference to that value. Writing is one function, [`Store::commit`]: check against the graph, write in one
//! transaction, publish the next graph. The store does not know what the graph is asked, nor who asks.

mod connect;
mod error;
mod history;
mod packed;
mod rows;

use std::{collections::VecDeque, sync::Arc};

use arc_swap::ArcSwap;
use entity::revision;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, SqlErr,
};
use time::OffsetDateTime;
use tokio::{
    sync::{Mutex, mpsc},
    task,
};
use tracing::{error, info};

pub use self::error::{CommitError, StoreError};
use self::packed::Moment;
use crate::graph::{Applied, Change, Graph, Loading};

/// A database with the graph that it holds. Clones share both.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    current: ArcSwap<Graph>,
    /// Held while a commit is under way, so that those of one process do not get into each other's way.
    turn: Mutex<()>,
    /// The old graphs that were asked for last, the latest first.
    old: Mutex<VecDeque<Arc<Graph>>>,
}

/// How many old graphs are kept at hand.
const OLD_GRAPHS: usize = 4;

/// How often a commit is tried again when another server was faster.
const ATTEMPTS: usize = 10;

/// What is to be committed.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Who.
    pub author: String,
    /// What and why.
    pub message: String,
    /// The source that says all this, if one does; it must be in the graph, or come with the changes.
    pub source: Option<i64>,
    /// The version of the source that says it.
    pub source_version: Option<String>,
    /// The changes; see [`Change`] for their order.
    pub changes: Vec<Change>,
}

/// What came of a commit.
#[derive(Clone, Debug)]
pub struct Committed {
    /// The graph as it is now.
    pub graph: Arc<Graph>,
    /// Whether the changes said anything new. If not, no revision was made.
    pub changed: bool,
}

impl Store {
    /// Opens the database at an address, brings its tables up to date and loads its graph.
    ///
    /// The address is `sqlite://FILE`, `sqlite::memory:` or `postgres://…`. A SQLite file is created if need be.
    ///
    /// # Errors
    ///
    /// When the address is no such one, when the database cannot be reached, is not ours, or is newer than we are.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let (readers, writer) = connect::open(url).await?;
        connect::migrate(&writer).await?;
        let graph = Arc::new(load(&readers, Moment::Now, false).await?.unwrap_or_default());
        Ok(Self(Arc::new(Inner {
            readers,
            writer,
            current: ArcSwap::new(graph),
            turn: Mutex::default(),
            old: Mutex::default(),
        })))
    }

    /// Whether there is a database at an address. A server is asked only when it is opened.
    pub fn exists(url: &str) -> bool {
        connect::exists(url)
    }

    /// Makes the indexes of the current graph, and of each that follows it, before anybody asks for them.
    pub async fn prepare(&self) {
        let graph = self.graph();
        if let Err(error) = task::spawn_blocking(move || graph.prepare()).await {
            error!(%error, "the indexes of the graph are left to the first question");
        }
    }

    /// The current graph. A request takes it once and reads only that.
    pub fn graph(&self) -> Arc<Graph> {
        self.0.current.load_full()
    }

    /// The graph as it was at a revision; none if there was no such revision.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub async fn graph_at(&self, revision: i64) -> Result<Option<Arc<Graph>>, StoreError> {
        let current = self.graph();
        if revision == current.revision().number {
            return Ok(Some(current));
        }
        if !(0..current.revision().number).contains(&revision) {
            return Ok(None);
        }
        // The lock is held while loading: whoever asks for the same revision meanwhile waits for it and finds it here.
        let mut old = self.0.old.lock().await;
        if let Some(place) = old.iter().position(|graph| graph.revision().number == revision) {
            let graph = old.remove(place).expect("a place that was just found");
            old.push_front(graph.clone());
            return Ok(Some(graph));
        }
        let graph = load(&self.0.readers, Moment::At(revision), current.is_prepared()).await?;
        let Some(graph) = graph.map(Arc::new) else { return Ok(None) };
        old.push_front(graph.clone());
        old.truncate(OLD_GRAPHS);
        Ok(Some(graph))
    }

    /// Commits changes: all of them or, if one is refused, none.
    ///
    /// Changes that say nothing new make no revision. When another server has committed in the meantime, the changes
    /// are checked again against its graph, so that none is lost. The work goes on if the caller stops waiting.
    ///
    /// # Errors
    ///
    /// [`CommitError::Refused`] when changes break rules; otherwise when the database fails. In both cases database and
    /// graph are as they were.
    pub async fn commit(&self, commit: Commit) -> Result<Committed, CommitError> {
        let store = self.clone();
        task::spawn(async move { store.commit_in_turn(commit).await }).await.map_err(CommitError::Interrupted)?
    }

    async fn commit_in_turn(&self, commit: Commit) -> Result<Committed, CommitError> {
        let _turn = self.0.turn.lock().await;
        let commit = Arc::new(commit);
        for _ in 0..ATTEMPTS {
            let applied = self.try_on(commit.clone()).await?;
            let Some(applied) = applied else { return Ok(Committed { graph: self.graph(), changed: false }) };
            if self.write(&applied).await? {
                let graph = Arc::new(applied.graph);
                self.publish(&graph);
                let (opened, closed) = (applied.opened.len(), applied.closed.len());
                let revision::Model { number, author, message: what, .. } = graph.revision();
                info!(revision = number, author, what, opened, closed, "committed");
                return Ok(Committed { graph, changed: true });
            }
            self.refresh().await?;
        }
        Err(CommitError::Contended(ATTEMPTS))
    }

    /// Applies the changes to the current graph, off the async threads: an import is a second of work.
    async fn try_on(&self, commit: Arc<Commit>) -> Result<Option<Applied>, CommitError> {
        let base = self.graph();
        let revision = revision::Model {
            number: base.revision().number + 1,
            at: now(),
            author: commit.author.clone(),
            message: commit.message.clone(),
            source: commit.source,
            source_version: commit.source_version.clone(),
        };
        let tried = task::spawn_blocking(move || base.apply(&commit.changes, revision));
        let applied = tried.await.map_err(CommitError::Interrupted)?.map_err(CommitError::Refused)?;
        Ok(Some(applied).filter(|applied| !applied.is_empty()))
    }

    /// Writes a new revision in one transaction. Answers `false`, with nothing written, if another server was faster.
    async fn write(&self, applied: &Applied) -> Result<bool, StoreError> {
        let transaction = connect::begin_writing(&self.0.writer).await?;
        let revision = applied.graph.revision().clone();
        if latest_revision(&transaction).await?.map_or(0, |latest| latest.number) != revision.number - 1 {
            return Ok(false);
        }
        match write_revision(&transaction, revision, applied).await {
            Ok(()) => {}
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                // Postgres lets two transactions get this far with the same number; the key decides.
                drop(transaction);
                let latest = latest_revision(&self.0.writer).await?.map_or(0, |latest| latest.number);
                if latest < applied.graph.revision().number {
                    return Err(error.into());
                }
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Looks whether another server has committed, and takes over its graph if so.
    ///
    /// # Errors
    ///
    /// When the database cannot be read; the graph stays as it is.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let latest = latest_revision(&self.0.readers).await?.map_or(0, |latest| latest.number);
        if latest <= self.graph().revision().number {
            return Ok(());
        }
        if let Some(graph) = load(&self.0.readers, Moment::Now, self.graph().is_prepared()).await? {
            self.publish(&Arc::new(graph));
        }
        Ok(())
    }

    /// Makes a graph the current one, unless a later one is that already.
    fn publish(&self, graph: &Arc<Graph>) {
        self.0.current.rcu(|current| match current.revision().number < graph.revision().number {
            true => graph.clone(),
            false => current.clone(),
        });
    }

    /// Whether the database answers and has the tables that this program expects.
    ///
    /// # Errors
    ///
    /// Says what is wrong.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.0.readers.execute_unprepared("SELECT number FROM revision WHERE number = 0").await?;
        Ok(())
    }

    /// Closes the connections, once what is under way has ended.
    pub async fn close(&self) {
        let _turn = self.0.turn.lock().await;
        for connection in [&self.0.readers, &self.0.writer] {
            if let Err(error) = connection.clone().close().await {
                error!(%error, "could not close the database");
            }
        }
    }
}

/// Applies the migrations to the database at an address and lets go of it.
///
/// # Errors
///
/// As [`Store::open`].
pub async fn migrate(url: &str) -> Result<(), StoreError> {
    let (readers, writer) = connect::open(url).await?;
    connect::migrate(&writer).await?;
    readers.close().await?;
    writer.close().await?;
    Ok(())
}

/// Loads a graph in one transaction, so that all its rows are of one moment. None if there is no such revision. With
/// `prepared` its indexes are made as well, here where nobody waits for an answer.
async fn load(db: &DatabaseConnection, moment: Moment, prepared: bool) -> Result<Option<Graph>, StoreError> {
    let transaction = connect::begin_reading(db).await?;
    let revision = match moment {
        Moment::Now => latest_revision(&transaction).await?,
        Moment::At(0) => return Ok(Some(Graph::default())),
        Moment::At(number) => revision::Entity::find_by_id(number).one(&transaction).await?,
    };
    let Some(revision) = revision else { return Ok(None) };
    let imports = imports_until(&transaction, revision.number).await?;
    // The next table is read while the one before becomes part of the graph.
    let (send, mut facts) = mpsc::channel(1);
    let loading = task::spawn_blocking(move || {
        let mut loading = Loading::new(revision, imports);
        while let Some(rows) = facts.blocking_recv() {
            loading.take(rows);
        }
        let (graph, rejections) = loading.finish();
        if prepared {
            graph.prepare();
        }
        (graph, rejections)
    });
    let read = rows::read(&transaction, moment, &send).await;
    drop(send);
    let loaded = loading.await.map_err(|error| StoreError::Broken(error.to_string()));
    read?;
    transaction.commit().await?;
    let (graph, rejections) = loaded?;
    for rejection in rejections {
        error!(%rejection, "a row breaks the rules of the graph and is not served");
    }
    Ok(Some(graph))
}

/// The revisions that brought the data of a source.
async fn imports_until(db: &impl ConnectionTrait, number: i64) -> Result<Vec<revision::Model>, sea_orm::DbErr> {
    let imports = revision::Entity::find().filter(revision::Column::Source.is_not_null());
    imports.filter(revision::Column::Number.lte(number)).all(db).await
}

async fn latest_revision(db: &impl ConnectionTrait) -> Result<Option<revision::Model>, sea_orm::DbErr> {
    revision::Entity::find().order_by_desc(revision::Column::Number).one(db).await
}

async fn write_revision(
    transaction: &DatabaseTransaction,
    revision: revision::Model,
    applied: &Applied,
) -> Result<(), sea_orm::DbErr> {
    let number = revision.number;
    revision::Entity::insert(revision.into_active_model()).exec_without_returning(transaction).await?;
    rows::close(transaction, &applied.closed, number).await?;
    rows::open(transaction, &applied.opened).await
}

/// To the millisecond, which every database keeps.
fn now() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    now.replace_millisecond(now.millisecond()).expect("its own milliseconds are valid")
}
