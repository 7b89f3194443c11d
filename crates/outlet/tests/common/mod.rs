//! A village for the tests of reading and billing: a desk without a link, its people, two segments and their meters.
#![allow(dead_code, reason = "each test file uses its own part of the village")]

mod enrolled;

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use domain::*;
use outlet::*;
use rust_decimal::Decimal;
use uuid::Uuid;

pub use enrolled::*;

pub const STATION: &str = "421280109";
/// 现场出账
pub const SPOT: &str = "S01";
/// Billed by the center.
pub const CENTRAL: &str = "S02";

pub const CASHIER: &str = "1";
pub const READER: &str = "2";
pub const BILLER: &str = "3";
/// Reads and reviews: allowed to each, and to neither for the other's sake.
pub const READER_AND_BILLER: &str = "4";

pub fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn period(text: &str) -> BillingPeriod {
    text.parse().unwrap()
}

pub fn customer_no(number: u32) -> CustomerNo {
    format!("42801{number:05}").parse().unwrap()
}

/// The first point of a customer is 1, more are counted on.
pub fn point_no(number: u32, index: u32) -> PointNo {
    format!("P{number:05}-{index}").parse().unwrap()
}

pub fn meter_no(number: u32, index: u32) -> MeterNo {
    format!("42300000{number:05}{index}").parse().unwrap()
}

pub fn reading_id(number: u128) -> ReadingId {
    ReadingId(Uuid::from_u128(number))
}

pub fn november(segment: &str) -> RoundId {
    RoundId { segment: segment.parse().unwrap(), period: period("2026-11") }
}

pub fn planned() -> NaiveDate {
    date("2026-11-20")
}

pub fn segment(no: &str, billing: OnTheSpot) -> Segment {
    Segment {
        no: no.parse().unwrap(),
        name: format!("熊家岩{no}"),
        unit: STATION.parse().unwrap(),
        reader: Some(OperatorId(2)),
        reading_day: 20,
        cycle: ReadingCycle::Monthly,
        billing,
        grace_days: 10,
        is_remote: false,
    }
}

pub fn household_price() -> PriceVersion {
    let tier = |up_to_kwh, price: &str| PriceTier { up_to_kwh, yuan_per_kwh: decimal(price) };
    PriceVersion {
        id: 1,
        code: "RES-LV".parse().unwrap(),
        class: "居民一户一表 不满1千伏".to_owned(),
        document: "演示".to_owned(),
        effective_from: date("2020-01-01"),
        effective_to: None,
        energy: EnergyPrice::Steps {
            tiers: vec![tier(Some(2160), "0.558"), tier(Some(4800), "0.608"), tier(None, "0.858")],
        },
        basic: None,
        funds: vec![],
    }
}

pub fn meter(number: u32, index: u32) -> Meter {
    Meter {
        no: meter_no(number, index),
        address: format!("{number:012}"),
        digits: "6.2".parse().unwrap(),
        multiplier: Some(Decimal::ONE),
        registers: vec![Register::ActiveTotal],
        installed: None,
        removed: None,
    }
}

pub fn point(number: u32, index: u32, segment: &str) -> MeteringPoint {
    MeteringPoint {
        no: point_no(number, index),
        segment: segment.parse().unwrap(),
        sequence: number * 10 + index,
        price: "RES-LV".parse().unwrap(),
        role: PointRole::Main,
        measuring: Measuring::LowLow,
        line_loss: LineLoss::None,
        transformer: None,
        loss_share: LossShare::None,
        meters: vec![meter(number, index)],
    }
}

/// A household that stood at 1000 on 20 October and uses about 100 kWh a month.
pub fn supply(number: u32, segment: &str, points: u32) -> SupplyState {
    let month = |text: &str, kwh| MonthUse { period: period(text), kwh, estimated: false };
    let last = |index| LastReading {
        meter: meter_no(number, index),
        on: date("2026-10-20"),
        registers: Registers::total(decimal("1000")),
        estimated: false,
    };
    SupplyState {
        supply: Supply {
            customer: customer_no(number),
            elec_type: ElecType::RURAL_RESIDENTIAL,
            voltage: Voltage::V220,
            capacity_kva: decimal("8"),
            opened_on: None,
            closed_on: None,
            owner_since: None,
            households: vec![],
            free: vec![],
            power_factor: PowerFactorStandard::None,
            basic: BasicCharge::None,
            transformers: vec![],
            points: (1..=points).map(|index| point(number, index, segment)).collect(),
        },
        version: 7,
        last: (1..=points).map(last).collect(),
        year: YearUse { year: 2026, kwh: 1_000 },
        months: vec![month("2026-10", 100), month("2026-09", 95), month("2026-08", 105)],
        carried_kwh: 0,
    }
}

pub fn customer_state(number: u32, power: PowerState, bills: Vec<Bill>) -> CustomerState {
    let (no, unit): (_, UnitCode) = (customer_no(number), STATION.parse().unwrap());
    let customer = Customer {
        no: no.clone(),
        old_no: None,
        name: format!("田大贵{number}"),
        address: format!("恩施市白杨坪镇熊家岩村3组{number}号"),
        unit: unit.clone(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        meter_no: meter_no(number, 1).to_string(),
        transformer_area: "熊家岩台区01".to_owned(),
        phone: String::new(),
        status: CustomerStatus::Normal,
        power,
    };
    let account = Account { customer: no, owner: Some(unit), prepaid: Money::ZERO, tail: Money::ZERO, bills };
    CustomerState { customer, account, last_payments: vec![] }
}

pub fn open_bill(period: &str, amount: &str, penalty_start: &str) -> Bill {
    Bill {
        id: period.parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        energy_kwh: 155,
        amount: yuan(amount),
        penalty_start: date(penalty_start),
        lock: None,
        settlements: vec![],
    }
}

#[derive(Clone)]
pub struct HandClock(Arc<Mutex<ClockReading>>);

impl HandClock {
    pub fn pass(&self, ms: u64) {
        let mut now = self.0.lock().unwrap();
        now.wall_ms += ms as i64;
        now.monotonic_ms += ms;
    }
}

impl Clock for HandClock {
    fn read(&self) -> ClockReading {
        *self.0.lock().unwrap()
    }
}

pub struct Village {
    pub outlet: Outlet,
    pub clock: HandClock,
    dir: tempfile::TempDir,
}

/// Households 1 to 5 in the segment that bills on the spot, 6 with two meters there, 7 and 8 in the other one.
pub fn village() -> Village {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled_store(dir.path());
    let mut write = store.write().unwrap();
    for (login, roles) in [
        (CASHIER, &[Role::Cashier][..]),
        (READER, &[Role::MeterReader]),
        (BILLER, &[Role::Biller]),
        (READER_AND_BILLER, &[Role::MeterReader, Role::Biller]),
    ] {
        write.put_operator(&operator(login, roles)).unwrap();
    }
    write.put_price(&household_price()).unwrap();
    write.put_segment(&segment(SPOT, OnTheSpot::Yes)).unwrap();
    write.put_segment(&segment(CENTRAL, OnTheSpot::No)).unwrap();
    for number in 1..=8 {
        let (segment, points) = if number < 7 { (SPOT, 1 + number / 6) } else { (CENTRAL, 1) };
        write.put_customer(&customer_state(number, PowerState::On, vec![]), &[], 0).unwrap();
        write.put_supply(&supply(number, segment, points)).unwrap();
    }
    write.commit().unwrap();
    let reading = ClockReading { wall_ms: 1_795_000_000_000, boot: [7; 8], monotonic_ms: 60_000 };
    let clock = HandClock(Arc::new(Mutex::new(reading)));
    Village { outlet: Outlet::new(store, key(), Box::new(clock.clone())), clock, dir }
}

/// A reader is signed in, and both rounds of November are prepared.
pub fn walking_village() -> Village {
    let mut village = village();
    village.sign_in(READER);
    village.outlet.prepare_round(&november(SPOT)).unwrap();
    village.outlet.prepare_round(&november(CENTRAL)).unwrap();
    village
}

impl Village {
    pub fn file(&self) -> std::path::PathBuf {
        self.dir.path().join("replica.db")
    }

    pub fn sign_in(&mut self, login: &str) {
        self.outlet.sign_in(login, PASSWORD).unwrap();
    }

    pub fn with_witness(mut self, witness: Box<dyn Witness>) -> Village {
        self.outlet = self.outlet.with_witness(witness);
        self
    }

    /// What the center sends.
    pub fn hear(&mut self, change: impl FnOnce(&mut store::Write<'_>)) {
        let mut write = self.outlet.store_mut().write().unwrap();
        change(&mut write);
        write.commit().unwrap();
    }

    pub fn enter(&mut self, draft: DraftReading) -> Result<EnteredReading, EnterReadingError> {
        self.clock.pass(1_000);
        self.outlet.enter_reading(&EnterReading { draft, confirmed: false })
    }

    pub fn enter_confirmed(&mut self, draft: DraftReading) -> Result<EnteredReading, EnterReadingError> {
        self.clock.pass(1_000);
        self.outlet.enter_reading(&EnterReading { draft, confirmed: true })
    }

    pub fn review(&mut self, readings: &[u128], verdict: Verdict, note: &str) -> Result<Reviewed, ReviewError> {
        let readings = readings.iter().map(|id| reading_id(*id)).collect();
        self.outlet.review_readings(&Review { readings, verdict, note: note.to_owned() })
    }

    pub fn state_of(&self, id: u128) -> ReviewState {
        self.outlet.read().reading(reading_id(id)).unwrap().unwrap().known.state
    }

    pub fn account(&self, number: u32) -> Account {
        self.outlet.read().account(&customer_no(number)).unwrap()
    }

    pub fn entries(&self) -> u64 {
        self.outlet.read().head().unwrap().seq.0
    }
}

/// What a reader types at a household's first meter.
pub fn draft(id: u128, number: u32, total: &str) -> DraftReading {
    let segment = if number < 7 { SPOT } else { CENTRAL };
    DraftReading {
        id: reading_id(id),
        round: november(segment),
        point: point_no(number, 1),
        on: planned(),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total(decimal(total)),
        meter: None,
        remark: String::new(),
        photo: None,
        replaces: None,
    }
}

pub fn correction(id: u128, number: u32, total: &str, replaces: u128) -> DraftReading {
    DraftReading { replaces: Some(reading_id(replaces)), ..draft(id, number, total) }
}

pub fn pay(id: u128, number: u32, cash: &str) -> TakePayment {
    TakePayment {
        customer: customer_no(number),
        tendered: Tendered {
            payment: PaymentId(Uuid::from_u128(id)),
            bills: BillChoice::All,
            amount: AmountChoice::Due,
            use_prepaid: UsePrepaid::No,
            tenders: vec![Tender::Cash { received: yuan(cash) }],
        },
    }
}
