//! 基本电费 by demand: the highest demand that the meter saw, or what the contract says.

use rust_decimal::Decimal;

use super::basic::{charge_by_price, in_days};
use super::draft::Draft;
use super::{BillingRefusal, LineKind};
use crate::{BasicPrice, PointRole};

/// 按最大需量. Several supplies are added up.
pub(super) fn charge(draft: &mut Draft<'_>) -> Result<(), BillingRefusal> {
    let kw = in_months(draft, measured_kw(draft)?);
    let share = price_share(draft);
    charge_by_price(draft, LineKind::Demand, kw, |basic| demand_price(basic, share))
}

/// 按合同需量: between the floor and the tolerance what was measured; above the tolerance the excess at a multiple.
pub(super) fn charge_contract(draft: &mut Draft<'_>, contract_kw: Decimal) -> Result<(), BillingRefusal> {
    let rules = &draft.rules.basic;
    let (floor, limit) = (contract_kw * rules.contract_floor, contract_kw * rules.contract_tolerance);
    let times = rules.excess_times;
    let measured = measured_kw(draft)?;
    let (kw, excess) = (in_months(draft, measured.clamp(floor.min(limit), limit)), in_months(draft, measured - limit));
    let share = price_share(draft);
    charge_by_price(draft, LineKind::Demand, kw, |basic| demand_price(basic, share))?;
    if excess > Decimal::ZERO {
        charge_by_price(draft, LineKind::DemandExcess, excess, |basic| demand_price(basic, share)?.checked_mul(times))?;
    }
    Ok(())
}

fn demand_price(basic: &BasicPrice, share: Decimal) -> Option<Decimal> {
    basic.demand_yuan_per_kw.checked_mul(share)
}

/// The sum over the main points, each the highest of its meters. A sub-meter's demand is in that of its main meter.
fn measured_kw(draft: &Draft<'_>) -> Result<Decimal, BillingRefusal> {
    let mains = || draft.points.iter().filter(|point| point.point.role == PointRole::Main);
    if mains().any(|point| point.demand_kw.is_some()) {
        return Ok(mains().filter_map(|point| point.demand_kw).sum());
    }
    let meter = mains().find_map(|point| point.meters.first()).map(|quantity| quantity.meter.clone());
    meter.map_or(Err(BillingRefusal::NoPoint), |meter| Err(BillingRefusal::MissingRegister { meter }))
}

/// A customer who came or went meanwhile pays by days.
fn in_months(draft: &Draft<'_>, kw: Decimal) -> Decimal {
    let supply = &draft.state.supply;
    let months = draft.days.months();
    let (first, last) = (draft.days.first(), draft.days.to);
    let came = supply.opened_on.filter(|day| *day >= draft.days.from);
    let went = supply.closed_on.filter(|day| *day <= last);
    if came.is_none() && went.is_none() {
        return kw * Decimal::from(months);
    }
    let (from, to) = (came.unwrap_or(first).max(first), went.unwrap_or(last));
    in_days(kw, (to - from).num_days() + 1, months, &draft.rules.basic)
}

/// 需量电价打折: from so many kWh a kVA of contract capacity and month on.
fn price_share(draft: &Draft<'_>) -> Decimal {
    let Some(discount) = draft.rules.basic.demand_discount else { return Decimal::ONE };
    let capacity = draft.state.supply.capacity_kva * Decimal::from(draft.days.months());
    let is_reached = capacity > Decimal::ZERO && Decimal::from(draft.energy_kwh()) >= discount.kwh_per_kva * capacity;
    if is_reached { discount.share } else { Decimal::ONE }
}
