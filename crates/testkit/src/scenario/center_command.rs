//! What a line can say about cases, proposals, tasks and the fleet, as values.

use domain::{
    ArchiveField, ConflictKind, CustomerNo, Money, ProposalAnswer, ProposalState, ResolutionKind, Role, TaskOutcome,
    TaskState,
};
use rust_decimal::Decimal;

use crate::scenario::command::Which;

#[derive(Clone, Debug)]
pub enum CenterCommand {
    /// Somebody who works at the center.
    Person {
        login: String,
        name: Option<String>,
        role: Role,
    },
    Preview {
        matter: MatterLine,
        by: Option<String>,
    },
    Propose(ProposeLine),
    Answer {
        proposal: String,
        answer: ProposalAnswer,
        note: String,
        by: Option<String>,
    },
    Note {
        case: u64,
        note: String,
        owner: Option<OwnerLine>,
        by: Option<String>,
    },
    ReleaseDevice(String),
    /// Keeps how the books stand, to compare them later.
    RememberBooks,
    PayRefund {
        customer: Option<CustomerNo>,
        to: String,
    },
    PayRefundAgain,
    AnswerTask {
        kind: Option<&'static str>,
        customer: Option<CustomerNo>,
        outcome: TaskOutcome,
        note: String,
    },
    RequestArchive {
        customer: CustomerNo,
        field: ArchiveField,
        wanted: String,
        reason: String,
    },
    /// The laptop's program writes an entry that nobody can read.
    Garble,
    /// Somebody changes the sums of the open shift in the laptop's file.
    Falsify(Money),
}

#[derive(Clone, Debug)]
pub struct ProposeLine {
    pub matter: MatterLine,
    pub note: String,
    pub by: Option<String>,
    /// Somebody else approves it at once, where it takes two: who, if the line says so.
    pub approved: Option<Option<String>>,
}

#[derive(Clone, Debug)]
pub enum MatterLine {
    Cases(WhichCases, Box<ResolutionLine>),
    /// A proposal by its name.
    Undo(String),
}

#[derive(Clone, Debug)]
pub enum WhichCases {
    Numbers(Vec<u64>),
    /// All open ones of a kind.
    AllOf(ConflictKind),
}

/// A choice, with what the line says of it; the rest is what the center suggests.
#[derive(Clone, Debug)]
pub struct ResolutionLine {
    pub kind: ResolutionKind,
    pub amount: Option<Money>,
    pub outlet: Option<String>,
    pub customer: Option<CustomerNo>,
    pub receipt: Option<Which>,
    /// What the meter shows in the reading that counts.
    pub reading: Option<Decimal>,
    pub task: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub enum OwnerLine {
    Nobody,
    Login(String),
}

/// What should come of such a line.
#[derive(Clone, Debug, PartialEq)]
pub enum CenterOutcome {
    /// A name to remember the proposal by.
    Proposal(String),
    Waiting,
    InForce,
    /// Who proposed or answered it before.
    By(String),
    /// A value of the preview, by its key, before and after.
    Moves {
        key: String,
        before: Money,
        after: Money,
    },
    MovesNothing,
    /// How many people it takes.
    Takes(u64),
    Sum(Money),
    Gives(&'static str),
    /// What becomes of a printed receipt.
    Stays {
        receipt: String,
        how: &'static str,
    },
    Warns(String),
    Refunded(Money),
    SameRefund,
}

#[derive(Clone, Debug)]
pub enum CenterExpectation {
    Case {
        case: u64,
        wanted: CaseWanted,
    },
    Choices {
        case: u64,
        offered: Vec<ResolutionKind>,
    },
    History {
        case: u64,
        what: Vec<String>,
    },
    Proposal {
        proposal: String,
        state: ProposalState,
    },
    Tasks(u64),
    Task {
        kind: &'static str,
        customer: Option<CustomerNo>,
        amount: Option<Money>,
        state: Option<TaskState>,
    },
    Fleet {
        outlet: String,
        wanted: FleetWanted,
    },
    /// The center's own journal holds together.
    JournalWhole,
    BooksAsRemembered,
    Archive {
        customer: CustomerNo,
        field: ArchiveField,
        value: String,
    },
}

/// Only what a line names is compared.
#[derive(Clone, Debug, Default)]
pub struct CaseWanted {
    pub status: Option<&'static str>,
    pub kind: Option<ConflictKind>,
    pub customer: Option<CustomerNo>,
    pub at_stake: Option<Money>,
    pub owner: Option<OwnerLine>,
}

#[derive(Clone, Debug, Default)]
pub struct FleetWanted {
    pub unsent: Option<u64>,
    /// Milliseconds; compared in whole hours.
    pub oldest: Option<i64>,
    pub suspended: Option<bool>,
}
