//! A metering point while its bill is made.

use chrono::{Datelike, NaiveDate};

use super::periods::PeriodKwh;
use super::{MeterQuantity, PointQuantity, QuantityLine};
use crate::{MeterNo, MeteringPoint, PointNo};
use rust_decimal::Decimal;

/// The time between two readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// The day of the start reading; use counts from the day after.
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Days {
    /// The first day of use. A meter that came and was read on one day has that day.
    pub(super) fn first(self) -> NaiveDate {
        self.from.succ_opt().map_or(self.to, |next| next.min(self.to))
    }

    pub(super) fn count(self) -> i64 {
        (self.to - self.from).num_days()
    }

    /// Billing months from reading to reading, one at least: what a monthly quantity is taken times.
    pub(super) fn months(self) -> i64 {
        (month_number(self.to) - month_number(self.from)).max(1)
    }

    /// Those of the billing months in which a grant from one day to another counts, by calendar month.
    pub(super) fn months_within(self, from: NaiveDate, to: Option<NaiveDate>) -> i64 {
        let last = month_number(self.to);
        let first = last - self.months() + 1;
        let end = to.map_or(last, |to| month_number(to).min(last));
        (end - month_number(from).max(first) + 1).max(0)
    }

    pub(super) fn and(self, other: Days) -> Days {
        Days { from: self.from.min(other.from), to: self.to.max(other.to) }
    }
}

/// Months since year zero, so that months can be counted.
pub(super) fn month_number(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

/// A metering point on its way from what its meters showed to what is charged.
pub(super) struct PointEnergy<'a> {
    pub point: &'a MeteringPoint,
    pub days: Days,
    pub meters: Vec<MeterQuantity>,
    pub adjustments: Vec<QuantityLine>,
    pub kwh: i64,
    pub kvarh: i64,
    pub periods: PeriodKwh,
    /// A meter that does not count by periods; then the periods are of no use.
    pub without_periods: Option<&'a MeterNo>,
    /// 最大需量, kW: the highest of its meters.
    pub demand_kw: Option<Decimal>,
    /// Its start was an estimate, so it may come out below zero.
    pub is_after_estimate: bool,
    pub estimated: bool,
}

impl<'a> PointEnergy<'a> {
    /// A point of which nothing was read yet.
    pub(super) fn new(point: &'a MeteringPoint, days: Days) -> PointEnergy<'a> {
        PointEnergy {
            point,
            days,
            meters: Vec::new(),
            adjustments: Vec::new(),
            kwh: 0,
            kvarh: 0,
            periods: PeriodKwh::default(),
            without_periods: None,
            demand_kw: None,
            is_after_estimate: false,
            estimated: false,
        }
    }

    pub(super) fn adjust(&mut self, line: QuantityLine) {
        if line.kwh != 0 || line.kvarh != 0 {
            self.kwh += line.kwh;
            self.kvarh += line.kvarh;
            self.adjustments.push(line);
        }
    }

    pub(super) fn fit_periods(&mut self) {
        self.periods.spread(self.kwh);
    }

    pub(super) fn no(&self) -> &PointNo {
        &self.point.no
    }

    pub(super) fn into_quantity(self, is_by_period: bool) -> PointQuantity {
        PointQuantity {
            point: self.point.no.clone(),
            meters: self.meters,
            adjustments: self.adjustments,
            energy_kwh: self.kwh,
            by_period: if is_by_period { self.periods.iter().collect() } else { Vec::new() },
            reactive_kvarh: self.kvarh,
        }
    }
}
