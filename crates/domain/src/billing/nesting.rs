//! (20) 套扣: sub-meters are taken out of their main meter: 定量, then 定比 of what remains, then 总分.
//!
//! A sub-meter may be the main meter of others. Points are taken from the top down, so a point's quantity stands before its
//! own sub-meters are taken out of it.

use rust_decimal::Decimal;

use super::amount::whole_product;
use super::periods::PeriodKwh;
use super::point::{Days, PointEnergy};
use super::{BillingRefusal, QuantityLine, QuantityLineKind};
use crate::{PointNo, PointRole, SubQuantity};

pub(super) fn take_out(points: &mut [PointEnergy<'_>], days: Days) -> Result<(), BillingRefusal> {
    if points.iter().all(|point| point.point.role == PointRole::Main) {
        return Ok(());
    }
    for main in from_the_top(points)? {
        let subs = (0..points.len()).filter(|sub| parent(points, *sub) == Some(points[main].no()));
        let (unmetered, metered): (Vec<usize>, Vec<usize>) = subs.partition(|sub| points[*sub].meters.is_empty());
        // What has no meter of its own uses energy when its main meter does.
        let profile = (points[main].periods, points[main].without_periods);
        take_unmetered(points, main, &unmetered, days)?;
        for sub in unmetered {
            (points[sub].periods, points[sub].without_periods) = profile;
        }
        take_metered(points, main, &metered)?;
    }
    Ok(())
}

fn parent<'p>(points: &'p [PointEnergy<'_>], index: usize) -> Option<&'p PointNo> {
    match &points[index].point.role {
        PointRole::Main => None,
        PointRole::Sub { of, .. } => Some(of),
    }
}

/// Points with the least number of points above them first.
fn from_the_top(points: &[PointEnergy<'_>]) -> Result<Vec<usize>, BillingRefusal> {
    let depths = (0..points.len()).map(|index| depth(points, index)).collect::<Result<Vec<_>, _>>()?;
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|index| depths[*index]);
    Ok(order)
}

fn depth(points: &[PointEnergy<'_>], index: usize) -> Result<usize, BillingRefusal> {
    let broken = || BillingRefusal::BrokenNesting { point: points[index].no().clone() };
    let (mut at, mut depth) = (index, 0);
    while let Some(above) = parent(points, at) {
        at = points.iter().position(|point| point.no() == above).ok_or_else(broken)?;
        depth += 1;
        if depth >= points.len() {
            return Err(broken());
        }
    }
    Ok(depth)
}

/// 定量 and 定比: never more than the main meter has.
fn take_unmetered(
    points: &mut [PointEnergy<'_>],
    main: usize,
    subs: &[usize],
    days: Days,
) -> Result<(), BillingRefusal> {
    for sub in subs {
        if let PointRole::Sub { quantity: SubQuantity::Fixed { kwh_per_month }, .. } = points[*sub].point.role {
            let kwh = whole_product(&[kwh_per_month.into(), days.months().into()])?;
            give(points, main, *sub, kwh);
        }
    }
    let base = Decimal::from(points[main].kwh.max(0));
    for sub in subs {
        if let PointRole::Sub { quantity: SubQuantity::Share { share }, .. } = points[*sub].point.role {
            give(points, main, *sub, whole_product(&[base, share])?);
        }
    }
    Ok(())
}

fn give(points: &mut [PointEnergy<'_>], main: usize, sub: usize, kwh: i64) {
    let kwh = kwh.clamp(0, points[main].kwh.max(0));
    points[sub].kwh = kwh;
    points[sub].estimated |= points[main].estimated;
    let of = Some(points[sub].no().clone());
    points[main].adjust(QuantityLine { kind: QuantityLineKind::SubMeter, kwh: -kwh, kvarh: 0, of });
}

/// 总分: main meter less sub-meters, active, reactive and by periods.
fn take_metered(points: &mut [PointEnergy<'_>], main: usize, subs: &[usize]) -> Result<(), BillingRefusal> {
    let had = points[main].kwh;
    for sub in subs.iter().copied() {
        let (kwh, kvarh) = (points[sub].kwh, points[sub].kvarh.clamp(0, points[main].kvarh.max(0)));
        let periods: PeriodKwh = points[sub].periods;
        let has_periods = points[sub].without_periods.is_none();
        let of = Some(points[sub].no().clone());
        points[main].is_after_estimate |= points[sub].is_after_estimate;
        points[main].adjust(QuantityLine { kind: QuantityLineKind::SubMeter, kwh: -kwh, kvarh: -kvarh, of });
        if has_periods {
            points[main].periods.take_out(&periods);
        }
    }
    let is_short = points[main].kwh < 0 && had >= 0 && !points[main].is_after_estimate;
    if is_short { Err(BillingRefusal::SubAboveMain { point: points[main].no().clone() }) } else { Ok(()) }
}
