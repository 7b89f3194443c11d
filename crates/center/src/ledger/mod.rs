//! What the center asks of a database: load rows, commit effects, in batches.
//!
//! Everything that decides lives in `app` and works on plain rows, so that each database behaves the same. An adapter
//! keeps its own types to itself.

mod billing_rows;
mod packed;
mod reports;
mod rows;
mod run_rows;
pub mod sqlite;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    BillId, BillStatement, BillingPeriod, BillingRules, CollectionRules, CustomerNo, CustomerState, DeviceId, FileHash,
    LedgerAccount, Money, Notice, OperatorId, PaymentId, PreparedRound, PriceVersion, ReadingId, ReadingImport,
    RestoreRequest, Segment, Seq, Stream, Unit, UnitCode,
};
use journal::ChainHash;
use sync::Change;
use thiserror::Error;

pub use billing_rows::{
    Act, ActRow, AttachmentRow, Billable, BillableScope, BillingEffects, BillingFacts, CorrectionRow, KnownSupply,
    Noted, ReadingFilter, ReadingRow, RestoreRow, StatementRow, SupplyRow, SupplyStanding,
};
pub use packed::{ServedAccount, pack_served, unpack_served};
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

pub trait Ledger: Send + Sync {
    /// All that is kept in memory.
    fn standing(&self) -> Result<Standing, LedgerError>;

    /// The hashes of a history's own entries from `first` to `last`, by number.
    fn hashes(&self, stream: Stream, history: u32, first: Seq, last: Seq)
    -> Result<Vec<(Seq, ChainHash)>, LedgerError>;

    /// The bytes of a history's own entries from `first` to `last`.
    fn entries(&self, stream: Stream, history: u32, first: Seq, last: Seq) -> Result<Vec<Vec<u8>>, LedgerError>;

    fn load(&self, wanted: &Wanted) -> Result<Loaded, LedgerError>;

    /// Writes everything or nothing.
    fn commit(&self, effects: &Effects) -> Result<(), LedgerError>;

    /// The newest changes for an outlet, and what is held of `stream`, from one snapshot.
    fn pull(&self, stream: Stream, scope: &PullScope) -> Result<Pulled, LedgerError>;

    /// A customer as outlets get it, and what is held of `stream` in the same snapshot.
    fn look_up(
        &self,
        stream: Option<Stream>,
        customer: &CustomerNo,
    ) -> Result<(Vec<History>, Option<CustomerState>), LedgerError>;

    /// An account with all its bills, for people.
    fn whole_account(&self, customer: &CustomerNo) -> Result<AccountFacts, LedgerError>;

    fn shift_sums(&self, stream: Stream, history: u32) -> Result<BTreeMap<domain::ShiftNo, ShiftSums>, LedgerError>;

    fn code(&self, digest: &[u8; 32]) -> Result<Option<EnrolmentCodeRow>, LedgerError>;

    fn contents(&self, customers: &[CustomerNo]) -> Result<HashMap<CustomerNo, [u8; 32]>, LedgerError>;

    fn day(&self, filter: &DayFilter) -> Result<(Vec<DayPayment>, Vec<DayReversal>), LedgerError>;

    fn sightings(&self) -> Result<Vec<Sighting>, LedgerError>;

    /// What supplies were loaded, by number. Unknown customers are not in it.
    fn known_supplies(&self, customers: &[CustomerNo]) -> Result<HashMap<CustomerNo, KnownSupply>, LedgerError>;

    /// The customers of a run, by account number.
    fn billables(&self, scope: &BillableScope) -> Result<Vec<Billable>, LedgerError>;

    /// The last account number that has a supply.
    fn last_supply(&self) -> Result<u64, LedgerError>;

    /// Customers (accounts after one number through another) with a bill for days from `day` on, and its month.
    fn billed_since(
        &self,
        after: u64,
        through: u64,
        day: NaiveDate,
    ) -> Result<Vec<(CustomerNo, BillingPeriod)>, LedgerError>;

    /// Whether any bill covers a day from `day` on.
    fn has_bills_since(&self, day: NaiveDate) -> Result<bool, LedgerError>;

    fn known_corrections(&self, digests: &[[u8; 32]]) -> Result<BTreeSet<[u8; 32]>, LedgerError>;

    fn runs(&self) -> Result<Vec<RunRow>, LedgerError>;

    fn unbilled(&self, run: u64, reason: Option<&str>, limit: u32) -> Result<Vec<Unbilled>, LedgerError>;

    fn readings(&self, filter: &ReadingFilter) -> Result<Vec<(ReadingRow, Vec<ActRow>)>, LedgerError>;

    fn statement(&self, customer: &CustomerNo, bill: BillId) -> Result<Option<BillStatement>, LedgerError>;

    fn rounds(&self, period: BillingPeriod) -> Result<Vec<(Noted, PreparedRound)>, LedgerError>;

    fn reading_imports(&self, limit: u32) -> Result<Vec<(Noted, ReadingImport)>, LedgerError>;

    fn notices(&self, customer: &CustomerNo) -> Result<Vec<(Noted, Notice)>, LedgerError>;

    /// 复电申请, the ones that are due first first.
    fn restores(&self, limit: u32) -> Result<Vec<RestoreRow>, LedgerError>;

    /// Which of these requests are not in the books yet.
    fn new_restores(&self, requests: &[RestoreRequest]) -> Result<Vec<RestoreRequest>, LedgerError>;

    fn attachment(&self, file: FileHash) -> Result<Option<AttachmentRow>, LedgerError>;

    fn pieces(&self, file: FileHash) -> Result<Vec<Vec<u8>>, LedgerError>;

    /// Keeps a piece; `file` says how much is held with it.
    fn add_piece(&self, file: &AttachmentRow, offset: u64, bytes: &[u8]) -> Result<(), LedgerError>;

    fn drop_attachment(&self, file: FileHash) -> Result<(), LedgerError>;

    /// Answers when the database can be read.
    fn check(&self) -> Result<(), LedgerError>;
}

pub type SharedLedger = Arc<dyn Ledger>;
