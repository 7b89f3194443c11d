//! What the center asks of desks on a simulated day: refunds are paid out, tasks answered, corrections asked for.

use domain::{ArchiveChangeId, ArchiveField, RefundId, TaskAnswer, TaskKind, TaskOutcome, TaskState};
use outlet::{AnswerTaskError, PayRefund, PayRefundError, RequestArchiveChange, RequestArchiveChangeError};

use crate::simulator::Kept;
use crate::simulator::world::{World, broken};

impl World {
    /// Some open task of this desk is done, or cannot be done.
    pub(crate) fn desk_does_a_task(&mut self, at: usize) -> Kept {
        let cards = self.desks[at].ask(|outlet| outlet.tasks())?;
        let open: Vec<_> = cards.into_iter().filter(|card| card.state == TaskState::Open).collect();
        if open.is_empty() {
            return Ok(());
        }
        let refund = open.iter().find(|card| matches!(card.row.task.kind, TaskKind::PayRefund { .. }));
        if let Some(card) = refund.filter(|_| self.rng.chance(5, 6)) {
            let task = card.row.task.clone();
            if self.desks[at].ask(|outlet| outlet.read().open_shift())?.is_none() {
                return self.shift_changes(at);
            }
            let command = PayRefund { id: RefundId(self.new_uuid()), task: task.id, paid_to: "田大贵".to_owned() };
            return self.pay_out(at, command);
        }
        let task = self.rng.pick(&open).row.task.clone();
        let outcome = *self.rng.pick(&[TaskOutcome::Done, TaskOutcome::NotDone]);
        let answer = TaskAnswer { task: task.id, outcome, note: "客户不在家".to_owned() };
        match self.desks[at].laptop.attempt(|outlet| outlet.answer_task(&answer)) {
            Err(_) => self.crashed(),
            Ok(Err(AnswerTaskError::Store(error))) => Err(broken(error)),
            Ok(Err(AnswerTaskError::Denied(error))) => Err(broken(error)),
            Ok(Err(_)) => {
                self.events.refusals += 1;
                Ok(())
            }
            Ok(Ok(_)) => {
                self.events.answers += 1;
                Ok(())
            }
        }
    }

    /// Panel open, cash counted out, panel closed; the laptop may die anywhere in it.
    pub(crate) fn pay_out(&mut self, at: usize, command: PayRefund) -> Kept {
        let desk = &mut self.desks[at];
        desk.paying_out = Some(command.clone());
        let opened = desk.laptop.attempt(|outlet| outlet.open_refund_draft(command.id, command.task));
        let Ok(opened) = opened else { return self.crashed() };
        opened.map_err(broken)?;
        let Ok(paid) = self.desks[at].laptop.attempt(|outlet| outlet.pay_refund(&command)) else {
            return self.crashed();
        };
        match paid {
            Ok(paid) => {
                self.receipts.pay_out(&paid.row.refund);
                self.events.refunds += 1;
                self.click_refund_again(at, &command)?;
            }
            Err(PayRefundError::Store(error)) => return Err(broken(error)),
            Err(PayRefundError::RefundIdReused { .. }) => {
                return Err("a new refund was taken for an old one".to_owned());
            }
            Err(_) => self.events.refusals += 1,
        }
        let desk = &mut self.desks[at];
        desk.paying_out = None;
        if !desk.laptop.is_on() {
            return Ok(());
        }
        match desk.laptop.attempt(|outlet| outlet.close_refund_draft(command.id)) {
            Ok(closed) => closed.map_err(broken),
            Err(_) => self.crashed(),
        }
    }

    fn click_refund_again(&mut self, at: usize, command: &PayRefund) -> Kept {
        match self.desks[at].laptop.attempt(|outlet| outlet.pay_refund(command)) {
            Err(_) => self.crashed(),
            Ok(Ok(again)) if again.already_paid => Ok(()),
            Ok(Ok(_)) => Err("the same refund was paid twice".to_owned()),
            Ok(Err(error)) => Err(format!("a repeated refund was not recognised: {error}")),
        }
    }

    /// After a crash the refund is in the journal and the desk says so, or nothing happened.
    pub(crate) fn look_after_refund(&mut self, at: usize) -> Kept {
        let Some(command) = self.desks[at].paying_out.take() else { return Ok(()) };
        let row = self.desks[at].ask(|outlet| outlet.read().refund(command.id))?;
        let interrupted = self.desks[at].ask(|outlet| outlet.interrupted_refund())?;
        match (row, interrupted) {
            (Some(row), Some(interrupted)) if interrupted.draft.refund == command.id => {
                if interrupted.paid.is_none() {
                    return Err("a refund is in the journal, and the desk says it was not paid".to_owned());
                }
                self.receipts.pay_out(&row.refund);
                self.desks[at].ask(|outlet| outlet.close_refund_draft(command.id))
            }
            (Some(_), _) => Err("a refund is in the journal without its draft".to_owned()),
            (None, _) if self.rng.chance(1, 2) => self.pay_out(at, command),
            (None, _) => self.desks[at].ask(|outlet| outlet.close_refund_draft(command.id)),
        }
    }

    pub(crate) fn correction_is_asked_for(&mut self, at: usize) -> Kept {
        let id = ArchiveChangeId(self.new_uuid());
        let customer = self.any_customer();
        let field = *self.rng.pick(&[ArchiveField::Phone, ArchiveField::Name, ArchiveField::Address]);
        let number = self.rng.below(5);
        let wanted = match field {
            ArchiveField::Phone => format!("1390000000{number}"),
            ArchiveField::Name | ArchiveField::Address | ArchiveField::MeterNo => format!("更正{number}"),
        };
        let command = RequestArchiveChange { id, customer, field, wanted, reason: "客户告知".to_owned() };
        match self.desks[at].laptop.attempt(|outlet| outlet.request_archive_change(&command)) {
            Err(_) => self.crashed(),
            Ok(Err(RequestArchiveChangeError::Store(error))) => Err(broken(error)),
            Ok(Err(RequestArchiveChangeError::Denied(error))) => Err(broken(error)),
            Ok(Err(_)) => {
                self.events.refusals += 1;
                Ok(())
            }
            Ok(Ok(_)) => {
                self.events.corrections += 1;
                Ok(())
            }
        }
    }
}
