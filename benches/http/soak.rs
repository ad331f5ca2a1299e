//! A server at full load for a while: whether its memory stays what it is, and whether all are answered.

use super::{
    load::{Generator, Wanted},
    server::{NESTED, ONE_ROLE, Running},
};

/// How many seconds lie between two looks at the memory.
const LOOK: u32 = 10;

/// Asks one thing after the other for so many seconds, and prints what it is and what the server has in memory.
pub(super) fn soak(server: &Running, seconds: u32) {
    let Some(generators) = Generator::installed() else {
        return println!("SKIPPED: neither `oha` nor `wrk` is installed");
    };
    let generator = *generators.last().expect("one is installed");
    let search =
        Wanted::query(r#"{ search(text: "pyhton develper", first: 20) { edges { score node { id prefLabel } } } }"#);
    let asked = [
        ("one role", Wanted::query(ONE_ROLE)),
        ("nested", Wanted::query(NESTED)),
        ("nested, kept", Wanted::query(NESTED).at("/kept/graphql")),
        ("search", search),
    ];
    println!("second   MiB    answers a second");
    for (look, (name, wanted)) in (0..seconds / LOOK).zip(asked.iter().cycle()) {
        let rate = generator.rate_for(wanted, server, LOOK);
        let resident = server.resident().unwrap_or_default();
        println!("{:6} {resident:6.1} {rate:9.0} {name}", (look + 1) * LOOK);
    }
}
