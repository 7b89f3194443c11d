//! 增值税: contained in every price.

use rust_decimal::Decimal;

use crate::Money;

/// The net amount (half up) and the tax in an amount, at a share of the net amount like 0.13.
pub fn vat_of(gross: Money, share: Decimal) -> (Money, Money) {
    let net = Money::round_half_up_to_fen(gross.yuan() / (Decimal::ONE + share));
    (net, gross - net)
}
