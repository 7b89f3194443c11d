//! The command line: words in, an exit code out.

mod bill;
mod load;
mod options;
mod report;
mod secrets;
mod serve;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use center::ledger::LedgerError;
use center::{CorrectionError, Database, EnrolmentCodeError, Opening, Prefecture, SystemClock, SystemRandomness};
use thiserror::Error;

use options::{Command, UsageError, read_command};

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
        Command::EnrolmentCode { database, unit, terminal } => {
            let code = open(database)?.enrolment_code(&unit, &terminal)?;
            report::write(&mut out, &format!("{}\n", code.text))
        }
        Command::Day { database, date, unit, terminal } => {
            let day = open(database)?.day(date, unit.as_ref(), terminal.as_ref())?;
            report::write(&mut out, &report::day_table(date, &day))
        }
        Command::Cases { database } => {
            report::write(&mut out, &report::case_table(&open(database)?.cases(&report::open_cases())?))
        }
        Command::Load { database, files } => load::load(&mut out, database, &files),
        Command::Bill { database, wish } => bill::bill(&mut out, database, wish),
        Command::Verify { database } => {
            let (text, holds) = report::verification(&open(database)?)?;
            report::write(&mut out, &text)?;
            if holds { Ok(()) } else { Err(CommandError::BooksDoNotHold) }
        }
    }
}

/// Opens the books with the key that lies beside them.
fn open(database: Database) -> Result<Prefecture, CommandError> {
    let key = secrets::center_key(&database, &SystemRandomness)?;
    let (clock, randomness) = (Arc::new(SystemClock), Arc::new(SystemRandomness));
    Ok(Prefecture::open(Opening { database, key, clock, randomness })?)
}
