//! What a reading would mean, before it is entered: judged at every keystroke, and nothing written.

use chrono::NaiveDate;
use domain::{
    Anomaly, BillStatement, FileHash, Judgement, MeterNo, PointNo, Reading, ReadingId, ReadingKind, ReadingMethod,
    ReadingState, Registers, RoundId, Severity, is_harmless,
};
use store::{Read, StoreError};
use thiserror::Error;

use crate::Outlet;
use crate::estimate::{EstimateRefusal, estimate};
use crate::spot_bill::{NotBilled, SpotReading, spot_statement};
use crate::walk::{Walk, WalkRefusal, WalkedPoint};

/// What the entry field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftReading {
    /// Born on the screen with the first digit, and kept through every retry.
    pub id: ReadingId,
    pub round: RoundId,
    pub point: PointNo,
    /// 抄表日期
    pub on: NaiveDate,
    pub kind: ReadingKind,
    pub method: ReadingMethod,
    pub anomaly: Anomaly,
    /// 估抄: with no registers, last month's use is taken.
    pub estimated: bool,
    pub registers: Registers,
    /// The number on the meter, where it is not the archive's.
    pub meter: Option<MeterNo>,
    pub remark: String,
    pub photo: Option<FileHash>,
    /// The reading that this one corrects.
    pub replaces: Option<ReadingId>,
}

#[derive(Clone, Debug)]
pub struct JudgedReading {
    /// The reading as it would be entered; an estimate's registers are in it.
    pub reading: Reading,
    pub judgement: Judgement,
    /// The bill that entering it would issue, or why it would issue none.
    pub bill: Result<BillStatement, NotBilled>,
}

impl JudgedReading {
    /// Cannot be entered as it is.
    pub fn is_stopped(&self) -> bool {
        self.judgement.loudest() == Some(Severity::Stop)
    }

    /// The reader has to say yes once.
    pub fn must_be_confirmed(&self) -> bool {
        self.judgement.loudest() == Some(Severity::Ask)
    }
}

#[derive(Debug, Error)]
pub enum JudgeReadingError {
    #[error(transparent)]
    Walk(#[from] WalkRefusal),
    #[error(transparent)]
    Estimate(#[from] EstimateRefusal),
    #[error("no register was read")]
    NoRegisters,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    pub fn judge_reading(&self, draft: &DraftReading) -> Result<JudgedReading, JudgeReadingError> {
        let read = self.read();
        let walk = Walk::of(&read, &draft.round)??;
        let (reading, judgement) = judged(&read, &walk, draft)?;
        let this = SpotReading { reading: reading.clone(), may_be_billed: is_harmless(&judgement) };
        let bill = spot_statement(&read, &walk, &reading.customer, Some(this))?.map(|spot| spot.statement);
        Ok(JudgedReading { reading, judgement, bill })
    }
}

/// The draft as a reading, and what is to be said of it.
pub(crate) fn judged(
    read: &Read<'_>,
    walk: &Walk,
    draft: &DraftReading,
) -> Result<(Reading, Judgement), JudgeReadingError> {
    let walked = walk.point(read, &draft.point)??;
    let mut reading = reading_of(draft, &walked)?;
    let tariff = read.tariff()?;
    let judgement = walked.judge(&reading, Some(walk), &tariff.rules_on(reading.on).reading);
    reading.state = judgement.state;
    reading.energy_kwh = judgement.energy_kwh;
    Ok((reading, judgement))
}

fn reading_of(draft: &DraftReading, walked: &WalkedPoint) -> Result<Reading, JudgeReadingError> {
    let registers = match (draft.registers.is_empty(), draft.estimated) {
        (false, _) => draft.registers.clone(),
        (true, true) => estimate(walked)?,
        (true, false) => return Err(JudgeReadingError::NoRegisters),
    };
    let is_silent = draft.estimated && draft.anomaly == Anomaly::None;
    Ok(Reading {
        id: draft.id,
        customer: walked.state.supply.customer.clone(),
        point: draft.point.clone(),
        meter: draft.meter.clone().unwrap_or_else(|| walked.meter.no.clone()),
        period: draft.round.period,
        on: draft.on,
        kind: draft.kind,
        method: draft.method,
        state: ReadingState::Normal,
        anomaly: if is_silent { Anomaly::Estimated } else { draft.anomaly },
        estimated: draft.estimated,
        registers,
        energy_kwh: 0,
        remark: draft.remark.trim().to_owned(),
        photo: draft.photo,
        replaces: draft.replaces,
        source: None,
    })
}
