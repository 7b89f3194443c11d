//! 预览: what a matter would do to the books, before and after, in the order that people read it.
//!
//! It is taken from the effects of the very batch that would be written. Its hash covers all of it, so what was looked at is
//! what happens, or nothing does.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    BillId, CaseDecision, CaseId, ConflictKind, CustomerNo, DeviceId, FileHash, LedgerAccount, Money, Persons,
    Resolution, ResolutionKind, Task, TaskKind, TaskState, TerminalCode, UnitCode, YearUse,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::batch::Batch;
use crate::ledger::{AccountFacts, ArchiveFacts, ArchiveValues, CaseRow, Loaded, digest_of};

/// What a matter would do, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// SHA-256 over all the rest; a proposal names it.
    pub hash: FileHash,
    /// The day for which penalties were counted.
    pub as_of: NaiveDate,
    pub moves_money: bool,
    pub persons: Persons,
    pub cases: Vec<PreviewedCase>,
    /// The amounts of all cases together.
    pub sum: Money,
    /// Only what changes.
    pub lines: Vec<PreviewLine>,
    pub tasks: Vec<PreviewTask>,
    pub receipts: Vec<PreviewReceipt>,
    pub notes: Vec<PreviewNote>,
}

/// A case and what is decided about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewedCase {
    pub case: CaseId,
    pub kind: ConflictKind,
    pub resolution: ResolutionKind,
    pub customer: Option<CustomerNo>,
    pub amount: Money,
    /// The digest of what disagrees, as it stood.
    pub conflict: FileHash,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PreviewLedger {
    /// 欠费 of a customer
    CustomerAccount,
    /// 预收, 调尾 of a customer
    Prepayment,
    /// 本金 of a bill
    Bill,
    /// 违约金 of a bill, and the income from it
    Penalty,
    /// 年累计用电量 and its tier
    TariffTier,
    /// 库存现金
    Drawer,
    /// 解款, slips and cheques on their way
    Remittance,
    /// Any other account of a unit
    UnitTotal,
    /// 收据 as a line of its own
    Receipt,
}

/// One value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewLine {
    pub ledger: PreviewLedger,
    /// Names the value: `customer:4280011234:prepaid`, `unit:421280103:receivable`.
    pub key: String,
    pub label: Label,
    pub before: String,
    pub after: String,
    pub change: String,
}

/// What a line is about, in words and by its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Label {
    pub zh: String,
    pub en: String,
    pub customer: Option<CustomerNo>,
    pub bill: Option<BillId>,
    pub unit: Option<UnitCode>,
    pub account: Option<LedgerAccount>,
}

/// What a desk is asked to do, or no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewTask {
    pub device: DeviceId,
    pub terminal: TerminalCode,
    pub customer: Option<CustomerNo>,
    pub task: TaskKind,
    pub note: String,
    pub state: TaskState,
}

/// A receipt that was printed for a side of the case: what it says, and what the books say afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewReceipt {
    pub receipt: String,
    pub terminal: TerminalCode,
    pub says: ReceiptSays,
    pub books: ReceiptBooks,
    pub stays: ReceiptStays,
}

/// What is printed on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptSays {
    pub customer: CustomerNo,
    pub collected: Money,
    pub bills: Vec<domain::Allocation>,
    pub prepaid_added: Money,
}

/// Where the books have its money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptBooks {
    pub customer: CustomerNo,
    /// The account number is not known, so the money waits in clarification.
    pub in_clarification: bool,
    /// It was refunded out of clarification.
    pub refunded: bool,
    pub bills: Vec<domain::Allocation>,
    pub prepaid_added: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptStays {
    /// 有效
    Valid,
    /// 有效, 款项已转入其他户号
    RefersToOtherAccount,
    /// 作废: the payment was reversed.
    Void,
}

/// Something that a person should know before deciding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewNote {
    pub code: String,
    pub customer: Option<CustomerNo>,
    pub amount: Option<Money>,
    pub text: Option<String>,
}

/// The rows as they were loaded.
pub struct Before {
    pub accounts: HashMap<CustomerNo, AccountFacts>,
    pub years: HashMap<CustomerNo, YearUse>,
    pub archives: HashMap<CustomerNo, ArchiveValues>,
}

impl Before {
    pub fn of(loaded: &Loaded) -> Before {
        let year = |(customer, facts): (&CustomerNo, &crate::ledger::BillingFacts)| {
            facts.supply.as_ref().map(|supply| (customer.clone(), supply.standing.year))
        };
        let values = |(customer, facts): (&CustomerNo, &ArchiveFacts)| Some((customer.clone(), facts.values.clone()?));
        Before {
            accounts: loaded.accounts.clone(),
            years: loaded.billing.iter().filter_map(year).collect(),
            archives: loaded.archives.iter().filter_map(values).collect(),
        }
    }
}

/// The cases of a matter with the money that each decision is about.
pub fn cases_of(batch: &Batch<'_>, cases: &[(CaseRow, CaseDecision)]) -> Vec<PreviewedCase> {
    let previewed = |(case, decision): &(CaseRow, CaseDecision)| PreviewedCase {
        case: case.id,
        kind: case.conflict.kind(),
        resolution: decision.resolution.kind(),
        customer: case.customer.clone(),
        amount: amount_of(batch, case, &decision.resolution),
        conflict: digest_of(&serde_json::to_string(&case.conflict).expect("a conflict can be written as JSON")),
    };
    cases.iter().map(previewed).collect()
}

fn amount_of(batch: &Batch<'_>, case: &CaseRow, resolution: &Resolution) -> Money {
    match resolution {
        Resolution::ApplyToBills { amount } | Resolution::Refund { amount, .. } | Resolution::WriteOff { amount } => {
            *amount
        }
        Resolution::MoveToCustomer { payment, .. } => {
            let facts = batch.accounts.values().flat_map(|facts| &facts.payments);
            let of_this = facts.filter(|fact| fact.payment.id == *payment && fact.counts());
            of_this.map(|fact| fact.payment.collected()).sum()
        }
        Resolution::IssueDifference => case.conflict.at_stake(),
        Resolution::KeepAsBooked
        | Resolution::UseReading { .. }
        | Resolution::AcceptChange
        | Resolution::SuspendDevice { .. }
        | Resolution::ReturnToOutlet { .. } => Money::ZERO,
    }
}

/// The preview of a batch that was settled.
pub fn of(
    batch: &Batch<'_>,
    before: &Before,
    cases: Vec<PreviewedCase>,
    persons: Persons,
    as_of: NaiveDate,
) -> Preview {
    let (lines, notes) = super::preview_lines::of(batch, before, as_of);
    let preview = Preview {
        hash: FileHash([0; 32]),
        as_of,
        moves_money: batch.effects.balances.values().any(|amount| !amount.is_zero()),
        persons,
        sum: cases.iter().map(|case| case.amount).sum(),
        lines,
        tasks: tasks_of(batch),
        receipts: super::preview_receipts::of(batch, before, &cases),
        notes,
        cases,
    };
    preview.sealed()
}

impl Preview {
    /// With the hash over everything else. Of a unit's totals only the change counts: a payment at the next counter moves them
    /// all day, and does not change what the decision does.
    pub fn sealed(self) -> Preview {
        let mut decided = Preview { hash: FileHash([0; 32]), ..self.clone() };
        for line in decided.lines.iter_mut().filter(|line| line.label.unit.is_some()) {
            (line.before, line.after) = Default::default();
        }
        let document = serde_json::to_string(&decided).expect("a preview can be written as JSON");
        Preview { hash: digest_of(&document), ..self }
    }
}

/// What the desk is told. A refund's desk reads why the proposal was made, which is written after the preview.
fn said_to(task: &Task) -> String {
    match task.kind {
        TaskKind::PayRefund { .. } => String::new(),
        TaskKind::ReadMeterAgain { .. } | TaskKind::CallCustomer | TaskKind::Explain => task.note.clone(),
    }
}

/// The tasks that change, by device.
fn tasks_of(batch: &Batch<'_>) -> Vec<PreviewTask> {
    let task = |id| {
        let row = batch.tasks.get(id)?;
        let terminal = batch.roster.devices.get(&row.task.device)?.known.terminal.clone();
        Some(PreviewTask {
            device: row.task.device,
            terminal,
            customer: row.task.customer.clone(),
            task: row.task.kind.clone(),
            note: said_to(&row.task),
            state: row.task.state,
        })
    };
    let mut tasks: Vec<PreviewTask> = batch.changed_tasks.iter().filter_map(task).collect();
    tasks.sort_by(|one, other| {
        (one.device, &one.customer, &one.note).cmp(&(other.device, &other.customer, &other.note))
    });
    tasks
}
