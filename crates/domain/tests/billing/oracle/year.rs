//! The tiers of a year, one day's energy at a time.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{Life, Memory, Month, Published, TIER_1_KWH, TIER_2_KWH};

/// The two limits of the year: month by month, each month that the account has of the year adds its share.
fn limits(life: &Life, month: &Month) -> [Decimal; 2] {
    let mut limits = [Decimal::ZERO; 2];
    for number in 1..=12 {
        let end_of_month = last_day(month.year, number);
        let is_before = |day: Option<NaiveDate>| day.is_some_and(|day| day.year() == month.year && end_of_month < day);
        let owner = life.owner_since.filter(|since| *since < month.to);
        if is_before(life.opened) || is_before(owner) {
            continue;
        }
        let first = NaiveDate::from_ymd_opt(month.year, number, 1).expect("a month has a first day");
        let granted = life.grants.iter().filter(|grant| grant.from <= end_of_month && first <= grant.to);
        let extra = granted.map(|grant| grant.extra_kwh).max().unwrap_or(0);
        limits[0] += Decimal::from(TIER_1_KWH) / Decimal::from(12) + Decimal::from(extra);
        limits[1] += Decimal::from(TIER_2_KWH) / Decimal::from(12) + Decimal::from(extra);
    }
    limits
}

fn last_day(year: i32, month: u32) -> NaiveDate {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next.0, next.1, 1).and_then(|first| first.pred_opt()).expect("a month has a last day")
}

/// Counts some energy and says what it costs.
pub(super) fn walk(life: &Life, month: &Month, memory: &mut Memory, price: &Published, kwh: Decimal) -> Decimal {
    let [first, second] = limits(life, month);
    let (from, to) = (memory.counted, memory.counted + kwh);
    memory.counted = to;
    let between = |low: Decimal, high: Decimal| (to.min(high) - from.max(low)).max(Decimal::ZERO);
    between(Decimal::ZERO, first) * price.tiers[0]
        + between(first, second) * price.tiers[1]
        + between(second, Decimal::MAX) * price.tiers[2]
}

/// The tier of the last kWh. Adding up the parts of days leaves a trace in the last decimals, so a hair above a limit is
/// on it.
pub(super) fn tier_reached(life: &Life, month: &Month, memory: &Memory) -> usize {
    let hair = Decimal::new(1, 6);
    limits(life, month).iter().filter(|limit| memory.counted > **limit + hair).count()
}
