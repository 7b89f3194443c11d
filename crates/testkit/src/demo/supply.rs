//! 供用电档案 of a demo customer: voltage, capacity, price, meters, and for works the transformer and the power factor.

use chrono::NaiveDate;
use domain::{
    BasicCharge, CustomerNo, ElecType, FreeQuantity, LargeHousehold, LargeHouseholdChoice, LineLoss, LossShare,
    Measuring, Meter, MeterEvent, MeteringPoint, PointRole, PowerFactorStandard, SubQuantity, Supply, Transformer,
    TransformerLoss, Voltage,
};
use rust_decimal::Decimal;

use super::meters::{self, Kind};
use super::prices::{self, price_code};
use super::segments::Stop;
use crate::seed::Rng;

/// What the archive is made from.
pub struct Wanted<'a> {
    pub customer: &'a CustomerNo,
    pub elec_type: ElecType,
    pub meter_no: &'a str,
    pub stop: &'a Stop,
    /// What is usual a month.
    pub usual_kwh: i64,
    pub opened_on: Option<NaiveDate>,
    pub as_of: NaiveDate,
}

/// How the customer is metered.
struct Metered {
    price: &'static str,
    voltage: Voltage,
    capacity_kva: i64,
    kind: Kind,
    multiplier: i64,
    measuring: Measuring,
}

/// A size of transformer, S9: kVA, losses without and with load in kW, and the ratio of the current transformer that
/// belongs to it on the low side.
const SIZES: [(i64, &str, &str, i64); 8] = [
    (100, "0.29", "1.50", 30),
    (160, "0.40", "2.20", 50),
    (200, "0.48", "2.60", 60),
    (250, "0.56", "3.05", 80),
    (315, "0.67", "3.65", 100),
    (400, "0.80", "4.30", 120),
    (500, "0.96", "5.15", 160),
    (630, "1.20", "6.20", 200),
];
/// From so many kVA on, a customer of works is two-part.
const TWO_PART_KVA: i64 = 315;
/// Current transformer 50/5 and voltage transformer 10 kV/100 V.
const HIGH_SIDE_MULTIPLIER: i64 = 1000;

/// Makes the archive, with the kind of the main meter.
pub fn supply(wanted: &Wanted<'_>, mut rng: Rng) -> (Supply, Kind) {
    let works = wanted.elec_type == ElecType::LARGE_INDUSTRY;
    let metered = if works { metered_works(wanted.usual_kwh) } else { metered(wanted, &mut rng) };
    let kind = metered.kind;
    let mut meter = meters::meter(wanted.meter_no, kind, metered.multiplier);
    meter.installed = wanted.opened_on.map(|on| MeterEvent { on, registers: meters::zero(&meter.registers) });
    let is_home = matches!(wanted.elec_type.0, 201 | 202) && metered.price == prices::RESIDENTIAL;
    let mut supply = Supply {
        customer: wanted.customer.clone(),
        elec_type: wanted.elec_type,
        voltage: metered.voltage,
        capacity_kva: Decimal::from(metered.capacity_kva),
        opened_on: wanted.opened_on,
        closed_on: None,
        owner_since: None,
        households: if is_home { large_household(wanted.as_of, &mut rng) } else { Vec::new() },
        free: if is_home { free(&mut rng) } else { Vec::new() },
        power_factor: PowerFactorStandard::None,
        basic: BasicCharge::None,
        transformers: Vec::new(),
        points: vec![point(wanted, &metered, meter)],
    };
    if works {
        equip_works(&mut supply, wanted, &metered, &mut rng);
    }
    (supply, kind)
}

fn metered(wanted: &Wanted<'_>, rng: &mut Rng) -> Metered {
    let one_phase = |price, capacity_kva| Metered {
        price,
        voltage: Voltage::V220,
        capacity_kva,
        kind: Kind::Total,
        multiplier: 1,
        measuring: Measuring::LowLow,
    };
    let three_phase = |price, kind| {
        let (capacity_kva, multiplier) = match wanted.usual_kwh {
            0..=1_500 => (15, 1),
            1_501..=4_000 => (40, 20),
            _ => (80, 40),
        };
        Metered { voltage: Voltage::V380, kind, multiplier, ..one_phase(price, capacity_kva) }
    };
    match wanted.elec_type.0 {
        201 | 202 if rng.chance(1, 400) => Metered { kind: Kind::TimeOfUse, ..one_phase(prices::HOME_CHARGING, 7) },
        201 | 202 => one_phase(prices::RESIDENTIAL, 8),
        203 => three_phase(prices::SHARED_METER, Kind::Total),
        300 | 301 => three_phase(prices::AGRICULTURE, Kind::Total),
        _ if wanted.usual_kwh > 1_500 || rng.chance(1, 8) => three_phase(prices::BUSINESS_LOW, Kind::TimeOfUse),
        _ => one_phase(prices::BUSINESS_LOW_FLAT, 12),
    }
}

/// Below 315 kVA single-part and metered on the low side of its transformer; from there on two-part, on the high side.
fn metered_works(usual_kwh: i64) -> Metered {
    // A fifth of what the transformer could carry all month.
    let wanted_kva = usual_kwh / 144;
    let size = SIZES.iter().find(|size| size.0 >= wanted_kva).unwrap_or(&SIZES[SIZES.len() - 1]);
    let is_two_part = size.0 >= TWO_PART_KVA;
    Metered {
        price: if is_two_part { prices::TWO_PART_10KV } else { prices::BUSINESS_10KV },
        voltage: Voltage::Kv10,
        capacity_kva: size.0,
        kind: Kind::Works,
        multiplier: if is_two_part { HIGH_SIDE_MULTIPLIER } else { size.3 },
        measuring: if is_two_part { Measuring::HighHigh } else { Measuring::HighLow },
    }
}

fn point(wanted: &Wanted<'_>, metered: &Metered, meter: Meter) -> MeteringPoint {
    MeteringPoint {
        no: format!("{}-1", wanted.customer).try_into().expect("a number is a point number"),
        segment: wanted.stop.segment.clone(),
        sequence: wanted.stop.sequence,
        price: price_code(metered.price),
        role: PointRole::Main,
        measuring: metered.measuring,
        line_loss: LineLoss::None,
        transformer: None,
        loss_share: LossShare::None,
        meters: vec![meter],
    }
}

/// The transformer with its loss, the standard of the power factor, the basic charge, and for some a dormitory behind the
/// main meter.
fn equip_works(supply: &mut Supply, wanted: &Wanted<'_>, metered: &Metered, rng: &mut Rng) {
    let (_, no_load, load, _) = SIZES.iter().find(|size| size.0 == metered.capacity_kva).expect("a size of the list");
    let number = format!("{}-T1", wanted.customer);
    let is_two_part = metered.capacity_kva >= TWO_PART_KVA;
    let bears_loss = metered.measuring == Measuring::HighLow;
    let formula = TransformerLoss::Formula {
        no_load_kw: decimal(no_load),
        load_kw: decimal(load),
        no_load_current_percent: decimal("1.6"),
        impedance_percent: decimal("4.0"),
        shape: Decimal::ONE,
    };
    supply.transformers = vec![Transformer {
        no: number.clone().try_into().expect("a transformer number"),
        kva: Decimal::from(metered.capacity_kva),
        loss: if bears_loss { formula } else { TransformerLoss::None },
        from: NaiveDate::from_ymd_opt(2015, 6, 1).expect("a real date"),
        to: None,
        suspensions: Vec::new(),
    }];
    supply.power_factor = if is_two_part { PowerFactorStandard::P90 } else { PowerFactorStandard::P85 };
    supply.basic = match (is_two_part, rng.chance(1, 3)) {
        (false, _) => BasicCharge::None,
        (true, true) => BasicCharge::Demand,
        (true, false) => BasicCharge::Capacity,
    };
    let main = &mut supply.points[0];
    if bears_loss {
        main.transformer = Some(number.try_into().expect("a transformer number"));
        main.loss_share = LossShare::ByEnergy;
    }
    if rng.chance(1, 4) {
        let dormitory = dormitory(main);
        supply.points.push(dormitory);
    }
}

/// 定比: a tenth of the main meter's energy is a dormitory's, at the residential price of a shared meter.
fn dormitory(main: &MeteringPoint) -> MeteringPoint {
    let quantity = SubQuantity::Share { share: decimal("0.1") };
    MeteringPoint {
        no: main.no.as_str().replace("-1", "-2").try_into().expect("a number is a point number"),
        price: price_code(prices::SHARED_METER_10KV),
        role: PointRole::Sub { of: main.no.clone(), quantity },
        transformer: None,
        loss_share: LossShare::None,
        meters: Vec::new(),
        ..main.clone()
    }
}

/// 一户多人口: two years from a July on.
fn large_household(as_of: NaiveDate, rng: &mut Rng) -> Vec<LargeHousehold> {
    if !rng.chance(1, 120) {
        return Vec::new();
    }
    let year = chrono::Datelike::year(&as_of);
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a real date");
    vec![LargeHousehold {
        persons: rng.between(5, 8) as u8,
        valid_from: day(year - 1, 7, 1),
        valid_to: day(year + 1, 6, 30),
        choice: LargeHouseholdChoice::Raise { extra_kwh_per_month: 100 },
    }]
}

/// 低保
fn free(rng: &mut Rng) -> Vec<FreeQuantity> {
    if !rng.chance(1, 60) {
        return Vec::new();
    }
    let from = NaiveDate::from_ymd_opt(2023, 1, 1).expect("a real date");
    vec![FreeQuantity { kwh_per_month: 10, document: "DEMO 低保免费电量".to_owned(), from, to: None }]
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a nameplate value")
}
