//! A number as documents write it: `1234.5`.

use crate::wire::Malformed;

/// Numbers without a point are digits instead, where they are long enough to be names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DecimalText {
    /// Without the point, at two decimals or as many as are written.
    pub number: i64,
    /// Decimals that are written.
    pub scale: u32,
}

/// Most numbers have so many decimals, once those that are zero are written.
const USUAL_PLACES: u32 = 2;
const SCALE_MAX: u32 = 9;
const LENGTH_MAX: usize = 16;
const WHOLE_LENGTH_MAX: usize = 5;

impl DecimalText {
    /// `None` for a text that would not come back.
    pub fn of(text: &str) -> Option<DecimalText> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let length_max = if decimals.is_empty() { WHOLE_LENGTH_MAX } else { LENGTH_MAX };
        let scale = decimals.len() as u32;
        if text.len() > length_max || scale > SCALE_MAX {
            return None;
        }
        let digits: i64 = format!("{whole}{decimals}").parse().ok()?;
        let decimal = DecimalText { number: digits.checked_mul(unit(scale))?, scale };
        (decimal.to_text().ok()? == text).then_some(decimal)
    }

    pub fn to_text(self) -> Result<String, Malformed> {
        if self.scale > SCALE_MAX {
            return Err(Malformed::because("a number of too many decimals"));
        }
        let digits = self.number.unsigned_abs() / unit(self.scale).unsigned_abs();
        let (sign, one) = (if self.number < 0 { "-" } else { "" }, 10_u64.pow(self.scale));
        Ok(match self.scale as usize {
            0 => format!("{sign}{digits}"),
            scale => format!("{sign}{}.{:0scale$}", digits / one, digits % one),
        })
    }
}

/// What the last written decimal counts.
fn unit(scale: u32) -> i64 {
    10_i64.pow(USUAL_PLACES.saturating_sub(scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were_written() {
        let number = |text: &str| DecimalText::of(text).map(|decimal| decimal.number);
        assert_eq!(number("1234.5"), Some(123_450));
        assert_eq!(number("1234.56"), Some(123_456));
        assert_eq!(number("-0.055"), Some(-55));
        assert_eq!(number("60"), Some(6_000));
        for text in
            ["", "007", "1.", ".5", "-", "1e3", "+1", "-0", "123456", "1.2.3", "0.0000000001", "99999999999999.999"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
