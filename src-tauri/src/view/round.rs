//! 抄表段、计划与走抄顺序: what the reader sees before and while walking.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A round by name: one segment in one month.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RoundRef {
    pub segment: String,
    /// `2026-11`
    pub period: String,
}

/// The rounds of a month, and the months that can be looked at.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RoundsView {
    pub period: String,
    /// Newest first.
    pub periods: Vec<String>,
    /// Beijing's day on this laptop's clock.
    pub today: String,
    pub rounds: Vec<RoundView>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RoundView {
    pub round: RoundRef,
    pub name: String,
    pub reader_name: String,
    /// The signed-in reader walks it.
    pub mine: bool,
    pub planned_on: String,
    /// The segment is read in this month; a two-monthly one rests in odd months.
    pub due: bool,
    /// 现场出账
    pub on_the_spot: bool,
    /// 集抄: on-site readings are checks.
    pub is_remote: bool,
    pub prepared: bool,
    /// Nothing was read yet, so the archive may be copied once more.
    pub can_prepare: bool,
    pub progress: ProgressView,
}

/// A round that was just prepared.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PreparedRoundView {
    pub round: RoundView,
    /// Account numbers that are not in it: their last bill of this desk could not be carried on.
    pub left_out: Vec<String>,
}

/// How far a round has come. What is flagged waits for somebody to look at it.
#[derive(Debug, Clone, Copy, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProgressView {
    pub points: u32,
    pub read: u32,
    pub left: u32,
    pub flagged: u32,
    pub billed: u32,
}

/// A round that is being walked: its points in the order of walking.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RoundPointsView {
    pub round: RoundView,
    pub points: Vec<RoundPointView>,
    /// Beijing's day on this laptop's clock: the reading date where nobody chooses another.
    pub today: String,
    /// How large an attached photo may be.
    pub photo_bytes_max: u32,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RoundPointView {
    pub point_no: String,
    /// 抄表序号
    pub sequence: u32,
    pub customer_no: String,
    pub name: String,
    pub address: String,
    pub meter_no: String,
    pub mark: RowMark,
    /// 抄见电量, once it was read.
    #[ts(type = "number | null")]
    pub energy_kwh: Option<i64>,
}

/// The mark in front of a row of the walking list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum RowMark {
    /// 未抄
    Left,
    /// 已抄
    Read,
    /// 已抄，待核查
    Flagged,
    /// 估抄
    Estimated,
    /// 已退回: read it again.
    SentBack,
    /// 已复核
    Approved,
    /// 已出账
    Billed,
}
