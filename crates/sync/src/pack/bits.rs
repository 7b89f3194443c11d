//! Bits in a row, the highest first: for what is random and has no whole number of bytes.

use crate::wire::Malformed;

#[derive(Default)]
pub(super) struct BitsOut {
    bytes: Vec<u8>,
    used: usize,
}

impl BitsOut {
    pub fn put(&mut self, count: u32, value: u128) {
        for place in (0..count).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let bit = (value >> place & 1) as u8;
            *self.bytes.last_mut().expect("a byte was pushed") |= bit << (7 - self.used % 8);
            self.used += 1;
        }
    }

    pub fn append(&mut self, other: &BitsOut) {
        let mut rest = BitsIn::new(&other.bytes);
        for _ in 0..other.used {
            self.put(1, rest.take(1).expect("bits that were put can be taken"));
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

pub(super) struct BitsIn<'a> {
    bytes: &'a [u8],
    used: usize,
}

impl<'a> BitsIn<'a> {
    pub fn new(bytes: &'a [u8]) -> BitsIn<'a> {
        BitsIn { bytes, used: 0 }
    }

    /// So many numbers of so many bits, at most 64.
    pub fn take_each(&mut self, count: usize, bits: u32) -> Result<Vec<u64>, Malformed> {
        let needed = count.checked_mul(bits as usize).and_then(|needed| needed.checked_add(self.used));
        if needed.is_none_or(|needed| needed > self.bytes.len() * 8) {
            return Err(Malformed::because("the loose bits are cut short"));
        }
        (0..count).map(|_| self.take(bits).map(|low| low as u64)).collect()
    }

    pub fn take(&mut self, count: u32) -> Result<u128, Malformed> {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.used / 8).ok_or(Malformed::because("the loose bits are cut short"))?;
            value = value << 1 | u128::from(byte >> (7 - self.used % 8) & 1);
            self.used += 1;
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_come_back_in_order() {
        let mut out = BitsOut::default();
        out.put(74, 0x1ff_0000_0000_0000_0001);
        out.put(3, 5);
        out.put(128, u128::MAX - 1);
        let bytes = out.into_bytes();
        assert_eq!(bytes.len(), 26);
        let mut bits = BitsIn::new(&bytes);
        assert_eq!(bits.take(74), Ok(0x1ff_0000_0000_0000_0001));
        assert_eq!(bits.take(3), Ok(5));
        assert_eq!(bits.take(128), Ok(u128::MAX - 1));
        assert!(bits.take(4).is_err());
    }
}
