//! 追溯重算: a price or a setting came that is dated before bills that were issued. Every bill that it touches is computed
//! again, chunk by chunk; what comes out different is issued as a difference, or is a case.

use chrono::NaiveDate;
use domain::{LargeHouseholdChoice, PriceCode, Supply};

use super::Prefecture;
use super::batch::Batch;
use super::books::Books;
use crate::ledger::{BillingFacts, LedgerError, RunRow, RunWish, Wanted};

impl Prefecture {
    /// The recomputation that a version dated `from` asks for, if any bill covers that day or a later one.
    pub(super) fn recomputation(
        &self,
        books: &Books,
        wish: RunWish,
        from: NaiveDate,
    ) -> Result<Option<RunRow>, LedgerError> {
        if self.0.ledger.has_bills_since(from)? { Ok(Some(self.new_run(books, wish)?)) } else { Ok(None) }
    }

    /// Computes the bills of the run's next customers again, with the cursor in the same commit.
    pub(super) fn recompute_chunk(
        &self,
        mut run: RunRow,
        from: NaiveDate,
        codes: Option<&[PriceCode]>,
    ) -> Result<(), LedgerError> {
        let mut books = self.books()?;
        if !self.stands_as(&run)? {
            return Ok(());
        }
        let after = run.through;
        self.step(&mut run);
        let billed = self.0.ledger.billed_since(after, run.through, from)?;
        let wanted = Wanted { billing: billed.into_iter().collect(), ..Wanted::default() };
        let loaded = self.load(&wanted)?;
        let roster = self.roster();
        let mut batch = Batch::new(&books, &roster, loaded, self.now_ms());
        for (customer, period) in &wanted.billing {
            if codes.is_none_or(|codes| uses(&batch.billing[customer], codes)) {
                run.summary.customers += 1;
                batch.touch_billing(customer, *period);
            }
        }
        let mut effects = batch.finish();
        drop(roster);
        run.summary.differences += effects.billing.bills.len() as u64;
        run.summary.amount += effects.billing.bills.iter().map(|(_, bill)| bill.amount).sum();
        effects.billing.runs.push(run);
        self.commit(&mut books, effects)
    }
}

/// Whether a bill of the customer may have used one of these prices.
fn uses(facts: &BillingFacts, codes: &[PriceCode]) -> bool {
    let supplies = facts.documents.values().chain(facts.supply.iter().map(|row| &row.supply));
    supplies.into_iter().any(|supply| prices_of(supply).any(|code| codes.contains(code)))
}

fn prices_of(supply: &Supply) -> impl Iterator<Item = &PriceCode> {
    let shared = supply.households.iter().filter_map(|household| match &household.choice {
        LargeHouseholdChoice::SharedMeter { price } => Some(price),
        LargeHouseholdChoice::Raise { .. } => None,
    });
    supply.points.iter().map(|point| &point.price).chain(shared)
}
