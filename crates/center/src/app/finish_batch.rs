//! The end of a batch: every touched account is settled, everything is posted, and the books balance or nothing is written.

use std::collections::BTreeMap;

use domain::{LedgerAccount, Money, Postings, UnitCode};

use super::batch::Batch;
use super::cases::CaseDesk;
use crate::ledger::{Effects, FactChange, PostingRow};

impl Batch<'_> {
    pub(super) fn post(&mut self, cause: String, postings: &Postings) {
        for line in postings.lines() {
            *self.effects.balances.entry((line.unit.clone(), line.account)).or_default() += line.amount;
            self.effects.postings.push(PostingRow {
                cause: cause.clone(),
                unit: line.unit.clone(),
                account: line.account,
                amount: line.amount,
            });
        }
    }

    /// Settles every reading and account that was touched.
    pub(super) fn settle(&mut self) {
        for (customer, from) in std::mem::take(&mut self.metered) {
            self.settle_readings(&customer, from);
        }
        for customer in std::mem::take(&mut self.dirty) {
            self.settle_account(&customer);
        }
        self.settle_refunds();
        for customer in std::mem::take(&mut self.asked) {
            self.settle_archive(&customer);
        }
    }

    /// Settles everything and hands out what has to be written.
    pub fn finish(mut self) -> Effects {
        self.settle();
        let (last_fact, books) = (self.last_fact, self.books);
        for facts in std::mem::take(&mut self.accounts).into_values() {
            let adjusted = facts.adjustments.into_iter().filter(|fact| self.adjusted.contains(&fact.adjustment.id));
            self.effects.decisions.adjustments.extend(adjusted);
            for fact in facts.payments {
                if fact.fact > books.last_fact {
                    self.effects.new_facts.push(fact);
                } else if self.touched.contains(&fact.fact) {
                    self.effects.fact_changes.push(FactChange {
                        customer: self.stood_on.remove(&fact.fact).unwrap_or_else(|| fact.account.clone()),
                        account: fact.account,
                        fact: fact.fact,
                        source: fact.source,
                        at_ms: fact.order.at_ms,
                        reversed: fact.reversed,
                        set_aside: fact.set_aside,
                        booked: fact.booked,
                    });
                }
            }
        }
        self.effects.new_facts.sort_by_key(|fact| fact.fact);
        debug_assert!(self.effects.new_facts.last().is_none_or(|fact| fact.fact <= last_fact));
        self.keep_tasks();
        let (mut cases, mut events) = std::mem::replace(&mut self.cases, CaseDesk::new(books, self.now_ms)).touched();
        for event in &mut events {
            event.version = self.next_version();
        }
        for case in &mut cases {
            case.version = self.next_version();
        }
        self.effects.cases = cases;
        self.effects.decisions.events = events;
        self.effects.devices.extend(std::mem::take(&mut self.devices).into_values());
        self.assert_balanced();
        self.effects
    }

    /// The trial balance of every unit that was touched is still zero; a batch that breaks it is never written.
    fn assert_balanced(&self) {
        let mut sums: BTreeMap<&UnitCode, Money> = BTreeMap::new();
        for ((unit, _), amount) in &self.effects.balances {
            *sums.entry(unit).or_default() += *amount;
        }
        for (unit, sum) in sums {
            let first = (unit.clone(), LedgerAccount::Receivable);
            let before: Money = self
                .books
                .balances
                .range(first..)
                .take_while(|((of, _), _)| of == unit)
                .map(|(_, amount)| *amount)
                .sum();
            assert!((before + sum).is_zero(), "the books of unit {unit} miss balance by {}", before + sum);
        }
    }
}
