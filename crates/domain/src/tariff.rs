//! 电价: published prices, each version with its document and dates. A price never changes in place and is never derived
//! from components.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{BillingRules, PriceCode, RatePeriod};

/// One published price of a class and voltage, in force from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceVersion {
    pub id: u32,
    /// What a metering point is bound to; all versions of a class share it.
    pub code: PriceCode,
    /// 价格类别, for example `居民一户一表 不满1千伏`.
    pub class: String,
    /// 文号
    pub document: String,
    pub effective_from: NaiveDate,
    /// The last day; `None` while no end is known. A later version with the same code ends it as well.
    pub effective_to: Option<NaiveDate>,
    pub energy: EnergyPrice,
    /// 基本电价, for two-part customers.
    pub basic: Option<BasicPrice>,
    /// 代征: what the price contains of each fund.
    pub funds: Vec<Fund>,
}

/// 电度电价
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum EnergyPrice {
    /// One price for all energy.
    Flat { yuan_per_kwh: Decimal },
    /// 阶梯: by energy since the beginning of the calendar year. Limits are for a whole year and inclusive.
    Steps { tiers: Vec<PriceTier> },
    /// 分时: by register. `additions` add a step price on top of the rates where a class has both; else it is empty.
    TimeOfUse { rates: TimeOfUseRates, additions: Vec<PriceTier> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriceTier {
    /// kWh of a whole year, inclusive; the last tier has none. A twelfth of it is the month's share.
    pub up_to_kwh: Option<i64>,
    pub yuan_per_kwh: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TimeOfUseRates {
    pub sharp: Decimal,
    pub peak: Decimal,
    pub flat: Decimal,
    pub valley: Decimal,
    /// 深谷, where a class has it; else valley.
    pub deep_valley: Option<Decimal>,
}

impl TimeOfUseRates {
    pub fn of(&self, period: RatePeriod) -> Decimal {
        match period {
            RatePeriod::Sharp => self.sharp,
            RatePeriod::Peak => self.peak,
            RatePeriod::Flat => self.flat,
            RatePeriod::Valley => self.valley,
            RatePeriod::DeepValley => self.deep_valley.unwrap_or(self.valley),
        }
    }
}

/// Yuan a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BasicPrice {
    pub demand_yuan_per_kw: Decimal,
    pub capacity_yuan_per_kva: Decimal,
}

/// 代征基金及附加, for example 农网还贷资金.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Fund {
    pub name: String,
    pub yuan_per_kwh: Decimal,
}

/// A price version and the days of a bill on which it is in force, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceDays<'a> {
    pub price: &'a PriceVersion,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl PriceDays<'_> {
    pub fn days(&self) -> i64 {
        (self.last - self.first).num_days() + 1
    }
}

/// All price versions and billing settings that somebody knows. The same bill needs the same book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tariff {
    prices: Vec<PriceVersion>,
    rules: Vec<BillingRules>,
}

impl Tariff {
    /// Sorts the versions by date; of two with the same date the later id counts.
    pub fn new(mut prices: Vec<PriceVersion>, mut rules: Vec<BillingRules>) -> Tariff {
        prices.sort_by(|a, b| (&a.code, a.effective_from, a.id).cmp(&(&b.code, b.effective_from, b.id)));
        rules.sort_by_key(|rules| rules.effective_from);
        if rules.is_empty() {
            rules.push(BillingRules::standard());
        }
        Tariff { prices, rules }
    }

    pub fn prices(&self) -> &[PriceVersion] {
        &self.prices
    }

    pub fn rules_versions(&self) -> &[BillingRules] {
        &self.rules
    }

    /// The version of a class in force on a day.
    pub fn price_on(&self, code: &PriceCode, day: NaiveDate) -> Option<&PriceVersion> {
        let started = self.prices.partition_point(|price| (&price.code, price.effective_from) <= (code, day));
        let newest = self.prices[..started].last().filter(|price| price.code == *code)?;
        newest.effective_to.is_none_or(|last| day <= last).then_some(newest)
    }

    /// The versions of a class in force from a first to a last day, oldest first, without a gap. `Err` names the first
    /// day on which none is.
    pub fn prices_between(
        &self,
        code: &PriceCode,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<PriceDays<'_>>, NaiveDate> {
        let mut days = Vec::with_capacity(1);
        let mut next = Some(first);
        while let Some(day) = next.filter(|day| *day <= last) {
            let price = self.price_on(code, day).ok_or(day)?;
            let until = self.last_day_of(price).map_or(last, |end| end.min(last));
            days.push(PriceDays { price, first: day, last: until });
            next = until.succ_opt();
        }
        Ok(days)
    }

    /// The last day of a version: its own end, or the day before the next version of the class.
    fn last_day_of(&self, price: &PriceVersion) -> Option<NaiveDate> {
        let key = (&price.code, price.effective_from);
        let next = self.prices.partition_point(|other| (&other.code, other.effective_from) <= key);
        let successor = self.prices.get(next).filter(|other| other.code == price.code);
        let ended = successor.and_then(|other| other.effective_from.pred_opt());
        [price.effective_to, ended].into_iter().flatten().min()
    }

    /// The billing settings in force on a day; before the first version, the first.
    pub fn rules_on(&self, day: NaiveDate) -> &BillingRules {
        self.rules.iter().rev().find(|rules| rules.effective_from <= day).unwrap_or(&self.rules[0])
    }
}
