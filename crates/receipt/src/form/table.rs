//! The bills, a row each, amounts under each other.

use super::{DIVIDER, LEFT, Measures, PADDING, Part, THIN};
use crate::page::{Align, Ink, Length};
use crate::sheet::{Sheet, Style};
use crate::typeface::TYPEFACE;
use crate::words::{self, Marks};
use crate::wrap::wrap;
use crate::{PaidBill, ReceiptFacts};

/// The right end of each column; the first one is set from the left.
const COLUMNS: [(&str, Length); 6] = [
    ("电费年月", 4300),
    ("电量（千瓦时）", 6900),
    ("应收电费", 9700),
    ("本次缴电费", 12600),
    ("本次违约金", 15300),
    ("尚欠", DIVIDER),
];

pub(super) fn draw(sheet: &mut Sheet, facts: &ReceiptFacts, measures: &Measures, part: &Part, bottom: Length) {
    let top = part.table_top;
    if let Some(sentence) = words::instead_of_bills(facts) {
        return draw_sentence(sheet, measures, (top + bottom) / 2, sentence);
    }
    draw_row(sheet, measures.small, measures, top, &COLUMNS.map(|(name, _)| name.to_owned()));
    sheet.across(LEFT, DIVIDER, top + measures.row, THIN);
    draw_column_rules(sheet, top, bottom);
    let mut y = top + measures.row;
    for bill in part.bills {
        draw_row(sheet, measures.body, measures, y, &cells(bill));
        y += measures.row;
    }
    if part.is_last() && y + measures.row <= bottom {
        let middle = y + measures.row / 2;
        sheet.text(LEFT + PADDING, middle, Align::Left, measures.small, words::NOTHING_BELOW);
    }
}

fn draw_sentence(sheet: &mut Sheet, measures: &Measures, middle: Length, sentence: &str) {
    let lines = wrap(sentence, measures.body.em, DIVIDER - LEFT - 4 * PADDING);
    let mut at = middle - (lines.len() as Length - 1) * measures.line / 2;
    for line in lines {
        sheet.text((LEFT + DIVIDER) / 2, at, Align::Middle, measures.body, &line);
        at += measures.line;
    }
}

fn cells(bill: &PaidBill) -> [String; 6] {
    [
        bill.bill.to_string(),
        bill.energy_kwh.to_string(),
        bill.amount.grouped(),
        bill.principal.grouped(),
        bill.penalty.grouped(),
        bill.left_after.grouped(),
    ]
}

/// One row of the table; the sums use it as well.
pub(super) fn draw_row(sheet: &mut Sheet, style: Style, measures: &Measures, top: Length, cells: &[String; 6]) {
    let middle = top + measures.row / 2;
    sheet.text(LEFT + PADDING, middle, Align::Left, style, &cells[0]);
    for (cell, (_, right)) in cells.iter().zip(COLUMNS).skip(1) {
        sheet.text(right - PADDING, middle, Align::Right, style, cell);
    }
}

pub(super) fn draw_column_rules(sheet: &mut Sheet, top: Length, bottom: Length) {
    for (_, right) in &COLUMNS[..5] {
        sheet.down(*right, top, bottom, THIN);
    }
}

/// 作废 or 练习 behind the figures: pale, and too large to be overlooked.
pub(super) fn watermark(sheet: &mut Sheet, facts: &ReceiptFacts, top: Length, bottom: Length) {
    if let Some(words) = Marks::from(facts).watermark() {
        let em = ((bottom - top) * 8 / 10).min(2600);
        let style = Style::strong(em).with_ink(Ink::Pale);
        let words = TYPEFACE.shown(words);
        sheet.text((LEFT + DIVIDER) / 2, (top + bottom) / 2, Align::Middle, style, &words);
    }
}
