//! The command line: flags with an environment variable each, one file a command.
//!
//! Exit status: 0 done, 1 refused or failed, 2 wrong usage. Answers go to standard output, everything else to standard
//! error.

mod check;
mod committing;
mod export;
mod import;
mod matching;
mod pages;
mod restore;
mod schema;
mod serve;
#[cfg(feature = "otel")]
mod telemetry;

use std::{fmt::Display, io::IsTerminal, process::ExitCode};

use clap::{Args, Parser, ValueEnum};
use tracing_subscriber::EnvFilter;

use self::committing::Committing;

/// A GraphQL server for skills graphs.
///
/// Without a command it serves, as `skillgraph serve` does without options. The first start creates the database and
/// fills it with the built-in graph.
#[derive(Debug, Parser)]
#[command(name = "skillgraph", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    log: Log,
}

#[derive(Debug, Parser)]
enum Command {
    /// Serves the graph
    Serve(serve::Serve),
    /// Takes data into the graph, as one commit
    #[command(subcommand)]
    Import(import::Import),
    /// Joins what is the same in two sources that are in the graph, as one commit
    Match(matching::Match),
    /// Brings the graph of an older revision back, as a new commit
    Restore(restore::Restore),
    /// Writes the graph to a file
    #[command(subcommand)]
    Export(export::Export),
    /// Looks at data files without a database: says what is wrong, and where
    Check(check::Check),
    /// Prints the GraphQL schema (SDL)
    Schema,
    /// Brings the tables of the database up to date, and ends
    Migrate(Database),
}

/// Where the graph is kept.
#[derive(Debug, Args)]
struct Database {
    /// Database: sqlite://FILE (created if need be), or postgres://USER@HOST/DATABASE
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://skillgraph.db", hide_env_values = true)]
    database_url: String,
}

/// What is logged, and how.
#[derive(Debug, Args)]
struct Log {
    /// What to log: error, warn, info, debug, trace, or a filter such as `info,skillgraph::store=debug`
    #[arg(long = "log", global = true, env = "SKILLGRAPH_LOG", default_value = "info", value_name = "FILTER", value_parser = parse_filter)]
    filter: EnvFilter,

    /// How log lines look
    #[arg(long, global = true, env = "SKILLGRAPH_LOG_FORMAT", default_value = "text", value_enum)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFormat {
    /// For people at a terminal.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let Cli { command, log } = Cli::parse();
    let command = command.unwrap_or_else(|| Command::parse_from(["skillgraph", "serve"]));
    log.start();
    #[cfg(feature = "otel")]
    let _telemetry = match telemetry::Telemetry::start() {
        Ok(telemetry) => telemetry,
        Err(error) => {
            return fail(format_args!("cannot send spans: {error}; look at the variables OTEL_EXPORTER_OTLP_…"));
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(format_args!("cannot start: {error}")),
    };
    runtime.block_on(async {
        match command {
            Command::Serve(serve) => serve.run().await,
            Command::Import(import) => import.run().await,
            Command::Match(matching) => matching.run().await,
            Command::Restore(restore) => restore.run().await,
            Command::Export(export) => export.run().await,
            Command::Check(check) => check.run(),
            Command::Schema => schema::run(),
            Command::Migrate(database) => migrate(&database).await,
        }
    })
}

async fn migrate(database: &Database) -> ExitCode {
    match crate::store::migrate(&database.database_url).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(error),
    }
}

/// Ends with an error.
fn fail(error: impl Display) -> ExitCode {
    say(format_args!("error: {error}"));
    ExitCode::FAILURE
}

/// A line for the person who called. Where standard error is closed there is nobody to tell.
fn say(line: impl Display) {
    let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{line}\n"));
}

fn parse_filter(text: &str) -> Result<EnvFilter, String> {
    EnvFilter::try_new(text).map_err(|error| error.to_string())
}

/// So many problems, in words.
fn count_of_problems(count: usize) -> String {
    if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") }
}

impl Log {
    fn start(self) {
        let builder = tracing_subscriber::fmt()
            .with_env_filter(self.filter)
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(std::io::stderr);
        match self.log_format {
            LogFormat::Text => builder.with_target(false).init(),
            LogFormat::Json => builder.json().flatten_event(true).init(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
