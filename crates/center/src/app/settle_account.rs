//! An account is computed again from its facts, and what changed is posted.

use domain::{
    Account, Bill, CollectionRules, CustomerNo, PastPayment, Payment, PlacedPayment, Placement, Postings, Settlement,
    Stream, post_payment, replay,
};

use super::batch::Batch;
use super::detect::detect;
use crate::ledger::{AccountFacts, AccountStanding, Booked, LaidAccount, PaymentFact, ServedAccount, pack_served};

/// How many payments a customer's history shows.
const LAST_PAYMENTS: usize = 5;

impl Batch<'_> {
    /// Bills as issued, then all payments that count in their order: whatever came late finds its place.
    pub(super) fn settle_account(&mut self, customer: &CustomerNo) {
        let mut facts = self.accounts.remove(customer).expect("a touched account is loaded");
        sort_by_order(&mut facts.payments);
        let (account, placements) = self.replayed(customer, &facts);
        let is_rebilled = self.rebilled.contains(customer);
        let writer = if is_rebilled { None } else { sole_writer(&facts, &placements) };
        self.book(&account, &mut facts, &placements);
        self.keep_standing(&account, &facts, writer);
        let counted = facts.payments.iter().filter(|fact| !fact.reversed);
        let placed: Vec<(&PaymentFact, &Placement)> = counted.zip(&placements).collect();
        self.cases.agree(customer, detect(&account, &placed));
        self.accounts.insert(customer.clone(), facts);
    }

    /// The account after all payments, and the placements of those that count, in order.
    fn replayed(&self, customer: &CustomerNo, facts: &AccountFacts) -> (Account, Vec<Placement>) {
        let issued = issued(customer, facts);
        let place = |fact: &PaymentFact| PlacedPayment {
            order: fact.order,
            payment: fact.payment.clone(),
            reversed: fact.reversed,
        };
        let payments: Vec<PlacedPayment> = facts.payments.iter().map(place).collect();
        let (account, placements) = replay(issued, &payments, &self.roster.rules);
        (account, placements.into_iter().map(|(_, placement)| placement).collect())
    }

    /// Posts the difference between how each payment was booked and how it is booked now.
    fn book(&mut self, account: &Account, facts: &mut AccountFacts, placements: &[Placement]) {
        let mut placements = placements.iter();
        for fact in &mut facts.payments {
            let now = if fact.reversed {
                None
            } else {
                let placement = placements.next().expect("a placement for each payment that counts").clone();
                Some(Booked { owner: account.owner.clone(), placement })
            };
            if now != fact.booked {
                let difference = postings(fact, now.as_ref()).since(&postings(fact, fact.booked.as_ref()));
                self.post(fact.source.to_string(), &difference);
                self.touched.insert(fact.fact);
                fact.booked = now;
            }
        }
    }

    fn keep_standing(&mut self, account: &Account, facts: &AccountFacts, writer: Option<(Stream, u32)>) {
        let Some(row) = &facts.row else { return };
        let served = ServedAccount { bills: self.open_bills(account), last_payments: last_payments(&facts.payments) };
        let standing = AccountStanding {
            customer: row.id,
            prepaid: account.prepaid,
            tail: account.tail,
            arrears: account.arrears(),
            served: pack_served(&served),
            version: self.next_version(),
        };
        if let Some((stream, history)) = writer {
            let (customer, before, after) = (account.customer.clone(), row.version, standing.version);
            self.effects.laid.push(LaidAccount { customer, stream, history, before, after });
        }
        self.effects.accounts.push(standing);
    }

    fn open_bills(&self, account: &Account) -> Vec<Bill> {
        account.bills.iter().filter(|bill| is_open(bill, &self.roster.rules)).cloned().collect()
    }
}

/// The one history whose new payments changed the account, if each of them lies as its cashier laid it and nothing that
/// was booked before moved.
fn sole_writer(facts: &AccountFacts, placements: &[Placement]) -> Option<(Stream, u32)> {
    let mut placements = placements.iter();
    let mut writer = None;
    for fact in &facts.payments {
        let placement = if fact.reversed { None } else { placements.next() };
        match (&fact.booked, placement) {
            (None, None) => {}
            (Some(booked), Some(placement)) if booked.placement == *placement => {}
            (None, Some(placement)) if is_as_laid(&fact.payment, placement) => {
                let of_this = (fact.source.stream, fact.source.history);
                if *writer.get_or_insert(of_this) != of_this {
                    return None;
                }
            }
            _ => return None,
        }
    }
    writer
}

fn is_as_laid(payment: &Payment, placement: &Placement) -> bool {
    placement.applied == payment.allocations && placement.prepaid_added == payment.prepaid_added
}

/// A bill still owes principal, or penalty as far as it had run when the principal was met.
pub fn is_open(bill: &Bill, rules: &CollectionRules) -> bool {
    let owes_penalty = |last: &Settlement| bill.penalty_due(rules, last.on).is_positive();
    bill.principal_due().is_positive() || bill.settlements.last().is_some_and(owes_penalty)
}

/// The account before any payment that the journals know of.
pub fn issued(customer: &CustomerNo, facts: &AccountFacts) -> Account {
    let Some(row) = &facts.row else { return Account::unknown(customer.clone()) };
    let loaded = facts.bills.iter().filter(|bill| !bill.issued_here);
    let mut account = Account {
        customer: customer.clone(),
        owner: Some(row.unit.clone()),
        prepaid: row.issued_prepaid,
        tail: row.issued_tail,
        bills: loaded.map(|loaded| loaded.bill.clone()).collect(),
    };
    for issued in facts.bills.iter().filter(|bill| bill.issued_here) {
        account.issue(issued.bill.clone());
    }
    account
}

/// By order; payments of two histories at the same place are told apart by what they are.
pub fn sort_by_order(payments: &mut [PaymentFact]) {
    payments.sort_by_key(|fact| (fact.order, fact.payment.id, fact.payment.receipt, fact.payment.collected()));
}

fn postings(fact: &PaymentFact, booked: Option<&Booked>) -> Postings {
    booked.map_or_else(Postings::default, |booked| {
        post_payment(&fact.desk, booked.owner.as_ref(), &fact.payment, &booked.placement)
    })
}

fn last_payments(payments: &[PaymentFact]) -> Vec<PastPayment> {
    let counted = payments.iter().rev().filter(|fact| !fact.reversed).take(LAST_PAYMENTS);
    let past = |fact: &PaymentFact| PastPayment {
        payment: fact.payment.id,
        on: fact.payment.business_date,
        amount: fact.payment.collected(),
        terminal: fact.terminal.clone(),
    };
    counted.map(past).collect()
}
