//! 退款支付: cash that left a drawer. It is posted whatever the center knows of its order; what was paid too much is a case.

use domain::{Conflict, Money, PaidRefund, RefundId, TaskId, TaskKind, TaskOutcome, TaskState, UnitCode, post_refund};

use crate::app::batch::Batch;
use crate::app::cases::side_of_device;
use crate::ledger::{CaseEventKind, Noted, RefundRow, Side, TaskReply};

impl Batch<'_> {
    /// The same refund that came before, from a clone or a restored backup, is one refund.
    pub(in crate::app) fn take_refund(&mut self, noted: Noted, desk: UnitCode, refund: PaidRefund) {
        let delta = self.shift(noted.place, refund.shift);
        delta.sums.entries += 1;
        delta.sums.amount -= refund.amount;
        let known = self.refunds.entry(refund.task).or_default();
        if known.iter().any(|row| row.refund == refund) {
            return;
        }
        let (task, place) = (refund.task, noted.place);
        self.post(place.to_string(), &post_refund(&desk, refund.owner.as_ref(), &refund));
        let (terminal, by, at_ms) = (noted.terminal.clone(), noted.operator, noted.at_ms);
        let row = RefundRow { refund, place, terminal, by, at_ms, desk };
        self.refunds.entry(task).or_default().push(row.clone());
        self.effects.decisions.refunds.push(row);
        self.refunded.insert(task);
        self.close_refund(task, &noted);
    }

    /// What was ordered is paid: that answers its task. Whoever pays less still owes the rest.
    fn close_refund(&mut self, task: TaskId, noted: &Noted) {
        let paid: Money = self.refunds[&task].iter().map(|row| row.refund.amount).sum();
        let is_paid = paid >= ordered(self.tasks.get(&task));
        let Some(row) = self.tasks.get_mut(&task).filter(|row| row.task.state != TaskState::Withdrawn) else { return };
        if is_paid && row.task.state != TaskState::Done {
            let reply = TaskReply { by: noted.operator, at_ms: noted.at_ms, note: String::new() };
            row.answer(TaskOutcome::Done, reply);
            self.changed_tasks.insert(task);
        }
        let (case, proposal) = (row.task.case, row.proposal);
        self.note_answer(case, CaseEventKind::RefundPaid, false, noted, proposal, "");
    }

    /// 重复退款: a task is paid once; what is more was paid twice, or without an order.
    pub(in crate::app) fn settle_refunds(&mut self) {
        for task in std::mem::take(&mut self.refunded) {
            let Some(refunds) = self.refunds.get_mut(&task) else { continue };
            refunds.sort_by_key(|row| (row.refund.id, row.place));
            let paid: Money = refunds.iter().map(|row| row.refund.amount).sum();
            let too_much = paid - ordered(self.tasks.get(&task));
            let subject = format!("refund-paid-twice {task}");
            if !too_much.is_positive() {
                self.cases.withdraw(&subject);
                continue;
            }
            let ids: Vec<RefundId> = refunds.iter().map(|row| row.refund.id).collect();
            let customer = refunds[0].refund.customer.clone();
            let rows = refunds.clone();
            let sides = rows.iter().map(|row| self.side_of_refund(row)).collect();
            let conflict = Conflict::RefundPaidTwice { customer: customer.clone(), task, refunds: ids, too_much };
            self.cases.put(subject, Some(customer), conflict, sides);
        }
    }

    fn side_of_refund(&self, row: &RefundRow) -> Side {
        Side {
            seq: Some(row.place.seq),
            operator: Some(row.by),
            amount: Some(row.refund.amount),
            at_ms: Some(row.at_ms),
            ..side_of_device(self.device(row.place.stream.device), row.place.stream, row.place.history)
        }
    }
}

/// What a task that was not taken back lets be paid out.
fn ordered(task: Option<&crate::ledger::TaskRow>) -> Money {
    match task.map(|row| (&row.task.kind, row.task.state)) {
        Some((TaskKind::PayRefund { amount }, TaskState::Open | TaskState::Done | TaskState::NotDone)) => *amount,
        _ => Money::ZERO,
    }
}
