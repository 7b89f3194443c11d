//! The title with its marks, and the lines below everything.

use chrono::NaiveDateTime;

use super::{PADDING, Stock, THICK};
use crate::page::{Align, Ink, Length};
use crate::sheet::{Sheet, Style};
use crate::words::Marks;

pub(crate) struct Head {
    pub(crate) title: String,
    /// What the file is called in a viewer.
    pub(crate) name: String,
    /// At the left: the place, and a line below it.
    pub(crate) left: [String; 2],
    /// At the right, above the page number.
    pub(crate) number: String,
    pub(crate) marks: Marks,
    pub(crate) printed_at: NaiveDateTime,
}

/// Lines below the frame, each with a left and a right end.
pub(crate) struct Foot {
    pub(crate) lines: Vec<[String; 2]>,
}

pub(super) fn draw(sheet: &mut Sheet, stock: &Stock, head: &Head, (number, count): (usize, usize)) {
    let (top, band) = (stock.margin_top, stock.title_band);
    let centre = stock.width / 2;
    let middle = top + band * 42 / 100;
    let (upper, lower) = (top + band * 28 / 100, top + band * 72 / 100);
    sheet.text(centre, middle, Align::Middle, stock.title, &head.title);
    let half = stock.title.width(&head.title) / 2 + 2 * PADDING;
    let left_end = draw_marks(sheet, stock, &head.marks, middle, centre - half, centre + half);
    let place = stock.small.fitting(&head.left[0], left_end - stock.left - PADDING);
    sheet.text(stock.left, upper, Align::Left, place, &head.left[0]);
    sheet.text(stock.left, lower, Align::Left, stock.small, &head.left[1]);
    let right_room = stock.right - centre - half - PADDING - remarks_width(stock, &head.marks);
    sheet.text(stock.right, upper, Align::Right, stock.body.fitting(&head.number, right_room), &head.number);
    let continued = if number < count { crate::words::CONTINUED } else { "" };
    let page = format!("页次 {number}/{count}{continued}");
    sheet.text(stock.right, lower, Align::Right, stock.small, &page);
}

/// Boxed on both sides of the title: what makes the paper worthless at the left, remarks at the right.
/// Returns where the boxes begin.
fn draw_marks(sheet: &mut Sheet, stock: &Stock, marks: &Marks, middle: Length, left: Length, right: Length) -> Length {
    let invalidating = marks.invalidating();
    let is_single = invalidating.len() == 1;
    let style = if is_single { remark_style(stock) } else { Style::strong(stock.small.em) };
    let step = if is_single { 0 } else { stock.small.em * 17 / 10 };
    let mut begin = left;
    for (mark, at) in invalidating.iter().zip([middle - step / 2, middle + step / 2]) {
        let width = boxed_width(style, mark);
        begin = begin.min(left - width);
        draw_boxed(sheet, style, at, left - width, mark);
    }
    let mut at = right;
    for mark in marks.remarks() {
        draw_boxed(sheet, remark_style(stock), middle, at, &mark);
        at += boxed_width(remark_style(stock), &mark) + PADDING;
    }
    begin
}

fn remark_style(stock: &Stock) -> Style {
    Style::strong(stock.body.em * 115 / 100)
}

fn remarks_width(stock: &Stock, marks: &Marks) -> Length {
    marks.remarks().iter().map(|mark| boxed_width(remark_style(stock), mark) + PADDING).sum()
}

fn boxed_width(style: Style, mark: &str) -> Length {
    style.width(mark) + 2 * PADDING
}

fn draw_boxed(sheet: &mut Sheet, style: Style, middle: Length, left: Length, mark: &str) {
    let (width, height) = (boxed_width(style, mark), style.em * 155 / 100);
    sheet.outline(left, middle - height / 2, width, height, THICK);
    sheet.text(left + width / 2, middle, Align::Middle, style, mark);
}

/// 作废 or 练习 behind everything: pale, and too large to be overlooked.
pub(super) fn draw_watermark(sheet: &mut Sheet, stock: &Stock, head: &Head, top: Length, bottom: Length) {
    if let Some(words) = head.marks.watermark() {
        let style = Style::strong(2_600).with_ink(Ink::Pale);
        sheet.text(stock.width / 2, (top + bottom) / 2, Align::Middle, style, words);
    }
}

impl Foot {
    pub(super) fn draw(&self, sheet: &mut Sheet, stock: &Stock) {
        let mut middle = stock.bottom(self) + 100 + stock.footer_line / 2;
        for [left, right] in &self.lines {
            let room = stock.room() - stock.small.width(right) - 3 * PADDING;
            sheet.text(stock.left, middle, Align::Left, stock.small.fitting(left, room), left);
            sheet.text(stock.right, middle, Align::Right, stock.small, right);
            middle += stock.footer_line;
        }
    }
}
