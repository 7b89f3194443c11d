use domain::{Allocation, BillSeen, Money, Payment};
use outlet::{Outlet, Preview, PreviewOutcome, TakenPayment};
use store::{PaymentRow, StoreError};

use crate::said::refusal;
use crate::view::{AllocationView, PaymentOutcomeView, PaymentPreviewView, TakenPaymentView};

pub fn preview(preview: Preview) -> PaymentPreviewView {
    let (made, refused) = match preview.outcome {
        Ok(made) => (Some(outcome(&made)), None),
        Err(reason) => (None, Some(refusal(&reason))),
    };
    PaymentPreviewView {
        due: preview.due.to_string(),
        prepaid_used: preview.prepaid_used.to_string(),
        to_collect: preview.to_collect.to_string(),
        outcome: made,
        refusal: refused,
    }
}

fn outcome(made: &PreviewOutcome) -> PaymentOutcomeView {
    let payment = &made.payment;
    PaymentOutcomeView {
        received: payment.tendered().to_string(),
        change: payment.change.to_string(),
        collected: payment.collected().to_string(),
        allocations: payment.allocations.iter().zip(&payment.seen).map(allocation).collect(),
        prepaid_added: payment.prepaid_added.to_string(),
        prepaid_after: payment.prepaid_after.to_string(),
        tail_before: payment.tail_before.to_string(),
        tail_after: payment.tail_after.to_string(),
        left_unpaid: made.left_unpaid.to_string(),
    }
}

fn allocation((part, seen): (&Allocation, &BillSeen)) -> AllocationView {
    AllocationView {
        bill: part.bill.to_string(),
        principal: part.principal.to_string(),
        penalty: part.penalty.to_string(),
        left: seen.left.to_string(),
    }
}

pub fn taken(outlet: &Outlet, taken: &TakenPayment) -> Result<TakenPaymentView, StoreError> {
    let view = taken_row(outlet, &taken.row, taken.already_taken)?;
    let restore = taken.restore.as_ref().map(|request| super::raised(outlet, request)).transpose()?;
    Ok(TakenPaymentView { restore: restore.flatten(), ..view })
}

pub fn taken_row(outlet: &Outlet, row: &PaymentRow, already_taken: bool) -> Result<TakenPaymentView, StoreError> {
    let Payment { id, customer, change, prepaid_added, prepaid_after, .. } = &row.payment;
    let name = outlet.read().customer(customer)?.map(|customer| customer.name).unwrap_or_default();
    let yuan = |amount: &Money| amount.to_string();
    Ok(TakenPaymentView {
        payment_id: id.to_string(),
        receipt_no: outlet.receipt_no(row)?.to_string(),
        customer_no: customer.to_string(),
        customer_name: name,
        collected: yuan(&row.payment.collected()),
        received: yuan(&row.payment.tendered()),
        change: yuan(change),
        prepaid_added: yuan(prepaid_added),
        prepaid_after: yuan(prepaid_after),
        already_taken,
        at_ms: row.at_ms,
        restore: None,
    })
}
