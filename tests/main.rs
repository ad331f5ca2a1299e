//! The specification of skillgraph: the real router in process, a fresh database for each test.
//!
//! The tests run on SQLite, and on Postgres when `SKILLGRAPH_TEST_POSTGRES` is the address of a server on which
//! databases can be made, such as `postgres://postgres@localhost/postgres`.

#![allow(clippy::unwrap_used, reason = "a test that unwraps is a test that fails, which is what it is for")]

mod support;

mod allocations;
mod cli;
mod core_graph;
mod crosswalk;
mod direct;
mod documents;
mod esco;
mod fit;
mod graph;
mod http;
mod imports;
mod matching;
mod onet;
mod pages;
mod quality;
mod queries;
mod schema;
mod skos;
mod store;
mod structure;
mod text;
mod upgrades;
