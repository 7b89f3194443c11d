use domain::{Money, PaymentState, Tender};
use outlet::{Day, DayPayment, Outlet, TenderSum};
use store::StoreError;

use super::task;
use crate::said::code_of;
use crate::view::{DayPaymentView, DayView, EntryLife, ReversedView, TenderSumView};

pub fn day(outlet: &Outlet, day: Day) -> Result<DayView, StoreError> {
    let (count, collected) = (day.standing().count(), day.collected());
    let is_reversed = |payment: &&DayPayment| payment.row.state == PaymentState::Reversed;
    let reversed: Vec<Money> =
        day.payments.iter().filter(is_reversed).map(|payment| payment.row.payment.collected()).collect();
    let refunded: Money = day.refunds.iter().map(|row| row.refund.amount).sum();
    let refunds = day.refunds.iter().map(|row| task::refund(outlet, row, false)).collect::<Result<_, _>>()?;
    Ok(DayView {
        business_date: day.business_date.to_string(),
        by_tender: day.by_tender.iter().map(tender_sum).collect(),
        count: count as u32,
        collected: collected.to_string(),
        reversed_count: reversed.len() as u32,
        reversed: reversed.into_iter().sum::<Money>().to_string(),
        payments: day.payments.into_iter().map(day_payment).collect(),
        refunds,
        refunded: refunded.to_string(),
    })
}

pub fn day_payment(shown: DayPayment) -> DayPaymentView {
    let (row, reversal_life) = (&shown.row, shown.reversal_life);
    let (life, case_id) = entry_life(shown.life);
    let reversed = row.reversal.as_ref().map(|reversal| ReversedView {
        reason: reversal.reversal.reason.clone(),
        at_ms: reversal.at_ms,
        life: reversal_life.map_or(EntryLife::Recorded, |life| entry_life(life).0),
    });
    DayPaymentView {
        payment_id: row.payment.id.to_string(),
        receipt_no: shown.receipt_no.to_string(),
        at_ms: row.at_ms,
        customer_no: row.payment.customer.to_string(),
        customer_name: shown.customer_name,
        cashier_name: shown.cashier_name,
        tenders: row.payment.tenders.iter().map(Tender::kind).map(code_of).collect(),
        collected: row.payment.collected().to_string(),
        life,
        case_id,
        reprints: row.reprints,
        reversed,
        reversible: shown.reversible,
    }
}

fn tender_sum(sum: &TenderSum) -> TenderSumView {
    TenderSumView { tender: code_of(sum.kind), count: sum.count, amount: sum.amount.to_string() }
}

fn entry_life(life: outlet::EntryLife) -> (EntryLife, Option<String>) {
    match life {
        outlet::EntryLife::Recorded => (EntryLife::Recorded, None),
        outlet::EntryLife::Sent => (EntryLife::Sent, None),
        outlet::EntryLife::Posted => (EntryLife::Posted, None),
        outlet::EntryLife::Conflicted(case) => (EntryLife::Conflicted, Some(case.0.to_string())),
    }
}
