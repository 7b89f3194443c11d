//! 电价版本: published prices, each version with its document and dates. A price never changes in place.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One published price of a class and voltage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceVersion {
    pub id: u32,
    /// 价格类别, for example `居民一户一表 不满1千伏`.
    pub class: String,
    /// 文号
    pub document: String,
    pub effective_from: NaiveDate,
    pub effective_to: Option<NaiveDate>,
    /// Yuan per kWh by tier, with the yearly limit of the tier in kWh, inclusive; the last tier has none.
    pub tiers: Vec<PriceTier>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceTier {
    pub up_to_kwh: Option<i64>,
    pub yuan_per_kwh: Decimal,
}
