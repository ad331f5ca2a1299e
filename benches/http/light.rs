//! How long a light answer takes while many ask for the heaviest.

use std::{
    fmt,
    io::{Read, Write},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{
    load::Wanted,
    server::{HEAVY, ONE_ROLE, Running},
};

/// How long each figure is measured for.
const SPAN: Duration = Duration::from_secs(5);
const HEAVY_CLIENTS: usize = 100;

/// Prints the latencies of one client, alone and beside a hundred that ask for something heavy as fast as it comes.
pub(super) fn beside_heavy(server: &Running) {
    println!("alone                                {}", latencies(&server.address));
    for (name, heavy) in [("the heaviest", Wanted::query(HEAVY)), ("skills in 100 kB", skills_in_a_long_text())] {
        let counts: Arc<(AtomicBool, AtomicUsize, AtomicUsize)> = Arc::default();
        let heavy: Arc<str> = heavy.over_http(&server.address).into();
        let clients: Vec<_> = (0..HEAVY_CLIENTS)
            .map(|_| {
                let (heavy, address, counts) = (heavy.clone(), server.address.clone(), counts.clone());
                thread::spawn(move || ask_again(&heavy, &address, &counts))
            })
            .collect();
        thread::sleep(Duration::from_secs(1));
        println!("beside {HEAVY_CLIENTS} that ask for {name:16} {}", latencies(&server.address));
        counts.0.store(true, Ordering::Relaxed);
        clients.into_iter().for_each(|client| client.join().unwrap());
        let [served, refused] = [&counts.1, &counts.2].map(|count| count.load(Ordering::Relaxed));
        println!("of those {served} were answered, {refused} were told to come back (503)");
    }
}

/// As long a text as can be asked about, of which little is cost and much is work.
fn skills_in_a_long_text() -> Wanted {
    let sentence =
        "You will build web services in Python with Django and PostgreSQL, and write tests before you refactor. ";
    let text = sentence.repeat(100_000 / sentence.len());
    let query = "query ($text: String!) { extract(text: $text) { concepts { confidence concept { slug } } } }";
    Wanted::with_variables(query, &json!({ "text": text }))
}

/// Asks until it is over. Who is told to come back does so after a while.
fn ask_again(request: &str, address: &str, (is_over, served, refused): &(AtomicBool, AtomicUsize, AtomicUsize)) {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut buffer = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        match ask(&mut stream, request, &mut buffer) {
            200 => _ = served.fetch_add(1, Ordering::Relaxed),
            503 => {
                refused.fetch_add(1, Ordering::Relaxed);
                thread::sleep(Duration::from_millis(100));
            }
            status => panic!("{status}: {}", String::from_utf8_lossy(&buffer)),
        }
    }
}

/// The latencies of one client.
struct Latencies(Vec<Duration>);

impl fmt::Display for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |share: usize| self.0[(self.0.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
        write!(f, "{:8.3} {:8.3} {:8.3} {:9}", at(50), at(99), at(100), self.0.len())
    }
}

fn latencies(address: &str) -> Latencies {
    let request = Wanted::query(ONE_ROLE).over_http(address);
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut buffer, mut spans, start) = (Vec::new(), Vec::new(), Instant::now());
    while start.elapsed() < SPAN {
        let asked = Instant::now();
        assert_eq!(ask(&mut stream, &request, &mut buffer), 200);
        spans.push(asked.elapsed());
        thread::sleep(Duration::from_millis(1));
    }
    spans.sort();
    Latencies(spans)
}

/// Asks, reads the answer to its end, and says its status.
fn ask(stream: &mut TcpStream, request: &str, buffer: &mut Vec<u8>) -> u16 {
    stream.write_all(request.as_bytes()).unwrap();
    buffer.clear();
    let mut block = vec![0; 64 << 10];
    loop {
        let read = stream.read(&mut block).unwrap();
        assert_ne!(read, 0, "the server hung up");
        buffer.extend_from_slice(&block[..read]);
        let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&buffer[..end]).unwrap();
        let length: usize =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
        if buffer.len() == end + 4 + length {
            return head[9..12].parse().unwrap();
        }
    }
}
