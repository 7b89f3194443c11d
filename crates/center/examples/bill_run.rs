//! How fast a month's bill run is on this machine: `cargo run --release -p center --example bill_run [-- 1100000]`

use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use center::{BillRunWish, Database, NewAccount, Opening, Prefecture, SystemClock, SystemRandomness};
use domain::*;
use journal::DeviceKey;

/// Customers of one chunk of files.
const AT_ONCE: usize = 50_000;

fn main() {
    let customers: usize = std::env::args().nth(1).map_or(100_000, |text| text.parse().expect("a number of customers"));
    let dir = std::env::temp_dir().join(format!("qingjiang-bill-run-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a temporary folder");
    let prefecture = Prefecture::open(Opening {
        database: Database::Sqlite(dir.join("center.db")),
        key: DeviceKey::from_seed([1; 32]),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
    })
    .expect("a center");
    prefecture.import_units(&units()).expect("units");
    prefecture.import_prices(&[price()]).expect("a price");
    let mut out = std::io::stdout().lock();
    let mut say = |what: &str, count: usize, started: Instant| {
        let ms = started.elapsed().as_millis().max(1) as usize;
        writeln!(out, "{what}: {count} in {ms} ms, {} a second", count * 1_000 / ms).expect("stdout");
    };
    let started = Instant::now();
    prefecture.import_accounts((0..customers).map(account)).expect("accounts");
    say("accounts loaded", customers, started);
    let started = Instant::now();
    for first in (0..customers).step_by(AT_ONCE) {
        prefecture.import_supplies((first..customers.min(first + AT_ONCE)).map(supply)).expect("supplies");
    }
    say("supplies loaded", customers, started);
    let started = Instant::now();
    prefecture.import_readings((0..customers).map(reading)).expect("readings");
    say("readings loaded", customers, started);
    let period: BillingPeriod = "2026-11".parse().expect("a month");
    let issued_on = "2026-11-23".parse().expect("a day");
    let wish = BillRunWish { period, unit: None, segments: Vec::new(), issued_on };
    let started = Instant::now();
    let trial = prefecture.trial_bill_run(&wish).expect("a trial");
    assert_eq!(trial.summary.bills, customers as u64, "{:?}", trial.summary.unbilled);
    say("bills tried out", customers, started);
    let started = Instant::now();
    prefecture.start_bill_run(&wish).expect("a run");
    prefecture.resume_bill_runs().expect("a run");
    say("bills issued", customers, started);
    std::fs::remove_dir_all(&dir).expect("the temporary folder goes");
}

fn units() -> Vec<Unit> {
    let unit = |code: &str, parent: Option<&str>, level| Unit {
        code: code.parse().expect("a unit code"),
        parent: parent.map(|parent| parent.parse().expect("a unit code")),
        level,
        name: code.to_owned(),
    };
    vec![unit("42128", None, UnitLevel::Prefecture), unit("421280103", Some("42128"), UnitLevel::Station)]
}

fn price() -> PriceVersion {
    let tier = |up_to_kwh, yuan: &str| PriceTier { up_to_kwh, yuan_per_kwh: yuan.parse().expect("a price") };
    PriceVersion {
        id: 1,
        code: "RES-LV".parse().expect("a price code"),
        class: "居民一户一表 不满1千伏".to_owned(),
        document: "DEMO".to_owned(),
        effective_from: "2017-04-01".parse().expect("a day"),
        effective_to: None,
        energy: EnergyPrice::Steps {
            tiers: vec![tier(Some(2160), "0.558"), tier(Some(4800), "0.608"), tier(None, "0.858")],
        },
        basic: None,
        funds: Vec::new(),
    }
}

fn number(index: usize) -> CustomerNo {
    format!("428{index:07}").parse().expect("a customer number")
}

fn meter(index: usize) -> MeterNo {
    format!("4230{index:08}").parse().expect("a meter number")
}

fn account(index: usize) -> NewAccount {
    NewAccount {
        customer: Customer {
            no: number(index),
            old_no: None,
            name: "田大贵".to_owned(),
            address: "恩施市白杨坪镇某某村三组".to_owned(),
            unit: "421280103".parse().expect("a unit code"),
            elec_type: ElecType::RURAL_RESIDENTIAL,
            meter_no: meter(index).to_string(),
            transformer_area: "白杨坪1号台区".to_owned(),
            phone: "12800000000".to_owned(),
            status: CustomerStatus::Normal,
            power: PowerState::On,
        },
        bills: Vec::new(),
        prepaid: Money::ZERO,
        tail: Money::ZERO,
    }
}

fn supply(index: usize) -> SupplyState {
    let day = |text: &str| text.parse().expect("a day");
    let in_use = Meter {
        no: meter(index),
        address: String::new(),
        digits: "6.2".parse().expect("digits"),
        multiplier: Some(1.into()),
        registers: vec![Register::ActiveTotal],
        installed: None,
        removed: None,
    };
    let point = MeteringPoint {
        no: format!("P{index:08}").parse().expect("a point number"),
        segment: "BYP-001".parse().expect("a segment number"),
        sequence: 1,
        price: "RES-LV".parse().expect("a price code"),
        role: PointRole::Main,
        measuring: Measuring::LowLow,
        line_loss: LineLoss::None,
        transformer: None,
        loss_share: LossShare::None,
        meters: vec![in_use],
    };
    let month =
        |month| MonthUse { period: BillingPeriod::new(2026, month).expect("a month"), kwh: 90, estimated: false };
    let last = LastReading {
        meter: meter(index),
        on: day("2026-10-05"),
        registers: Registers::total(1000.into()),
        estimated: false,
    };
    SupplyState {
        supply: Supply {
            customer: number(index),
            elec_type: ElecType::RURAL_RESIDENTIAL,
            voltage: Voltage::V220,
            capacity_kva: 8.into(),
            opened_on: None,
            closed_on: None,
            owner_since: None,
            households: Vec::new(),
            free: Vec::new(),
            power_factor: PowerFactorStandard::None,
            basic: BasicCharge::None,
            transformers: Vec::new(),
            points: vec![point],
        },
        version: 0,
        last: vec![last],
        year: YearUse { year: 2026, kwh: 900 },
        months: (1..=10).rev().map(month).collect(),
        carried_kwh: 0,
    }
}

fn reading(index: usize) -> Reading {
    Reading {
        id: ReadingId(uuid::Uuid::from_u128(index as u128)),
        customer: number(index),
        point: format!("P{index:08}").parse().expect("a point number"),
        meter: meter(index),
        period: "2026-11".parse().expect("a month"),
        on: "2026-11-05".parse().expect("a day"),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::Centralised,
        state: ReadingState::Normal,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total((1050 + index % 200).into()),
        energy_kwh: 50,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    }
}
