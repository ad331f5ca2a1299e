//! How connections are taken, and how they end.
//!
//! HTTP/1.1 only: browsers speak HTTP/2 by TLS alone, and TLS is the business of a proxy in front. Every wait for a client
//! has an end: for the head of a request, for its body, and for the client to take its answer.

use std::{convert::Infallible, future::Future, io, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::sleep,
};
use tower::Service;
use tracing::{debug, warn};

use super::{client::Peer, options::Transport, patient::Patient, prompt::prompt, workers::Workers};

/// How long to wait when no connection can be taken, as when there are too many open files.
const PAUSE: Duration = Duration::from_millis(200);
/// The least buffer that hyper works with.
const LEAST_BUFFER: usize = 8 << 10;
/// How many header fields hyper takes if nothing is said.
const DEFAULT_HEADER_FIELDS: usize = 100;

/// Answers on a listener, by so many threads, until `stop` is ready, and then what is under way, for a while.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    threads: usize,
    bounds: &Transport,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let (builder, workers) = (builder(bounds), Workers::start(threads)?);
    let places = Arc::new(Semaphore::new(bounds.connections.min(Semaphore::MAX_PERMITS)));
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let next = async {
            // A place first: whoever has to wait waits in the queue of the system, where it takes no memory of ours.
            let place = places.clone().acquire_owned().await;
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (builder, router, watcher) = (builder.clone(), router.clone(), connections.watcher());
        let patience = bounds.write_time;
        workers.spawn(move || async move {
            let _place = place;
            let stream = match TcpStream::from_std(stream) {
                Ok(stream) => TokioIo::new(Patient::new(stream, patience)),
                Err(error) => return warn!(%error, "cannot watch a connection"),
            };
            let service = service_fn(move |request| answer(router.clone(), request, peer));
            if let Err(error) = prompt(watcher.watch(builder.serve_connection(stream, service))).await {
                debug!(%error, "a connection has failed");
            }
        });
    }
    drop(listener);
    let under_way = connections.count();
    tokio::select! {
        () = connections.shutdown() => {}
        () = sleep(bounds.shutdown_time) => warn!(connections = under_way, "stopped before all were answered"),
    }
    Ok(())
}

fn builder(bounds: &Transport) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.header_time)
        .max_buf_size(bounds.header_bytes.max(LEAST_BUFFER))
        .max_header_size(bounds.header_bytes);
    // To set what is the default would have hyper keep them elsewhere than on the stack.
    if bounds.header_fields != DEFAULT_HEADER_FIELDS {
        builder.max_headers(bounds.header_fields);
    }
    builder
}

/// The next connection, free of the thread that it came to.
async fn accept(listener: &TcpListener) -> (std::net::TcpStream, Peer) {
    loop {
        let accepted = listener.accept().await.and_then(|(stream, address)| {
            let _ = stream.set_nodelay(true);
            Ok((stream.into_std()?, Peer(address.ip())))
        });
        match accepted {
            Ok(accepted) => return accepted,
            Err(error) => {
                warn!(%error, "cannot take a connection");
                sleep(PAUSE).await;
            }
        }
    }
}

async fn answer(
    mut router: Router,
    mut request: Request<Incoming>,
    peer: Peer,
) -> Result<axum::response::Response<Body>, Infallible> {
    request.extensions_mut().insert(peer);
    router.call(request).await
}
