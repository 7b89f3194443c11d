//! 退费单

use domain::RefundId;
use outlet::Outlet;
use receipt::{Drawer, PrintedCopy, RefundForm, escpos_refund, lay_out_refund};

use super::{At, Made};
use crate::paper::Sheet;
use crate::said::Said;
use crate::view::{CommandErrorView, PaperForm};

/// As it was printed last: the original, or the newest 补打.
pub fn refund_slip(at: &At<'_>, id: RefundId, form: PaperForm) -> Made {
    let copy = at.read().refund(id)?.map_or(0, |row| row.reprints);
    let facts = at.outlet.refund_facts(id, copy, at.now(), at.practice).map_err(|error| error.said(at.outlet))?;
    let (name, drawer) = match facts.copy {
        PrintedCopy::Original => (format!("退费单-{}", receipt::refund_number(id)), Drawer::Open),
        PrintedCopy::Reprint(copy) => (format!("退费单-{}-补打{copy}", receipt::refund_number(id)), Drawer::StayClosed),
    };
    let form = match form {
        PaperForm::Slip80 => RefundForm::Slip80,
        PaperForm::Half241 | PaperForm::Third241 | PaperForm::A4 => RefundForm::Half241,
    };
    Ok(Sheet { name, pages: lay_out_refund(&facts, form), raw: Some(escpos_refund(&facts, drawer)) })
}

/// A further copy is an entry first and paper second.
pub fn count_copy(outlet: &mut Outlet, id: RefundId) -> Result<(), CommandErrorView> {
    outlet.reprint_refund_slip(id).map(|_| ()).map_err(|error| error.said(outlet))
}
