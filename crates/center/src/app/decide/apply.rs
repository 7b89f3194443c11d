//! One `match` over the resolution: what a decision does to the books.

use domain::{Conflict, Resolution, TaskId, TaskKind};
use sha2::{Digest, Sha256};

use super::{DecisionError, Draft};
use crate::app::batch::Batch;
use crate::app::cases::Hand;
use crate::ledger::{CaseRow, CaseStatus, Deed, DeedRow, Wanted};

/// The rows that the facts of a case are made of.
pub fn want_facts(case: &CaseRow, wanted: &mut Wanted) {
    if let Some(customer) = &case.customer {
        wanted.customers.entry(customer.clone()).or_default();
    }
    match &case.conflict {
        Conflict::RefundPaidTwice { task, .. } => {
            wanted.tasks.insert(*task);
        }
        Conflict::ReadingsDisagree { customer, period, .. } => {
            wanted.billing.insert(customer.clone(), *period);
        }
        Conflict::BillDiffers { customer, bill, .. } | Conflict::BilledTwice { customer, bill, .. } => {
            wanted.customers.entry(customer.clone()).or_default().insert(*bill);
            wanted.billing.insert(customer.clone(), bill.period);
        }
        Conflict::ArchiveChangeRequested { customer, .. } | Conflict::ArchiveEditedTwice { customer, .. } => {
            wanted.archives.insert(customer.clone());
        }
        Conflict::ReadingChangeRequested { reading, .. } => {
            wanted.readings.insert(*reading);
        }
        Conflict::DoublePayment { .. }
        | Conflict::PaidBillGone { .. }
        | Conflict::UnknownCustomer { .. }
        | Conflict::PrepaidOverdrawn { .. }
        | Conflict::CustomerMoved { .. }
        | Conflict::ForkedDevice { .. }
        | Conflict::DigestMismatch { .. }
        | Conflict::SuspendedAuthor { .. }
        | Conflict::ClockSuspect { .. }
        | Conflict::EntryUnreadable { .. } => {}
    }
}

/// The rows that a decision touches.
pub fn want(case: &CaseRow, resolution: &Resolution, wanted: &mut Wanted) {
    want_facts(case, wanted);
    if let Resolution::MoveToCustomer { customer, .. } = resolution {
        wanted.customers.entry(customer.clone()).or_default();
    }
}

impl Batch<'_> {
    pub(super) fn apply_decision(
        &mut self,
        draft: &Draft<'_>,
        case: &CaseRow,
        resolution: &Resolution,
    ) -> Result<(), DecisionError> {
        let mut status = CaseStatus::Decided;
        match resolution {
            Resolution::KeepAsBooked => {}
            Resolution::ApplyToBills { amount } => self.apply_to_bills(draft, case, *amount)?,
            Resolution::Refund { amount, device } => self.order_refund(draft, case, *amount, *device)?,
            Resolution::MoveToCustomer { payment, customer } => self.move_payment(draft, case, *payment, customer)?,
            Resolution::WriteOff { amount } => self.write_off(draft, case, *amount)?,
            Resolution::IssueDifference => self.issue_decided_difference(case, draft.id)?,
            Resolution::UseReading { reading } => self.use_reading(case, *reading, draft.id)?,
            Resolution::AcceptChange => self.accept_change(case, draft.id)?,
            Resolution::SuspendDevice { device } => self.suspend_by_decision(draft, case, *device)?,
            Resolution::ReturnToOutlet { device, task, note } => {
                if matches!(task, TaskKind::PayRefund { .. }) {
                    let (conflict, resolution) = (case.conflict.kind(), resolution.kind());
                    return Err(DecisionError::NotOffered { conflict, resolution });
                }
                if note.trim().is_empty() {
                    return Err(DecisionError::NoteMissing);
                }
                self.give_task(draft, case, *device, None, task.clone(), note)?;
                status = CaseStatus::Returned;
            }
        }
        let hand = Hand { by: draft.by, proposal: Some(draft.id), note: draft.note };
        self.cases.decide(case.id, status, &hand);
        Ok(())
    }

    /// Writes down what was done, and answers its part in the proposal.
    pub(super) fn did(&mut self, draft: &Draft<'_>, deed: impl FnOnce(u32) -> Deed) -> u32 {
        let part = self.effects.decisions.deeds.len() as u32;
        self.effects.decisions.deeds.push(DeedRow { proposal: draft.id, part, deed: deed(part), undone: false });
        part
    }
}

/// A task's id follows from its proposal, so that the same decision gives the same task wherever it is worked out.
pub fn task_id(draft: &Draft<'_>, part: u32) -> TaskId {
    let hash = Sha256::new()
        .chain_update(b"qingjiang task")
        .chain_update(draft.id.0.as_bytes())
        .chain_update(part.to_be_bytes())
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    TaskId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
