//! One description of each row for both directions: a lane gives back what it was given when it writes, and what it finds
//! when it reads. So the sender sees at once what the receiver will make of a row.

use super::bits::{BitsIn, BitsOut};
use super::ints::{IntsIn, read_columns, write_columns};
use super::narrow;
use super::texts::{TextsIn, write_texts};
use crate::wire::Malformed;

pub(super) trait Lanes {
    /// A number in column `lane`.
    fn signed(&mut self, lane: usize, value: i64) -> Result<i64, Malformed>;
    /// A text in column `lane`.
    fn text(&mut self, lane: usize, value: &str) -> Result<String, Malformed>;
    /// Up to 128 random bits.
    fn bits(&mut self, count: u32, value: u128) -> Result<u128, Malformed>;
    /// Bytes as they are; their length is a number in `lane`.
    fn raw(&mut self, lane: usize, value: &[u8]) -> Result<Vec<u8>, Malformed>;

    /// A count, a code or an age; in its column it is the signed number of the same bits.
    fn int(&mut self, lane: usize, value: u64) -> Result<u64, Malformed> {
        Ok(self.signed(lane, value as i64)? as u64)
    }
}

pub(super) struct LanesOut {
    ints: Vec<Vec<i64>>,
    texts: Vec<Vec<String>>,
    raw: Vec<u8>,
    bits: BitsOut,
}

impl LanesOut {
    pub fn new(ints: usize, texts: usize) -> LanesOut {
        LanesOut {
            ints: vec![Vec::new(); ints],
            texts: vec![Vec::new(); texts],
            raw: Vec::new(),
            bits: BitsOut::default(),
        }
    }

    /// The columns, and the bits beside them.
    pub fn into_bytes(self) -> (Vec<u8>, Vec<u8>) {
        let mut columns = Vec::new();
        // The reader meets the planes of chance before the bits of the rows.
        let mut bits = BitsOut::default();
        write_columns(&mut columns, &mut bits, self.ints.iter().map(Vec::as_slice));
        self.texts.iter().for_each(|column| write_texts(&mut columns, &mut bits, column));
        columns.extend(self.raw);
        bits.append(&self.bits);
        (columns, bits.into_bytes())
    }
}

impl Lanes for LanesOut {
    fn signed(&mut self, lane: usize, value: i64) -> Result<i64, Malformed> {
        self.ints[lane].push(value);
        Ok(value)
    }

    fn text(&mut self, lane: usize, value: &str) -> Result<String, Malformed> {
        self.texts[lane].push(value.to_owned());
        Ok(value.to_owned())
    }

    fn bits(&mut self, count: u32, value: u128) -> Result<u128, Malformed> {
        self.bits.put(count, value);
        Ok(if count < 128 { value & ((1 << count) - 1) } else { value })
    }

    fn raw(&mut self, lane: usize, value: &[u8]) -> Result<Vec<u8>, Malformed> {
        self.int(lane, value.len() as u64)?;
        self.raw.extend(value);
        Ok(value.to_vec())
    }
}

pub(super) struct LanesIn<'a> {
    ints: Vec<IntsIn<'a>>,
    texts: Vec<TextsIn<'a>>,
    raw: &'a [u8],
    bits: BitsIn<'a>,
    /// What may still be taken: columns of equal values could go on for ever.
    budget: usize,
}

impl<'a> LanesIn<'a> {
    pub fn read(
        mut columns: &'a [u8],
        loose: &'a [u8],
        (ints, texts): (usize, usize),
        budget: usize,
    ) -> Result<LanesIn<'a>, Malformed> {
        let mut bits = BitsIn::new(loose);
        let ints = read_columns(&mut columns, &mut bits, ints)?;
        let texts = (0..texts).map(|_| TextsIn::read(&mut columns, &mut bits)).collect::<Result<_, _>>()?;
        Ok(LanesIn { ints, texts, raw: columns, bits, budget })
    }

    /// How many numbers a column holds.
    pub fn count(&self, lane: usize) -> usize {
        self.ints[lane].count()
    }

    /// What follows the bytes whose lengths are in `lane`.
    pub fn after_raw(&self, lane: usize) -> Result<&'a [u8], Malformed> {
        let cut_short = Malformed::because("the bytes beside the columns are cut short");
        let length = self.ints[lane].sum(self.raw.len()).ok_or(cut_short)?;
        Ok(&self.raw[length..])
    }

    fn spend(&mut self, units: usize) -> Result<(), Malformed> {
        let left = self.budget.checked_sub(units);
        self.budget = left.ok_or(Malformed::because("the columns unfold to more than a message may hold"))?;
        Ok(())
    }
}

impl Lanes for LanesIn<'_> {
    fn signed(&mut self, lane: usize, _: i64) -> Result<i64, Malformed> {
        self.spend(1)?;
        self.ints[lane].take()
    }

    fn text(&mut self, lane: usize, _: &str) -> Result<String, Malformed> {
        let text = self.texts[lane].take()?;
        self.spend(1 + text.len())?;
        Ok(text)
    }

    fn bits(&mut self, count: u32, _: u128) -> Result<u128, Malformed> {
        self.bits.take(count)
    }

    fn raw(&mut self, lane: usize, _: &[u8]) -> Result<Vec<u8>, Malformed> {
        let length: usize = narrow(self.int(lane, 0)?)?;
        let short = Malformed::because("the bytes beside the columns are cut short");
        let (bytes, rest) = self.raw.split_at_checked(length).ok_or(short)?;
        self.raw = rest;
        Ok(bytes.to_vec())
    }
}
