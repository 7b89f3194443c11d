//! Settings of billing and reading, each version with its dates. Nothing of it is a constant in code: `standard` is what the
//! regulations and the trade's practice say, and the center can replace every value from a day on.

mod power_factor_tables;
mod standard;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Money, PowerFactorStandard};

/// All settings of billing and reading in force from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillingRules {
    pub effective_from: NaiveDate,
    /// What a price change within a reading period does to its energy.
    pub price_change: PriceChange,
    pub power_factor: PowerFactorRules,
    pub basic: BasicRules,
    /// 合表 and other classes the desk may fall back to are data of the supply; here is only how kWh that nobody can
    /// trace to a period is priced (退高补低).
    pub untraceable: Untraceable,
    pub reading: ReadingRules,
    pub difference: DifferenceRules,
    pub disconnection: DisconnectionRules,
    /// 增值税率, included in every price.
    pub vat_share: Decimal,
}

/// How energy between two readings is divided when a price changed between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PriceChange {
    /// By days; whole kWh, the rest goes to the newest price.
    ByDays,
    /// All of it at the price of the reading day.
    AtReadingDay,
}

/// 力调: (83)水电财字第215号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PowerFactorRules {
    /// Whether government funds are part of what is adjusted.
    pub funds_in_base: bool,
    pub tables: Vec<PowerFactorTable>,
}

/// The adjustment for every factor of one standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PowerFactorTable {
    /// 0.90, 0.85 or 0.80.
    pub standard: Decimal,
    /// From the highest factor down: at or above `factor`, percent to add (negative: to reduce).
    pub rows: Vec<PowerFactorRow>,
    /// Percent more for each 0.01 below the last row.
    pub below_per_hundredth: Decimal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PowerFactorRow {
    pub factor: Decimal,
    pub percent: Decimal,
}

/// 基本电费
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BasicRules {
    /// A part of a month is billed by days, each one `days_in_month`-th (供电营业规则 art. 84).
    pub days_in_month: u32,
    /// A suspension shorter than this is billed in full.
    pub suspension_days_min: u32,
    /// Demand price × `share` from so many kWh a kVA on.
    pub demand_discount: Option<DemandDiscount>,
    /// Demand above this share of the contract is charged `excess_times`.
    pub contract_tolerance: Decimal,
    pub excess_times: Decimal,
    /// Below this share of the contract, the contract share is charged.
    pub contract_floor: Decimal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DemandDiscount {
    pub kwh_per_kva: Decimal,
    pub share: Decimal,
}

/// How kWh of a step customer that belongs to no known period is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Untraceable {
    /// 退高补低: charge at the first tier, refund at the highest tier used.
    InFavourOfResident,
    /// At the tier that is reached now, both ways.
    AtPresentTier,
}

/// 示数合理性
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReadingRules {
    /// A resident's use may differ from the last by this share before anybody asks.
    pub resident_jump_share: Decimal,
    /// … and by so many kWh.
    pub resident_jump_kwh: i64,
    pub other_jump_share: Decimal,
    /// So many periods of no use call for a check on site.
    pub zero_periods: u32,
    /// Rollover only if the last reading is at or above this share of the meter's range,
    pub rollover_last_share: Decimal,
    /// … and this reading at or below this one.
    pub rollover_this_share: Decimal,
    /// kWh by which the period registers may miss the total.
    pub register_sum_kwh: Decimal,
    /// 最大需量 above this share of the capacity is asked about,
    #[serde(default = "standard::demand_asked_share")]
    pub demand_asked_share: Decimal,
    /// … and above so many times the capacity it cannot be.
    #[serde(default = "standard::demand_possible_times")]
    pub demand_possible_times: Decimal,
    /// Days around the planned day on which a reading counts as on time.
    pub plan_days: u32,
    /// A reader estimates at most so many periods in a row.
    pub estimates_in_a_row: u32,
    /// The first periods after the switch to remote reading are checked on site.
    pub remote_check_periods: u32,
    pub photo_bytes_max: u32,
    /// How many readings of a batch may be approved at once.
    pub review_batch_max: u32,
}

/// What becomes of a bill that turns out different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DifferenceRules {
    /// A difference above this, either way, waits for a person; others are issued by themselves.
    pub case_above: Money,
}

/// 停电与复电, in days unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DisconnectionRules {
    /// More than so many days overdue.
    pub overdue_days: u32,
    pub resident_notice_days: u32,
    pub other_notice_days: u32,
    /// The notice is repeated so long before.
    pub resident_repeat_minutes: u32,
    pub other_repeat_minutes: u32,
    /// Supply is restored within so many hours of settlement.
    pub restore_hours: u32,
    /// Days on which nobody is cut off, month and day, both included.
    pub no_cut_holidays: Vec<Holiday>,
}

/// Days on which supply is not stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Holiday {
    pub name: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl ReadingRules {
    /// 翻转 or 倒走: whether a register that shows less than before turned over, for a meter of this range.
    pub fn is_rollover(&self, start: Decimal, end: Decimal, range: Decimal) -> bool {
        let part = |share: Decimal| range.checked_mul(share);
        let is_near = |top: Decimal, bottom: Decimal| start >= top && end <= bottom;
        part(self.rollover_last_share)
            .zip(part(self.rollover_this_share))
            .is_some_and(|(top, bottom)| is_near(top, bottom))
    }
}

impl PowerFactorRules {
    /// The table of a standard; `None` where the customer is not adjusted or nobody published one.
    pub fn table(&self, standard: PowerFactorStandard) -> Option<&PowerFactorTable> {
        let factor = standard.factor()?;
        self.tables.iter().find(|table| table.standard == factor)
    }
}

impl PowerFactorTable {
    /// Percent to add (negative: to reduce) at a factor of two decimals. `None` for a table without rows, or with numbers
    /// that no table has.
    pub fn percent_at(&self, factor: Decimal) -> Option<Decimal> {
        if let Some(row) = self.rows.iter().find(|row| factor >= row.factor) {
            return Some(row.percent);
        }
        let last = self.rows.last()?;
        let hundredths = last.factor.checked_sub(factor)?.checked_mul(Decimal::ONE_HUNDRED)?;
        last.percent.checked_add(hundredths.checked_mul(self.below_per_hundredth)?)
    }
}
