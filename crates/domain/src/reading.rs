//! 抄表: a reading as a fact, its codes, whether it can be true, and who has to look at it.

mod band;
mod codes;
mod judge;
mod movement;
mod review;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    BillingPeriod, CustomerNo, FileHash, ImportId, MeterNo, OperatorId, PointNo, ReadingId, Registers, TerminalCode,
};

pub use band::Band;
pub use codes::{Anomaly, ReadingKind, ReadingMethod, ReadingState};
pub use judge::{Finding, Judgement, ReadingContext, Severity, judge};
pub use review::{ReviewRefusal, ReviewState, Verdict, check_reviewer, is_harmless};

/// A reading as it was entered: the fact that the journal keeps. A correction is a further reading that `replaces` this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    pub id: ReadingId,
    pub customer: CustomerNo,
    pub point: PointNo,
    pub meter: MeterNo,
    /// 电费年月 of the plan it belongs to.
    pub period: BillingPeriod,
    /// 抄表日期, chosen like a business date.
    pub on: NaiveDate,
    pub kind: ReadingKind,
    pub method: ReadingMethod,
    /// How a total below the last one is to be understood.
    pub state: ReadingState,
    pub anomaly: Anomaly,
    /// 估抄/暂计: the registers are what the estimate comes to. Shown on the bill.
    pub estimated: bool,
    pub registers: Registers,
    /// 抄见电量 of the active total as judged at entry; never billed without being computed again.
    pub energy_kwh: i64,
    pub remark: String,
    pub photo: Option<FileHash>,
    /// What it corrects.
    pub replaces: Option<ReadingId>,
    /// Where it came from, if it was not entered by hand.
    pub source: Option<ReadingSource>,
}

/// A row of an imported file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReadingSource {
    pub import: ImportId,
    /// From 1, header lines counted.
    pub row: u32,
}

/// A reading file that was taken in. Its rows follow as readings; the file itself travels by its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReadingImport {
    pub id: ImportId,
    /// The import profile's name and version, `jizhong-a 1`.
    pub profile: String,
    pub file_name: String,
    pub file: FileHash,
    pub rows: u32,
    pub accepted: u32,
    pub corrected: u32,
    pub rejected: u32,
}

/// 示数更正申请: after the review a reading changes by request only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReadingRequest {
    pub reading: ReadingId,
    pub registers: Registers,
    pub reason: String,
}

/// 复核: one verdict over one or many readings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Review {
    pub readings: Vec<ReadingId>,
    pub verdict: Verdict,
    /// Why it was sent back; may be empty for an approval.
    pub note: String,
}

/// A reading as others hear of it: who read it, where, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct KnownReading {
    pub reading: Reading,
    pub by: OperatorId,
    pub terminal: TerminalCode,
    /// ms since 1970
    pub at_ms: i64,
    pub state: ReviewState,
    pub reviewer: Option<OperatorId>,
    /// The reviewer's.
    pub note: String,
}
