use domain::{BillingPeriod, ReviewRefusal};
use outlet::{Outlet, ReviewList, ReviewRow, Reviewed};
use rust_decimal::{Decimal, RoundingStrategy};
use store::StoreError;

use super::{findings, segments, statement_of_issued};
use crate::said::code_of;
use crate::view::{ReviewRegisterView, ReviewRowView, ReviewView, ReviewedView};

pub fn review(outlet: &Outlet, period: BillingPeriod, list: ReviewList) -> Result<ReviewView, StoreError> {
    let mut periods = outlet.reading_periods()?;
    periods.push(period);
    periods.sort_unstable_by(|a, b| b.cmp(a));
    periods.dedup();
    Ok(ReviewView {
        period: period.to_string(),
        periods: periods.iter().map(ToString::to_string).collect(),
        segments: segments(outlet)?,
        waiting: list.counts.waiting,
        flagged: list.counts.with_findings,
        harmless: list.counts.harmless,
        batch_max: outlet.review_batch_max()?,
        left: list.unread.len() as u32,
        rows: list.rows.into_iter().map(review_row).collect(),
    })
}

fn review_row(shown: ReviewRow) -> ReviewRowView {
    let known = &shown.row.known;
    let reading = &known.reading;
    let last = |register| shown.last.as_ref().and_then(|last| last.registers.get(register));
    ReviewRowView {
        reading_id: reading.id.to_string(),
        customer_no: shown.customer.to_string(),
        segment: shown.segment.as_ref().map(ToString::to_string).unwrap_or_default(),
        point_no: reading.point.to_string(),
        meter_no: shown.meter.to_string(),
        on: reading.on.to_string(),
        terminal: known.terminal.to_string(),
        registers: reading
            .registers
            .iter()
            .map(|(register, this)| ReviewRegisterView {
                register: code_of(register),
                last: last(register).map(|last| last.to_string()),
                this: this.to_string(),
            })
            .collect(),
        last_on: shown.last.as_ref().map(|last| last.on.to_string()),
        energy_kwh: shown.judgement.energy_kwh,
        last_kwh: shown.last_kwh,
        volatility: shown.volatility.map(percent),
        amount: shown.amount.map(|amount| amount.to_string()),
        findings: findings(&shown.judgement),
        harmless: shown.is_harmless,
        own: shown.refusal == Some(ReviewRefusal::OwnReading),
        state: known.state,
        estimated: reading.estimated,
        anomaly: reading.anomaly,
        method: code_of(reading.method),
        remark: reading.remark.clone(),
        photo: reading.photo.map(|photo| photo.to_string()),
        note: known.note.clone(),
        name: shown.name,
        address: shown.address,
        reader_name: shown.reader_name,
    }
}

/// `0.523` is `+52.3 %`; rounded half up, as the findings beside it are.
fn percent(share: Decimal) -> String {
    let percent = share * Decimal::ONE_HUNDRED;
    let percent = percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize();
    let sign = if percent > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{percent} %")
}

pub fn reviewed(outlet: &Outlet, reviewed: &Reviewed) -> Result<ReviewedView, StoreError> {
    let issued = reviewed.bills.iter().filter_map(|(_, bill)| bill.as_ref().ok());
    Ok(ReviewedView {
        count: reviewed.readings.len() as u32,
        bills: issued.map(|row| statement_of_issued(outlet, row)).collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volatility_is_a_percentage_with_its_sign() {
        assert_eq!(percent("0.523".parse().unwrap()), "+52.3 %");
        assert_eq!(percent("-1".parse().unwrap()), "-100 %");
        assert_eq!(percent(Decimal::ZERO), "0 %");
        assert_eq!(percent("9.1425".parse().unwrap()), "+914.3 %");
    }
}
