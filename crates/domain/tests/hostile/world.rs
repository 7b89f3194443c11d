//! Archives, readings and tariffs as nobody should have them.

use domain::*;
use uuid::Uuid;

use crate::dice::Dice;

const POINTS: [&str; 5] = ["P1", "P2", "P3", "P4", "P5"];
const METERS: [&str; 6] = ["M1", "M2", "M3", "M4", "M5", "M6"];
const PRICES: [&str; 3] = ["A", "B", "C"];
const TRANSFORMERS: [&str; 3] = ["T1", "T2", "T3"];

pub fn point_no(dice: &mut Dice) -> PointNo {
    dice.pick(&POINTS).parse().unwrap()
}

pub fn meter_no(dice: &mut Dice) -> MeterNo {
    dice.pick(&METERS).parse().unwrap()
}

fn price_code(dice: &mut Dice) -> PriceCode {
    dice.pick(&PRICES).parse().unwrap()
}

fn transformer_no(dice: &mut Dice) -> TransformerNo {
    dice.pick(&TRANSFORMERS).parse().unwrap()
}

pub fn meter(dice: &mut Dice) -> Meter {
    let mut registers = vec![Register::ActiveTotal];
    registers.extend(dice.several(5, Dice::register));
    if dice.edge() {
        registers.clear();
    }
    Meter {
        no: meter_no(dice),
        address: String::new(),
        digits: Digits { whole: 3 + dice.below(8) as u8, decimals: dice.below(5) as u8 },
        multiplier: if dice.edge() { dice.some(Dice::decimal) } else { Some(1.into()) },
        installed: dice.some(|dice| event(dice, &registers)),
        removed: if dice.edge() { Some(event(dice, &registers)) } else { None },
        registers,
    }
}

fn event(dice: &mut Dice, registers: &[Register]) -> MeterEvent {
    MeterEvent { on: dice.day(), registers: dice.registers(registers) }
}

fn role(dice: &mut Dice) -> PointRole {
    let quantity = match dice.below(6) {
        0 => SubQuantity::Fixed { kwh_per_month: dice.whole() },
        1 => SubQuantity::Share { share: dice.decimal() },
        2 => SubQuantity::Metered,
        _ => return PointRole::Main,
    };
    PointRole::Sub { of: point_no(dice), quantity }
}

fn point(dice: &mut Dice) -> MeteringPoint {
    MeteringPoint {
        no: point_no(dice),
        segment: "S1".parse().unwrap(),
        sequence: dice.small(),
        price: price_code(dice),
        role: role(dice),
        measuring: dice.pick(&[Measuring::HighHigh, Measuring::HighLow, Measuring::LowLow]),
        line_loss: line_loss(dice),
        transformer: dice.some(transformer_no),
        loss_share: loss_share(dice),
        meters: if dice.edge() { dice.several(3, meter) } else { vec![meter(dice)] },
    }
}

fn line_loss(dice: &mut Dice) -> LineLoss {
    match dice.below(6) {
        0 => LineLoss::Fixed { kwh_per_month: dice.whole() },
        1 => LineLoss::Share { share: dice.decimal() },
        2 => LineLoss::Formula { current_a: dice.decimal(), resistance_ohm: dice.decimal() },
        _ => LineLoss::None,
    }
}

fn loss_share(dice: &mut Dice) -> LossShare {
    match dice.below(5) {
        0 => LossShare::ByCapacity { kva: dice.decimal() },
        1 => LossShare::ByEnergy,
        2 => LossShare::Fixed { kwh_per_month: dice.whole() },
        3 => LossShare::NotCharged,
        _ => LossShare::None,
    }
}

fn transformer(dice: &mut Dice) -> Transformer {
    let loss = match dice.below(3) {
        0 => TransformerLoss::None,
        1 => TransformerLoss::Formula {
            no_load_kw: dice.decimal(),
            load_kw: dice.decimal(),
            no_load_current_percent: dice.decimal(),
            impedance_percent: dice.decimal(),
            shape: dice.decimal(),
        },
        _ => TransformerLoss::Table {
            rows: dice.several(3, |dice| LossRow {
                up_to_kwh: dice.some(Dice::whole),
                active_kwh: dice.decimal(),
                reactive_kvarh: dice.decimal(),
            }),
        },
    };
    Transformer {
        no: transformer_no(dice),
        kva: dice.decimal(),
        loss,
        from: dice.day(),
        to: dice.some(Dice::day),
        suspensions: dice.several(2, |dice| Suspension { from: dice.day(), to: dice.some(Dice::day) }),
    }
}

fn household(dice: &mut Dice) -> LargeHousehold {
    let choice = if dice.one_in(2) {
        LargeHouseholdChoice::Raise { extra_kwh_per_month: dice.whole() }
    } else {
        LargeHouseholdChoice::SharedMeter { price: price_code(dice) }
    };
    LargeHousehold { persons: 5, valid_from: dice.day(), valid_to: dice.day(), choice }
}

fn supply(dice: &mut Dice) -> Supply {
    let basic = match dice.below(5) {
        0 => BasicCharge::Capacity,
        1 => BasicCharge::Demand,
        2 => BasicCharge::ContractDemand { kw: dice.decimal() },
        _ => BasicCharge::None,
    };
    let free = |dice: &mut Dice| FreeQuantity {
        kwh_per_month: dice.whole(),
        document: String::new(),
        from: dice.day(),
        to: dice.some(Dice::day),
    };
    let standards =
        [PowerFactorStandard::None, PowerFactorStandard::P90, PowerFactorStandard::P85, PowerFactorStandard::P80];
    Supply {
        customer: "4280900001".parse().unwrap(),
        elec_type: dice.pick(&[ElecType::RURAL_RESIDENTIAL, ElecType::LARGE_INDUSTRY]),
        voltage: Voltage::V220,
        capacity_kva: dice.decimal(),
        opened_on: dice.some(Dice::day),
        closed_on: dice.some(Dice::day),
        owner_since: dice.some(Dice::day),
        households: dice.several(2, household),
        free: dice.several(2, free),
        power_factor: dice.pick(&standards),
        basic,
        transformers: dice.several(3, transformer),
        points: points(dice),
    }
}

/// Every point and meter with a number of its own, mostly.
fn points(dice: &mut Dice) -> Vec<MeteringPoint> {
    let mut points = dice.several(3, point);
    if !dice.edge() {
        points.push(point(dice));
        points[0].role = PointRole::Main;
        for (index, point) in points.iter_mut().enumerate() {
            point.no = POINTS[index].parse().unwrap();
            for meter in &mut point.meters {
                meter.no = format!("{}{}", METERS[index], meter.no).parse().unwrap();
            }
        }
    }
    points
}

pub fn month(dice: &mut Dice) -> MonthUse {
    MonthUse { period: dice.period(), kwh: dice.whole(), estimated: dice.one_in(3) }
}

pub fn state(dice: &mut Dice) -> SupplyState {
    let supply = supply(dice);
    let meters: Vec<Meter> = supply.points.iter().flat_map(|point| point.meters.clone()).collect();
    let mut last: Vec<LastReading> = Vec::new();
    for meter in meters {
        if !dice.edge() {
            let registers = dice.registers(&meter.registers);
            last.push(LastReading { meter: meter.no, on: dice.day(), registers, estimated: dice.one_in(3) });
        }
    }
    SupplyState {
        supply,
        version: 1,
        last,
        year: YearUse { year: dice.pick(&[2026, 0, u16::MAX]), kwh: dice.whole() },
        months: dice.several(4, month),
        carried_kwh: if dice.one_in(3) { dice.whole() } else { 0 },
    }
}

fn tiers(dice: &mut Dice) -> Vec<PriceTier> {
    let most = if dice.edge() { 300 } else { 4 };
    dice.several(most, |dice| PriceTier { up_to_kwh: dice.some(Dice::whole), yuan_per_kwh: dice.decimal() })
}

fn price(dice: &mut Dice) -> PriceVersion {
    let energy = match dice.below(3) {
        0 => EnergyPrice::Flat { yuan_per_kwh: dice.decimal() },
        1 => EnergyPrice::Steps { tiers: tiers(dice) },
        _ => EnergyPrice::TimeOfUse {
            rates: TimeOfUseRates {
                sharp: dice.decimal(),
                peak: dice.decimal(),
                flat: dice.decimal(),
                valley: dice.decimal(),
                deep_valley: dice.some(Dice::decimal),
            },
            additions: if dice.one_in(2) { tiers(dice) } else { Vec::new() },
        },
    };
    let fund = |dice: &mut Dice| Fund { name: dice.pick(&["农网", "移民"]).into(), yuan_per_kwh: dice.decimal() };
    PriceVersion {
        id: dice.small(),
        code: price_code(dice),
        class: String::new(),
        document: String::new(),
        effective_from: if !dice.edge() { "1900-01-01".parse().unwrap() } else { dice.day() },
        effective_to: if dice.edge() { Some(dice.day()) } else { None },
        energy,
        basic: dice
            .some(|dice| BasicPrice { demand_yuan_per_kw: dice.decimal(), capacity_yuan_per_kva: dice.decimal() }),
        funds: dice.several(2, fund),
    }
}

pub fn rules(dice: &mut Dice) -> BillingRules {
    let mut rules = BillingRules::standard();
    rules.effective_from = dice.day();
    rules.price_change = dice.pick(&[PriceChange::ByDays, PriceChange::AtReadingDay]);
    rules.untraceable = dice.pick(&[Untraceable::InFavourOfResident, Untraceable::AtPresentTier]);
    if dice.one_in(3) {
        rules.reading = reading_rules(dice);
    }
    if dice.one_in(3) {
        rules.basic = BasicRules {
            days_in_month: dice.small(),
            suspension_days_min: dice.small(),
            demand_discount: dice.some(|dice| DemandDiscount { kwh_per_kva: dice.decimal(), share: dice.decimal() }),
            contract_tolerance: dice.decimal(),
            excess_times: dice.decimal(),
            contract_floor: dice.decimal(),
        };
    }
    if dice.one_in(3) {
        for table in &mut rules.power_factor.tables {
            table.rows = dice.several(3, |dice| PowerFactorRow { factor: dice.decimal(), percent: dice.decimal() });
            table.below_per_hundredth = dice.decimal();
        }
    }
    rules
}

pub fn reading_rules(dice: &mut Dice) -> ReadingRules {
    ReadingRules {
        resident_jump_share: dice.decimal(),
        resident_jump_kwh: dice.whole(),
        other_jump_share: dice.decimal(),
        zero_periods: dice.small(),
        rollover_last_share: dice.decimal(),
        rollover_this_share: dice.decimal(),
        register_sum_kwh: dice.decimal(),
        demand_asked_share: dice.decimal(),
        demand_possible_times: dice.decimal(),
        plan_days: dice.small(),
        estimates_in_a_row: dice.small(),
        remote_check_periods: dice.small(),
        photo_bytes_max: dice.small(),
        review_batch_max: dice.small(),
    }
}

pub fn tariff(dice: &mut Dice) -> Tariff {
    Tariff::new(dice.several(8, price), dice.several(2, rules))
}

/// Mostly a reading of a meter that is there.
pub fn reading(dice: &mut Dice, supply: &Supply) -> Reading {
    let meters: Vec<(PointNo, Meter)> = supply
        .points
        .iter()
        .flat_map(|point| point.meters.iter().map(|meter| (point.no.clone(), meter.clone())))
        .collect();
    let known = if meters.is_empty() || dice.one_in(10) { None } else { Some(dice.pick(&meters)) };
    let (point, meter) = known.unwrap_or_else(|| (point_no(dice), meter(dice)));
    Reading {
        id: ReadingId(Uuid::from_u128(dice.below(1_000_000) as u128)),
        customer: supply.customer.clone(),
        point,
        meter: meter.no,
        period: dice.period(),
        on: dice.day(),
        kind: dice.pick(ReadingKind::ALL),
        method: dice.pick(ReadingMethod::ALL),
        state: if dice.edge() { dice.pick(ReadingState::ALL) } else { ReadingState::Normal },
        anomaly: dice.pick(Anomaly::ALL),
        estimated: dice.one_in(3),
        registers: dice.registers(&meter.registers),
        energy_kwh: dice.whole(),
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    }
}

pub fn corrections(dice: &mut Dice) -> Vec<Correction> {
    dice.several(2, |dice| {
        let energy_kwh = dice.whole();
        let basis = match dice.below(5) {
            0 => CorrectionBasis::Agreed { kwh: energy_kwh },
            1 => CorrectionBasis::MeterError { energy_kwh, error_share: dice.decimal() },
            2 => CorrectionBasis::WrongWiring { energy_kwh, right_to_wrong: dice.decimal() },
            3 => CorrectionBasis::WrongMultiplier { energy_kwh, billed: dice.decimal(), real: dice.decimal() },
            _ => CorrectionBasis::VoltageDrop { energy_kwh, excess_share: dice.decimal() },
        };
        Correction { point: point_no(dice), document: String::new(), basis }
    })
}
