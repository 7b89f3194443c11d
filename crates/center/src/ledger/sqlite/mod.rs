//! The books in one SQLite file: the center of a demo, a county, or a prefecture of moderate size.
//!
//! One connection writes; any number of others read snapshots beside it.

mod migrate;
mod statements;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::LedgerError;
use super::db::{Driver, Pen, Work};
use statements::Statements;

/// Readers that stay open between requests.
const READERS_KEPT: usize = 8;
const BUSY_MS: u64 = 10_000;
const STATEMENTS_CACHED: usize = 256;
/// Negative means KiB.
const WRITER_CACHE_KIB: i64 = -131_072;
/// 64 MiB of new pages before they are moved into the file: pages that change often are moved once.
const CHECKPOINT_PAGES: i64 = 16_384;
const READER_CACHE_KIB: i64 = -16_384;

pub struct Sqlite {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    /// An empty file beside the books; whoever has it locked holds the pen.
    pen: Mutex<File>,
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> LedgerError {
        LedgerError::Database(Box::new(error))
    }
}

impl Sqlite {
    /// Opens or creates the file and brings its schema up to date.
    pub fn open(path: &Path) -> Result<Sqlite, LedgerError> {
        create_private(path)?;
        let pen = create_private(&pen_path(path))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut writer = Connection::open_with_flags(path, flags)?;
        prepare(&writer)?;
        writer.pragma_update(None, "cache_size", WRITER_CACHE_KIB)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "FULL")?;
        writer.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        writer.pragma_update(None, "foreign_keys", true)?;
        migrate::migrate(&mut writer)?;
        Ok(Sqlite {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            pen: Mutex::new(pen),
        })
    }

    fn reader(&self) -> Result<Connection, LedgerError> {
        let kept = lock(&self.readers).pop();
        kept.map_or_else(|| self.open_reader(), Ok)
    }

    fn open_reader(&self) -> Result<Connection, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags)?;
        prepare(&reader)?;
        Ok(reader)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The books name people, so nobody else on the machine may read them. SQLite gives its other files the same rights.
fn create_private(path: &Path) -> Result<File, LedgerError> {
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(failed)
}

fn pen_path(path: &Path) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-pen");
    PathBuf::from(beside)
}

fn failed(error: std::io::Error) -> LedgerError {
    LedgerError::Database(Box::new(error))
}

fn prepare(connection: &Connection) -> Result<(), LedgerError> {
    // Plans never depend on bound values; otherwise SQLite prepares a statement again for every value, a quarter of the work.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.busy_timeout(Duration::from_millis(BUSY_MS))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    connection.pragma_update(None, "cache_size", READER_CACHE_KIB)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// One snapshot for all of it: without, every statement would take and give back the file's lock.
fn snapshot(connection: &mut Connection, work: Work<'_>) -> Result<(), LedgerError> {
    let snapshot = connection.transaction()?;
    work(&mut Statements::of(&snapshot))?;
    snapshot.finish()?;
    Ok(())
}

impl Driver for Sqlite {
    fn read(&self, work: Work<'_>) -> Result<(), LedgerError> {
        let mut reader = self.reader()?;
        snapshot(&mut reader, work)?;
        let mut readers = lock(&self.readers);
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
        Ok(())
    }

    /// From the connection that writes: its pages stay in memory from commit to commit, a reader's do not.
    fn read_to_write(&self, work: Work<'_>) -> Result<(), LedgerError> {
        snapshot(&mut lock(&self.writer), work)
    }

    fn write(&self, work: Work<'_>) -> Result<(), LedgerError> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        work(&mut Statements::of(&transaction))?;
        transaction.commit()?;
        Ok(())
    }

    fn pen(&self) -> Result<Box<dyn Pen + '_>, LedgerError> {
        let file = lock(&self.pen);
        file.lock().map_err(failed)?;
        Ok(Box::new(FilePen(file)))
    }
}

/// The right to write, by a lock of the operating system, which ends with the process at the latest.
struct FilePen<'a>(MutexGuard<'a, File>);

impl Pen for FilePen<'_> {}

impl Drop for FilePen<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::error!(%error, "the pen could not be given back");
        }
    }
}
