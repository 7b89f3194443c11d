//! An account is computed again from its facts, and what changed is posted.

use domain::{
    Account, AccountAct, Bill, CollectionRules, CustomerNo, PastPayment, Payment, PlacedAdjustment, PlacedPayment,
    Placement, Postings, Settlement, Stream, post_adjustment, post_payment, replay,
};

use super::batch::Batch;
use super::detect::detect;
use crate::ledger::{
    AccountFacts, AccountStanding, AdjustmentFact, Booked, LaidAccount, PaymentFact, ServedAccount, pack_served,
};

/// How many payments a customer's history shows.
const LAST_PAYMENTS: usize = 5;

/// An account after everything that counts on it.
pub struct Replayed {
    pub account: Account,
    /// What became of each payment of the facts; `None` where it does not count.
    pub payments: Vec<Option<Placement>>,
    /// What became of each adjustment of the facts, likewise.
    pub adjustments: Vec<Option<Placement>>,
}

/// Bills as issued, then all payments and adjustments that count, in their order.
pub fn replayed(customer: &CustomerNo, facts: &AccountFacts, rules: &CollectionRules) -> Replayed {
    let payments = facts.payments.iter().map(act_of);
    let adjustments = facts.adjustments.iter().map(act_of_adjustment);
    let acts: Vec<(usize, Option<AccountAct>)> = payments.chain(adjustments).enumerate().collect();
    let mut counted: Vec<(usize, AccountAct)> =
        acts.into_iter().filter_map(|(place, act)| act.map(|act| (place, act))).collect();
    counted.sort_by_key(|(_, act)| act.order());
    let (places, acts): (Vec<usize>, Vec<AccountAct>) = counted.into_iter().unzip();
    let (account, placements) = replay(issued(customer, facts), &acts, rules);
    let mut of_acts = vec![None; facts.payments.len() + facts.adjustments.len()];
    for (place, placement) in places.into_iter().zip(placements) {
        of_acts[place] = Some(placement);
    }
    let adjustments = of_acts.split_off(facts.payments.len());
    Replayed { account, payments: of_acts, adjustments }
}

impl Batch<'_> {
    /// Whatever came late finds its place.
    pub(super) fn settle_account(&mut self, customer: &CustomerNo) {
        let mut facts = self.accounts.remove(customer).expect("a touched account is loaded");
        sort_by_order(&mut facts.payments);
        let replayed = replayed(customer, &facts, &self.roster.rules);
        let is_rebilled = self.rebilled.contains(customer);
        let writer = if is_rebilled { None } else { sole_writer(&facts, &replayed) };
        self.book(&mut facts, &replayed);
        self.keep_standing(&replayed.account, &facts, writer);
        let aside = nowhere().placement;
        let placed = facts.payments.iter().zip(&replayed.payments).filter(|(fact, _)| !fact.reversed || fact.set_aside);
        let placed: Vec<(&PaymentFact, &Placement)> =
            placed.map(|(fact, placement)| (fact, placement.as_ref().unwrap_or(&aside))).collect();
        let left = self.books.moves.get(customer).map_or(&[][..], Vec::as_slice);
        self.cases.agree(customer, detect(&replayed.account, &placed, left));
        self.accounts.insert(customer.clone(), facts);
    }

    /// Posts the difference between how each payment and adjustment was booked and how it is booked now.
    fn book(&mut self, facts: &mut AccountFacts, replayed: &Replayed) {
        let owner = &replayed.account.owner;
        for (fact, placement) in facts.payments.iter_mut().zip(&replayed.payments) {
            let now = match placement {
                Some(placement) => Some(Booked { owner: owner.clone(), placement: placement.clone() }),
                None if fact.set_aside && !fact.reversed => Some(nowhere()),
                None => None,
            };
            if now != fact.booked {
                let difference = postings(fact, now.as_ref()).since(&postings(fact, fact.booked.as_ref()));
                self.post(fact.source.to_string(), &difference);
                self.touched.insert(fact.fact);
                fact.booked = now;
            }
        }
        for (fact, placement) in facts.adjustments.iter_mut().zip(&replayed.adjustments) {
            let now = match placement {
                Some(placement) => Some(Booked { owner: owner.clone(), placement: placement.clone() }),
                None if fact.of_fact.is_some() && !fact.undone => Some(nowhere()),
                None => None,
            };
            if now != fact.booked {
                let before = adjustment_postings(fact, fact.booked.as_ref());
                let difference = adjustment_postings(fact, now.as_ref()).since(&before);
                self.post(format!("decision {} {}", fact.adjustment.id.proposal, fact.adjustment.id.part), &difference);
                fact.booked = now;
                self.adjusted.insert(fact.adjustment.id);
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
fn sole_writer(facts: &AccountFacts, replayed: &Replayed) -> Option<(Stream, u32)> {
    let same = |booked: &Option<Booked>, placement: &Option<Placement>| match (booked, placement) {
        (Some(booked), Some(placement)) => booked.placement == *placement,
        (booked, placement) => booked.is_none() == placement.is_none(),
    };
    let mut adjustments = facts.adjustments.iter().zip(&replayed.adjustments);
    if !adjustments.all(|(fact, placement)| fact.of_fact.is_some() || same(&fact.booked, placement)) {
        return None;
    }
    let mut writer = None;
    for (fact, placement) in facts.payments.iter().zip(&replayed.payments) {
        match (&fact.booked, placement) {
            (None, None) => {}
            (Some(_), None) if fact.set_aside => {}
            (Some(booked), Some(placement)) if booked.placement == *placement => {}
            (None, Some(placement)) if !fact.is_moved() && is_as_laid(&fact.payment, placement) => {
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

/// A payment as the account's replay takes it; `None` where it does not count.
fn act_of(fact: &PaymentFact) -> Option<AccountAct> {
    let (order, payment) = (fact.order, fact.payment.clone());
    let placed = PlacedPayment { order, payment, reversed: false, moved_here: fact.is_moved() };
    fact.counts().then(|| AccountAct::Payment(Box::new(placed)))
}

/// What pays a single payment out of clarification moves no account.
fn act_of_adjustment(fact: &AdjustmentFact) -> Option<AccountAct> {
    let placed = PlacedAdjustment { order: fact.order, adjustment: fact.adjustment.clone(), undone: false };
    (!fact.undone && fact.of_fact.is_none()).then_some(AccountAct::Adjustment(placed))
}

/// Money that stays in clarification, whatever becomes known of its number.
fn nowhere() -> Booked {
    let placement = Placement {
        applied: Vec::new(),
        surplus: Vec::new(),
        prepaid_used: domain::Money::ZERO,
        prepaid_added: domain::Money::ZERO,
        tail_before: domain::Money::ZERO,
        tail_after: domain::Money::ZERO,
    };
    Booked { owner: None, placement }
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

fn adjustment_postings(fact: &AdjustmentFact, booked: Option<&Booked>) -> Postings {
    booked.map_or_else(Postings::default, |booked| {
        post_adjustment(booked.owner.as_ref(), &fact.adjustment, &booked.placement)
    })
}

fn last_payments(payments: &[PaymentFact]) -> Vec<PastPayment> {
    let counted = payments.iter().rev().filter(|fact| fact.counts()).take(LAST_PAYMENTS);
    let past = |fact: &PaymentFact| PastPayment {
        payment: fact.payment.id,
        on: fact.payment.business_date,
        amount: fact.payment.collected(),
        terminal: fact.terminal.clone(),
    };
    counted.map(past).collect()
}
