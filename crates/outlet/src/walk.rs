//! What a reader who stands in front of a meter has in hand: the round's copy of the archive and what is known of the
//! meter since.

use domain::{
    BillingPeriod, CustomerNo, Judgement, LastReading, Meter, MeteringPoint, MonthUse, PointNo, Reading,
    ReadingContext, ReadingRules, RoundId, Segment, SupplyState, judge,
};
use store::{Read, ReadingRow, RoundRow, StoreError};
use thiserror::Error;

/// Why a reader does not stand where the desk thinks.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WalkRefusal {
    #[error("round {round} was not prepared on this desk")]
    NotPrepared { round: RoundId },
    #[error("metering point {point} is not in round {round}")]
    NotInRound { round: RoundId, point: PointNo },
}

/// A round that was prepared here, and the segment as it is set today.
pub(crate) struct Walk {
    pub round: RoundRow,
    pub segment: Segment,
}

/// A metering point of a round.
pub(crate) struct WalkedPoint {
    pub state: SupplyState,
    pub point: MeteringPoint,
    pub meter: Meter,
    /// The last reading of the meter, billed or not.
    pub last: Option<LastReading>,
    /// Newest first; a month that was read and not billed yet is in it.
    pub months: Vec<MonthUse>,
    /// A reading of a month before that no bill contains.
    pub unbilled: Option<BillingPeriod>,
    remote_periods: u32,
}

impl Walk {
    pub fn of(read: &Read<'_>, round: &RoundId) -> Result<Result<Walk, WalkRefusal>, StoreError> {
        let Some(row) = read.round(round)? else {
            return Ok(Err(WalkRefusal::NotPrepared { round: round.clone() }));
        };
        let segment = read.segment(&round.segment)?.ok_or_else(|| StoreError::missing("the segment of a round"))?;
        Ok(Ok(Walk { round: row, segment }))
    }

    pub fn id(&self) -> &RoundId {
        &self.round.prepared.round
    }

    /// The supply of a customer as the round has it.
    pub fn supply(&self, read: &Read<'_>, customer: &CustomerNo) -> Result<Option<SupplyState>, StoreError> {
        read.supply_in_round(self.id(), customer)
    }

    pub fn point(&self, read: &Read<'_>, point: &PointNo) -> Result<Result<WalkedPoint, WalkRefusal>, StoreError> {
        let refusal = || WalkRefusal::NotInRound { round: self.id().clone(), point: point.clone() };
        let Some(customer) = read.customer_in_round(self.id(), point)? else { return Ok(Err(refusal())) };
        let Some(state) = self.supply(read, &customer)? else { return Ok(Err(refusal())) };
        Ok(WalkedPoint::of(read, state, point, self.id().period)?.ok_or_else(refusal))
    }
}

impl WalkedPoint {
    /// `None` where the supply has no such point, or the point no meter.
    pub fn of(
        read: &Read<'_>,
        state: SupplyState,
        point: &PointNo,
        period: BillingPeriod,
    ) -> Result<Option<WalkedPoint>, StoreError> {
        let Some(point) = state.supply.point(point).cloned() else { return Ok(None) };
        let Some(meter) = point.meter().cloned() else { return Ok(None) };
        let before = read.readings_before(&point.no, period)?;
        let is_remote = |row: &&ReadingRow| !row.known.reading.method.is_on_site();
        let mut walked = WalkedPoint {
            last: state.last_of(&meter.no).cloned(),
            months: state.months.clone(),
            unbilled: None,
            remote_periods: before.iter().filter(is_remote).count() as u32,
            state,
            point,
            meter,
        };
        walked.carry_on(&before);
        Ok(Some(walked))
    }

    /// Readings of earlier months that the archive does not contain yet are where the meter stood last.
    fn carry_on(&mut self, before: &[ReadingRow]) {
        for row in before.iter().filter(|row| row.known.reading.meter == self.meter.no) {
            let reading = &row.known.reading;
            if self.start().is_some_and(|start| start.on >= reading.on) {
                continue;
            }
            self.last = Some(LastReading {
                meter: reading.meter.clone(),
                on: reading.on,
                registers: reading.registers.clone(),
                estimated: reading.estimated,
            });
            let month = MonthUse { period: reading.period, kwh: reading.energy_kwh, estimated: reading.estimated };
            self.months.insert(0, month);
            self.unbilled = Some(reading.period);
        }
    }

    /// Where counting starts: the last reading, or what the meter showed when it was installed since.
    pub fn start(&self) -> Option<LastReading> {
        let installed = self.meter.installed.as_ref().map(|event| LastReading {
            meter: self.meter.no.clone(),
            on: event.on,
            registers: event.registers.clone(),
            estimated: false,
        });
        match (&self.last, installed) {
            (Some(last), Some(installed)) if installed.on > last.on => Some(installed),
            (last, installed) => last.clone().or(installed),
        }
    }

    pub fn judge(&self, reading: &Reading, walk: Option<&Walk>, rules: &ReadingRules) -> Judgement {
        let is_remote = walk.is_some_and(|walk| walk.segment.is_remote) || !reading.method.is_on_site();
        judge(
            reading,
            &ReadingContext {
                supply: &self.state.supply,
                meter: &self.meter,
                last: self.last.as_ref(),
                months: &self.months,
                planned_on: walk.map(|walk| walk.round.prepared.planned_on),
                remote_periods: is_remote.then_some(self.remote_periods),
                rules,
            },
        )
    }
}
