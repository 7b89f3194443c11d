//! The lines of a bill: quantity × price = amount, each rounded to fen by itself.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Money, RatePeriod};

/// What a line charges. Numbers are those of the journal's layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LineKind {
    /// 电度电费
    Energy,
    /// 阶梯加价 on top of time-of-use rates.
    StepAddition,
    /// 基本电费, by capacity.
    Capacity,
    /// 基本电费, by demand.
    Demand,
    /// 超合同需量
    DemandExcess,
    /// 力调电费: quantity is the amount that is adjusted, price the share.
    PowerFactor,
    /// 低保/五保 free energy, as a credit.
    FreeQuantity,
    /// 退补
    Correction,
}

impl LineKind {
    pub const ALL: [LineKind; 8] = [
        LineKind::Energy,
        LineKind::StepAddition,
        LineKind::Capacity,
        LineKind::Demand,
        LineKind::DemandExcess,
        LineKind::PowerFactor,
        LineKind::FreeQuantity,
        LineKind::Correction,
    ];

    /// From 1.
    pub fn code(self) -> u8 {
        Self::ALL.iter().position(|kind| *kind == self).expect("every kind is listed") as u8 + 1
    }

    pub fn from_code(code: u8) -> Option<LineKind> {
        usize::from(code).checked_sub(1).and_then(|index| Self::ALL.get(index)).copied()
    }

    pub fn unit(self) -> PriceUnit {
        match self {
            LineKind::Energy | LineKind::StepAddition | LineKind::FreeQuantity | LineKind::Correction => PriceUnit::Kwh,
            LineKind::Capacity => PriceUnit::Kva,
            LineKind::Demand | LineKind::DemandExcess => PriceUnit::Kw,
            LineKind::PowerFactor => PriceUnit::Yuan,
        }
    }
}

/// What a line's quantity is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PriceUnit {
    Kwh,
    Kva,
    Kw,
    /// The quantity is an amount of money and the price a share of it.
    Yuan,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillLine {
    pub kind: LineKind,
    /// 尖峰平谷
    pub rate_period: Option<RatePeriod>,
    /// 1, 2 or 3.
    pub tier: Option<u8>,
    /// In the unit of the kind; a daily part of a month is in it (125 kVA for half a month of 250).
    pub quantity: Decimal,
    /// Yuan per unit, exactly as published; a demand price with its discount, and for an excess its multiple.
    pub price: Decimal,
    /// `round_half_up_to_fen(quantity × price)`
    pub amount: Money,
    /// 电价版本
    pub price_version: Option<u32>,
    /// The days that the line covers, both included, where it covers less than the whole bill.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// 冲红: a line of an earlier bill taken back by a difference.
    pub red: bool,
}

impl BillLine {
    /// The arithmetic of the line, without words: `60 × 0.558 = 33.48`.
    pub fn formula(&self) -> String {
        format!("{} × {} = {}", self.quantity.normalize(), self.price, self.amount)
    }

    /// 冲红: the line taken back.
    pub(super) fn red(self) -> BillLine {
        BillLine { red: !self.red, ..self.negated() }
    }

    /// What a red line took back.
    pub(super) fn black(self) -> BillLine {
        BillLine { red: false, ..self.negated() }
    }

    fn negated(self) -> BillLine {
        BillLine { quantity: Decimal::ZERO - self.quantity, amount: -self.amount, ..self }
    }
}

/// What the price contains of a fund: part of the lines, never added to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FundLine {
    pub name: String,
    pub quantity_kwh: i64,
    pub price: Decimal,
    pub amount: Money,
}
