//! Customers with meters, prices and readings, and what a desk does with them.

use center::NewAccount;
use center::Prefecture;
use domain::*;

use super::{Desk, STATION, account, day, money};

pub const SEGMENT: &str = "BYP-001";
pub const HERE: &str = "BYP-901";
pub const PRICE: &str = "RES-LV";

pub fn period(text: &str) -> BillingPeriod {
    text.parse().unwrap()
}

/// A step tariff; `tier_1` is yuan per kWh.
pub fn price(id: u32, from: &str, tier_1: &str) -> PriceVersion {
    let tier = |up_to_kwh, yuan: &str| PriceTier { up_to_kwh, yuan_per_kwh: yuan.parse().unwrap() };
    PriceVersion {
        id,
        code: PRICE.parse().unwrap(),
        class: "居民一户一表 不满1千伏".to_owned(),
        document: format!("DEMO {id}"),
        effective_from: day(from),
        effective_to: None,
        energy: EnergyPrice::Steps {
            tiers: vec![tier(Some(2160), tier_1), tier(Some(4800), "0.608"), tier(None, "0.858")],
        },
        basic: None,
        funds: Vec::new(),
    }
}

pub fn segment(no: &str, billing: OnTheSpot) -> Segment {
    Segment {
        no: no.parse().unwrap(),
        name: "白杨坪一组".to_owned(),
        unit: STATION.parse().unwrap(),
        reader: Some(OperatorId(7)),
        reading_day: 5,
        cycle: ReadingCycle::Monthly,
        billing,
        grace_days: 20,
        is_remote: false,
    }
}

pub fn meter_of(customer: &str) -> MeterNo {
    format!("4230{customer}").parse().unwrap()
}

pub fn point_of(customer: &str) -> PointNo {
    format!("P{customer}").parse().unwrap()
}

/// A household whose meter stood at 1000 on 5 October, with 900 kWh in the year before that day.
pub fn supply(customer: &str, segment: &str) -> SupplyState {
    let meter = Meter {
        no: meter_of(customer),
        address: String::new(),
        digits: "6.2".parse().unwrap(),
        multiplier: Some(1.into()),
        registers: vec![Register::ActiveTotal],
        installed: None,
        removed: None,
    };
    let point = MeteringPoint {
        no: point_of(customer),
        segment: segment.parse().unwrap(),
        sequence: 1,
        price: PRICE.parse().unwrap(),
        role: PointRole::Main,
        measuring: Measuring::LowLow,
        line_loss: LineLoss::None,
        transformer: None,
        loss_share: LossShare::None,
        meters: vec![meter],
    };
    SupplyState {
        supply: Supply {
            customer: customer.parse().unwrap(),
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
        last: vec![LastReading {
            meter: meter_of(customer),
            on: day("2026-10-05"),
            registers: Registers::total(1000.into()),
            estimated: false,
        }],
        year: YearUse { year: 2026, kwh: 900 },
        months: vec![MonthUse { period: period("2026-10"), kwh: 90, estimated: false }],
        carried_kwh: 0,
    }
}

/// A reading of November's round, on its day.
pub fn reading(customer: &str, shows: i64) -> Reading {
    Reading {
        id: ReadingId(super::desk::next_id(7)),
        customer: customer.parse().unwrap(),
        point: point_of(customer),
        meter: meter_of(customer),
        period: period("2026-11"),
        on: day("2026-11-05"),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        state: ReadingState::Normal,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total(shows.into()),
        energy_kwh: shows - 1000,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    }
}

/// Customers with their supplies in one segment, a price since 2017 and the segment itself.
pub fn load_metered(center: &Prefecture, customers: &[&str], billing: OnTheSpot) {
    let accounts: Vec<NewAccount> = customers.iter().map(|no| account(no, &[])).collect();
    center.import_accounts(accounts).unwrap();
    center.import_prices(&[price(1, "2017-04-01", "0.558")]).unwrap();
    center.import_segments(&[segment(SEGMENT, billing)]).unwrap();
    let loaded = center.import_supplies(customers.iter().map(|no| supply(no, SEGMENT))).unwrap();
    assert_eq!((loaded.changed, loaded.unknown), (customers.len(), Vec::new()));
}

/// What an outlet makes of a reading with the prices that it knows.
pub fn bill_at_the_outlet(
    state: &SupplyState,
    read: &[&Reading],
    prices: Vec<PriceVersion>,
    number: u32,
) -> IssuedBill {
    let tariff = Tariff::new(prices, Vec::new());
    let spans = spans(state, read).unwrap();
    let id = BillId::first_of(read[0].period);
    let statement = bill(&BillRequest { id, state, spans: &spans, corrections: &[], tariff: &tariff }).unwrap();
    IssuedBill {
        number,
        owner: STATION.parse().unwrap(),
        readings: read.iter().map(|reading| reading.id).collect(),
        archive_version: state.version,
        penalty_start: day("2026-11-26"),
        statement,
    }
}

impl Desk {
    pub fn read(&mut self, reading: &Reading) -> Seq {
        self.append(journal::EntryBody::ReadingEntered(reading.clone()))
    }

    pub fn review(&mut self, readings: &[&Reading], verdict: Verdict) -> Seq {
        let readings = readings.iter().map(|reading| reading.id).collect();
        self.append_by(
            OperatorId(8),
            journal::EntryBody::ReadingsReviewed(Review { readings, verdict, note: "复核".to_owned() }),
        )
    }

    /// Reads the customer and bills it on the spot with the prices that the desk knows.
    pub fn read_and_bill(&mut self, customer: &str, shows: i64, prices: Vec<PriceVersion>) -> IssuedBill {
        let read = reading(customer, shows);
        self.read(&read);
        let issued = bill_at_the_outlet(&supply(customer, SEGMENT), &[&read], prices, 1);
        self.append(journal::EntryBody::BillIssued(issued.clone()));
        issued
    }
}

/// The account's bills as `id amount`.
pub fn bills(center: &Prefecture, customer: &str) -> Vec<String> {
    let account = center.account(&customer.parse().unwrap()).unwrap().expect("a known account").account;
    account.bills.iter().map(|bill| format!("{} {}", bill.id, bill.amount)).collect()
}

pub fn statement(center: &Prefecture, customer: &str, bill: &str) -> BillStatement {
    center.statement(&customer.parse().unwrap(), bill.parse().unwrap()).unwrap().expect("a bill that was issued here")
}

/// A limit above which a difference waits for a person.
pub fn limit(amount: &str) -> BillingRules {
    BillingRules { difference: DifferenceRules { case_above: money(amount) }, ..BillingRules::standard() }
}
