//! (30) 变损: a customer measured on the low-voltage side of an own transformer (高供低计) bears its loss, and points behind
//! one transformer share it (供电营业规则 1996 art. 74).
//!
//! ```text
//! kWh   = P0·24·d + K·(Wp² + Wq²)·Pk ÷ (Se²·24·d)
//! kvarh = Se·I0%·24·d + (Wp² + Wq²)·Se·Uk% ÷ (Se²·24·d)
//! ```

use rust_decimal::{Decimal, RoundingStrategy};

use super::amount::{whole_kwh, whole_product};
use super::point::{Days, PointEnergy};
use super::{BillingRefusal, QuantityLine, QuantityLineKind};
use crate::{LossRow, LossShare, Measuring, Supply, Transformer, TransformerLoss, TransformerNo};

pub(super) fn add(points: &mut [PointEnergy<'_>], supply: &Supply, days: Days) -> Result<(), BillingRefusal> {
    check_transformers(points, supply)?;
    for transformer in &supply.transformers {
        let behind = participants(points, transformer);
        if behind.is_empty() || transformer.loss == TransformerLoss::None {
            continue;
        }
        let loss = loss(transformer, points, &behind, days)?;
        let active = shares(points, &behind, loss.kwh, days)?;
        let reactive = shares(points, &behind, loss.kvarh, days)?;
        for (position, index) in behind.into_iter().enumerate() {
            let charged = points[index].point.loss_share != LossShare::NotCharged;
            let (kwh, kvarh) = if charged { (active[position], reactive[position]) } else { (0, 0) };
            points[index].adjust(QuantityLine { kind: QuantityLineKind::TransformerLoss, kwh, kvarh, of: None });
        }
    }
    Ok(())
}

fn is_low_side(point: &PointEnergy<'_>) -> bool {
    point.point.measuring == Measuring::HighLow && point.point.transformer.is_some()
}

fn check_transformers(points: &[PointEnergy<'_>], supply: &Supply) -> Result<(), BillingRefusal> {
    let is_known =
        |no: &TransformerNo| supply.transformers.iter().any(|known| known.no == *no && known.kva > Decimal::ZERO);
    let mut named =
        points.iter().filter(|point| is_low_side(point)).filter_map(|point| point.point.transformer.as_ref());
    let unknown = named.find(|no| !is_known(no));
    unknown.map_or(Ok(()), |no| Err(BillingRefusal::UnknownTransformer { transformer: no.to_string() }))
}

/// The points that share the loss, in the order of their numbers. A point alone behind its transformer has nobody to
/// share with and bears all of it.
fn participants(points: &[PointEnergy<'_>], transformer: &Transformer) -> Vec<usize> {
    let is_behind = |index: &usize| {
        let point = &points[*index];
        is_low_side(point) && point.point.transformer.as_ref() == Some(&transformer.no)
    };
    let behind: Vec<usize> = (0..points.len()).filter(is_behind).collect();
    if behind.len() == 1 {
        return behind;
    }
    behind.into_iter().filter(|index| points[*index].point.loss_share != LossShare::None).collect()
}

struct Loss {
    kwh: i64,
    kvarh: i64,
}

fn loss(
    transformer: &Transformer,
    points: &[PointEnergy<'_>],
    behind: &[usize],
    days: Days,
) -> Result<Loss, BillingRefusal> {
    let kwh: i64 = behind.iter().map(|index| points[*index].kwh.max(0)).sum();
    let kvarh: i64 = behind.iter().map(|index| points[*index].kvarh.max(0)).sum();
    match &transformer.loss {
        TransformerLoss::None => Ok(Loss { kwh: 0, kvarh: 0 }),
        TransformerLoss::Formula { .. } => {
            by_formula(transformer, kwh, kvarh, transformer.days_running(days.first(), days.to))
        }
        TransformerLoss::Table { rows } => by_table(rows, kwh, days.months()),
    }
}

fn by_formula(transformer: &Transformer, kwh: i64, kvarh: i64, days: i64) -> Result<Loss, BillingRefusal> {
    let TransformerLoss::Formula { no_load_kw, load_kw, no_load_current_percent, impedance_percent, shape } =
        &transformer.loss
    else {
        return Ok(Loss { kwh: 0, kvarh: 0 });
    };
    if days == 0 {
        return Ok(Loss { kwh: 0, kvarh: 0 });
    }
    let hours = Decimal::from(24 * days);
    let loading = loading(kwh, kvarh, transformer.kva, hours).ok_or(BillingRefusal::TooLarge)?;
    let percent = |percent: &Decimal| transformer.kva.checked_mul(*percent).map(|kva| kva / Decimal::ONE_HUNDRED);
    let sum = |fixed: Option<Decimal>, load: Option<Decimal>| {
        whole_kwh(fixed?.checked_mul(hours)?.checked_add(load?.checked_mul(loading)?)?).ok()
    };
    let kwh = sum(Some(*no_load_kw), shape.checked_mul(*load_kw)).ok_or(BillingRefusal::TooLarge)?;
    let kvarh = sum(percent(no_load_current_percent), percent(impedance_percent)).ok_or(BillingRefusal::TooLarge)?;
    Ok(Loss { kwh, kvarh })
}

/// (Wp² + Wq²) ÷ (Se²·24·d): the hours at full load that would lose as much.
fn loading(kwh: i64, kvarh: i64, kva: Decimal, hours: Decimal) -> Option<Decimal> {
    let share = |quantity: i64| Decimal::from(quantity).checked_div(kva);
    let square = |part: Decimal| part.checked_mul(part);
    square(share(kwh)?)?.checked_add(square(share(kvarh)?)?)?.checked_div(hours)
}

/// The table is by the energy of one month.
fn by_table(rows: &[LossRow], kwh: i64, months: i64) -> Result<Loss, BillingRefusal> {
    let monthly = kwh / months;
    let row = rows.iter().find(|row| row.up_to_kwh.is_none_or(|limit| monthly <= limit)).or(rows.last());
    let Some(row) = row else { return Ok(Loss { kwh: 0, kvarh: 0 }) };
    Ok(Loss {
        kwh: whole_product(&[row.active_kwh, months.into()])?,
        kvarh: whole_product(&[row.reactive_kvarh, months.into()])?,
    })
}

/// 变损分摊 of a loss among the points behind: 定量 first, the rest by ratio. Where all are 定量, nothing else is charged.
fn shares(points: &[PointEnergy<'_>], behind: &[usize], loss: i64, days: Days) -> Result<Vec<i64>, BillingRefusal> {
    let mut shares = vec![0; behind.len()];
    let mut rest = loss;
    let mut by_ratio = Vec::new();
    for (position, index) in behind.iter().enumerate() {
        if let LossShare::Fixed { kwh_per_month } = points[*index].point.loss_share {
            shares[position] = whole_product(&[kwh_per_month.into(), days.months().into()])?.clamp(0, rest.max(0));
            rest -= shares[position];
        } else {
            by_ratio.push(position);
        }
    }
    let parts = divide(rest, &weights(points, behind, &by_ratio))?;
    by_ratio.iter().zip(parts).for_each(|(position, part)| shares[*position] = part);
    Ok(shares)
}

/// By contract capacity where every point states one, else by energy.
fn weights(points: &[PointEnergy<'_>], behind: &[usize], by_ratio: &[usize]) -> Vec<Decimal> {
    let capacity = |position: &usize| match points[behind[*position]].point.loss_share {
        LossShare::ByCapacity { kva } => Some(kva),
        _ => None,
    };
    let energy = |position: &usize| Decimal::from(points[behind[*position]].kwh.max(0));
    let capacities: Option<Vec<Decimal>> = by_ratio.iter().map(capacity).collect();
    capacities.unwrap_or_else(|| by_ratio.iter().map(energy).collect())
}

/// Ratios of six decimals, whole kWh, the rest to the last one; equal parts where all weights are zero.
fn divide(loss: i64, weights: &[Decimal]) -> Result<Vec<i64>, BillingRefusal> {
    let sum: Decimal = weights.iter().sum();
    let ratio = |weight: &Decimal| {
        let equal = || Decimal::ONE / Decimal::from(weights.len());
        let exact = if sum.is_zero() { Some(equal()) } else { weight.checked_div(sum) };
        let exact = exact.ok_or(BillingRefusal::TooLarge)?;
        Ok(exact.round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero))
    };
    let mut rest = loss;
    let mut parts = Vec::with_capacity(weights.len());
    for (position, weight) in weights.iter().enumerate() {
        let is_last = position + 1 == weights.len();
        let part = if is_last { rest } else { whole_product(&[loss.into(), ratio(weight)?])?.min(rest) };
        rest -= part;
        parts.push(part);
    }
    Ok(parts)
}
