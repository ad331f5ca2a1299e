//! A GraphQL server for skills graphs.
//!
//! Read the rooms in this order; each says at its head what question it answers and what it does not know.

pub mod graph;
pub mod store;

pub mod import;

pub mod graphql;
pub mod http;

pub mod cli;
