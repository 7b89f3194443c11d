//! What a story says of readings, rounds, issued bills and supplies, compared with the desk and the center.

use domain::{Account, BillId, BillStatement, BillingPeriod, CustomerNo, Money, Register, RoundId, SupplyState};
use rust_decimal::Decimal;

use crate::scenario::meter_command::MeterExpectation;
use crate::scenario::play::archive::FIRST_SEGMENT;
use crate::scenario::play::bill_expect::optional;
use crate::scenario::play::expect::same;
use crate::scenario::play::reading::say_state;
use crate::scenario::play::{Otherwise, Played, Player};

impl Player {
    pub(crate) fn expect_of_readings(&self, expectation: &MeterExpectation, at_center: bool) -> Played {
        match expectation {
            MeterExpectation::Bill { customer, bill, amount } => {
                let account = self.account(customer, at_center)?.0;
                let found = account.bill(*bill).map(|bill| bill.amount);
                same("bill", say(*amount), say(found))
            }
            MeterExpectation::Reading { customer, total, state } => {
                let found = if at_center { self.reading_at_center(customer)? } else { self.reading_here(customer)? };
                let shown = found.as_ref().map(|(shown, _)| *shown);
                same("reading", say(*total), say(shown))?;
                let now = found.map_or("none", |(_, state)| state);
                optional("state", *state, now)
            }
            MeterExpectation::Round { segment, period, read, of, flagged } => {
                let segment = segment.clone().unwrap_or_else(|| FIRST_SEGMENT.parse().expect("a segment number"));
                let round = RoundId { segment, period: self.period_or_now(*period) };
                let progress = self.at_desk(|outlet| outlet.round_progress(&round))?.map_err(Otherwise::broken)?;
                same("read", *read, u64::from(progress.read))?;
                optional("points", *of, u64::from(progress.points))?;
                optional("flagged", *flagged, u64::from(progress.flagged))
            }
            MeterExpectation::Restore { customer, asked } => {
                let found = if at_center { self.restore_at_center(customer)? } else { self.restore_here(customer)? };
                let say = |asked| if asked { "asked" } else { "none" };
                same("restore request", say(*asked), say(found))
            }
            other => Err(Otherwise::broken(format!("{other:?} is compared elsewhere"))),
        }
    }

    pub(crate) fn expect_difference(
        &self,
        customer: &CustomerNo,
        period: BillingPeriod,
        amount: Money,
        at_center: bool,
    ) -> Played {
        let account: Account = self.account(customer, at_center)?.0;
        let later = account.bills.iter().filter(|bill| bill.id.period == period && bill.id.issue > 1);
        same("difference", amount, later.map(|bill| bill.amount).sum())
    }

    fn reading_here(&self, customer: &CustomerNo) -> Played<Option<(Decimal, &'static str)>> {
        let row = self.newest_reading(customer)?;
        Ok(row.map(|row| (total_of(&row.known.reading), say_state(row.known.state))))
    }

    fn restore_here(&self, customer: &CustomerNo) -> Played<bool> {
        let rows = self.at_desk(|outlet| outlet.read().restore_requests())?.map_err(Otherwise::broken)?;
        Ok(rows.iter().any(|row| row.request.customer == *customer))
    }

    pub(crate) fn supply_state(&self, customer: &CustomerNo, at_center: bool) -> Played<SupplyState> {
        let missing = || Otherwise::new(format!("the supply of {customer}"), "it is not known there");
        let found = if !self.has_begun {
            self.knowledge.archive.supplies.get(customer).cloned()
        } else if at_center {
            self.knowledge.center.supply(customer).map_err(Otherwise::broken)?
        } else {
            self.at_desk(|outlet| outlet.read().supply(customer))?.map_err(Otherwise::broken)?
        };
        found.ok_or_else(missing)
    }

    pub(crate) fn issued_statement(
        &self,
        customer: &CustomerNo,
        bill: BillId,
        at_center: bool,
    ) -> Played<BillStatement> {
        let missing = || Otherwise::new(format!("a bill {bill} of {customer} with its derivation"), "there is none");
        let found = if at_center {
            self.knowledge.center.statement(customer, bill).map_err(Otherwise::broken)?
        } else {
            let known = self.at_desk(|outlet| outlet.bill_statement(customer, bill))?.map_err(Otherwise::broken)?;
            known.map(|known| known.statement().clone())
        };
        found.ok_or_else(missing)
    }
}

pub(crate) fn total_of(reading: &domain::Reading) -> Decimal {
    reading.registers.get(Register::ActiveTotal).unwrap_or_default().normalize()
}

fn say<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}
