//! What can be asked for on the command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use center::Database;
use center::ledger::postgres::PostgresUrl;
use chrono::NaiveDate;
use domain::{BillingPeriod, SegmentNo, TerminalCode, UnitCode};
use lexopt::prelude::*;
use thiserror::Error;

use super::place::Place;

pub const USAGE: &str = "\
qingjiang-center serve --database DATABASE [--listen 127.0.0.1:8750]
                       [--tls-cert FILE --tls-key FILE | --behind-proxy]
                       [--admin-token-file FILE] [--log text|json]
qingjiang-center enrolment-code --database DATABASE --unit CODE --terminal CODE
qingjiang-center day --database DATABASE --date 2026-11-23 [--unit CODE] [--terminal CODE]
qingjiang-center cases --database DATABASE
qingjiang-center load --database DATABASE [--prices FILE] [--billing-rules FILE] [--segments FILE]
                      [--supplies FILE] [--readings FILE] [--corrections FILE]
qingjiang-center bill --database DATABASE --period 2026-11 [--unit CODE] [--segment NO]...
                      [--on 2026-11-23] [--issue]
qingjiang-center verify --database DATABASE
qingjiang-center migrate --from DATABASE --to DATABASE

DATABASE is sqlite:/var/lib/qingjiang/center.db, or postgres://USER:PASSWORD@HOST:5432/NAME, to which
?sslmode=disable|prefer|require&sslrootcert=FILE may be added. Without sslmode the line is encrypted and the
server's certificate is checked, unless the server is this machine. --database may also come from the environment,
as QINGJIANG_DATABASE: there, a password is not seen among the running programs.
--replica postgres://... names a copy of the database from which lists and reports are read.
Any number of centers may serve one PostgreSQL database; a SQLite file has one.

`load` reads files with one JSON document a line. `bill` without --issue is a trial: it computes and compares, and
issues nothing. On SQLite both work on books that nobody serves meanwhile; a center that is serving bills through
its API.

`migrate` copies the books to an empty database, compares a digest of every table on both sides, and takes the
center's key along. Nobody serves them meanwhile. What it copied before it was interrupted is not there: it is
all in one transaction, so it is simply run again.

The center's key and the administrators' token are made at the first start. They lie beside a SQLite file, or in the
folder that --secrets names. For PostgreSQL that folder is qingjiang-center in the current one, or the one that
systemd gives (StateDirectory). Centers that serve the same database need the same key: copy the folder.
The token may also come from the environment, as QINGJIANG_ADMIN_TOKEN.
";

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Version,
    Serve(ServeOptions),
    EnrolmentCode { place: Place, unit: UnitCode, terminal: TerminalCode },
    Day { place: Place, date: NaiveDate, unit: Option<UnitCode>, terminal: Option<TerminalCode> },
    Cases { place: Place },
    Load { place: Place, files: LoadFiles },
    Bill { place: Place, wish: BillWish },
    Verify { place: Place },
    Migrate { from: Place, to: Place },
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
    pub place: Place,
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
    #[error("--replica names a copy of a PostgreSQL database; these books are in SQLite")]
    ReplicaOfFile,
}

/// Everything that was said, before it is known which command needs what.
#[derive(Default)]
struct Words {
    command: Option<String>,
    database: Option<Database>,
    replica: Option<PostgresUrl>,
    secrets: Option<PathBuf>,
    from: Option<Database>,
    to: Option<Database>,
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
            Long("database") => words.database = Some(address(&mut parser)?),
            Long("replica") => words.replica = Some(address(&mut parser)?),
            Long("secrets") => words.secrets = Some(parser.value()?.into()),
            Long("from") => words.from = Some(address(&mut parser)?),
            Long("to") => words.to = Some(address(&mut parser)?),
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

/// An address may hold a password, so an error does not repeat it.
fn address<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    parser: &mut lexopt::Parser,
) -> Result<T, lexopt::Error> {
    let text = parser.value()?.string().map_err(|_| lexopt::Error::Custom("an address is written in UTF-8".into()))?;
    text.parse().map_err(|error| lexopt::Error::Custom(Box::new(error)))
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
        if command == "migrate" {
            return self.migrate();
        }
        let place = self.place();
        match command.as_str() {
            "serve" => Ok(Command::Serve(self.serve(place?)?)),
            "enrolment-code" => Ok(Command::EnrolmentCode {
                place: place?,
                unit: self.unit.ok_or(UsageError::Missing("unit"))?,
                terminal: self.terminal.ok_or(UsageError::Missing("terminal"))?,
            }),
            "day" => Ok(Command::Day {
                place: place?,
                date: self.date.ok_or(UsageError::Missing("date"))?,
                unit: self.unit,
                terminal: self.terminal,
            }),
            "cases" => Ok(Command::Cases { place: place? }),
            "load" => Ok(Command::Load { place: place?, files: self.files }),
            "bill" => Ok(Command::Bill {
                place: place?,
                wish: BillWish {
                    period: self.period.ok_or(UsageError::Missing("period"))?,
                    unit: self.unit,
                    segments: self.segments,
                    on: self.on,
                    issue: self.issue,
                },
            }),
            "verify" => Ok(Command::Verify { place: place? }),
            _ => Err(UsageError::NoSuchCommand(command)),
        }
    }

    /// Where the books and the secrets are: as it was said, or as the environment says.
    fn place(&mut self) -> Result<Place, UsageError> {
        let database = match self.database.take() {
            Some(database) => database,
            None => database_of_environment()?.ok_or(UsageError::Missing("database"))?,
        };
        let database = match (database, self.replica.take()) {
            (Database::Postgres { url, .. }, replica) => Database::Postgres { url, replica },
            (Database::Sqlite(_), Some(_)) => return Err(UsageError::ReplicaOfFile),
            (database, None) => database,
        };
        Ok(Place::new(database, self.secrets.take()))
    }

    fn migrate(self) -> Result<Command, UsageError> {
        let place = |database: Option<Database>, name| {
            let database = database.ok_or(UsageError::Missing(name))?;
            // The named folder belongs to the PostgreSQL side; a file has its secrets beside it.
            let secrets = self.secrets.clone().filter(|_| matches!(database, Database::Postgres { .. }));
            Ok::<Place, UsageError>(Place::new(database, secrets))
        };
        Ok(Command::Migrate { from: place(self.from, "from")?, to: place(self.to, "to")? })
    }

    fn serve(self, place: Place) -> Result<ServeOptions, UsageError> {
        let tls = match (self.tls_cert, self.tls_key) {
            (Some(cert), Some(key)) => Some(Tls { cert, key }),
            (None, None) => None,
            _ => return Err(UsageError::HalfOfTls),
        };
        Ok(ServeOptions {
            place,
            listen: self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8750))),
            tls,
            behind_proxy: self.behind_proxy,
            admin_token_file: self.admin_token_file,
            log: self.log,
        })
    }
}

fn database_of_environment() -> Result<Option<Database>, UsageError> {
    let named = std::env::var("QINGJIANG_DATABASE").ok().filter(|text| !text.is_empty());
    let read = named.map(|text| text.parse::<Database>()).transpose();
    read.map_err(|error| UsageError::Words(lexopt::Error::Custom(Box::new(error))))
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
        assert_eq!(says("migrate --from sqlite:a.db"), "--to is missing; try --help");
    }

    #[test]
    fn a_password_is_not_repeated_when_a_command_is_shown() {
        let command = read("verify --database postgres://center:geheim@db.example/books").unwrap();
        assert!(!format!("{command:?}").contains("geheim"), "{command:?}");
        let wrong = read("verify --database postgres://center:geheim@db.example/books?sslmode=maybe").unwrap_err();
        assert!(!wrong.to_string().contains("geheim"), "{wrong}");
    }

    #[test]
    fn a_replica_is_one_of_postgres() {
        let says = |line: &str| read(line).unwrap_err().to_string();
        assert!(says("cases --database sqlite:a.db --replica postgres://localhost/b").contains("in SQLite"));
    }
}
