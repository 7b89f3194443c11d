use domain::{BillingPeriod, ReviewState};
use outlet::{Outlet, RoundOrder, RoundPoint, RoundProgress, RoundSummary};
use store::StoreError;

use crate::clock::today;
use crate::view::{ProgressView, RoundPointView, RoundPointsView, RoundRef, RoundView, RoundsView, RowMark};

pub fn rounds(outlet: &Outlet, period: Option<BillingPeriod>) -> Result<RoundsView, StoreError> {
    let today = today(outlet.now());
    let this_month = BillingPeriod::of(today);
    let period = period.unwrap_or(this_month);
    let mut periods = outlet.reading_periods()?;
    periods.extend([this_month, this_month.next(), period]);
    periods.sort_unstable_by(|a, b| b.cmp(a));
    periods.dedup();
    let rounds = outlet.rounds(period)?.into_iter().map(|summary| round(outlet, summary));
    Ok(RoundsView {
        period: period.to_string(),
        periods: periods.iter().map(ToString::to_string).collect(),
        today: today.to_string(),
        rounds: rounds.collect::<Result<_, _>>()?,
    })
}

pub fn round(outlet: &Outlet, summary: RoundSummary) -> Result<RoundView, StoreError> {
    let segment = summary.segment;
    let reader = segment.reader.map(|reader| outlet.read().operator(reader)).transpose()?.flatten();
    Ok(RoundView {
        round: RoundRef { segment: segment.no.to_string(), period: summary.round.period.to_string() },
        name: segment.name,
        reader_name: reader.map(|reader| reader.name).unwrap_or_default(),
        mine: segment.reader.is_some() && segment.reader == outlet.operator().map(|operator| operator.id),
        planned_on: summary.planned_on.to_string(),
        due: summary.is_due,
        on_the_spot: segment.billing == domain::OnTheSpot::Yes,
        is_remote: segment.is_remote,
        prepared: summary.prepared.is_some(),
        can_prepare: summary.can_prepare,
        progress: progress(summary.progress),
    })
}

pub fn round_points(outlet: &Outlet, summary: RoundSummary) -> Result<RoundPointsView, StoreError> {
    let points = outlet.round_points(&summary.round, RoundOrder::Sequence)?;
    let today = today(outlet.now());
    let rules = outlet.read().tariff()?.rules_on(today).reading.clone();
    Ok(RoundPointsView {
        round: round(outlet, summary)?,
        points: points.into_iter().map(round_point).collect(),
        today: today.to_string(),
        photo_bytes_max: rules.photo_bytes_max,
    })
}

pub fn progress(progress: RoundProgress) -> ProgressView {
    ProgressView {
        points: progress.points,
        read: progress.read,
        left: progress.left,
        flagged: progress.flagged,
        billed: progress.billed,
    }
}

pub fn round_point(point: RoundPoint) -> RoundPointView {
    RoundPointView {
        mark: mark(&point),
        energy_kwh: point.reading.as_ref().map(|reading| reading.energy_kwh),
        point_no: point.point.to_string(),
        sequence: point.sequence,
        customer_no: point.customer.to_string(),
        name: point.name,
        address: point.address,
        meter_no: point.meter.to_string(),
    }
}

fn mark(point: &RoundPoint) -> RowMark {
    let Some(reading) = &point.reading else { return RowMark::Left };
    match reading.state {
        ReviewState::SentBack => RowMark::SentBack,
        ReviewState::Billed => RowMark::Billed,
        _ if point.is_billed => RowMark::Billed,
        ReviewState::Approved => RowMark::Approved,
        ReviewState::Withdrawn => RowMark::Left,
        ReviewState::Waiting if reading.estimated => RowMark::Estimated,
        ReviewState::Waiting if point.is_flagged() => RowMark::Flagged,
        ReviewState::Waiting => RowMark::Read,
    }
}
