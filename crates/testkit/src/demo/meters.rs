//! 电能表 of the demo: what hangs at a metering point, and what it shows as the customer goes on using power.

use chrono::NaiveDate;
use domain::{Digits, LastReading, Meter, MeterEvent, MeterNo, Register, Registers};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::seed::Rng;

/// What a meter counts besides its total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One register.
    Total,
    /// 尖峰平谷
    TimeOfUse,
    /// 尖峰平谷, reactive energy and maximum demand.
    Works,
}

impl Kind {
    fn registers(self) -> Vec<Register> {
        use Register::*;
        match self {
            Kind::Total => vec![ActiveTotal],
            Kind::TimeOfUse => vec![ActiveTotal, ActiveSharp, ActivePeak, ActiveFlat, ActiveValley],
            Kind::Works => {
                vec![ActiveTotal, ActiveSharp, ActivePeak, ActiveFlat, ActiveValley, Reactive, MaxDemand]
            }
        }
    }
}

pub fn meter(no: &str, kind: Kind, multiplier: i64) -> Meter {
    Meter {
        no: no.to_owned().try_into().expect("digits are a meter number"),
        address: no[no.len() - 12..].to_owned(),
        digits: Digits::new(6, 2).expect("digits of a meter"),
        multiplier: Some(Decimal::from(multiplier)),
        registers: kind.registers(),
        installed: None,
        removed: None,
    }
}

/// A meter on its way through the months: what it stood at in the beginning, and how its use is divided.
#[derive(Clone, Debug)]
pub struct Course {
    pub meter: MeterNo,
    kind: Kind,
    multiplier: Decimal,
    /// Of each register, in hundredths, in the order of the meter's.
    begin: Vec<i64>,
    /// kvarh of 100 kWh.
    reactive_percent: i64,
}

/// Sharp, peak and valley in per cent of the total; flat is the rest.
const SHARES: [i64; 3] = [8, 27, 25];
/// The highest quarter of an hour is so many per cent above the month's average.
const PEAKINESS: i64 = 220;

impl Course {
    pub fn new(meter: &Meter, kind: Kind, rng: &mut Rng) -> Course {
        let begin = meter.registers.iter().map(|_| rng.between(0, 2_000_000)).collect();
        Course {
            meter: meter.no.clone(),
            kind,
            multiplier: meter.multiplier.unwrap_or(Decimal::ONE),
            begin,
            reactive_percent: rng.between(30, 65),
        }
    }

    /// A new meter.
    pub fn from_zero(meter: &Meter, kind: Kind, rng: &mut Rng) -> Course {
        let course = Course::new(meter, kind, rng);
        Course { begin: vec![0; course.begin.len()], ..course }
    }

    /// A meter that turns over within the next month: `kwh` were counted until now, so it must have begun there.
    pub fn near_its_end(meter: &Meter, kwh: i64, rng: &mut Rng) -> Course {
        let course = Course::new(meter, Kind::Total, rng);
        let left = rng.between(300, 3_000);
        Course { begin: vec![100_000_000 - kwh * 100 - left], ..course }
    }

    /// What it shows after `kwh` since the beginning, `now_kwh` of them in the last month.
    pub fn shows(&self, kwh: i64, now_kwh: i64) -> Registers {
        let at = |index: usize, quantity: i64| {
            let counted = Decimal::from(quantity) / self.multiplier;
            to_hundredths(Decimal::new(self.begin[index], 2) + counted)
        };
        let total = at(0, kwh);
        let mut registers = Registers::total(total);
        if self.kind == Kind::Total {
            return registers;
        }
        let parts = SHARES.map(|percent| kwh * percent / 100);
        let [sharp, peak, valley] = [at(1, parts[0]), at(2, parts[1]), at(4, parts[2])];
        let counted = |index: usize, value: Decimal| value - Decimal::new(self.begin[index], 2);
        let rest = counted(0, total) - counted(1, sharp) - counted(2, peak) - counted(4, valley);
        registers.set(Register::ActiveSharp, sharp);
        registers.set(Register::ActivePeak, peak);
        registers.set(Register::ActiveFlat, Decimal::new(self.begin[3], 2) + rest);
        registers.set(Register::ActiveValley, valley);
        if self.kind == Kind::Works {
            registers.set(Register::Reactive, at(5, kwh * self.reactive_percent / 100));
            registers.set(Register::MaxDemand, self.demand(now_kwh));
        }
        registers
    }

    /// kW on the secondary side.
    fn demand(&self, kwh: i64) -> Decimal {
        let average = Decimal::from(kwh * PEAKINESS) / Decimal::from(720 * 100);
        (average / self.multiplier).round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero)
    }

    pub fn read(&self, on: NaiveDate, kwh: i64, now_kwh: i64) -> LastReading {
        LastReading { meter: self.meter.clone(), on, registers: self.shows(kwh, now_kwh), estimated: false }
    }
}

/// The meter was changed on a day: the old one left with what it showed, the new one came at zero.
pub fn replaced(old: Meter, on: NaiveDate, left_with: Registers) -> [Meter; 2] {
    let no = format!("{}9", &old.no.as_str()[..old.no.as_str().len() - 1]);
    let new = Meter {
        address: no[no.len() - 12..].to_owned(),
        no: no.try_into().expect("digits are a meter number"),
        installed: Some(MeterEvent { on, registers: zero(&old.registers) }),
        ..old.clone()
    };
    [Meter { removed: Some(MeterEvent { on, registers: left_with }), ..old }, new]
}

pub fn zero(registers: &[Register]) -> Registers {
    Registers::of(registers.iter().map(|register| (*register, Decimal::ZERO)))
}

fn to_hundredths(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
