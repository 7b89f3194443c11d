//! 通信地址: 12 digits, on the wire as BCD with the low byte first.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeterAddress([u8; 6]);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a meter's address is 12 digits")]
pub struct AddressError;

impl MeterAddress {
    /// Whoever hears it answers: only where one meter hangs on the line.
    pub const ANY: MeterAddress = MeterAddress([0xAA; 6]);

    pub fn from_wire(bytes: [u8; 6]) -> MeterAddress {
        MeterAddress(bytes)
    }

    pub fn wire(self) -> [u8; 6] {
        self.0
    }

    /// Whether an answer from `other` is one to a question asked of this address.
    pub fn means(self, other: MeterAddress) -> bool {
        self == MeterAddress::ANY || self == other
    }
}

impl FromStr for MeterAddress {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<MeterAddress, AddressError> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        if digits.len() != 12 || text.len() != 12 {
            return Err(AddressError);
        }
        let mut bytes = [0; 6];
        for (byte, pair) in bytes.iter_mut().rev().zip(digits.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Ok(MeterAddress(bytes))
    }
}

impl fmt::Display for MeterAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().rev().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for MeterAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
