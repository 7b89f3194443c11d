//! 电费清单: a bill with its derivation, line by line.

use domain::{PriceUnit, QuantityLineKind, RatePeriod, Register};
use serde::Serialize;
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StatementView {
    pub customer_no: String,
    pub customer_name: String,
    pub address: String,
    /// `2026-11`, or `2026-11#2`.
    pub bill: String,
    /// 电费单号 of a bill that this desk issued.
    pub number: Option<String>,
    /// `ordinary`, `late-tariff`, `newer-archive`, `reading-corrected`, `correction`.
    pub reason: String,
    /// The bill that it answers.
    pub of: Option<String>,
    pub elec_type: u16,
    pub from: String,
    pub to: String,
    pub due_date: Option<String>,
    pub points: Vec<StatementPointView>,
    #[ts(type = "number")]
    pub energy_kwh: i64,
    pub year: Option<u16>,
    pub tiers: Vec<TierView>,
    pub power_factor: Option<PowerFactorView>,
    pub lines: Vec<StatementLineView>,
    pub funds: Vec<FundView>,
    pub funds_amount: String,
    pub total: String,
    pub estimated: bool,
    #[ts(type = "number")]
    pub carried_kwh: i64,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StatementPointView {
    pub point_no: String,
    pub meters: Vec<MeterQuantityView>,
    pub adjustments: Vec<AdjustmentView>,
    #[ts(type = "number")]
    pub energy_kwh: i64,
}

/// (end − start) × multiplier
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MeterQuantityView {
    pub meter_no: String,
    #[ts(type = "string")]
    pub register: Register,
    pub start: String,
    pub end: String,
    /// `normal`, `rollover` or `reversal`.
    pub state: String,
    pub multiplier: String,
    pub quantity: String,
    pub estimated: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AdjustmentView {
    #[ts(type = "string")]
    pub kind: QuantityLineKind,
    #[ts(type = "number")]
    pub kwh: i64,
    #[ts(type = "number")]
    pub kvarh: i64,
}

/// 阶梯
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TierView {
    #[ts(type = "number | null")]
    pub up_to_kwh: Option<i64>,
    #[ts(type = "number")]
    pub before_kwh: i64,
    #[ts(type = "number")]
    pub now_kwh: i64,
}

/// 力调
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PowerFactorView {
    #[ts(type = "number")]
    pub active_kwh: i64,
    #[ts(type = "number")]
    pub reactive_kvarh: i64,
    pub factor: String,
    pub standard: String,
    pub percent: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StatementLineView {
    /// `energy`, `step-addition`, `capacity`, `demand`, `demand-excess`, `power-factor`, `free-quantity`, `correction`.
    pub kind: String,
    #[ts(type = "string | null")]
    pub rate_period: Option<RatePeriod>,
    pub tier: Option<u8>,
    pub quantity: String,
    #[ts(type = "'kwh' | 'kva' | 'kw' | 'yuan'")]
    pub unit: PriceUnit,
    pub price: String,
    pub amount: String,
    pub price_version: Option<u32>,
    /// The first and the last day, where the line covers less than the whole bill.
    pub days: Option<(String, String)>,
    /// 冲红
    pub red: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FundView {
    pub name: String,
    #[ts(type = "number")]
    pub quantity_kwh: i64,
    pub price: String,
    pub amount: String,
}
