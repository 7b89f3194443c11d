//! A reader's round in front of the customers: a reading each, and its bill at once.

use domain::{
    Anomaly, BillId, BillRequest, BillStatement, BillingPeriod, IssuedBill, KnownReading, LastReading, Meter,
    MeteringPoint, OnTheSpot, OperatorId, Reading, ReadingCycle, ReadingId, ReadingKind, ReadingMethod, ReadingState,
    Register, Registers, ReviewState, Segment, SupplyState, Tariff, UnitCode, bill, spans,
};
use journal::EntryBody;
use rust_decimal::Decimal;
use sync::Change;
use testkit::demo::{Prefecture, billing_rules, demo_station, prices};

use super::{AS_OF, Counter};

pub fn tariff() -> Tariff {
    Tariff::new(prices(), billing_rules())
}

/// Supplies as the center sends them, in the order of their customers' numbers.
pub fn supplies(seed: u64, station: &UnitCode, count: usize) -> Vec<SupplyState> {
    Prefecture::new(seed, AS_OF).township(station, count).filter_map(|account| account.supply).collect()
}

/// One meter with one register: what a reader meets all day.
pub fn is_plain(state: &SupplyState) -> bool {
    let [point] = state.supply.points.as_slice() else { return false };
    state.supply.elec_type.is_residential() && point.meter().is_some_and(|meter| meter.registers.len() == 1)
}

impl Counter {
    /// Reads and bills one customer after the other, as they live along the road.
    pub fn walk(&mut self, states: &[SupplyState]) {
        self.start();
        let tariff = tariff();
        let mut number = 0;
        for state in states {
            let readings = self.read(state);
            let Some(statement) = statement(state, &readings, &tariff) else { continue };
            number += 1;
            let issued = IssuedBill {
                number,
                owner: demo_station(),
                readings: readings.iter().map(|reading| reading.id).collect(),
                archive_version: state.version,
                penalty_start: AS_OF + chrono::Days::new(21),
                statement,
            };
            self.write(EntryBody::BillIssued(issued));
        }
    }

    /// One reading for each meter of a supply.
    pub fn read(&mut self, state: &SupplyState) -> Vec<Reading> {
        let meters: Vec<_> = state.supply.points.iter().filter_map(|point| Some((point, point.meter()?))).collect();
        let readings: Vec<_> = meters.into_iter().map(|(point, meter)| self.reading(state, point, meter)).collect();
        for reading in &readings {
            self.write(EntryBody::ReadingEntered(reading.clone()));
        }
        readings
    }

    fn reading(&mut self, state: &SupplyState, point: &MeteringPoint, meter: &Meter) -> Reading {
        self.pass(40_000);
        let used = self.rng.between(20, 260);
        let made_ms = self.wall_ms - self.rng.between(3_000, 20_000);
        let registers = state.last_of(&meter.no).map(|last| self.later(last, used)).unwrap_or_default();
        Reading {
            id: ReadingId(self.uuid(made_ms)),
            customer: state.supply.customer.clone(),
            point: point.no.clone(),
            meter: meter.no.clone(),
            period: period(state),
            on: AS_OF,
            kind: ReadingKind::Periodic,
            method: ReadingMethod::OnSite,
            state: ReadingState::Normal,
            anomaly: Anomaly::None,
            estimated: false,
            registers,
            energy_kwh: used,
            remark: String::new(),
            photo: None,
            replaces: None,
            source: None,
        }
    }

    fn later(&mut self, last: &LastReading, used: i64) -> Registers {
        let value = |(register, value): (Register, Decimal)| {
            let hundredths = self.rng.between(0, 99);
            let share = if register == Register::ActiveTotal { 1 } else { 4 };
            (register, value + Decimal::new(used * 100 / share + hundredths, 2))
        };
        Registers::of(last.registers.iter().map(value).collect::<Vec<_>>())
    }
}

/// The month after the last one that was billed.
fn period(state: &SupplyState) -> BillingPeriod {
    state.months.first().map_or(BillingPeriod::new(2026, 11).unwrap(), |month| month.period.next())
}

fn statement(state: &SupplyState, readings: &[Reading], tariff: &Tariff) -> Option<BillStatement> {
    let spans = spans(state, &readings.iter().collect::<Vec<_>>()).ok()?;
    let id = BillId::first_of(period(state));
    bill(&BillRequest { id, state, spans: &spans, corrections: &[], tariff }).ok()
}

/// Everything of reading and billing that goes down.
pub fn changes() -> Vec<Change> {
    let mut counter = Counter::new(21, &demo_station());
    counter.start();
    let states = supplies(21, &demo_station(), 40);
    let mut changes: Vec<Change> = billing_rules().into_iter().map(Box::new).map(Change::Billing).collect();
    changes.push(Change::Segment(segment()));
    for state in &states {
        let readings = counter.read(state);
        changes.extend(statement(state, &readings, &tariff()).map(Box::new).map(Change::Statement));
        changes.extend(readings.into_iter().map(|reading| Change::Reading(Box::new(known(reading)))));
    }
    changes.extend(states.into_iter().map(Box::new).map(Change::Supply));
    changes
}

fn segment() -> Segment {
    Segment {
        no: "BYP-007".parse().unwrap(),
        name: "白杨坪七段".to_owned(),
        unit: demo_station(),
        reader: Some(OperatorId(32)),
        reading_day: 23,
        cycle: ReadingCycle::Monthly,
        billing: OnTheSpot::Yes,
        grace_days: 20,
        is_remote: false,
    }
}

fn known(reading: Reading) -> KnownReading {
    KnownReading {
        reading,
        by: OperatorId(32),
        terminal: "BYP-02".parse().unwrap(),
        at_ms: 1_795_400_000_000,
        state: ReviewState::Approved,
        reviewer: Some(OperatorId(33)),
        note: String::new(),
    }
}
