//! 发行: the bills of a chunk become debt, in one commit with the run's cursor.

use std::collections::{BTreeMap, BTreeSet};

use domain::{BillId, CustomerNo, Money, ReviewState, UnitCode, post_issue};

use super::chunk::{Made, NewBill, Outcome};
use super::{Prefecture, count, grace_days, penalty_start};
use crate::app::batch::Batch;
use crate::app::recompute::bill_of;
use crate::ledger::{BillRunWish, Effects, IssuedBill, LedgerError, RunRow, StatementRow, Wanted};

impl Prefecture {
    /// Holds the pen from the first row that is read to the commit, so nothing moves in between.
    pub(super) fn issue_chunk(&self, mut run: RunRow, wish: &BillRunWish) -> Result<(), LedgerError> {
        let mut books = self.books()?;
        if !self.stands_as(&run)? {
            return Ok(());
        }
        let roster = self.roster();
        let made = self.compute_chunk(&roster, &run, wish)?;
        let loaded = self.0.ledger.load(&accounts_of(&made, wish))?;
        let mut batch = Batch::new(&books, &roster, loaded, self.now_ms());
        let mut counted = Effects::default();
        let mut issued = Sums::default();
        for made in made {
            count(&mut run, &mut counted, &made);
            if let Outcome::Bill(bill) = made.outcome {
                batch.issue_of_month(&made.customer, *bill, wish, &mut issued);
            }
        }
        for (unit, (owed, refunded)) in issued.0 {
            batch.post(format!("bill run {}", run.id), &post_issue(&unit, owed));
            batch.post(format!("bill run {}", run.id), &post_issue(&unit, refunded));
        }
        let mut effects = batch.finish();
        drop(roster);
        self.step(&mut run);
        effects.billing.unbilled = counted.billing.unbilled;
        effects.billing.runs.push(run);
        self.commit(&mut books, effects)
    }
}

fn accounts_of(made: &[Made], wish: &BillRunWish) -> Wanted {
    let billed = made.iter().filter(|made| matches!(made.outcome, Outcome::Bill(_)));
    let first = BillId::first_of(wish.period);
    Wanted {
        customers: billed.map(|made| (made.customer.clone(), BTreeSet::from([first]))).collect(),
        ..Wanted::default()
    }
}

/// What is issued by unit: what is owed, and what is in the customers' favour.
#[derive(Default)]
struct Sums(BTreeMap<UnitCode, (Money, Money)>);

impl Batch<'_> {
    fn issue_of_month(&mut self, customer: &CustomerNo, new: NewBill, wish: &BillRunWish, issued: &mut Sums) {
        let NewBill { computed, facts, readings } = new;
        let mut supply = facts.supply.expect("customers of a run have a supply");
        let days = grace_days(self.roster, &supply.supply).unwrap_or(0);
        let bill = bill_of(&computed.statement, penalty_start(wish.issued_on, days));
        let account = self.accounts.get_mut(customer).expect("the account of a bill is loaded");
        let row = account.row.as_ref().expect("a customer with a supply has an account");
        let (owed, refunded) = issued.0.entry(row.unit.clone()).or_default();
        *(if bill.amount.is_negative() { refunded } else { owed }) += bill.amount;
        self.effects.billing.bills.push((row.id, bill.clone()));
        account.bills.push(IssuedBill { bill, was_open: true, issued_here: true });
        account.bills.sort_by_key(|known| known.bill.id);
        self.dirty.insert(customer.clone());
        self.rebilled.insert(customer.clone());
        let id = computed.statement.id;
        for mut correction in facts.corrections.into_iter().filter(|row| row.settled.is_none()) {
            correction.settled = Some(id);
            self.effects.billing.corrections.push(correction);
        }
        for mut reading in facts.readings.into_iter().filter(|row| readings.contains(&row.reading.id)) {
            reading.state = ReviewState::Billed;
            reading.version = self.next_version();
            self.effects.billing.readings.push(reading);
        }
        let before = std::mem::replace(&mut supply.standing, computed.after);
        supply.version = self.next_version();
        let version = self.next_version();
        self.effects.billing.statements.push(StatementRow {
            id: supply.id,
            station: supply.station.clone(),
            source: None,
            archive: supply.archive,
            before: Some(before),
            readings,
            statement: computed.statement,
            version,
            operator: None,
            at_ms: None,
            decided_by: None,
            voided: false,
        });
        self.effects.billing.supplies.push(supply);
    }
}
