//! A chunk of customers computed on all cores. Pure but for loading the rows, which every core does by itself.

use domain::{BillingRefusal, Correction, CustomerNo, Money, Reading, ReadingId, ReviewState, UnitCode};

use super::plan::{Plan, Turn};
use super::{Prefecture, Roster};
use crate::app::reading::sides_that_differ;
use crate::app::recompute::{Basis, Computed, compute, readings_that_count};
use crate::ledger::{BillRunWish, Billable, BillableScope, BillingFacts, LedgerError, ReadingRow, RunRow};

/// What became of a customer.
pub struct Made {
    pub customer: CustomerNo,
    pub unit: UnitCode,
    pub last_month: Option<(i64, Money)>,
    pub outcome: Outcome,
}

pub enum Outcome {
    Bill(Box<NewBill>),
    BilledBefore,
    Delegated,
    NotDue,
    /// Nothing is guessed: the reason is listed.
    Unbilled {
        reason: &'static str,
        sentence: String,
    },
}

/// A bill that could be made, with the rows that it moves.
pub struct NewBill {
    pub computed: Computed,
    pub facts: BillingFacts,
    pub readings: Vec<ReadingId>,
}

impl Prefecture {
    /// The customers of the run's next chunk, in the order of their accounts.
    pub(super) fn compute_chunk(
        &self,
        roster: &Roster,
        run: &RunRow,
        wish: &BillRunWish,
    ) -> Result<Vec<Made>, LedgerError> {
        let plan = self.plan(roster, wish);
        let (first, end) = (run.through, Prefecture::chunk_end(run));
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
        let share = (end - first).div_ceil(cores).max(1);
        let parts: Vec<(u64, u64)> =
            (0..cores).map(|core| ((first + core * share).min(end), (first + (core + 1) * share).min(end))).collect();
        let made: Vec<Result<Vec<Made>, LedgerError>> = std::thread::scope(|scope| {
            let workers: Vec<_> = parts
                .iter()
                .map(|(after, through)| scope.spawn(|| self.compute_part(&plan, *after, *through)))
                .collect();
            workers.into_iter().map(|worker| worker.join().expect("a worker ends by itself")).collect()
        });
        Ok(made.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn compute_part(&self, plan: &Plan<'_>, after: u64, through: u64) -> Result<Vec<Made>, LedgerError> {
        if after >= through {
            return Ok(Vec::new());
        }
        let (units, period) = (plan.units.clone(), plan.wish.period);
        let billables = self.0.ledger.billables(&BillableScope { after, through, units, period })?;
        Ok(billables.into_iter().map(|billable| make(plan, billable)).collect())
    }
}

fn make(plan: &Plan<'_>, billable: Billable) -> Made {
    let Billable { customer, unit, is_billed, last_month, facts } = billable;
    let supply = facts.supply.as_ref().expect("customers of a run have a supply");
    let outcome = match plan.turn(&supply.supply) {
        Turn::NotDue => Outcome::NotDue,
        _ if is_billed => Outcome::BilledBefore,
        Turn::Delegated => Outcome::Delegated,
        Turn::Now => bill_of(plan, facts).unwrap_or_else(|(reason, sentence)| Outcome::Unbilled { reason, sentence }),
    };
    Made { customer, unit, last_month, outcome }
}

fn bill_of(plan: &Plan<'_>, facts: BillingFacts) -> Result<Outcome, (&'static str, String)> {
    let supply = facts.supply.as_ref().expect("customers of a run have a supply");
    let counted = approved(&facts)?;
    let readings: Vec<&Reading> = counted.iter().map(|row| &row.reading).collect();
    let open = facts.corrections.iter().filter(|row| row.settled.is_none());
    let corrections: Vec<Correction> = open.map(|row| row.correction.clone()).collect();
    let basis = Basis {
        id: domain::BillId::first_of(plan.wish.period),
        supply: &supply.supply,
        before: &supply.standing,
        readings: &readings,
        corrections: &corrections,
        tariff: &plan.roster.tariff,
    };
    let computed = compute(&basis).map_err(|refusal| (reason_of(&refusal), refusal.to_string()))?;
    let readings = readings.iter().map(|reading| reading.id).collect();
    Ok(Outcome::Bill(Box::new(NewBill { computed, facts, readings })))
}

/// The readings that may be billed: reviewed, and no two that say different things on site, unless a decision chose.
fn approved(facts: &BillingFacts) -> Result<Vec<&ReadingRow>, (&'static str, String)> {
    let counted = readings_that_count(facts.readings.iter(), &[], &facts.chosen);
    for row in &counted {
        let meter = &row.reading.meter;
        let of_meter = |other: &&ReadingRow| other.reading.meter == *meter && other.reading.method.is_on_site();
        let on_site: Vec<&ReadingRow> = facts.readings.iter().filter(of_meter).collect();
        let is_chosen = facts.chosen.iter().any(|chosen| chosen.reading == row.reading.id);
        if !is_chosen && !sides_that_differ(&on_site).is_empty() {
            return Err(("readings-disagree", format!("two people read meter {meter} differently; see the case")));
        }
        if row.state == ReviewState::Waiting {
            return Err(("not-reviewed", format!("the reading of meter {meter} waits for its review")));
        }
    }
    Ok(counted)
}

/// The name of a refusal in lists and addresses.
fn reason_of(refusal: &BillingRefusal) -> &'static str {
    match refusal {
        BillingRefusal::NoPoint => "no-point",
        BillingRefusal::NoReading { .. } => "no-reading",
        BillingRefusal::UnknownMeter { .. } => "unknown-meter",
        BillingRefusal::MultiplierUnknown { .. } => "multiplier-unknown",
        BillingRefusal::MissingRegister { .. } => "missing-register",
        BillingRefusal::Reversal { .. } => "reversal",
        BillingRefusal::BeforeLast { .. } => "before-last",
        BillingRefusal::NoPrice { .. } => "no-price",
        BillingRefusal::NoTimeOfUse { .. } => "no-time-of-use",
        BillingRefusal::NoBasicPrice { .. } => "no-basic-price",
        BillingRefusal::BrokenNesting { .. } => "broken-nesting",
        BillingRefusal::SubAboveMain { .. } => "sub-above-main",
        BillingRefusal::UnknownTransformer { .. } => "unknown-transformer",
        BillingRefusal::ReactiveOnly => "reactive-only",
        BillingRefusal::NoPowerFactorTable { .. } => "no-power-factor-table",
        BillingRefusal::TooLarge => "too-large",
    }
}
