//! 开班: a cashier opens a shift with a business date and the change money in the drawer.

use chrono::Datelike;
use domain::{BusinessDate, Money, OpenShift, OperatorId, Permission, ShiftNo};
use journal::EntryBody;
use store::StoreError;
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet};

#[derive(Debug, Error)]
pub enum OpenShiftError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("shift of {cashier} on {business_date} is still open")]
    ShiftAlreadyOpen { cashier: OperatorId, business_date: BusinessDate },
    #[error("{business_date} is not a date that can be worked on")]
    BusinessDateRefused { business_date: BusinessDate },
    #[error("opening cash cannot be below zero")]
    OpeningCashNegative,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Opens a shift. The laptop's clock has no say in the date: a person chose it, and a wrong clock never stops work.
    pub fn open_shift(
        &mut self,
        business_date: BusinessDate,
        opening_cash: Money,
    ) -> Result<OpenShift, OpenShiftError> {
        let cashier = self.permitted(Permission::OpenShift)?.id;
        if !(2000..2100).contains(&business_date.year()) {
            return Err(OpenShiftError::BusinessDateRefused { business_date });
        }
        if opening_cash.is_negative() {
            return Err(OpenShiftError::OpeningCashNegative);
        }
        if let Some(open) = self.current_shift()? {
            return Err(OpenShiftError::ShiftAlreadyOpen { cashier: open.cashier, business_date: open.business_date });
        }
        let now = self.now();
        let mut write = self.store.write()?;
        let shift = ShiftNo(write.last_shift_no()?.0 + 1);
        append(&mut write, now, cashier, EntryBody::ShiftOpened { shift, business_date, opening_cash })?;
        write.commit()?;
        Ok(OpenShift { no: shift, cashier, business_date, opening_cash })
    }
}
