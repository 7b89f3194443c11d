//! 补打: a further copy of a receipt, marked and counted as an entry of its own.

use domain::{PaymentId, Permission};
use journal::EntryBody;
use store::StoreError;
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet};

#[derive(Debug, Error)]
pub enum ReprintError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("this desk took no payment {payment}")]
    UnknownPayment { payment: PaymentId },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Records that a further copy is about to be printed, and says which one it is.
    pub fn reprint_receipt(&mut self, payment: PaymentId) -> Result<u32, ReprintError> {
        let operator = self.permitted(Permission::ReprintReceipt)?.id;
        let row = self.read().payment(payment)?.ok_or(ReprintError::UnknownPayment { payment })?;
        let (now, copy) = (self.now(), row.reprints + 1);
        let mut write = self.store.write()?;
        append(&mut write, now, operator, EntryBody::ReceiptReprinted { payment, copy })?;
        write.commit()?;
        Ok(copy)
    }
}
