//! Which price a point has, and how its energy is divided when that price changed between two readings.

use chrono::NaiveDate;

use super::BillingRefusal;
use super::amount::share_down;
use super::draft::Draft;
use super::periods::PeriodKwh;
use super::point::{Days, PointEnergy, month_number};
use crate::{EnergyPrice, LargeHouseholdChoice, MeteringPoint, PriceChange, PriceCode, PriceDays, PriceVersion};

/// A part of a point's energy at one price version.
pub(super) struct Slice<'a> {
    pub days: PriceDays<'a>,
    pub kwh: i64,
    pub periods: PeriodKwh,
}

impl<'a> Draft<'a> {
    /// The price class of a point; a large household (一户多人口) may have chosen the shared-meter price (合表) instead of
    /// steps for the months of its grant.
    pub(super) fn price_code(&self, point: &'a MeteringPoint) -> &'a PriceCode {
        let month = month_number(self.id.period.first_day());
        let is_granted = |from: NaiveDate, to: NaiveDate| (month_number(from)..=month_number(to)).contains(&month);
        let shared = self.state.supply.households.iter().find_map(|grant| match &grant.choice {
            LargeHouseholdChoice::SharedMeter { price } if is_granted(grant.valid_from, grant.valid_to) => Some(price),
            _ => None,
        });
        let has_steps = || {
            let price = self.tariff.price_on(&point.price, self.days.to);
            price.is_some_and(|price| matches!(price.energy, EnergyPrice::Steps { .. }))
        };
        shared.filter(|_| has_steps()).unwrap_or(&point.price)
    }

    /// The version in force on the reading day.
    pub(super) fn price_now(&self, code: &PriceCode) -> Result<&'a PriceVersion, BillingRefusal> {
        let none = || BillingRefusal::NoPrice { code: code.clone(), on: self.days.to };
        self.tariff.price_on(code, self.days.to).ok_or_else(none)
    }

    /// The versions of a class during some days, oldest first. Where a price change does not divide a bill, only that of
    /// the reading day.
    pub(super) fn versions(&self, code: &PriceCode, days: Days) -> Result<Vec<PriceDays<'a>>, BillingRefusal> {
        let no_price = |on| BillingRefusal::NoPrice { code: code.clone(), on };
        match self.rules.price_change {
            PriceChange::ByDays => self.tariff.prices_between(code, days.first(), days.to).map_err(no_price),
            PriceChange::AtReadingDay => {
                let price = self.tariff.price_on(code, days.to).ok_or_else(|| no_price(days.to))?;
                Ok(vec![PriceDays { price, first: days.first(), last: days.to }])
            }
        }
    }

    /// The energy of a point by price version: by days, whole kWh, the rest to the newest.
    pub(super) fn slices(&self, point: &PointEnergy<'a>) -> Result<Vec<Slice<'a>>, BillingRefusal> {
        let versions = self.versions(self.price_code(point.point), point.days)?;
        let all_days: i64 = versions.iter().map(PriceDays::days).sum();
        let (mut kwh_left, mut periods_left) = (point.kwh, point.periods);
        let mut slices = Vec::with_capacity(versions.len());
        for (index, days) in versions.iter().enumerate() {
            let is_newest = index + 1 == versions.len();
            let part = |kwh: i64| share_down(kwh, days.days(), all_days);
            let kwh = if is_newest { kwh_left } else { part(point.kwh) };
            let periods = if is_newest { periods_left } else { point.periods.map(|_, kwh| part(kwh)) };
            kwh_left -= kwh;
            periods_left.take_out(&periods);
            slices.push(Slice { days: *days, kwh, periods });
        }
        Ok(slices)
    }
}
