//! What a 电费结算单 says: a bill with its derivation, and where the account stands.

use chrono::{NaiveDate, NaiveDateTime};
use domain::{BillNo, BillStatement, Money, PriceVersion, Voltage};

use super::{PaidFor, PrintedCopy, Seal, Staff};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillFacts {
    /// 电费单号 of the device that issued it; `None` for a bill of the center's run.
    pub no: Option<BillNo>,
    pub copy: PrintedCopy,
    pub customer: PaidFor,
    pub voltage: Voltage,
    pub statement: BillStatement,
    /// The price versions that its lines name, for their document numbers.
    pub prices: Vec<PriceVersion>,
    /// 违约金起算日; the day before it is the last one without penalty.
    pub penalty_start: NaiveDate,
    /// Where the account stands with this bill; `None` where nobody here knows.
    pub account: Option<BillAccount>,
    pub outlet: String,
    /// 制单人: the reader on the spot, or who printed the center's bill.
    pub issued_by: Staff,
    pub printed_at: NaiveDateTime,
    /// Of the journal's entry; `None` for a bill of the center's run.
    pub seal: Option<Seal>,
    /// Taken back by a difference that cancels all of it.
    pub voided: bool,
    pub practice: bool,
}

/// 账户情况, this bill included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BillAccount {
    /// 欠费期数
    pub open_bills: u32,
    /// 欠费合计, unpaid principal.
    pub arrears: Money,
    /// 预收余额
    pub prepaid: Money,
}
