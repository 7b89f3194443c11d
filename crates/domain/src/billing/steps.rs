//! 阶梯: the steps of a calendar year. Limits are inclusive; what is left of a year is not carried into the next.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::amount::share_half_up;
use super::point::Days;
use super::{StepStanding, TierUse};
use crate::{BillingPeriod, LargeHousehold, LargeHouseholdChoice, PriceTier, Supply, SupplyState};

const MONTHS_IN_YEAR: i64 = 12;

/// The year of a customer: its part of the limits, and how far it has come.
pub(super) struct YearSteps {
    year: u16,
    part: YearPart,
    before_kwh: i64,
    /// By tier.
    now_kwh: Vec<i64>,
    /// Of the newest price that was charged.
    limits: Vec<Option<i64>>,
}

/// A part of the energy that lies in one tier.
pub(super) struct TierKwh {
    pub tier: usize,
    pub kwh: i64,
}

impl YearSteps {
    pub(super) fn of(state: &SupplyState, period: BillingPeriod, days: Days) -> YearSteps {
        let supply = &state.supply;
        // 过户: the new owner starts at zero with the first bill after the reading at which the house changed hands.
        let is_new_owner = supply.owner_since.is_some_and(|since| days.from <= since && since < days.to);
        YearSteps {
            year: period.year(),
            part: YearPart::of(supply, period.year(), days),
            before_kwh: if is_new_owner { 0 } else { state.kwh_before(period) },
            now_kwh: Vec::new(),
            limits: Vec::new(),
        }
    }

    /// Puts energy onto the year and says in which tiers it lies. The last tier takes whatever is above the others.
    pub(super) fn walk(&mut self, tiers: &[PriceTier], mut kwh: i64) -> Vec<TierKwh> {
        self.limits = self.limits_of(tiers);
        self.now_kwh.resize(self.now_kwh.len().max(tiers.len()), 0);
        let mut parts = Vec::with_capacity(1);
        while kwh > 0 {
            let (tier, room) = self.present_tier();
            let part = room.map_or(kwh, |room| room.min(kwh));
            self.now_kwh[tier] += part;
            kwh -= part;
            parts.push(TierKwh { tier, kwh: part });
        }
        parts
    }

    /// The tier that the last kWh reached, from zero: before the first kWh, the first.
    pub(super) fn tier_reached(&self, tiers: &[PriceTier]) -> usize {
        let counted = self.counted_kwh();
        let limits = self.limits_of(tiers);
        limits
            .iter()
            .position(|limit| limit.is_none_or(|limit| counted <= limit))
            .unwrap_or(tiers.len().saturating_sub(1))
    }

    /// Where nothing was charged in steps there is no standing.
    pub(super) fn into_standing(self) -> Option<StepStanding> {
        if self.limits.is_empty() {
            return None;
        }
        let mut below = 0;
        let mut tiers = Vec::with_capacity(self.now_kwh.len());
        for (tier, now_kwh) in self.now_kwh.iter().enumerate() {
            let up_to_kwh = self.limits.get(tier).copied().flatten();
            let reached = up_to_kwh.map_or(self.before_kwh, |limit| self.before_kwh.min(limit));
            let before_kwh = reached.saturating_sub(below).max(0);
            below += before_kwh;
            tiers.push(TierUse { up_to_kwh, before_kwh, now_kwh: *now_kwh });
        }
        Some(StepStanding { year: self.year, tiers })
    }

    fn counted_kwh(&self) -> i64 {
        self.before_kwh + self.now_kwh.iter().sum::<i64>()
    }

    /// The tier of the next kWh, and how many fit into it.
    fn present_tier(&self) -> (usize, Option<i64>) {
        let counted = self.counted_kwh();
        let open = |(tier, limit): (usize, &Option<i64>)| match limit {
            Some(limit) if counted < *limit => Some((tier, Some(limit.saturating_sub(counted)))),
            Some(_) => None,
            None => Some((tier, None)),
        };
        self.limits.iter().enumerate().find_map(open).unwrap_or((self.limits.len() - 1, None))
    }

    fn limits_of(&self, tiers: &[PriceTier]) -> Vec<Option<i64>> {
        let last = tiers.len().saturating_sub(1);
        let limit = |(tier, price): (usize, &PriceTier)| {
            price.up_to_kwh.filter(|_| tier < last).map(|kwh| self.part.limit(kwh))
        };
        tiers.iter().enumerate().map(limit).collect()
    }
}

/// The part of the year for which the limits count.
#[derive(Clone, Copy)]
struct YearPart {
    months: i64,
    /// 一户多人口: what all months of the grants add to every limit.
    raise_kwh: i64,
}

impl YearPart {
    /// From the month of opening (立户) or of the change of owner (过户) to the month of closing (销户).
    fn of(supply: &Supply, year: u16, days: Days) -> YearPart {
        let month_in_year = |day: NaiveDate| (day.year() == i32::from(year)).then(|| day.month());
        let opened = supply.opened_on.and_then(month_in_year);
        let owned = supply.owner_since.filter(|since| *since < days.to).and_then(month_in_year);
        let first = opened.max(owned).unwrap_or(1);
        let last = supply.closed_on.and_then(month_in_year).unwrap_or(12).max(first);
        let raise = |month: u32| supply.households.iter().map(|grant| raise_in(grant, year, month)).max().unwrap_or(0);
        let raise_kwh = if supply.households.is_empty() { 0 } else { (first..=last).map(raise).sum() };
        YearPart { months: i64::from(last - first + 1), raise_kwh }
    }

    fn limit(self, year_kwh: i64) -> i64 {
        share_half_up(year_kwh, self.months, MONTHS_IN_YEAR).saturating_add(self.raise_kwh)
    }
}

/// What a grant adds to the limits of a month.
fn raise_in(grant: &LargeHousehold, year: u16, month: u32) -> i64 {
    let number = |day: NaiveDate| (day.year(), day.month());
    let is_granted = (number(grant.valid_from)..=number(grant.valid_to)).contains(&(i32::from(year), month));
    match grant.choice {
        LargeHouseholdChoice::Raise { extra_kwh_per_month } if is_granted => extra_kwh_per_month,
        _ => 0,
    }
}

/// 1, 2 or 3, as bills print it.
pub(super) fn number_of(tier: usize) -> u8 {
    u8::try_from(tier).map_or(u8::MAX, |tier| tier.saturating_add(1))
}

/// The price of a tier; a class without tiers has none.
pub(super) fn price_of(tiers: &[PriceTier], tier: usize) -> Decimal {
    tiers.get(tier).map_or(Decimal::ZERO, |tier| tier.yuan_per_kwh)
}
