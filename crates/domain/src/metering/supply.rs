//! 供用电档案: what a bill depends on besides readings and prices.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Meter, Registers, Transformer};
use crate::{BillingPeriod, CustomerNo, ElecType, MeterNo, PointNo, PriceCode, SegmentNo, TransformerNo};

/// How a customer is supplied, metered and priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Supply {
    pub customer: CustomerNo,
    pub elec_type: ElecType,
    pub voltage: Voltage,
    /// 合同容量, kVA (kW for a household).
    pub capacity_kva: Decimal,
    /// 立户: tiers of the first year count from its month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub opened_on: Option<NaiveDate>,
    /// 销户: tiers of the last year count to its month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub closed_on: Option<NaiveDate>,
    /// 过户: the step accumulation starts again here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub owner_since: Option<NaiveDate>,
    /// 一户多人口, each grant with its dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub households: Vec<LargeHousehold>,
    /// 低保/五保 free energy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub free: Vec<FreeQuantity>,
    pub power_factor: PowerFactorStandard,
    pub basic: BasicCharge,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transformers: Vec<Transformer>,
    /// In the order of their numbers.
    pub points: Vec<MeteringPoint>,
}

/// 电压等级
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Voltage {
    V220,
    V380,
    Kv6,
    Kv10,
    Kv20,
    Kv35,
    Kv110,
    Kv220,
}

/// COS: which power-factor standard applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PowerFactorStandard {
    /// 0 不考核
    None,
    /// 1
    P90,
    /// 2
    P85,
    /// 3
    P80,
}

/// 基本电费计收方式
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum BasicCharge {
    /// 单一制
    None,
    /// 2 按容量: the running transformers.
    Capacity,
    /// 1 按最大需量
    Demand,
    /// 按合同需量
    ContractDemand { kw: Decimal },
}

/// 一户多人口 of one grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LargeHousehold {
    pub persons: u8,
    /// Counts from the month of this day.
    pub valid_from: NaiveDate,
    pub valid_to: NaiveDate,
    pub choice: LargeHouseholdChoice,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "as", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum LargeHouseholdChoice {
    /// Every tier limit rises for each month of the grant.
    Raise { extra_kwh_per_month: i64 },
    /// The 合表 price instead of tiers.
    SharedMeter { price: PriceCode },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FreeQuantity {
    pub kwh_per_month: i64,
    /// 文号
    pub document: String,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// 计量点
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MeteringPoint {
    pub no: PointNo,
    pub segment: SegmentNo,
    /// 抄表序号: the order of walking.
    pub sequence: u32,
    pub price: PriceCode,
    pub role: PointRole,
    pub measuring: Measuring,
    pub line_loss: LineLoss,
    /// The transformer behind which it is measured, and how it takes part in its loss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub transformer: Option<TransformerNo>,
    pub loss_share: LossShare,
    /// In the order in which they were installed; the last one that was not removed is in use.
    pub meters: Vec<Meter>,
}

/// 套扣关系
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "as", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PointRole {
    /// 总表, or the only one.
    Main,
    /// Its quantity is taken out of the main meter's.
    Sub { of: PointNo, quantity: SubQuantity },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SubQuantity {
    /// 定量
    Fixed { kwh_per_month: i64 },
    /// 定比, a share of the main meter.
    Share { share: Decimal },
    /// 总分: it has a meter of its own.
    Metered,
}

/// 计量方式
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Measuring {
    /// 1 高供高计
    HighHigh,
    /// 2 高供低计: bears the transformer's loss.
    HighLow,
    /// 3 低供低计
    LowLow,
}

/// 线损
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum LineLoss {
    None,
    Fixed {
        kwh_per_month: i64,
    },
    Share {
        share: Decimal,
    },
    /// 3·I²·R·t: mean current in A, resistance of a conductor in Ω, hours of the period.
    Formula {
        current_a: Decimal,
        resistance_ohm: Decimal,
    },
}

/// 变损分摊
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum LossShare {
    /// 0: takes no part. A point alone behind its transformer has nobody to share with and bears all of the loss.
    None,
    /// 1
    ByCapacity { kva: Decimal },
    /// 2
    ByEnergy,
    /// 3
    Fixed { kwh_per_month: i64 },
    /// 4: takes part and is not charged.
    NotCharged,
}

/// A supply as an outlet gets it: the archive, where its meters stood, and what it used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SupplyState {
    pub supply: Supply,
    /// Rises whenever the center changes the row; a bill names the one it was computed on.
    pub version: u64,
    /// The last billed reading of each meter in use.
    pub last: Vec<LastReading>,
    pub year: YearUse,
    /// Newest first, at most 13 months.
    pub months: Vec<MonthUse>,
    /// kWh that an estimate took too much, to be taken off the next bill. Never below zero.
    pub carried_kwh: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LastReading {
    pub meter: MeterNo,
    pub on: NaiveDate,
    pub registers: Registers,
    pub estimated: bool,
}

/// 年累计: what the steps have counted in a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct YearUse {
    pub year: u16,
    pub kwh: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MonthUse {
    pub period: BillingPeriod,
    pub kwh: i64,
    pub estimated: bool,
}

impl PowerFactorStandard {
    /// The factor that a customer is held to; `None` for 不考核.
    pub fn factor(self) -> Option<Decimal> {
        match self {
            PowerFactorStandard::None => None,
            PowerFactorStandard::P90 => Some(Decimal::new(90, 2)),
            PowerFactorStandard::P85 => Some(Decimal::new(85, 2)),
            PowerFactorStandard::P80 => Some(Decimal::new(80, 2)),
        }
    }
}

impl SupplyState {
    /// What the steps have counted before a bill of this month; a new year starts at zero.
    pub fn kwh_before(&self, period: BillingPeriod) -> i64 {
        if self.year.year == period.year() { self.year.kwh } else { 0 }
    }

    pub fn last_of(&self, meter: &MeterNo) -> Option<&LastReading> {
        self.last.iter().find(|last| last.meter == *meter)
    }
}

impl Supply {
    pub fn point(&self, no: &PointNo) -> Option<&MeteringPoint> {
        self.points.iter().find(|point| point.no == *no)
    }
}

impl MeteringPoint {
    /// Whether somebody reads it: there is a meter, and 定量 and 定比 need none.
    pub fn is_read(&self) -> bool {
        let is_metered = matches!(self.role, PointRole::Main | PointRole::Sub { quantity: SubQuantity::Metered, .. });
        is_metered && self.meter().is_some()
    }

    /// The meter that hangs there now.
    pub fn meter(&self) -> Option<&Meter> {
        self.meters.iter().rev().find(|meter| meter.removed.is_none())
    }
}
