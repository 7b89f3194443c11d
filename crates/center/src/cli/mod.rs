//! The command line: words in, an exit code out.

mod bill;
mod load;
mod migrate;
mod options;
mod place;
mod report;
mod secrets;
mod serve;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use center::ledger::LedgerError;
use center::ledger::moving::MoveError;
use center::{CorrectionError, EnrolmentCodeError, Opening, Prefecture, SystemClock, SystemRandomness};
use thiserror::Error;

use options::{Command, UsageError, read_command};
use place::Place;

#[derive(Debug, Error)]
pub enum CommandError {
    #[error(transparent)]
    Usage(#[from] UsageError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    EnrolmentCode(#[from] EnrolmentCodeError),
    #[error(transparent)]
    Correction(#[from] CorrectionError),
    #[error("{path}, line {line}: {error}; what stands before it is loaded, and loading the file again is safe")]
    Line { path: PathBuf, line: u64, error: serde_json::Error },
    #[error("{path}: {error}")]
    File { path: PathBuf, error: std::io::Error },
    #[error("another center serves these books already ({0} is locked)")]
    AlreadyServed(PathBuf),
    #[error("the key in {0} is not 64 hexadecimal digits")]
    Key(PathBuf),
    #[error(
        "{target} and {origin} are the secrets of two centers; move the one that is not needed away, or name another --secrets"
    )]
    OtherSecret { origin: PathBuf, target: PathBuf },
    #[error("the digests above differ; the books stay where they were, and nothing serves the copy")]
    DigestsDiffer,
    #[error(transparent)]
    Move(#[from] MoveError),
    #[error("without TLS the center listens only on this machine; give --tls-cert and --tls-key, or --behind-proxy")]
    PlainToTheWorld,
    #[error("the server stopped: {0}")]
    Server(#[source] std::io::Error),
    #[error("the books do not hold; see the lines above")]
    BooksDoNotHold,
}

pub fn main() -> ExitCode {
    match read_command(std::env::args_os()).map_err(CommandError::from).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "qingjiang-center: {error}");
            if matches!(error, CommandError::Usage(_)) { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn run(command: Command) -> Result<(), CommandError> {
    let mut out = std::io::stdout().lock();
    match command {
        Command::Help => report::write(&mut out, options::USAGE),
        Command::Version => report::write(&mut out, concat!("qingjiang-center ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Serve(options) => {
            drop(out);
            serve::serve(options)
        }
        Command::EnrolmentCode { place, unit, terminal } => {
            let code = open(&place)?.enrolment_code(&unit, &terminal)?;
            report::write(&mut out, &format!("{}\n", code.text))
        }
        Command::Day { place, date, unit, terminal } => {
            let day = open(&place)?.day(date, unit.as_ref(), terminal.as_ref())?;
            report::write(&mut out, &report::day_table(date, &day))
        }
        Command::Cases { place } => {
            report::write(&mut out, &report::case_table(&open(&place)?.cases(&report::open_cases())?))
        }
        Command::Load { place, files } => load::load(&mut out, &place, &files),
        Command::Bill { place, wish } => bill::bill(&mut out, &place, wish),
        Command::Migrate { from, to } => migrate::migrate(&mut out, &from, &to),
        Command::Verify { place } => {
            let (text, holds) = report::verification(&open(&place)?)?;
            report::write(&mut out, &text)?;
            if holds { Ok(()) } else { Err(CommandError::BooksDoNotHold) }
        }
    }
}

/// Opens the books with their center's key.
fn open(place: &Place) -> Result<Prefecture, CommandError> {
    let key = secrets::center_key(place, &SystemRandomness)?;
    let (clock, randomness) = (Arc::new(SystemClock), Arc::new(SystemRandomness));
    Ok(Prefecture::open(Opening { database: place.database.clone(), key, clock, randomness })?)
}
