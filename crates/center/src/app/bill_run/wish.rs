//! What a bill run cannot be asked for.

use chrono::{Datelike, NaiveDate};
use domain::BillingPeriod;
use thiserror::Error;

use crate::app::Prefecture;
use crate::ledger::BillRunWish;

#[derive(Debug, PartialEq, Eq, Error)]
pub enum WishRefusal {
    #[error("no price was in force in {0}; choose a later month, or load the prices of that time first")]
    NoPrice(BillingPeriod),
    #[error("bills of {period} cannot bear the day {day}; choose a day of that month or later, before the year 9999")]
    IssuedOn { period: BillingPeriod, day: NaiveDate },
}

impl Prefecture {
    /// A run that could only fail is not begun: it would be tried again at every start.
    pub fn judge_wish(&self, wish: &BillRunWish) -> Result<(), WishRefusal> {
        let (period, day) = (wish.period, wish.issued_on);
        let roster = self.roster();
        if !roster.tariff.prices().iter().any(|price| price.effective_from <= period.last_day()) {
            return Err(WishRefusal::NoPrice(period));
        }
        if day < period.first_day() || day.year() >= 9999 {
            return Err(WishRefusal::IssuedOn { period, day });
        }
        Ok(())
    }
}
