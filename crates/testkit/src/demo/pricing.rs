//! 电度电费: what energy costs by a price version. Each tier is rounded to fen on its own, then added up.

use domain::{Money, PriceVersion};
use rust_decimal::Decimal;

/// How much of the calendar year's step allowance a customer has.
#[derive(Clone, Copy, Debug)]
pub struct StepYear {
    /// Months of the year with an account: 12, or fewer for one opened or closed within the year.
    pub months: i64,
    /// What a large family adds to every limit, a month.
    pub extra_kwh_per_month: i64,
}

impl StepYear {
    pub const FULL: StepYear = StepYear { months: 12, extra_kwh_per_month: 0 };

    /// A published yearly limit, as it is for this customer.
    fn limit(self, published_kwh: i64) -> i64 {
        published_kwh * self.months / 12 + self.extra_kwh_per_month * self.months
    }
}

/// The charge for `kwh` more after `before_kwh` since January. Limits are inclusive.
pub fn energy_charge(price: &PriceVersion, year: StepYear, before_kwh: i64, kwh: i64) -> Money {
    let mut charge = Money::ZERO;
    let mut from = before_kwh;
    let end = before_kwh + kwh;
    for tier in &price.tiers {
        let until = tier.up_to_kwh.map_or(end, |limit| year.limit(limit).min(end));
        if until > from {
            charge += Money::round_half_up_to_fen(Decimal::from(until - from) * tier.yuan_per_kwh);
            from = until;
        }
    }
    charge
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::prices::{BUSINESS_LOW, RESIDENTIAL, price_on, prices};

    fn charge(class: &str, year: StepYear, before_kwh: i64, kwh: i64) -> String {
        let prices = prices();
        let price = price_on(&prices, class, "2026-10-01".parse().unwrap()).unwrap();
        energy_charge(price, year, before_kwh, kwh).to_string()
    }

    #[test]
    fn the_step_tariff_comes_out_to_the_fen() {
        let rows = [
            (0, 180, "100.44"),
            (2100, 150, "88.20"),
            (2100, 2800, "1724.40"),
            (4700, 300, "232.40"),
            (0, 5000, "2982.00"),
            (4800, 1, "0.86"),
        ];
        for (before, kwh, amount) in rows {
            assert_eq!(charge(RESIDENTIAL, StepYear::FULL, before, kwh), amount, "{kwh} after {before}");
        }
    }

    #[test]
    fn a_large_family_and_a_new_account_have_other_limits() {
        let large_family = StepYear { extra_kwh_per_month: 100, ..StepYear::FULL };
        assert_eq!(charge(RESIDENTIAL, large_family, 3300, 200), "118.60");
        let opened_in_july = StepYear { months: 6, ..StepYear::FULL };
        assert_eq!(charge(RESIDENTIAL, opened_in_july, 1000, 200), "117.60");
    }

    #[test]
    fn six_decimals_of_a_business_price_are_kept_until_the_fen() {
        assert_eq!(charge(BUSINESS_LOW, StepYear::FULL, 0, 700), "514.98");
    }
}
