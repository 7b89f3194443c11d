//! What a 退费单 says: cash that a desk paid out on a decision of the center.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{CaseId, Money, RefundId, TerminalCode};

use super::{Cashier, PaidFor, PrintedCopy};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundFacts {
    pub refund: RefundId,
    pub copy: PrintedCopy,
    pub customer: PaidFor,
    pub terminal: TerminalCode,
    /// 营业网点
    pub outlet: String,
    /// 归属单位 that owes the money; `None` where the money waited in clarification.
    pub owner: Option<String>,
    pub cashier: Cashier,
    pub business_date: NaiveDate,
    pub printed_at: NaiveDateTime,
    pub amount: Money,
    /// 领款人
    pub paid_to: String,
    /// The case that was decided.
    pub case: Option<CaseId>,
    /// What the center wrote to the outlet.
    pub reason: String,
    /// Of the journal's entry.
    pub check_code: String,
    pub practice: bool,
}
