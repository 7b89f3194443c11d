//! 电量: from what meters show to the energy that is charged.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{MeterNo, PointNo, RatePeriod, ReadingState, Register};

/// One register of one meter: (end − start) × multiplier, whole kWh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MeterQuantity {
    pub meter: MeterNo,
    pub register: Register,
    pub start: Decimal,
    pub end: Decimal,
    pub state: ReadingState,
    pub multiplier: Decimal,
    /// kWh, kvarh or kW.
    pub quantity: Decimal,
    pub estimated: bool,
}

/// What is added to or taken from what the meters counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuantityLine {
    pub kind: QuantityLineKind,
    pub kwh: i64,
    pub kvarh: i64,
    /// The sub-meter that was taken out, where the line is about one.
    pub of: Option<PointNo>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum QuantityLineKind {
    /// 扣减分表
    SubMeter,
    /// 线损
    LineLoss,
    /// 变损
    TransformerLoss,
    /// 退补电量
    Correction,
    /// 上期结转, what an estimate took too much.
    Carried,
}

impl QuantityLineKind {
    pub const ALL: [QuantityLineKind; 5] = [
        QuantityLineKind::SubMeter,
        QuantityLineKind::LineLoss,
        QuantityLineKind::TransformerLoss,
        QuantityLineKind::Correction,
        QuantityLineKind::Carried,
    ];

    /// From 1.
    pub fn code(self) -> u8 {
        Self::ALL.iter().position(|kind| *kind == self).expect("every kind is listed") as u8 + 1
    }

    pub fn from_code(code: u8) -> Option<QuantityLineKind> {
        usize::from(code).checked_sub(1).and_then(|index| Self::ALL.get(index)).copied()
    }
}

/// How the energy of a metering point was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PointQuantity {
    pub point: PointNo,
    pub meters: Vec<MeterQuantity>,
    pub adjustments: Vec<QuantityLine>,
    /// Charged kWh.
    pub energy_kwh: i64,
    /// Charged kWh by period, where the price asks for it; sums to `energy_kwh`.
    pub by_period: Vec<(RatePeriod, i64)>,
    pub reactive_kvarh: i64,
}
