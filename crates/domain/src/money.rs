//! Money: exact fen, never a float.
//!
//! At rest money is an integer of fen; on the wire and on the screen it is a string of yuan with two decimals. Arithmetic
//! that overflows panics in every build: a wrong sum must never be booked.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// An amount in fen (1 yuan = 100 fen). Negative amounts are credits or red entries.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// Why a text is not an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    #[error("an amount is digits with at most two decimals, like 86.40")]
    NotAnAmount,
    #[error("the amount is larger than can be booked")]
    TooLarge,
}

impl Money {
    pub const ZERO: Money = Money(0);
    pub const YUAN: Money = Money(100);
    pub const JIAO: Money = Money(10);

    pub const fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    pub const fn from_yuan(yuan: i64) -> Money {
        Money(yuan * 100)
    }

    pub const fn fen(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The exact amount in yuan.
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Rounds an amount in yuan to fen, halves away from zero, as every price line and penalty is.
    pub fn round_half_up_to_fen(yuan: Decimal) -> Money {
        let fen = (yuan * Decimal::ONE_HUNDRED).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        Money(fen.to_i64().expect("an amount of money fits 64 bits of fen"))
    }

    /// The next multiple of `unit` at or above this amount, as whole-yuan collection takes it.
    pub fn round_up_to(self, unit: Money) -> Money {
        assert!(unit.is_positive(), "a collection unit is positive");
        Money(self.0.div_euclid(unit.0) * unit.0 + if self.0.rem_euclid(unit.0) == 0 { 0 } else { unit.0 })
    }

    pub fn abs(self) -> Money {
        Money(self.0.checked_abs().expect("money overflows"))
    }

    /// `86.40` as `¥86.40`, `-9582.54` as `-¥9,582.54`.
    pub fn with_symbol(self) -> String {
        let plain = self.abs().to_string();
        let (yuan, decimals) = plain.split_once('.').expect("money shows two decimals");
        let sign = if self.is_negative() { "-" } else { "" };
        format!("{sign}¥{}.{decimals}", grouped(yuan))
    }

    /// With thousands separators and without the symbol: `9,582.54`.
    pub fn grouped(self) -> String {
        self.with_symbol().replace('¥', "")
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:02}", fen / 100, fen % 100))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads `86.4`, `86.40`, `9,582.54`, `¥86.40`, `-86.40`; anything finer than a fen is refused, never rounded.
    fn from_str(text: &str) -> Result<Money, MoneyError> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let text = text.strip_prefix(['¥', '￥']).unwrap_or(text);
        let (yuan, decimals) = text.split_once('.').unwrap_or((text, ""));
        let yuan = ungrouped(yuan).ok_or(MoneyError::NotAnAmount)?;
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if yuan.is_empty() || !is_digits(&yuan) || !is_digits(decimals) || decimals.len() > 2 {
            return Err(MoneyError::NotAnAmount);
        }
        let fen = format!("{yuan}{decimals:0<2}").parse::<i64>().map_err(|_| MoneyError::TooLarge)?;
        Ok(Money(if negative { -fen } else { fen }))
    }
}

/// Takes the separators out of `9,582`; `None` where they do not stand at thousands.
fn ungrouped(yuan: &str) -> Option<String> {
    let Some((first, rest)) = yuan.split_once(',') else {
        return Some(yuan.to_owned());
    };
    let well_formed = (1..=3).contains(&first.len()) && rest.split(',').all(|group| group.len() == 3);
    well_formed.then(|| yuan.replace(',', ""))
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.checked_add(other.0).expect("money overflows"))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.checked_sub(other.0).expect("money overflows"))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(self.0.checked_neg().expect("money overflows"))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_are_read_and_shown_exactly() {
        for (text, fen) in
            [("86.4", 8640), ("86.40", 8640), ("0.05", 5), ("-86.40", -8640), ("9,582.54", 958_254), ("¥1", 100)]
        {
            assert_eq!(money(text).fen(), fen, "{text}");
        }
        assert_eq!(Money::from_fen(-5).to_string(), "-0.05");
        assert_eq!(Money::from_fen(958_254).with_symbol(), "¥9,582.54");
        assert_eq!(Money::from_fen(-100_000_000).with_symbol(), "-¥1,000,000.00");
    }

    #[test]
    fn what_is_not_an_exact_amount_is_refused() {
        for text in ["", ".", "1.234", "1e3", "一百", "1,00", "--1", "1.-2", ".5"] {
            assert_eq!(text.parse::<Money>(), Err(MoneyError::NotAnAmount), "{text}");
        }
        assert_eq!("99999999999999999999".parse::<Money>(), Err(MoneyError::TooLarge));
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (yuan, fen) in [("0.858", 86), ("0.125", 13), ("-0.125", -13), ("1.7280", 173)] {
            assert_eq!(Money::round_half_up_to_fen(yuan.parse().unwrap()).fen(), fen, "{yuan}");
        }
    }

    #[test]
    fn whole_yuan_rounds_up() {
        assert_eq!(money("86.43").round_up_to(Money::YUAN), money("87"));
        assert_eq!(money("87.00").round_up_to(Money::YUAN), money("87"));
        assert_eq!(money("49.53").round_up_to(Money::JIAO), money("49.60"));
    }
}
