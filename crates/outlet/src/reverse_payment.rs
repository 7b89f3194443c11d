//! 冲正: the cashier undoes a payment of the same day, with a reason; the money goes back as it came.

use domain::{
    OpenShift, OperatorId, PaymentId, Permission, Reversal, ReversalId, ReversalRefusal, ReversiblePayment, TenderKind,
    reverse,
};
use journal::EntryBody;
use store::{PaymentRow, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug)]
pub struct ReversedPayment {
    pub row: PaymentRow,
    /// The same reversal was made before.
    pub already_reversed: bool,
}

#[derive(Debug, Error)]
pub enum ReversePaymentError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("no shift is open")]
    NoOpenShift,
    #[error("the shift belongs to operator {cashier}")]
    ShiftOfOther { cashier: OperatorId },
    #[error("this desk took no payment {payment}")]
    UnknownPayment { payment: PaymentId },
    #[error(transparent)]
    Refused(#[from] ReversalRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Reverses a payment. A repeat with the same reversal id returns the earlier result.
    pub fn reverse_payment(
        &mut self,
        id: ReversalId,
        payment: PaymentId,
        reason: &str,
    ) -> Result<ReversedPayment, ReversePaymentError> {
        let operator = self.permitted(Permission::ReversePayment)?.id;
        let row = self.taken(payment)?;
        if row.reversal.as_ref().is_some_and(|earlier| earlier.reversal.id == id) {
            return Ok(ReversedPayment { row, already_reversed: true });
        }
        let shift = self.current_shift()?.ok_or(ReversePaymentError::NoOpenShift)?;
        if shift.cashier != operator {
            return Err(ReversePaymentError::ShiftOfOther { cashier: shift.cashier });
        }
        let reversal = self.undo(&shift, &row, id, reason)?;
        self.record_reversal(operator, reversal)?;
        Ok(ReversedPayment { row: self.taken(payment)?, already_reversed: false })
    }

    fn taken(&self, payment: PaymentId) -> Result<PaymentRow, ReversePaymentError> {
        self.read().payment(payment)?.ok_or(ReversePaymentError::UnknownPayment { payment })
    }

    fn undo(
        &self,
        shift: &OpenShift,
        row: &PaymentRow,
        id: ReversalId,
        reason: &str,
    ) -> Result<Reversal, ReversePaymentError> {
        let prepaid = self.read().account(&row.payment.customer)?.prepaid;
        let drawer = self.read().drawer(shift.no)?;
        let payment = ReversiblePayment {
            payment: row.payment.id,
            cashier: row.cashier,
            business_date: row.payment.business_date,
            cash_collected: row.payment.collected_by(TenderKind::Cash),
            prepaid_added: row.payment.prepaid_added,
            state: row.state,
        };
        Ok(reverse(shift, &payment, prepaid, drawer, id, reason)?)
    }

    fn record_reversal(&mut self, operator: OperatorId, reversal: Reversal) -> Result<(), ReversePaymentError> {
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::PaymentReversed(reversal))?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(())
    }
}
