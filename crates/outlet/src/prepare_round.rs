//! 抄表数据准备: the archive of a segment is copied for a month's round. What the center sends later does not reach it.

use domain::{
    BillingPeriod, BillingRefusal, CustomerNo, Permission, PreparedRound, Reading, RoundId, Segment, SegmentNo,
    SupplyState, after_bill, spans,
};
use journal::EntryBody;
use store::{Read, StoreError};
use thiserror::Error;

use crate::desk::append;
use crate::{Denied, Outlet, Step};

#[derive(Debug, Error)]
pub enum PrepareRoundError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("segment {segment} is not known here")]
    UnknownSegment { segment: SegmentNo },
    #[error("segment {segment} is not read in {period}")]
    NotDue { segment: SegmentNo, period: BillingPeriod },
    #[error("segment {segment} has no meter to read here")]
    NoPoints { segment: SegmentNo },
    #[error("{read} points of round {round} were read already; its archive stays as it is")]
    AlreadyWalked { round: RoundId, read: u32 },
    #[error("the bill of {period} of customer {customer} cannot be carried on: {refusal}")]
    BrokenHistory { customer: CustomerNo, period: BillingPeriod, refusal: BillingRefusal },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A round as it was prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundReady {
    pub prepared: PreparedRound,
    /// Customers whose meters are not in it: somebody has to look at their archive first.
    pub left_out: Vec<LeftOut>,
}

/// A customer whose last bill of this desk cannot be carried on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub customer: CustomerNo,
    /// Of that bill.
    pub period: BillingPeriod,
    pub refusal: BillingRefusal,
}

impl Outlet {
    /// Prepares a round. Before anything was read it may be prepared again, from a newer archive. A customer whose history
    /// is broken does not keep the others from being read.
    pub fn prepare_round(&mut self, round: &RoundId) -> Result<RoundReady, PrepareRoundError> {
        let operator = self.permitted(Permission::PrepareRound)?.id;
        let segment = self.due_segment(round)?;
        let (supplies, left_out) = self.supplies_to_walk(round)?;
        let points = supplies.iter().map(|state| points_in(state, &segment.no)).sum();
        if points == 0 {
            return Err(nothing_to_walk(segment.no, left_out));
        }
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        let snapshot = write.keep_snapshot(&supplies)?;
        let planned_on = segment.planned_on(round.period);
        let prepared = PreparedRound { round: round.clone(), planned_on, points, snapshot };
        append(&mut write, now, operator, EntryBody::RoundPrepared(prepared.clone()))?;
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(RoundReady { prepared, left_out })
    }

    fn due_segment(&self, round: &RoundId) -> Result<Segment, PrepareRoundError> {
        let read = self.read();
        let unknown = || PrepareRoundError::UnknownSegment { segment: round.segment.clone() };
        let segment = read.segment(&round.segment)?.ok_or_else(unknown)?;
        if !segment.is_due_in(round.period) {
            return Err(PrepareRoundError::NotDue { segment: segment.no, period: round.period });
        }
        let walked = read.reading_marks(round)?.values().filter(|mark| mark.is_here).count() as u32;
        if walked > 0 {
            return Err(PrepareRoundError::AlreadyWalked { round: round.clone(), read: walked });
        }
        Ok(segment)
    }

    fn supplies_to_walk(&self, round: &RoundId) -> Result<(Vec<SupplyState>, Vec<LeftOut>), StoreError> {
        let read = self.read();
        let (mut supplies, mut left_out) = (Vec::new(), Vec::new());
        for state in read.supplies_in(&round.segment)? {
            match carried_on(&read, state, round.period)? {
                Ok(state) => supplies.push(state),
                Err(broken) => left_out.push(broken),
            }
        }
        Ok((supplies, left_out))
    }
}

/// Nothing is left to walk: nobody lives there, or nobody could be carried on.
fn nothing_to_walk(segment: SegmentNo, left_out: Vec<LeftOut>) -> PrepareRoundError {
    match left_out.into_iter().next() {
        Some(LeftOut { customer, period, refusal }) => PrepareRoundError::BrokenHistory { customer, period, refusal },
        None => PrepareRoundError::NoPoints { segment },
    }
}

fn points_in(state: &SupplyState, segment: &SegmentNo) -> u32 {
    let is_walked = |point: &&domain::MeteringPoint| point.segment == *segment && point.is_read();
    state.supply.points.iter().filter(is_walked).count() as u32
}

/// The supply after the bills that this desk issued and of which the center's row does not know yet: a laptop may be
/// without a link for longer than a month.
fn carried_on(
    read: &Read<'_>,
    mut state: SupplyState,
    period: BillingPeriod,
) -> Result<Result<SupplyState, LeftOut>, StoreError> {
    let customer = state.supply.customer.clone();
    for row in read.issued_bills(&customer)? {
        let of = row.issued.statement.id.period;
        if of >= period || state.months.first().is_some_and(|month| month.period >= of) {
            continue;
        }
        let readings = read_of(read, &row.issued.readings)?;
        match spans(&state, &readings.iter().collect::<Vec<_>>()) {
            Ok(spans) => state = after_bill(&state, &row.issued.statement, &spans),
            Err(refusal) => return Ok(Err(LeftOut { customer, period: of, refusal })),
        }
    }
    Ok(Ok(state))
}

fn read_of(read: &Read<'_>, ids: &[domain::ReadingId]) -> Result<Vec<Reading>, StoreError> {
    let reading = |id: &domain::ReadingId| {
        Ok(read.reading(*id)?.ok_or_else(|| StoreError::missing("a reading of a bill"))?.known.reading)
    };
    ids.iter().map(reading).collect()
}
