//! Makes the demo: `qingjiang-demo prepare --dir FOLDER [--customers 12200] [--whole 1100000] [--port 8750] [--as-of DATE]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line speaks there")]

use std::path::PathBuf;
use std::process::ExitCode;

use testkit::demo::TOWNSHIP_CUSTOMERS;
use testkit::demo_day::{Preparation, Prepared, prepare};

const USAGE: &str =
    "qingjiang-demo prepare --dir FOLDER [--customers 12200] [--whole 1100000] [--port 8750] [--as-of 2026-11-23]";

fn main() -> ExitCode {
    let wish = match read_wish(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match prepare(&wish) {
        Ok(Prepared::Now) => println!("The demo with {} customers lies in {}.", wish.customers, wish.folder.display()),
        Ok(Prepared::Before) => println!("The demo in {} is ready.", wish.folder.display()),
        Err(error) => {
            eprintln!("The demo could not be made: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn read_wish(mut words: impl Iterator<Item = String>) -> Result<Preparation, String> {
    if words.next().as_deref() != Some("prepare") {
        return Err("The first word is `prepare`.".to_owned());
    }
    let mut folder = None;
    let mut wish =
        Preparation { folder: PathBuf::new(), customers: TOWNSHIP_CUSTOMERS, whole: false, port: 8750, as_of: None };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("Something should follow {word}."));
        match word.as_str() {
            "--dir" => folder = Some(PathBuf::from(value()?)),
            "--customers" => wish.customers = read(&value()?)?,
            "--whole" => {
                wish.whole = true;
                wish.customers = read(&value()?)?;
            }
            "--port" => wish.port = read(&value()?)?,
            "--as-of" => wish.as_of = Some(read(&value()?)?),
            _ => return Err(format!("I do not know `{word}`.")),
        }
    }
    wish.folder = folder.ok_or("The folder is missing: --dir FOLDER.")?;
    Ok(wish)
}

fn read<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` does not fit there."))
}
