//! `skillgraph serve`: opens the database, fills it if it is empty, answers until told to stop.

mod answers;
mod limits;
mod transport;

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use clap::{Args, builder::RangedI64ValueParser};
use tokio::{net::TcpListener, signal, time};
use tracing::{error, info};

use self::{
    answers::{AnswerFlags, OperatorFlags, RateFlags},
    limits::LimitFlags,
    transport::TransportFlags,
};
use super::{Database, fail, import, pages::Pages};
use crate::{
    http,
    import::{Extent, core},
    store::{Store, StoreError},
};

/// Serves the graph.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port to listen on
    #[arg(long, env = "SKILLGRAPH_LISTEN", default_value = "127.0.0.1:8000", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,

    /// How often to look whether another server has committed, in milliseconds
    #[arg(
        long,
        env = "SKILLGRAPH_REFRESH_INTERVAL",
        default_value_t = 1_000,
        value_name = "MILLISECONDS",
        value_parser = clap::value_parser!(u64).range(10..=3_600_000)
    )]
    refresh_interval: u64,

    #[command(flatten)]
    pages: Pages,

    #[command(flatten)]
    database: Database,

    #[command(flatten)]
    answers: AnswerFlags,

    #[command(flatten)]
    rate: RateFlags,

    #[command(flatten)]
    operation: OperatorFlags,

    #[command(flatten)]
    limits: LimitFlags,

    #[command(flatten)]
    transport: TransportFlags,
}

impl Serve {
    pub(super) async fn run(self) -> ExitCode {
        // The ports first: it is no use to create a database for a server that cannot listen.
        let listener = match listen(self.listen, "--listen").await {
            Ok(listener) => listener,
            Err(status) => return status,
        };
        let metrics_listener = match self.operation.metrics_listen {
            None => None,
            Some(address) => match listen(address, "--metrics-listen").await {
                Ok(listener) => Some(listener),
                Err(status) => return status,
            },
        };
        let store = match open(&self.database.database_url).await {
            Ok(store) => store,
            Err(error) => return fail(error),
        };
        store.prepare().await;
        let refresh = tokio::spawn(keep_up(store.clone(), Duration::from_millis(self.refresh_interval)));
        let served = self.answer(&store, listener, metrics_listener).await;
        refresh.abort();
        store.close().await;
        info!("stopped");
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(error),
        }
    }

    /// Answers until told to stop.
    async fn answer(
        &self,
        store: &Store,
        listener: TcpListener,
        metrics_listener: Option<TcpListener>,
    ) -> Result<(), Box<dyn std::error::Error>> {
        let server = http::Server::new(store.clone(), self.options())?;
        let address = listener.local_addr().unwrap_or(self.listen);
        // Before anybody is told that it is ready, so that whoever then stops it is heard.
        let stop = asked_to_stop();
        announce(store, address);
        let operators = metrics_listener.map(|listener| {
            let server = server.clone();
            // It has no end of its own, so that the last that is counted can be read too.
            tokio::spawn(async move { server.serve_operators(listener, std::future::pending()).await })
        });
        let served = server.serve(listener, server.router(), stop).await;
        if let Some(operators) = operators {
            operators.abort();
        }
        served.map_err(|error| format!("the server failed: {error}").into())
    }

    fn options(&self) -> http::Options {
        let limits = self.limits.limits();
        let (transport, pages) = (self.transport.transport(), self.pages.into());
        let mut options = http::Options { limits, transport, pages, ..http::Options::default() };
        self.answers.apply(&mut options);
        self.rate.apply(self.listen, &mut options);
        self.operation.apply(&mut options);
        options.pages = self.pages.into();
        options
    }
}

async fn listen(address: SocketAddr, flag: &str) -> Result<TcpListener, ExitCode> {
    TcpListener::bind(address).await.map_err(|error| {
        fail(format_args!("cannot listen on {address}: {error}; choose another address or port with {flag}"))
    })
}

/// Numbers from one to another.
fn from_to(least: u32, most: u32) -> RangedI64ValueParser<u32> {
    RangedI64ValueParser::new().range(i64::from(least)..=i64::from(most))
}

/// Opens the store, and loads the built-in graph if there is none.
async fn open(url: &str) -> Result<Store, Box<dyn std::error::Error>> {
    let store = Store::open(url).await?;
    if store.graph().revision().number == 0 {
        info!("the database is empty: loading the built-in graph");
        let message = format!("Load the built-in graph of skillgraph {}", env!("CARGO_PKG_VERSION"));
        let (items, origin) = (core::embedded()?, Some(core::origin()));
        import::commit(&store, items, Extent::Whole, origin, "skillgraph", message).await?;
    }
    Ok(store)
}

fn announce(store: &Store, address: SocketAddr) {
    let graph = store.graph();
    let revision = graph.revision().number;
    let concepts = graph.concepts().count();
    info!(revision, concepts, "ready: GraphQL at http://{address}/graphql, and for a browser http://{address}/");
}

/// Follows the commits of other servers that share the database.
async fn keep_up(store: Store, interval: Duration) {
    let mut ticks = time::interval(interval);
    ticks.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        ticks.tick().await;
        match store.refresh().await {
            Ok(()) => failing = false,
            Err(error) => complain_once(&mut failing, &error),
        }
    }
}

fn complain_once(failing: &mut bool, error: &StoreError) {
    if !std::mem::replace(failing, true) {
        error!(%error, "cannot see whether others have committed; still serving the last revision");
    }
}

/// Listens for SIGINT (Ctrl-C) and SIGTERM from now on; what it answers waits for one of them.
#[cfg(unix)]
fn asked_to_stop() -> impl Future<Output = ()> {
    use signal::unix::{SignalKind, signal};
    let heard = |kind| {
        let mut signals = signal(kind).inspect_err(|error| error!(%error, "cannot listen for signals")).ok();
        async move {
            match &mut signals {
                Some(signals) => drop(signals.recv().await),
                None => std::future::pending().await,
            }
        }
    };
    let (interrupt, terminate) = (heard(SignalKind::interrupt()), heard(SignalKind::terminate()));
    async {
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
        info!("stopping: answering what is under way");
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn asked_to_stop() {
    if signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    info!("stopping: answering what is under way");
}
