//! What an 80 mm slip says, in its order, before anybody knows how it is drawn.

use chrono::NaiveDateTime;

use crate::Seal;
use crate::page::Length;

/// A whole slip.
pub(crate) struct Slip {
    /// What the file is called in a viewer.
    pub(crate) name: String,
    pub(crate) printed_at: NaiveDateTime,
    pub(crate) pieces: Vec<Piece>,
}

/// One piece of a slip, from the top.
pub(crate) enum Piece {
    /// The name of the place.
    Place(String),
    Title(String),
    /// Inverse and large.
    Mark(String),
    Rule,
    Field {
        label: &'static str,
        value: String,
    },
    /// A name for what follows.
    Section(&'static str),
    /// The names of five columns, and a row of them.
    ColumnNames([&'static str; 5], &'static Columns),
    Row([String; 5], &'static Columns),
    /// A name at the left and an amount at the right.
    Line {
        name: String,
        amount: String,
    },
    /// The amount that counts, in figures and in capitals.
    Amount {
        label: &'static str,
        figures: String,
        capitals: String,
    },
    Seal(Seal),
    /// 电子签名校验码 alone.
    CheckCode(String),
    /// A place to write by hand.
    Blank(&'static str),
    /// A sentence to whoever reads the slip.
    Sentence(String),
}

/// Five columns on the page and on a printer of 48 half-width columns; the first is set from the left.
pub(crate) struct Columns {
    /// The right ends of the columns after the first.
    pub(crate) ends: [Length; 4],
    pub(crate) widths: [usize; 5],
}

pub(crate) fn field(label: &'static str, value: impl Into<String>) -> Piece {
    Piece::Field { label, value: value.into() }
}

pub(crate) fn line(name: impl Into<String>, amount: impl Into<String>) -> Piece {
    Piece::Line { name: name.into(), amount: amount.into() }
}
