//! Ruled pages that flow: blocks from the top, on as many pages as they need, heading and footer on each.
//!
//! ```text
//! place                     title (and marks)                 number, page
//! ┌──────────────────────────────────────────────────────────────────────┐
//! │ blocks: named values, tables, sentences, the amount, places to sign  │
//! └──────────────────────────────────────────────────────────────────────┘
//! who, where                                               when, hotlines
//! ```
//!
//! A block becomes strips; a page is filled with strips until the next one does not fit. A table that goes on repeats the
//! names of its columns, and strips that belong together stay together.

mod block;
mod heading;
mod strip;

pub(crate) use block::{Blocks, Cell, Column, Row, Table, blank, cell, column};
pub(crate) use heading::{Foot, Head};

use crate::page::{Length, Page};
use crate::sheet::{Sheet, Style};
pub(crate) use strip::Part;
use strip::Strip;

/// A kind of paper with its margins and sizes of type.
pub(crate) struct Stock {
    pub(crate) width: Length,
    pub(crate) height: Length,
    pub(crate) left: Length,
    pub(crate) right: Length,
    margin_top: Length,
    margin_bottom: Length,
    /// The band of the title.
    title_band: Length,
    title: Style,
    pub(crate) body: Style,
    pub(crate) small: Style,
    figure: Style,
    /// The type of letters, and the distance of its lines.
    letter: Length,
    letter_line: Length,
    /// A row of one line, and each further line of it.
    row: Length,
    line: Length,
    amount_row: Length,
    /// A row in which people write by hand.
    writing_row: Length,
    footer_line: Length,
}

pub(crate) const A4: Stock = Stock {
    width: 21_000,
    height: 29_700,
    left: 1_600,
    right: 19_400,
    margin_top: 1_200,
    margin_bottom: 1_000,
    title_band: 1_700,
    title: Style::strong(680),
    body: Style::plain(350),
    small: Style::plain(310),
    figure: Style::strong(600),
    letter: 390,
    letter_line: 670,
    row: 720,
    line: 540,
    amount_row: 1_200,
    writing_row: 1_050,
    footer_line: 520,
};

pub(crate) const A4_ACROSS: Stock = Stock {
    width: 29_700,
    height: 21_000,
    left: 1_200,
    right: 28_500,
    margin_top: 900,
    margin_bottom: 700,
    title_band: 1_500,
    body: Style::plain(330),
    small: Style::plain(280),
    row: 640,
    line: 390,
    writing_row: 800,
    ..A4
};

/// 241-1/2: the printer's tractor holds 10 mm at each side.
pub(crate) const HALF: Stock = Stock {
    width: 24_100,
    height: 13_970,
    left: 1_500,
    right: 22_600,
    margin_top: 600,
    margin_bottom: 500,
    title_band: 1_150,
    title: Style::strong(580),
    body: Style::plain(330),
    small: Style::plain(300),
    figure: Style::strong(520),
    letter: 340,
    letter_line: 545,
    row: 500,
    line: 450,
    amount_row: 780,
    writing_row: 760,
    footer_line: 430,
};

const PADDING: Length = 130;
const THIN: Length = 15;
const THICK: Length = 30;

impl Stock {
    fn top(&self) -> Length {
        self.margin_top + self.title_band
    }

    fn bottom(&self, foot: &Foot) -> Length {
        self.height - self.margin_bottom - foot.lines.len() as Length * self.footer_line - 100
    }

    pub(crate) fn room(&self) -> Length {
        self.right - self.left
    }
}

/// Puts blocks on pages. There is always a page.
pub(crate) fn lay_out(stock: &Stock, head: &Head, blocks: Blocks, foot: &Foot) -> Vec<Page> {
    let filled = fill(blocks.strips(stock), stock.top(), stock.bottom(foot));
    let count = filled.len();
    let page = |(index, placed): (usize, Vec<Placed>)| draw(stock, head, foot, &placed, (index + 1, count));
    filled.into_iter().enumerate().map(page).collect()
}

struct Placed {
    top: Length,
    strip: Strip,
}

fn fill(strips: Vec<Strip>, top: Length, bottom: Length) -> Vec<Vec<Placed>> {
    let needs: Vec<Length> = (0..strips.len()).map(|index| height_with_followers(&strips[index..])).collect();
    let (mut pages, mut page, mut y) = (Vec::new(), Vec::new(), top);
    for (strip, need) in strips.into_iter().zip(needs) {
        if y + need > bottom && !page.is_empty() {
            pages.push(std::mem::take(&mut page));
            y = top;
            if let Some(header) = strip.header.as_deref().cloned() {
                let height = header.height;
                page.push(Placed { top: y, strip: header });
                y += height;
            }
        }
        let height = strip.height;
        page.push(Placed { top: y, strip });
        y += height;
    }
    pages.push(page);
    pages
}

/// The height of a strip and of those that have to stay with it.
fn height_with_followers(strips: &[Strip]) -> Length {
    let kept = strips.iter().take_while(|strip| strip.keeps_next).count();
    strips.iter().take(kept + 1).map(|strip| strip.height).sum()
}

fn draw(stock: &Stock, head: &Head, foot: &Foot, placed: &[Placed], number: (usize, usize)) -> Page {
    let mut sheet = Sheet::default();
    heading::draw_watermark(&mut sheet, stock, head, stock.top(), stock.bottom(foot));
    heading::draw(&mut sheet, stock, head, number);
    for Placed { top, strip } in placed {
        strip.draw(&mut sheet, stock, *top);
    }
    for framed in placed.chunk_by(|one, next| one.strip.framed && next.strip.framed).filter(|run| run[0].strip.framed) {
        draw_frame(&mut sheet, stock, framed);
    }
    foot.draw(&mut sheet, stock);
    Page {
        width: stock.width,
        height: stock.height,
        title: head.name.clone(),
        printed_at: head.printed_at,
        items: sheet.into_items(),
    }
}

/// One frame around strips that follow each other, with a rule above each that asks for one.
fn draw_frame(sheet: &mut Sheet, stock: &Stock, framed: &[Placed]) {
    let top = framed[0].top;
    let last = &framed[framed.len() - 1];
    for placed in framed.iter().skip(1).filter(|placed| placed.strip.rule_above) {
        sheet.across(stock.left, stock.right, placed.top, THIN);
    }
    sheet.outline(stock.left, top, stock.room(), last.top + last.strip.height - top, THICK);
}
