//! The months of the demo: the 24 that have bills, and before them those of the same year that the step tariff counts.

use chrono::{Days, NaiveDate};
use domain::{BillId, BillingPeriod};

/// How many months have bills.
pub const BILLED: usize = 24;

/// A month as all customers share it.
#[derive(Clone, Debug)]
pub struct Month {
    pub period: BillingPeriod,
    pub bill: BillId,
    /// Bills are out from the 6th of the next month and due at its end.
    pub payable_from: NaiveDate,
    /// Days on which it can have been paid in time before the demo's day; 0 when it has just been issued.
    pub days_to_pay: u64,
    pub penalty_start: NaiveDate,
}

/// The 24 months before the month of `as_of`, and the months from January that come before them.
#[derive(Clone, Debug)]
pub struct Months {
    pub as_of: NaiveDate,
    /// Before the first bill, only counted.
    pub unbilled: Vec<u8>,
    pub billed: Vec<Month>,
}

impl Months {
    pub fn before(as_of: NaiveDate) -> Months {
        let this = BillingPeriod::of(as_of);
        let first = BillingPeriod::new(this.year() - 2, this.month()).expect("two years back is a period");
        let periods = std::iter::successors(Some(first), |period| Some(period.next())).take(BILLED);
        Months {
            as_of,
            unbilled: (1..first.month()).collect(),
            billed: periods.map(|period| month(period, as_of)).collect(),
        }
    }
}

fn month(period: BillingPeriod, as_of: NaiveDate) -> Month {
    let payable_from = period.next().first_day() + Days::new(5);
    let penalty_start = period.next().next().first_day();
    let days_to_pay = (penalty_start.min(as_of) - payable_from).num_days().max(0) as u64;
    Month { period, bill: BillId::first_of(period), payable_from, days_to_pay, penalty_start }
}
