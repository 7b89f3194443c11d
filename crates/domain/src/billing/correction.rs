//! 退补: energy that was billed wrong in the past, settled by a later line and never by an edit.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::amount::whole_kwh;
use super::draft::{Draft, LineOf};
use super::steps::{number_of, price_of};
use super::{BillingRefusal, LineKind};
use crate::{EnergyPrice, PointNo, PriceDays, PriceTier, Untraceable};

/// A correction as it was decided (计量差错退补).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Correction {
    pub point: PointNo,
    /// 文号 or work ticket.
    pub document: String,
    pub basis: CorrectionBasis,
}

/// How the quantity follows from what went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum CorrectionBasis {
    /// Agreed kWh; positive is charged, negative refunded. Belongs to no known period.
    Agreed { kwh: i64 },
    /// 计量超差: the meter was wrong by this share (0.05 ran 5 % fast); over half of the energy since the last test; `energy_kwh` is all
    /// of it.
    MeterError { energy_kwh: i64, error_share: Decimal },
    /// 接线错误: what was recorded, and the ratio of right to wrong.
    WrongWiring { energy_kwh: i64, right_to_wrong: Decimal },
    /// 倍率错误: what was recorded, billed at one multiplier, and the real one.
    WrongMultiplier { energy_kwh: i64, billed: Decimal, real: Decimal },
    /// 电压互感器二次压降: what was recorded, and the drop above the allowed one.
    VoltageDrop { energy_kwh: i64, excess_share: Decimal },
}

impl CorrectionBasis {
    /// What has to be charged (negative: refunded), half up to whole kWh. `None` where a ratio cannot be.
    pub fn kwh(&self) -> Option<i64> {
        let part = |energy_kwh: i64, share: Decimal| Decimal::from(energy_kwh).checked_mul(share);
        let exact = match *self {
            CorrectionBasis::Agreed { kwh } => Some(Decimal::from(kwh)),
            CorrectionBasis::MeterError { energy_kwh, error_share } => {
                let too_much = part(energy_kwh, error_share)?.checked_div(Decimal::ONE.checked_add(error_share)?)?;
                Some(-too_much / Decimal::TWO)
            }
            CorrectionBasis::WrongWiring { energy_kwh, right_to_wrong } => {
                part(energy_kwh, right_to_wrong.checked_sub(Decimal::ONE)?)
            }
            CorrectionBasis::WrongMultiplier { energy_kwh, billed, real } => {
                part(energy_kwh, real.checked_sub(billed)?)?.checked_div(billed)
            }
            CorrectionBasis::VoltageDrop { energy_kwh, excess_share } => part(energy_kwh, excess_share),
        };
        whole_kwh(exact?).ok()
    }
}

/// A line for each correction, beside the energy of the month: it counts neither for the steps nor for the power factor.
pub(super) fn charge(draft: &mut Draft<'_>) -> Result<(), BillingRefusal> {
    for correction in draft.corrections {
        let kwh = correction.basis.kwh().ok_or(BillingRefusal::TooLarge)?;
        if kwh != 0 {
            charge_kwh(draft, correction, kwh)?;
        }
    }
    Ok(())
}

fn charge_kwh(draft: &mut Draft<'_>, correction: &Correction, kwh: i64) -> Result<(), BillingRefusal> {
    let point = draft.state.supply.point(&correction.point);
    let point = point.ok_or_else(|| BillingRefusal::NoReading { point: correction.point.clone() })?;
    let price = draft.price_now(draft.price_code(point))?;
    let (tier, unit_price) = match &price.energy {
        EnergyPrice::Flat { yuan_per_kwh } => (None, *yuan_per_kwh),
        EnergyPrice::TimeOfUse { rates, .. } => (None, rates.flat),
        EnergyPrice::Steps { tiers } => {
            let tier = step_tier(draft, tiers, kwh);
            (Some(number_of(tier)), price_of(tiers, tier))
        }
    };
    let days = PriceDays { price, first: draft.days.first(), last: draft.days.to };
    draft.funds.add(price, kwh);
    let line = LineOf { tier, ..LineOf::new(LineKind::Correction, &days) };
    draft.charge(line, Decimal::from(kwh), unit_price)
}

/// 退高补低: a charge at the first tier, a refund at the highest that was used.
fn step_tier(draft: &Draft<'_>, tiers: &[PriceTier], kwh: i64) -> usize {
    match draft.rules.untraceable {
        Untraceable::InFavourOfResident if kwh > 0 => 0,
        Untraceable::InFavourOfResident | Untraceable::AtPresentTier => draft.steps.tier_reached(tiers),
    }
}
