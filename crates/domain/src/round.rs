//! 抄表段与计划: the route, the month's plan, and the snapshot that a reader walks with.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{BillingPeriod, FileHash, OperatorId, SegmentNo, UnitCode};

/// 抄表段: the unit of planning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    pub no: SegmentNo,
    pub name: String,
    pub unit: UnitCode,
    /// 抄表员
    pub reader: Option<OperatorId>,
    /// 抄表例日: day of the month, 1 to 28.
    pub reading_day: u8,
    pub cycle: ReadingCycle,
    pub billing: OnTheSpot,
    /// Days from the bill to the last day without penalty (punishDays).
    pub grace_days: u32,
    /// Read by 集抄; on-site readings are checks.
    pub is_remote: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReadingCycle {
    Monthly,
    /// 双月: in even months.
    TwoMonthly,
}

/// 现场出账: whether a reading yields its bill at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OnTheSpot {
    /// The center bills the month after review.
    No,
    /// The outlet issues the bill in front of the customer; the center computes it again on arrival.
    Yes,
}

/// A round: one segment in one month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RoundId {
    pub segment: SegmentNo,
    pub period: BillingPeriod,
}

impl fmt::Display for RoundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.segment, self.period)
    }
}

/// 抄表数据准备: the archive as it stood was copied; what changes after it does not reach this round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PreparedRound {
    pub round: RoundId,
    pub planned_on: NaiveDate,
    /// Metering points in it.
    pub points: u32,
    /// SHA-256 of the snapshot.
    pub snapshot: FileHash,
}

impl Segment {
    /// Whether the segment is read in a month.
    pub fn is_due_in(&self, period: BillingPeriod) -> bool {
        self.cycle == ReadingCycle::Monthly || period.month().is_multiple_of(2)
    }

    /// The planned day of a month.
    pub fn planned_on(&self, period: BillingPeriod) -> NaiveDate {
        let day = u32::from(self.reading_day.clamp(1, 28));
        NaiveDate::from_ymd_opt(i32::from(period.year()), u32::from(period.month()), day).expect("days 1 to 28 exist")
    }
}
