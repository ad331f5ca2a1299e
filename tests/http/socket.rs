//! A server that listens on a real socket.

use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::json;
use skillgraph::http::{Options, Server, Transport};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::REVISION;
use crate::support::App;

/// A server that listens, and how to stop it.
struct Listening {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
    _app: App,
}

async fn listen() -> Listening {
    listen_within(Transport::default()).await
}

async fn listen_within(transport: Transport) -> Listening {
    let app = App::empty().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async { stopped.await.unwrap() };
    let server = Server::new(app.store.clone(), Options { transport, ..Options::default() }).unwrap();
    let served = tokio::spawn(async move { server.serve(listener, server.router(), stopped).await });
    Listening { address, stop, served, _app: app }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

fn read_to_end(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_on_a_socket_answers_and_stops_when_told() {
    let Listening { address, stop, served, _app } = listen().await;
    let ask = move || {
        let mut stream = connect(address);
        stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        read_to_end(stream)
    };
    let answer = tokio::task::spawn_blocking(ask).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("live\n"), "{answer}");
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(10), served).await.unwrap().unwrap().unwrap();
    TcpStream::connect(address).unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered_when_the_server_is_told_to_stop() {
    let Listening { address, stop, served, _app } = listen().await;
    let body = json!({ "query": REVISION }).to_string();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
        Expect: 100-continue\r\n\r\n",
        body.len()
    );
    // The server asks for the body once the handler reads it: from then on the request is under way.
    let begin = move || {
        let mut stream = connect(address);
        stream.write_all(head.as_bytes()).unwrap();
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream
    };
    let mut stream = tokio::task::spawn_blocking(begin).await.unwrap();
    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!served.is_finished(), "the server waits for the request");
    TcpStream::connect(address).unwrap_err();
    let end = move || {
        stream.write_all(body.as_bytes()).unwrap();
        read_to_end(stream)
    };
    let answer = tokio::task::spawn_blocking(end).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains(r#"{"data":{"graph":{"revision":0}}"#), "{answer}");
    tokio::time::timeout(Duration::from_secs(10), served).await.unwrap().unwrap().unwrap();
}

/// What comes back when this is sent, and nothing more.
async fn exchange(address: SocketAddr, sent: String) -> String {
    let talk = move || {
        let mut stream = connect(address);
        // The server can be done with it before it is all sent.
        let _ = stream.write_all(sent.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    tokio::task::spawn_blocking(talk).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_does_not_come_in_time_is_given_up() {
    let transport = Transport { header_time: Duration::from_millis(50), ..Transport::default() };
    let server = listen_within(transport).await;
    for begun in ["", "G", "P", "GET /health/live HTTP/1.1\r\nHost: x\r\n"] {
        assert_eq!(exchange(server.address, begun.to_owned()).await, "", "{begun}");
    }
    // One that was answered, and asks nothing more, as well.
    let answer = exchange(server.address, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".to_owned()).await;
    assert!(answer.ends_with("live\n"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_can_be_of_so_many_bytes_and_fields() {
    let transport = Transport { header_bytes: 10_000, header_fields: 20, ..Transport::default() };
    let server = listen_within(transport).await;
    let head = |fields: &str| format!("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{fields}\r\n");
    let long = |bytes: usize| format!("X: {}\r\n", "y".repeat(bytes));
    for (fields, status) in [
        (long(9_000), "200 OK"),
        (long(11_000), "431 Request Header Fields Too Large"),
        ("X: y\r\n".repeat(18), "200 OK"),
        ("X: y\r\n".repeat(19), "431 Request Header Fields Too Large"),
    ] {
        let answer = exchange(server.address, head(&fields)).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_leaves_its_answer_unread_is_given_up() {
    let transport = Transport { write_time: Duration::from_millis(50), connections: 1, ..Transport::default() };
    let server = listen_within(transport).await;
    let ask = "GET /schema.graphql HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200);
    let mut stream = connect(server.address);
    let _ = stream.write_all(ask.as_bytes());
    // There is room for one connection: another is answered once the first has been given up.
    let answer =
        exchange(server.address, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".into()).await;
    assert!(answer.ends_with("live\n"), "{answer}");
    drop(stream);
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_connections_are_open_at_once_and_others_wait_for_one_to_close() {
    let server = listen_within(Transport { connections: 2, ..Transport::default() }).await;
    let ask = |stream: &mut TcpStream| {
        stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = [0; 1];
        stream.read_exact(&mut answer).map(|()| answer[0])
    };
    let asked = tokio::task::spawn_blocking(move || {
        let [mut first, mut second, mut third] = [(); 3].map(|()| connect(server.address));
        assert_eq!(ask(&mut first).unwrap(), b'H');
        assert_eq!(ask(&mut second).unwrap(), b'H');
        third.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        assert!(ask(&mut third).is_err(), "there is no room for a third");
        drop(first);
        third.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        assert_eq!(third.read(&mut [0; 1]).unwrap(), 1);
    });
    asked.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_waits_for_its_clients_only_so_long() {
    let transport = Transport { shutdown_time: Duration::from_millis(50), ..Transport::default() };
    let Listening { address, stop, served, _app } = listen_within(transport).await;
    let mut stream = connect(address);
    let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(5), served).await.unwrap().unwrap().unwrap();
    // The connection ends with the server: nothing goes on to wait for the rest of the body.
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let read = stream.read(&mut [0; 1]);
    assert!(
        matches!(&read, Ok(0)) || read.as_ref().is_err_and(|error| error.kind() == ErrorKind::ConnectionReset),
        "{read:?}"
    );
}
