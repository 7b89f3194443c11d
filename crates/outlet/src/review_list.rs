//! 复核清单: the readings of a month that somebody else than their reader has to look at.

use domain::{
    BillingPeriod, CustomerNo, Finding, Judgement, LastReading, MeterNo, Money, PointNo, ReviewRefusal, ReviewState,
    RoundId, SegmentNo, Severity, SupplyState, Tariff, check_reviewer, is_harmless,
};
use rust_decimal::Decimal;
use store::{Read, ReadingRow, StoreError};

use crate::Outlet;
use crate::reading_card::reader_name;
use crate::spot_bill::estimate_amount;
use crate::walk::{Walk, WalkedPoint};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewFilter {
    pub period: BillingPeriod,
    /// `None`: all segments.
    pub segment: Option<SegmentNo>,
    pub show: ReviewShow,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewShow {
    All,
    /// Waiting for a review.
    Waiting,
    /// Waiting, with something to look at.
    WithFindings,
    /// Waiting, with a finding of this kind; its numbers do not count.
    Kind(Finding),
    /// Waiting, with nothing to look at.
    Harmless,
    Estimated,
    SentBack,
    /// Reviewed, billed ones included.
    Approved,
}

#[derive(Clone, Debug)]
pub struct ReviewList {
    /// In the order of walking.
    pub rows: Vec<ReviewRow>,
    pub counts: ReviewCounts,
    /// 未抄: points of the prepared rounds of the month that nobody read.
    pub unread: Vec<UnreadPoint>,
}

/// Of all readings of the month and segment, whatever is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewCounts {
    pub readings: u32,
    pub waiting: u32,
    pub with_findings: u32,
    /// Waiting, harmless, and not the signed-in person's own.
    pub harmless: u32,
    pub sent_back: u32,
    pub approved: u32,
    pub estimated: u32,
}

#[derive(Clone, Debug)]
pub struct ReviewRow {
    pub row: ReadingRow,
    pub judgement: Judgement,
    pub customer: CustomerNo,
    pub name: String,
    pub address: String,
    pub segment: Option<SegmentNo>,
    pub sequence: u32,
    pub meter: MeterNo,
    pub reader_name: String,
    pub last: Option<LastReading>,
    /// 上次电量
    pub last_kwh: Option<i64>,
    /// 波动率: (this − last) / last.
    pub volatility: Option<Decimal>,
    /// What a bill of this reading alone would come to; `None` where it cannot be computed.
    pub amount: Option<Money>,
    pub is_harmless: bool,
    /// Why the signed-in person may not review it.
    pub refusal: Option<ReviewRefusal>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadPoint {
    pub round: RoundId,
    pub point: PointNo,
    pub customer: CustomerNo,
    pub name: String,
    pub address: String,
    pub sequence: u32,
    pub meter: MeterNo,
}

impl Outlet {
    pub fn review_list(&self, filter: &ReviewFilter) -> Result<ReviewList, StoreError> {
        let read = self.read();
        let tariff = read.tariff()?;
        let mut rows = Vec::new();
        let mut counts = ReviewCounts::default();
        for reading in read.readings_in(filter.period, filter.segment.as_ref())? {
            let row = self.review_row(&read, &tariff, reading)?;
            counts.add(&row);
            if filter.show.includes(&row) {
                rows.push(row);
            }
        }
        rows.sort_by(|a, b| {
            (&a.segment, a.sequence, a.row.known.at_ms).cmp(&(&b.segment, b.sequence, b.row.known.at_ms))
        });
        Ok(ReviewList { rows, counts, unread: unread(&read, filter)? })
    }

    fn review_row(&self, read: &Read<'_>, tariff: &Tariff, row: ReadingRow) -> Result<ReviewRow, StoreError> {
        let reading = &row.known.reading;
        let customer = read.customer(&reading.customer)?;
        let context = reviewed_point(read, &row)?;
        let judgement = judgement_of(&row, context.as_ref(), tariff);
        let walked = context.as_ref().map(|(walked, _)| walked);
        let last_kwh = walked.and_then(|walked| walked.months.first()).map(|month| month.kwh);
        Ok(ReviewRow {
            customer: reading.customer.clone(),
            name: customer.as_ref().map(|customer| customer.name.clone()).unwrap_or_default(),
            address: customer.map(|customer| customer.address).unwrap_or_default(),
            segment: walked.map(|walked| walked.point.segment.clone()),
            sequence: walked.map_or(0, |walked| walked.point.sequence),
            meter: reading.meter.clone(),
            reader_name: reader_name(read, &row)?,
            last: walked.and_then(WalkedPoint::start),
            last_kwh,
            volatility: last_kwh.and_then(|last| volatility(judgement.energy_kwh, last)),
            amount: walked.and_then(|walked| estimate_amount(&walked.state, reading, tariff)),
            is_harmless: is_harmless(&judgement),
            refusal: self.review_refusal(&row),
            judgement,
            row,
        })
    }

    fn review_refusal(&self, row: &ReadingRow) -> Option<ReviewRefusal> {
        if row.known.state != ReviewState::Waiting {
            return Some(ReviewRefusal::NotWaiting);
        }
        self.operator().and_then(|operator| check_reviewer(operator.id, row.known.by).err())
    }
}

/// The point of a reading as its round has it, or as the archive has it now where no round was prepared here.
pub(crate) fn reviewed_point(
    read: &Read<'_>,
    row: &ReadingRow,
) -> Result<Option<(WalkedPoint, Option<Walk>)>, StoreError> {
    let reading = &row.known.reading;
    if let Some(round) = read.round_of_point(&reading.point, reading.period)?
        && let Ok(walk) = Walk::of(read, &round)?
        && let Ok(walked) = walk.point(read, &reading.point)?
    {
        return Ok(Some((walked, Some(walk))));
    }
    let Some(state) = read.supply(&reading.customer)? else { return Ok(None) };
    let state = before_month(state, reading.period);
    Ok(WalkedPoint::of(read, state, &reading.point, reading.period)?.map(|walked| (walked, None)))
}

/// Months that are billed meanwhile do not count as history of a reading for one of them.
fn before_month(mut state: SupplyState, period: BillingPeriod) -> SupplyState {
    state.months.retain(|month| month.period < period);
    state
}

/// What was said at entry, or what is to be said now of a reading that another device entered and nobody billed yet. A
/// meter that is not in the archive here cannot be judged, so somebody has to look.
pub(crate) fn judgement_of(
    row: &ReadingRow,
    context: Option<&(WalkedPoint, Option<Walk>)>,
    tariff: &Tariff,
) -> Judgement {
    let reading = &row.known.reading;
    let settled = Judgement { state: reading.state, energy_kwh: reading.energy_kwh, findings: Vec::new() };
    if row.judgement.is_none() && row.known.state == ReviewState::Billed {
        return settled;
    }
    match (&row.judgement, context) {
        (Some(judgement), _) => judgement.clone(),
        (None, Some((walked, walk))) => walked.judge(reading, walk.as_ref(), &tariff.rules_on(reading.on).reading),
        (None, None) => Judgement { findings: vec![(Severity::Review, Finding::MeterDiffers)], ..settled },
    }
}

fn volatility(this: i64, last: i64) -> Option<Decimal> {
    (last != 0).then(|| (Decimal::from(this - last) / Decimal::from(last)).round_dp(4))
}

fn unread(read: &Read<'_>, filter: &ReviewFilter) -> Result<Vec<UnreadPoint>, StoreError> {
    let mut unread = Vec::new();
    for row in read.rounds_of(filter.period)? {
        let round = row.prepared.round;
        if filter.segment.as_ref().is_some_and(|segment| *segment != round.segment) {
            continue;
        }
        let marks = read.reading_marks(&round)?;
        let left = read.round_points(&round)?.into_iter().filter(|point| !marks.contains_key(&point.point));
        unread.extend(left.map(|point| UnreadPoint {
            round: round.clone(),
            point: point.point,
            customer: point.customer,
            name: point.name,
            address: point.address,
            sequence: point.sequence,
            meter: point.meter,
        }));
    }
    Ok(unread)
}

impl ReviewCounts {
    fn add(&mut self, row: &ReviewRow) {
        let waits = row.row.known.state == ReviewState::Waiting;
        self.readings += 1;
        self.waiting += u32::from(waits);
        self.with_findings += u32::from(waits && !row.is_harmless);
        self.harmless += u32::from(waits && row.is_harmless && row.refusal.is_none());
        self.sent_back += u32::from(row.row.known.state == ReviewState::SentBack);
        self.approved += u32::from(is_reviewed(row));
        self.estimated += u32::from(row.row.known.reading.estimated);
    }
}

fn is_reviewed(row: &ReviewRow) -> bool {
    matches!(row.row.known.state, ReviewState::Approved | ReviewState::Billed)
}

impl ReviewShow {
    fn includes(&self, row: &ReviewRow) -> bool {
        let waits = row.row.known.state == ReviewState::Waiting;
        match self {
            ReviewShow::All => true,
            ReviewShow::Waiting => waits,
            ReviewShow::WithFindings => waits && !row.is_harmless,
            ReviewShow::Kind(kind) => waits && row.judgement.findings.iter().any(|(_, found)| is_kind(found, kind)),
            ReviewShow::Harmless => waits && row.is_harmless,
            ReviewShow::Estimated => row.row.known.reading.estimated,
            ReviewShow::SentBack => row.row.known.state == ReviewState::SentBack,
            ReviewShow::Approved => is_reviewed(row),
        }
    }
}

fn is_kind(found: &Finding, kind: &Finding) -> bool {
    std::mem::discriminant(found) == std::mem::discriminant(kind)
}
