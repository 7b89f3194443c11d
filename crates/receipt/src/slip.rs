//! The 80 mm slip as a page that is as long as its content.
//!
//! A thermal printer draws 576 dots on 72 mm, 24 Han characters of 3 mm; the page keeps those margins and sizes.

pub(crate) mod bill;
mod piece;
pub(crate) mod reading;
pub(crate) mod receipt;
pub(crate) mod refund;
pub(crate) mod restore;

pub(crate) use piece::{Columns, Piece, Slip};

use crate::page::{Align, Ink, Length, Page};
use crate::qr::{QUIET, Qr};
use crate::sheet::{Sheet, Style};
use crate::typeface::TYPEFACE;
use crate::wrap::wrap;
use crate::{Seal, words};

const WIDTH: Length = 8000;
const LEFT: Length = 400;
const RIGHT: Length = 7600;
const MIDDLE: Length = WIDTH / 2;
const MARGIN_TOP: Length = 400;
const MARGIN_BOTTOM: Length = 600;
const LINE: Length = 420;
const LABEL: Length = 1400;

const BODY: Style = Style::plain(300);
const SMALL: Style = Style::plain(260);

pub(crate) fn lay_out(slip: Slip) -> Page {
    let mut paper = Paper { sheet: Sheet::default(), y: MARGIN_TOP };
    for piece in slip.pieces {
        paper.put(piece);
    }
    Page {
        width: WIDTH,
        height: paper.y + MARGIN_BOTTOM,
        title: slip.name,
        printed_at: slip.printed_at,
        items: paper.sheet.into_items(),
    }
}

/// The roll: everything is put at `y`, and `y` moves on.
struct Paper {
    sheet: Sheet,
    y: Length,
}

impl Paper {
    fn put(&mut self, piece: Piece) {
        match piece {
            Piece::Place(name) => self.centred(Style::plain(320), &name, 480),
            Piece::Title(title) => self.centred(Style::strong(500), &title, 760),
            Piece::Mark(mark) => self.mark(&mark),
            Piece::Rule => self.rule(),
            Piece::Field { label, value } => self.field(label, &value),
            Piece::Section(name) => self.section(name),
            Piece::ColumnNames(names, columns) => self.row(SMALL, &names.map(String::from), columns),
            Piece::Row(cells, columns) => self.row(BODY, &cells, columns),
            Piece::Line { name, amount } => self.line(&name, &amount),
            Piece::Amount { label, figures, capitals } => self.amount(label, &figures, &capitals),
            Piece::Seal(seal) => self.seal(seal),
            Piece::CheckCode(code) => self.check_code(&code),
            Piece::Blank(label) => self.blank(label),
            Piece::Sentence(sentence) => self.sentence(&sentence),
        }
    }

    fn centred(&mut self, style: Style, text: &str, height: Length) {
        for line in wrap(&TYPEFACE.shown(text), style.em, RIGHT - LEFT) {
            self.sheet.text(MIDDLE, self.y + height / 2, Align::Middle, style, &line);
            self.y += height;
        }
    }

    /// White on black: it cannot be overlooked, and not be added or taken away by hand.
    fn mark(&mut self, mark: &str) {
        const HEIGHT: Length = 720;
        self.sheet.black(LEFT, self.y, RIGHT - LEFT, HEIGHT);
        let style = Style::strong(460).with_ink(Ink::White);
        self.sheet.text(MIDDLE, self.y + HEIGHT / 2, Align::Middle, style, mark);
        self.y += HEIGHT + 120;
    }

    fn rule(&mut self) {
        self.sheet.across(LEFT, RIGHT, self.y + 100, 20);
        self.y += 200;
    }

    fn field(&mut self, label: &str, value: &str) {
        self.sheet.text(LEFT, self.y + LINE / 2, Align::Left, BODY, label);
        for line in wrap(&TYPEFACE.shown(value), BODY.em, RIGHT - LEFT - LABEL) {
            self.sheet.text(LEFT + LABEL, self.y + LINE / 2, Align::Left, BODY, &line);
            self.y += LINE;
        }
    }

    fn section(&mut self, name: &str) {
        self.sheet.text(LEFT, self.y + LINE / 2, Align::Left, Style::strong(BODY.em), name);
        self.y += LINE;
    }

    /// A cell that is too wide for its column is set in smaller type: figures never run into each other.
    fn row(&mut self, style: Style, cells: &[String; 5], columns: &Columns) {
        let middle = self.y + LINE / 2;
        let mut left = LEFT;
        for (index, (cell, right)) in cells.iter().zip(columns.ends_with_first()).enumerate() {
            let style = style.fitting(cell, right - left - 60);
            let (at, align) = if index == 0 { (LEFT, Align::Left) } else { (right, Align::Right) };
            self.sheet.text(at, middle, align, style, cell);
            left = right;
        }
        self.y += LINE;
    }

    /// A name that leaves no room beside the amount goes on below it.
    fn line(&mut self, name: &str, amount: &str) {
        let room = RIGHT - LEFT - BODY.width(amount) - 150;
        for (index, part) in wrap(&TYPEFACE.shown(name), BODY.em, room).iter().enumerate() {
            let middle = self.y + LINE / 2;
            self.sheet.text(LEFT, middle, Align::Left, BODY, part);
            if index == 0 {
                self.sheet.text(RIGHT, middle, Align::Right, BODY, amount);
            }
            self.y += LINE;
        }
    }

    fn check_code(&mut self, code: &str) {
        self.sheet.text(LEFT, self.y + LINE / 2, Align::Left, BODY, words::CHECK_CODE);
        self.sheet.text(RIGHT, self.y + LINE / 2, Align::Right, Style::strong(320), code);
        self.y += LINE + 80;
    }

    /// Room for handwriting above a line.
    fn blank(&mut self, label: &str) {
        const HEIGHT: Length = 1000;
        let bottom = self.y + HEIGHT - 120;
        self.sheet.text(LEFT, bottom - 170, Align::Left, BODY, label);
        self.sheet.across(LEFT + LABEL, RIGHT, bottom, 15);
        self.y += HEIGHT;
    }

    fn amount(&mut self, label: &str, figures: &str, capitals: &str) {
        const HEIGHT: Length = 860;
        let middle = self.y + HEIGHT / 2;
        self.sheet.text(LEFT, middle, Align::Left, Style::strong(360), label);
        self.sheet.text(RIGHT, middle, Align::Right, Style::strong(600), figures);
        self.y += HEIGHT;
        for line in wrap(&TYPEFACE.shown(capitals), 320, RIGHT - LEFT) {
            self.sheet.text(RIGHT, self.y + 220, Align::Right, Style::plain(320), &line);
            self.y += 440;
        }
        self.y += 120;
    }

    /// The code at the left, the place for the stamp at the right of it: a stamp must not cover the code.
    fn seal(&mut self, seal: Seal) {
        const CODE_ROOM: Length = 3450;
        self.y += 200;
        let top = self.y;
        let mut below = top;
        let mut stamp_left = LEFT;
        if let Some(qr) = Qr::of(&seal.qr) {
            let module = qr.module_within(CODE_ROOM, 50);
            let side = (qr.side + 2 * QUIET) * module;
            below = top + side - 2 * QUIET * module;
            stamp_left = LEFT + side;
            self.sheet.blocks(qr.blocks(LEFT, top, module));
        }
        below = below.max(top + 2400);
        self.sheet.corners(stamp_left, top, RIGHT - stamp_left, below - top);
        self.sheet.text((stamp_left + RIGHT) / 2, below - 300, Align::Middle, SMALL, words::STAMP_HERE);
        self.y = below + 150;
        self.check_code(&seal.check_code);
    }

    fn sentence(&mut self, sentence: &str) {
        for line in wrap(&TYPEFACE.shown(sentence), SMALL.em, RIGHT - LEFT) {
            self.sheet.text(LEFT, self.y + 190, Align::Left, SMALL, &line);
            self.y += 380;
        }
    }
}

impl Columns {
    /// The right end of every column; the first one ends where its width does.
    fn ends_with_first(&self) -> [Length; 5] {
        let first = LEFT + self.widths[0] as Length * (RIGHT - LEFT) / 48;
        let [second, third, fourth, fifth] = self.ends;
        [first, second, third, fourth, fifth]
    }
}
