//! 低保/五保 free energy: a credit line at the lowest tier price, at most for the energy that was used.

use rust_decimal::Decimal;

use super::draft::{Draft, LineOf};
use super::steps::price_of;
use super::{BillingRefusal, LineKind};
use crate::{EnergyPrice, PointRole, PriceDays, PriceVersion};

pub(super) fn credit(draft: &mut Draft<'_>) -> Result<(), BillingRefusal> {
    let grants = &draft.state.supply.free;
    let granted = grants.iter().try_fold(0_i64, |sum, grant| {
        let months = draft.days.months_within(grant.from, grant.to);
        sum.checked_add(grant.kwh_per_month.checked_mul(months)?)
    });
    let granted = granted.ok_or(BillingRefusal::TooLarge)?;
    let kwh = granted.clamp(0, draft.energy_kwh());
    let Some(home) = draft.points.iter().find(|point| point.point.role == PointRole::Main) else { return Ok(()) };
    if kwh == 0 {
        return Ok(());
    }
    let price = draft.price_now(draft.price_code(home.point))?;
    let days = PriceDays { price, first: draft.days.first(), last: draft.days.to };
    draft.funds.add(price, -kwh);
    let line = LineOf { tier: has_tiers(price).then_some(1), ..LineOf::new(LineKind::FreeQuantity, &days) };
    draft.charge(line, Decimal::from(-kwh), lowest(price))
}

fn has_tiers(price: &PriceVersion) -> bool {
    matches!(price.energy, EnergyPrice::Steps { .. })
}

/// The first tier; with time of use, 平.
fn lowest(price: &PriceVersion) -> Decimal {
    match &price.energy {
        EnergyPrice::Flat { yuan_per_kwh } => *yuan_per_kwh,
        EnergyPrice::Steps { tiers } => price_of(tiers, 0),
        EnergyPrice::TimeOfUse { rates, .. } => rates.flat,
    }
}
