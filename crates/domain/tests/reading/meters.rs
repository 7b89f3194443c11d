//! A meter and a reading of it, changed by each test where it matters.

use chrono::NaiveDate;
use domain::{
    Anomaly, BasicCharge, BillingPeriod, ElecType, Judgement, LastReading, LineLoss, LossShare, Measuring, Meter,
    MeterEvent, MeteringPoint, MonthUse, PointRole, PowerFactorStandard, Reading, ReadingContext, ReadingId,
    ReadingKind, ReadingMethod, ReadingRules, ReadingState, Register, Registers, Supply, Voltage, judge,
};
use rust_decimal::Decimal;
use uuid::Uuid;

pub fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn month(period: &str, kwh: i64) -> MonthUse {
    MonthUse { period: period.parse().unwrap(), kwh, estimated: false }
}

#[derive(Clone, Debug)]
pub struct Case {
    pub supply: Supply,
    pub meter: Meter,
    pub last: Option<LastReading>,
    pub months: Vec<MonthUse>,
    pub planned_on: Option<NaiveDate>,
    pub remote_periods: Option<u32>,
    pub rules: ReadingRules,
    pub reading: Reading,
}

impl Case {
    /// 8 kW, one meter, read on 21 October at 1000 and thirty days later at 1090; no history.
    pub fn household() -> Case {
        let meter = meter();
        Case {
            supply: supply(&meter),
            last: Some(LastReading {
                meter: meter.no.clone(),
                on: day("2026-10-21"),
                registers: Registers::total(dec("1000")),
                estimated: false,
            }),
            meter,
            months: Vec::new(),
            planned_on: None,
            remote_periods: None,
            rules: rules(),
            reading: reading(),
        }
    }

    /// Not a household: 250 kVA.
    pub fn company() -> Case {
        let mut case = Case::household();
        case.supply.elec_type = ElecType::COMMERCIAL;
        case.supply.capacity_kva = dec("250");
        case
    }

    /// A company with four periods, each of which used so many kWh.
    pub fn time_of_use(used: [i64; 4]) -> Case {
        let mut case = Case::company();
        let periods = [Register::ActiveSharp, Register::ActivePeak, Register::ActiveFlat, Register::ActiveValley];
        case.meter.registers.extend(periods);
        let mut last = Registers::total(dec("10000"));
        let mut this = Registers::total(dec("10000") + Decimal::from(used.iter().sum::<i64>()));
        for (index, (register, used)) in periods.into_iter().zip(used).enumerate() {
            let start = Decimal::from(1000 * (index as i64 + 1));
            last.set(register, start);
            this.set(register, start + Decimal::from(used));
        }
        case.last.as_mut().unwrap().registers = last;
        case.reading.registers = this;
        case
    }

    pub fn last(mut self, total: &str) -> Case {
        self.last.as_mut().unwrap().registers = Registers::total(dec(total));
        self
    }

    pub fn last_estimated(mut self) -> Case {
        self.last.as_mut().unwrap().estimated = true;
        self
    }

    pub fn this(mut self, total: &str) -> Case {
        self.reading.registers = Registers::total(dec(total));
        self
    }

    /// So many kWh since the last reading.
    pub fn used(self, kwh: i64) -> Case {
        self.this(&(1000 + kwh).to_string())
    }

    pub fn digits(mut self, digits: &str) -> Case {
        self.meter.digits = digits.parse().unwrap();
        self
    }

    pub fn multiplier(mut self, multiplier: &str) -> Case {
        self.meter.multiplier = Some(dec(multiplier));
        self
    }

    /// Use of the months before October 2026, newest first.
    pub fn months(mut self, kwh: &[i64]) -> Case {
        let period = |back: usize| {
            let months = 2026 * 12 + 9 - back as u32;
            BillingPeriod::from_yyyymm(months / 12 * 100 + months % 12 + 1).unwrap()
        };
        let month = |(back, kwh): (usize, &i64)| MonthUse { period: period(back), kwh: *kwh, estimated: false };
        self.months = kwh.iter().enumerate().map(month).collect();
        self
    }

    pub fn on(mut self, date: &str) -> Case {
        self.reading.on = day(date);
        self
    }

    pub fn planned(mut self, date: &str) -> Case {
        self.planned_on = Some(day(date));
        self
    }

    /// The meter is new: it was hung up with this total.
    pub fn installed(mut self, date: &str, total: &str) -> Case {
        self.last = None;
        self.meter.installed = Some(MeterEvent { on: day(date), registers: Registers::total(dec(total)) });
        self
    }

    pub fn judge(&self) -> Judgement {
        let context = ReadingContext {
            supply: &self.supply,
            meter: &self.meter,
            last: self.last.as_ref(),
            months: &self.months,
            planned_on: self.planned_on,
            remote_periods: self.remote_periods,
            rules: &self.rules,
        };
        judge(&self.reading, &context)
    }
}

fn meter() -> Meter {
    Meter {
        no: "M-1".parse().unwrap(),
        address: String::new(),
        digits: "6.2".parse().unwrap(),
        multiplier: Some(Decimal::ONE),
        registers: vec![Register::ActiveTotal],
        installed: None,
        removed: None,
    }
}

fn supply(meter: &Meter) -> Supply {
    let point = MeteringPoint {
        no: "P-1".parse().unwrap(),
        segment: "0417".parse().unwrap(),
        sequence: 1,
        price: "RES-LV".parse().unwrap(),
        role: PointRole::Main,
        measuring: Measuring::LowLow,
        line_loss: LineLoss::None,
        transformer: None,
        loss_share: LossShare::None,
        meters: vec![meter.clone()],
    };
    Supply {
        customer: "4280011234".parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        voltage: Voltage::V220,
        capacity_kva: dec("8"),
        opened_on: None,
        closed_on: None,
        owner_since: None,
        households: Vec::new(),
        free: Vec::new(),
        power_factor: PowerFactorStandard::None,
        basic: BasicCharge::None,
        transformers: Vec::new(),
        points: vec![point],
    }
}

fn reading() -> Reading {
    Reading {
        id: ReadingId(Uuid::nil()),
        customer: "4280011234".parse().unwrap(),
        point: "P-1".parse().unwrap(),
        meter: "M-1".parse().unwrap(),
        period: "2026-11".parse().unwrap(),
        on: day("2026-11-20"),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        state: ReadingState::Normal,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total(dec("1090")),
        energy_kwh: 0,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    }
}

fn rules() -> ReadingRules {
    ReadingRules {
        resident_jump_share: dec("0.5"),
        resident_jump_kwh: 100,
        other_jump_share: dec("0.3"),
        zero_periods: 3,
        rollover_last_share: dec("0.9"),
        rollover_this_share: dec("0.1"),
        register_sum_kwh: dec("1"),
        demand_asked_share: dec("1.05"),
        demand_possible_times: dec("3"),
        plan_days: 2,
        estimates_in_a_row: 2,
        remote_check_periods: 3,
        photo_bytes_max: 500_000,
        review_batch_max: 500,
    }
}
