//! Rows of any deterministic CBOR, by shape: most rows differ in their leaves only, and most leaves follow from others.
//!
//! ```text
//! section = rows, shapes{ length, tokens }, predictors{ columns }, length of the loose bits, columns of numbers and texts
//! ```
//!
//! Rows of one shape are written as the number of the shape and their leaves. A leaf lies in the column of its place, which
//! shapes share. What of a column could be expected from another column, or from the row before, is not written: the sender
//! looks for the best such rule and says it once. So a bill that follows its reading costs little more than what is new in
//! it, and a kind of entry that comes later needs no columns of its own.

mod columns;
mod decimal_text;
mod predict;
mod tree;

use std::collections::{HashMap, HashSet};

use super::lanes::{Lanes, LanesIn, LanesOut};
use super::{narrow, read_varint, write_varint};
use crate::wire::Malformed;
use columns::{Layout, Recorder, State};
use predict::Predictor;
use tree::{Leaf, Shape};

/// The most bytes that all rows of a message unfold to.
const ROWS_BYTES_MAX: usize = 16 << 20;

/// What a row costs its reader, however short it is.
const ROW_BYTES_MIN: usize = 64;

/// The most bytes of all shapes of a message. Rows whose shape finds no room travel as they are.
const SHAPES_BYTES_MAX: usize = 512 << 10;

/// The most leaves of all rows of a message.
const BUDGET: usize = 8 << 20;

/// The column in which each row names its shape; those of the leaves follow.
const SHAPE: usize = 0;

/// A row that can be written by its shape.
pub(super) struct Shaped {
    shape: Shape,
    leaves: Vec<Leaf>,
}

impl Shaped {
    /// `None` for bytes that would not come back.
    pub fn of(bytes: &[u8]) -> Option<Shaped> {
        let (shape, leaves) = tree::take_apart(bytes)?;
        (shape.put_together(&leaves).ok()? == bytes).then_some(Shaped { shape, leaves })
    }
}

/// Keeps the shapes of a message within what its reader takes.
#[derive(Default)]
pub(super) struct Room {
    known: HashSet<Shape>,
    bytes: usize,
}

impl Room {
    /// The row, if there is room for its shape.
    pub fn for_row(&mut self, bytes: &[u8]) -> Option<Shaped> {
        let shaped = Shaped::of(bytes)?;
        if !self.known.contains(&shaped.shape) {
            let grown = self.bytes + shaped.shape.tokens().len();
            if grown > SHAPES_BYTES_MAX {
                return None;
            }
            self.bytes = grown;
            self.known.insert(shaped.shape.clone());
        }
        Some(shaped)
    }
}

/// The section, and its loose bits.
pub(super) fn write(rows: &[&Shaped]) -> (Vec<u8>, Vec<u8>) {
    let mut numbers: HashMap<&Shape, usize> = HashMap::new();
    let mut shapes: Vec<&Shape> = Vec::new();
    let which: Vec<usize> = rows
        .iter()
        .map(|row| {
            *numbers.entry(&row.shape).or_insert_with(|| {
                shapes.push(&row.shape);
                shapes.len() - 1
            })
        })
        .collect();
    let layout = Layout::of(&shapes);
    let mut recorder = Recorder::default();
    let plain = vec![Predictor::default(); layout.numbers];
    write_rows(&mut recorder, &layout, plain, rows, &which);
    let predictors = predict::choose(&recorder.events, layout.numbers);

    let mut out = Vec::new();
    write_varint(&mut out, rows.len() as u64);
    write_varint(&mut out, shapes.len() as u64);
    for shape in &shapes {
        write_varint(&mut out, shape.tokens().len() as u64);
        out.extend(shape.tokens());
    }
    predictors.iter().for_each(|predictor| predictor.write(&mut out));
    let mut lanes = LanesOut::new(layout.numbers, 1);
    write_rows(&mut lanes, &layout, predictors, rows, &which);
    let (columns, loose) = lanes.into_bytes();
    write_varint(&mut out, loose.len() as u64);
    out.extend(columns);
    (out, loose)
}

fn write_rows(lanes: &mut impl Lanes, layout: &Layout, predictors: Vec<Predictor>, rows: &[&Shaped], which: &[usize]) {
    let mut state = State::new(predictors);
    for (row, shape) in rows.iter().zip(which) {
        state.number(lanes, SHAPE, *shape as i64).expect("a row that came apart is written");
        state.row(lanes, &layout.shapes[*shape], &row.leaves).expect("a row that came apart is written");
    }
}

/// Reads all rows. The loose bits of the section are the last ones of the message.
pub(super) fn read(mut section: &[u8], loose: &[u8]) -> Result<Vec<Vec<u8>>, Malformed> {
    let section = &mut section;
    let rows: usize = narrow(read_varint(section)?)?;
    let shapes: usize = narrow(read_varint(section)?)?;
    let mut known: Vec<Shape> = Vec::new();
    let mut room = SHAPES_BYTES_MAX;
    for _ in 0..shapes {
        let length: usize = narrow(read_varint(section)?)?;
        let cut_short = Malformed::because("the shapes of the rows are cut short");
        let (tokens, rest) = section.split_at_checked(length).ok_or(cut_short)?;
        *section = rest;
        room = room.checked_sub(length.max(1)).ok_or(Malformed::because("too many shapes"))?;
        known.push(Shape::read(tokens)?);
    }
    let layout = Layout::of(&known.iter().collect::<Vec<_>>());
    let predictors =
        (0..layout.numbers).map(|_| Predictor::read(section, layout.numbers)).collect::<Result<Vec<_>, _>>()?;
    let own_loose: usize = narrow(read_varint(section)?)?;
    let before = loose.len().checked_sub(own_loose).ok_or(Malformed::because("the loose bits are cut short"))?;
    let mut lanes = LanesIn::read(section, &loose[before..], (layout.numbers, 1), BUDGET)?;
    if rows != lanes.count(SHAPE) {
        return Err(Malformed::because("another number of rows"));
    }
    let blanks: Vec<Vec<Leaf>> = known.iter().map(Shape::blank_leaves).collect();
    let mut state = State::new(predictors);
    let mut bytes_left = ROWS_BYTES_MAX;
    let mut found = Vec::new();
    for _ in 0..rows {
        let number = usize::try_from(state.number(&mut lanes, SHAPE, 0)?).unwrap_or(usize::MAX);
        let shape = known.get(number).ok_or(Malformed::because("a row of an unknown shape"))?;
        let leaves = state.row(&mut lanes, &layout.shapes[number], &blanks[number])?;
        let row = shape.put_together(&leaves)?;
        let too_much = Malformed::because("the rows unfold to more than a message may hold");
        bytes_left = bytes_left.checked_sub(row.len().max(ROW_BYTES_MIN)).ok_or(too_much)?;
        found.push(row);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn come_back(rows: &[Vec<u8>]) {
        let shaped: Vec<Shaped> = rows.iter().filter_map(|row| Shaped::of(row)).collect();
        assert_eq!(shaped.len(), rows.len(), "every row has a shape");
        let (section, own) = write(&shaped.iter().collect::<Vec<_>>());
        let loose = [b"bits of other rows".as_slice(), &own].concat();
        assert_eq!(read(&section, &loose).unwrap(), rows);
    }

    fn item(tree: &Tree) -> Vec<u8> {
        let mut bytes = Vec::new();
        tree.write(&mut minicbor::Encoder::new(&mut bytes));
        bytes
    }

    #[derive(Clone, Debug)]
    enum Tree {
        Int(i64),
        Text(String),
        Bytes(Vec<u8>),
        Bool(bool),
        List(Vec<Tree>),
        Map(std::collections::BTreeMap<u32, Tree>),
    }

    impl Tree {
        fn write(&self, e: &mut minicbor::Encoder<&mut Vec<u8>>) {
            match self {
                Tree::Int(value) => drop(e.i64(*value)),
                Tree::Text(text) => drop(e.str(text)),
                Tree::Bytes(bytes) => drop(e.bytes(bytes)),
                Tree::Bool(value) => drop(e.bool(*value)),
                Tree::List(items) => {
                    let _ = e.array(items.len() as u64);
                    items.iter().for_each(|item| item.write(e));
                }
                Tree::Map(items) => {
                    let _ = e.map(items.len() as u64);
                    for (key, item) in items {
                        let _ = e.u32(*key);
                        item.write(e);
                    }
                }
            }
        }
    }

    fn trees() -> impl Strategy<Value = Tree> {
        let leaf = prop_oneof![
            any::<i64>().prop_map(Tree::Int),
            (0_i64..40).prop_map(Tree::Int),
            "[0-9]{0,40}".prop_map(Tree::Text),
            "[电费a-c]{0,4}".prop_map(Tree::Text),
            proptest::collection::vec(any::<u8>(), 0..34).prop_map(Tree::Bytes),
            any::<bool>().prop_map(Tree::Bool),
        ];
        leaf.prop_recursive(4, 40, 9, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..12).prop_map(Tree::List),
                proptest::collection::btree_map(0_u32..60, inner, 0..9).prop_map(Tree::Map),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_rows_come_back(trees in proptest::collection::vec(trees(), 0..30)) {
            come_back(&trees.iter().map(item).collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, loose: Vec<u8>, place: usize, byte: u8) {
            let _ = read(&bytes, &loose);
            let _ = Shaped::of(&bytes);
            let rows = [item(&Tree::List(vec![Tree::Int(5), Tree::Text("12".into())])), item(&Tree::Bytes(vec![7; 16]))];
            let shaped: Vec<Shaped> = rows.iter().filter_map(|row| Shaped::of(row)).collect();
            let (mut section, own) = write(&shaped.iter().collect::<Vec<_>>());
            let place = place % section.len();
            section[place] = byte;
            let _ = read(&section, &own);
        }
    }

    /// A message of nothing but new shapes is still read: what finds no room travels as it is.
    #[test]
    fn shapes_without_room_are_left_out() {
        let row = |number: i64| {
            let list = (0..number % 700)
                .map(|place| if place * 7 % (number + 1) < 3 { Tree::Bool(true) } else { Tree::Int(place) });
            item(&Tree::List(list.collect()))
        };
        let mut room = Room::default();
        let rows: Vec<Vec<u8>> = (0..3_000).map(row).collect();
        let shaped: Vec<Shaped> = rows.iter().filter_map(|row| room.for_row(row)).collect();
        assert!((1_000..3_000).contains(&shaped.len()), "{}", shaped.len());
        let (section, loose) = write(&shaped.iter().collect::<Vec<_>>());
        assert_eq!(read(&section, &loose).unwrap().len(), shaped.len());
    }

    /// What follows from the row before costs nothing.
    #[test]
    fn rows_that_follow_from_each_other_are_short() {
        let row = |number: i64| {
            let (start, kwh) = (number * 7_919 % 100_003, number * 31 % 250);
            let fen = (kwh * 5_580 + 50) / 100;
            let list = vec![start, start + kwh * 100, kwh, 5_580, fen, kwh * 100];
            item(&Tree::List(list.into_iter().map(Tree::Int).collect()))
        };
        let rows: Vec<Vec<u8>> = (0..300).map(row).collect();
        let shaped: Vec<Shaped> = rows.iter().filter_map(|row| Shaped::of(row)).collect();
        let (section, loose) = write(&shaped.iter().collect::<Vec<_>>());
        let bytes = crate::compress::compress(&section).len() + loose.len();
        assert!(bytes < 300 * 4, "{bytes} bytes");
        come_back(&rows);
    }
}
