//! (50) 电度电费 and (80) 阶梯: each price line half up to fen.

use rust_decimal::Decimal;

use super::draft::{Draft, LineOf};
use super::point::PointEnergy;
use super::pricing::Slice;
use super::steps::{number_of, price_of};
use super::{BillingRefusal, LineKind};
use crate::{EnergyPrice, PriceTier, TimeOfUseRates};

pub(super) fn charge(draft: &mut Draft<'_>) -> Result<(), BillingRefusal> {
    let points = std::mem::take(&mut draft.points);
    for (index, point) in points.iter().enumerate() {
        draft.is_by_period[index] = charge_point(draft, point)?;
    }
    draft.points = points;
    Ok(())
}

/// Charges a point by its price versions; says whether it is charged by periods.
fn charge_point<'a>(draft: &mut Draft<'a>, point: &PointEnergy<'a>) -> Result<bool, BillingRefusal> {
    let mut is_by_period = false;
    for slice in draft.slices(point)? {
        // A bill without use still says what its price is.
        if slice.kwh == 0 && (point.kwh != 0 || slice.days.last != point.days.to) {
            continue;
        }
        draft.funds.add(slice.days.price, slice.kwh);
        match &slice.days.price.energy {
            EnergyPrice::Flat { yuan_per_kwh } => {
                draft.charge(LineOf::new(LineKind::Energy, &slice.days), slice.kwh.into(), *yuan_per_kwh)?;
            }
            EnergyPrice::Steps { tiers } => charge_steps(draft, &slice, LineKind::Energy, tiers)?,
            EnergyPrice::TimeOfUse { rates, additions } => {
                check_periods(point, &slice)?;
                is_by_period = true;
                charge_periods(draft, &slice, rates)?;
                if !additions.is_empty() {
                    charge_steps(draft, &slice, LineKind::StepAddition, additions)?;
                }
            }
        }
    }
    Ok(is_by_period)
}

fn check_periods(point: &PointEnergy<'_>, slice: &Slice<'_>) -> Result<(), BillingRefusal> {
    let refusal = |meter| BillingRefusal::NoTimeOfUse { code: slice.days.price.code.clone(), meter };
    point.without_periods.map_or(Ok(()), |meter| Err(refusal(meter.clone())))
}

fn charge_periods<'a>(
    draft: &mut Draft<'a>,
    slice: &Slice<'a>,
    rates: &'a TimeOfUseRates,
) -> Result<(), BillingRefusal> {
    for (period, kwh) in slice.periods.iter().filter(|(_, kwh)| *kwh != 0) {
        let of = LineOf { rate_period: Some(period), ..LineOf::new(LineKind::Energy, &slice.days) };
        draft.charge(of, kwh.into(), rates.of(period))?;
    }
    Ok(())
}

/// One line a tier. An addition of nothing (the first tier) is no line, and neither is a tier without energy, except that
/// a bill without use shows the tier it stands in.
fn charge_steps<'a>(
    draft: &mut Draft<'a>,
    slice: &Slice<'a>,
    kind: LineKind,
    tiers: &'a [PriceTier],
) -> Result<(), BillingRefusal> {
    if tiers.is_empty() {
        return Err(BillingRefusal::NoPrice { code: slice.days.price.code.clone(), on: slice.days.last });
    }
    let line = |tier: usize| LineOf { tier: Some(number_of(tier)), ..LineOf::new(kind, &slice.days) };
    for part in draft.steps.walk(tiers, slice.kwh) {
        let price = price_of(tiers, part.tier);
        if kind == LineKind::Energy || !price.is_zero() {
            draft.charge(line(part.tier), part.kwh.into(), price)?;
        }
    }
    if slice.kwh == 0 && kind == LineKind::Energy {
        let tier = draft.steps.tier_reached(tiers);
        draft.charge(line(tier), Decimal::ZERO, price_of(tiers, tier))?;
    }
    Ok(())
}
