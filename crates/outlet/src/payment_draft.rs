//! The payment whose panel is open. Its id is saved before anything else, so that after a crash the desk knows whether the
//! payment was taken, and the cashier never has to guess.

use domain::{CustomerNo, PaymentId};
use store::{Draft, PaymentRow, StoreError};
use thiserror::Error;

use crate::Outlet;

#[derive(Debug, Error)]
pub enum DraftError {
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a payment whose panel was open when the desk stopped.
#[derive(Clone, Debug)]
pub struct InterruptedPayment {
    pub draft: Draft,
    /// The committed payment, or `None` where nothing happened.
    pub taken: Option<PaymentRow>,
}

impl Outlet {
    /// Remembers the panel's payment id, durably, before any money is named.
    pub fn open_draft(&mut self, payment: PaymentId, customer: CustomerNo) -> Result<(), DraftError> {
        let opened_at_ms = self.now().wall_ms;
        let mut write = self.store.write()?;
        write.set_draft(&Draft { payment, customer, opened_at_ms })?;
        write.commit()?;
        Ok(())
    }

    /// Forgets the panel: it was closed, or the cashier saw what became of its payment.
    pub fn close_draft(&mut self, payment: PaymentId) -> Result<(), DraftError> {
        let mut write = self.store.write()?;
        write.clear_draft(payment)?;
        write.commit()?;
        Ok(())
    }

    pub fn interrupted_payment(&self) -> Result<Option<InterruptedPayment>, DraftError> {
        let Some(draft) = self.read().draft()? else { return Ok(None) };
        let taken = self.read().payment(draft.payment)?;
        Ok(Some(InterruptedPayment { draft, taken }))
    }
}
