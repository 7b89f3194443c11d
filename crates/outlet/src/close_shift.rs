//! 交班: the drawer is counted; what is over or short is booked as such and never hidden.

use domain::{ClosedShift, Money, OperatorId, Permission};
use journal::EntryBody;
use store::StoreError;
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet};

#[derive(Debug, Error)]
pub enum CloseShiftError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("no shift is open")]
    NoOpenShift,
    #[error("the shift belongs to operator {cashier}")]
    ShiftOfOther { cashier: OperatorId },
    #[error("counted cash cannot be below zero")]
    CountedCashNegative,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    pub fn close_shift(&mut self, counted_cash: Money) -> Result<ClosedShift, CloseShiftError> {
        let operator = self.permitted(Permission::OpenShift)?.id;
        let shift = self.current_shift()?.ok_or(CloseShiftError::NoOpenShift)?;
        if shift.cashier != operator {
            return Err(CloseShiftError::ShiftOfOther { cashier: shift.cashier });
        }
        if counted_cash.is_negative() {
            return Err(CloseShiftError::CountedCashNegative);
        }
        let now = self.now();
        let mut write = self.store.write()?;
        let closed = ClosedShift { no: shift.no, counted_cash, expected_cash: write.drawer(shift.no)? };
        append(&mut write, now, operator, EntryBody::ShiftClosed(closed.clone()))?;
        write.commit()?;
        Ok(closed)
    }
}
