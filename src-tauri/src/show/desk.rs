use domain::{ClosedShift, Money, OpenShift, Operator, Permission};
use outlet::{InterruptedPayment, Outlet};
use store::{DeviceRow, ShiftRow, StoreError};

use super::{payment, task, unit_name};
use crate::view::{DeskView, DeviceView, InterruptedPaymentView, OperatorView, ShiftClosedView, ShiftView};

/// What the desk shows first.
pub fn desk(outlet: &Outlet, demo: bool) -> Result<DeskView, StoreError> {
    let read = outlet.read();
    let interrupted = outlet.interrupted_payment().map_err(|outlet::DraftError::Store(error)| error)?;
    Ok(DeskView {
        device: read.device()?.map(|row| device(outlet, row)).transpose()?,
        operator: outlet.operator().map(|signed_in| operator(outlet, signed_in)).transpose()?,
        shift: read.open_shift()?.map(|row| shift(outlet, &row)).transpose()?,
        interrupted: interrupted.map(|payment| interrupted_payment(outlet, payment)).transpose()?,
        interrupted_refund: outlet
            .interrupted_refund()?
            .map(|refund| task::interrupted_refund(outlet, &refund))
            .transpose()?,
        demo,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

fn device(outlet: &Outlet, row: DeviceRow) -> Result<DeviceView, StoreError> {
    let read = outlet.read();
    let station = match outlet.desk_unit()? {
        Some(unit) => unit_name(&read, &unit)?,
        None => String::new(),
    };
    Ok(DeviceView {
        terminal: row.terminal.to_string(),
        unit_name: unit_name(&read, &row.unit)?,
        unit_code: row.unit.to_string(),
        station_name: station,
        center_url: row.center_url,
        customers: u32::try_from(read.customer_count()?).unwrap_or(u32::MAX),
    })
}

pub fn operator(outlet: &Outlet, operator: &Operator) -> Result<OperatorView, StoreError> {
    Ok(OperatorView {
        id: operator.id.0,
        login: operator.login.clone(),
        name: operator.name.clone(),
        unit_name: unit_name(&outlet.read(), &operator.unit)?,
        roles: operator.roles.clone(),
        permissions: Permission::ALL.into_iter().filter(|permission| operator.may(*permission)).collect(),
    })
}

pub fn shift(outlet: &Outlet, row: &ShiftRow) -> Result<ShiftView, StoreError> {
    let read = outlet.read();
    let OpenShift { no, cashier, business_date, opening_cash } = &row.shift;
    let name = read.operator(*cashier)?.map_or_else(|| cashier.to_string(), |operator| operator.name);
    let sums: Vec<_> = read.shift_sums()?.into_iter().filter(|sums| sums.shift == *no).collect();
    // 退款 lower the sums that are compared with the center; what was collected stays what was collected.
    let refunds = read.refunds_on(*business_date)?.into_iter().filter(|row| row.refund.shift == *no);
    let refunded: Money = refunds.map(|row| row.refund.amount).sum();
    let payments: u64 = sums.iter().map(|sums| sums.payments).sum();
    Ok(ShiftView {
        no: no.0,
        cashier_id: cashier.0,
        cashier_name: name,
        business_date: business_date.to_string(),
        opened_at_ms: row.opened_at_ms,
        opening_cash: opening_cash.to_string(),
        drawer: read.drawer(*no)?.to_string(),
        payments: u32::try_from(payments).unwrap_or(u32::MAX),
        collected: (sums.iter().map(|sums| sums.amount).sum::<Money>() + refunded).to_string(),
    })
}

pub fn closed(shift: &ClosedShift) -> ShiftClosedView {
    ShiftClosedView {
        expected: shift.expected_cash.to_string(),
        counted: shift.counted_cash.to_string(),
        over: shift.over().to_string(),
    }
}

fn interrupted_payment(outlet: &Outlet, payment: InterruptedPayment) -> Result<InterruptedPaymentView, StoreError> {
    let customer = outlet.read().customer(&payment.draft.customer)?;
    let taken = payment.taken.map(|row| payment::taken_row(outlet, &row, true)).transpose()?;
    Ok(InterruptedPaymentView {
        payment_id: payment.draft.payment.to_string(),
        customer_no: payment.draft.customer.to_string(),
        customer_name: customer.map(|customer| customer.name).unwrap_or_default(),
        taken,
    })
}
