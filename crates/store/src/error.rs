use domain::{Money, Seq, Stream, UnitCode};
use journal::EntryError;
use rusqlite::ErrorCode;
use thiserror::Error;

/// Why the replica did not do what was asked. After any of these the transaction is gone and the file as before.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error("the replica does not open with this key, or the file is no replica")]
    Locked,
    #[error("the replica is damaged: {reason}")]
    Damaged { reason: String },
    #[error("the disk is full")]
    DiskFull,
    #[error("the replica was written by a newer program (schema {found}, this one knows {known})")]
    TooNew { found: u32, known: u32 },
    #[error("this desk is not enrolled yet")]
    NotEnrolled,
    #[error("entry {found_seq} of journal {found} cannot follow entry {head} of journal {current}")]
    NotNext { current: Stream, head: Seq, found: Stream, found_seq: Seq },
    #[error("the trial balance of unit {unit} misses zero by {by}")]
    TrialBalance { unit: UnitCode, by: Money },
    #[error("a journal entry on disk cannot be read: {0}")]
    Journal(#[from] EntryError),
    #[error(transparent)]
    Sqlite(rusqlite::Error),
}

impl StoreError {
    /// Something is not there that was certainly written before.
    pub fn missing(what: &str) -> StoreError {
        StoreError::Damaged { reason: format!("{what} is missing") }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match &error {
            rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
                StoreError::Damaged { reason: error.to_string() }
            }
            _ => match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => StoreError::Locked,
                Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { reason: error.to_string() },
                Some(ErrorCode::DiskFull) => StoreError::DiskFull,
                _ => StoreError::Sqlite(error),
            },
        }
    }
}
