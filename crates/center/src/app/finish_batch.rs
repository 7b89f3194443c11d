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

    /// Settles every reading and account that was touched and hands out what has to be written.
    pub fn finish(mut self) -> Effects {
        for (customer, from) in std::mem::take(&mut self.metered) {
            self.settle_readings(&customer, from);
        }
        for customer in std::mem::take(&mut self.dirty) {
            self.settle_account(&customer);
        }
        let (last_fact, books) = (self.last_fact, self.books);
        for facts in std::mem::take(&mut self.accounts).into_values() {
            for fact in facts.payments {
                if fact.fact > books.last_fact {
                    self.effects.new_facts.push(fact);
                } else if self.touched.contains(&fact.fact) {
                    self.effects.fact_changes.push(FactChange {
                        customer: fact.payment.customer,
                        fact: fact.fact,
                        source: fact.source,
                        at_ms: fact.order.at_ms,
                        reversed: fact.reversed,
                        booked: fact.booked,
                    });
                }
            }
        }
        self.effects.new_facts.sort_by_key(|fact| fact.fact);
        debug_assert!(self.effects.new_facts.last().is_none_or(|fact| fact.fact <= last_fact));
        let mut cases = std::mem::replace(&mut self.cases, CaseDesk::new(books, self.now_ms)).touched();
        for case in &mut cases {
            case.version = self.next_version();
        }
        self.effects.cases = cases;
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
