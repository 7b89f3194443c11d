//! The columns of the leaves, and what the leaves before say about the next.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use uuid::Uuid;

use super::super::ids;
use super::super::lanes::Lanes;
use super::super::narrow;
use super::decimal_text::DecimalText;
use super::predict::Predictor;
use super::tree::{Leaf, LeafKind, Path, Shape};
use crate::wire::Malformed;

/// Digits that a column holds; longer numbers are cut into several.
const DIGITS_TOGETHER: usize = 9;

/// All texts lie in one column: those that repeat are not written again.
const TEXTS: usize = 0;

const UUID_BYTES: usize = 16;

/// The columns of each leaf of each shape.
pub(super) struct Layout {
    pub shapes: Vec<Vec<LeafColumns>>,
    /// Columns of numbers, that of the shapes included.
    pub numbers: usize,
}

#[derive(Clone, Copy)]
pub(super) struct LeafColumns {
    kind: LeafKind,
    first: usize,
}

impl LeafKind {
    /// How many columns of numbers a leaf takes.
    fn numbers(self) -> usize {
        match self {
            LeafKind::Int | LeafKind::Text | LeafKind::Bool => 1,
            LeafKind::Decimal => 2,
            LeafKind::Digits(length) => length.div_ceil(DIGITS_TOGETHER),
            LeafKind::Bytes(UUID_BYTES) => 3,
            LeafKind::Bytes(_) => 1,
        }
    }
}

impl Layout {
    pub fn of(shapes: &[&Shape]) -> Layout {
        let mut known: BTreeMap<(Path, LeafKind), usize> = BTreeMap::new();
        let mut numbers = super::SHAPE + 1;
        let mut columns = |(kind, path): (LeafKind, Path)| {
            let first = *known.entry((path, kind)).or_insert_with(|| {
                numbers += kind.numbers();
                numbers - kind.numbers()
            });
            LeafColumns { kind, first }
        };
        let shapes = shapes.iter().map(|shape| shape.leaves().into_iter().map(&mut columns).collect()).collect();
        Layout { shapes, numbers }
    }
}

/// Writes down what would be written, to see what could be expected.
#[derive(Default)]
pub(super) struct Recorder {
    /// Column and value, in their order.
    pub events: Vec<(usize, i64)>,
}

impl Lanes for Recorder {
    fn signed(&mut self, lane: usize, value: i64) -> Result<i64, Malformed> {
        self.events.push((lane, value));
        Ok(value)
    }

    fn text(&mut self, _: usize, value: &str) -> Result<String, Malformed> {
        Ok(value.to_owned())
    }

    fn bits(&mut self, _: u32, value: u128) -> Result<u128, Malformed> {
        Ok(value)
    }

    fn raw(&mut self, _: usize, value: &[u8]) -> Result<Vec<u8>, Malformed> {
        Ok(value.to_vec())
    }
}

/// What repeats is named by how many different ones lie between.
struct Seen<T> {
    values: Vec<T>,
    places: HashMap<T, usize>,
}

impl<T: Clone + Eq + Hash> Seen<T> {
    fn new() -> Seen<T> {
        Seen { values: Vec::new(), places: HashMap::new() }
    }

    /// Counted from 1; 0 for one that was not seen.
    fn back(&self, value: &T) -> i64 {
        self.places.get(value).map_or(0, |place| (self.values.len() - place) as i64)
    }

    fn at(&self, back: i64) -> Result<T, Malformed> {
        let place = usize::try_from(back).ok().and_then(|back| self.values.len().checked_sub(back));
        let value = place.and_then(|place| self.values.get(place));
        value.cloned().ok_or(Malformed::because("a value that was not there before"))
    }

    fn push(&mut self, value: &T) {
        self.places.insert(value.clone(), self.values.len());
        self.values.push(value.clone());
    }
}

pub(super) struct State {
    predictors: Vec<Predictor>,
    memory: super::predict::Memory,
    texts: Seen<String>,
    bytes: Seen<Vec<u8>>,
}

impl State {
    pub fn new(predictors: Vec<Predictor>) -> State {
        let memory = super::predict::Memory::new(&predictors);
        State { predictors, memory, texts: Seen::new(), bytes: Seen::new() }
    }

    /// One row: what was given where it is written, what was found where it is read.
    pub fn row(
        &mut self,
        lanes: &mut impl Lanes,
        columns: &[LeafColumns],
        given: &[Leaf],
    ) -> Result<Vec<Leaf>, Malformed> {
        columns.iter().zip(given).map(|(columns, given)| self.leaf(lanes, *columns, given)).collect()
    }

    pub fn number(&mut self, lanes: &mut impl Lanes, column: usize, given: i64) -> Result<i64, Malformed> {
        let expected = self.memory.expected(self.predictors[column], column);
        let off = lanes.signed(column, given.wrapping_sub(expected))?;
        let value = expected.wrapping_add(off);
        self.memory.keep(column, value);
        Ok(value)
    }

    fn leaf(&mut self, lanes: &mut impl Lanes, columns: LeafColumns, given: &Leaf) -> Result<Leaf, Malformed> {
        let first = columns.first;
        match (columns.kind, given) {
            (LeafKind::Int, Leaf::Int(given)) => self.number(lanes, first, *given).map(Leaf::Int),
            (LeafKind::Bool, Leaf::Bool(given)) => match self.number(lanes, first, i64::from(*given))? {
                0 => Ok(Leaf::Bool(false)),
                1 => Ok(Leaf::Bool(true)),
                _ => Err(Malformed::because("neither true nor false")),
            },
            (LeafKind::Decimal, Leaf::Decimal(given)) => {
                let number = self.number(lanes, first, given.number)?;
                let scale = self.number(lanes, first + 1, i64::from(given.scale))?;
                Ok(Leaf::Decimal(DecimalText { number, scale: narrow(scale as u64)? }))
            }
            (LeafKind::Text, Leaf::Text(given)) => self.text(lanes, first, given).map(Leaf::Text),
            (LeafKind::Digits(length), Leaf::Digits(given)) => {
                self.digits(lanes, first, length, given).map(Leaf::Digits)
            }
            (LeafKind::Bytes(length), Leaf::Bytes(given)) => self.bytes(lanes, first, length, given).map(Leaf::Bytes),
            _ => Err(Malformed::because("a leaf of another kind")),
        }
    }

    fn text(&mut self, lanes: &mut impl Lanes, first: usize, given: &String) -> Result<String, Malformed> {
        let back = self.number(lanes, first, self.texts.back(given))?;
        if back != 0 {
            return self.texts.at(back);
        }
        let text = lanes.text(TEXTS, given)?;
        self.texts.push(&text);
        Ok(text)
    }

    fn digits(
        &mut self,
        lanes: &mut impl Lanes,
        first: usize,
        length: usize,
        given: &str,
    ) -> Result<String, Malformed> {
        let mut text = String::new();
        for (part, start) in (0..length).step_by(DIGITS_TOGETHER).enumerate() {
            let width = DIGITS_TOGETHER.min(length - start);
            let number = given[start..start + width].parse().expect("digits are a number");
            let number = self.number(lanes, first + part, number)?;
            let digits = format!("{number:0width$}");
            if number < 0 || digits.len() != width {
                return Err(Malformed::because("a number of too many digits"));
            }
            text.push_str(&digits);
        }
        Ok(text)
    }

    fn bytes(
        &mut self,
        lanes: &mut impl Lanes,
        first: usize,
        length: usize,
        given: &Vec<u8>,
    ) -> Result<Vec<u8>, Malformed> {
        let back = self.number(lanes, first, self.bytes.back(given))?;
        if back != 0 {
            return self.bytes.at(back).and_then(|bytes| match bytes.len() == length {
                true => Ok(bytes),
                false => Err(Malformed::because("bytes of another length")),
            });
        }
        let bytes = match length {
            UUID_BYTES => self.uuid(lanes, first, given)?,
            _ => self.chance(lanes, given)?,
        };
        self.bytes.push(&bytes);
        Ok(bytes)
    }

    fn chance(&mut self, lanes: &mut impl Lanes, given: &[u8]) -> Result<Vec<u8>, Malformed> {
        given.iter().map(|byte| lanes.bits(8, u128::from(*byte)).map(|byte| byte as u8)).collect()
    }

    /// A UUIDv7 is a time and chance.
    fn uuid(&mut self, lanes: &mut impl Lanes, first: usize, given: &[u8]) -> Result<Vec<u8>, Malformed> {
        let given = Uuid::from_slice(given).map_err(|_| Malformed::because("an id of another length"))?;
        let form = self.number(lanes, first + 1, ids::form_of(given) as i64)?;
        if form != 0 {
            return Ok(lanes.bits(128, given.as_u128())?.to_be_bytes().to_vec());
        }
        let (made_ms, random) = ids::parts(given);
        let made_ms = self.number(lanes, first + 2, made_ms)?;
        Ok(ids::of_parts(made_ms, lanes.bits(ids::RANDOM_BITS, random)?).into_bytes().to_vec())
    }
}
