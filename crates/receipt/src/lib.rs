//! Facts in, pages out.
//!
//! ```text
//! ReceiptFacts ──▶ lay_out(form) ──▶ Page ──▶ pdf   the file that is printed and kept
//!       │                              └────▶ svg   the preview on the screen
//!       └────────▶ slip content ───────────▶ escpos raw bytes for an 80 mm printer
//! ```
//!
//! A receipt is a voucher (缴费凭证, 收据) and never an invoice. Everything that is printed comes from the facts of
//! a committed payment; there is no clock here and no I/O. Lengths are whole hundredths of a millimetre, so a layout is the
//! same on every machine; floats appear only where printpdf and the rasteriser ask for them.

mod escpos;
mod facts;
mod form;
mod page;
mod pdf;
mod qr;
mod sheet;
mod slip;
mod slip_content;
mod svg;
mod typeface;
mod words;
mod wrap;

pub use escpos::{Drawer, escpos};
pub use facts::{Cashier, PaidBill, PaidFor, PrintedCopy, ReceiptFacts, Seal};
pub use page::{Align, Blocks, Frame, Ink, Item, Length, Page, Rule, TextRun, Weight};
pub use pdf::pdf;
pub use svg::svg;

use serde::{Deserialize, Serialize};

/// The embedded font (OpenType, SIL Open Font License), for a preview that shows the very glyphs that will be printed.
pub fn font() -> &'static [u8] {
    typeface::FONT_BYTES
}

/// The paper that a receipt is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// 80 mm roll; as long as it needs to be.
    Slip80,
    /// 241-1/2: continuous form of 241 × 139.7 mm.
    Half241,
    /// 241-1/3: continuous form of 241 × 93.1 mm.
    Third241,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Slip80, Form::Half241, Form::Third241];
}

/// Puts the facts on paper. Never empty; more bills than a form holds go on to further pages with the heading repeated.
pub fn lay_out(facts: &ReceiptFacts, form: Form) -> Vec<Page> {
    match form {
        Form::Slip80 => vec![slip::lay_out(facts)],
        Form::Half241 => form::lay_out(facts, &form::HALF),
        Form::Third241 => form::lay_out(facts, &form::THIRD),
    }
}
