//! The books in one SQLite file: the center of a demo, a county, or a prefecture of moderate size.
//!
//! One connection writes; any number of others read snapshots beside it. Each statement is an `.sql` file in `sql/`.

mod account;
mod attachments;
mod billing_load;
mod billing_report;
mod commit;
mod commit_accounts;
mod commit_billing;
mod commit_cases;
mod load;
mod migrate;
mod pull;
mod report;
mod standing;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use chrono::NaiveDate;
use domain::{
    BillId, BillStatement, BillingPeriod, CustomerNo, CustomerState, FileHash, Notice, PreparedRound, ReadingImport,
    RestoreRequest, Seq, ShiftNo, Stream,
};
use journal::ChainHash;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{
    AccountFacts, ActRow, AttachmentRow, Billable, BillableScope, DayFilter, DayPayment, DayReversal, Effects,
    EnrolmentCodeRow, History, KnownSupply, Ledger, LedgerError, Loaded, Noted, PullScope, Pulled, ReadingFilter,
    ReadingRow, RestoreRow, RunRow, ShiftSums, Sighting, Standing, Unbilled, Wanted,
};

/// A statement from its file.
macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!("sql/", $name, ".sql"))
    };
}
pub(crate) use sql;

/// Readers that stay open between requests.
const READERS_KEPT: usize = 8;
const BUSY_MS: u64 = 10_000;
const STATEMENTS_CACHED: usize = 160;
/// Negative means KiB.
const WRITER_CACHE_KIB: i64 = -131_072;
/// 64 MiB of new pages before they are moved into the file: pages that change often are moved once.
const CHECKPOINT_PAGES: i64 = 16_384;
const READER_CACHE_KIB: i64 = -16_384;

pub struct SqliteLedger {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> LedgerError {
        LedgerError::Database(Box::new(error))
    }
}

impl SqliteLedger {
    /// Opens or creates the file and brings its schema up to date.
    pub fn open(path: &Path) -> Result<SqliteLedger, LedgerError> {
        create_private(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut writer = Connection::open_with_flags(path, flags)?;
        prepare(&writer)?;
        writer.pragma_update(None, "cache_size", WRITER_CACHE_KIB)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "FULL")?;
        writer.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        writer.pragma_update(None, "foreign_keys", true)?;
        migrate::migrate(&mut writer)?;
        Ok(SqliteLedger { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::default() })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Runs `work` in one snapshot.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let kept = self.readers.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).pop();
        let mut reader = kept.map_or_else(|| self.open_reader(), Ok)?;
        let snapshot = reader.transaction()?;
        let answer = work(&snapshot)?;
        snapshot.finish()?;
        let mut readers = self.readers.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
        Ok(answer)
    }

    fn open_reader(&self) -> Result<Connection, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags)?;
        prepare(&reader)?;
        Ok(reader)
    }
}

/// The books name people, so nobody else on the machine may read them. SQLite gives its other files the same rights.
fn create_private(path: &Path) -> Result<(), LedgerError> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ()).map_err(|error| LedgerError::Database(Box::new(error)))
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

impl Ledger for SqliteLedger {
    fn standing(&self) -> Result<Standing, LedgerError> {
        standing::standing(&self.writer())
    }

    fn hashes(
        &self,
        stream: Stream,
        history: u32,
        first: Seq,
        last: Seq,
    ) -> Result<Vec<(Seq, ChainHash)>, LedgerError> {
        self.read(|snapshot| load::hashes(snapshot, stream, history, first, last))
    }

    fn entries(&self, stream: Stream, history: u32, first: Seq, last: Seq) -> Result<Vec<Vec<u8>>, LedgerError> {
        self.read(|snapshot| load::entries(snapshot, stream, history, first, last))
    }

    fn load(&self, wanted: &Wanted) -> Result<Loaded, LedgerError> {
        load::load(&mut self.writer(), wanted)
    }

    fn commit(&self, effects: &Effects) -> Result<(), LedgerError> {
        commit::commit(&mut self.writer(), effects)
    }

    fn pull(&self, stream: Stream, scope: &PullScope) -> Result<Pulled, LedgerError> {
        self.read(|snapshot| pull::pull(snapshot, stream, scope))
    }

    fn look_up(
        &self,
        stream: Option<Stream>,
        customer: &CustomerNo,
    ) -> Result<(Vec<History>, Option<CustomerState>), LedgerError> {
        self.read(|snapshot| {
            let histories = stream.map(|stream| pull::histories_of(snapshot, stream)).transpose()?;
            Ok((histories.unwrap_or_default(), account::served(snapshot, customer)?))
        })
    }

    fn whole_account(&self, customer: &CustomerNo) -> Result<AccountFacts, LedgerError> {
        self.read(|snapshot| account::whole_account(snapshot, customer))
    }

    fn shift_sums(&self, stream: Stream, history: u32) -> Result<BTreeMap<ShiftNo, ShiftSums>, LedgerError> {
        self.read(|snapshot| report::shift_sums(snapshot, stream, history))
    }

    fn code(&self, digest: &[u8; 32]) -> Result<Option<EnrolmentCodeRow>, LedgerError> {
        self.read(|snapshot| report::code(snapshot, digest))
    }

    fn contents(&self, customers: &[CustomerNo]) -> Result<HashMap<CustomerNo, [u8; 32]>, LedgerError> {
        account::contents(&mut self.writer(), customers)
    }

    fn day(&self, filter: &DayFilter) -> Result<(Vec<DayPayment>, Vec<DayReversal>), LedgerError> {
        self.read(|snapshot| report::day(snapshot, filter))
    }

    fn sightings(&self) -> Result<Vec<Sighting>, LedgerError> {
        self.read(report::sightings)
    }

    fn known_supplies(&self, customers: &[CustomerNo]) -> Result<HashMap<CustomerNo, KnownSupply>, LedgerError> {
        self.read(|snapshot| billing_load::known_supplies(snapshot, customers))
    }

    fn billables(&self, scope: &BillableScope) -> Result<Vec<Billable>, LedgerError> {
        self.read(|snapshot| billing_load::billables(snapshot, scope))
    }

    fn last_supply(&self) -> Result<u64, LedgerError> {
        self.read(|snapshot| {
            let last = "SELECT ifnull(max(customer), 0) FROM supplies";
            Ok(snapshot.query_row(last, [], |row| row.get::<_, i64>(0))? as u64)
        })
    }

    fn billed_since(
        &self,
        after: u64,
        through: u64,
        day: NaiveDate,
    ) -> Result<Vec<(CustomerNo, BillingPeriod)>, LedgerError> {
        self.read(|snapshot| billing_load::billed_since(snapshot, after, through, day))
    }

    fn has_bills_since(&self, day: NaiveDate) -> Result<bool, LedgerError> {
        self.read(|snapshot| billing_load::has_bills_since(snapshot, day))
    }

    fn known_corrections(&self, digests: &[[u8; 32]]) -> Result<BTreeSet<[u8; 32]>, LedgerError> {
        self.read(|snapshot| billing_load::known_corrections(snapshot, digests))
    }

    fn runs(&self) -> Result<Vec<RunRow>, LedgerError> {
        self.read(billing_report::runs)
    }

    fn unbilled(&self, run: u64, reason: Option<&str>, limit: u32) -> Result<Vec<Unbilled>, LedgerError> {
        self.read(|snapshot| billing_report::unbilled(snapshot, run, reason, limit))
    }

    fn readings(&self, filter: &ReadingFilter) -> Result<Vec<(ReadingRow, Vec<ActRow>)>, LedgerError> {
        self.read(|snapshot| billing_report::readings(snapshot, filter))
    }

    fn statement(&self, customer: &CustomerNo, bill: BillId) -> Result<Option<BillStatement>, LedgerError> {
        self.read(|snapshot| billing_report::statement(snapshot, customer, bill))
    }

    fn rounds(&self, period: BillingPeriod) -> Result<Vec<(Noted, PreparedRound)>, LedgerError> {
        self.read(|snapshot| billing_report::rounds(snapshot, period))
    }

    fn reading_imports(&self, limit: u32) -> Result<Vec<(Noted, ReadingImport)>, LedgerError> {
        self.read(|snapshot| billing_report::reading_imports(snapshot, limit))
    }

    fn notices(&self, customer: &CustomerNo) -> Result<Vec<(Noted, Notice)>, LedgerError> {
        self.read(|snapshot| billing_report::notices(snapshot, customer))
    }

    fn restores(&self, limit: u32) -> Result<Vec<RestoreRow>, LedgerError> {
        self.read(|snapshot| billing_report::restores(snapshot, limit))
    }

    fn new_restores(&self, requests: &[RestoreRequest]) -> Result<Vec<RestoreRequest>, LedgerError> {
        self.read(|snapshot| billing_report::new_restores(snapshot, requests))
    }

    fn attachment(&self, file: FileHash) -> Result<Option<AttachmentRow>, LedgerError> {
        self.read(|snapshot| attachments::one(snapshot, file))
    }

    fn pieces(&self, file: FileHash) -> Result<Vec<Vec<u8>>, LedgerError> {
        self.read(|snapshot| attachments::pieces(snapshot, file))
    }

    fn add_piece(&self, file: &AttachmentRow, offset: u64, bytes: &[u8]) -> Result<(), LedgerError> {
        attachments::add_piece(&mut self.writer(), file, offset, bytes)
    }

    fn drop_attachment(&self, file: FileHash) -> Result<(), LedgerError> {
        attachments::drop(&mut self.writer(), file)
    }

    fn check(&self) -> Result<(), LedgerError> {
        self.read(|snapshot| {
            Ok(snapshot.query_row("SELECT 1 FROM histories LIMIT 1", [], |_| Ok(())).or_else(none_is_fine)?)
        })
    }
}

fn none_is_fine(error: rusqlite::Error) -> Result<(), rusqlite::Error> {
    if error == rusqlite::Error::QueryReturnedNoRows { Ok(()) } else { Err(error) }
}
