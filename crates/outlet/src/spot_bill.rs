//! 现场出账: whether the readings of a customer already make the month's bill, and that bill.
//!
//! The bill is computed on the round's copy of the archive, whatever the center sent since; the entry names its version, and
//! the center, which computes the bill again, answers a newer archive with a difference.

use chrono::{Days, NaiveDate};
use domain::{
    Account, BillId, BillRequest, BillStatement, BillingPeriod, BillingRefusal, CustomerNo, IssuedBill, Money,
    OnTheSpot, PointNo, Reading, ReadingId, ReadingKind, ReviewState, SupplyState, Tariff, UnitCode, bill, is_harmless,
    spans,
};
use journal::EntryBody;
use store::{IssuedBillRow, Read, ReadingRow, StoreError, Write};
use thiserror::Error;

use crate::ClockReading;
use crate::desk::append;
use crate::walk::{Walk, WalkedPoint};

/// Why there is no bill on the spot. None of it is a fault: the center bills what the outlet does not.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotBilled {
    #[error("this segment is billed by the center")]
    ByTheCenter,
    #[error("the round was not prepared on this desk")]
    NotPrepared,
    #[error("the customer has meters in other segments, so the center bills")]
    SeveralSegments,
    #[error("the bill of {bill} is there already")]
    AlreadyBilled { bill: BillId },
    #[error("{} more points of the customer have to be read", points.len())]
    PointsLeft { points: Vec<PointNo> },
    #[error("the reading of {period} was never billed; the center bills both")]
    EarlierUnbilled { period: BillingPeriod },
    #[error("a reading waits for its review")]
    WaitsForReview,
    #[error(transparent)]
    Refused(#[from] BillingRefusal),
}

/// A reading on its way into a bill.
pub(crate) struct SpotReading {
    pub reading: Reading,
    /// Harmless, or approved.
    pub may_be_billed: bool,
}

/// A bill that only has to be numbered.
pub(crate) struct SpotStatement {
    pub statement: BillStatement,
    pub readings: Vec<ReadingId>,
    pub archive_version: u64,
    pub penalty_start: NaiveDate,
    owner: UnitCode,
}

/// The bill that the readings of a round make, with a draft in place of what is read at its point.
pub(crate) fn spot_statement(
    read: &Read<'_>,
    walk: &Walk,
    customer: &CustomerNo,
    draft: Option<SpotReading>,
) -> Result<Result<SpotStatement, NotBilled>, StoreError> {
    let Some(state) = walk.supply(read, customer)? else { return Ok(Err(NotBilled::NotPrepared)) };
    if let Err(refusal) = may_bill_here(read, walk, &state)? {
        return Ok(Err(refusal));
    }
    let tariff = read.tariff()?;
    let readings = match readings_for(read, walk, &state, &tariff, draft)? {
        Ok(readings) => readings,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let owner = read.customer(customer)?.map_or_else(|| walk.segment.unit.clone(), |customer| customer.unit);
    Ok(compute(walk, &state, &tariff, &readings, owner).map_err(NotBilled::Refused))
}

fn compute(
    walk: &Walk,
    state: &SupplyState,
    tariff: &Tariff,
    readings: &[Reading],
    owner: UnitCode,
) -> Result<SpotStatement, BillingRefusal> {
    let id = BillId::first_of(walk.id().period);
    let spans = spans(state, &readings.iter().collect::<Vec<_>>())?;
    let statement = bill(&BillRequest { id, state, spans: &spans, corrections: &[], tariff })?;
    let read_on = readings.iter().map(|reading| reading.on).max().unwrap_or(walk.round.prepared.planned_on);
    let grace_days = u64::from(walk.segment.grace_days);
    Ok(SpotStatement {
        statement,
        readings: readings.iter().map(|reading| reading.id).collect(),
        archive_version: state.version,
        penalty_start: read_on.checked_add_days(Days::new(grace_days + 1)).unwrap_or(NaiveDate::MAX),
        owner,
    })
}

fn may_bill_here(read: &Read<'_>, walk: &Walk, state: &SupplyState) -> Result<Result<(), NotBilled>, StoreError> {
    if walk.segment.billing == OnTheSpot::No {
        return Ok(Err(NotBilled::ByTheCenter));
    }
    let mut metered = state.supply.points.iter().filter(|point| point.is_read());
    if metered.any(|point| point.segment != walk.id().segment) {
        return Ok(Err(NotBilled::SeveralSegments));
    }
    let account = read.account(&state.supply.customer)?;
    Ok(match month_bill(read, &account, walk.id().period)? {
        Some(bill) => Err(NotBilled::AlreadyBilled { bill }),
        None => Ok(()),
    })
}

/// The bill of a month as far as this desk knows: open, issued here, sent with its derivation, or in the archive's history.
pub(crate) fn month_bill(
    read: &Read<'_>,
    account: &Account,
    period: BillingPeriod,
) -> Result<Option<BillId>, StoreError> {
    let (customer, id) = (&account.customer, BillId::first_of(period));
    let in_history = |state: SupplyState| state.months.iter().any(|month| month.period == period);
    let is_known = account.bill(id).is_some()
        || read.issued_bill(customer, id)?.is_some()
        || read.center_statement(customer, id)?.is_some()
        || read.supply(customer)?.is_some_and(in_history);
    Ok(is_known.then_some(id))
}

/// The reading that counts of each point of the customer, or what is missing.
fn readings_for(
    read: &Read<'_>,
    walk: &Walk,
    state: &SupplyState,
    tariff: &Tariff,
    draft: Option<SpotReading>,
) -> Result<Result<Vec<Reading>, NotBilled>, StoreError> {
    let period = walk.id().period;
    let rows = read.readings_of_customer(&state.supply.customer, period)?;
    let (mut found, mut left) = (Vec::new(), Vec::new());
    for point in state.supply.points.iter().filter(|point| point.is_read()) {
        let Some(walked) = WalkedPoint::of(read, state.clone(), &point.no, period)? else { continue };
        if let Some(period) = walked.unbilled {
            return Ok(Err(NotBilled::EarlierUnbilled { period }));
        }
        let counts = |reading: &Reading| reading.point == point.no && reading.kind != ReadingKind::Trial;
        let of_point = rows.iter().filter(|row| counts(&row.known.reading));
        match draft.as_ref().filter(|draft| counts(&draft.reading)) {
            Some(draft) => found.push(SpotReading { reading: draft.reading.clone(), ..*draft }),
            None => match of_point.max_by_key(|row| row.precedence()) {
                Some(row) => found.push(spot_reading(row, walk, &walked, tariff)),
                None => left.push(point.no.clone()),
            },
        }
    }
    Ok(if !left.is_empty() {
        Err(NotBilled::PointsLeft { points: left })
    } else if found.iter().any(|spot| !spot.may_be_billed) {
        Err(NotBilled::WaitsForReview)
    } else {
        Ok(found.into_iter().map(|spot| spot.reading).collect())
    })
}

fn spot_reading(row: &ReadingRow, walk: &Walk, walked: &WalkedPoint, tariff: &Tariff) -> SpotReading {
    let reading = &row.known.reading;
    let harmless = || match &row.judgement {
        Some(judgement) => is_harmless(judgement),
        None => is_harmless(&walked.judge(reading, Some(walk), &tariff.rules_on(reading.on).reading)),
    };
    let may_be_billed = match row.known.state {
        ReviewState::Approved | ReviewState::Billed => true,
        ReviewState::Waiting => harmless(),
        ReviewState::SentBack | ReviewState::Withdrawn => false,
    };
    SpotReading { reading: reading.clone(), may_be_billed }
}

/// What a bill of one reading alone would come to, for a reviewer's eye. Only where it is the customer's only meter.
pub(crate) fn estimate_amount(state: &SupplyState, reading: &Reading, tariff: &Tariff) -> Option<Money> {
    let id = BillId::first_of(reading.period);
    let spans = spans(state, &[reading]).ok()?;
    bill(&BillRequest { id, state, spans: &spans, corrections: &[], tariff }).ok().map(|statement| statement.total)
}

/// Issues the bill in the caller's transaction, if the readings make one.
pub(crate) fn issue_on_the_spot(
    write: &mut Write<'_>,
    now: ClockReading,
    by: domain::OperatorId,
    walk: &Walk,
    customer: &CustomerNo,
) -> Result<Result<IssuedBillRow, NotBilled>, StoreError> {
    let spot = match spot_statement(write, walk, customer, None)? {
        Ok(spot) => spot,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let id = spot.statement.id;
    let issued = IssuedBill {
        number: write.next_bill_number()?,
        owner: spot.owner,
        readings: spot.readings,
        archive_version: spot.archive_version,
        penalty_start: spot.penalty_start,
        statement: spot.statement,
    };
    append(write, now, by, EntryBody::BillIssued(issued))?;
    let row = write.issued_bill(customer, id)?;
    Ok(Ok(row.ok_or_else(|| StoreError::missing("the bill that was just issued"))?))
}
