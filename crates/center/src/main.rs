//! `qingjiang-center`: serves a prefecture, and answers a few questions about its books from the command line.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
