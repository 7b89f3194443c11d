//! A row taken apart into its shape and its leaves, and put together again.
//!
//! ```text
//! tokens = 0                     an integer
//!        | 1                     a text
//!        | 2 length              a text of digits
//!        | 3 length              bytes
//!        | 4 count tokens…       a list
//!        | 5 count (key tokens)… a map with numbers as keys
//!        | 6                     false or true
//!        | 7                     null
//!        | 8 count (length name tokens)…  a map with names as keys
//!        | 9                     a text of a decimal number
//! ```

use super::super::{narrow, read_varint, write_varint};
use super::decimal_text::DecimalText;
use crate::wire::Malformed;

const DEPTH_MAX: usize = 16;

/// Items of a list beyond this place are taken for alike.
const PLACES_APART: u64 = 6;

/// Longer numbers are texts.
const DIGITS_MAX: usize = 45;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    Int(i64),
    Text(String),
    Digits(String),
    Bytes(Vec<u8>),
    Bool(bool),
    Decimal(DecimalText),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LeafKind {
    Int,
    Text,
    Digits(usize),
    Bytes(usize),
    Bool,
    Decimal,
}

impl LeafKind {
    fn blank(self) -> Leaf {
        match self {
            LeafKind::Int => Leaf::Int(0),
            LeafKind::Text => Leaf::Text(String::new()),
            LeafKind::Digits(length) => Leaf::Digits("0".repeat(length)),
            LeafKind::Bytes(length) => Leaf::Bytes(vec![0; length]),
            LeafKind::Bool => Leaf::Bool(false),
            LeafKind::Decimal => Leaf::Decimal(DecimalText::default()),
        }
    }
}

/// What rows have in common: everything but the leaves.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    tokens: Vec<u8>,
}

/// Where a leaf stands: the keys and places on the way to it.
pub(super) type Path = Vec<u64>;

/// Whoever walks over a shape.
trait Visit {
    fn head(&mut self, major: u8, argument: u64);
    fn name(&mut self, name: &str);
    fn leaf(&mut self, kind: LeafKind, path: &Path) -> Result<(), Malformed>;
}

impl Shape {
    pub fn read(tokens: &[u8]) -> Result<Shape, Malformed> {
        let shape = Shape { tokens: tokens.to_vec() };
        shape.walk(&mut Leaves::default()).map(|()| shape)
    }

    pub fn tokens(&self) -> &[u8] {
        &self.tokens
    }

    /// The leaves in their order.
    pub fn leaves(&self) -> Vec<(LeafKind, Path)> {
        let mut leaves = Leaves::default();
        self.walk(&mut leaves).expect("a shape was walked over when it was made");
        leaves.0
    }

    pub fn blank_leaves(&self) -> Vec<Leaf> {
        self.leaves().into_iter().map(|(kind, _)| kind.blank()).collect()
    }

    /// The bytes of a row with these leaves.
    pub fn put_together(&self, leaves: &[Leaf]) -> Result<Vec<u8>, Malformed> {
        let mut builder = Builder { bytes: Vec::new(), leaves: leaves.iter() };
        self.walk(&mut builder)?;
        Ok(builder.bytes)
    }

    fn walk(&self, visit: &mut impl Visit) -> Result<(), Malformed> {
        let mut tokens = self.tokens.as_slice();
        walk(&mut tokens, &mut Path::new(), visit)?;
        if tokens.is_empty() { Ok(()) } else { Err(Malformed::because("a shape of more than one row")) }
    }
}

fn walk(tokens: &mut &[u8], path: &mut Path, visit: &mut impl Visit) -> Result<(), Malformed> {
    if path.len() > DEPTH_MAX {
        return Err(Malformed::because("a shape is too deep"));
    }
    match read_varint(tokens)? {
        0 => visit.leaf(LeafKind::Int, path),
        1 => visit.leaf(LeafKind::Text, path),
        2 => {
            let length = narrow(read_varint(tokens)?)?;
            if length > DIGITS_MAX {
                return Err(Malformed::because("a number of too many digits"));
            }
            visit.leaf(LeafKind::Digits(length), path)
        }
        3 => {
            let length = narrow(read_varint(tokens)?)?;
            if length > super::ROWS_BYTES_MAX {
                return Err(Malformed::because("bytes without an end"));
            }
            visit.leaf(LeafKind::Bytes(length), path)
        }
        4 => {
            let count = read_varint(tokens)?;
            visit.head(4, count);
            (0..count).try_for_each(|place| inside(tokens, path, place.min(PLACES_APART), visit))
        }
        5 => {
            let count = read_varint(tokens)?;
            visit.head(5, count);
            (0..count).try_for_each(|_| {
                let key = read_varint(tokens)?;
                visit.head(0, key);
                inside(tokens, path, key, visit)
            })
        }
        6 => visit.leaf(LeafKind::Bool, path),
        7 => {
            visit.head(7, 22);
            Ok(())
        }
        8 => {
            let count = read_varint(tokens)?;
            visit.head(5, count);
            (0..count).try_for_each(|place| {
                visit.name(name(tokens)?);
                inside(tokens, path, place, visit)
            })
        }
        9 => visit.leaf(LeafKind::Decimal, path),
        _ => Err(Malformed::because("a shape with an unknown token")),
    }
}

fn name<'t>(tokens: &mut &'t [u8]) -> Result<&'t str, Malformed> {
    let length = narrow(read_varint(tokens)?)?;
    let cut_short = Malformed::because("a name in a shape is cut short");
    let (name, rest) = tokens.split_at_checked(length).ok_or(cut_short)?;
    *tokens = rest;
    std::str::from_utf8(name).map_err(|_| Malformed::because("a name in a shape is not UTF-8"))
}

fn inside(tokens: &mut &[u8], path: &mut Path, step: u64, visit: &mut impl Visit) -> Result<(), Malformed> {
    path.push(step);
    walk(tokens, path, visit)?;
    path.pop();
    Ok(())
}

#[derive(Default)]
struct Leaves(Vec<(LeafKind, Path)>);

impl Visit for Leaves {
    fn head(&mut self, _: u8, _: u64) {}

    fn name(&mut self, _: &str) {}

    fn leaf(&mut self, kind: LeafKind, path: &Path) -> Result<(), Malformed> {
        self.0.push((kind, path.clone()));
        Ok(())
    }
}

struct Builder<'a> {
    bytes: Vec<u8>,
    leaves: std::slice::Iter<'a, Leaf>,
}

impl Visit for Builder<'_> {
    fn head(&mut self, major: u8, argument: u64) {
        write_head(&mut self.bytes, major, argument);
    }

    fn name(&mut self, name: &str) {
        write_text(&mut self.bytes, name);
    }

    fn leaf(&mut self, _: LeafKind, _: &Path) -> Result<(), Malformed> {
        match self.leaves.next().ok_or(Malformed::because("a row has too few leaves"))? {
            Leaf::Int(value) if *value < 0 => write_head(&mut self.bytes, 1, !*value as u64),
            Leaf::Int(value) => write_head(&mut self.bytes, 0, *value as u64),
            Leaf::Text(text) | Leaf::Digits(text) => write_text(&mut self.bytes, text),
            Leaf::Decimal(decimal) => write_text(&mut self.bytes, &decimal.to_text()?),
            Leaf::Bool(value) => write_head(&mut self.bytes, 7, 20 + u64::from(*value)),
            Leaf::Bytes(bytes) => {
                write_head(&mut self.bytes, 2, bytes.len() as u64);
                self.bytes.extend(bytes);
            }
        }
        Ok(())
    }
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    write_head(out, 3, text.len() as u64);
    out.extend(text.bytes());
}

/// In the shortest form.
fn write_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..24 => out.push(major | argument as u8),
        24..0x100 => out.extend([major | 24, argument as u8]),
        0x100..0x1_0000 => {
            out.push(major | 25);
            out.extend((argument as u16).to_be_bytes());
        }
        0x1_0000..0x1_0000_0000 => {
            out.push(major | 26);
            out.extend((argument as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend(argument.to_be_bytes());
        }
    }
}

/// The shape and the leaves of a row; `None` where it holds something that has none.
pub(super) fn take_apart(bytes: &[u8]) -> Option<(Shape, Vec<Leaf>)> {
    let mut apart = Apart { decoder: minicbor::Decoder::new(bytes), tokens: Vec::new(), leaves: Vec::new() };
    apart.item(0)?;
    let is_all = apart.decoder.position() == bytes.len();
    is_all.then_some((Shape { tokens: apart.tokens }, apart.leaves))
}

struct Apart<'b> {
    decoder: minicbor::Decoder<'b>,
    tokens: Vec<u8>,
    leaves: Vec<Leaf>,
}

impl Apart<'_> {
    fn item(&mut self, depth: usize) -> Option<()> {
        use minicbor::data::Type;
        if depth > DEPTH_MAX {
            return None;
        }
        match self.decoder.datatype().ok()? {
            Type::Bool => {
                let value = self.decoder.bool().ok()?;
                self.leaf(6, None, Leaf::Bool(value));
            }
            Type::Null => {
                self.decoder.null().ok()?;
                write_varint(&mut self.tokens, 7);
            }
            Type::Bytes => {
                let bytes = self.decoder.bytes().ok()?.to_vec();
                self.leaf(3, Some(bytes.len()), Leaf::Bytes(bytes));
            }
            Type::String => {
                let text = self.decoder.str().ok()?.to_owned();
                self.text(text);
            }
            Type::Array => self.list(depth)?,
            Type::Map => self.map(depth)?,
            _ => {
                let value = self.decoder.i64().ok()?;
                self.leaf(0, None, Leaf::Int(value));
            }
        }
        Some(())
    }

    fn leaf(&mut self, token: u64, length: Option<usize>, leaf: Leaf) {
        write_varint(&mut self.tokens, token);
        length.into_iter().for_each(|length| write_varint(&mut self.tokens, length as u64));
        self.leaves.push(leaf);
    }

    fn text(&mut self, text: String) {
        let is_number = (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        match DecimalText::of(&text) {
            Some(decimal) => self.leaf(9, None, Leaf::Decimal(decimal)),
            None if is_number => self.leaf(2, Some(text.len()), Leaf::Digits(text)),
            None => self.leaf(1, None, Leaf::Text(text)),
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        let count = self.decoder.array().ok()??;
        write_varint(&mut self.tokens, 4);
        write_varint(&mut self.tokens, count);
        (0..count).try_for_each(|_| self.item(depth + 1))
    }

    fn map(&mut self, depth: usize) -> Option<()> {
        let count = self.decoder.map().ok()??;
        let is_named = count > 0 && self.decoder.datatype().ok()? == minicbor::data::Type::String;
        write_varint(&mut self.tokens, if is_named { 8 } else { 5 });
        write_varint(&mut self.tokens, count);
        (0..count).try_for_each(|_| {
            if is_named {
                let name = self.decoder.str().ok()?;
                write_varint(&mut self.tokens, name.len() as u64);
                self.tokens.extend(name.bytes());
            } else {
                let key = self.decoder.u64().ok()?;
                write_varint(&mut self.tokens, key);
            }
            self.item(depth + 1)
        })
    }
}
