//! `qingjiang-dying-desk FOLDER WRITE pay|read [torn]`: takes a payment or enters a reading, and is killed at that write.
#![allow(clippy::print_stderr, reason = "a program for the command line speaks there")]

use std::path::PathBuf;
use std::process::ExitCode;

use testkit::dying_desk::{Deed, live_dangerously};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (folder, at) = (words.next(), words.next().map(|word| word.parse()));
    let deed = words.next().and_then(|word| Deed::of_word(&word));
    let (Some(folder), Some(Ok(at)), Some(deed)) = (folder, at, deed) else {
        eprintln!("qingjiang-dying-desk FOLDER WRITE pay|read [torn]");
        return ExitCode::from(2);
    };
    let torn = words.next().is_some_and(|word| word == "torn");
    match live_dangerously(&PathBuf::from(folder), at, deed, torn) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
