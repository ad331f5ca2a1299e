//! The program: see [`skillgraph::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    skillgraph::cli::main()
}
