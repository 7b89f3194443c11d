//! The title with its marks, the customer, and the lines below the frame.

use super::{LEFT, MIDDLE, Measures, PADDING, Part, RIGHT, THICK, THIN};
use crate::ReceiptFacts;
use crate::page::{Align, Length};
use crate::sheet::{Sheet, Style};
use crate::typeface::TYPEFACE;
use crate::words::{self, Marks};
use crate::wrap::wrap_at_most;

pub(super) fn draw(sheet: &mut Sheet, facts: &ReceiptFacts, measures: &Measures, part: &Part) {
    draw_title(sheet, facts, measures, part);
    let mut top = measures.margin_top + measures.title_band;
    for cells in customer(facts) {
        let height = row_height(&cells, measures);
        draw_cells(sheet, &cells, measures, top, height);
        top += height;
        sheet.across(LEFT, RIGHT, top, THIN);
    }
}

fn draw_title(sheet: &mut Sheet, facts: &ReceiptFacts, measures: &Measures, part: &Part) {
    let (top, band) = (measures.margin_top, measures.title_band);
    let middle = top + band * 45 / 100;
    let (upper, lower) = (top + band * 28 / 100, top + band * 72 / 100);
    let title = format!("{}{}", words::title(facts), words::RECEIPT);
    sheet.text(MIDDLE, middle, Align::Middle, measures.title, &title);
    sheet.text(LEFT, lower, Align::Left, measures.small, &format!("业务类型　{}", words::kind(facts)));
    sheet.text(RIGHT, upper, Align::Right, measures.body, &format!("凭证号 {}", facts.no));
    let continued = if part.is_last() { "" } else { words::CONTINUED };
    let page = format!("页次 {}/{}{continued}", part.number, part.count);
    sheet.text(RIGHT, lower, Align::Right, measures.small, &page);
    let title_width = measures.title.width(&title);
    let marks_left = draw_marks(sheet, facts, measures, middle, title_width);
    let outlet = measures.small.fitting(&facts.outlet, marks_left - LEFT - PADDING);
    sheet.text(LEFT, upper, Align::Left, outlet, &facts.outlet);
}

/// Boxed on both sides of the title: what makes the paper worthless at the left, the count of reprints at the right.
/// Returns where the boxes begin.
fn draw_marks(
    sheet: &mut Sheet,
    facts: &ReceiptFacts,
    measures: &Measures,
    middle: Length,
    title_width: Length,
) -> Length {
    let right = MIDDLE - title_width / 2 - PADDING;
    let mut left = right;
    let marks = Marks::from(facts).invalidating();
    let large = Style::strong(measures.body.em * 115 / 100);
    let (style, step) =
        if marks.len() == 1 { (large, 0) } else { (Style::strong(measures.small.em), measures.small.em * 17 / 10) };
    let mut at = middle - step / 2;
    for mark in marks {
        left = left.min(right - draw_mark(sheet, style, at, right, Align::Right, mark));
        at += step;
    }
    if let Some(mark) = Marks::from(facts).reprint() {
        draw_mark(sheet, large, middle, MIDDLE + title_width / 2 + PADDING, Align::Left, &mark);
    }
    left
}

/// Draws a boxed mark to the left or to the right of `at`; returns its width.
fn draw_mark(sheet: &mut Sheet, style: Style, middle: Length, at: Length, align: Align, mark: &str) -> Length {
    let (width, height) = (style.width(mark) + 2 * PADDING, style.em * 155 / 100);
    let left = if align == Align::Right { at - width } else { at };
    sheet.outline(left, middle - height / 2, width, height, THICK);
    sheet.text(left + width / 2, middle, Align::Middle, style, mark);
    width
}

/// A named value in the customer's rows.
struct Cell {
    label: &'static str,
    value: String,
    left: Length,
    right: Length,
}

fn customer(facts: &ReceiptFacts) -> [[Cell; 3]; 2] {
    let cell =
        |label, value: &str, left, right| Cell { label, value: words::or_unknown(value).to_owned(), left, right };
    let customer = &facts.customer;
    const FIRST: Length = 14000;
    const SECOND: Length = 6700;
    [
        [
            cell("户号", customer.no.as_str(), LEFT, SECOND),
            cell("户名", &customer.name, SECOND, FIRST),
            cell("供电单位", &customer.unit, FIRST, RIGHT),
        ],
        [
            cell("业务日期", &words::date(facts.business_date), LEFT, SECOND),
            cell("用电地址", &customer.address, SECOND, 17300),
            cell("终端", facts.no.terminal.as_str(), 17300, RIGHT),
        ],
    ]
}

pub(super) fn customer_height(facts: &ReceiptFacts, measures: &Measures) -> Length {
    customer(facts).iter().map(|cells| row_height(cells, measures)).sum()
}

fn row_height(cells: &[Cell; 3], measures: &Measures) -> Length {
    let lines = cells.iter().map(|cell| value_lines(cell, measures).len()).max().unwrap_or(1);
    measures.row + (lines.max(1) as Length - 1) * measures.line
}

fn value_left(cell: &Cell, measures: &Measures) -> Length {
    cell.left + measures.small.width(cell.label) + 2 * PADDING
}

fn value_lines(cell: &Cell, measures: &Measures) -> Vec<String> {
    let width = cell.right - value_left(cell, measures) - PADDING;
    wrap_at_most(measures.value_lines_max, &TYPEFACE.shown(&cell.value), measures.body.em, width)
}

fn draw_cells(sheet: &mut Sheet, cells: &[Cell; 3], measures: &Measures, top: Length, height: Length) {
    for cell in cells {
        let first = top + measures.row / 2;
        sheet.text(cell.left + PADDING, first, Align::Left, measures.small, cell.label);
        for (index, line) in value_lines(cell, measures).iter().enumerate() {
            let middle = first + index as Length * measures.line;
            sheet.text(value_left(cell, measures), middle, Align::Left, measures.body, line);
        }
        if cell.left > LEFT {
            sheet.down(cell.left, top, top + height, THIN);
        }
    }
}

pub(super) fn draw_footer(sheet: &mut Sheet, facts: &ReceiptFacts, measures: &Measures) {
    let first = measures.frame_bottom() + 60 + measures.footer_line / 2;
    let second = first + measures.footer_line;
    let who = format!("收费员 {}　　营业网点 {}", words::staff(&facts.cashier), facts.outlet);
    let when = format!("打印时间 {}", words::moment(facts.printed_at));
    let room = RIGHT - LEFT - measures.small.width(&when) - 4 * PADDING;
    sheet.text(LEFT, first, Align::Left, measures.small.fitting(&who, room), &who);
    sheet.text(RIGHT, first, Align::Right, measures.small, &when);
    sheet.text(LEFT, second, Align::Left, measures.small, words::NOT_AN_INVOICE);
    sheet.text(RIGHT, second, Align::Right, measures.small, words::HOTLINES);
}
