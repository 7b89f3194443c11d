//! (70) 力调电费: (83)水电财字第215号. The base is energy and basic charge, without government funds unless a setting says so.

use rust_decimal::Decimal;

use super::amount::amount;
use super::draft::Draft;
use super::{BillLine, BillingRefusal, LineKind, PowerFactorFinding};
use crate::Money;

pub(super) fn charge(draft: &mut Draft<'_>) -> Result<(), BillingRefusal> {
    let held_to = draft.state.supply.power_factor;
    let Some(standard) = held_to.factor() else { return Ok(()) };
    let active_kwh = draft.energy_kwh();
    let reactive_kvarh: i64 = draft.points.iter().map(|point| point.kvarh).sum();
    if active_kwh == 0 {
        return if reactive_kvarh == 0 { Ok(()) } else { Err(BillingRefusal::ReactiveOnly) };
    }
    let factor = factor(active_kwh, reactive_kvarh);
    let table = draft.rules.power_factor.table(held_to);
    let percent = table.and_then(|table| table.percent_at(factor));
    let percent = percent.ok_or_else(|| BillingRefusal::NoPowerFactorTable { standard: standard.to_string() })?;
    draft.power_factor = Some(PowerFactorFinding { active_kwh, reactive_kvarh, factor, standard, percent });
    if !percent.is_zero() {
        let share = (percent / Decimal::ONE_HUNDRED).normalize();
        let line = line(base(draft)?.yuan(), share)?;
        draft.lines.push(line);
    }
    Ok(())
}

fn line(base: Decimal, share: Decimal) -> Result<BillLine, BillingRefusal> {
    Ok(BillLine {
        kind: LineKind::PowerFactor,
        rate_period: None,
        tier: None,
        quantity: base,
        price: share,
        amount: amount(base, share)?,
        price_version: None,
        days: None,
        red: false,
    })
}

fn base(draft: &Draft<'_>) -> Result<Money, BillingRefusal> {
    let charged = draft.sum_of(|kind| {
        use LineKind::{Capacity, Demand, DemandExcess, Energy, StepAddition};
        matches!(kind, Energy | StepAddition | Capacity | Demand | DemandExcess)
    })?;
    Ok(if draft.rules.power_factor.funds_in_base { charged } else { charged - draft.funds.total()? })
}

/// P ÷ √(P² + Q²), half up to two decimals, without a root: the largest n with (2n − 1)²·(P² + Q²) ≤ 200²·P².
fn factor(active_kwh: i64, reactive_kvarh: i64) -> Decimal {
    let (active, reactive) = (i128::from(active_kwh), i128::from(reactive_kvarh));
    let apparent_squared = active * active + reactive * reactive;
    let is_at_least = |hundredths: i128| (2 * hundredths - 1).pow(2) * apparent_squared <= 40_000 * active * active;
    let hundredths = (1..=100).rev().find(|hundredths| is_at_least(*hundredths)).unwrap_or(0);
    Decimal::new(hundredths as i64, 2)
}
