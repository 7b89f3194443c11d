//! A plain household: one metering point, one meter with one register that showed zero. Tests and stories change what they need.

use chrono::NaiveDate;
use domain::{
    BasicCharge, CustomerNo, Digits, ElecType, LastReading, LineLoss, LossShare, Measuring, Meter, MeterNo,
    MeteringPoint, PointNo, PointRole, PowerFactorStandard, Register, Registers, SegmentNo, Supply, SupplyState,
    Voltage, YearUse,
};
use rust_decimal::Decimal;

/// The household's supply, its last reading not dated yet.
pub fn household(customer: &CustomerNo, segment: SegmentNo, sequence: u32) -> SupplyState {
    SupplyState {
        supply: Supply {
            customer: customer.clone(),
            elec_type: ElecType::RURAL_RESIDENTIAL,
            voltage: Voltage::V220,
            capacity_kva: Decimal::from(8),
            opened_on: None,
            closed_on: None,
            owner_since: None,
            households: Vec::new(),
            free: Vec::new(),
            power_factor: PowerFactorStandard::None,
            basic: BasicCharge::None,
            transformers: Vec::new(),
            points: vec![point(customer, 1, segment, sequence)],
        },
        version: 0,
        last: vec![never_read(customer, 1)],
        year: YearUse { year: 0, kwh: 0 },
        months: Vec::new(),
        carried_kwh: 0,
    }
}

/// A further metering point of the customer, at the price of a household.
pub fn point(customer: &CustomerNo, number: u8, segment: SegmentNo, sequence: u32) -> MeteringPoint {
    MeteringPoint {
        no: point_no(customer, number),
        segment,
        sequence,
        price: crate::demo::RESIDENTIAL.parse().expect("a price code"),
        role: PointRole::Main,
        measuring: Measuring::LowLow,
        line_loss: LineLoss::None,
        transformer: None,
        loss_share: LossShare::None,
        meters: vec![Meter {
            no: meter_no(customer, number),
            address: String::new(),
            digits: Digits::new(6, 2).expect("digits of a meter"),
            multiplier: Some(Decimal::ONE),
            registers: vec![Register::ActiveTotal],
            installed: None,
            removed: None,
        }],
    }
}

/// What a meter that nobody read shows.
pub fn never_read(customer: &CustomerNo, number: u8) -> LastReading {
    let registers = Registers::total(Decimal::ZERO);
    LastReading { meter: meter_no(customer, number), on: long_ago(), registers, estimated: false }
}

pub fn point_no(customer: &CustomerNo, number: u8) -> PointNo {
    format!("{customer}-{number}").parse().expect("a number is a point number")
}

fn meter_no(customer: &CustomerNo, number: u8) -> MeterNo {
    let no = if number == 1 { format!("42{customer}") } else { format!("42{customer}-{number}") };
    no.parse().expect("a number is a meter number")
}

/// Before anything that a test is about.
pub fn long_ago() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 7, 1).expect("a real date")
}
