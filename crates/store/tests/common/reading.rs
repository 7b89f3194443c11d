//! Readings, rounds and bills for the store's own tests, without the rules that would make them at a desk.

use chrono::NaiveDate;
use domain::{
    Anomaly, BasicCharge, BillId, BillLine, BillStatement, BillingPeriod, CustomerNo, ElecType, IssuedBill, Judgement,
    KnownReading, LineKind, LineLoss, LossShare, Measuring, Meter, MeteringPoint, Money, OnTheSpot, OperatorId,
    PointNo, PointRole, PowerFactorStandard, PreparedRound, Reading, ReadingCycle, ReadingId, ReadingKind,
    ReadingMethod, ReadingState, Register, Registers, RoundId, Segment, StatementReason, Supply, SupplyState, Voltage,
    YearUse,
};
use journal::EntryBody;
use rust_decimal::Decimal;
use store::StoreError;
use uuid::Uuid;

use super::{Desk, STATION, no, yuan};

pub const SEGMENT: &str = "S01";

pub fn november() -> BillingPeriod {
    "2026-11".parse().unwrap()
}

pub fn round() -> RoundId {
    RoundId { segment: SEGMENT.parse().unwrap(), period: november() }
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn reading_id(number: u128) -> ReadingId {
    ReadingId(Uuid::from_u128(number))
}

pub fn point_no(customer: &str) -> PointNo {
    format!("P{customer}").parse().unwrap()
}

pub fn segment() -> Segment {
    Segment {
        no: SEGMENT.parse().unwrap(),
        name: "石桥1段".to_owned(),
        unit: STATION.parse().unwrap(),
        reader: None,
        reading_day: 20,
        cycle: ReadingCycle::Monthly,
        billing: OnTheSpot::Yes,
        grace_days: 10,
        is_remote: false,
    }
}

pub fn supply(customer: &str, version: u64) -> SupplyState {
    let meter = Meter {
        no: format!("M{customer}").parse().unwrap(),
        address: String::new(),
        digits: "6.2".parse().unwrap(),
        multiplier: Some(Decimal::ONE),
        registers: vec![Register::ActiveTotal],
        installed: None,
        removed: None,
    };
    let point = MeteringPoint {
        no: point_no(customer),
        segment: SEGMENT.parse().unwrap(),
        sequence: 1,
        price: "RES-LV".parse().unwrap(),
        role: PointRole::Main,
        measuring: Measuring::LowLow,
        line_loss: LineLoss::None,
        transformer: None,
        loss_share: LossShare::None,
        meters: vec![meter],
    };
    SupplyState {
        supply: Supply {
            customer: no(customer),
            elec_type: ElecType::RURAL_RESIDENTIAL,
            voltage: Voltage::V220,
            capacity_kva: Decimal::from(8),
            opened_on: None,
            closed_on: None,
            owner_since: None,
            households: vec![],
            free: vec![],
            power_factor: PowerFactorStandard::None,
            basic: BasicCharge::None,
            transformers: vec![],
            points: vec![point],
        },
        version,
        last: vec![],
        year: YearUse { year: 2026, kwh: 0 },
        months: vec![],
        carried_kwh: 0,
    }
}

pub fn reading(id: u128, customer: &str, total: i64) -> Reading {
    Reading {
        id: reading_id(id),
        customer: no(customer),
        point: point_no(customer),
        meter: format!("M{customer}").parse().unwrap(),
        period: november(),
        on: date("2026-11-20"),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        state: ReadingState::Normal,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total(Decimal::from(total)),
        energy_kwh: total,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    }
}

pub fn known(reading: Reading, state: domain::ReviewState) -> KnownReading {
    KnownReading {
        reading,
        by: OperatorId(70),
        terminal: "LFZ-02".parse().unwrap(),
        at_ms: 1_794_000_000_000,
        state,
        reviewer: None,
        note: String::new(),
    }
}

pub fn statement(customer: &str, bill: &str, total: &str) -> BillStatement {
    let id: BillId = bill.parse().unwrap();
    BillStatement {
        customer: no(customer),
        id,
        elec_type: ElecType::RURAL_RESIDENTIAL,
        reason: StatementReason::Ordinary,
        from: date("2026-10-21"),
        to: date("2026-11-20"),
        points: vec![],
        energy_kwh: 100,
        steps: None,
        power_factor: None,
        lines: vec![line(yuan(total))],
        funds: vec![],
        total: yuan(total),
        estimated: false,
        carried_kwh: 0,
    }
}

fn line(amount: Money) -> BillLine {
    BillLine {
        kind: LineKind::Energy,
        rate_period: None,
        tier: None,
        quantity: Decimal::ONE,
        price: Decimal::new(amount.fen(), 2),
        amount,
        price_version: Some(1),
        days: None,
        red: false,
    }
}

pub fn issued(number: u32, customer: &str, bill: &str, total: &str, readings: &[u128]) -> IssuedBill {
    IssuedBill {
        number,
        owner: STATION.parse().unwrap(),
        readings: readings.iter().map(|id| reading_id(*id)).collect(),
        archive_version: 1,
        penalty_start: date("2030-01-01"),
        statement: statement(customer, bill, total),
    }
}

impl Desk {
    pub fn prepare(&mut self, supplies: &[SupplyState]) {
        let mut write = self.store.write().unwrap();
        let snapshot = write.keep_snapshot(supplies).unwrap();
        let points = supplies.len() as u32;
        let prepared = PreparedRound { round: round(), planned_on: date("2026-11-20"), points, snapshot };
        super::append_in(&mut write, EntryBody::RoundPrepared(prepared)).unwrap();
        write.commit().unwrap();
    }

    pub fn read_meter(&mut self, reading: Reading) {
        let judgement = Judgement { state: ReadingState::Normal, energy_kwh: reading.energy_kwh, findings: Vec::new() };
        let mut write = self.store.write().unwrap();
        super::append_in(&mut write, EntryBody::ReadingEntered(reading)).unwrap();
        write.keep_judgement(&judgement).unwrap();
        write.commit().unwrap();
    }

    pub fn supply_of(&self, customer: &CustomerNo) -> Result<Option<SupplyState>, StoreError> {
        self.store.read().supply_in_round(&round(), customer)
    }
}
