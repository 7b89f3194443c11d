//! The 241 mm continuous forms: a ruled form whose parts stay where they are, whatever the number of bills.
//!
//! ```text
//! outlet                 title (and marks)                receipt no., page
//! ┌──────────────────────────────────────────────────────┬───────────────┐
//! │ customer                                                             │
//! ├──────────────────────────────────────────────────────┬───────────────┤
//! │ bills, oldest first                                  │ QR code       │
//! │                                                      │ check code    │
//! ├──────────────────────────────────────────────────────┤               │
//! │ sums · amount in capitals and figures · tenders      │ place to stamp│
//! └──────────────────────────────────────────────────────┴───────────────┘
//! cashier, outlet, terminal, time                       not an invoice, hotlines
//! ```
//!
//! The printer's tractor holds 10 mm at each side, so the frame keeps 15 mm away.

mod heading;
mod panel;
mod table;
mod totals;

use self::totals::Details;
use crate::page::{Length, Page};
use crate::sheet::{Sheet, Style};
use crate::{PaidBill, ReceiptFacts, words};

/// What differs between the two lengths of paper.
pub(crate) struct Measures {
    height: Length,
    margin_top: Length,
    margin_bottom: Length,
    /// The band of the title.
    title_band: Length,
    title: Style,
    body: Style,
    small: Style,
    figure: Style,
    /// A row of the table, and of the customer.
    row: Length,
    amount_row: Length,
    /// A line of the tenders.
    line: Length,
    /// Lines of a customer's name or address: some forty or sixty characters of it. The slip has all of them.
    value_lines_max: usize,
    footer_line: Length,
    qr_module: Length,
}

pub(crate) const HALF: Measures = Measures {
    height: 13970,
    margin_top: 700,
    margin_bottom: 650,
    title_band: 1250,
    title: Style::strong(620),
    body: Style::plain(350),
    small: Style::plain(310),
    figure: Style::strong(560),
    row: 580,
    amount_row: 900,
    line: 520,
    value_lines_max: 3,
    footer_line: 470,
    qr_module: 56,
};

pub(crate) const THIRD: Measures = Measures {
    height: 9310,
    margin_top: 450,
    margin_bottom: 420,
    title_band: 900,
    title: Style::strong(520),
    body: Style::plain(310),
    small: Style::plain(270),
    figure: Style::strong(460),
    row: 450,
    amount_row: 640,
    line: 400,
    value_lines_max: 2,
    footer_line: 360,
    qr_module: 44,
};

const WIDTH: Length = 24100;
const LEFT: Length = 1500;
const RIGHT: Length = 22600;
const MIDDLE: Length = WIDTH / 2;
/// Between the table and the panel of the QR code.
const DIVIDER: Length = 18200;
const PADDING: Length = 120;
const THIN: Length = 15;
const THICK: Length = 30;

pub(crate) fn lay_out(facts: &ReceiptFacts, measures: &Measures) -> Vec<Page> {
    let table_top = measures.margin_top + measures.title_band + heading::customer_height(facts, measures);
    let room = measures.frame_bottom() - table_top - measures.row;
    let details = Details::within(facts, measures, room - measures.row);
    let rows_last = ((room - details.totals_height) / measures.row).max(1) as usize;
    let rows_full = (room / measures.row - 1).max(1) as usize;
    let chunks = chunks(&facts.bills, rows_full, rows_last);
    let count = chunks.len();
    let page = |(index, bills): (usize, &[PaidBill])| {
        let part = Part { bills, number: index + 1, count, table_top };
        draw(facts, measures, &part, &details)
    };
    chunks.into_iter().enumerate().map(page).collect()
}

/// The bills of one page.
struct Part<'a> {
    bills: &'a [PaidBill],
    number: usize,
    count: usize,
    table_top: Length,
}

impl Part<'_> {
    fn is_last(&self) -> bool {
        self.number == self.count
    }
}

impl Measures {
    fn frame_bottom(&self) -> Length {
        self.height - self.margin_bottom - 2 * self.footer_line - 60
    }
}

/// Full pages first; the last page has room for the sums and at least one bill, if there are any.
fn chunks(bills: &[PaidBill], rows_full: usize, rows_last: usize) -> Vec<&[PaidBill]> {
    let mut chunks = Vec::new();
    let mut rest = bills;
    while rest.len() > rows_last {
        let (chunk, after) = rest.split_at(rows_full.min(rest.len() - 1));
        chunks.push(chunk);
        rest = after;
    }
    chunks.push(rest);
    chunks
}

fn draw(facts: &ReceiptFacts, measures: &Measures, part: &Part, details: &Details) -> Page {
    let mut sheet = Sheet::default();
    let bottom = measures.frame_bottom();
    let totals_top = bottom - if part.is_last() { details.totals_height } else { measures.row };
    table::watermark(&mut sheet, facts, part.table_top, totals_top);
    heading::draw(&mut sheet, facts, measures, part);
    table::draw(&mut sheet, facts, measures, part, totals_top);
    if part.is_last() {
        totals::draw(&mut sheet, facts, measures, details, totals_top);
    } else {
        totals::draw_continued(&mut sheet, measures, part, totals_top);
    }
    panel::draw(&mut sheet, facts, measures, part.table_top);
    let frame_top = measures.margin_top + measures.title_band;
    sheet.outline(LEFT, frame_top, RIGHT - LEFT, bottom - frame_top, THICK);
    heading::draw_footer(&mut sheet, facts, measures);
    Page {
        width: WIDTH,
        height: measures.height,
        title: format!("{} {}", words::title(facts), facts.no),
        printed_at: facts.printed_at,
        items: sheet.into_items(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{BillId, BillingPeriod, Money};

    fn bills(count: u8) -> Vec<PaidBill> {
        let bill = |month| PaidBill {
            bill: BillId::first_of(BillingPeriod::new(2026, u16::from(month).try_into().unwrap()).unwrap()),
            energy_kwh: 100,
            amount: Money::YUAN,
            principal: Money::YUAN,
            penalty: Money::ZERO,
            left_after: Money::ZERO,
        };
        (1..=count).map(bill).collect()
    }

    #[test]
    fn every_bill_is_on_exactly_one_page_and_the_last_page_is_never_bare() {
        for count in 0..=12 {
            let bills = bills(count);
            let chunks = chunks(&bills, 5, 3);
            assert_eq!(chunks.concat(), bills, "{count}");
            assert!(chunks.last().unwrap().len() <= 3);
            assert!(count == 0 || chunks.iter().all(|chunk| !chunk.is_empty()), "{count}");
        }
    }
}
