//! 电费清单: a bill with its derivation, such that a customer can compute it again with a pencil.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{BillLine, FundLine, PointQuantity};
use crate::{BillId, CustomerNo, ElecType, Money};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BillStatement {
    pub customer: CustomerNo,
    pub id: BillId,
    pub elec_type: ElecType,
    pub reason: StatementReason,
    /// The first and the last day of use.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// How the energy was found, metering point by metering point.
    pub points: Vec<PointQuantity>,
    /// 计费电量 of all points. Never below zero.
    pub energy_kwh: i64,
    pub steps: Option<StepStanding>,
    pub power_factor: Option<PowerFactorFinding>,
    pub lines: Vec<BillLine>,
    /// Of which: funds inside the price.
    pub funds: Vec<FundLine>,
    /// Σ lines. Negative for a difference in the customer's favour.
    pub total: Money,
    /// A reading of it is an estimate (暂计).
    pub estimated: bool,
    /// kWh left over to be taken off the next bill, after an estimate that was too high. Never below zero.
    pub carried_kwh: i64,
}

/// Why there is such a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum StatementReason {
    /// The bill of the month.
    Ordinary,
    /// A tariff that came late but is dated earlier.
    LateTariff { of: BillId },
    /// The archive at the center was newer than the outlet's snapshot.
    NewerArchive { of: BillId },
    /// A reading was corrected.
    ReadingCorrected { of: BillId },
    /// 退补 of past periods.
    Correction { of: BillId },
}

/// 阶梯: the year's tiers, what was used of them before, and by this bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StepStanding {
    pub year: u16,
    pub tiers: Vec<TierUse>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TierUse {
    /// The limit of this tier for this customer and year, mid-year opening and large households included.
    pub up_to_kwh: Option<i64>,
    pub before_kwh: i64,
    pub now_kwh: i64,
}

/// How the power factor was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PowerFactorFinding {
    pub active_kwh: i64,
    pub reactive_kvarh: i64,
    /// Two decimals, half up.
    pub factor: Decimal,
    pub standard: Decimal,
    /// To add; negative to reduce.
    pub percent: Decimal,
}

impl BillStatement {
    /// 代征
    pub fn funds_amount(&self) -> Money {
        self.funds.iter().map(|fund| fund.amount).sum()
    }

    /// The equation of every bill.
    pub fn is_balanced(&self) -> bool {
        let sum: i128 = self.lines.iter().map(|line| i128::from(line.amount.fen())).sum();
        sum == i128::from(self.total.fen())
    }
}
