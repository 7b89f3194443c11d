//! A shift (班次), from its opening to its count.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ShiftView {
    pub no: u32,
    pub cashier_id: u32,
    pub cashier_name: String,
    pub business_date: String,
    #[ts(type = "number")]
    pub opened_at_ms: i64,
    pub opening_cash: String,
    /// Cash that should lie in the drawer now.
    pub drawer: String,
    pub payments: u32,
    pub collected: String,
}

/// Opening a shift (开班).
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OpenShiftRequest {
    pub business_date: String,
    pub opening_cash: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ShiftClosedView {
    pub expected: String,
    pub counted: String,
    pub over: String,
}
