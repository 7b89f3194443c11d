//! A customer at the counter, with the open bills.

use domain::{BillLock, CustomerStatus, PowerState, SettleState};
use serde::Serialize;
use ts_rs::TS;

use super::ArchiveChangeView;

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CustomerView {
    pub customer_no: String,
    pub old_no: Option<String>,
    pub name: String,
    pub address: String,
    pub phone: String,
    pub meter_no: String,
    pub transformer_area: String,
    pub unit_name: String,
    /// 用电类别 code, for example 201.
    pub elec_type: u16,
    #[ts(type = "string")]
    pub status: CustomerStatus,
    #[ts(type = "string")]
    pub power: PowerState,
    /// Whether the customer belongs to another unit (跨区).
    pub elsewhere: bool,
    /// Whether only the account number is known: no bills can be shown, money becomes prepayment.
    pub number_only: bool,
    pub prepaid: String,
    pub tail: String,
    /// Open bills, oldest first, penalty to the business date.
    pub bills: Vec<BillView>,
    /// Principal, penalty and sum of the bills that the counter can take; locked ones are not in them.
    pub arrears: String,
    pub penalty: String,
    pub total_due: String,
    pub last_payments: Vec<PastPaymentView>,
    /// 档案更正申请 of this desk for this customer, newest first.
    pub changes: Vec<ArchiveChangeView>,
    /// When the center last said how this account stands; `None` before the first exchange.
    #[ts(type = "number | null")]
    pub as_of_ms: Option<i64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BillView {
    /// `2026-10`, or `2026-10#2`.
    pub id: String,
    #[ts(type = "number")]
    pub energy_kwh: i64,
    pub amount: String,
    pub principal_due: String,
    pub penalty_due: String,
    pub total_due: String,
    pub due_date: String,
    #[ts(type = "number")]
    pub days_overdue: i64,
    #[ts(type = "string")]
    pub state: SettleState,
    #[ts(type = "string | null")]
    pub lock: Option<BillLock>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PastPaymentView {
    pub date: String,
    pub amount: String,
    pub receipt_no: Option<String>,
    pub here: bool,
    pub reversed: bool,
}
