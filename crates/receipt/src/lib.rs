//! Facts in, pages out.
//!
//! ```text
//! ReceiptFacts ──▶ lay_out(form) ──▶ Page ──▶ pdf   the file that is printed and kept
//!       │                              └────▶ svg   the preview on the screen
//!       └────────▶ slip content ───────────▶ escpos raw bytes for an 80 mm printer
//! ```
//!
//! Bills, notices and sheets go the same way: `flow` fills ruled pages with blocks, as many as they need; `slip` makes the
//! 80 mm papers from the same pieces as the receipt.
//!
//! A receipt is a voucher (缴费凭证, 收据) and never an invoice. Everything that is printed comes from the facts of
//! a committed payment; there is no clock here and no I/O. Lengths are whole hundredths of a millimetre, so a layout is the
//! same on every machine; floats appear only where printpdf and the rasteriser ask for them.

mod bill;
mod escpos;
mod facts;
mod flow;
mod form;
mod notice;
mod page;
mod pdf;
mod qr;
mod reading_sheet;
mod refund;
mod sheet;
mod slip;
mod svg;
mod typeface;
mod words;
mod wrap;

pub use escpos::Drawer;
pub use facts::{
    BillAccount, BillFacts, Cashier, NoticeFacts, OwedBill, PaidBill, PaidFor, PrintedCopy, ReadingSheetFacts,
    ReadingSlipFacts, ReceiptFacts, RefundFacts, RestoreSlipFacts, Seal, SheetPoint, SlipRegister, Staff,
};
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

/// The paper that a 电费结算单 is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BillForm {
    /// 80 mm roll.
    Slip80,
    /// 241-1/2.
    Half241,
    /// A4 upright.
    A4,
}

impl BillForm {
    pub const ALL: [BillForm; 3] = [BillForm::Slip80, BillForm::Half241, BillForm::A4];
}

/// The paper that a notice is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeForm {
    /// 241-1/2.
    Half241,
    /// A4 upright, with an acknowledgement to cut off.
    A4,
}

impl NoticeForm {
    pub const ALL: [NoticeForm; 2] = [NoticeForm::Half241, NoticeForm::A4];
}

/// The paper that a 退费单 is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundForm {
    /// 80 mm roll.
    Slip80,
    /// 241-1/2.
    Half241,
}

impl RefundForm {
    pub const ALL: [RefundForm; 2] = [RefundForm::Slip80, RefundForm::Half241];
}

/// Puts the facts on paper. Never empty; more bills than a form holds go on to further pages with the heading repeated.
pub fn lay_out(facts: &ReceiptFacts, form: Form) -> Vec<Page> {
    match form {
        Form::Slip80 => vec![slip::lay_out(slip::receipt::slip(facts))],
        Form::Half241 => form::lay_out(facts, &form::HALF),
        Form::Third241 => form::lay_out(facts, &form::THIRD),
    }
}

/// The bytes of a receipt for an 80 mm printer, from the initialisation to the cut.
pub fn escpos(facts: &ReceiptFacts, drawer: Drawer) -> Vec<u8> {
    escpos::print(slip::receipt::slip(facts), drawer)
}

/// 电费结算单, with its derivation.
pub fn lay_out_bill(facts: &BillFacts, form: BillForm) -> Vec<Page> {
    match form {
        BillForm::Slip80 => vec![slip::lay_out(slip::bill::slip(facts))],
        BillForm::Half241 => bill::lay_out(facts, &flow::HALF),
        BillForm::A4 => bill::lay_out(facts, &flow::A4),
    }
}

pub fn escpos_bill(facts: &BillFacts) -> Vec<u8> {
    escpos::print(slip::bill::slip(facts), Drawer::StayClosed)
}

/// 催费通知单 or 停电通知单, by the kind of the notice.
pub fn lay_out_notice(facts: &NoticeFacts, form: NoticeForm) -> Vec<Page> {
    match form {
        NoticeForm::Half241 => notice::lay_out(facts, &flow::HALF),
        NoticeForm::A4 => notice::lay_out(facts, &flow::A4),
    }
}

/// 抄表清单 on A4 across.
pub fn lay_out_reading_sheet(facts: &ReadingSheetFacts) -> Vec<Page> {
    reading_sheet::lay_out(facts)
}

/// 抄表回单 on an 80 mm slip.
pub fn lay_out_reading_slip(facts: &ReadingSlipFacts) -> Vec<Page> {
    vec![slip::lay_out(slip::reading::slip(facts))]
}

pub fn escpos_reading_slip(facts: &ReadingSlipFacts) -> Vec<u8> {
    escpos::print(slip::reading::slip(facts), Drawer::StayClosed)
}

/// 复电派工单 on an 80 mm slip.
pub fn lay_out_restore_slip(facts: &RestoreSlipFacts) -> Vec<Page> {
    vec![slip::lay_out(slip::restore::slip(facts))]
}

pub fn escpos_restore_slip(facts: &RestoreSlipFacts) -> Vec<u8> {
    escpos::print(slip::restore::slip(facts), Drawer::StayClosed)
}

/// 退费单号, as the slip and the desk show it.
pub fn refund_number(refund: domain::RefundId) -> String {
    words::short_id(refund.0.as_u128())
}

/// 退费单: the payee signs it.
pub fn lay_out_refund(facts: &RefundFacts, form: RefundForm) -> Vec<Page> {
    match form {
        RefundForm::Slip80 => vec![slip::lay_out(slip::refund::slip(facts))],
        RefundForm::Half241 => refund::lay_out(facts, &flow::HALF),
    }
}

pub fn escpos_refund(facts: &RefundFacts, drawer: Drawer) -> Vec<u8> {
    escpos::print(slip::refund::slip(facts), drawer)
}
