//! 录入: the card in front of the reader, what a number would mean, and what was entered.

use std::collections::BTreeMap;

use domain::{Anomaly, PowerState, Register, ReviewState, Severity, Voltage};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CommandErrorView, ProgressView, RoundPointView, RoundRef, StatementView};

/// Register by code (`active-total`), what it shows as text (`12345.67`).
pub type RegisterTexts = BTreeMap<String, String>;

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReadingCardView {
    pub round: RoundRef,
    pub point_no: String,
    pub sequence: u32,
    pub customer_no: String,
    pub name: String,
    pub address: String,
    pub phone: String,
    pub meter_no: String,
    /// 通信地址, where the meter has one.
    pub meter_address: String,
    /// 表码位数, `6.2`.
    pub digits: String,
    /// 综合倍率; `null` is 待核.
    pub multiplier: Option<String>,
    pub elec_type: u16,
    #[ts(type = "string")]
    pub voltage: Voltage,
    pub capacity_kva: String,
    #[ts(type = "string | null")]
    pub power: Option<PowerState>,
    /// What the customer owes, penalty included.
    pub total_due: String,
    pub planned_on: String,
    /// In reading order.
    pub registers: Vec<CardRegisterView>,
    pub last_on: Option<String>,
    pub last_estimated: bool,
    /// Newest first, at most 12.
    pub months: Vec<MonthUseView>,
    pub band: Option<BandView>,
    /// What stands for this point in this round; its correction is a further reading.
    pub current: Option<EnteredReadingView>,
    /// The bill of this month, where there is one.
    pub bill: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CardRegisterView {
    #[ts(type = "string")]
    pub register: Register,
    pub last: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MonthUseView {
    pub period: String,
    #[ts(type = "number")]
    pub kwh: i64,
    pub estimated: bool,
}

/// 预期范围
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BandView {
    #[ts(type = "number")]
    pub from_kwh: i64,
    #[ts(type = "number")]
    pub to_kwh: i64,
}

/// What the entry field holds: judged at every change, and entered by the last Enter.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReadingRequest {
    /// UUIDv7, made when the first digit is typed and kept through every retry.
    pub reading_id: String,
    pub round: RoundRef,
    pub point_no: String,
    /// 抄表日期
    pub on: String,
    /// Empty for an estimate: what it comes to is computed.
    pub registers: RegisterTexts,
    pub estimated: bool,
    #[ts(type = "string")]
    pub anomaly: Anomaly,
    pub remark: String,
    /// SHA-256 of an attached photo.
    pub photo: Option<String>,
    /// The meter told it by itself (远红外).
    pub from_meter: bool,
    /// The reading that this one corrects.
    pub replaces: Option<String>,
    /// The reader was asked and says yes.
    pub confirmed: bool,
}

/// What a reading would mean.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct JudgementView {
    /// `normal`, `rollover` or `reversal`.
    pub state: String,
    #[ts(type = "number")]
    pub energy_kwh: i64,
    /// Loudest first.
    pub findings: Vec<FindingView>,
    /// What the registers come to; of interest for an estimate.
    #[ts(type = "Record<string, string>")]
    pub registers: RegisterTexts,
    /// What the bill on the spot would come to.
    pub amount: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FindingView {
    #[ts(type = "'note' | 'review' | 'ask' | 'stop'")]
    pub severity: Severity,
    /// `zero`, `jump`, `rollover`, …: the sentences stand in `findings.json`.
    pub kind: String,
    #[ts(type = "Record<string, string>")]
    pub params: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EnteredReadingView {
    pub reading_id: String,
    pub on: String,
    pub reader_name: String,
    #[ts(type = "number")]
    pub at_ms: i64,
    #[ts(type = "Record<string, string>")]
    pub registers: RegisterTexts,
    #[ts(type = "number")]
    pub energy_kwh: i64,
    pub estimated: bool,
    #[ts(type = "string")]
    pub anomaly: Anomaly,
    pub remark: String,
    pub photo: Option<String>,
    #[ts(type = "'waiting' | 'approved' | 'sent-back' | 'withdrawn' | 'billed'")]
    pub state: ReviewState,
    /// The reviewer's note.
    pub note: String,
    /// Entered at this desk, so it can be withdrawn or corrected here.
    pub own: bool,
}

/// What came of the Enter.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReadingEnteredView {
    pub reading: EnteredReadingView,
    pub judgement: JudgementView,
    /// The same reading was entered before.
    pub already_entered: bool,
    /// Issued at once, where the segment bills on the spot.
    pub bill: Option<StatementView>,
    /// Why no bill was made on the spot.
    pub not_billed: Option<CommandErrorView>,
    pub point: RoundPointView,
    pub progress: ProgressView,
}

/// After a withdrawal.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReadingWithdrawnView {
    pub point: RoundPointView,
    pub progress: ProgressView,
}

/// 示数更正申请
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangeRequest {
    pub reading_id: String,
    #[ts(type = "Record<string, string>")]
    pub registers: RegisterTexts,
    pub reason: String,
}
