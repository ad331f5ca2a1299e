//! `skillgraph serve`: opens the database, fills it if it is empty, answers until told to stop.

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use clap::Args;
use tokio::{net::TcpListener, signal, time};
use tracing::{error, info};

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
}

impl Serve {
    pub(super) async fn run(self) -> ExitCode {
        // The port first: it is no use to create a database for a server that cannot listen.
        let listener = match TcpListener::bind(self.listen).await {
            Ok(listener) => listener,
            Err(error) => {
                let advice = "choose another address or port with --listen";
                return fail(format_args!("cannot listen on {}: {error}; {advice}", self.listen));
            }
        };
        let store = match open(&self.database.database_url).await {
            Ok(store) => store,
            Err(error) => return fail(error),
        };
        store.prepare().await;
        let address = listener.local_addr().unwrap_or(self.listen);
        announce(&store, address);
        let refresh = tokio::spawn(keep_up(store.clone(), Duration::from_millis(self.refresh_interval)));
        let served = http::serve(listener, store.clone(), self.pages.into(), asked_to_stop()).await;
        refresh.abort();
        store.close().await;
        info!("stopped");
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(format_args!("the server failed: {error}")),
        }
    }
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

/// Waits for SIGINT (Ctrl-C) or SIGTERM.
async fn asked_to_stop() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    info!("stopping: answering what is under way");
}
