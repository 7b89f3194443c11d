//! The panel at the right: QR code, check code, and the place for the stamp beside the amount.

use super::{DIVIDER, Measures, PADDING, RIGHT, THIN};
use crate::page::{Align, Length};
use crate::qr::{QUIET, Qr};
use crate::sheet::{Sheet, Style};
use crate::{ReceiptFacts, words};

const MIDDLE: Length = (DIVIDER + RIGHT) / 2;

pub(super) fn draw(sheet: &mut Sheet, facts: &ReceiptFacts, measures: &Measures, top: Length) {
    let bottom = measures.frame_bottom();
    sheet.down(DIVIDER, top, bottom, THIN);
    let mut y = draw_code(sheet, facts, measures, top);
    for (style, text) in [
        (measures.small, words::SCAN_TO_CHECK),
        (measures.small, words::CHECK_CODE),
        (Style::strong(measures.body.em), facts.seal.check_code.as_str()),
    ] {
        sheet.text(MIDDLE, y + measures.line / 2, Align::Middle, style, text);
        y += measures.line;
    }
    draw_stamp_place(sheet, measures, y + PADDING, bottom - PADDING);
}

fn draw_code(sheet: &mut Sheet, facts: &ReceiptFacts, measures: &Measures, top: Length) -> Length {
    let Some(qr) = Qr::of(&facts.seal.qr) else {
        return top + PADDING;
    };
    let module = qr.module_within(RIGHT - DIVIDER, measures.qr_module);
    let side = qr.side * module;
    let quiet = QUIET * module;
    sheet.blocks(qr.blocks(MIDDLE - side / 2, top + quiet, module));
    top + quiet + side + quiet / 2
}

fn draw_stamp_place(sheet: &mut Sheet, measures: &Measures, top: Length, bottom: Length) {
    let left = DIVIDER + PADDING;
    sheet.corners(left, top, RIGHT - DIVIDER - 2 * PADDING, bottom - top);
    let middle = bottom - measures.line / 2 - 60;
    sheet.text(MIDDLE, middle, Align::Middle, measures.small, words::STAMP_HERE);
}
