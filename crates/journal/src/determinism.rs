//! Deterministic CBOR (RFC 8949 §4.2): shortest integers and lengths, definite lengths, map keys ascending, no floats,
//! no tags. An entry has exactly one byte string, so its hash has exactly one meaning.

const DEPTH_MAX: usize = 16;

/// Whether the bytes are exactly one data item in the form that entries use.
pub fn is_deterministic(bytes: &[u8]) -> bool {
    Walk { bytes, at: 0 }.item(0).is_some_and(|end| end == bytes.len())
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Walk<'_> {
    /// Walks over one item and gives the place after it; `None` where a rule is broken.
    fn item(&mut self, depth: usize) -> Option<usize> {
        if depth > DEPTH_MAX {
            return None;
        }
        let (major, argument) = self.head()?;
        match major {
            0 | 1 => {}
            2 => self.skip(argument)?,
            3 => self.text(argument)?,
            4 => self.array(argument, depth)?,
            5 => self.map(argument, depth)?,
            7 if argument == 20 || argument == 21 => {}
            _ => return None,
        }
        Some(self.at)
    }

    /// Major type and argument, in shortest form only.
    fn head(&mut self) -> Option<(u8, u64)> {
        let first = *self.bytes.get(self.at)?;
        self.at += 1;
        let (major, short) = (first >> 5, first & 0x1f);
        let width = match short {
            0..=23 => return Some((major, u64::from(short))),
            24..=27 => 1_usize << (short - 24),
            _ => return None,
        };
        let digits = self.bytes.get(self.at..self.at + width)?;
        self.at += width;
        let argument = digits.iter().fold(0_u64, |sum, digit| sum << 8 | u64::from(*digit));
        let smallest = if width == 1 { 24 } else { 1_u64 << (4 * width) };
        (argument >= smallest && major != 7).then_some((major, argument))
    }

    fn skip(&mut self, length: u64) -> Option<()> {
        let end = self.at.checked_add(usize::try_from(length).ok()?)?;
        (end <= self.bytes.len()).then(|| self.at = end)
    }

    fn text(&mut self, length: u64) -> Option<()> {
        let start = self.at;
        self.skip(length)?;
        std::str::from_utf8(&self.bytes[start..self.at]).ok().map(|_| ())
    }

    fn array(&mut self, items: u64, depth: usize) -> Option<()> {
        (0..items).try_for_each(|_| self.item(depth + 1).map(|_| ()))
    }

    fn map(&mut self, pairs: u64, depth: usize) -> Option<()> {
        let mut last_key: Option<&[u8]> = None;
        for _ in 0..pairs {
            let start = self.at;
            let end = self.item(depth + 1)?;
            let key = &self.bytes[start..end];
            if last_key.is_some_and(|last| last >= key) {
                return None;
            }
            last_key = Some(key);
            self.item(depth + 1)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::is_deterministic;

    #[test]
    fn only_the_shortest_definite_ordered_form_passes() {
        let accepted: [&[u8]; 5] = [&[0x00], &[0x18, 24], &[0x19, 1, 0], &[0xa2, 1, 0, 2, 0], &[0x62, 0xc3, 0xa9]];
        let refused: [&[u8]; 10] = [
            &[],
            &[0x18, 23],         // one byte too long
            &[0x19, 0, 255],     // two bytes where one is enough
            &[0x9f, 0xff],       // indefinite length
            &[0xa2, 2, 0, 1, 0], // keys out of order
            &[0xa2, 1, 0, 1, 0], // a key twice
            &[0xfa, 0, 0, 0, 0], // a float
            &[0xc0, 0x00],       // a tag
            &[0x62, 0xff, 0xff], // text that is not UTF-8
            &[0x00, 0x00],       // bytes after the item
        ];
        for bytes in accepted {
            assert!(is_deterministic(bytes), "{bytes:02x?}");
        }
        for bytes in refused {
            assert!(!is_deterministic(bytes), "{bytes:02x?}");
        }
    }
}
