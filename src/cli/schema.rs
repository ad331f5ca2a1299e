//! `skillgraph schema`: prints the GraphQL schema.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use super::fail;
use crate::graphql;

pub(super) fn run() -> ExitCode {
    match io::stdout().write_all(graphql::sdl().as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever was reading has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(error),
    }
}
