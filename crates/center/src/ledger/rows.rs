//! The rows of the center, free of any database's types.

use std::collections::BTreeMap;
use std::fmt;

use domain::{
    Bill, CaseId, Conflict, Customer, CustomerNo, DeviceId, Incarnation, LedgerAccount, Money, Operator, OperatorId,
    Payment, PaymentOrder, Placement, PriceVersion, ProposalId, Reversal, Seq, ShiftNo, Stream, TerminalCode, Unit,
    UnitCode,
};
use journal::{ChainHash, Head, KnownDevice};

use super::decisions::named;
use super::{AdjustmentFact, BillingEffects, DecisionEffects, RecordEffects};

/// One history of a journal. Number 0 came first; a clone or a restored backup adds another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub stream: Stream,
    pub number: u32,
    /// The history that this one shares everything up to `forked_after` with; itself for number 0.
    pub parent: u32,
    pub forked_after: Seq,
    pub held: Head,
    /// The incarnation that its device was told to go on in.
    pub goes_on_as: Option<Incarnation>,
}

/// An entry's place at the center.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryRef {
    pub stream: Stream,
    pub history: u32,
    pub seq: Seq,
}

impl fmt::Display for EntryRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.stream, self.history, self.seq)
    }
}

#[derive(Clone, Debug)]
pub struct EntryRow {
    pub place: EntryRef,
    pub kind: u32,
    pub parked: bool,
    pub received_ms: i64,
    pub hash: ChainHash,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    pub known: KnownDevice,
    /// The newest incarnation that was given out.
    pub incarnation: Incarnation,
    pub enrolled_ms: i64,
    pub suspended_ms: Option<i64>,
    pub version: u64,
}

/// How a device stood when it was last heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    pub device: DeviceId,
    pub at_ms: i64,
    pub unsent: u64,
    pub oldest_unsent_ms: Option<i64>,
    /// How far its clock runs ahead of the center's.
    pub clock_off_ms: i64,
    pub program: String,
    /// Free on its disk, and the size of its replica, as it last said; it says so once a day.
    pub free_mib: Option<u64>,
    pub replica_mib: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentCodeRow {
    pub digest: [u8; 32],
    pub unit: UnitCode,
    pub terminal: TerminalCode,
    pub expires_ms: i64,
    /// The device that used it.
    pub device: Option<DeviceId>,
}

/// A payment among the facts, with where it was taken and how it is booked.
#[derive(Clone, Debug)]
pub struct PaymentFact {
    pub fact: u64,
    pub source: EntryRef,
    pub order: PaymentOrder,
    pub by: OperatorId,
    pub terminal: TerminalCode,
    /// The unit whose drawer got the money.
    pub desk: UnitCode,
    pub payment: Payment,
    /// The account that it stands on: the number that was typed, unless a decision moved it.
    pub account: CustomerNo,
    pub reversed: bool,
    /// It was refunded out of clarification and stands on no account, even when its number becomes known.
    pub set_aside: bool,
    pub booked: Option<Booked>,
}

impl PaymentFact {
    /// 转入户号
    pub fn is_moved(&self) -> bool {
        self.account != self.payment.customer
    }

    /// Whether it takes part in its account.
    pub fn counts(&self) -> bool {
        !self.reversed && !self.set_aside
    }
}

/// How a payment was last posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    pub owner: Option<UnitCode>,
    pub placement: Placement,
}

/// What the rules need to know of a known account besides its bills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    pub id: u64,
    pub unit: UnitCode,
    /// The station that hears of it.
    pub station: UnitCode,
    pub issued_prepaid: Money,
    pub issued_tail: Money,
    /// Of the newest change of what outlets hear of it.
    pub version: u64,
}

/// A customer as it is loaded.
#[derive(Clone, Debug)]
pub struct CustomerRow {
    pub account: AccountRow,
    pub customer: Customer,
    /// Digest of all that was loaded, so that loading it again changes nothing.
    pub content: [u8; 32],
}

/// A bill as it was loaded or issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedBill {
    pub bill: Bill,
    /// When it was loaded; only open bills meet money by themselves.
    pub was_open: bool,
    /// By an outlet or by the center; what is loaded never replaces it.
    pub issued_here: bool,
}

/// All facts of one account.
#[derive(Clone, Debug, Default)]
pub struct AccountFacts {
    /// `None` for a number that nobody knows yet.
    pub row: Option<AccountRow>,
    /// Bills that were open when they were loaded, and those that a payment names. Oldest first.
    pub bills: Vec<IssuedBill>,
    pub payments: Vec<PaymentFact>,
    /// What decisions moved on it.
    pub adjustments: Vec<AdjustmentFact>,
}

named! {
    /// How a case stands.
    CaseStatus {
        /// 待处理: a person has to look.
        Open = "open",
        /// 待批: a proposal waits for somebody else.
        Proposed = "proposed",
        /// 已退回: an outlet was asked; the case waits for its answer.
        Returned = "returned",
        /// 已处理. It opens again when what disagrees changes, or when its decision is undone.
        Decided = "decided",
        /// 已消失: later facts took the disagreement away, for example a reversal. It opens again when they bring it back.
        Withdrawn = "withdrawn",
    }
}

impl CaseStatus {
    pub const ALL: [CaseStatus; 5] =
        [CaseStatus::Open, CaseStatus::Proposed, CaseStatus::Returned, CaseStatus::Decided, CaseStatus::Withdrawn];
    /// Somebody still has to do something about it.
    pub const WAITING: [CaseStatus; 3] = [CaseStatus::Open, CaseStatus::Proposed, CaseStatus::Returned];

    pub fn is_waiting(self) -> bool {
        CaseStatus::WAITING.contains(&self)
    }
}

/// One of the facts that disagree: who, where, when, and which receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    pub stream: Stream,
    pub history: u32,
    /// `None` where the case is about the journal as a whole.
    pub seq: Option<Seq>,
    pub terminal: TerminalCode,
    pub operator: Option<OperatorId>,
    pub receipt: Option<String>,
    pub amount: Option<Money>,
    pub at_ms: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    pub id: CaseId,
    /// Kind and what it is about: the same disagreement never opens twice.
    pub subject: String,
    pub status: CaseStatus,
    pub customer: Option<CustomerNo>,
    pub opened_ms: i64,
    pub conflict: Conflict,
    pub sides: Vec<Side>,
    /// Who looks after it.
    pub owner: Option<OperatorId>,
    /// That waits for an answer.
    pub proposal: Option<ProposalId>,
    /// That is in force.
    pub decision: Option<ProposalId>,
    /// How it stands again if the waiting proposal is refused.
    pub rests: Option<CaseStatus>,
    pub version: u64,
}

/// What a batch adds to a shift.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShiftDelta {
    pub opened: Option<(OperatorId, chrono::NaiveDate, Money)>,
    pub closed: Option<(Money, Money)>,
    pub sums: ShiftSums,
}

/// The sums of a shift that both sides compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShiftSums {
    pub entries: i64,
    pub payments: i64,
    pub amount: Money,
}

#[derive(Clone, Debug)]
pub struct ReversalRow {
    pub place: EntryRef,
    pub reversal: Reversal,
}

#[derive(Clone, Debug)]
pub struct PostingRow {
    pub cause: String,
    pub unit: UnitCode,
    pub account: LedgerAccount,
    pub amount: Money,
}

/// A fact that was known before and now counts or is booked differently.
#[derive(Clone, Debug)]
pub struct FactChange {
    /// The account that it stood on,
    pub customer: CustomerNo,
    /// … and the one that it stands on now.
    pub account: CustomerNo,
    pub fact: u64,
    /// The earliest entry that carries it, and that entry's time.
    pub source: EntryRef,
    pub at_ms: i64,
    pub reversed: bool,
    pub set_aside: bool,
    pub booked: Option<Booked>,
}

/// How an account stands after a batch.
#[derive(Clone, Debug)]
pub struct AccountStanding {
    pub customer: u64,
    pub prepaid: Money,
    pub tail: Money,
    pub arrears: Money,
    pub served: Vec<u8>,
    pub version: u64,
}

/// A row that a desk knows without hearing of it: an account that only one history's new payments changed, each lying as its
/// cashier laid it, or a reading as that history entered it.
#[derive(Clone, Debug)]
pub struct LaidAccount {
    pub customer: CustomerNo,
    pub stream: Stream,
    pub history: u32,
    /// The row's version before and after.
    pub before: u64,
    pub after: u64,
}

/// Everything that one commit writes.
#[derive(Debug, Default)]
pub struct Effects {
    pub at_ms: i64,
    /// The newest version that was given out.
    pub version: u64,
    pub entries: Vec<EntryRow>,
    pub histories: Vec<History>,
    pub laid: Vec<LaidAccount>,
    pub devices: Vec<DeviceRow>,
    pub sightings: Vec<Sighting>,
    pub codes: Vec<EnrolmentCodeRow>,
    pub new_facts: Vec<PaymentFact>,
    pub fact_changes: Vec<FactChange>,
    pub reversals: Vec<ReversalRow>,
    /// Customers that are new or were loaded again, with all their bills.
    pub customers: Vec<(CustomerRow, Vec<IssuedBill>)>,
    pub departures: Vec<(CustomerNo, UnitCode, u64)>,
    pub accounts: Vec<AccountStanding>,
    pub postings: Vec<PostingRow>,
    /// What is added to each balance: the sums of `postings`.
    pub balances: BTreeMap<(UnitCode, LedgerAccount), Money>,
    pub shifts: BTreeMap<(Stream, u32, ShiftNo), ShiftDelta>,
    pub cases: Vec<CaseRow>,
    pub units: Vec<(Unit, u64)>,
    pub operators: Vec<(Operator, Option<i64>, u64)>,
    pub rules: Option<(domain::CollectionRules, u64)>,
    pub prices: Vec<(PriceVersion, u64)>,
    pub billing: BillingEffects,
    pub records: RecordEffects,
    pub decisions: DecisionEffects,
}
