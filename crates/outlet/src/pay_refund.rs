//! 退款支付: the center decided it, and this desk counts the cash out. Paid once, or nothing happened.

use domain::{Money, OpenShift, OperatorId, PaidRefund, Permission, RefundId, Task, TaskId, TaskKind, TaskState};
use journal::EntryBody;
use store::{RefundDraft, RefundRow, StoreError, TaskRow};
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayRefund {
    /// Born when the panel opened.
    pub id: RefundId,
    pub task: TaskId,
    /// 领款人
    pub paid_to: String,
}

#[derive(Clone, Debug)]
pub struct RefundTaken {
    pub row: RefundRow,
    /// The same refund was paid before; this is its earlier slip.
    pub already_paid: bool,
}

/// What became of a refund whose panel was open when the desk stopped.
#[derive(Clone, Debug)]
pub struct InterruptedRefund {
    pub draft: RefundDraft,
    /// The committed refund, or `None` where nothing happened.
    pub paid: Option<RefundRow>,
}

#[derive(Debug, Error)]
pub enum PayRefundError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("no shift is open")]
    NoOpenShift,
    #[error("the shift belongs to operator {cashier}")]
    ShiftOfOther { cashier: OperatorId },
    #[error("this desk has no refund task {task}")]
    UnknownTask { task: TaskId },
    #[error("the center took the task back; pay nothing out")]
    Withdrawn,
    #[error("the refund was answered as not done")]
    AlreadyAnswered,
    #[error("the refund was paid out before, to {paid_to}")]
    AlreadyPaid { paid_to: String },
    #[error("refund {refund} was paid before with other content")]
    RefundIdReused { refund: RefundId },
    #[error("write who takes the cash")]
    NoPayee,
    #[error("the drawer holds {drawer}, and {needed} is to be paid")]
    DrawerTooLow { drawer: Money, needed: Money },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Pays a refund out. A repeat with the same content returns the earlier one; with other content it is refused.
    pub fn pay_refund(&mut self, command: &PayRefund) -> Result<RefundTaken, PayRefundError> {
        let operator = self.permitted(Permission::AnswerTasks)?.id;
        self.permitted(Permission::TakePayment)?;
        if let Some(earlier) = self.read().refund(command.id)? {
            return answer_repeat(command, earlier);
        }
        let (task, amount) = self.refund_task(command.task)?;
        let shift = self.refunding_shift(operator)?;
        let refund = self.counted_out(command, &task, amount, &shift)?;
        self.record_refund(operator, refund)
    }

    /// Remembers the panel's refund id, durably, before any cash is counted.
    pub fn open_refund_draft(&mut self, refund: RefundId, task: TaskId) -> Result<(), StoreError> {
        let opened_at_ms = self.now().wall_ms;
        let mut write = self.store.write()?;
        write.set_refund_draft(&RefundDraft { refund, task, opened_at_ms })?;
        write.commit()
    }

    /// Forgets the panel: it was closed, or the cashier saw what became of its refund.
    pub fn close_refund_draft(&mut self, refund: RefundId) -> Result<(), StoreError> {
        let mut write = self.store.write()?;
        write.clear_refund_draft(refund)?;
        write.commit()
    }

    pub fn interrupted_refund(&self) -> Result<Option<InterruptedRefund>, StoreError> {
        let read = self.read();
        let Some(draft) = read.refund_draft()? else { return Ok(None) };
        Ok(Some(InterruptedRefund { paid: read.refund(draft.refund)?, draft }))
    }

    fn refund_task(&self, id: TaskId) -> Result<(Task, Money), PayRefundError> {
        let read = self.read();
        let device = read.device()?.map(|device| device.stream.device);
        let unknown = || PayRefundError::UnknownTask { task: id };
        let row = read.task(id)?.filter(|row| Some(row.task.device) == device).ok_or_else(unknown)?;
        if let Some(store::Answered::Paid(paid)) = &row.answered {
            return Err(PayRefundError::AlreadyPaid { paid_to: paid.refund.paid_to.clone() });
        }
        let TaskRow { task, .. } = &row;
        match (row.state(), &task.kind) {
            (TaskState::Open, TaskKind::PayRefund { amount }) if task.customer.is_some() => Ok((task.clone(), *amount)),
            (TaskState::Withdrawn, _) => Err(PayRefundError::Withdrawn),
            (TaskState::Done | TaskState::NotDone, _) => Err(PayRefundError::AlreadyAnswered),
            (TaskState::Open, _) => Err(unknown()),
        }
    }

    fn refunding_shift(&self, operator: OperatorId) -> Result<OpenShift, PayRefundError> {
        let shift = self.current_shift()?.ok_or(PayRefundError::NoOpenShift)?;
        if shift.cashier == operator { Ok(shift) } else { Err(PayRefundError::ShiftOfOther { cashier: shift.cashier }) }
    }

    fn counted_out(
        &self,
        command: &PayRefund,
        task: &Task,
        amount: Money,
        shift: &OpenShift,
    ) -> Result<PaidRefund, PayRefundError> {
        let paid_to = command.paid_to.trim().to_owned();
        if paid_to.is_empty() {
            return Err(PayRefundError::NoPayee);
        }
        let drawer = self.read().drawer(shift.no)?;
        if drawer < amount {
            return Err(PayRefundError::DrawerTooLow { drawer, needed: amount });
        }
        let customer = task.customer.clone().ok_or(PayRefundError::UnknownTask { task: task.id })?;
        let (shift, business_date) = (shift.no, shift.business_date);
        let owner = task.owner.clone();
        Ok(PaidRefund { id: command.id, task: task.id, customer, owner, shift, business_date, amount, paid_to })
    }

    fn record_refund(&mut self, operator: OperatorId, refund: PaidRefund) -> Result<RefundTaken, PayRefundError> {
        let (now, id) = (self.now(), refund.id);
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::RefundPaid(refund))?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        let row = self.read().refund(id)?.ok_or_else(|| StoreError::missing("the refund that was just paid"))?;
        Ok(RefundTaken { row, already_paid: false })
    }
}

/// The cashier's retry after a crash or a double click.
fn answer_repeat(command: &PayRefund, earlier: RefundRow) -> Result<RefundTaken, PayRefundError> {
    let paid = &earlier.refund;
    if paid.task == command.task && paid.paid_to == command.paid_to.trim() {
        Ok(RefundTaken { row: earlier, already_paid: true })
    } else {
        Err(PayRefundError::RefundIdReused { refund: paid.id })
    }
}
