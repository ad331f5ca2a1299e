//! Reaching the database: addresses, pools, whose database it is, and its migrations.

use std::{path::Path, time::Duration};

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use url::Url;

use super::StoreError;

/// Postgres refuses rather than wait for ever.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(600);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Any number will do, as long as it is always the same.
const MIGRATION_LOCK: i64 = 0x736b_696c_6c67;

/// Opens the database: connections to read with, and the one to write with.
pub(super) async fn open(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    let (readers, writer) = match url.split_once(':') {
        Some(("sqlite", rest)) => open_sqlite(url, rest).await?,
        Some(("postgres" | "postgresql", _)) => open_postgres(url).await?,
        _ => return Err(StoreError::BadUrl(without_password(url))),
    };
    refuse_foreign(url, &writer).await?;
    Ok((readers, writer))
}

/// Whether there is a database at an address, as far as a look at the file system tells.
pub(super) fn exists(url: &str) -> bool {
    match url.split_once(':') {
        Some(("sqlite", file)) => {
            let file = file.trim_start_matches("//");
            !file.starts_with(":memory:") && Path::new(file.split('?').next().unwrap_or(file)).exists()
        }
        _ => true,
    }
}

async fn open_sqlite(url: &str, rest: &str) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    // A database in memory lives as long as its one connection.
    if rest.starts_with(":memory:") {
        let only = connect(url, sqlite_options(url, false).max_connections(1).to_owned()).await?;
        return Ok((only.clone(), only));
    }
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let readers = u32::try_from(cores).unwrap_or(2).max(2);
    let writer = connect(url, sqlite_options(url, false).max_connections(1).to_owned()).await?;
    let readers = connect(url, sqlite_options(url, true).max_connections(readers).to_owned()).await?;
    Ok((readers, writer))
}

fn sqlite_options(url: &str, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).test_before_acquire(false).min_connections(1).map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("temp_store", "memory")
            .pragma("mmap_size", "268435456")
            .pragma("cache_size", "-16000")
            .statement_cache_capacity(256);
        match read_only {
            true => sqlite.read_only(true),
            // Durable before it is visible: with WAL, FULL syncs once a commit.
            false => sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .optimize_on_close(true, None),
        }
    });
    options
}

async fn open_postgres(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    let options = |connections| {
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .max_connections(connections)
            .connect_timeout(CONNECT_TIMEOUT)
            .acquire_timeout(CONNECT_TIMEOUT)
            .statement_timeout(STATEMENT_TIMEOUT)
            // A connection lives on the runtime that has opened it, which can end before the pool does.
            .test_before_acquire(true)
            .set_application_name("skillgraph");
        options
    };
    Ok((connect(url, options(4)).await?, connect(url, options(1)).await?))
}

async fn connect(url: &str, options: ConnectOptions) -> Result<DatabaseConnection, StoreError> {
    Database::connect(options).await.map_err(|error| cannot_open(url, &error))
}

fn cannot_open(url: &str, error: &DbErr) -> StoreError {
    let reason = error.to_string();
    match reason.contains("file is not a database") {
        true => StoreError::NotADatabase(without_password(url)),
        false => StoreError::CannotOpen { url: without_password(url), reason },
    }
}

/// Whether the database is empty or ours, and no newer than this program.
async fn refuse_foreign(url: &str, db: &DatabaseConnection) -> Result<(), StoreError> {
    let tables = match db.get_database_backend() {
        DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        _ => {
            "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = current_schema()"
        }
    };
    let tables = strings(db, tables).await.map_err(|error| cannot_open(url, &error))?;
    if !tables.iter().any(|table| table == "seaql_migrations") {
        return match tables.into_iter().next() {
            None => Ok(()),
            Some(table) => Err(StoreError::Foreign { url: without_password(url), table }),
        };
    }
    let known: Vec<_> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let applied = strings(db, "SELECT version AS name FROM seaql_migrations ORDER BY version").await?;
    match applied.into_iter().find(|version| !known.contains(version)) {
        Some(version) if version.starts_with('m') && version > *known.last().unwrap_or(&version) => {
            Err(StoreError::Newer(version))
        }
        Some(_) => Err(StoreError::Foreign { url: without_password(url), table: "seaql_migrations".to_owned() }),
        None => Ok(()),
    }
}

async fn strings(db: &DatabaseConnection, sql: &str) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| row.try_get("", "name")).collect()
}

/// Brings the tables up to date, one server at a time.
pub(super) async fn migrate(db: &DatabaseConnection) -> Result<(), StoreError> {
    let transaction = begin_writing(db).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    }
    Migrator::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(())
}

/// A transaction that will write: SQLite takes its lock at once, rather than fail half-way.
pub(super) async fn begin_writing(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let sqlite_transaction_mode =
        (db.get_database_backend() == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
    db.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() }).await
}

/// A transaction in which all that is read is of one moment.
pub(super) async fn begin_reading(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    match db.get_database_backend() {
        DbBackend::Postgres => {
            db.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await
        }
        _ => db.begin().await,
    }
}

/// The address as it may be shown.
fn without_password(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return url.to_owned() };
    match parsed.password().is_some() && parsed.set_password(Some("***")).is_ok() {
        true => parsed.into(),
        false => url.to_owned(),
    }
}
