//! Customers found by what the cashier typed.

use domain::PowerState;
use serde::Serialize;
use ts_rs::TS;

/// Text with the part that the search matched.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FragmentView {
    pub text: String,
    pub hit: bool,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SearchHitView {
    pub customer_no: String,
    pub no: Vec<FragmentView>,
    pub name: Vec<FragmentView>,
    pub address: Vec<FragmentView>,
    pub meter_no: Vec<FragmentView>,
    pub phone: Vec<FragmentView>,
    /// Field that matched best: `customer-no`, `meter-no`, `phone`, `name`, `pinyin`, `address`.
    pub matched: String,
    pub arrears: String,
    pub open_bills: u32,
    #[ts(type = "string")]
    pub power: PowerState,
    /// Whether the customer belongs to another unit.
    pub elsewhere: bool,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SearchView {
    pub hits: Vec<SearchHitView>,
    /// More matched than are shown.
    pub more: bool,
    #[ts(type = "number")]
    pub took_us: u64,
}
