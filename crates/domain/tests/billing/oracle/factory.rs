//! Basic charge and power factor, one day at a time.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Class, FactoryTransformer, Life, Month, Published, days_of, whole};

/// A pause shorter than this is none.
const PAUSE_DAYS_MIN: i64 = 15;

/// The part of the monthly charge that falls on a day.
pub(super) fn basic_of_day(life: &Life, month: &Month, price: &Published) -> Decimal {
    let days = Decimal::from(days_of(month).len());
    let kva: Decimal = life.transformers.iter().map(|transformer| kva_of_month(transformer, month)).sum();
    kva * price.kva / days
}

/// One whole month if it ran on all days and came before them, else a thirtieth for each day it ran.
fn kva_of_month(transformer: &FactoryTransformer, month: &Month) -> Decimal {
    let days = days_of(month);
    let ran = days.iter().filter(|day| runs(transformer, **day)).count();
    let is_new = transformer.from >= month.from;
    let goes = transformer.to == Some(month.to);
    if ran == days.len() && !is_new && !goes {
        return transformer.kva;
    }
    transformer.kva * Decimal::from(ran.min(30)) / Decimal::from(30)
}

fn runs(transformer: &FactoryTransformer, day: NaiveDate) -> bool {
    let pauses = transformer.pauses.iter().filter(|(from, to)| (*to - *from).num_days() + 1 >= PAUSE_DAYS_MIN);
    day >= transformer.from
        && transformer.to.is_none_or(|to| day <= to)
        && !pauses.into_iter().any(|(from, to)| *from <= day && day <= *to)
}

/// The share to add, from a square root and the words of the table for 0.90.
pub(super) fn adjustment(life: &Life, month: &Month, kwh: i64) -> Decimal {
    if life.class != Class::Factory || kwh == 0 {
        return Decimal::ZERO;
    }
    let kvarh: i64 = month.runs.iter().map(|run| whole(run.reactive * run.multiplier)).sum();
    let (active, reactive) = (Decimal::from(kwh), Decimal::from(kvarh));
    let factor = active / root(active * active + reactive * reactive);
    let hundredths = whole(factor * Decimal::ONE_HUNDRED);
    let basis_points = match hundredths {
        95.. => -75,
        90..=94 => -15 * (hundredths - 90),
        70..=89 => 50 * (90 - hundredths),
        65..=69 => 1000 + 100 * (70 - hundredths),
        _ => 1500 + 200 * (65 - hundredths),
    };
    Decimal::new(basis_points, 4)
}

/// Newton's square root.
fn root(square: Decimal) -> Decimal {
    let mut root = square.max(Decimal::ONE);
    for _ in 0..120 {
        root = (root + square / root) / Decimal::TWO;
    }
    root
}
