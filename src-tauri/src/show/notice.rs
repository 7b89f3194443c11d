use chrono::NaiveDate;
use domain::{Money, RestoreRequest};
use outlet::{ArrearsRow, EntryLife, Outlet, RestoreSummary};
use store::StoreError;

use super::segments;
use crate::view::{ArrearsRowView, ArrearsView, RestoreView};

pub fn arrears(outlet: &Outlet, on: NaiveDate, rows: Vec<ArrearsRow>) -> Result<ArrearsView, StoreError> {
    let total: Money = rows.iter().map(|row| row.principal + row.penalty).sum();
    Ok(ArrearsView {
        on: on.to_string(),
        segments: segments(outlet)?,
        count: rows.len() as u32,
        total: total.to_string(),
        rows: rows.into_iter().map(arrears_row).collect(),
    })
}

fn arrears_row(row: ArrearsRow) -> ArrearsRowView {
    let last = row.last_notice.as_ref().map(|last| &last.notice);
    ArrearsRowView {
        customer_no: row.customer.no.to_string(),
        segment: row.segment.as_ref().map(ToString::to_string).unwrap_or_default(),
        bills: row.bills,
        principal: row.principal.to_string(),
        penalty: row.penalty.to_string(),
        total: (row.principal + row.penalty).to_string(),
        days_overdue: row.days_overdue,
        power: row.customer.power,
        last_notice: last.map(|notice| notice.kind),
        last_notice_on: last.map(|notice| notice.on.to_string()),
        may_disconnect: row.disconnection.is_ok(),
        name: row.customer.name,
        address: row.customer.address,
        phone: row.customer.phone,
    }
}

pub fn restore(summary: RestoreSummary) -> RestoreView {
    let request = &summary.row.request;
    let customer = summary.customer;
    let text = |field: fn(&domain::Customer) -> &String| customer.as_ref().map(|known| field(known).clone());
    RestoreView {
        restore_id: request.id.to_string(),
        customer_no: request.customer.to_string(),
        name: text(|customer| &customer.name).unwrap_or_default(),
        address: text(|customer| &customer.address).unwrap_or_default(),
        phone: text(|customer| &customer.phone).unwrap_or_default(),
        meter_no: text(|customer| &customer.meter_no).unwrap_or_default(),
        receipt_no: summary.receipt_no.to_string(),
        asked_at_ms: request.asked_at_ms,
        due_at_ms: request.due_at_ms,
        told: !matches!(summary.life, EntryLife::Recorded),
        restored: summary.is_restored,
        payment_reversed: summary.row.is_reversed,
    }
}

/// The request that a payment raised, as the receipt's screen shows it.
pub fn raised(outlet: &Outlet, request: &RestoreRequest) -> Result<Option<RestoreView>, StoreError> {
    Ok(outlet.restore_requests()?.into_iter().find(|summary| summary.row.request.id == request.id).map(restore))
}
