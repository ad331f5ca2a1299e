//! How fast the server is over HTTP: `cargo bench --bench http`.
//!
//! A server with all its limits runs in a process of its own, on ESCO 1.1.1 beside the built-in graph where the published
//! data are at hand, and a load generator drives it over the loopback: `oha` or `wrk`, whichever is installed. Each figure
//! stands beside that of the same bytes served from memory by the same axum, on the same connections, in the same run: the
//! ratio tells of this program, the figure itself of the machine.
//!
//! `cargo bench --bench http -- soak 600` keeps the server at full load for so many seconds instead, and prints its memory.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a program for people at a terminal")]

mod light;
mod load;
mod served;
mod server;
mod soak;

use self::{
    load::{Generator, Wanted},
    server::Running,
};

/// How many times each figure is taken: the best of them counts, since what the machine does besides is not ours.
const TIMES: usize = 3;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        // `cargo test --benches` only asks whether it builds and runs.
        ["--test", ..] => {}
        ["serve", database] => served::serve(database),
        ["soak", seconds] => soak::soak(&Running::start(), seconds.parse().unwrap()),
        _ => compare(&Running::start()),
    }
}

/// A request, and what the same bytes are served by.
struct Row {
    name: &'static str,
    asked: Wanted,
    beside: Wanted,
    /// The share of the second that is to be reached.
    mark: f64,
}

fn compare(server: &Running) {
    let Some(generators) = Generator::installed() else {
        return println!("SKIPPED: neither `oha` nor `wrk` is installed");
    };
    for generator in generators {
        println!("\nanswers a second, asked by {generator}{:32} this   beside it   share   mark", "");
        for Row { name, asked, beside, mark } in rows(server) {
            let mut best = [0.0_f64; 2];
            for _ in 0..TIMES {
                for (best, wanted) in best.iter_mut().zip([&asked, &beside]) {
                    *best = best.max(generator.rate(wanted, server));
                }
            }
            let [this, other] = best;
            let share = this / other;
            let verdict = if share < mark { "  MISSED" } else { "" };
            println!("{name:56} {this:9.0}   {other:9.0}   {share:5.2}   {mark:4.2}{verdict}");
        }
    }
    println!("\nmilliseconds for one role{:16}p50      p99      max   answers", "");
    light::beside_heavy(server);
}

/// What is compared with what.
fn rows(server: &Running) -> Vec<Row> {
    let one = Wanted::query(server::ONE_ROLE);
    let nested = Wanted::query(server::NESTED);
    let row = |name, asked, beside, mark| Row { name, asked, beside, mark };
    vec![
        row("one role, 20 requirements, executed / static", one.at("/graphql"), one.at("/static/one"), 0.75),
        row("nested, 1,400 fields, executed / static", nested.at("/graphql"), nested.at("/static/nested"), 0.25),
        row("one role, kept / static", one.at("/kept/graphql"), one.at("/static/one"), 0.75),
        row("nested, kept / static", nested.at("/kept/graphql"), nested.at("/static/nested"), 0.75),
        row(
            "one role, 304 / static 304",
            one.at("/kept/graphql").if_none_match(server.etag(&one)),
            one.at("/static/unchanged"),
            0.9,
        ),
        row("one role, all limits / none, nothing negotiated", one.at("/graphql"), one.at("/bare"), 0.9),
    ]
}
