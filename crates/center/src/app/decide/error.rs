//! Why a decision was not taken: a variant for each reason that a person could be told.

use domain::{
    CaseId, ConflictKind, CustomerNo, DeviceId, Money, OperatorId, PaymentId, ProposalId, ResolutionKind, TaskId,
};
use thiserror::Error;

use super::Preview;
use crate::ledger::{CaseStatus, LedgerError};

#[derive(Debug, Error)]
pub enum DecisionError {
    #[error("there is no case {}", .0.0)]
    UnknownCase(CaseId),
    #[error("there is no proposal {0}")]
    UnknownProposal(ProposalId),
    #[error("case {} is {}; nothing can be proposed for it now", .case.0, .status.name())]
    NotOpen { case: CaseId, status: CaseStatus },
    #[error("operator {by} has already proposed something for case {}; look at that proposal first", .case.0)]
    AlreadyProposed { case: CaseId, proposal: ProposalId, by: OperatorId, at_ms: i64 },
    #[error("a case of kind {} cannot be settled by {}", .conflict.name(), .resolution.name())]
    NotOffered { conflict: ConflictKind, resolution: ResolutionKind },
    #[error("name at least one case")]
    NoCases,
    #[error("cases that are decided together have to be of one kind and settled in one way, each named once")]
    Mixed,
    #[error("at most {cases_max} cases and {sum_max} can be decided at once; choose fewer")]
    TooMany { cases_max: u32, sum_max: Money },
    #[error("the amount has to be more than zero and at most {limit}")]
    Amount { limit: Money },
    #[error("the customer {0} is not in the books; choose a known account number")]
    UnknownCustomer(CustomerNo),
    #[error("the payment {0} does not stand on this account; choose one of the payments of the case")]
    NoSuchPayment(PaymentId),
    #[error("the payment stands on account {0} already; choose another account")]
    SameCustomer(CustomerNo),
    #[error("device {0} cannot be chosen; choose an enrolled device that is not suspended and takes part in this")]
    Device(DeviceId),
    #[error("write down why")]
    NoteMissing,
    #[error("this proposal id was used for something else; make a new one")]
    IdReused(ProposalId),
    #[error("the books moved since the preview was shown; look at the new preview")]
    PreviewMoved(Box<Preview>),
    #[error("whoever proposed it cannot answer it; somebody else has to")]
    OwnProposal,
    #[error("only somebody who is signed in approves; a tool may propose")]
    NeedsPerson,
    #[error("only operator {by}, who proposed it, can take it back; refuse it instead")]
    NotYours { by: OperatorId },
    #[error("the proposal was answered before")]
    AlreadyAnswered { by: OperatorId, at_ms: i64 },
    #[error("the decision is not in force, so there is nothing to undo")]
    NotInForce(ProposalId),
    #[error("what was published or undone is not undone; decide anew instead")]
    NotUndoable(ProposalId),
    #[error("the refund of task {0} was paid out; it cannot be taken back any more")]
    RefundPaid(TaskId),
    #[error("task {0} was answered; decide the case anew instead")]
    TaskAnswered(TaskId),
    #[error("proposal {0} changed the same thing later; undo that one first")]
    LaterDecision(ProposalId),
    #[error("the login {0} belongs to somebody else; choose another")]
    LoginTaken(String),
    #[error("a new operator needs a password")]
    PasswordMissing,
    /// What a record cannot do; the sentence says why.
    #[error("{0}")]
    Record(String),
    #[error(
        "the journal of the center does not hold together at entry {at}; no decision is written until that is explained"
    )]
    BrokenJournal { at: u64 },
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
