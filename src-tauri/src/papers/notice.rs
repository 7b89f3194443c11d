//! 催费通知单, 停电通知单 and 复电派工单

use domain::{NoticeKind, RestoreId};
use journal::check_code;
use outlet::{BillCard, NoticeRequest};
use receipt::{
    NoticeFacts, OwedBill, PrintedCopy, RestoreSlipFacts, escpos_restore_slip, lay_out_notice, lay_out_restore_slip,
};
use store::StoreError;

use super::{At, Made, notice_form, pages_only};
use crate::clock::beijing;
use crate::error::Code;
use crate::paper::Sheet;
use crate::said::Said;
use crate::view::PaperForm;

const MS_PER_HOUR: i64 = 3_600_000;

pub fn notice(at: &At<'_>, request: &NoticeRequest, form: PaperForm) -> Made {
    let known = at.outlet.notice_facts(request).map_err(|error| error.said(at.outlet))?;
    let title = match request.kind {
        NoticeKind::Arrears => "催费通知单",
        NoticeKind::Disconnection => "停电通知单",
    };
    let name = format!("{title}-{}-{}", request.customer, request.on);
    let facts = NoticeFacts {
        copy: PrintedCopy::Original,
        customer: at.customer(&request.customer)?,
        elec_type: known.customer.elec_type,
        bills: known.bills.iter().map(owed).collect(),
        rules: known.rules.disconnection,
        outlet: at.place()?,
        issued_by: at.myself(),
        printed_at: at.now(),
        check_code: entry_code(at, request)?,
        practice: at.practice,
        notice: known.notice,
    };
    Ok(pages_only(name, lay_out_notice(&facts, notice_form(form))))
}

fn owed(bill: &BillCard) -> OwedBill {
    OwedBill {
        bill: bill.id,
        energy_kwh: bill.energy_kwh,
        amount: bill.amount,
        principal: bill.due.principal,
        penalty: bill.due.penalty,
        penalty_start: bill.due_date.succ_opt().unwrap_or(bill.due_date),
    }
}

/// Only a notice that was printed is an entry.
fn entry_code(at: &At<'_>, request: &NoticeRequest) -> Result<Option<String>, StoreError> {
    let Some(row) = at.read().notice(request.id)? else { return Ok(None) };
    Ok(at.read().entry(row.stream, row.seq)?.map(|entry| check_code(entry.hash)))
}

pub fn restore_slip(at: &At<'_>, id: RestoreId) -> Made {
    let requests = at.outlet.restore_requests()?;
    let summary = requests.into_iter().find(|summary| summary.row.request.id == id).ok_or(Code::UnknownRestore)?;
    let request = &summary.row.request;
    let payment = at.read().payment(request.payment)?.ok_or(Code::UnknownRestore)?;
    let meters = match at.read().supply(&request.customer)? {
        Some(state) => state.supply.points.iter().filter_map(|point| Some(point.meter()?.no.clone())).collect(),
        None => Vec::new(),
    };
    let customer = summary.customer.as_ref();
    let facts = RestoreSlipFacts {
        request: request.id,
        copy: PrintedCopy::Original,
        customer: at.customer(&request.customer)?,
        phone: customer.map(|customer| customer.phone.clone()).unwrap_or_default(),
        transformer_area: customer.map(|customer| customer.transformer_area.clone()).unwrap_or_default(),
        meters,
        receipt: summary.receipt_no,
        paid: payment.payment.collected(),
        paid_at: beijing(payment.at_ms),
        due_at: beijing(request.due_at_ms),
        restore_hours: u32::try_from((request.due_at_ms - request.asked_at_ms) / MS_PER_HOUR).unwrap_or(0),
        outlet: at.place()?,
        cashier: at.staff(payment.cashier)?,
        printed_at: at.now(),
        voided: summary.row.is_reversed,
        practice: at.practice,
    };
    Ok(Sheet {
        name: format!("复电派工单-{}", facts.receipt),
        pages: lay_out_restore_slip(&facts),
        raw: Some(escpos_restore_slip(&facts)),
    })
}
