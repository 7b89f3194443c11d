//! Sums, the amount in capitals and figures, and how it was paid.

use super::table::{draw_column_rules, draw_row};
use super::{DIVIDER, LEFT, Measures, PADDING, Part, THIN};
use crate::page::{Align, Length};
use crate::sheet::{Sheet, Style};
use crate::typeface::TYPEFACE;
use crate::words::TenderWords;
use crate::wrap::wrap_at_most;
use crate::{PaidBill, ReceiptFacts, words};
use domain::Money;

/// Between the tenders and the account.
const ACCOUNT_LEFT: Length = 12600;

/// How it was paid: the lines below the amount, and the height of all that stands below the bills.
pub(super) struct Details {
    tenders: Vec<[String; 3]>,
    account: Vec<(&'static str, Money)>,
    height: Length,
    pub(super) totals_height: Length,
}

impl Details {
    /// Everything that fits into `room`.
    pub(super) fn within(facts: &ReceiptFacts, measures: &Measures, room: Length) -> Details {
        let sums = if facts.bills.is_empty() { 0 } else { measures.row };
        let fixed = sums + measures.amount_row + PADDING;
        let lines_max = ((room - fixed) / measures.line).max(3) as usize;
        let tenders = tender_lines(facts, measures, lines_max);
        let account = words::account_lines(facts);
        let lines = tenders.len().max(account.len()).max(2);
        let height = lines as Length * measures.line + PADDING;
        Details { tenders, account, height, totals_height: sums + measures.amount_row + height }
    }
}

pub(super) fn draw(sheet: &mut Sheet, facts: &ReceiptFacts, measures: &Measures, details: &Details, top: Length) {
    let mut y = top;
    if !facts.bills.is_empty() {
        let name = format!("合计 {} 笔", facts.bills.len());
        draw_sums(sheet, measures, y, name, &facts.bills);
        y += measures.row;
    }
    sheet.across(LEFT, DIVIDER, y, THIN);
    draw_amount(sheet, facts, measures, y);
    y += measures.amount_row;
    sheet.across(LEFT, DIVIDER, y, THIN);
    draw_details(sheet, measures, details, y);
}

/// The sums of this page alone, where more pages follow.
pub(super) fn draw_continued(sheet: &mut Sheet, measures: &Measures, part: &Part, top: Length) {
    draw_sums(sheet, measures, top, "本页小计".to_owned(), part.bills);
}

fn draw_sums(sheet: &mut Sheet, measures: &Measures, top: Length, name: String, bills: &[PaidBill]) {
    let sums = words::sums(bills);
    let cells = [
        name,
        sums.energy_kwh.to_string(),
        sums.amount.grouped(),
        sums.principal.grouped(),
        sums.penalty.grouped(),
        sums.left_after.grouped(),
    ];
    sheet.across(LEFT, DIVIDER, top, THIN);
    draw_column_rules(sheet, top, top + measures.row);
    draw_row(sheet, measures.body, measures, top, &cells);
}

fn draw_amount(sheet: &mut Sheet, facts: &ReceiptFacts, measures: &Measures, top: Length) {
    let middle = top + measures.amount_row / 2;
    let collected = facts.collected();
    let label = "实收金额（大写）";
    sheet.text(LEFT + PADDING, middle, Align::Left, measures.small, label);
    let figures = collected.with_symbol();
    sheet.text(DIVIDER - PADDING, middle, Align::Right, measures.figure, &figures);
    let left = LEFT + 2 * PADDING + measures.small.width(label);
    let right = DIVIDER - 3 * PADDING - measures.figure.width(&figures);
    let capitals = words::capitals(collected);
    // An amount in capitals is never broken over two lines.
    let style = Style::strong(measures.body.em * 12 / 10).fitting(&capitals, right - left);
    sheet.text(left, middle, Align::Left, style, &capitals);
}

/// Name, detail and amount of the lines about tenders. Details that are too long go on below; where the form has no room for
/// that, each tender keeps to one line, and the last line gathers the rest.
fn tender_lines(facts: &ReceiptFacts, measures: &Measures, lines_max: usize) -> Vec<[String; 3]> {
    let most = lines_max - usize::from(facts.change.is_positive());
    let tenders: Vec<TenderWords> = facts.tenders.iter().map(words::tender).collect();
    let mut lines = lines_of(&tenders, measures, usize::MAX);
    if lines.len() > most {
        lines = lines_of(&tenders, measures, 1);
    }
    if lines.len() > most {
        let rest = &tenders[most - 1..];
        let sum: Money = rest.iter().map(|tender| tender.amount).sum();
        lines.truncate(most - 1);
        lines.push(["其余".to_owned(), format!("另有 {} 笔收款，明细见缴费凭条", rest.len()), sum.grouped()]);
    }
    if facts.change.is_positive() {
        lines.push(["找零".to_owned(), String::new(), facts.change.grouped()]);
    }
    lines
}

fn lines_of(tenders: &[TenderWords], measures: &Measures, lines_max: usize) -> Vec<[String; 3]> {
    let mut lines = Vec::new();
    for tender in tenders {
        let shown = TYPEFACE.shown(&tender.detail);
        let mut detail = wrap_at_most(lines_max, &shown, measures.small.em, detail_width(measures)).into_iter();
        lines.push([tender.kind.to_owned(), detail.next().unwrap_or_default(), tender.amount.grouped()]);
        lines.extend(detail.map(|rest| [String::new(), rest, String::new()]));
    }
    lines
}

fn detail_left(measures: &Measures) -> Length {
    LEFT + 2 * PADDING + measures.small.width("POS刷卡")
}

fn detail_width(measures: &Measures) -> Length {
    ACCOUNT_LEFT - 2 * PADDING - measures.small.width("99,999,999.99") - detail_left(measures)
}

fn draw_details(sheet: &mut Sheet, measures: &Measures, details: &Details, top: Length) {
    let style = measures.small;
    let middle_of = |index: usize| top + PADDING / 2 + index as Length * measures.line + measures.line / 2;
    for (index, [name, detail, amount]) in details.tenders.iter().enumerate() {
        sheet.text(LEFT + PADDING, middle_of(index), Align::Left, style, name);
        sheet.text(detail_left(measures), middle_of(index), Align::Left, style, detail);
        sheet.text(ACCOUNT_LEFT - PADDING, middle_of(index), Align::Right, style, amount);
    }
    for (index, (name, amount)) in details.account.iter().enumerate() {
        sheet.text(ACCOUNT_LEFT + PADDING, middle_of(index), Align::Left, style, name);
        sheet.text(DIVIDER - PADDING, middle_of(index), Align::Right, style, &amount.grouped());
    }
    sheet.down(ACCOUNT_LEFT, top, top + details.height, THIN);
}
