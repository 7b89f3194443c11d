//! A month's bill run at the center: every customer read, tried and issued.

use std::time::Instant;

use center::{BillRunWish, Prefecture};
use domain::{
    Anomaly, BillingPeriod, Reading, ReadingId, ReadingKind, ReadingMethod, ReadingState, Register, Registers,
    SupplyState,
};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::bench::Scale;
use crate::bench::bill::a_second;
use crate::bench::table::{Row, say, times};
use crate::demo;
use crate::machines::WorldTime;
use crate::workbench::{import_people, today, town_hall};

/// Without `--customers`.
const CUSTOMERS: usize = 20_000;
/// People whose readings are in memory at once.
const AT_ONCE: usize = 5_000;

pub fn run(scale: &Scale) -> Vec<Row> {
    let customers = scale.customers.unwrap_or(if scale.quick { 1_000 } else { CUSTOMERS });
    let folder = tempfile::Builder::new().prefix("qingjiang-bench-").tempdir().expect("a folder");
    let world = WorldTime::at(today().and_hms_opt(9, 0, 0).expect("nine is a time"));
    let center = town_hall(folder.path(), &world, std::iter::empty());
    let read = fill(&center, customers);
    let wish = BillRunWish { period: month(), unit: None, segments: segments(&center), issued_on: today() };
    let started = Instant::now();
    let trial = center.trial_bill_run(&wish).expect("the trial comes to its end").summary;
    let tried = started.elapsed();
    let started = Instant::now();
    let id = center.start_bill_run(&wish).expect("the run begins");
    center.resume_bill_runs().expect("the run comes to its end");
    let issued = started.elapsed();
    let run = center.bill_run(id).expect("the runs can be read").expect("the run is kept").summary;
    assert_eq!((run.bills, run.amount), (trial.bills, trial.amount), "what was tried is what was issued");
    let bills = u32::try_from(run.bills).unwrap_or(u32::MAX);
    let line = |what: &str, took| {
        Row::new("bill-run", format!("{what} of {} customers", run.customers), say(took)).beside(
            format!("{} bills, {} without, {read} readings", run.bills, run.unbilled.values().sum::<u64>()),
            format!("{} a second", a_second(bills, took)),
        )
    };
    let share = times(issued.as_nanos(), tried.as_nanos());
    vec![line("trial run", tried), line("run with issue", issued), Row::new("bill-run", "issuing beside trying", share)]
}

fn month() -> BillingPeriod {
    BillingPeriod::of(today())
}

/// All of them: those that are billed on the spot are named as well.
fn segments(center: &Prefecture) -> Vec<domain::SegmentNo> {
    center.segments().into_iter().map(|segment| segment.no).collect()
}

/// People of the whole prefecture with their supplies, and a reading of this month for every meter.
fn fill(center: &Prefecture, customers: usize) -> usize {
    let people = demo::Prefecture::new(5, today()).with_bills_of_months(1);
    let mut read = 0;
    for (station, count) in demo::shares(customers) {
        center.import_segments(&people.segments(&station, count)).expect("segments are loaded");
        import_people(center, people.township(&station, count)).expect("people are loaded");
        let mut all = people.township(&station, count).filter_map(|account| account.supply);
        loop {
            let chunk: Vec<SupplyState> = all.by_ref().take(AT_ONCE).collect();
            if chunk.is_empty() {
                break;
            }
            let readings = chunk.iter().flat_map(|state| readings(state, &mut read)).collect::<Vec<_>>();
            center.import_readings(readings).expect("readings are loaded");
        }
    }
    read
}

/// As much more as last month, register by register.
fn readings(state: &SupplyState, number: &mut usize) -> Vec<Reading> {
    let points = state.supply.points.iter().filter_map(|point| Some((point, point.meter()?)));
    let mut readings = Vec::new();
    for (point, meter) in points {
        let installed = meter.installed.as_ref().map(|event| &event.registers);
        let last = state.last_of(&meter.no).map(|last| &last.registers).or(installed);
        let Some(last) = last else { continue };
        let used = state.months.first().map_or(0, |month| month.kwh);
        let more = Decimal::from(used) / meter.multiplier.unwrap_or(Decimal::ONE) / Decimal::from(4);
        let shown = last.iter().map(|(register, value)| {
            let more = if register == Register::ActiveTotal { more * Decimal::from(4) } else { more };
            (register, (value + more.round_dp(2)) % meter.digits.range())
        });
        *number += 1;
        readings.push(Reading {
            id: ReadingId(Uuid::from_u128(*number as u128)),
            customer: state.supply.customer.clone(),
            point: point.no.clone(),
            meter: meter.no.clone(),
            period: month(),
            on: today(),
            kind: ReadingKind::Periodic,
            method: ReadingMethod::Centralised,
            state: turned(last, used, meter),
            anomaly: Anomaly::None,
            estimated: false,
            registers: Registers::of(shown),
            energy_kwh: used,
            remark: String::new(),
            photo: None,
            replaces: None,
            source: None,
        });
    }
    readings
}

fn turned(last: &Registers, used: i64, meter: &domain::Meter) -> ReadingState {
    let total = last.get(Register::ActiveTotal).unwrap_or_default();
    let shown = total + Decimal::from(used) / meter.multiplier.unwrap_or(Decimal::ONE);
    if shown >= meter.digits.range() { ReadingState::Rollover } else { ReadingState::Normal }
}
