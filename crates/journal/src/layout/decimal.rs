//! Decimal numbers in bytes: whole numbers of the last decimal that a field usually has, so that most values are one short
//! integer and neighbours differ by little.
//!
//! ```text
//! decimal at n places = integer                   the value × 10^n, where that is whole
//!                     / [ scale, mantissa ]       mantissa ÷ 10^scale, in lowest terms
//!                     / [ scale, low, high ]      the mantissa is high × 2^64 + low
//! ```
//!
//! Each value has exactly one of these forms; what comes in another is no entry.

use minicbor::decode::Error;
use minicbor::encode::Write;
use minicbor::{Decode, Decoder, Encode, Encoder};
use rust_decimal::Decimal;

/// Meters show at most so many decimals.
pub(super) type RegisterValue = Scaled<4>;

/// Yuan a unit as published.
pub(super) type Price = Scaled<8>;

/// Counted in whole units, mostly.
pub(super) type Quantity = Scaled<0>;

/// 10,000,000,000,000 of whatever is counted. The fen of a product of two stay within what a decimal can hold.
const DECIMAL_MAX: i64 = 10_000_000_000_000;

/// Mantissas of decimals have 96 bits.
const MANTISSA_BITS_MAX: u32 = 96;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scaled<const PLACES: u32>(pub Decimal);

/// The one form of a value.
enum Form {
    Integer(i64),
    Short { scale: u32, mantissa: i64 },
    Long { scale: u32, low: u64, high: i64 },
}

impl<const PLACES: u32> Scaled<PLACES> {
    fn form(self) -> Form {
        let value = self.0.normalize();
        let (scale, mantissa) = (value.scale(), value.mantissa());
        let as_integer = PLACES.checked_sub(scale).and_then(|missing| mantissa.checked_mul(10_i128.pow(missing)));
        if let Some(integer) = as_integer.and_then(|integer| i64::try_from(integer).ok()) {
            return Form::Integer(integer);
        }
        match i64::try_from(mantissa) {
            Ok(mantissa) => Form::Short { scale, mantissa },
            Err(_) => Form::Long { scale, low: mantissa as u64, high: (mantissa >> 64) as i64 },
        }
    }

    fn of(scale: u32, mantissa: i128) -> Option<Decimal> {
        if mantissa.unsigned_abs() >> MANTISSA_BITS_MAX != 0 {
            return None;
        }
        let value = Decimal::try_from_i128_with_scale(mantissa, scale).ok()?;
        (value.abs() <= Decimal::from(DECIMAL_MAX)).then(|| value.normalize())
    }
}

impl<C, const PLACES: u32> Encode<C> for Scaled<PLACES> {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
        match self.form() {
            Form::Integer(integer) => e.i64(integer)?,
            Form::Short { scale, mantissa } => e.array(2)?.u32(scale)?.i64(mantissa)?,
            Form::Long { scale, low, high } => e.array(3)?.u32(scale)?.u64(low)?.i64(high)?,
        };
        Ok(())
    }
}

impl<'b, C, const PLACES: u32> Decode<'b, C> for Scaled<PLACES> {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, Error> {
        let start = d.position();
        let (scale, mantissa) = if d.datatype()? != minicbor::data::Type::Array {
            (PLACES, i128::from(d.i64()?))
        } else {
            match d.array()? {
                Some(2) => (d.u32()?, i128::from(d.i64()?)),
                Some(3) => {
                    let (scale, low, high) = (d.u32()?, d.u64()?, d.i64()?);
                    (scale, i128::from(high) << 64 | i128::from(low))
                }
                _ => return Err(Error::message("a decimal is an integer, or two or three of them")),
            }
        };
        let value = Self::of(scale, mantissa).map(Scaled).ok_or(Error::message("a decimal is too large"))?;
        let again = minicbor::to_vec(value).map_err(|_| Error::message("a decimal has no form"))?;
        match d.input().get(start..d.position()) == Some(again.as_slice()) {
            true => Ok(value),
            false => Err(Error::message("a decimal is not in its shortest form")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn comes_back<const PLACES: u32>(value: Decimal) {
        let bytes = minicbor::to_vec(Scaled::<PLACES>(value)).unwrap();
        assert!(crate::is_deterministic(&bytes));
        assert_eq!(minicbor::decode::<Scaled<PLACES>>(&bytes).unwrap().0, value);
        assert_eq!(minicbor::decode::<Scaled<PLACES>>(&bytes).unwrap().0.scale(), value.normalize().scale());
    }

    fn bytes_of<const PLACES: u32>(text: &str) -> Vec<u8> {
        minicbor::to_vec(Scaled::<PLACES>(text.parse().unwrap())).unwrap()
    }

    #[test]
    fn a_usual_value_is_one_short_integer() {
        assert_eq!(bytes_of::<0>("60"), [0x18, 60]);
        assert_eq!(bytes_of::<4>("1234.56"), [0x1a, 0x00, 0xbc, 0x61, 0x00]);
        assert_eq!(bytes_of::<8>("0.5580"), [0x1a, 0x03, 0x53, 0x70, 0xc0]);
        assert_eq!(bytes_of::<0>("-125.5"), [0x82, 0x01, 0x39, 0x04, 0xe6]);
    }

    #[test]
    fn every_other_form_of_a_value_is_refused() {
        let refused: [&[u8]; 8] = [
            &[0x82, 0x00, 0x05],                                     // the integer 5 would do
            &[0x82, 0x02, 0x18, 150],                                // 1.50 is 1.5
            &[0x83, 0x01, 0x05, 0x00],                               // two numbers would do
            &[0x82, 0x18, 29, 0x05],                                 // more decimals than a decimal has
            &[0x83, 0x00, 0x05, 0x1a, 0xff, 0xff, 0xff, 0xff],       // more than 96 bits
            &[0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // larger than anything is
            &[0x81, 0x01],
            &[0xf4],
        ];
        for bytes in refused {
            assert!(minicbor::decode::<Scaled<0>>(bytes).is_err(), "{bytes:02x?}");
        }
    }

    proptest! {
        #[test]
        fn any_decimal_comes_back(mantissa in -DECIMAL_MAX..=DECIMAL_MAX, scale in 0_u32..=28) {
            let value = Decimal::from_i128_with_scale(i128::from(mantissa), scale);
            comes_back::<0>(value);
            comes_back::<4>(value);
            comes_back::<8>(value);
        }

        #[test]
        fn a_long_decimal_comes_back(mantissa in -(1_i128 << 95)..(1_i128 << 95)) {
            let value = Decimal::from_i128_with_scale(mantissa, 28);
            comes_back::<0>(value);
            comes_back::<8>(value);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = minicbor::decode::<Scaled<4>>(&bytes);
        }
    }
}
