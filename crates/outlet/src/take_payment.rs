//! 收费: money is taken, or nothing happened.

use domain::{
    Account, AmountChoice, BillChoice, CustomerNo, Money, OpenShift, OperatorId, Payment, PaymentId, PaymentRefusal,
    Permission, ReceiptNo, RestoreRequest, Tendered, UsePrepaid, settle,
};
use journal::EntryBody;
use store::{PaymentRow, Read, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::restore_supply::ask_for_supply;
use crate::{Denied, Outlet, Step};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakePayment {
    pub customer: CustomerNo,
    pub tendered: Tendered,
}

#[derive(Clone, Debug)]
pub struct TakenPayment {
    pub row: PaymentRow,
    pub receipt_no: ReceiptNo,
    /// The same payment was taken before; this is its earlier receipt.
    pub already_taken: bool,
    /// 复电申请 that this payment raised: a slip for the lineman is due.
    pub restore: Option<RestoreRequest>,
}

#[derive(Debug, Error)]
pub enum TakePaymentError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("no shift is open")]
    NoOpenShift,
    #[error("the shift belongs to operator {cashier}")]
    ShiftOfOther { cashier: OperatorId },
    #[error("payment {payment} was taken before with other content (receipt {receipt_no})")]
    PaymentIdReused { payment: PaymentId, receipt_no: ReceiptNo },
    #[error(transparent)]
    Refused(#[from] PaymentRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Takes a payment. A repeat with the same content returns the earlier receipt; with other content it is refused.
    pub fn take_payment(&mut self, command: &TakePayment) -> Result<TakenPayment, TakePaymentError> {
        let operator = self.permitted(Permission::TakePayment)?.id;
        if let Some(earlier) = self.read().payment(command.tendered.payment)? {
            return self.answer_repeat(command, earlier);
        }
        let shift = self.shift_of(operator)?;
        let payment = self.settle(&shift, command)?;
        self.record(operator, payment)
    }

    fn shift_of(&self, operator: OperatorId) -> Result<OpenShift, TakePaymentError> {
        let shift = self.current_shift()?.ok_or(TakePaymentError::NoOpenShift)?;
        if shift.cashier == operator {
            Ok(shift)
        } else {
            Err(TakePaymentError::ShiftOfOther { cashier: shift.cashier })
        }
    }

    fn settle(&self, shift: &OpenShift, command: &TakePayment) -> Result<Payment, TakePaymentError> {
        let read = self.read();
        let account = read.account(&command.customer)?;
        Ok(settle(shift, &account, &read.rules()?, &command.tendered, read.next_receipt()?)?)
    }

    fn record(&mut self, operator: OperatorId, payment: Payment) -> Result<TakenPayment, TakePaymentError> {
        let (now, id) = (self.now(), payment.id);
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::PaymentTaken(payment.clone()))?;
        let restore = ask_for_supply(&mut write, now, operator, &payment)?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        let row = self.read().payment(id)?.ok_or_else(|| StoreError::missing("the payment that was just taken"))?;
        Ok(TakenPayment { receipt_no: self.receipt_no(&row)?, row, already_taken: false, restore })
    }

    /// The cashier's retry after a crash or a double click.
    fn answer_repeat(&self, command: &TakePayment, earlier: PaymentRow) -> Result<TakenPayment, TakePaymentError> {
        let receipt_no = self.receipt_no(&earlier)?;
        if is_same(&earlier.payment, command) {
            let restore = self.read().restore_request_of(earlier.payment.id)?.map(|row| row.request);
            Ok(TakenPayment { row: earlier, receipt_no, already_taken: true, restore })
        } else {
            Err(TakePaymentError::PaymentIdReused { payment: earlier.payment.id, receipt_no })
        }
    }

    pub fn receipt_no(&self, row: &PaymentRow) -> Result<ReceiptNo, StoreError> {
        receipt_no(&self.read(), row)
    }
}

/// Whether the command asks for what the payment did. The account has moved on since, so the answers are compared.
fn is_same(payment: &Payment, command: &TakePayment) -> bool {
    let asked = &command.tendered;
    let amount_fits = match asked.amount {
        AmountChoice::Due => true,
        AmountChoice::Exactly(amount) => payment.collected() == amount,
    };
    let bills_fit = match &asked.bills {
        BillChoice::All => true,
        BillChoice::Only(bills) => payment.allocations.iter().all(|part| bills.contains(&part.bill)),
    };
    let prepaid_fits = payment.prepaid_used.is_zero() || asked.use_prepaid == UsePrepaid::Yes;
    payment.customer == command.customer && payment.tenders == asked.tenders && amount_fits && bills_fit && prepaid_fits
}

pub(crate) fn receipt_no(read: &Read<'_>, row: &PaymentRow) -> Result<ReceiptNo, StoreError> {
    let device = read.device()?.ok_or(StoreError::NotEnrolled)?;
    Ok(ReceiptNo { terminal: device.terminal, incarnation: row.stream.incarnation, number: row.payment.receipt })
}

/// Principal that stays unpaid after a payment.
pub(crate) fn left_unpaid(account: &Account, payment: &Payment) -> Money {
    account.arrears() - payment.allocations.iter().map(|allocation| allocation.principal).sum()
}
