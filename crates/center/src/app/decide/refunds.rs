//! 退款支付: cash that left a drawer. It is posted whatever the center knows of its order; what was paid too much is a case.

use domain::{
    Conflict, Money, PaidRefund, RefundId, Task, TaskId, TaskKind, TaskOutcome, TaskState, UnitCode, post_refund,
};

use crate::app::batch::Batch;
use crate::app::cases::side_of_device;
use crate::ledger::{CaseEventKind, Noted, RefundRow, Side, TaskReply, TaskRow};

impl Batch<'_> {
    /// The same refund that came before, from a clone or a restored backup, is one refund. What is owed is owed by the owner
    /// that the order names; the refund's own word counts only where nobody knows its order.
    pub(in crate::app) fn take_refund(&mut self, noted: Noted, desk: UnitCode, refund: PaidRefund) {
        let delta = self.shift(noted.place, refund.shift);
        delta.sums.entries += 1;
        delta.sums.amount -= refund.amount;
        let known = self.refunds.entry(refund.task).or_default();
        if known.iter().any(|row| row.refund == refund) {
            return;
        }
        let (task, place) = (refund.task, noted.place);
        let owner = self.owner_of_refund(&refund).cloned();
        self.post(place.to_string(), &post_refund(&desk, owner.as_ref(), &refund));
        let (terminal, by, at_ms) = (noted.terminal.clone(), noted.operator, noted.at_ms);
        let row = RefundRow { refund, place, terminal, by, at_ms, desk };
        self.refunds.entry(task).or_default().push(row.clone());
        self.effects.decisions.refunds.push(row);
        self.refunded.insert(task);
        self.close_refund(task, &noted);
    }

    /// The unit that owes a refund.
    pub(super) fn owner_of_refund<'r>(&'r self, refund: &'r PaidRefund) -> Option<&'r UnitCode> {
        let order = order_of(self.tasks.get(&refund.task));
        order.and_then(|task| task.owner.as_ref()).or(refund.owner.as_ref())
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

    /// 重复退款: a task is paid once; what is more was paid twice, or without an order. Cash that another desk paid, or to
    /// another customer or for another owner than the order says, is looked at even where the sum is right.
    pub(in crate::app) fn settle_refunds(&mut self) {
        for task in std::mem::take(&mut self.refunded) {
            let Some(refunds) = self.refunds.get_mut(&task) else { continue };
            refunds.sort_by_key(|row| (row.refund.id, row.place));
            let paid: Money = refunds.iter().map(|row| row.refund.amount).sum();
            let order = self.tasks.get(&task);
            let too_much = paid - ordered(order);
            let is_as_ordered = order_of(order).is_none_or(|order| refunds.iter().all(|row| is_of_order(row, order)));
            let subject = format!("refund-paid-twice {task}");
            if !too_much.is_positive() && is_as_ordered {
                self.cases.withdraw(&subject);
                continue;
            }
            let ids: Vec<RefundId> = refunds.iter().map(|row| row.refund.id).collect();
            let too_much = too_much.max(Money::ZERO);
            let customer = order_of(order).and_then(|order| order.customer.clone());
            let customer = customer.unwrap_or_else(|| refunds[0].refund.customer.clone());
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

/// The order that a refund was paid for, where the center gave one.
fn order_of(task: Option<&TaskRow>) -> Option<&Task> {
    task.map(|row| &row.task).filter(|task| matches!(task.kind, TaskKind::PayRefund { .. }))
}

fn is_of_order(row: &RefundRow, order: &Task) -> bool {
    let (customer, owner) = (Some(&row.refund.customer), row.refund.owner.as_ref());
    row.place.stream.device == order.device && customer == order.customer.as_ref() && owner == order.owner.as_ref()
}

/// What a task that was not taken back lets be paid out.
fn ordered(task: Option<&TaskRow>) -> Money {
    match task.map(|row| (&row.task.kind, row.task.state)) {
        Some((TaskKind::PayRefund { amount }, TaskState::Open | TaskState::Done | TaskState::NotDone)) => *amount,
        _ => Money::ZERO,
    }
}
