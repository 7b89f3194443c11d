//! What the center asks of a database: load rows, commit effects, in batches.
//!
//! Everything that decides lives in `app` and works on plain rows. What the rows mean in tables is written here once, over the
//! narrow boundary in `db`; each statement is a file in `sql/`. A driver below it knows one database and nothing of the rows.

mod account;
mod attachments;
mod billables;
mod billing_rows;
mod billing_values;
mod cases;
mod commit;
mod commit_accounts;
mod commit_billing;
mod commit_decisions;
mod commit_noted;
pub mod console;
pub mod db;
mod decision_rows;
mod decisions;
mod journals;
mod load;
mod load_billing;
mod load_payments;
pub mod moving;
mod packed;
pub mod postgres;
mod pull;
mod record_rows;
mod records;
mod report;
mod report_billing;
mod report_people;
mod reports;
mod row;
mod rows;
mod run_rows;
pub mod sqlite;
mod standing;
mod values;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use domain::{
    BillId, BillingPeriod, BillingRules, CollectionRules, CustomerNo, DeviceId, LedgerAccount, Money, OperatorId,
    PaymentId, PriceVersion, ReadingId, Segment, TaskId, Unit, UnitCode,
};
use journal::Head;
use sync::Change;
use thiserror::Error;

use db::{Db, Driver, Pen, Work};

pub use billing_rows::{
    Act, ActRow, AttachmentRow, Billable, BillableScope, BillingEffects, BillingFacts, CorrectionRow, KnownSupply,
    Noted, ReadingFilter, ReadingRow, RestoreRow, StatementRow, SupplyRow, SupplyStanding,
};
pub use decision_rows::CENTER_JOURNAL;
pub use decisions::{
    ActFilter, AdjustmentFact, Answered, CaseEvent, CaseEventKind, DecisionEffects, Deed, DeedRow, ProposalFilter,
    ProposalRow, ReceivedEntry, RecordedAct, RefundRow, SealRow, SettingRow, TaskFilter, TaskReply, TaskRow,
    adjusted_for, digest_of,
};
pub use packed::{ServedAccount, pack_served, unpack_served};
pub use record_rows::{
    ArchiveChangeRow, ArchiveDecision, ArchiveFacts, ArchiveValues, ChosenReading, MoveRow, OutletBill, RecordEffects,
    RivalBill,
};
pub use report_people::{FoundCustomer, ListedOperator, UnitCustomers};
pub use reports::{CaseFilter, DayFilter, DayPayment, DayReversal};
pub use rows::{
    AccountFacts, AccountRow, AccountStanding, Booked, CaseRow, CaseStatus, CustomerRow, DeviceRow, Effects,
    EnrolmentCodeRow, EntryRef, EntryRow, FactChange, History, IssuedBill, LaidAccount, PaymentFact, PostingRow,
    ReversalRow, ShiftDelta, ShiftSums, Side, Sighting,
};
pub use run_rows::{BillRunSummary, BillRunWish, RunRow, RunWish, Swing, Unbilled, UnitSums};

/// Why the database could not do it. Nothing of the batch was kept then.
#[derive(Debug, Error)]
pub enum LedgerError {
    #[error("the database failed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the database holds something unreadable: {0}")]
    Damaged(String),
    #[error("the database was made by a newer program (schema {found}, known {known})")]
    TooNew { found: i64, known: i64 },
}

/// What the center keeps in memory, as it stands in the database.
#[derive(Debug, Default)]
pub struct Standing {
    pub version: u64,
    pub last_fact: u64,
    pub last_case: u64,
    pub last_customer: u64,
    pub units: Vec<Unit>,
    pub rules: Option<CollectionRules>,
    pub suspended_operators: Vec<(OperatorId, i64)>,
    pub devices: Vec<DeviceRow>,
    pub histories: Vec<History>,
    pub cases: Vec<CaseRow>,
    pub balances: BTreeMap<(UnitCode, LedgerAccount), Money>,
    /// Account numbers with payments that nobody knows.
    pub unknown_customers: Vec<CustomerNo>,
    pub has_payments: bool,
    pub prices: Vec<PriceVersion>,
    pub billing_rules: Vec<BillingRules>,
    pub segments: Vec<Segment>,
    pub last_correction: u64,
    pub last_run: u64,
    /// Where the center's own journal stands, if it has an entry.
    pub acts_head: Option<Head>,
    pub settings: Vec<SettingRow>,
    /// Units that customers left.
    pub moves: Vec<MoveRow>,
}

/// The accounts that a batch touches: by number, with the bills that its payments name, and by payment.
#[derive(Debug, Default)]
pub struct Wanted {
    pub customers: BTreeMap<CustomerNo, BTreeSet<BillId>>,
    pub payments: BTreeSet<PaymentId>,
    /// Customers whose readings and bills are touched, each from a month on.
    pub billing: BTreeMap<CustomerNo, BillingPeriod>,
    /// Readings of any customer; what is loaded is the customer from that reading's month on.
    pub readings: BTreeSet<ReadingId>,
    /// 待办, each with the refunds that name it.
    pub tasks: BTreeSet<TaskId>,
    /// Customers whose archive is looked at.
    pub archives: BTreeSet<CustomerNo>,
}

#[derive(Debug, Default)]
pub struct Loaded {
    /// Every number that was asked for is in it, known or not.
    pub accounts: HashMap<CustomerNo, AccountFacts>,
    /// Whose account a payment is on; an id that was used twice may be on two.
    pub payments: HashMap<PaymentId, Vec<CustomerNo>>,
    /// Every customer whose billing was asked for.
    pub billing: HashMap<CustomerNo, BillingFacts>,
    /// Whose reading it is, and of which month.
    pub readings: HashMap<ReadingId, (CustomerNo, BillingPeriod)>,
    /// Every task that was asked for and is known.
    pub tasks: HashMap<TaskId, TaskRow>,
    /// By task; of tasks that nobody gave, too.
    pub refunds: HashMap<TaskId, Vec<RefundRow>>,
    /// Every archive that was asked for, known or not.
    pub archives: HashMap<CustomerNo, ArchiveFacts>,
}

/// Which changes an outlet asks for.
#[derive(Clone, Debug)]
pub struct PullScope {
    pub device: DeviceId,
    pub station: UnitCode,
    /// The station and all units below it: whose operators may sign in there.
    pub units: Vec<UnitCode>,
    pub after: u64,
    pub bytes_max: u32,
    /// What the asking desk knows by its own payments of this very exchange.
    pub laid: Vec<LaidAccount>,
    /// Derivations of bills, and readings of other devices, travel from this month on.
    pub recent_from: BillingPeriod,
}

#[derive(Debug)]
pub struct Pulled {
    /// Of the histories of the stream that was asked about, in the same snapshot as the changes.
    pub histories: Vec<History>,
    pub changes: Vec<Change>,
    pub cursor: u64,
    pub more: bool,
}

/// The books, in whichever database they are.
pub struct Ledger {
    driver: Box<dyn Driver>,
}

pub type SharedLedger = Arc<Ledger>;

impl Ledger {
    pub fn new(driver: Box<dyn Driver>) -> Ledger {
        Ledger { driver }
    }

    /// The pen of the whole center, which only one of its processes holds at a time.
    pub fn pen(&self) -> Result<Box<dyn Pen + '_>, LedgerError> {
        self.driver.pen()
    }

    /// Whether another process wrote since memory was last read.
    pub fn moved(&self) -> Result<bool, LedgerError> {
        self.driver.moved()
    }

    /// The first center of a database leaves its name there; another one is turned away.
    pub fn recognise(&self, center: &journal::PublicKey) -> Result<(), LedgerError> {
        self.driver.recognise(&center.0)
    }

    /// Runs `work` in one snapshot.
    pub(crate) fn read<T>(&self, work: impl FnMut(&mut dyn Db) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        answered(work, |work| self.driver.read(work))
    }

    /// As `read`, for lists and reports: a replica that is a little behind may answer.
    pub(crate) fn report<T>(&self, work: impl FnMut(&mut dyn Db) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        answered(work, |work| self.driver.report(work))
    }

    /// As `read`, for what a write is decided on.
    pub(crate) fn read_to_write<T>(
        &self,
        work: impl FnMut(&mut dyn Db) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        answered(work, |work| self.driver.read_to_write(work))
    }

    /// Runs `work` in one transaction: everything or nothing.
    pub(crate) fn write<T>(&self, work: impl FnMut(&mut dyn Db) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        answered(work, |work| self.driver.write(work))
    }
}

/// What the last run of `work` answered.
fn answered<T>(
    mut work: impl FnMut(&mut dyn Db) -> Result<T, LedgerError>,
    run: impl FnOnce(Work<'_>) -> Result<(), LedgerError>,
) -> Result<T, LedgerError> {
    let mut answer = None;
    run(&mut |db| {
        answer = Some(work(db)?);
        Ok(())
    })?;
    Ok(answer.expect("a driver runs the work before it says that it is done"))
}
