//! What a flowing page is made of, before it is cut into strips.

use std::rc::Rc;

use super::Stock;
use super::strip::{Part, RowKind, Strip};
use crate::page::{Align, Length, Weight};

pub(crate) enum Block {
    Part(Part),
    /// It stays on the page of what follows.
    Kept(Part),
    Table(Table),
}

impl From<Part> for Block {
    fn from(part: Part) -> Block {
        Block::Part(part)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Block {
        Block::Table(table)
    }
}

/// The blocks of a paper, from the top.
#[derive(Default)]
pub(crate) struct Blocks(Vec<Block>);

impl Blocks {
    pub(crate) fn put(&mut self, block: impl Into<Block>) {
        self.0.push(block.into());
    }

    /// Puts something that stays on the page of what follows.
    pub(crate) fn put_kept(&mut self, part: Part) {
        self.0.push(Block::Kept(part));
    }

    pub(crate) fn put_all(&mut self, blocks: impl IntoIterator<Item = impl Into<Block>>) {
        self.0.extend(blocks.into_iter().map(Into::into));
    }

    pub(super) fn strips(self, stock: &Stock) -> Vec<Strip> {
        self.0.into_iter().flat_map(|block| block.strips(stock)).collect()
    }
}

/// A named value; without one, a place to write by hand.
#[derive(Clone)]
pub(crate) struct Cell {
    pub(crate) label: String,
    pub(crate) value: Option<String>,
    /// Of the width, in hundredths.
    pub(crate) share: Length,
}

pub(crate) fn cell(label: &str, value: impl Into<String>, share: Length) -> Cell {
    Cell { label: label.to_owned(), value: Some(value.into()), share }
}

/// A place to write.
pub(crate) fn blank(label: &str, share: Length) -> Cell {
    Cell { label: label.to_owned(), value: None, share }
}

pub(crate) struct Table {
    pub(crate) columns: Rc<[Column]>,
    pub(crate) rows: Vec<Row>,
    /// Rows that people write into: taller, with rules between them.
    pub(crate) for_writing: bool,
}

#[derive(Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// Of the width, in hundredths.
    pub(crate) share: Length,
    pub(crate) align: Align,
    /// Smaller type, for what is seldom read.
    pub(crate) small: bool,
    /// So many letters at the end stay on one line.
    pub(crate) whole_end: usize,
}

pub(crate) const fn column(name: &'static str, share: Length, align: Align) -> Column {
    Column { name, share, align, small: false, whole_end: 0 }
}

impl Column {
    pub(crate) const fn in_small(self) -> Column {
        Column { small: true, ..self }
    }

    pub(crate) const fn with_whole_end(self, whole_end: usize) -> Column {
        Column { whole_end, ..self }
    }
}

#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    pub(crate) weight: Weight,
    /// A rule above it, from this column on.
    pub(crate) rule_from: Option<usize>,
    /// It stays on the page of the next row.
    pub(crate) keeps_next: bool,
}

impl Row {
    pub(crate) fn of(cells: impl Into<Vec<String>>) -> Row {
        Row { cells: cells.into(), weight: Weight::Regular, rule_from: None, keeps_next: false }
    }

    /// A sum below a rule.
    pub(crate) fn sum(cells: impl Into<Vec<String>>) -> Row {
        Row { weight: Weight::Strong, rule_from: Some(0), ..Row::of(cells) }
    }
}

impl Block {
    fn strips(self, stock: &Stock) -> Vec<Strip> {
        match self {
            Block::Part(part) => vec![Strip::of(stock, part)],
            Block::Kept(part) => vec![Strip { keeps_next: true, ..Strip::of(stock, part) }],
            Block::Table(table) => table.strips(stock),
        }
    }
}

impl Table {
    fn strips(self, stock: &Stock) -> Vec<Strip> {
        let Table { columns, rows, for_writing } = self;
        let names = Row::of(columns.iter().map(|column| column.name.to_owned()).collect::<Vec<_>>());
        let part = |row, kind| Part::Row { columns: Rc::clone(&columns), row, kind };
        let header = Rc::new(Strip::of(stock, part(names, RowKind::Names)));
        let mut strips = vec![Strip::clone(&header)];
        let kind = if for_writing { RowKind::ForWriting } else { RowKind::Printed };
        for (index, row) in rows.into_iter().enumerate() {
            let (keeps_next, rule_from) = (row.keeps_next, row.rule_from);
            let strip = Strip::of(stock, part(row, kind));
            let rule_above = index == 0 || rule_from == Some(0);
            strips.push(Strip { keeps_next, rule_above, header: Some(Rc::clone(&header)), ..strip });
        }
        strips
    }
}
