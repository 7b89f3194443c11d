//! What can be asked for on the command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use center::Database;
use chrono::NaiveDate;
use domain::{BillingPeriod, SegmentNo, TerminalCode, UnitCode};
use lexopt::prelude::*;
use thiserror::Error;

pub const USAGE: &str = "\
qingjiang-center serve --database sqlite:PATH [--listen 127.0.0.1:8750]
                       [--tls-cert FILE --tls-key FILE | --behind-proxy]
                       [--admin-token-file FILE] [--log text|json]
qingjiang-center enrolment-code --database sqlite:PATH --unit CODE --terminal CODE
qingjiang-center day --database sqlite:PATH --date 2026-11-23 [--unit CODE] [--terminal CODE]
qingjiang-center cases --database sqlite:PATH
qingjiang-center load --database sqlite:PATH [--prices FILE] [--billing-rules FILE] [--segments FILE]
                      [--supplies FILE] [--readings FILE] [--corrections FILE]
qingjiang-center bill --database sqlite:PATH --period 2026-11 [--unit CODE] [--segment NO]...
                      [--on 2026-11-23] [--issue]
qingjiang-center verify --database sqlite:PATH

`load` reads files with one JSON document a line. `bill` without --issue is a trial: it computes and compares, and
issues nothing. Both work on books that nobody serves meanwhile; a center that is serving bills through its API.

The center's key and the administrators' token lie beside the database and are made at the first start.
The token may also come from the environment, as QINGJIANG_ADMIN_TOKEN.
";

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Version,
    Serve(ServeOptions),
    EnrolmentCode { database: Database, unit: UnitCode, terminal: TerminalCode },
    Day { database: Database, date: NaiveDate, unit: Option<UnitCode>, terminal: Option<TerminalCode> },
    Cases { database: Database },
    Load { database: Database, files: LoadFiles },
    Bill { database: Database, wish: BillWish },
    Verify { database: Database },
}

/// Files that are loaded, in this order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LoadFiles {
    pub prices: Option<PathBuf>,
    pub billing_rules: Option<PathBuf>,
    pub segments: Option<PathBuf>,
    pub supplies: Option<PathBuf>,
    pub readings: Option<PathBuf>,
    pub corrections: Option<PathBuf>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct BillWish {
    pub period: BillingPeriod,
    pub unit: Option<UnitCode>,
    pub segments: Vec<SegmentNo>,
    /// Today where it is not said.
    pub on: Option<NaiveDate>,
    pub issue: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct ServeOptions {
    pub database: Database,
    pub listen: SocketAddr,
    pub tls: Option<Tls>,
    /// Something in front of the center speaks TLS.
    pub behind_proxy: bool,
    pub admin_token_file: Option<PathBuf>,
    pub log: LogForm,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Tls {
    pub cert: PathBuf,
    pub key: PathBuf,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogForm {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Error)]
pub enum UsageError {
    #[error("{0}; try --help")]
    Words(#[from] lexopt::Error),
    #[error("there is no command {0}; try --help")]
    NoSuchCommand(String),
    #[error("--{0} is missing; try --help")]
    Missing(&'static str),
    #[error("--tls-cert and --tls-key go together")]
    HalfOfTls,
}

/// Everything that was said, before it is known which command needs what.
#[derive(Default)]
struct Words {
    command: Option<String>,
    database: Option<Database>,
    listen: Option<SocketAddr>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    behind_proxy: bool,
    admin_token_file: Option<PathBuf>,
    log: LogForm,
    unit: Option<UnitCode>,
    terminal: Option<TerminalCode>,
    date: Option<NaiveDate>,
    period: Option<BillingPeriod>,
    segments: Vec<SegmentNo>,
    on: Option<NaiveDate>,
    issue: bool,
    files: LoadFiles,
}

pub fn read_command(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut parser = lexopt::Parser::from_iter(arguments);
    let mut words = Words::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Value(word) if words.command.is_none() => words.command = Some(word.string()?),
            Long("database") => words.database = Some(parser.value()?.parse()?),
            Long("listen") => words.listen = Some(parser.value()?.parse()?),
            Long("tls-cert") => words.tls_cert = Some(parser.value()?.into()),
            Long("tls-key") => words.tls_key = Some(parser.value()?.into()),
            Long("behind-proxy") => words.behind_proxy = true,
            Long("admin-token-file") => words.admin_token_file = Some(parser.value()?.into()),
            Long("log") => words.log = log_form(&parser.value()?.string()?)?,
            Long("unit") => words.unit = Some(parser.value()?.parse()?),
            Long("terminal") => words.terminal = Some(parser.value()?.parse()?),
            Long("date") => words.date = Some(parser.value()?.parse()?),
            Long("period") => words.period = Some(parser.value()?.parse()?),
            Long("segment") => words.segments.push(parser.value()?.parse()?),
            Long("on") => words.on = Some(parser.value()?.parse()?),
            Long("issue") => words.issue = true,
            Long("prices") => words.files.prices = Some(parser.value()?.into()),
            Long("billing-rules") => words.files.billing_rules = Some(parser.value()?.into()),
            Long("segments") => words.files.segments = Some(parser.value()?.into()),
            Long("supplies") => words.files.supplies = Some(parser.value()?.into()),
            Long("readings") => words.files.readings = Some(parser.value()?.into()),
            Long("corrections") => words.files.corrections = Some(parser.value()?.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    words.command()
}

fn log_form(word: &str) -> Result<LogForm, lexopt::Error> {
    match word {
        "text" => Ok(LogForm::Text),
        "json" => Ok(LogForm::Json),
        _ => Err(lexopt::Error::Custom("--log is text or json".into())),
    }
}

impl Words {
    fn command(mut self) -> Result<Command, UsageError> {
        let Some(command) = self.command.take() else { return Ok(Command::Help) };
        let database = self.database.take().ok_or(UsageError::Missing("database"));
        match command.as_str() {
            "serve" => Ok(Command::Serve(self.serve(database?)?)),
            "enrolment-code" => Ok(Command::EnrolmentCode {
                database: database?,
                unit: self.unit.ok_or(UsageError::Missing("unit"))?,
                terminal: self.terminal.ok_or(UsageError::Missing("terminal"))?,
            }),
            "day" => Ok(Command::Day {
                database: database?,
                date: self.date.ok_or(UsageError::Missing("date"))?,
                unit: self.unit,
                terminal: self.terminal,
            }),
            "cases" => Ok(Command::Cases { database: database? }),
            "load" => Ok(Command::Load { database: database?, files: self.files }),
            "bill" => Ok(Command::Bill {
                database: database?,
                wish: BillWish {
                    period: self.period.ok_or(UsageError::Missing("period"))?,
                    unit: self.unit,
                    segments: self.segments,
                    on: self.on,
                    issue: self.issue,
                },
            }),
            "verify" => Ok(Command::Verify { database: database? }),
            _ => Err(UsageError::NoSuchCommand(command)),
        }
    }

    fn serve(self, database: Database) -> Result<ServeOptions, UsageError> {
        let tls = match (self.tls_cert, self.tls_key) {
            (Some(cert), Some(key)) => Some(Tls { cert, key }),
            (None, None) => None,
            _ => return Err(UsageError::HalfOfTls),
        };
        Ok(ServeOptions {
            database,
            listen: self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8750))),
            tls,
            behind_proxy: self.behind_proxy,
            admin_token_file: self.admin_token_file,
            log: self.log,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, UsageError> {
        read_command(std::iter::once("qingjiang-center").chain(line.split_whitespace()).map(OsString::from))
    }

    #[test]
    fn a_center_listens_on_this_machine_unless_told_otherwise() {
        let Command::Serve(options) = read("serve --database sqlite:a.db --log json").unwrap() else { panic!() };
        assert!(options.listen.ip().is_loopback());
        assert_eq!((options.tls, options.log), (None, LogForm::Json));
    }

    #[test]
    fn what_is_missing_is_named() {
        let says = |line: &str| read(line).unwrap_err().to_string();
        assert_eq!(says("day --database sqlite:a.db"), "--date is missing; try --help");
        assert_eq!(says("serve"), "--database is missing; try --help");
        assert_eq!(says("fly --database sqlite:a.db"), "there is no command fly; try --help");
        assert_eq!(says("serve --database sqlite:a.db --tls-key k"), "--tls-cert and --tls-key go together");
    }
}
