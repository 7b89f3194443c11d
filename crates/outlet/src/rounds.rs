//! 抄表计划: the rounds of a month and how far each has come.

use domain::{BillingPeriod, ReviewState, RoundId, Segment, Severity};
use store::{Read, ReadingMark, RoundRow, StoreError};

use crate::Outlet;

#[derive(Clone, Debug)]
pub struct RoundSummary {
    pub round: RoundId,
    pub segment: Segment,
    pub planned_on: chrono::NaiveDate,
    /// The segment is read in this month; a two-monthly one rests in odd months.
    pub is_due: bool,
    /// `None` until somebody prepared it here.
    pub prepared: Option<RoundRow>,
    /// Nothing was read yet, so the archive may be copied once more.
    pub can_prepare: bool,
    pub progress: RoundProgress,
}

/// How far a round has come, in metering points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoundProgress {
    pub points: u32,
    pub read: u32,
    pub left: u32,
    /// Read, and somebody has to look at it: a finding that waits, or sent back.
    pub flagged: u32,
    pub estimated: u32,
    pub billed: u32,
}

impl RoundProgress {
    fn of<'a>(points: u32, marks: impl Iterator<Item = &'a ReadingMark>) -> RoundProgress {
        let mut progress = RoundProgress { points, ..RoundProgress::default() };
        for mark in marks {
            progress.read += 1;
            progress.flagged += u32::from(is_flagged(mark));
            progress.estimated += u32::from(mark.estimated);
            progress.billed += u32::from(mark.state == ReviewState::Billed);
        }
        progress.left = points.saturating_sub(progress.read);
        progress
    }
}

/// Whether somebody has to look at a reading.
pub(crate) fn is_flagged(mark: &ReadingMark) -> bool {
    match mark.state {
        ReviewState::Waiting => mark.severity >= Some(Severity::Review),
        ReviewState::SentBack => true,
        ReviewState::Approved | ReviewState::Billed | ReviewState::Withdrawn => false,
    }
}

impl Outlet {
    /// The rounds of a month, in the order of their segments: those that were prepared and those that could be.
    pub fn rounds(&self, period: BillingPeriod) -> Result<Vec<RoundSummary>, StoreError> {
        let read = self.read();
        read.segments()?.into_iter().map(|segment| round_summary(&read, segment, period)).collect()
    }

    /// One round; `None` where the segment is not known here.
    pub fn round(&self, id: &RoundId) -> Result<Option<RoundSummary>, StoreError> {
        let read = self.read();
        read.segment(&id.segment)?.map(|segment| round_summary(&read, segment, id.period)).transpose()
    }

    pub fn round_progress(&self, id: &RoundId) -> Result<RoundProgress, StoreError> {
        let read = self.read();
        match read.round(id)? {
            Some(row) => progress(&read, &row),
            None => Ok(RoundProgress::of(read.points_in(&id.segment)?, std::iter::empty())),
        }
    }

    /// Months of which a round or a reading is known here, newest first.
    pub fn reading_periods(&self) -> Result<Vec<BillingPeriod>, StoreError> {
        self.read().reading_periods()
    }
}

fn round_summary(read: &Read<'_>, segment: Segment, period: BillingPeriod) -> Result<RoundSummary, StoreError> {
    let round = RoundId { segment: segment.no.clone(), period };
    let prepared = read.round(&round)?;
    let progress = match &prepared {
        Some(row) => progress(read, row)?,
        None => RoundProgress::of(read.points_in(&segment.no)?, std::iter::empty()),
    };
    Ok(RoundSummary {
        planned_on: prepared.as_ref().map_or_else(|| segment.planned_on(period), |row| row.prepared.planned_on),
        is_due: segment.is_due_in(period),
        can_prepare: progress.points > 0 && progress.read == 0,
        prepared,
        progress,
        round,
        segment,
    })
}

fn progress(read: &Read<'_>, row: &RoundRow) -> Result<RoundProgress, StoreError> {
    Ok(RoundProgress::of(row.prepared.points, read.reading_marks(&row.prepared.round)?.values()))
}
