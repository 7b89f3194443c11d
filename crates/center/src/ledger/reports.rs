//! What people ask of the books.

use chrono::NaiveDate;
use domain::{CustomerNo, Payment, TerminalCode, UnitCode};

use super::CaseStatus;

#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    pub kind: Option<String>,
    pub status: Option<CaseStatus>,
    pub customer: Option<CustomerNo>,
}

/// One business date, all of the prefecture or some of it.
#[derive(Clone, Debug)]
pub struct DayFilter {
    pub date: NaiveDate,
    /// The terminals that count; `None` for all.
    pub terminals: Option<Vec<TerminalCode>>,
}

#[derive(Clone, Debug)]
pub struct DayPayment {
    pub terminal: TerminalCode,
    pub desk: UnitCode,
    pub payment: Payment,
}

/// A payment that was undone on the day.
#[derive(Clone, Debug)]
pub struct DayReversal {
    pub terminal: TerminalCode,
    pub desk: UnitCode,
    pub payment: Payment,
}
