//! What a line of a story can say, as values.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{AllocationMode, DayCount, Tender, TenderKind, UnitCode};
use domain::{
    BillId, BillLock, CollectIn, CustomerNo, CustomerStatus, ElecType, LedgerAccount, Money, PowerState, Role,
};
use rust_decimal::Decimal;

use crate::scenario::center_command::{CenterCommand, CenterExpectation, CenterOutcome};
use crate::scenario::meter_command::{MeterCommand, MeterExpectation};

/// A line that was understood.
#[derive(Clone, Debug)]
pub struct Line {
    /// From 1.
    pub number: usize,
    pub text: String,
    /// `at A:` before the command.
    pub outlet: Option<String>,
    pub command: Command,
    /// What should come of it, after `->`.
    pub outcomes: Vec<Outcome>,
}

#[derive(Clone, Debug)]
pub enum Command {
    Unit {
        code: UnitCode,
        name: String,
        parent: Option<UnitCode>,
    },
    Customer(Box<CustomerLine>),
    Bill(BillLine),
    Lock {
        customer: CustomerNo,
        bill: BillId,
        lock: Option<BillLock>,
    },
    /// The bill is no more.
    Revoke {
        customer: CustomerNo,
        bill: BillId,
    },
    Operator {
        login: String,
        name: Option<String>,
        roles: Vec<Role>,
        unit: Option<UnitCode>,
        password: Option<String>,
    },
    Suspend(Suspended),
    Set {
        setting: Setting,
        from: Option<NaiveDate>,
    },
    Outlet {
        name: String,
        unit: Option<UnitCode>,
    },
    Use(String),
    Clock(TimeChange),
    LaptopClock {
        outlet: Option<String>,
        change: TimeChange,
    },
    Link(LinkChange),
    SignIn {
        login: String,
        password: Option<String>,
    },
    SignOut,
    OpenShift {
        date: Option<NaiveDate>,
        cash: Money,
    },
    CloseShift {
        counted: Option<Money>,
    },
    Pay(PayLine),
    PayEach(Vec<(TenderKind, Vec<Money>)>),
    PayAgain {
        tenders: Vec<Tender>,
    },
    Reverse {
        receipt: Which,
        reason: String,
    },
    Reprint {
        receipt: Which,
    },
    Kill(KillMoment),
    Restart,
    Sync,
    CopyDisk {
        from: String,
        to: String,
    },
    Backup {
        outlet: Option<String>,
    },
    Restore {
        outlet: Option<String>,
    },
    LookUp(CustomerNo),
    Search(String),
    /// Prices, supplies, readings and bills.
    Meter(MeterCommand),
    /// Cases, proposals, tasks and the fleet.
    Center(CenterCommand),
    Expect(Expectation, Side),
}

#[derive(Clone, Debug)]
pub struct CustomerLine {
    pub no: CustomerNo,
    pub old_no: Option<String>,
    pub name: Option<String>,
    pub class: Option<ElecType>,
    pub unit: Option<UnitCode>,
    pub prepaid: Money,
    pub tail: Money,
    pub meter: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub status: CustomerStatus,
    pub power: PowerState,
}

#[derive(Clone, Debug)]
pub struct BillLine {
    pub customer: CustomerNo,
    pub bill: BillId,
    pub amount: Money,
    pub energy_kwh: i64,
    /// The first overdue day; without one the bill is not overdue as long as the story plays.
    pub overdue_from: Option<NaiveDate>,
    pub lock: Option<BillLock>,
}

#[derive(Clone, Debug)]
pub enum Suspended {
    Operator(String),
    Device(String),
}

#[derive(Clone, Debug)]
pub enum Setting {
    Allocation(AllocationMode),
    Partial(bool),
    CollectIn(CollectIn),
    Penalty(PenaltyLine),
}

/// Only what a line names changes.
#[derive(Clone, Copy, Debug, Default)]
pub struct PenaltyLine {
    pub residents: Option<Decimal>,
    pub others: Option<Decimal>,
    pub cross_year: Option<Decimal>,
    pub minimum: Option<Money>,
    /// `Some(None)`: no cap.
    pub cap: Option<Option<Decimal>>,
    pub days: Option<DayCount>,
}

#[derive(Clone, Copy, Debug)]
pub enum TimeChange {
    To(NaiveDateTime),
    /// Milliseconds.
    By(i64),
    /// The laptop's clock agrees with the center's again.
    Right,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkChange {
    Up,
    Down,
    /// Of a hundred requests so many are lost, half of them with the request, half with the reply.
    Lossy(u64),
    LosesNextRequest,
    LosesNextReply,
    RepeatsNextRequest,
}

#[derive(Clone, Debug)]
pub struct PayLine {
    pub customer: CustomerNo,
    pub tenders: Vec<Tender>,
    /// `None`: what is due; cash beyond it is change.
    pub amount: Option<Money>,
    pub only: Vec<BillId>,
    pub use_prepaid: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    Last,
    Named(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KillMoment {
    Now,
    BeforeAppend,
    AfterAppend,
    AfterCommit,
}

/// One thing that should come of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Refused(String),
    Change(Money),
    /// A name to remember the receipt by, or a receipt number to compare.
    Receipt(String),
    SameReceipt,
    PrepaidAdded(Money),
    PrepaidUsed(Money),
    Collected(Money),
    Tail(Money),
    Killed,
    Copy(u32),
    Returned(Money),
    Over(Money),
    Sent(u64),
    Received(u64),
    Forked,
    Suspended,
    SumsDiffer,
    LinkDown,
    Found(Vec<CustomerNo>),
    NotFound,
    Hits(usize),
    /// Energy of a reading or a bill.
    Kwh(i64),
    Points(u64),
    BillOf(Money),
    NoBill,
    /// The very reading that was entered before.
    SameReading,
    /// What the desk asks, and what it notes without asking, by the names of the findings.
    Asks(String),
    Notes(String),
    RestoreAsked,
    Approved(u64),
    Bills(u64),
    Total(Money),
    Refusals(u64),
    Skipped(u64),
    Differences(u64),
    CasesOpened(u64),
    Difference(Money),
    Accepted(u64),
    Corrected(u64),
    Rejected(u64),
    PayBy(NaiveDate),
    CutFrom(NaiveDate),
    /// Of a preview, a proposal or a refund.
    Center(CenterOutcome),
}

/// Where an expectation looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    Here,
    Outlet(String),
    Center,
}

#[derive(Clone, Debug)]
pub enum Expectation {
    Due { customer: CustomerNo, bill: Option<BillId>, amount: Money },
    Penalty { customer: CustomerNo, bill: Option<BillId>, amount: Money },
    Arrears { customer: CustomerNo, amount: Money },
    Prepaid { customer: CustomerNo, amount: Money },
    Tail { customer: CustomerNo, amount: Money },
    Drawer(Money),
    Unsent(u64),
    Shift { open: bool },
    Receipt { receipt: Which, number: String },
    Settled { receipt: Which, bill: BillId, principal: Option<Money>, penalty: Option<Money>, left: Option<Money> },
    Life { receipt: Which, life: Life },
    Day { date: Option<NaiveDate>, all: Sum, parts: Vec<(TenderKind, Sum)> },
    Cases { count: usize, kinds: Vec<String> },
    TrialBalance,
    BooksEqual,
    Rebuild,
    Ledger { unit: UnitCode, account: LedgerAccount, amount: Money },
    Interrupted(Interrupted),
    ClockOff(bool),
    Meter(MeterExpectation),
    Center(CenterExpectation),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub count: u64,
    pub amount: Option<Money>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    Recorded,
    Sent,
    Posted,
    Conflicted,
    Reversed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    None,
    NotTaken,
    Taken,
}
