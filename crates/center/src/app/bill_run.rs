//! 月度算费: the bills of a month for a unit or the prefecture: tried out, compared with the month before, issued.
//!
//! A run is a row with a cursor. Each chunk of customers is computed on all cores while the pen is held, then written in one
//! commit together with the cursor: a run that broke off goes on where it stood, and nothing is issued twice. A trial needs
//! no pen and writes only what it came to.

mod chunk;
mod issue;
mod plan;
mod wish;

use serde::{Deserialize, Serialize};

use super::Prefecture;
use super::books::{Books, Roster};
use crate::ledger::{BillRunSummary, BillRunWish, Effects, LedgerError, RunRow, RunWish, Unbilled};
use plan::Plan;
pub use plan::{grace_days, penalty_start};
pub use wish::WishRefusal;

/// Customers in one commit. The pen is held for them, so outlets wait no longer than this takes.
const CUSTOMERS_AT_ONCE: u64 = 4_000;

/// 算费批次号
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BillRunId(pub u64);

impl Prefecture {
    /// Computes the bills of a month and issues none. The answer stays among the runs.
    pub fn trial_bill_run(&self, wish: &BillRunWish) -> Result<RunRow, LedgerError> {
        let id = self.start_run(RunWish::Trial(wish.clone()))?;
        self.resume_run(id)
    }

    /// Writes down that the month is to be billed; `resume_bill_runs` does it.
    pub fn start_bill_run(&self, wish: &BillRunWish) -> Result<BillRunId, LedgerError> {
        self.start_run(RunWish::Issue(wish.clone()))
    }

    pub fn start_trial_run(&self, wish: &BillRunWish) -> Result<BillRunId, LedgerError> {
        self.start_run(RunWish::Trial(wish.clone()))
    }

    /// Brings every run to its end that did not come there yet, oldest first.
    pub fn resume_bill_runs(&self) -> Result<(), LedgerError> {
        for run in self.bill_runs()? {
            if run.finished_ms.is_none() {
                self.resume_run(BillRunId(run.id))?;
            }
        }
        Ok(())
    }

    pub fn bill_run(&self, id: BillRunId) -> Result<Option<RunRow>, LedgerError> {
        Ok(self.bill_runs()?.into_iter().find(|run| run.id == id.0))
    }

    /// Oldest first.
    pub fn bill_runs(&self) -> Result<Vec<RunRow>, LedgerError> {
        self.0.ledger.runs()
    }

    /// Customers of a run without a bill, by number.
    pub fn unbilled(&self, id: BillRunId, reason: Option<&str>, limit: u32) -> Result<Vec<Unbilled>, LedgerError> {
        self.0.ledger.unbilled(id.0, reason, limit)
    }

    /// Does the next chunk of a run; `false` once it has come to its end.
    pub fn advance_bill_run(&self, id: BillRunId) -> Result<bool, LedgerError> {
        let _one_at_a_time = super::lock(&self.0.running);
        let Some(run) = self.bill_run(id)?.filter(|run| run.finished_ms.is_none()) else { return Ok(false) };
        self.advance(run)?;
        Ok(true)
    }

    pub(super) fn resume_run(&self, id: BillRunId) -> Result<RunRow, LedgerError> {
        while self.advance_bill_run(id)? {}
        Ok(self.bill_run(id)?.expect("a run that was started is kept"))
    }

    fn start_run(&self, wish: RunWish) -> Result<BillRunId, LedgerError> {
        let mut books = self.books()?;
        let run = self.new_run(&books, wish)?;
        let id = BillRunId(run.id);
        let mut effects = Effects { at_ms: self.now_ms(), version: books.version, ..Effects::default() };
        effects.billing.runs.push(run);
        self.commit(&mut books, effects)?;
        Ok(id)
    }

    pub(super) fn new_run(&self, books: &Books, wish: RunWish) -> Result<RunRow, LedgerError> {
        Ok(RunRow {
            id: books.last_run + 1,
            wish,
            started_ms: self.now_ms(),
            finished_ms: None,
            through: 0,
            until: self.0.ledger.last_supply()?,
            summary: BillRunSummary::default(),
        })
    }

    fn advance(&self, run: RunRow) -> Result<(), LedgerError> {
        match run.wish.clone() {
            RunWish::Trial(wish) => self.try_chunk(run, &wish),
            RunWish::Issue(wish) => self.issue_chunk(run, &wish),
            RunWish::Recompute { from, codes } => self.recompute_chunk(run, from, codes.as_deref()),
        }
    }

    /// Computes a chunk beside everybody else's work; only what it came to is written.
    fn try_chunk(&self, mut run: RunRow, wish: &BillRunWish) -> Result<(), LedgerError> {
        let roster = self.roster();
        let made = self.compute_chunk(&roster, &run, wish)?;
        drop(roster);
        let mut effects = Effects { at_ms: self.now_ms(), ..Effects::default() };
        for made in &made {
            count(&mut run, &mut effects, made);
        }
        let mut books = self.books()?;
        if !self.stands_as(&run)? {
            return Ok(());
        }
        self.step(&mut run);
        effects.version = books.version;
        effects.billing.runs.push(run);
        self.commit(&mut books, effects)
    }

    /// The run after its next chunk.
    pub(super) fn step(&self, run: &mut RunRow) {
        run.through = run.through.saturating_add(CUSTOMERS_AT_ONCE).min(run.until);
        if run.through >= run.until {
            run.finished_ms = Some(self.now_ms());
            tracing::info!(run = run.id, bills = run.summary.bills, "a bill run has come to its end");
        }
    }

    /// Asked with the pen in hand: another process may have done the next chunk already.
    pub(super) fn stands_as(&self, run: &RunRow) -> Result<bool, LedgerError> {
        Ok(self.bill_run(BillRunId(run.id))?.is_some_and(|now| now.through == run.through && now.finished_ms.is_none()))
    }

    /// The last account of the next chunk.
    fn chunk_end(run: &RunRow) -> u64 {
        run.through.saturating_add(CUSTOMERS_AT_ONCE).min(run.until)
    }

    fn plan<'a>(&self, roster: &'a Roster, wish: &'a BillRunWish) -> Plan<'a> {
        Plan::new(roster, wish)
    }
}

/// Adds what became of a customer to what the run came to.
fn count(run: &mut RunRow, effects: &mut Effects, made: &chunk::Made) {
    use chunk::Outcome;
    let summary = &mut run.summary;
    summary.customers += 1;
    match &made.outcome {
        Outcome::Bill(bill) => {
            let swing = crate::ledger::Swing {
                customer: made.customer.clone(),
                last_kwh: made.last_month.map_or(0, |(kwh, _)| kwh),
                kwh: bill.computed.statement.energy_kwh,
                amount: bill.computed.statement.total,
            };
            summary.count_bill(&made.unit, swing, made.last_month);
        }
        Outcome::BilledBefore => summary.billed_before += 1,
        Outcome::Delegated => summary.delegated += 1,
        Outcome::NotDue => summary.not_due += 1,
        Outcome::Unbilled { reason, sentence } => {
            *summary.unbilled.entry((*reason).to_owned()).or_default() += 1;
            let (customer, reason, sentence) = (made.customer.clone(), (*reason).to_owned(), sentence.clone());
            effects.billing.unbilled.push((run.id, Unbilled { customer, reason, sentence }));
        }
    }
}
