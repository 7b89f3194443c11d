//! Rows of what people at the center decide, free of any database's types.

use domain::{
    Adjustment, BillId, CaseId, CustomerNo, DeviceId, FileHash, Matter, Money, OperatorId, PaidRefund, PaymentId,
    PaymentOrder, ProposalId, ProposalState, Seq, Stream, Task, TaskOutcome, TaskState, TerminalCode, UnitCode,
};
use journal::{ChainHash, Head, Signature};
use serde::{Deserialize, Serialize};

use super::{Booked, EntryRef};

/// An entry of the center's own journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedAct {
    pub seq: Seq,
    pub at_ms: i64,
    /// 0 is the center itself.
    pub by: OperatorId,
    /// Of the entry.
    pub kind: u32,
    /// What was done, in a word.
    pub name: String,
    pub hash: ChainHash,
    pub seal: Signature,
    pub bytes: Vec<u8>,
    /// What it is about, such as `case:12`.
    pub subjects: Vec<String>,
}

/// 提议, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRow {
    pub id: ProposalId,
    /// Of its act.
    pub seq: Seq,
    pub matter: Matter,
    pub note: String,
    pub state: ProposalState,
    /// One person was enough: it was in force at once.
    pub alone: bool,
    pub proposed_by: OperatorId,
    pub proposed_ms: i64,
    pub answered: Option<Answered>,
    /// The preview as it was looked at, as JSON.
    pub preview: String,
    pub undone_by: Option<ProposalId>,
}

/// What somebody said to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub by: OperatorId,
    pub at_ms: i64,
    pub note: String,
}

impl ProposalRow {
    /// The cases that it decides.
    pub fn cases(&self) -> Vec<CaseId> {
        match &self.matter {
            Matter::Cases { decisions } => decisions.iter().map(|decision| decision.case).collect(),
            Matter::Undo { .. }
            | Matter::Price { .. }
            | Matter::Billing { .. }
            | Matter::Collection { .. }
            | Matter::Operator { .. } => Vec::new(),
        }
    }
}

/// One thing that a decision did, with all that it takes to do the opposite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Deed {
    /// 调账: the adjustment with this part of the proposal.
    Adjusted { customer: CustomerNo, part: u32 },
    /// A payment was refunded out of clarification.
    SetAside { customer: CustomerNo, fact: u64, payment: PaymentId },
    /// 转入户号
    Moved { fact: u64, payment: PaymentId, from: CustomerNo, to: CustomerNo },
    /// 待办
    TaskGiven { task: domain::TaskId },
    /// 停用终端; since when it was suspended before, if it was.
    Suspended { device: DeviceId, before_ms: Option<i64> },
    /// 补发差额
    DifferenceIssued { customer: CustomerNo, bill: BillId },
}

impl Deed {
    /// What it touched. Of two deeds on the same row, the later one has to be undone first.
    pub fn row_key(&self) -> String {
        match self {
            Deed::Adjusted { customer, part } => format!("adjustment:{customer}:{part}"),
            Deed::SetAside { fact, .. } | Deed::Moved { fact, .. } => format!("payment:{fact}"),
            Deed::TaskGiven { task } => format!("task:{task}"),
            Deed::Suspended { device, .. } => format!("device:{device}"),
            Deed::DifferenceIssued { customer, bill } => format!("bill:{customer}:{bill}"),
        }
    }
}

/// A deed with its place in its proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedRow {
    pub proposal: ProposalId,
    pub part: u32,
    pub deed: Deed,
    pub undone: bool,
}

/// 调账 among the facts of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustmentFact {
    pub case: CaseId,
    pub order: PaymentOrder,
    pub adjustment: Adjustment,
    /// The payment that it pays out of clarification; it then stands on no account, even when its number becomes known.
    pub of_fact: Option<u64>,
    pub undone: bool,
    pub booked: Option<Booked>,
}

/// 待办, as the center keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    pub task: Task,
    pub proposal: ProposalId,
    pub answered: Option<TaskReply>,
    pub version: u64,
}

/// What the outlet answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskReply {
    pub by: OperatorId,
    pub at_ms: i64,
    pub note: String,
}

impl TaskRow {
    pub fn answer(&mut self, outcome: TaskOutcome, reply: TaskReply) {
        self.task.state = match outcome {
            TaskOutcome::Done => TaskState::Done,
            TaskOutcome::NotDone => TaskState::NotDone,
        };
        self.answered = Some(reply);
    }
}

/// 退款支付, as its entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    pub refund: PaidRefund,
    pub place: EntryRef,
    pub terminal: TerminalCode,
    pub by: OperatorId,
    pub at_ms: i64,
    /// The unit whose drawer paid.
    pub desk: UnitCode,
}

/// What happened to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEvent {
    pub case: CaseId,
    /// Rises; no two events have the same.
    pub version: u64,
    pub at_ms: i64,
    /// `None` where facts did it.
    pub by: Option<OperatorId>,
    pub what: CaseEventKind,
    pub note: String,
    pub proposal: Option<ProposalId>,
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$of])* $variant,)* }

        impl $name {
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            pub fn of(name: &str) -> Option<$name> {
                match name { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;

named! {
    CaseEventKind {
        Opened = "opened",
        /// What disagrees changed after it had been decided, or came back.
        Reopened = "reopened",
        /// Later facts took the disagreement away.
        Gone = "gone",
        /// 认领, 备注
        Noted = "noted",
        Proposed = "proposed",
        Refused = "refused",
        /// The proposal was taken back.
        TakenBack = "taken-back",
        Decided = "decided",
        /// 退回网点
        Returned = "returned",
        /// The outlet answered.
        Answered = "answered",
        /// The refund was paid out.
        RefundPaid = "refund-paid",
        Undone = "undone",
    }
}

/// A seal that proves every entry before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealRow {
    pub stream: Stream,
    pub history: u32,
    pub head: Head,
    pub seal: Signature,
}

/// Settings from a day on, as a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingRow {
    pub name: String,
    pub effective_from: chrono::NaiveDate,
    /// JSON
    pub content: String,
}

/// What a commit writes of decisions.
#[derive(Debug, Default)]
pub struct DecisionEffects {
    pub acts: Vec<RecordedAct>,
    pub proposals: Vec<ProposalRow>,
    pub deeds: Vec<DeedRow>,
    pub adjustments: Vec<AdjustmentFact>,
    pub tasks: Vec<TaskRow>,
    pub refunds: Vec<RefundRow>,
    pub events: Vec<CaseEvent>,
    pub seals: Vec<SealRow>,
    pub settings: Vec<SettingRow>,
}

/// Which proposals people ask for, newest first.
#[derive(Clone, Debug, Default)]
pub struct ProposalFilter {
    pub state: Option<ProposalState>,
    pub by: Option<OperatorId>,
    pub matter: Option<String>,
    pub limit: u32,
    pub offset: u32,
}

/// Which tasks people ask for, newest first.
#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    pub state: Option<TaskState>,
    pub device: Option<DeviceId>,
    pub case: Option<CaseId>,
    pub limit: u32,
}

/// Which acts people ask for, newest first.
#[derive(Clone, Debug, Default)]
pub struct ActFilter {
    pub subject: Option<String>,
    /// What was done, in a word.
    pub name: Option<String>,
    pub by: Option<OperatorId>,
    pub from_ms: Option<i64>,
    pub to_ms: Option<i64>,
    /// Older than this one.
    pub before: Option<Seq>,
    pub limit: u32,
}

/// An entry as it was received.
#[derive(Clone, Debug)]
pub struct ReceivedEntry {
    pub place: EntryRef,
    pub received_ms: i64,
    pub hash: ChainHash,
    pub bytes: Vec<u8>,
}

/// How much of an amount decisions in force moved for a case.
pub fn adjusted_for(case: CaseId, adjustments: &[AdjustmentFact]) -> Money {
    let counted = adjustments.iter().filter(|fact| fact.case == case && !fact.undone);
    counted.map(|fact| fact.adjustment.amount).sum()
}

/// The digest of a document.
pub fn digest_of(document: &str) -> FileHash {
    use sha2::Digest;
    FileHash(sha2::Sha256::digest(document).into())
}
