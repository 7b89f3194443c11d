//! The slip as raw bytes for an 80 mm thermal printer (ESC/POS, 576 dots, 48 columns, GB 18030).
//!
//! A line that the printer's own font can show goes out as text. A line with a character that such fonts lack goes out as a
//! picture of the same size, drawn with the embedded font: the paper never shows a `?` or an empty box.

mod bytes;
mod raster;

use bytes::Bytes;

use crate::qr::{QUIET, Qr};
use crate::slip::{Columns, Piece, Slip};
use crate::typeface::TYPEFACE;
use crate::wrap::break_lines;
use crate::{Seal, words};

/// Whether the cash drawer springs open before the slip is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    Open,
    StayClosed,
}

const COLUMNS: usize = 48;
const LABEL_COLUMNS: usize = 10;
/// A QR module in dots: 0.5 mm.
const MODULE_DOTS: usize = 4;

/// The bytes of a slip, from the initialisation to the cut.
pub(crate) fn print(slip: Slip, drawer: Drawer) -> Vec<u8> {
    let mut bytes = Bytes::begin(drawer);
    for piece in slip.pieces {
        put(&mut bytes, piece);
    }
    bytes.end()
}

fn put(bytes: &mut Bytes, piece: Piece) {
    match piece {
        Piece::Place(name) => centred(bytes, &name, Size::Normal),
        Piece::Title(title) => centred(bytes, &title, Size::Double),
        Piece::Mark(mark) => bytes.inverse(|bytes| centred(bytes, &format!(" {mark} "), Size::Double)),
        Piece::Rule => bytes.line(&"-".repeat(COLUMNS), Size::Normal),
        Piece::Field { label, value } => field(bytes, label, &value),
        Piece::Section(name) => bytes.line(name, Size::Normal),
        Piece::ColumnNames(names, columns) => put_row(bytes, &names.map(String::from), columns),
        Piece::Row(cells, columns) => put_row(bytes, &cells, columns),
        Piece::Line { name, amount } => put_line(bytes, &name, &amount),
        Piece::Amount { label, figures, capitals } => {
            // The half-width sign is not in the printers' fonts, the full-width one is.
            let figures = figures.replace('¥', "￥");
            bytes.line(&two_ends(label, &figures, COLUMNS / 2), Size::Double);
            paragraph(bytes, &capitals);
        }
        Piece::Seal(seal) => put_seal(bytes, &seal),
        Piece::CheckCode(code) => bytes.line(&two_ends(words::CHECK_CODE, &code, COLUMNS), Size::Normal),
        Piece::Blank(label) => {
            bytes.feed_dots(48);
            bytes.line(
                &format!("{}{}", padded(label, LABEL_COLUMNS), "_".repeat(COLUMNS - LABEL_COLUMNS)),
                Size::Normal,
            );
        }
        Piece::Sentence(sentence) => paragraph(bytes, &sentence),
    }
}

/// The size of type: 24 dots high, or twice that in both directions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Normal,
    Double,
}

impl Size {
    fn columns(self) -> usize {
        match self {
            Size::Normal => COLUMNS,
            Size::Double => COLUMNS / 2,
        }
    }
}

fn centred(bytes: &mut Bytes, text: &str, size: Size) {
    let text = TYPEFACE.shown(text);
    for line in break_lines(&text, |line| columns(line) <= size.columns()) {
        bytes.centred(&line, size);
    }
}

fn paragraph(bytes: &mut Bytes, text: &str) {
    for line in break_lines(&TYPEFACE.shown(text), |line| columns(line) <= COLUMNS) {
        bytes.line(&line, Size::Normal);
    }
}

fn field(bytes: &mut Bytes, label: &str, value: &str) {
    let lines = break_lines(&TYPEFACE.shown(value), |line| columns(line) <= COLUMNS - LABEL_COLUMNS);
    for (index, line) in lines.iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        bytes.line(&format!("{}{line}", padded(label, LABEL_COLUMNS)), Size::Normal);
    }
}

fn put_row(bytes: &mut Bytes, cells: &[String; 5], table: &Columns) {
    let whole = row(cells, &table.widths);
    if columns(&whole) <= COLUMNS {
        return bytes.line(&whole, Size::Normal);
    }
    // Figures beyond all measure take two lines.
    let (first, rest) = cells.split_at(3);
    bytes.line(&row(first, &table.widths), Size::Normal);
    bytes.line(&two_ends("", &rest.join("  "), COLUMNS), Size::Normal);
}

/// Cells below each other. One that is wider than its column takes room from those after it, as long as there is some.
fn row(cells: &[String], widths: &[usize; 5]) -> String {
    let mut line = padded(&cells[0], widths[0]);
    let mut end = widths[0];
    for (cell, width) in cells.iter().zip(widths).skip(1) {
        end += width;
        let gap = end.saturating_sub(columns(&line) + columns(cell)).max(1);
        line.push_str(&" ".repeat(gap));
        line.push_str(cell);
    }
    line
}

/// A name that leaves no room beside the amount goes on below it.
fn put_line(bytes: &mut Bytes, name: &str, amount: &str) {
    let room = COLUMNS - columns(amount) - 1;
    for (index, part) in break_lines(&TYPEFACE.shown(name), |line| columns(line) <= room).iter().enumerate() {
        let line = if index == 0 { two_ends(part, amount, COLUMNS) } else { part.clone() };
        bytes.line(&line, Size::Normal);
    }
}

fn two_ends(name: &str, amount: &str, width: usize) -> String {
    let gap = width.saturating_sub(columns(name) + columns(amount)).max(1);
    format!("{name}{}{amount}", " ".repeat(gap))
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// How many half-width columns a text takes: one for ASCII, two for everything else.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

fn put_seal(bytes: &mut Bytes, seal: &Seal) {
    bytes.feed_dots(24);
    if let Some(qr) = Qr::of(&seal.qr) {
        bytes.centred_picture(&raster::of_qr(&qr, MODULE_DOTS, QUIET));
    }
    bytes.centred(&format!("{} {}", words::CHECK_CODE, seal.check_code), Size::Normal);
    bytes.feed_dots(160);
    bytes.centred(&format!("（{}）", words::STAMP_HERE), Size::Normal);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_bills_fills_the_paper_exactly() {
        const WIDTHS: [usize; 5] = [10, 7, 11, 9, 11];
        let cells = ["2026-10#2", "1520", "1178.52", "12.00", "1190.52"].map(String::from);
        assert_eq!(columns(&row(&cells, &WIDTHS)), COLUMNS);
    }

    #[test]
    fn figures_that_are_too_wide_never_run_into_each_other() {
        const WIDTHS: [usize; 5] = [8, 10, 10, 10, 10];
        let cells = ["有功总", "9999999999.9999", "1.5", "2", "3"].map(String::from);
        assert_eq!(row(&cells, &WIDTHS), "有功总   9999999999.9999 1.5         2         3");
    }

    #[test]
    fn a_label_and_an_amount_keep_a_gap() {
        assert_eq!(two_ends("找零", "13.60", 12), "找零   13.60");
        assert_eq!(two_ends("实收金额", "￥1,000,000.00", 10), "实收金额 ￥1,000,000.00");
    }
}
