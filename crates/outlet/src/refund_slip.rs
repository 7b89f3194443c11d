//! 退费单: what the slip of a refund says, read back from the committed entry; and its further copies.

use chrono::NaiveDateTime;
use domain::{PaymentId, Permission, RefundId, UnitCode};
use journal::{EntryBody, check_code};
use receipt::{Cashier, PaidFor, PrintedCopy, RefundFacts};
use store::{Read, RefundRow, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet};

#[derive(Debug, Error)]
pub enum RefundSlipError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("this desk paid no refund {refund}")]
    UnknownRefund { refund: RefundId },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// The facts of a refund's slip. `copy` 0 is the original, n is 补打 第 n 次.
    pub fn refund_facts(
        &self,
        refund: RefundId,
        copy: u32,
        printed_at: NaiveDateTime,
        practice: bool,
    ) -> Result<RefundFacts, RefundSlipError> {
        let read = self.read();
        let row = read.refund(refund)?.ok_or(RefundSlipError::UnknownRefund { refund })?;
        let device = read.device()?.ok_or(StoreError::NotEnrolled)?;
        let task = read.task(row.refund.task)?;
        Ok(RefundFacts {
            refund,
            copy: if copy == 0 { PrintedCopy::Original } else { PrintedCopy::Reprint(copy) },
            customer: refunded(&read, &row)?,
            terminal: device.terminal.clone(),
            outlet: unit_name(&read, &device.unit)?,
            owner: row.refund.owner.as_ref().map(|owner| unit_name(&read, owner)).transpose()?,
            cashier: cashier(&read, &row)?,
            business_date: row.refund.business_date,
            printed_at,
            amount: row.refund.amount,
            paid_to: row.refund.paid_to.clone(),
            case: task.as_ref().map(|row| row.task.case),
            reason: task.map(|row| row.task.note).unwrap_or_default(),
            check_code: check_code(row.hash),
            practice,
        })
    }

    /// Records that a further copy is about to be printed, and says which one it is.
    pub fn reprint_refund_slip(&mut self, refund: RefundId) -> Result<u32, RefundSlipError> {
        let operator = self.permitted(Permission::ReprintReceipt)?.id;
        let row = self.read().refund(refund)?.ok_or(RefundSlipError::UnknownRefund { refund })?;
        let (now, copy) = (self.now(), row.reprints + 1);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::ReceiptReprinted { payment: PaymentId(refund.0), copy })?;
        write.commit()?;
        Ok(copy)
    }
}

fn unit_name(read: &Read<'_>, code: &UnitCode) -> Result<String, StoreError> {
    Ok(read.units()?.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone()))
}

fn refunded(read: &Read<'_>, row: &RefundRow) -> Result<PaidFor, StoreError> {
    let no = row.refund.customer.clone();
    Ok(match read.customer(&no)? {
        Some(customer) => {
            PaidFor { no, name: customer.name, address: customer.address, unit: unit_name(read, &customer.unit)? }
        }
        None => PaidFor { no, name: String::new(), address: String::new(), unit: String::new() },
    })
}

fn cashier(read: &Read<'_>, row: &RefundRow) -> Result<Cashier, StoreError> {
    Ok(match read.operator(row.cashier)? {
        Some(operator) => Cashier { no: operator.login, name: operator.name },
        None => Cashier { no: row.cashier.to_string(), name: String::new() },
    })
}
