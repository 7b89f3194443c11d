//! The payments of a day, and their reversal.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RefundView;

/// How far an entry has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum EntryLife {
    /// 已记账: safe on this disk, signed with the journal.
    Recorded,
    /// 已送达: the center holds the bytes.
    Sent,
    /// 已入账: the center posted it.
    Posted,
    /// The center posted it and opened a case; the money is safe.
    Conflicted,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DayPaymentView {
    pub payment_id: String,
    pub receipt_no: String,
    #[ts(type = "number")]
    pub at_ms: i64,
    pub customer_no: String,
    pub customer_name: String,
    pub cashier_name: String,
    /// Tender kinds in order: `cash`, `bank-slip`, `list-voucher`, `cheque`, `pos`, `transfer`.
    pub tenders: Vec<String>,
    pub collected: String,
    pub life: EntryLife,
    pub case_id: Option<String>,
    pub reprints: u32,
    pub reversed: Option<ReversedView>,
    /// Whether the signed-in cashier may reverse it now.
    pub reversible: bool,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReversedView {
    pub reason: String,
    #[ts(type = "number")]
    pub at_ms: i64,
    pub life: EntryLife,
}

/// Today's payments with their sums by tender.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DayView {
    pub business_date: String,
    /// Newest first.
    pub payments: Vec<DayPaymentView>,
    pub by_tender: Vec<TenderSumView>,
    /// Reversed payments excluded.
    pub count: u32,
    pub collected: String,
    pub reversed_count: u32,
    pub reversed: String,
    /// 退款 of the day, newest first, and their sum.
    pub refunds: Vec<RefundView>,
    pub refunded: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TenderSumView {
    pub tender: String,
    pub count: u32,
    pub amount: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReversePaymentRequest {
    /// UUIDv7, made when the dialog opens.
    pub reversal_id: String,
    pub payment_id: String,
    pub reason: String,
}
