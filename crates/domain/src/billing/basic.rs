//! (60) 基本电费 of two-part customers: by capacity or by demand, a month at a time; parts of a month by days
//! (供电营业规则 1996 art. 84).

use rust_decimal::{Decimal, RoundingStrategy};

use super::demand;
use super::draft::{Draft, LineOf};
use super::{BillingRefusal, LineKind};
use crate::{BasicCharge, BasicPrice, BasicRules, PointRole, PriceCode, PriceDays, Suspension, Transformer};

/// kVA and kW are billed with so many decimals.
const QUANTITY_DECIMALS: u32 = 6;

pub(super) fn charge(draft: &mut Draft<'_>) -> Result<(), BillingRefusal> {
    match &draft.state.supply.basic {
        BasicCharge::None => Ok(()),
        BasicCharge::Capacity => {
            let kva: Decimal = capacity(draft);
            charge_by_price(draft, LineKind::Capacity, kva, |basic| Some(basic.capacity_yuan_per_kva))
        }
        BasicCharge::Demand => demand::charge(draft),
        BasicCharge::ContractDemand { kw } => demand::charge_contract(draft, *kw),
    }
}

/// The price class that carries the basic price: of the main points, else of any.
fn price_code<'a>(draft: &Draft<'a>) -> Result<&'a PriceCode, BillingRefusal> {
    let codes =
        || draft.points.iter().map(|point| (point.point.role == PointRole::Main, draft.price_code(point.point)));
    let has_basic =
        |code: &PriceCode| draft.tariff.price_on(code, draft.days.to).is_some_and(|price| price.basic.is_some());
    let with_basic = codes().filter(|(_, code)| has_basic(code));
    let found = with_basic.max_by_key(|(is_main, _)| *is_main).or_else(|| codes().next());
    found.map(|(_, code)| code).ok_or(BillingRefusal::NoPoint)
}

/// One line a price version, the quantity divided by days, the rest with the newest.
pub(super) fn charge_by_price(
    draft: &mut Draft<'_>,
    kind: LineKind,
    quantity: Decimal,
    price: impl Fn(&BasicPrice) -> Option<Decimal>,
) -> Result<(), BillingRefusal> {
    let code = price_code(draft)?;
    let versions = draft.versions(code, draft.days)?;
    let all_days: i64 = versions.iter().map(PriceDays::days).sum();
    let mut left = quantity;
    for (index, days) in versions.iter().enumerate() {
        let basic = days.price.basic.as_ref().ok_or_else(|| BillingRefusal::NoBasicPrice { code: code.clone() })?;
        let is_newest = index + 1 == versions.len();
        let part = if is_newest { left } else { part_of(quantity, days.days(), all_days)? };
        left -= part;
        let price = price(basic).ok_or(BillingRefusal::TooLarge)?;
        draft.charge(LineOf::new(kind, days), part.normalize(), price.normalize())?;
    }
    Ok(())
}

/// `quantity × days ÷ whole`, six decimals.
pub(super) fn part_of(quantity: Decimal, days: i64, whole: i64) -> Result<Decimal, BillingRefusal> {
    let times = quantity.checked_mul(days.into()).ok_or(BillingRefusal::TooLarge)?;
    Ok((times / Decimal::from(whole)).round_dp_with_strategy(QUANTITY_DECIMALS, RoundingStrategy::MidpointAwayFromZero))
}

/// 计费容量: the running transformers, each with its months.
fn capacity(draft: &Draft<'_>) -> Decimal {
    draft.state.supply.transformers.iter().map(|transformer| kva_months(draft, transformer)).sum()
}

/// A transformer that ran through is billed by months. One that came, went or was suspended meanwhile is billed by the days
/// it ran, never more than the months.
fn kva_months(draft: &Draft<'_>, transformer: &Transformer) -> Decimal {
    let basic = &draft.rules.basic;
    let (first, last) = (draft.days.first(), draft.days.to);
    let billed = Transformer {
        suspensions: transformer.suspensions.iter().filter(|pause| counts(pause, basic)).cloned().collect(),
        ..transformer.clone()
    };
    let ran = billed.days_running(first, last);
    let ran_through = ran == (last - first).num_days() + 1
        && transformer.from < draft.days.from
        && transformer.to.is_none_or(|to| to > last);
    let months = draft.days.months();
    if ran_through { transformer.kva * Decimal::from(months) } else { in_days(transformer.kva, ran, months, basic) }
}

/// A suspension below the minimum is billed as if there were none; one whose end is not known counts.
fn counts(suspension: &Suspension, rules: &BasicRules) -> bool {
    suspension.days().is_none_or(|days| days >= i64::from(rules.suspension_days_min))
}

/// Days of use as parts of a month, at most the months.
pub(super) fn in_days(quantity: Decimal, days: i64, months: i64, rules: &BasicRules) -> Decimal {
    let whole = i64::from(rules.days_in_month.max(1));
    part_of(quantity, days.min(whole * months), whole).unwrap_or(quantity * Decimal::from(months))
}
