//! 复核: the readings that somebody else than their reader has to look at.

use domain::{Anomaly, ReviewState, Verdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FindingView, StatementView};

/// Which readings are shown.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewFilter {
    pub period: Option<String>,
    pub segment: Option<String>,
    pub show: ReviewShow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ReviewShow {
    /// 待复核
    Waiting,
    /// Waiting, with something to look at.
    Flagged,
    /// Waiting, with nothing to look at.
    Harmless,
    /// 已退回
    SentBack,
    /// 已复核, billed ones included.
    Approved,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewView {
    pub period: String,
    pub periods: Vec<String>,
    pub segments: Vec<SegmentOptionView>,
    pub rows: Vec<ReviewRowView>,
    pub waiting: u32,
    pub flagged: u32,
    /// Waiting, harmless, and not the signed-in person's own.
    pub harmless: u32,
    /// As many as one verdict may cover.
    pub batch_max: u32,
    /// 抄表计划 points that nobody has read.
    pub left: u32,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SegmentOptionView {
    pub segment: String,
    pub name: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewRowView {
    pub reading_id: String,
    pub customer_no: String,
    pub name: String,
    pub address: String,
    pub segment: String,
    pub point_no: String,
    pub meter_no: String,
    pub on: String,
    pub reader_name: String,
    pub terminal: String,
    pub registers: Vec<ReviewRegisterView>,
    pub last_on: Option<String>,
    #[ts(type = "number")]
    pub energy_kwh: i64,
    #[ts(type = "number | null")]
    pub last_kwh: Option<i64>,
    /// (this − last) / last as text, `+52.3 %`.
    pub volatility: Option<String>,
    /// What the bill would come to.
    pub amount: Option<String>,
    pub findings: Vec<FindingView>,
    pub harmless: bool,
    /// The signed-in person read it.
    pub own: bool,
    #[ts(type = "'waiting' | 'approved' | 'sent-back' | 'withdrawn' | 'billed'")]
    pub state: ReviewState,
    pub estimated: bool,
    #[ts(type = "string")]
    pub anomaly: Anomaly,
    /// `on-site`, `infrared`, `centralised`, …
    pub method: String,
    pub remark: String,
    pub photo: Option<String>,
    pub note: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewRegisterView {
    pub register: String,
    pub last: Option<String>,
    pub this: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewRequest {
    pub readings: Vec<String>,
    #[ts(type = "'approved' | 'sent-back'")]
    pub verdict: Verdict,
    pub note: String,
}

/// After a verdict; bills that could be issued at once are with it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReviewedView {
    pub count: u32,
    pub bills: Vec<StatementView>,
}
