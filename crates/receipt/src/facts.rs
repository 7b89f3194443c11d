//! What papers say: the facts of one committed payment here, those of bills, readings and notices beside it.

mod bill;
mod notice;
mod reading;
mod refund;

pub use bill::{BillAccount, BillFacts};
pub use notice::{NoticeFacts, OwedBill, RestoreSlipFacts};
pub use reading::{ReadingSheetFacts, ReadingSlipFacts, SheetPoint, SlipRegister};
pub use refund::RefundFacts;

use chrono::{NaiveDate, NaiveDateTime};
use domain::{Basis, BillId, CustomerNo, Money, ReceiptNo, Tender};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptFacts {
    /// The same number on every copy.
    pub no: ReceiptNo,
    pub copy: PrintedCopy,
    pub customer: PaidFor,
    /// 营业网点
    pub outlet: String,
    pub cashier: Cashier,
    pub business_date: NaiveDate,
    pub printed_at: NaiveDateTime,
    /// Oldest first; empty when all of the money is prepayment.
    pub bills: Vec<PaidBill>,
    pub tenders: Vec<Tender>,
    pub change: Money,
    pub prepaid_used: Money,
    pub prepaid_added: Money,
    /// 预收余额 after this payment; `None` where the counter did not know the account.
    pub prepaid_after: Option<Money>,
    pub tail_before: Money,
    pub tail_after: Money,
    pub basis: Basis,
    /// The payment was reversed; the paper says so whenever it is printed again.
    pub voided: bool,
    /// Practice and demonstration: the paper is marked invalid.
    pub practice: bool,
    pub seal: Seal,
}

/// Whose account the money is for. Texts are empty where the counter knew only the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidFor {
    pub no: CustomerNo,
    pub name: String,
    pub address: String,
    /// 供电单位
    pub unit: String,
}

/// Somebody of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// 工号
    pub no: String,
    pub name: String,
}

/// 收费员
pub type Cashier = Staff;

/// A bill that this payment met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidBill {
    pub bill: BillId,
    pub energy_kwh: i64,
    /// 应收电费 as issued.
    pub amount: Money,
    /// Paid of the bill by this payment.
    pub principal: Money,
    /// 违约金 paid by this payment.
    pub penalty: Money,
    /// 尚欠: still owed on the bill, penalty included.
    pub left_after: Money,
}

impl PaidBill {
    pub fn paid(&self) -> Money {
        self.principal + self.penalty
    }
}

/// Which print of the receipt this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintedCopy {
    Original,
    /// 补打 第 n 次, counted from 1.
    Reprint(u32),
}

/// 电子签名: what lets anybody check the paper later with only the public keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// 电子签名校验码: a short digest that people can read aloud.
    pub check_code: String,
    /// The text of the QR code, 220 characters at most.
    pub qr: String,
}

impl ReceiptFacts {
    pub fn tendered(&self) -> Money {
        self.tenders.iter().map(Tender::amount).sum()
    }

    /// 实收: tenders less change.
    pub fn collected(&self) -> Money {
        self.tendered() - self.change
    }

    /// What the bills still owe together.
    pub fn left_after(&self) -> Money {
        self.bills.iter().map(|bill| bill.left_after).sum()
    }
}
