//! A strip of a page: as wide as the paper allows, drawn at whatever height it is put.

use std::rc::Rc;

use super::block::{Cell, Column, Row};
use super::{PADDING, Stock, THIN};
use crate::page::{Align, Length};
use crate::qr::{QUIET, Qr};
use crate::sheet::{Sheet, Style};
use crate::typeface::TYPEFACE;
use crate::wrap::{wrap, wrap_at_most, wrap_before_end};
use crate::{Seal, words};

#[derive(Clone)]
pub(super) struct Strip {
    pub(super) height: Length,
    pub(super) framed: bool,
    pub(super) rule_above: bool,
    /// Repeated on a new page, where the strip is a row of a table.
    pub(super) header: Option<Rc<Strip>>,
    pub(super) keeps_next: bool,
    pub(super) part: Part,
}

#[derive(Clone)]
pub(crate) enum Part {
    /// Named values beside each other.
    Cells(Vec<Cell>),
    /// A row of a table.
    Row {
        columns: Rc<[Column]>,
        row: Row,
        kind: RowKind,
    },
    /// A sentence within the frame.
    Note(String),
    /// A paragraph of a letter, without a frame; `strong` for what must not be overlooked.
    Paragraph {
        text: String,
        strong: bool,
        indent: bool,
    },
    /// The amount that counts, in capitals and in figures.
    Amount {
        label: &'static str,
        capitals: String,
        figures: String,
    },
    /// QR code, check code and the place for the stamp.
    Seal(Seal),
    /// Under a letter: who signs, the date, and the place for the stamp.
    Signed {
        by: String,
        on: String,
    },
    /// Here the paper is cut.
    CutLine(&'static str),
    /// The title of a part of the page.
    Caption(String),
    Gap(Length),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// The names of the columns.
    Names,
    Printed,
    /// Taller, for people to write into.
    ForWriting,
}

/// Lines of a value in a cell, and of a cell in a table.
const LINES_MAX: usize = 3;

impl Strip {
    pub(super) fn of(stock: &Stock, part: Part) -> Strip {
        let framed =
            matches!(part, Part::Cells(_) | Part::Row { .. } | Part::Note(_) | Part::Amount { .. } | Part::Seal(_));
        // Names stay with the first row, a cut line and a caption with what they stand above.
        let keeps_next = matches!(part, Part::Row { kind: RowKind::Names, .. } | Part::CutLine(_) | Part::Caption(_));
        Strip { height: part.height(stock), framed, rule_above: framed, header: None, keeps_next, part }
    }

    pub(super) fn draw(&self, sheet: &mut Sheet, stock: &Stock, top: Length) {
        let height = self.height;
        match &self.part {
            Part::Cells(cells) => draw_cells(sheet, stock, cells, top, height),
            Part::Row { columns, row, kind } => draw_row(sheet, stock, (columns, row, *kind), top, height),
            Part::Note(text) => draw_note(sheet, stock, text, top),
            Part::Paragraph { text, strong, indent } => {
                draw_lines(sheet, stock, letter_style(stock, *strong), &paragraph(stock, text, *indent), top);
            }
            Part::Amount { label, capitals, figures } => {
                draw_amount(sheet, stock, label, capitals, figures, top + height / 2);
            }
            Part::Seal(seal) => draw_seal(sheet, stock, seal, top, height),
            Part::Signed { by, on } => draw_signed(sheet, stock, by, on, top, height),
            Part::CutLine(words) => draw_cut_line(sheet, stock, words, top + height / 2),
            Part::Caption(text) => {
                let style = Style::strong(stock.body.em * 135 / 100);
                sheet.text(stock.width / 2, top + height / 2, Align::Middle, style, text);
            }
            Part::Gap(_) => {}
        }
    }
}

impl Part {
    fn height(&self, stock: &Stock) -> Length {
        let further = |lines: usize| (lines.max(1) as Length - 1) * stock.line;
        match self {
            Part::Cells(cells) => {
                let is_for_writing = cells.iter().any(|cell| cell.value.is_none());
                let lines = placed(stock, cells).map(|(cell, left, right)| value_lines(stock, cell, left, right).len());
                let row = if is_for_writing { stock.writing_row } else { stock.row };
                row + further(lines.max().unwrap_or(1))
            }
            Part::Row { columns, row, kind } => {
                let base = if *kind == RowKind::ForWriting { stock.writing_row } else { stock.row };
                let lines = row_lines(stock, columns, row, *kind).iter().map(Vec::len).max().unwrap_or(1);
                base.max(stock.row + further(lines))
            }
            Part::Note(text) => stock.row + further(note_lines(stock, text).len()),
            Part::Paragraph { text, indent, .. } => paragraph(stock, text, *indent).len() as Length * stock.letter_line,
            Part::Amount { .. } => stock.amount_row,
            Part::Seal(_) => 3_100,
            Part::Signed { .. } => 5 * stock.row,
            Part::CutLine(_) => stock.row,
            Part::Caption(_) => stock.amount_row,
            Part::Gap(height) => *height,
        }
    }
}

/// Each cell with its left and right end.
fn placed<'a>(stock: &Stock, cells: &'a [Cell]) -> impl Iterator<Item = (&'a Cell, Length, Length)> {
    let (left, room) = (stock.left, stock.room());
    let mut used = 0;
    cells.iter().map(move |cell| {
        let begin = left + room * used / 100;
        used += cell.share;
        (cell, begin, left + room * used / 100)
    })
}

fn value_left(stock: &Stock, cell: &Cell, left: Length) -> Length {
    left + stock.small.width(&cell.label) + 2 * PADDING
}

fn value_lines(stock: &Stock, cell: &Cell, left: Length, right: Length) -> Vec<String> {
    let Some(value) = &cell.value else { return Vec::new() };
    let width = right - value_left(stock, cell, left) - PADDING;
    // A number or a date is set smaller rather than broken.
    if value.is_ascii() {
        return vec![TYPEFACE.shown(value)];
    }
    wrap_at_most(LINES_MAX, &TYPEFACE.shown(value), stock.body.em, width)
}

fn draw_cells(sheet: &mut Sheet, stock: &Stock, cells: &[Cell], top: Length, height: Length) {
    for (cell, left, right) in placed(stock, cells) {
        let lines = value_lines(stock, cell, left, right);
        let block = (lines.len().max(1) as Length - 1) * stock.line;
        let first = top + (height - block) / 2;
        sheet.text(left + PADDING, first, Align::Left, stock.small, &cell.label);
        for (index, line) in lines.iter().enumerate() {
            let (at, middle) = (value_left(stock, cell, left), first + index as Length * stock.line);
            sheet.text(at, middle, Align::Left, stock.body.fitting(line, right - at - PADDING / 2), line);
        }
        if left > stock.left {
            sheet.down(left, top, top + height, THIN);
        }
    }
}

fn cell_style(stock: &Stock, column: &Column, row: &Row, kind: RowKind) -> Style {
    let em = if kind == RowKind::Names || column.small { stock.small.em } else { stock.body.em };
    Style { weight: row.weight, ..Style::plain(em) }
}

fn row_lines(stock: &Stock, columns: &[Column], row: &Row, kind: RowKind) -> Vec<Vec<String>> {
    let lines = |(column, text): (&Column, &String)| {
        let width = stock.room() * column.share / 100 - 2 * PADDING;
        // Figures are set smaller rather than broken.
        if column.align == Align::Right && !text.is_empty() {
            return vec![TYPEFACE.shown(text)];
        }
        let (text, em) = (TYPEFACE.shown(text), cell_style(stock, column, row, kind).em);
        let lines = wrap_at_most(LINES_MAX, &text, em, width);
        if column.whole_end == 0 || lines.len() < 2 {
            lines
        } else {
            wrap_before_end(&text, column.whole_end, em, width)
        }
    };
    columns.iter().zip(&row.cells).map(lines).collect()
}

fn draw_row(
    sheet: &mut Sheet,
    stock: &Stock,
    (columns, row, kind): (&[Column], &Row, RowKind),
    top: Length,
    height: Length,
) {
    let mut used = 0;
    let all_lines = row_lines(stock, columns, row, kind);
    for (index, (column, lines)) in columns.iter().zip(all_lines).enumerate() {
        let left = stock.left + stock.room() * used / 100;
        used += column.share;
        let right = stock.left + stock.room() * used / 100;
        let at = match column.align {
            Align::Left => left + PADDING,
            Align::Middle => (left + right) / 2,
            Align::Right => right - PADDING,
        };
        let style = cell_style(stock, column, row, kind);
        let step = if column.small { stock.line * 9 / 10 } else { stock.line };
        let first = top + (height - (lines.len().max(1) as Length - 1) * step) / 2;
        for (line_index, line) in lines.iter().enumerate() {
            let fitted = style.fitting(line, right - left - 3 * PADDING / 2);
            sheet.text(at, first + line_index as Length * step, column.align, fitted, line);
        }
        if index > 0 {
            sheet.down(left, top, top + height, THIN);
        }
        if row.rule_from.is_some_and(|from| from > 0 && index >= from) {
            sheet.across(left, right, top, THIN);
        }
    }
}

fn note_lines(stock: &Stock, text: &str) -> Vec<String> {
    wrap(&TYPEFACE.shown(text), stock.small.em, stock.room() - 2 * PADDING)
}

fn draw_note(sheet: &mut Sheet, stock: &Stock, text: &str, top: Length) {
    for (index, line) in note_lines(stock, text).iter().enumerate() {
        let middle = top + stock.row / 2 + index as Length * stock.line;
        sheet.text(stock.left + PADDING, middle, Align::Left, stock.small, line);
    }
}

fn letter_style(stock: &Stock, strong: bool) -> Style {
    if strong { Style::strong(stock.letter) } else { Style::plain(stock.letter) }
}

/// The first line of a paragraph begins two characters further in, as Chinese letters do.
fn paragraph(stock: &Stock, text: &str, indent: bool) -> Vec<String> {
    let begin = if indent { "\u{3000}\u{3000}" } else { "" };
    wrap(&TYPEFACE.shown(&format!("{begin}{text}")), letter_style(stock, false).em, stock.room())
}

fn draw_lines(sheet: &mut Sheet, stock: &Stock, style: Style, lines: &[String], top: Length) {
    let mut middle = top + stock.letter_line / 2;
    for line in lines {
        sheet.text(stock.left, middle, Align::Left, style, line);
        middle += stock.letter_line;
    }
}

/// An amount in capitals is never broken over two lines.
fn draw_amount(sheet: &mut Sheet, stock: &Stock, label: &str, capitals: &str, figures: &str, middle: Length) {
    sheet.text(stock.left + PADDING, middle, Align::Left, stock.small, label);
    sheet.text(stock.right - PADDING, middle, Align::Right, stock.figure, figures);
    let left = stock.left + 2 * PADDING + stock.small.width(label);
    let right = stock.right - 3 * PADDING - stock.figure.width(figures);
    let style = Style::strong(stock.body.em * 12 / 10).fitting(capitals, right - left);
    sheet.text(left, middle, Align::Left, style, capitals);
}

fn draw_seal(sheet: &mut Sheet, stock: &Stock, seal: &Seal, top: Length, height: Length) {
    let mut left = stock.left + PADDING;
    if let Some(qr) = Qr::of(&seal.qr) {
        let module = qr.module_within(height, 50);
        let side = (qr.side + 2 * QUIET) * module;
        let quiet = QUIET * module;
        sheet.blocks(qr.blocks(stock.left + quiet, top + (height - side) / 2 + quiet, module));
        left = stock.left + side;
    }
    let middle = top + height / 2;
    for (style, text, step) in [
        (stock.small, words::SCAN_TO_CHECK, -stock.line),
        (stock.small, words::CHECK_CODE, 0),
        (Style::strong(stock.body.em), seal.check_code.as_str(), stock.line),
    ] {
        sheet.text(left, middle + step, Align::Left, style, text);
    }
    draw_stamp_place(sheet, stock, top + PADDING, height - 2 * PADDING);
}

/// A stamp is 40 × 30 mm or 42 mm round.
fn draw_stamp_place(sheet: &mut Sheet, stock: &Stock, top: Length, height: Length) {
    const WIDTH: Length = 5_200;
    let left = stock.right - PADDING - WIDTH;
    sheet.corners(left, top, WIDTH, height);
    let middle = top + height - stock.small.em;
    sheet.text(left + WIDTH / 2, middle, Align::Middle, stock.small, words::STAMP_HERE);
}

fn draw_signed(sheet: &mut Sheet, stock: &Stock, by: &str, on: &str, top: Length, height: Length) {
    const WIDTH: Length = 6_400;
    let left = stock.right - WIDTH;
    sheet.corners(left, top + PADDING, WIDTH, height - 2 * PADDING);
    let centre = left + WIDTH / 2;
    let style = letter_style(stock, false);
    sheet.text(centre, top + height / 2 - stock.line, Align::Middle, style.fitting(by, WIDTH - 2 * PADDING), by);
    sheet.text(centre, top + height / 2, Align::Middle, style, on);
    sheet.text(centre, top + height - PADDING - stock.small.em, Align::Middle, stock.small, words::STAMP_HERE);
}

fn draw_cut_line(sheet: &mut Sheet, stock: &Stock, words: &str, middle: Length) {
    const DASH: Length = 300;
    let half = stock.small.width(words) / 2 + PADDING;
    let centre = stock.width / 2;
    let mut x = stock.left;
    while x + DASH <= stock.right {
        if x + DASH < centre - half || x > centre + half {
            sheet.across(x, x + DASH, middle, THIN);
        }
        x += 2 * DASH;
    }
    sheet.text(centre, middle, Align::Middle, stock.small, words);
}
