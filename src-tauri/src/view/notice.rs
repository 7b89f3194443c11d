//! 催费、停电、复电: who owes how long, which paper they got, and who waits for supply.

use domain::{NoticeKind, PowerState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ArrearsFilter {
    pub segment: Option<String>,
    /// At least so many days overdue.
    #[ts(type = "number")]
    pub days_from: i64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ArrearsView {
    pub on: String,
    pub segments: Vec<super::SegmentOptionView>,
    pub rows: Vec<ArrearsRowView>,
    pub count: u32,
    pub total: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ArrearsRowView {
    pub customer_no: String,
    pub name: String,
    pub address: String,
    pub phone: String,
    pub segment: String,
    pub bills: u32,
    pub principal: String,
    pub penalty: String,
    pub total: String,
    #[ts(type = "number")]
    pub days_overdue: i64,
    #[ts(type = "string")]
    pub power: PowerState,
    #[ts(type = "'arrears' | 'disconnection' | null")]
    pub last_notice: Option<NoticeKind>,
    pub last_notice_on: Option<String>,
    /// A disconnection notice may be printed today.
    pub may_disconnect: bool,
}

#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NoticeRequest {
    /// UUIDv7, one a notice, made when the paper is first shown.
    pub notice_id: String,
    #[ts(type = "'arrears' | 'disconnection'")]
    pub kind: NoticeKind,
    pub customer_no: String,
}

/// 复电申请
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RestoreView {
    pub restore_id: String,
    pub customer_no: String,
    pub name: String,
    pub address: String,
    pub phone: String,
    pub meter_no: String,
    pub receipt_no: String,
    #[ts(type = "number")]
    pub asked_at_ms: i64,
    #[ts(type = "number")]
    pub due_at_ms: i64,
    /// The center knows of it.
    pub told: bool,
    /// Supply is on again.
    pub restored: bool,
    /// The payment behind it was reversed since.
    pub payment_reversed: bool,
}
