//! Numbers that people write, and what Excel did to them. A number is repaired only when no digit is in doubt.

use rust_decimal::Decimal;

/// A number as the archive would write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    AsItWas(String),
    /// What was done, the last of it if it was more than one thing.
    Mended {
        text: String,
        by: Repair,
    },
    /// Digits are missing that nobody can know.
    DigitsLost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// ０１２ → 012
    HalfWidth,
    /// 1.12345678901E+11 → 112345678901
    WrittenOut,
    /// 45001 → 000000045001
    Padded,
}

/// Full-width digits and letters become half-width, an exponent is written out if it hides no digit, and leading zeros
/// come back where the full length is declared.
pub fn repair_number(text: &str, length: Option<u8>) -> Found {
    let mut done = None;
    let half: String = text.trim().chars().map(half_width).collect();
    if half != text.trim() {
        done = Some(Repair::HalfWidth);
    }
    let mut plain = half;
    if let Some((mantissa, exponent)) = exponent(&plain) {
        let Some(written) = write_out(mantissa, exponent) else { return Found::DigitsLost };
        (plain, done) = (written, Some(Repair::WrittenOut));
    }
    let length = usize::from(length.unwrap_or(0));
    if plain.len() < length && !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        (plain, done) = (format!("{plain:0>length$}"), Some(Repair::Padded));
    }
    match done {
        None => Found::AsItWas(plain),
        Some(by) => Found::Mended { text: plain, by },
    }
}

fn half_width(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{3000}' => ' ',
        _ => letter,
    }
}

/// `1.12345E+11` in its two parts.
fn exponent(text: &str) -> Option<(&str, usize)> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_number = !mantissa.is_empty() && mantissa.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let digits = exponent.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && digits { exponent.parse().ok().map(|exponent| (mantissa, exponent)) } else { None }
}

/// Exact only if the digits after the point reach to the last place, and Excel kept all of them.
fn write_out(mantissa: &str, exponent: usize) -> Option<String> {
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_exact = whole.len() == 1 && fraction.len() == exponent && exponent < EXCEL_DIGITS && !fraction.contains('.');
    is_exact.then(|| format!("{whole}{fraction}"))
}

/// Significant digits that a number cell keeps.
const EXCEL_DIGITS: usize = 15;

/// A reading: digits with one point, nothing else. Full-width digits are read, exponents and separators are not.
pub fn parse_value(text: &str) -> Option<Decimal> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.len() <= 14 && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(whole) && is_digits(fraction) { plain.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str, by: Repair) -> Found {
        Found::Mended { text: text.into(), by }
    }

    #[test]
    fn a_number_is_repaired_only_when_no_digit_is_in_doubt() {
        assert_eq!(repair_number("000000045001", Some(12)), Found::AsItWas("000000045001".into()));
        assert_eq!(repair_number("45001", Some(12)), repaired("000000045001", Repair::Padded));
        assert_eq!(repair_number("45001", None), Found::AsItWas("45001".into()));
        assert_eq!(repair_number("1.12345678901E+11", Some(12)), repaired("112345678901", Repair::WrittenOut));
        assert_eq!(repair_number("4.5001E+04", Some(12)), repaired("000000045001", Repair::Padded));
        assert_eq!(repair_number("1.12345E+11", Some(12)), Found::DigitsLost);
        assert_eq!(repair_number("4.21301000000000e21", Some(22)), Found::DigitsLost);
        assert_eq!(repair_number("０４５", None), repaired("045", Repair::HalfWidth));
        assert_eq!(repair_number("AE12", Some(12)), Found::AsItWas("AE12".into()));
        assert_eq!(repair_number("", Some(12)), Found::AsItWas(String::new()));
    }

    #[test]
    fn a_value_is_digits_and_one_point() {
        assert_eq!(parse_value("012345.60"), Some(Decimal::new(1_234_560, 2)));
        assert_eq!(parse_value("-1"), Some(Decimal::NEGATIVE_ONE));
        for text in ["", ".", "1.", ".5", "1,234.5", "1.2E3", "12a", "1.2.3", "--", "1 2", "+1"] {
            assert_eq!(parse_value(text), None, "{text}");
        }
    }
}
