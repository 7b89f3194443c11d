//! 数据完整性: numbers of the archive that cannot be are found before anything is computed with them.

use rust_decimal::Decimal;

use super::amount::KWH_MAX;
use super::{BillRequest, BillingRefusal};
use crate::{BasicCharge, BasicRules, LargeHouseholdChoice, LineLoss, LossShare, Supply, Transformer, TransformerLoss};

/// Larger than any nameplate; it keeps every product of the engine within what a number can hold.
const NAMEPLATE_MAX: i64 = 10_i64.pow(9);

pub(super) fn check(request: &BillRequest<'_>) -> Result<(), BillingRefusal> {
    let supply = request.supply();
    let day = request.spans.iter().map(|span| span.to).max().unwrap_or_default();
    let rules = &request.tariff.rules_on(day).basic;
    let are_nameplates =
        numbers(supply).chain(settings(rules)).all(|number| number.abs() <= Decimal::from(NAMEPLATE_MAX));
    let are_quantities = quantities(request).all(|kwh| (-KWH_MAX..=KWH_MAX).contains(&kwh));
    if are_nameplates && are_quantities { Ok(()) } else { Err(BillingRefusal::TooLarge) }
}

fn numbers(supply: &Supply) -> impl Iterator<Item = Decimal> + '_ {
    let contract = match supply.basic {
        BasicCharge::ContractDemand { kw } => Some(kw),
        BasicCharge::None | BasicCharge::Capacity | BasicCharge::Demand => None,
    };
    let of_points = supply.points.iter().flat_map(|point| {
        let [first, second] = match point.line_loss {
            LineLoss::Formula { current_a, resistance_ohm } => [current_a, resistance_ohm],
            LineLoss::Share { share } => [share, Decimal::ZERO],
            LineLoss::None | LineLoss::Fixed { .. } => [Decimal::ZERO; 2],
        };
        let capacity = match point.loss_share {
            LossShare::ByCapacity { kva } => kva,
            _ => Decimal::ZERO,
        };
        [first, second, capacity]
    });
    let of_transformers = supply.transformers.iter().flat_map(nameplate);
    contract.into_iter().chain([supply.capacity_kva]).chain(of_points).chain(of_transformers)
}

/// Settings that quantities are multiplied with.
fn settings(rules: &BasicRules) -> impl Iterator<Item = Decimal> {
    let discount = rules.demand_discount.map(|discount| [discount.kwh_per_kva, discount.share]);
    let contract = [rules.contract_tolerance, rules.excess_times, rules.contract_floor];
    contract.into_iter().chain(discount.into_iter().flatten())
}

fn nameplate(transformer: &Transformer) -> [Decimal; 6] {
    match transformer.loss {
        TransformerLoss::Formula { no_load_kw, load_kw, no_load_current_percent, impedance_percent, shape } => {
            [transformer.kva, no_load_kw, load_kw, no_load_current_percent, impedance_percent, shape]
        }
        TransformerLoss::None | TransformerLoss::Table { .. } => [transformer.kva; 6],
    }
}

/// kWh that are added up before they are priced.
fn quantities<'a>(request: &BillRequest<'a>) -> impl Iterator<Item = i64> + 'a {
    let raises = request.supply().households.iter().map(|grant| match grant.choice {
        LargeHouseholdChoice::Raise { extra_kwh_per_month } => extra_kwh_per_month,
        LargeHouseholdChoice::SharedMeter { .. } => 0,
    });
    raises.chain([request.state.carried_kwh, request.state.year.kwh])
}
