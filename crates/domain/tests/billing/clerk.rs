//! 核算员: writes a life down the way the engine wants it, meter by meter, and bills it month by month.

use chrono::NaiveDate;
use domain::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::oracle::{Class, Life, Month, Run, TIER_1_KWH, TIER_2_KWH};
use crate::sample::*;

/// Everything a month was billed on, and the bill.
pub struct Billed {
    pub state: SupplyState,
    pub spans: Vec<MeterSpan>,
    pub corrections: Vec<Correction>,
    pub statement: BillStatement,
}

/// Bills all months of a life, each on the state that the one before left.
pub fn bill_all(life: &Life, first_shown: Decimal) -> Vec<Billed> {
    let tariff = tariff_of(life);
    let mut clerk = Clerk::new(life, first_shown);
    life.months.iter().map(|month| clerk.bill(life, month, &tariff)).collect()
}

struct Clerk {
    state: SupplyState,
    /// What the meter in use shows, beyond its digits too.
    shown: Shown,
    meters: usize,
}

#[derive(Clone, Copy)]
struct Shown {
    total: Decimal,
    periods: [Decimal; 3],
    reactive: Decimal,
}

const PERIOD_REGISTERS: [Register; 3] = [Register::ActivePeak, Register::ActiveFlat, Register::ActiveValley];

fn registers_of(class: Class) -> Vec<Register> {
    match class {
        Class::Household | Class::SharedMeter => vec![Register::ActiveTotal],
        Class::TimeOfUse => [&[Register::ActiveTotal], &PERIOD_REGISTERS[..]].concat(),
        Class::Factory => vec![Register::ActiveTotal, Register::Reactive],
    }
}

impl Shown {
    fn at(value: Decimal) -> Shown {
        Shown { total: value, periods: [value; 3], reactive: value }
    }

    fn and(self, run: &Run) -> Shown {
        let periods = [0, 1, 2].map(|period| self.periods[period] + run.periods[period]);
        Shown { total: self.total + run.total, periods, reactive: self.reactive + run.reactive }
    }

    /// What can be read of it: six digits.
    fn registers(self, class: Class) -> Registers {
        let digits = |value: Decimal| value % Decimal::from(1_000_000);
        Registers::of(registers_of(class).into_iter().map(|register| match register {
            Register::ActiveTotal => (register, digits(self.total)),
            Register::Reactive => (register, digits(self.reactive)),
            _ => {
                let period = PERIOD_REGISTERS.iter().position(|known| *known == register).unwrap();
                (register, digits(self.periods[period]))
            }
        }))
    }
}

impl Clerk {
    fn new(life: &Life, first_shown: Decimal) -> Clerk {
        let registers = registers_of(life.class);
        let used: Vec<(Register, &str)> = registers.iter().map(|register| (*register, "0")).collect();
        let mut state = customer(price_of_class(life.class), &used).state;
        let supply = &mut state.supply;
        supply.opened_on = life.opened;
        supply.owner_since = life.owner_since;
        supply.households = life.grants.iter().map(household_grant).collect();
        if life.free_kwh > 0 {
            let from = day("2000-01-01");
            supply.free.push(FreeQuantity { kwh_per_month: life.free_kwh, document: "样例".into(), from, to: None });
        }
        if life.class == Class::Factory {
            supply.power_factor = PowerFactorStandard::P90;
            supply.basic = BasicCharge::Capacity;
            supply.transformers = transformers(life);
        }
        state.year = YearUse { year: 0, kwh: 0 };
        let shown = Shown::at(first_shown);
        let last = LastReading {
            meter: "M1".parse().unwrap(),
            on: life.months[0].from,
            registers: shown.registers(life.class),
            estimated: false,
        };
        state.last = vec![last];
        Clerk { state, shown, meters: 1 }
    }

    fn bill(&mut self, life: &Life, month: &Month, tariff: &Tariff) -> Billed {
        let (last_run, removed) = month.runs.split_last().unwrap();
        self.state.supply.points[0].meters.retain(|meter| meter.removed.is_none());
        for (index, run) in removed.iter().enumerate() {
            let on = month.from + chrono::Days::new(index as u64 + 3);
            self.replace(life, run, &month.runs[index + 1], on);
        }
        let before = self.shown;
        self.shown = self.shown.and(last_run);
        // A movement back is an estimate put right; the archive has to say that it was one.
        let is_back = last_run.total < Decimal::ZERO;
        if is_back {
            self.state.last.iter_mut().for_each(|last| last.estimated = true);
        }
        let reading = self.reading(life.class, month, before, is_back);
        let spans = spans(&self.state, &[&reading]).unwrap();
        let corrections: Vec<Correction> = month.corrections.iter().map(|kwh| agreed(*kwh)).collect();
        let period = BillingPeriod::new(month.year as u16, month.month as u8).unwrap();
        let id = BillId::first_of(period);
        let request = BillRequest { id, state: &self.state, spans: &spans, corrections: &corrections, tariff };
        let statement = bill(&request).unwrap();
        let next = after_bill(&self.state, &statement, &spans);
        let state = std::mem::replace(&mut self.state, next);
        Billed { state, spans, corrections, statement }
    }

    fn replace(&mut self, life: &Life, run: &Run, next: &Run, on: NaiveDate) {
        let removed = self.shown.and(run);
        let point = &mut self.state.supply.points[0];
        let old = point.meters.last_mut().unwrap();
        old.multiplier = Some(run.multiplier);
        old.removed = Some(MeterEvent { on, registers: removed.registers(life.class) });
        self.meters += 1;
        self.shown = Shown::at(Decimal::from(1000 * self.meters));
        let installed = Some(MeterEvent { on, registers: self.shown.registers(life.class) });
        let multiplier = Some(next.multiplier);
        let no = format!("M{}", self.meters);
        point.meters.push(Meter { installed, multiplier, ..meter(&no, &registers_of(life.class)) });
    }

    fn reading(&mut self, class: Class, month: &Month, before: Shown, is_back: bool) -> Reading {
        let in_use = self.state.supply.points[0].meters.last_mut().unwrap();
        in_use.multiplier = Some(month.runs.last().unwrap().multiplier);
        let registers = self.shown.registers(class);
        let fell = |(register, value): (Register, Decimal)| {
            before.registers(class).get(register).is_some_and(|known| value < known)
        };
        let is_rollover = !is_back && registers.iter().any(fell);
        Reading {
            id: ReadingId(Uuid::from_u128(1)),
            customer: self.state.supply.customer.clone(),
            point: "P1".parse().unwrap(),
            meter: in_use.no.clone(),
            period: BillingPeriod::of(month.to),
            on: month.to,
            kind: ReadingKind::Periodic,
            method: ReadingMethod::OnSite,
            state: if is_rollover { ReadingState::Rollover } else { ReadingState::Normal },
            anomaly: Anomaly::None,
            estimated: false,
            registers,
            energy_kwh: 0,
            remark: String::new(),
            photo: None,
            replaces: None,
            source: None,
        }
    }
}

fn agreed(kwh: i64) -> Correction {
    Correction { point: "P1".parse().unwrap(), document: "样例工单".into(), basis: CorrectionBasis::Agreed { kwh } }
}

fn household_grant(grant: &crate::oracle::Grant) -> LargeHousehold {
    LargeHousehold {
        persons: 5,
        valid_from: grant.from,
        valid_to: grant.to,
        choice: LargeHouseholdChoice::Raise { extra_kwh_per_month: grant.extra_kwh },
    }
}

fn transformers(life: &Life) -> Vec<Transformer> {
    let transformer = |(index, known): (usize, &crate::oracle::FactoryTransformer)| Transformer {
        kva: known.kva,
        from: known.from,
        to: known.to,
        suspensions: known.pauses.iter().map(|(from, to)| Suspension { from: *from, to: Some(*to) }).collect(),
        ..transformer(&format!("T{index}"), "1")
    };
    life.transformers.iter().enumerate().map(transformer).collect()
}

fn price_of_class(class: Class) -> PriceVersion {
    price(if class == Class::Household { "RES" } else { "OTHER" }, flat("0"))
}

/// The published prices, newest first: the tariff puts them in order.
pub fn tariff_of(life: &Life) -> Tariff {
    let version = |(index, known): (usize, &crate::oracle::Published)| PriceVersion {
        id: index as u32 + 1,
        effective_from: known.from,
        energy: match life.class {
            Class::Household => EnergyPrice::Steps {
                tiers: vec![
                    PriceTier { up_to_kwh: Some(TIER_1_KWH), yuan_per_kwh: known.tiers[0] },
                    PriceTier { up_to_kwh: Some(TIER_2_KWH), yuan_per_kwh: known.tiers[1] },
                    PriceTier { up_to_kwh: None, yuan_per_kwh: known.tiers[2] },
                ],
            },
            Class::SharedMeter | Class::Factory => EnergyPrice::Flat { yuan_per_kwh: known.flat },
            Class::TimeOfUse => {
                let [peak, flat, valley] = known.rates;
                let rates = TimeOfUseRates { sharp: peak, peak, flat, valley, deep_valley: None };
                EnergyPrice::TimeOfUse { rates, additions: Vec::new() }
            }
        },
        basic: Some(BasicPrice { demand_yuan_per_kw: Decimal::ZERO, capacity_yuan_per_kva: known.kva }),
        funds: vec![Fund { name: "基金".into(), yuan_per_kwh: known.fund }],
        ..price_of_class(life.class)
    };
    tariff(life.prices.iter().enumerate().map(version).rev().collect())
}
