//! What the list of a round shows of its readings: one a metering point, read without opening a single entry.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{Anomaly, PointNo, ReadingId, ReadingMethod, ReviewState, RoundId, Severity};
use rusqlite::{Row, params};
use rust_decimal::Decimal;

use crate::column::RowExt;
use crate::readings::{precedence, state};
use crate::{Read, StoreError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingMark {
    pub reading: ReadingId,
    pub on: NaiveDate,
    pub method: ReadingMethod,
    /// 抄见电量
    pub energy_kwh: i64,
    /// The active total that the meter showed.
    pub total: Option<Decimal>,
    pub estimated: bool,
    pub anomaly: Anomaly,
    pub state: ReviewState,
    /// The loudest finding at entry; `None` where there was none, or where another device entered it.
    pub severity: Option<Severity>,
    /// Entered on this device.
    pub is_here: bool,
    at_ms: i64,
}

impl Read<'_> {
    /// The reading that counts of each metering point of a round.
    pub fn reading_marks(&self, id: &RoundId) -> Result<HashMap<PointNo, ReadingMark>, StoreError> {
        let key = params![id.segment.as_str(), id.period.yyyymm()];
        let mut found = self.all(include_str!("readings/own_marks.sql"), key, mark)?;
        found.extend(self.all(include_str!("readings/known_marks.sql"), key, mark)?);
        found.retain(|(_, mark)| mark.state != ReviewState::Withdrawn);
        found.sort_by_key(|(_, mark)| precedence(mark.method, mark.is_here, mark.at_ms));
        Ok(found.into_iter().collect())
    }
}

fn mark(row: &Row<'_>) -> rusqlite::Result<(PointNo, ReadingMark)> {
    let total: Option<String> = row.get(5)?;
    let mark = ReadingMark {
        reading: row.take(1)?,
        on: row.take(2)?,
        method: coded(row, 3, ReadingMethod::from_code)?,
        energy_kwh: row.get(4)?,
        total: total.and_then(|total| total.parse().ok()),
        estimated: row.get(6)?,
        anomaly: coded(row, 7, Anomaly::from_code)?,
        at_ms: row.get(8)?,
        state: state(row, 9)?,
        severity: severity_of(row.get(10)?),
        is_here: row.get(11)?,
    };
    Ok((row.take(0)?, mark))
}

fn coded<T>(row: &Row<'_>, index: usize, of: impl Fn(u8) -> Option<T>) -> rusqlite::Result<T> {
    let code: u8 = row.get(index)?;
    of(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(index, i64::from(code)))
}

const LOUDNESS: [Severity; 4] = [Severity::Note, Severity::Review, Severity::Ask, Severity::Stop];

/// 0 is silence.
pub(crate) fn loudness(severity: Option<Severity>) -> u8 {
    LOUDNESS.iter().position(|known| Some(*known) == severity).map_or(0, |index| index as u8 + 1)
}

fn severity_of(loudness: u8) -> Option<Severity> {
    usize::from(loudness).checked_sub(1).and_then(|index| LOUDNESS.get(index)).copied()
}
