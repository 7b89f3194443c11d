//! Which facts of an account disagree. A pure function of the facts, so the order of arrival does not matter.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Account, BillId, Conflict, Money, PaymentId, Placement};

use crate::ledger::{MoveRow, PaymentFact};

/// A disagreement and the payments that take part in it.
#[derive(Debug)]
pub struct Found<'a> {
    /// What it is about; the same disagreement has the same subject.
    pub subject: String,
    pub conflict: Conflict,
    pub sides: Vec<&'a PaymentFact>,
}

/// `placed` are the payments that count, in their order, with what became of them, and those whose money was ordered back to
/// its payer; `account` is how it stands after them, and
/// `left` the units that its customer left.
pub fn detect<'a>(account: &Account, placed: &[(&'a PaymentFact, &Placement)], left: &[MoveRow]) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    if account.owner.is_none() {
        found.extend(placed.iter().map(|(fact, _)| unknown_customer(account, fact)));
        return found;
    }
    for (bill, surplus) in surplus_by_bill(placed) {
        if account.bill(bill).is_some() {
            found.push(double_payment(account, bill, surplus, placed));
        } else {
            found.extend(paid_bill_gone(account, bill, placed));
        }
    }
    if account.prepaid.is_negative() {
        found.push(prepaid_overdrawn(account, placed));
    }
    found.extend(placed.iter().filter_map(|(fact, _)| customer_moved(account, fact, left)));
    let went_back_twice = placed.iter().filter(|(fact, _)| fact.set_aside && fact.reversed);
    found.extend(went_back_twice.map(|(fact, _)| unknown_customer(account, fact)));
    found
}

fn surplus_by_bill(placed: &[(&PaymentFact, &Placement)]) -> BTreeMap<BillId, Money> {
    let mut surplus: BTreeMap<BillId, Money> = BTreeMap::new();
    for part in placed.iter().flat_map(|(_, placement)| &placement.surplus) {
        *surplus.entry(part.bill).or_default() += part.total();
    }
    surplus
}

fn subject(account: &Account, kind: &str, about: impl std::fmt::Display) -> String {
    format!("{} {kind} {about}", account.customer)
}

fn double_payment<'a>(
    account: &Account,
    bill: BillId,
    surplus: Money,
    placed: &[(&'a PaymentFact, &Placement)],
) -> Found<'a> {
    let met = |placement: &Placement| placement.applied.iter().chain(&placement.surplus).any(|part| part.bill == bill);
    let sides: Vec<&PaymentFact> =
        placed.iter().filter(|(_, placement)| met(placement)).map(|(fact, _)| *fact).collect();
    let payments: BTreeSet<PaymentId> = sides.iter().map(|fact| fact.payment.id).collect();
    Found {
        subject: subject(account, "double-payment", bill),
        conflict: Conflict::DoublePayment {
            customer: account.customer.clone(),
            bill,
            payments: payments.into_iter().collect(),
            surplus,
        },
        sides,
    }
}

fn paid_bill_gone<'a>(account: &Account, bill: BillId, placed: &[(&'a PaymentFact, &Placement)]) -> Vec<Found<'a>> {
    let gone = |(fact, placement): &(&'a PaymentFact, &Placement)| {
        let surplus = placement.surplus.iter().find(|part| part.bill == bill)?.total();
        Some(Found {
            subject: subject(account, "paid-bill-gone", format_args!("{bill} {}", fact.payment.id)),
            conflict: Conflict::PaidBillGone {
                customer: account.customer.clone(),
                bill,
                payment: fact.payment.id,
                surplus,
            },
            sides: vec![*fact],
        })
    };
    placed.iter().filter_map(gone).collect()
}

/// Of a payment that its cashier reversed nothing is left, whatever was ordered back.
fn unknown_customer<'a>(account: &Account, fact: &&'a PaymentFact) -> Found<'a> {
    let amount = if fact.reversed { Money::ZERO } else { fact.payment.collected() };
    Found {
        subject: subject(account, "unknown-customer", fact.payment.id),
        conflict: Conflict::UnknownCustomer { customer: account.customer.clone(), payment: fact.payment.id, amount },
        sides: vec![*fact],
    }
}

/// Money was in flight when its customer moved: it was taken for a unit that the customer had left when it arrived.
fn customer_moved<'a>(account: &Account, fact: &&'a PaymentFact, left: &[MoveRow]) -> Option<Found<'a>> {
    let (from, to) = (fact.payment.owner.clone()?, account.owner.clone()?);
    let arrived_after = |moved: &MoveRow| moved.unit == from && fact.fact > moved.after_fact;
    if fact.is_moved() || from == to || !left.iter().any(arrived_after) {
        return None;
    }
    let (customer, payment, amount) = (account.customer.clone(), fact.payment.id, fact.payment.collected());
    Some(Found {
        subject: subject(account, "customer-moved", payment),
        conflict: Conflict::CustomerMoved { customer, payment, from, to, amount },
        sides: vec![*fact],
    })
}

fn prepaid_overdrawn<'a>(account: &Account, placed: &[(&'a PaymentFact, &Placement)]) -> Found<'a> {
    let used = |placement: &Placement| placement.prepaid_used.is_positive();
    Found {
        subject: subject(account, "prepaid-overdrawn", ""),
        conflict: Conflict::PrepaidOverdrawn { customer: account.customer.clone(), balance: account.prepaid },
        sides: placed.iter().filter(|(_, placement)| used(placement)).map(|(fact, _)| *fact).collect(),
    }
}
