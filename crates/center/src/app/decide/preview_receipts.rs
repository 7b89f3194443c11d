//! The printed receipts of a case's sides: what each says, and what the books say after the decision.

use domain::{CustomerNo, ReceiptNo};

use super::preview::{Before, PreviewReceipt, PreviewedCase, ReceiptBooks, ReceiptSays, ReceiptStays};
use crate::app::batch::Batch;
use crate::app::settle_account::replayed;
use crate::ledger::{AccountFacts, EntryRef, PaymentFact};

/// By case, in the order of its sides. A receipt stands in the hand of a customer and never changes; only what it refers to does.
pub fn of(batch: &Batch<'_>, before: &Before, cases: &[PreviewedCase]) -> Vec<PreviewReceipt> {
    let mut places: Vec<EntryRef> = Vec::new();
    for case in cases.iter().filter_map(|case| batch.books.case(case.case)) {
        let sides = case
            .sides
            .iter()
            .filter_map(|side| Some(EntryRef { stream: side.stream, history: side.history, seq: side.seq? }));
        places.extend(sides);
    }
    let known = before.accounts.values().flat_map(|facts| &facts.payments);
    let known: Vec<&PaymentFact> = known.collect();
    places
        .into_iter()
        .filter_map(|place| known.iter().find(|fact| fact.source == place))
        .map(|fact| receipt(batch, fact))
        .collect()
}

fn receipt(batch: &Batch<'_>, printed: &PaymentFact) -> PreviewReceipt {
    let payment = &printed.payment;
    let (terminal, incarnation) = (printed.terminal.clone(), printed.source.stream.incarnation);
    let number = ReceiptNo { terminal: terminal.clone(), incarnation, number: payment.receipt };
    let (customer, facts, place) = stands_on(batch, printed);
    let fact = &facts.payments[place];
    let replayed = replayed(customer, facts, &batch.roster.rules);
    let placement = replayed.payments[place].as_ref();
    PreviewReceipt {
        receipt: number.to_string(),
        terminal,
        says: ReceiptSays {
            customer: payment.customer.clone(),
            collected: payment.collected(),
            bills: payment.allocations.clone(),
            prepaid_added: payment.prepaid_added,
        },
        books: ReceiptBooks {
            customer: customer.clone(),
            in_clarification: replayed.account.owner.is_none() && fact.counts(),
            refunded: fact.set_aside,
            bills: placement.map_or_else(Vec::new, |placement| placement.applied.clone()),
            prepaid_added: placement.map_or(domain::Money::ZERO, |placement| placement.prepaid_added),
        },
        stays: if fact.reversed {
            ReceiptStays::Void
        } else if fact.is_moved() {
            ReceiptStays::RefersToOtherAccount
        } else {
            ReceiptStays::Valid
        },
    }
}

/// The account that a payment stands on after the batch, and its place there.
fn stands_on<'a>(batch: &'a Batch<'_>, printed: &PaymentFact) -> (&'a CustomerNo, &'a AccountFacts, usize) {
    let place = |facts: &AccountFacts| facts.payments.iter().position(|fact| fact.fact == printed.fact);
    let mut found = batch.accounts.iter().filter_map(|(customer, facts)| Some((customer, facts, place(facts)?)));
    found.next().expect("a payment stands on an account that is loaded")
}
