//! 分时电量: the energy of a metering point by the parts of the day.

use super::amount::share_half_up;
use crate::RatePeriod;

/// kWh of each period, and which periods the meter counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PeriodKwh {
    kwh: [i64; RatePeriod::ALL.len()],
    is_counted: [bool; RatePeriod::ALL.len()],
}

impl PeriodKwh {
    pub(super) fn add(&mut self, period: RatePeriod, kwh: i64) {
        self.kwh[period as usize] += kwh;
        self.is_counted[period as usize] = true;
    }

    pub(super) fn take_out(&mut self, other: &PeriodKwh) {
        for period in RatePeriod::ALL {
            self.kwh[period as usize] -= other.kwh[period as usize];
        }
    }

    pub(super) fn sum(&self) -> i64 {
        self.kwh.iter().sum()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (RatePeriod, i64)> + '_ {
        RatePeriod::ALL
            .into_iter()
            .map(|period| (period, self.kwh[period as usize]))
            .filter(|(period, kwh)| self.is_counted[*period as usize] || *kwh != 0)
    }

    /// Each period with another quantity.
    pub(super) fn map(&self, quantity: impl Fn(RatePeriod, i64) -> i64) -> PeriodKwh {
        let mut mapped = *self;
        for period in RatePeriod::ALL {
            mapped.kwh[period as usize] = quantity(period, self.kwh[period as usize]);
        }
        mapped
    }

    /// 分时之和与总不符: the difference goes onto 平.
    pub(super) fn put_difference_on_flat(&mut self, total: i64) {
        self.kwh[RatePeriod::Flat as usize] += total - self.sum();
    }

    /// Spreads what came to or went from the total (losses, sub-meters, what was carried) in proportion, whole kWh, the
    /// rest onto 平; then no period is below zero. `total` is not.
    pub(super) fn spread(&mut self, total: i64) {
        let sum = self.sum();
        if sum > 0 {
            self.lend_all();
        }
        if sum > 0 && sum != total {
            *self = self.map(|_, kwh| share_half_up(kwh, total, sum));
        } else if sum <= 0 {
            *self = self.map(|_, _| 0);
        }
        self.put_difference_on_flat(total);
        self.lend_all();
    }

    /// After it no period is below zero, where the sum is not.
    fn lend_all(&mut self) {
        while let Some(below) = RatePeriod::ALL.into_iter().find(|period| self.kwh[*period as usize] < 0) {
            self.lend(below);
        }
    }

    /// The largest period gives what another is short of.
    fn lend(&mut self, below: RatePeriod) {
        let largest = RatePeriod::ALL.into_iter().max_by_key(|period| self.kwh[*period as usize]);
        let largest = largest.expect("a day has parts") as usize;
        let lent = self.kwh[largest].min(-self.kwh[below as usize]);
        self.kwh[largest] -= lent;
        self.kwh[below as usize] += lent;
    }
}
