//! What a receipt says, read back from the committed entry and from nowhere else.

use chrono::NaiveDateTime;
use domain::{Allocation, BillSeen, Payment, PaymentId, PaymentState};
use journal::{ReceiptClaim, check_code, seal_receipt};
use receipt::{Cashier, PaidBill, PaidFor, PrintedCopy, ReceiptFacts, Seal};
use store::{PaymentRow, StoreError};
use thiserror::Error;

use crate::Outlet;
use crate::take_payment::receipt_no;

#[derive(Debug, Error)]
pub enum ReceiptError {
    #[error("this desk took no payment {payment}")]
    UnknownPayment { payment: PaymentId },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// The facts of a payment's receipt. `copy` 0 is the original, n is 补打 第 n 次.
    pub fn receipt_facts(
        &self,
        payment: PaymentId,
        copy: u32,
        printed_at: NaiveDateTime,
        practice: bool,
    ) -> Result<ReceiptFacts, ReceiptError> {
        let read = self.read();
        let row = read.payment(payment)?.ok_or(ReceiptError::UnknownPayment { payment })?;
        let device = read.device()?.ok_or(StoreError::NotEnrolled)?;
        let paid = &row.payment;
        Ok(ReceiptFacts {
            no: receipt_no(&read, &row)?,
            copy: if copy == 0 { PrintedCopy::Original } else { PrintedCopy::Reprint(copy) },
            customer: self.paid_for(&row)?,
            outlet: read.units()?.get(&device.unit).map_or_else(|| device.unit.to_string(), |unit| unit.name.clone()),
            cashier: self.cashier(&row)?,
            business_date: paid.business_date,
            printed_at,
            bills: paid_bills(paid),
            tenders: paid.tenders.clone(),
            change: paid.change,
            prepaid_used: paid.prepaid_used,
            prepaid_added: paid.prepaid_added,
            prepaid_after: paid.owner.is_some().then_some(paid.prepaid_after),
            tail_before: paid.tail_before,
            tail_after: paid.tail_after,
            basis: paid.basis,
            voided: row.state == PaymentState::Reversed,
            practice,
            seal: self.receipt_seal(&row),
        })
    }

    fn receipt_seal(&self, row: &PaymentRow) -> Seal {
        let claim = ReceiptClaim::new(row.stream, row.seq, row.hash, &row.payment);
        Seal { check_code: check_code(row.hash), qr: seal_receipt(&self.key, &claim) }
    }

    fn paid_for(&self, row: &PaymentRow) -> Result<PaidFor, StoreError> {
        let no = row.payment.customer.clone();
        let Some(customer) = self.read().customer(&no)? else {
            return Ok(PaidFor { no, name: String::new(), address: String::new(), unit: String::new() });
        };
        let units = self.read().units()?;
        let unit = units.get(&customer.unit).map_or_else(|| customer.unit.to_string(), |unit| unit.name.clone());
        Ok(PaidFor { no, name: customer.name, address: customer.address, unit })
    }

    fn cashier(&self, row: &PaymentRow) -> Result<Cashier, StoreError> {
        Ok(match self.read().operator(row.cashier)? {
            Some(operator) => Cashier { no: operator.login, name: operator.name },
            None => Cashier { no: row.cashier.to_string(), name: String::new() },
        })
    }
}

fn paid_bills(payment: &Payment) -> Vec<PaidBill> {
    let paid_bill = |(part, seen): (&Allocation, &BillSeen)| PaidBill {
        bill: part.bill,
        energy_kwh: seen.energy_kwh,
        amount: seen.amount,
        principal: part.principal,
        penalty: part.penalty,
        left_after: seen.left,
    };
    payment.allocations.iter().zip(&payment.seen).map(paid_bill).collect()
}
