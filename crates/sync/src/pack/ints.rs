//! Columns of numbers: how many, the smallest, and what each is above it, in planes of one byte, the highest plane first.
//!
//! ```text
//! columns = shape{columns} smallest{columns that are not empty} plane{all planes of all columns}
//! shape   = count [ planes [ loose ] ]
//! ```
//!
//! `count` is a varint, `smallest` a varint of the signed number in zigzag. `planes` is a byte from 0 to 8, with 16 added
//! where a byte `loose` follows: so many of the lowest bits of each number look like chance. They go to the loose bits and
//! spare the compressor; the planes hold what is above them. A column of equal numbers has neither planes nor loose bits.
//! The shapes stand together because they are alike in every message.

use super::bits::{BitsIn, BitsOut};
use super::{narrow, read_varint, unzigzag, write_varint, zigzag};
use crate::wire::Malformed;

const HAS_LOOSE: u8 = 16;

/// Fewer numbers than this say nothing about chance.
const LOOSE_FROM: usize = 24;

/// So many neighbouring bits are looked at together.
const WINDOW: u8 = 6;

struct Shape {
    smallest: i64,
    planes: u8,
    loose: u8,
}

impl Shape {
    fn of(values: &[i64]) -> Option<Shape> {
        let (smallest, largest) = (*values.iter().min()?, *values.iter().max()?);
        let bits = 64 - largest.abs_diff(smallest).leading_zeros() as u8;
        let is_loose = |loose: &u8| values.len() >= LOOSE_FROM && is_chance(values, smallest, *loose);
        let loose = (1..=bits).take_while(is_loose).last().unwrap_or(0);
        Some(Shape { smallest, planes: (bits - loose).div_ceil(8), loose })
    }

    /// How far the numbers lie above the smallest.
    fn above<'v>(&self, values: &'v [i64]) -> impl Iterator<Item = u64> + use<'v> {
        let smallest = self.smallest;
        values.iter().map(move |value| value.abs_diff(smallest))
    }
}

/// Whether the bits up to the lowest `bits` are alike in two numbers hardly more often than bits drawn at random.
fn is_chance(values: &[i64], smallest: i64, bits: u8) -> bool {
    let width = bits.min(WINDOW);
    let mut seen = [0_u64; 1 << WINDOW];
    for value in values {
        let window = value.abs_diff(smallest) >> (bits - width) & ((1 << width) - 1);
        seen[window as usize] += 1;
    }
    let meetings: u64 = seen.iter().map(|times| times * times.saturating_sub(1)).sum();
    let pairs = values.len() as u64 * (values.len() as u64 - 1);
    meetings * 100 <= (pairs >> width) * 110
}

pub(super) fn write_columns<'v>(out: &mut Vec<u8>, loose: &mut BitsOut, columns: impl Iterator<Item = &'v [i64]>) {
    let columns: Vec<_> = columns.map(|values| (values, Shape::of(values))).collect();
    for (values, shape) in &columns {
        write_varint(out, values.len() as u64);
        match shape {
            Some(shape) if shape.loose != 0 => out.extend([shape.planes + HAS_LOOSE, shape.loose]),
            Some(shape) => out.push(shape.planes),
            None => {}
        }
    }
    let columns: Vec<_> = columns.into_iter().filter_map(|(values, shape)| Some((values, shape?))).collect();
    columns.iter().for_each(|(_, shape)| write_varint(out, zigzag(shape.smallest)));
    for (values, shape) in &columns {
        for number in (0..shape.planes).rev() {
            let shift = u32::from(8 * number + shape.loose);
            out.extend(shape.above(values).map(|above| above.checked_shr(shift).unwrap_or(0) as u8));
        }
        let low = |above: u64| u128::from(above) & ((1 << shape.loose) - 1);
        shape.above(values).for_each(|above| loose.put(u32::from(shape.loose), low(above)));
    }
}

/// Reads a number when it is asked for, so that a count in hostile bytes costs nothing.
pub(super) struct IntsIn<'a> {
    smallest: i64,
    count: usize,
    planes: Vec<&'a [u8]>,
    /// How many of the lowest bits are loose, and these bits of each number.
    loose: (u8, Vec<u64>),
    at: usize,
}

impl<'a> IntsIn<'a> {
    pub fn count(&self) -> usize {
        self.count
    }

    /// The sum of all numbers, where it is at most `limit`.
    pub fn sum(&self, limit: usize) -> Option<usize> {
        let limit = limit as u64;
        let smallest = u64::try_from(self.smallest).ok()?;
        let smallest = smallest.checked_mul(self.count as u64).filter(|sum| *sum <= limit)?;
        if self.planes.is_empty() && self.loose.0 == 0 {
            return usize::try_from(smallest).ok();
        }
        let above = (0..self.count).try_fold(0_u64, |sum, at| sum.checked_add(self.above(at)))?;
        smallest.checked_add(above).filter(|sum| *sum <= limit).and_then(|sum| usize::try_from(sum).ok())
    }

    fn above(&self, at: usize) -> u64 {
        let high = self.planes.iter().fold(0_u64, |value, plane| value << 8 | u64::from(plane[at]));
        let low = self.loose.1.get(at).copied().unwrap_or(0);
        high.checked_shl(u32::from(self.loose.0)).unwrap_or(0) | low
    }

    pub fn take(&mut self) -> Result<i64, Malformed> {
        if self.at == self.count {
            return Err(Malformed::because("a column has too few numbers"));
        }
        let above = self.above(self.at);
        self.at += 1;
        self.smallest.checked_add_unsigned(above).ok_or(Malformed::because("a number is too large"))
    }
}

pub(super) fn read_columns<'a>(
    bytes: &mut &'a [u8],
    loose: &mut BitsIn<'_>,
    columns: usize,
) -> Result<Vec<IntsIn<'a>>, Malformed> {
    let shapes: Vec<_> = (0..columns).map(|_| read_shape(bytes)).collect::<Result<_, _>>()?;
    let with_smallest = |(count, planes, loose): (usize, u8, u8)| {
        let smallest = if count == 0 { 0 } else { unzigzag(read_varint(bytes)?) };
        Ok((count, planes, loose, smallest))
    };
    let shapes: Vec<_> = shapes.into_iter().map(with_smallest).collect::<Result<_, Malformed>>()?;
    let mut found = Vec::with_capacity(columns);
    for (count, planes, low_bits, smallest) in shapes {
        let planes = (0..planes).map(|_| read_plane(bytes, count)).collect::<Result<_, _>>()?;
        let low = if low_bits == 0 { Vec::new() } else { loose.take_each(count, u32::from(low_bits))? };
        found.push(IntsIn { smallest, count, planes, loose: (low_bits, low), at: 0 });
    }
    Ok(found)
}

fn read_shape(bytes: &mut &[u8]) -> Result<(usize, u8, u8), Malformed> {
    let count = narrow(read_varint(bytes)?)?;
    if count == 0 {
        return Ok((0, 0, 0));
    }
    let planes = take_byte(bytes)?;
    let loose = if planes & HAS_LOOSE != 0 { take_byte(bytes)? } else { 0 };
    match planes & !HAS_LOOSE {
        planes @ 0..=8 if loose <= 64 => Ok((count, planes, loose)),
        _ => Err(Malformed::because("a column of too many planes")),
    }
}

fn read_plane<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], Malformed> {
    let (plane, rest) = bytes.split_at_checked(count).ok_or(Malformed::because("a column is cut short"))?;
    *bytes = rest;
    Ok(plane)
}

pub(super) fn take_byte(bytes: &mut &[u8]) -> Result<u8, Malformed> {
    let (byte, rest) = bytes.split_first().ok_or(Malformed::because("a column is cut short"))?;
    *bytes = rest;
    Ok(*byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn come_back(columns: &[Vec<i64>]) {
        let (mut bytes, mut loose) = (Vec::new(), BitsOut::default());
        write_columns(&mut bytes, &mut loose, columns.iter().map(Vec::as_slice));
        let loose = loose.into_bytes();
        let mut rest = bytes.as_slice();
        let read = read_columns(&mut rest, &mut BitsIn::new(&loose), columns.len()).unwrap();
        assert!(rest.is_empty());
        for (mut column, values) in read.into_iter().zip(columns) {
            assert_eq!(values.iter().map(|_| column.take().unwrap()).collect::<Vec<_>>(), *values);
            assert!(column.take().is_err());
        }
    }

    proptest! {
        #[test]
        fn columns_come_back(values: Vec<i64>, narrow in proptest::collection::vec(-7_i64..900, 0..80)) {
            come_back(&[values.clone(), narrow.clone(), Vec::new()]);
            come_back(&[narrow, vec![i64::MAX, i64::MIN, 0], values]);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, loose: Vec<u8>) {
            if let Ok(columns) = read_columns(&mut bytes.as_slice(), &mut BitsIn::new(&loose), 3) {
                for mut column in columns {
                    let _ = column.sum(1 << 20);
                    for _ in 0..column.count().min(1_000) {
                        let _ = column.take();
                    }
                }
            }
        }
    }

    #[test]
    fn bits_of_chance_go_to_the_loose_bits() {
        let mut rng = testkit::seed::Rng::new(1);
        let chance: Vec<i64> = (0..256).map(|_| rng.between(0, 0xffff)).collect();
        let (mut bytes, mut loose) = (Vec::new(), BitsOut::default());
        write_columns(&mut bytes, &mut loose, std::iter::once(chance.as_slice()));
        assert!((256 * 14 / 8..=512).contains(&loose.into_bytes().len()));
        assert!(bytes.len() < 300);
        come_back(&[chance]);
    }
}
