//! Rounding and the limits of what can be billed at all.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::BillingRefusal;
use crate::Money;

/// More than the whole country uses in a year; whatever is above it is a mistake in the archive.
pub(super) const KWH_MAX: i64 = 10_i64.pow(13);

/// 100 billion yuan: what a journal can carry, and far from what 64 bits of fen can hold.
const YUAN_MAX: i64 = 10_i64.pow(11);

/// 四舍五入 to whole kWh or kvarh.
pub(super) fn whole_kwh(exact: Decimal) -> Result<i64, BillingRefusal> {
    let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64();
    whole.filter(|kwh| (-KWH_MAX..=KWH_MAX).contains(kwh)).ok_or(BillingRefusal::TooLarge)
}

/// Whole kWh of a product that may be too large for any number.
pub(super) fn whole_product(factors: &[Decimal]) -> Result<i64, BillingRefusal> {
    let product = factors.iter().try_fold(Decimal::ONE, |product, factor| product.checked_mul(*factor));
    whole_kwh(product.ok_or(BillingRefusal::TooLarge)?)
}

/// The amount of a line: quantity × price, half up to fen.
pub(super) fn amount(quantity: Decimal, price: Decimal) -> Result<Money, BillingRefusal> {
    let yuan = quantity.checked_mul(price).filter(|yuan| yuan.abs() <= Decimal::from(YUAN_MAX));
    yuan.map(Money::round_half_up_to_fen).ok_or(BillingRefusal::TooLarge)
}

/// The sum of lines that may be many and large.
pub(super) fn total(amounts: impl Iterator<Item = Money>) -> Result<Money, BillingRefusal> {
    let fen: i128 = amounts.map(|amount| i128::from(amount.fen())).sum();
    let fen = i64::try_from(fen).map_err(|_| BillingRefusal::TooLarge)?;
    let total = Money::from_fen(fen);
    if total.yuan().abs() <= Decimal::from(YUAN_MAX) { Ok(total) } else { Err(BillingRefusal::TooLarge) }
}

/// `kwh × part ÷ whole`, toward zero; exact for every quantity that can be billed.
pub(super) fn share_down(kwh: i64, part: i64, whole: i64) -> i64 {
    (i128::from(kwh) * i128::from(part) / i128::from(whole)) as i64
}

/// `kwh × part ÷ whole`, half up, for a quantity that is not below zero.
pub(super) fn share_half_up(kwh: i64, part: i64, whole: i64) -> i64 {
    let (numerator, whole) = (i128::from(kwh) * i128::from(part), i128::from(whole));
    ((2 * numerator + whole).div_euclid(2 * whole)) as i64
}
