//! `qingjiang-dying-desk FOLDER WRITE [torn]`: takes a payment and is killed at that write, for `tests/kill.rs`.
#![allow(clippy::print_stderr, reason = "a program for the command line speaks there")]

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (Some(folder), Some(Ok(at))) = (words.next(), words.next().map(|word| word.parse())) else {
        eprintln!("qingjiang-dying-desk FOLDER WRITE [torn]");
        return ExitCode::from(2);
    };
    let torn = words.next().is_some_and(|word| word == "torn");
    match testkit::dying_desk::live_dangerously(&PathBuf::from(folder), at, torn) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
