//! Entries and customers in columns.
//!
//! Rows that follow each other differ little, and each field differs in its own way. So every field is a column of its own,
//! as the distance from what could be expected, and the compressor sees alike beside alike. Random bits, which nothing
//! shortens, go beside the columns into a stream of bits. Whatever does not come back byte for byte travels as it is.

mod bits;
mod customers;
mod documents;
mod entries;
mod ids;
mod ints;
mod lanes;
mod payment;
mod prices;
mod shapes;
mod texts;

pub(crate) use customers::PackedChanges;
pub(crate) use documents::PackedDocuments;
pub(crate) use entries::PackedEntries;

use crate::wire::Malformed;

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
pub(crate) fn write_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(crate) fn read_varint(bytes: &mut &[u8]) -> Result<u64, Malformed> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(Malformed::because("a number is cut short"))?;
        *bytes = rest;
        if shift == 63 && *byte > 1 {
            break;
        }
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Malformed::because("a number is too large"))
}

/// Small numbers of either sign become small numbers: 0, −1, 1, −2, … as 0, 1, 2, 3, …
pub(crate) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

pub(crate) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// A number in the type where it belongs.
pub(crate) fn narrow<T: TryFrom<u64>>(value: u64) -> Result<T, Malformed> {
    T::try_from(value).map_err(|_| Malformed::because("a number is out of range"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back(value: u64, signed: i64) {
            let mut bytes = Vec::new();
            write_varint(&mut bytes, value);
            prop_assert_eq!(read_varint(&mut bytes.as_slice()), Ok(value));
            prop_assert_eq!(unzigzag(zigzag(signed)), signed);
        }
    }

    #[test]
    fn an_endless_number_is_refused() {
        assert!(read_varint(&mut [0xff; 20].as_slice()).is_err());
        assert!(read_varint(&mut [0x80].as_slice()).is_err());
    }
}
