//! Bills, late tariffs and readings at the center of a story.

use center::ledger::{CaseFilter, CaseStatus, ReadingFilter};
use center::{BillRunSummary, BillRunWish, NewCorrection, SettleCorrection};
use chrono::NaiveDate;
use domain::{BillingPeriod, CustomerNo, UnitCode};
use rust_decimal::Decimal;

use crate::scenario::command::Outcome;
use crate::scenario::play::reading::say_state;
use crate::scenario::play::reading_expect::total_of;
use crate::scenario::play::set_up::Knowledge;
use crate::scenario::play::{Happened, Otherwise, Played, Player};

/// More than any story has.
const ALL: u32 = 100_000;

impl Knowledge {
    /// Loads prices, settings, segments, supplies and corrections that are new.
    pub(crate) fn tell_of_meters(&mut self, today: NaiveDate) -> Played {
        let station = crate::demo::demo_station();
        self.archive.make_missing_segments(&station);
        let supplies = self.new_supplies(today)?;
        let news = std::mem::take(&mut self.archive.news);
        let center = &self.center;
        if news.prices {
            center.import_prices(&self.archive.prices).map_err(Otherwise::broken)?;
        }
        if news.rules {
            center.import_billing_rules(&self.archive.rules).map_err(Otherwise::broken)?;
        }
        let segments: Vec<_> = news.segments.iter().map(|no| self.archive.segments[no].clone()).collect();
        center.import_segments(&segments).map_err(Otherwise::broken)?;
        center.import_supplies(supplies).map_err(Otherwise::broken)?;
        if news.corrections {
            self.tell_of_corrections()?;
        }
        self.center.resume_bill_runs().map_err(Otherwise::broken)
    }

    fn tell_of_corrections(&mut self) -> Played {
        for (customer, corrections) in std::mem::take(&mut self.archive.corrections) {
            for correction in corrections {
                let new = NewCorrection { customer: customer.clone(), correction, settle: SettleCorrection::NextBill };
                self.center.correct(&new).map_err(Otherwise::broken)?;
            }
        }
        Ok(())
    }
}

impl Player {
    /// What the center hears after the beginning may touch bills that were issued: differences and cases come of it.
    pub(crate) fn tell_center_of_meters(&mut self) -> Played<Happened> {
        let (runs, cases) = (self.recomputed()?, self.open_cases()?);
        let today = self.today();
        self.knowledge.tell_center(today)?;
        let differences = self.recomputed()? - runs;
        let opened = self.open_cases()? - cases;
        Ok(Happened::of(vec![Outcome::Differences(differences), Outcome::CasesOpened(opened)]))
    }

    /// Differences of all recomputations so far.
    fn recomputed(&self) -> Played<u64> {
        let runs = self.knowledge.center.bill_runs().map_err(Otherwise::broken)?;
        Ok(runs.iter().map(|run| run.summary.differences).sum())
    }

    fn open_cases(&self) -> Played<u64> {
        let filter = CaseFilter { status: Some(CaseStatus::Open), ..CaseFilter::default() };
        Ok(self.knowledge.center.cases(&filter).map_err(Otherwise::broken)?.len() as u64)
    }

    pub(crate) fn bill_run(
        &mut self,
        period: BillingPeriod,
        unit: Option<&UnitCode>,
        is_trial: bool,
    ) -> Played<Happened> {
        let wish = BillRunWish { period, unit: unit.cloned(), segments: Vec::new(), issued_on: self.today() };
        let center = &self.knowledge.center;
        let summary = if is_trial {
            center.trial_bill_run(&wish).map_err(Otherwise::broken)?.summary
        } else {
            let id = center.start_bill_run(&wish).map_err(Otherwise::broken)?;
            center.resume_bill_runs().map_err(Otherwise::broken)?;
            let run = center.bill_run(id).map_err(Otherwise::broken)?;
            run.ok_or_else(|| Otherwise::broken("the run is gone"))?.summary
        };
        Ok(Happened::of(facts_of(&summary)))
    }

    /// The newest reading of the story's month that counts, with its state.
    pub(crate) fn reading_at_center(&self, customer: &CustomerNo) -> Played<Option<(Decimal, &'static str)>> {
        let filter = ReadingFilter { period: BillingPeriod::of(self.today()), segment: None, limit: ALL };
        let rows = self.knowledge.center.readings(&filter).map_err(Otherwise::broken)?;
        let of_customer = rows.into_iter().map(|(row, _)| row).filter(|row| row.reading.customer == *customer);
        let newest = of_customer.max_by_key(|row| (row.is_live(), row.reading.method.is_on_site(), row.noted.at_ms));
        Ok(newest.map(|row| (total_of(&row.reading), say_state(row.state))))
    }

    pub(crate) fn restore_at_center(&self, customer: &CustomerNo) -> Played<bool> {
        let rows = self.knowledge.center.restore_requests(ALL).map_err(Otherwise::broken)?;
        Ok(rows.iter().any(|row| row.request.customer == *customer))
    }
}

fn facts_of(summary: &BillRunSummary) -> Vec<Outcome> {
    vec![
        Outcome::Bills(summary.bills),
        Outcome::Kwh(summary.kwh),
        Outcome::Total(summary.amount),
        Outcome::Refusals(summary.unbilled.values().sum()),
        Outcome::Skipped(summary.billed_before + summary.delegated + summary.not_due),
    ]
}
