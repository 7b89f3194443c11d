//! 红外/串口抄表头: which ports there are, and what the meter in front of the reader says.

use serde::Serialize;
use ts_rs::TS;

use super::RegisterTexts;

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MeterPortView {
    /// The system's name of the port, or `simulated`.
    pub port: String,
    /// A practice meter inside this program; its readings are made up.
    pub simulated: bool,
}

/// What the meter said.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MeterAnswerView {
    /// 12 digits
    pub address: String,
    #[ts(type = "Record<string, string>")]
    pub registers: RegisterTexts,
    /// The meter's clock, `2026-11-23 09:41:05`; empty where it was not told.
    pub clock: String,
    /// Seconds by which the meter's clock runs ahead of this laptop's.
    #[ts(type = "number | null")]
    pub clock_ahead_s: Option<i64>,
    pub simulated: bool,
}
