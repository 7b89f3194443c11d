//! 撤销处理: everything that a decision did is done the other way, the last first.

use domain::{Matter, ProposalId, ProposalState, Resolution, TaskId, TaskKind, TaskState};

use super::work_out::Undoing;
use super::{DecisionError, Draft};
use crate::app::Prefecture;
use crate::app::batch::Batch;
use crate::app::cases::Hand;
use crate::ledger::{CaseRow, Deed, DeedRow, Wanted};

/// The rows that undoing a deed touches.
pub fn want(deed: &Deed, wanted: &mut Wanted) {
    match deed {
        Deed::Adjusted { customer, .. } | Deed::SetAside { customer, .. } => {
            wanted.customers.entry(customer.clone()).or_default();
        }
        Deed::Moved { from, to, .. } => {
            wanted.customers.entry(from.clone()).or_default();
            wanted.customers.entry(to.clone()).or_default();
        }
        Deed::TaskGiven { task } => {
            wanted.tasks.insert(*task);
        }
        Deed::Suspended { .. } => {}
        Deed::DifferenceIssued { customer, bill } => {
            wanted.billing.insert(customer.clone(), bill.period);
        }
    }
}

impl Prefecture {
    /// A decision that can be undone: in force, about cases, and nothing later stands on the same rows.
    pub(super) fn undoing(&self, id: ProposalId) -> Result<Undoing, DecisionError> {
        let decision = self.0.ledger.proposal(id)?.ok_or(DecisionError::UnknownProposal(id))?;
        if !matches!(decision.matter, Matter::Cases { .. }) {
            return Err(DecisionError::NotUndoable(id));
        }
        if decision.state != ProposalState::InForce {
            return Err(DecisionError::NotInForce(id));
        }
        let deeds = self.0.ledger.deeds_of(id)?;
        for row in &deeds {
            let on_row = self.0.ledger.deeds_on(&row.deed.row_key())?;
            if let Some((_, later)) = on_row.iter().find(|(seq, _)| *seq > decision.seq) {
                return Err(DecisionError::LaterDecision(later.proposal));
            }
        }
        Ok(Undoing { decision, deeds })
    }
}

impl Batch<'_> {
    pub(super) fn undo_decision(&mut self, draft: &Draft<'_>, undoing: &Undoing) -> Result<(), DecisionError> {
        let Undoing { decision, deeds } = undoing;
        for row in deeds.iter().rev() {
            self.undo_deed(row)?;
            self.effects.decisions.deeds.push(DeedRow { undone: true, ..row.clone() });
        }
        let Matter::Cases { decisions } = &decision.matter else { return Ok(()) };
        for part in decisions {
            let case = self.cases.by_id(part.case).cloned().ok_or(DecisionError::UnknownCase(part.case))?;
            self.undo_record(&case, &part.resolution, decision.id)?;
            let hand = Hand { by: draft.by, proposal: Some(draft.id), note: draft.note };
            self.cases.undo(part.case, decision.id, &hand);
            self.look_again(&case);
        }
        Ok(())
    }

    /// What is undone by its record, and not by its deeds.
    fn undo_record(
        &mut self,
        case: &CaseRow,
        resolution: &Resolution,
        decision: ProposalId,
    ) -> Result<(), DecisionError> {
        match resolution {
            Resolution::IssueDifference => self.void_decided_difference(case, decision),
            Resolution::UseReading { reading } => self.unuse_reading(case, *reading, decision),
            Resolution::AcceptChange => self.unaccept_change(case, decision),
            Resolution::KeepAsBooked
            | Resolution::ApplyToBills { .. }
            | Resolution::Refund { .. }
            | Resolution::MoveToCustomer { .. }
            | Resolution::WriteOff { .. }
            | Resolution::SuspendDevice { .. }
            | Resolution::ReturnToOutlet { .. } => Ok(()),
        }
    }

    fn undo_deed(&mut self, row: &DeedRow) -> Result<(), DecisionError> {
        match &row.deed {
            Deed::Adjusted { customer, part } => {
                let facts = self.accounts.get_mut(customer).expect("the account of a deed is loaded");
                let is_this = |id: domain::AdjustmentId| id.proposal == row.proposal && id.part == *part;
                for fact in facts.adjustments.iter_mut().filter(|fact| is_this(fact.adjustment.id)) {
                    fact.undone = true;
                    self.adjusted.insert(fact.adjustment.id);
                }
                self.settle_again(customer);
            }
            Deed::SetAside { customer, fact, .. } => {
                self.keep_aside(customer, *fact, false);
            }
            Deed::Moved { fact, from, to, .. } => self.put_on(*fact, to, from),
            Deed::TaskGiven { task } => self.withdraw_task(*task)?,
            Deed::Suspended { device, before_ms } => {
                let mut known = self.device(*device).clone();
                self.set_suspended(&mut known, *before_ms);
            }
            Deed::DifferenceIssued { .. } => {}
        }
        Ok(())
    }

    /// 撤回待办. A refund that was paid out stays paid; a question that was answered stays answered.
    fn withdraw_task(&mut self, id: TaskId) -> Result<(), DecisionError> {
        let is_paid = self.refunds.get(&id).is_some_and(|refunds| !refunds.is_empty());
        let Some(row) = self.tasks.get_mut(&id) else { return Ok(()) };
        match (&row.task.kind, row.task.state) {
            (TaskKind::PayRefund { .. }, _) if is_paid => return Err(DecisionError::RefundPaid(id)),
            (TaskKind::PayRefund { .. }, TaskState::Done) => return Err(DecisionError::RefundPaid(id)),
            (TaskKind::PayRefund { .. }, TaskState::NotDone) | (_, TaskState::Open) => {
                row.task.state = TaskState::Withdrawn;
                self.changed_tasks.insert(id);
            }
            (_, TaskState::Done | TaskState::NotDone) => return Err(DecisionError::TaskAnswered(id)),
            (_, TaskState::Withdrawn) => {}
        }
        Ok(())
    }

    /// The facts of a case are looked at again, so that it is open only while they still disagree.
    fn look_again(&mut self, case: &CaseRow) {
        if let Some(customer) = case.customer.clone().filter(|customer| self.accounts.contains_key(customer)) {
            self.settle_again(&customer);
        }
    }
}
