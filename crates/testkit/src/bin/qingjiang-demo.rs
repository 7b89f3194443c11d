//! Makes the demo: `qingjiang-demo prepare --dir FOLDER [--customers 12200] [--whole 1100000] [--port 8750] [--as-of DATE]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line speaks there")]

use std::path::PathBuf;
use std::process::ExitCode;

use testkit::console_day;
use testkit::demo::TOWNSHIP_CUSTOMERS;
use testkit::demo_day::{Preparation, PreparationError, Prepared, authenticator_code, prepare};

const USAGE: &str = "\
qingjiang-demo prepare|console --dir FOLDER [--customers 12200] [--whole 1100000] [--port 8750] [--as-of 2026-11-23]
qingjiang-demo code --dir FOLDER";

fn main() -> ExitCode {
    let (verb, words) = match read_verb(std::env::args().skip(1)) {
        Ok(read) => read,
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let wish = match read_wish(words.into_iter()) {
        Ok(wish) => wish,
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match verb.perform(&wish) {
        Ok(says) => println!("{says}"),
        Err(error) => {
            eprintln!("The demo could not be made: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// What is asked for.
enum Verb {
    /// A center and a desk.
    Prepare,
    /// The same, and outlets that brought cases home: for tests of the console.
    Console,
    /// What the authenticator of the demo's administrator shows.
    Code,
}

impl Verb {
    fn perform(&self, wish: &Preparation) -> Result<String, PreparationError> {
        let folder = wish.folder.display();
        match self {
            Verb::Prepare => Ok(match prepare(wish)? {
                Prepared::Now => format!("The demo with {} customers lies in {folder}.", wish.customers),
                Prepared::Before => format!("The demo in {folder} is ready."),
            }),
            Verb::Console => {
                console_day::prepare(wish)?;
                Ok(format!("The console's day lies in {folder}."))
            }
            Verb::Code => authenticator_code(&wish.folder),
        }
    }
}

fn read_verb(mut words: impl Iterator<Item = String>) -> Result<(Verb, Vec<String>), String> {
    let verb = match words.next().as_deref() {
        Some("prepare") => Verb::Prepare,
        Some("console") => Verb::Console,
        Some("code") => Verb::Code,
        _ => return Err("The first word is `prepare`, `console` or `code`.".to_owned()),
    };
    Ok((verb, words.collect()))
}

fn read_wish(mut words: impl Iterator<Item = String>) -> Result<Preparation, String> {
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
