//! The little that the books ask of a database: statements and rows, one at a time or many, in one snapshot or transaction.
//!
//! What the rows mean is written once, above this boundary. A statement is the text of an `.sql` file with `?1 ?2 …` for its
//! parameters, in the words that SQLite and PostgreSQL share; where they cannot agree, a statement has two texts.
//!
//! What both databases keep to, so that a row means the same in each:
//! - Tables and columns have the same names, and mostly the same order. Whole numbers, flags (0 or 1), days (yyyymmdd), months
//!   (yyyymm), times (milliseconds) and money (fen) are 64-bit integers; a question may also answer with a shorter one.
//! - Documents are text. Ids, digests and keys are bytes. Text sorts by its bytes (`COLLATE "C"`).
//! - Conditions compare flags with numbers. New values of a put are named `excluded.…`, and old ones by their table. A sum is
//!   cast to BIGINT, a parameter that is only compared with NULL to its type, and lists say their order.

use std::borrow::Cow;
use std::sync::Arc;

use super::LedgerError;

/// The text of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sql {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Sql {
    /// The same words for both.
    pub const fn of(text: &'static str) -> Sql {
        Sql { sqlite: text, postgres: text }
    }
}

/// A value that is bound to a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

/// A value that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A row that was read, with the names of its columns.
#[derive(Clone, Debug)]
pub struct Row {
    pub columns: Arc<[String]>,
    pub values: Vec<Value>,
}

/// Statements in one snapshot or one transaction.
pub trait Db {
    /// Runs a statement and says how many rows it changed.
    fn run(&mut self, sql: Sql, params: &[Param<'_>]) -> Result<u64, LedgerError>;

    /// Runs a statement once for each row of parameters, in their order. No two of them touch the same row, so a database may
    /// also take them all at once.
    fn run_each(&mut self, sql: Sql, rows: &[Vec<Param<'_>>]) -> Result<(), LedgerError>;

    fn rows(&mut self, sql: Sql, params: &[Param<'_>]) -> Result<Vec<Row>, LedgerError>;

    /// What a question finds for each key: one answer a key, in the order of the keys.
    fn rows_each(&mut self, sql: Sql, keys: &[Vec<Param<'_>>]) -> Result<Vec<Vec<Row>>, LedgerError>;
}

/// What is done in one snapshot or transaction. An error undoes all of it. It may be run again from its beginning, so it keeps
/// nothing of a run that failed.
pub type Work<'a> = &'a mut dyn FnMut(&mut dyn Db) -> Result<(), LedgerError>;

/// A database that the books can be in.
pub trait Driver: Send + Sync {
    /// One snapshot of what was committed.
    fn read(&self, work: Work<'_>) -> Result<(), LedgerError>;

    /// A snapshot for lists and reports; a replica that is a little behind may answer.
    fn report(&self, work: Work<'_>) -> Result<(), LedgerError> {
        self.read(work)
    }

    /// One snapshot of what was committed, for whoever is about to write: the newest state, never a replica's.
    fn read_to_write(&self, work: Work<'_>) -> Result<(), LedgerError> {
        self.read(work)
    }

    /// Everything or nothing, and on disk when it returns.
    fn write(&self, work: Work<'_>) -> Result<(), LedgerError>;

    /// The pen that only one center process holds at a time; it is given back when dropped.
    fn pen(&self) -> Result<Box<dyn Pen + '_>, LedgerError>;

    /// Whether these books are of the center with this key. Where several processes serve them, their secrets must be the same.
    fn recognise(&self, _center: &[u8; 32]) -> Result<(), LedgerError> {
        Ok(())
    }

    /// Whether another process wrote since memory was last read.
    fn moved(&self) -> Result<bool, LedgerError> {
        Ok(false)
    }
}

/// Holding it is the right to write.
pub trait Pen {
    /// Whether another process wrote since memory was last read; it has to be read again first.
    fn others_wrote(&self) -> bool {
        false
    }

    /// Memory was read with this pen in hand.
    fn caught_up(&self) {}
}

macro_rules! int_params {
    ($($int:ty),*) => {$(
        impl From<$int> for Param<'_> {
            fn from(value: $int) -> Self {
                Param::Int(i64::from(value))
            }
        }
    )*};
}
int_params!(i64, i32, u32, u16, u8, bool);

impl From<u64> for Param<'_> {
    /// Versions, numbers and places never reach the highest bit.
    fn from(value: u64) -> Self {
        Param::Int(value as i64)
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Param::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(value: &'a String) -> Self {
        Param::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Param<'_> {
    fn from(value: String) -> Self {
        Param::Text(Cow::Owned(value))
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Param::Bytes(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a Vec<u8>> for Param<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Param::Bytes(Cow::Borrowed(value))
    }
}

impl From<Vec<u8>> for Param<'_> {
    fn from(value: Vec<u8>) -> Self {
        Param::Bytes(Cow::Owned(value))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Param<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Param::Bytes(Cow::Borrowed(value))
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Param::Null, Into::into)
    }
}

/// Parameters of a statement, each of its own type.
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        Vec::<$crate::ledger::db::Param<'_>>::from([$($crate::ledger::db::Param::from($value)),*])
    };
}
pub(crate) use params;

/// A statement from its file in `sql/`; a second name is the text for PostgreSQL where the two cannot agree.
macro_rules! sql {
    ($name:literal) => {
        $crate::ledger::db::Sql::of(sql!(@text $name))
    };
    ($sqlite:literal, $postgres:literal) => {
        $crate::ledger::db::Sql { sqlite: sql!(@text $sqlite), postgres: sql!(@text $postgres) }
    };
    (@text $name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/ledger/sql/", $name, ".sql"))
    };
}
pub(crate) use sql;
