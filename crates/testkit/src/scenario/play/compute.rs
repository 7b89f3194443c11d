//! A bill by itself: the story's archive, readings and prices, and the engine. No outlet and no center take part.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use domain::{
    Anomaly, BillId, BillRequest, BillStatement, BillingRefusal, Correction, CustomerNo, Reading, ReadingContext,
    ReadingId, ReadingKind, ReadingMethod, ReadingState, Register, Registers, StatementReason, SupplyState, after_bill,
    bill, difference, judge, spans,
};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::household::point_no;
use crate::scenario::command::Outcome;
use crate::scenario::meter_command::ComputeLine;
use crate::scenario::play::archive::Archive;
use crate::scenario::play::{Happened, Otherwise, Played, Player, refusal};

/// Without a date, meters are read on the 20th.
const DAY: u32 = 20;

/// A month that was computed, with all that it came from.
pub(crate) struct Computed {
    state: SupplyState,
    readings: Vec<Reading>,
    corrections: Vec<Correction>,
    /// The bill, then its differences.
    pub statements: Vec<BillStatement>,
}

#[derive(Default)]
pub(crate) struct Desk {
    pub months: BTreeMap<(CustomerNo, BillId), Computed>,
    pub last: Option<BillStatement>,
}

impl Player {
    pub(crate) fn compute(&mut self, line: &ComputeLine) -> Played<Happened> {
        if line.again { self.compute_again(line) } else { self.compute_month(line) }
    }

    fn compute_month(&mut self, line: &ComputeLine) -> Played<Happened> {
        let archive = &mut self.knowledge.archive;
        let state = archive.dated(&line.customer, line.bill.period, DAY)?.clone();
        let last_on = state.last.iter().map(|last| last.on).max().unwrap_or(line.bill.period.first_day());
        let on = line.on.unwrap_or(last_on + Months::new(1));
        let corrections = archive.corrections.remove(&line.customer).unwrap_or_default();
        let readings = readings(archive, &state, line, on)?;
        let made = make(archive, &state, &readings, &corrections, line.bill);
        let (statement, after) = match made {
            Ok(made) => made,
            Err(refused) => return Ok(refusal::of_billing(&refused)),
        };
        archive.supplies.insert(line.customer.clone(), after);
        let facts = facts_of(&statement);
        self.desk.last = Some(statement.clone());
        let computed = Computed { state, readings, corrections, statements: vec![statement] };
        self.desk.months.insert((line.customer.clone(), line.bill), computed);
        Ok(Happened::of(facts))
    }

    fn compute_again(&mut self, line: &ComputeLine) -> Played<Happened> {
        let archive = &self.knowledge.archive;
        let Some(computed) = self.desk.months.get_mut(&(line.customer.clone(), line.bill)) else {
            return Err(Otherwise::new(
                format!("`compute bill {} {}` before", line.customer, line.bill),
                "nothing was computed",
            ));
        };
        let corrected = !line.readings.is_empty();
        if corrected {
            let on = computed.readings.first().map_or(line.bill.period.first_day(), |reading| reading.on);
            computed.readings = readings(archive, &computed.state, line, line.on.unwrap_or(on))?;
        }
        let should_be = make(archive, &computed.state, &computed.readings, &computed.corrections, line.bill);
        let (should_be, _) = match should_be {
            Ok(made) => made,
            Err(refused) => return Ok(refusal::of_billing(&refused)),
        };
        let issued: Vec<&BillStatement> = computed.statements.iter().collect();
        let issue = u8::try_from(issued.len() + 1).map_err(Otherwise::broken)?;
        let id = BillId { issue, ..line.bill };
        let reason = match corrected {
            true => StatementReason::ReadingCorrected { of: line.bill },
            false => StatementReason::LateTariff { of: line.bill },
        };
        let Some(found) = difference(&issued, &should_be, id, reason) else {
            return Ok(Happened::of(vec![Outcome::Difference(domain::Money::ZERO)]));
        };
        let amount = found.statement.total;
        self.desk.last = Some(found.statement.clone());
        computed.statements.push(found.statement);
        Ok(Happened::of(vec![Outcome::Difference(amount)]))
    }
}

fn facts_of(statement: &BillStatement) -> Vec<Outcome> {
    vec![Outcome::Kwh(statement.energy_kwh), Outcome::BillOf(statement.total)]
}

fn make(
    archive: &Archive,
    state: &SupplyState,
    readings: &[Reading],
    corrections: &[Correction],
    id: BillId,
) -> Result<(BillStatement, SupplyState), BillingRefusal> {
    let readings: Vec<&Reading> = readings.iter().collect();
    let spans = spans(state, &readings)?;
    let statement = bill(&BillRequest { id, state, spans: &spans, corrections, tariff: &archive.tariff() })?;
    let after = after_bill(state, &statement, &spans);
    Ok((statement, after))
}

/// The line's readings, understood as a desk would understand them.
fn readings(archive: &Archive, state: &SupplyState, line: &ComputeLine, on: NaiveDate) -> Played<Vec<Reading>> {
    let mut values = line.readings.clone();
    if let Some(kwh) = line.kwh {
        values.push((1, after_kwh(state, line, kwh)?));
    }
    values.into_iter().map(|(point, registers)| reading(archive, state, line, (point, registers), on)).collect()
}

/// What the meter shows after so many kWh more.
fn after_kwh(state: &SupplyState, line: &ComputeLine, kwh: i64) -> Played<Registers> {
    let meter = state.supply.points[0].meter();
    let last = meter.and_then(|meter| state.last_of(&meter.no));
    let (Some(meter), Some(last)) = (meter, last) else {
        return Err(Otherwise::new(format!("a meter of {}", line.customer), "there is none"));
    };
    let total = last.registers.get(Register::ActiveTotal).unwrap_or_default();
    let shown = total + Decimal::from(kwh) / meter.multiplier.unwrap_or(Decimal::ONE);
    Ok(Registers::total(shown % meter.digits.range()))
}

fn reading(
    archive: &Archive,
    state: &SupplyState,
    line: &ComputeLine,
    (point, registers): (u8, Registers),
    on: NaiveDate,
) -> Played<Reading> {
    let no = point_no(&line.customer, point);
    let meter = state.supply.point(&no).and_then(|point| point.meter());
    let meter = meter.ok_or_else(|| Otherwise::new(format!("a meter at point {no}"), "there is none"))?;
    let mut reading = Reading {
        id: ReadingId(Uuid::from_u128(u128::from(on.num_days_from_ce() as u32) << 32 | u128::from(point))),
        customer: line.customer.clone(),
        point: no,
        meter: meter.no.clone(),
        period: line.bill.period,
        on,
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        state: ReadingState::Normal,
        anomaly: if line.estimated { Anomaly::Estimated } else { Anomaly::None },
        estimated: line.estimated,
        registers,
        energy_kwh: 0,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    };
    let tariff = archive.tariff();
    let context = ReadingContext {
        supply: &state.supply,
        meter,
        last: state.last_of(&meter.no),
        months: &state.months,
        planned_on: None,
        remote_periods: None,
        rules: &tariff.rules_on(on).reading,
    };
    let judged = judge(&reading, &context);
    reading.state = judged.state;
    reading.energy_kwh = judged.energy_kwh;
    Ok(reading)
}
