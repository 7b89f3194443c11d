//! How the registers moved since the last reading.
//!
//! ```text
//! end ≥ start                                    normal     end − start
//! end < start, start near the top, end near 0    rollover   range − start + end
//! end < start after an estimate                  normal     end − start, below zero: the estimate was too high
//! end < start otherwise                          reversal   no energy
//! ```
//!
//! The range is that of the meter's own digits. Sums that no meter reaches are capped, so nothing here can fail.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::ReadingContext;
use crate::{Meter, MeterEvent, RatePeriod, Reading, ReadingRules, ReadingState, Register, Registers};

/// Where counting starts: the last reading of this meter, or what it showed when it was installed.
pub(super) struct Start<'a> {
    pub(super) on: NaiveDate,
    pub(super) registers: &'a Registers,
    pub(super) estimated: bool,
    /// 换表/新装: this is the meter's first reading.
    pub(super) is_installation: bool,
}

impl<'a> Start<'a> {
    pub(super) fn of(context: &ReadingContext<'a>) -> Option<Start<'a>> {
        let meter = context.meter;
        let last = context.last.filter(|last| last.meter == meter.no);
        match (last, &meter.installed) {
            (Some(last), Some(installed)) if installed.on > last.on => Some(Start::installation(installed)),
            (Some(last), _) => Some(Start {
                on: last.on,
                registers: &last.registers,
                estimated: last.estimated,
                is_installation: false,
            }),
            (None, Some(installed)) => Some(Start::installation(installed)),
            (None, None) => None,
        }
    }

    fn installation(installed: &'a MeterEvent) -> Start<'a> {
        Start { on: installed.on, registers: &installed.registers, estimated: false, is_installation: true }
    }
}

/// What a reading comes to before anybody asks whether it can be true.
pub(super) struct Movement {
    pub(super) state: ReadingState,
    /// A register shows less than before and did not turn over.
    pub(super) is_below_start: bool,
    /// `None` where it is not known: a register, the start or the multiplier is missing, or the meter ran backwards.
    pub(super) energy_kwh: Option<i64>,
    /// Periods less total on the meter's own scale, where it has both.
    pub(super) register_sum_difference: Option<Decimal>,
    pub(super) has_reactive: bool,
}

impl Movement {
    pub(super) fn of(reading: &Reading, meter: &Meter, start: Option<&Start<'_>>, rules: &ReadingRules) -> Movement {
        let steps = steps(reading, meter, start, rules);
        let state = worst_state(&steps);
        let total = of_register(&steps, Register::ActiveTotal);
        let periods = sum_of_periods(&steps, meter);
        let counted = total.or(periods).filter(|_| state != ReadingState::Reversal);
        Movement {
            state,
            is_below_start: state == ReadingState::Reversal || steps.iter().any(|step| step.units < Decimal::ZERO),
            energy_kwh: counted.zip(meter.multiplier).map(|(units, multiplier)| whole_kwh(units, multiplier)),
            register_sum_difference: periods.zip(total).and_then(|(periods, total)| periods.checked_sub(total)),
            has_reactive: [Register::Reactive, Register::ReverseReactive]
                .iter()
                .any(|register| of_register(&steps, *register).is_some_and(|units| units > Decimal::ZERO)),
        }
    }
}

/// One register between two readings, on the meter's own scale.
struct Step {
    register: Register,
    state: ReadingState,
    units: Decimal,
}

fn steps(reading: &Reading, meter: &Meter, start: Option<&Start<'_>>, rules: &ReadingRules) -> Vec<Step> {
    let Some(start) = start else { return Vec::new() };
    let counting = reading.registers.iter().filter(|(register, _)| register.counts_up());
    let step = |(register, end)| {
        let (state, units) = step(start, start.registers.get(register)?, end, meter.digits.range(), rules);
        Some(Step { register, state, units })
    };
    counting.filter_map(step).collect()
}

fn step(
    from: &Start<'_>,
    start: Decimal,
    end: Decimal,
    range: Decimal,
    rules: &ReadingRules,
) -> (ReadingState, Decimal) {
    let part = |share: Decimal| range.checked_mul(share).unwrap_or(Decimal::MAX);
    let difference = end.checked_sub(start).unwrap_or(Decimal::MAX);
    if end >= start {
        (ReadingState::Normal, difference)
    } else if start >= part(rules.rollover_last_share) && end <= part(rules.rollover_this_share) {
        (ReadingState::Rollover, range.checked_add(difference).unwrap_or_default().max(Decimal::ZERO))
    } else if from.estimated {
        (ReadingState::Normal, difference)
    } else {
        (ReadingState::Reversal, Decimal::ZERO)
    }
}

/// One register that ran backwards makes the whole reading doubtful; one that turned over makes it a rollover.
fn worst_state(steps: &[Step]) -> ReadingState {
    [ReadingState::Reversal, ReadingState::Rollover]
        .into_iter()
        .find(|state| steps.iter().any(|step| step.state == *state))
        .unwrap_or(ReadingState::Normal)
}

fn of_register(steps: &[Step], register: Register) -> Option<Decimal> {
    steps.iter().find(|step| step.register == register).map(|step| step.units)
}

/// 尖峰平谷 together, where the meter has them and each one is known.
fn sum_of_periods(steps: &[Step], meter: &Meter) -> Option<Decimal> {
    let registers = RatePeriod::ALL.map(RatePeriod::register).into_iter().filter(|r| meter.registers.contains(r));
    let units: Vec<Option<Decimal>> = registers.map(|register| of_register(steps, register)).collect();
    let sum = |sum: Decimal, units: Option<Decimal>| sum.checked_add(units?);
    if units.is_empty() { None } else { units.into_iter().try_fold(Decimal::ZERO, sum) }
}

/// More than any meter counts, and the most that a journal carries.
const KWH_MAX: i64 = 10_i64.pow(13);

/// 抄见电量: whole kWh, half up.
fn whole_kwh(units: Decimal, multiplier: Decimal) -> i64 {
    let exact = units.checked_mul(multiplier).unwrap_or(Decimal::MAX);
    let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let limit = Decimal::from(KWH_MAX);
    i64::try_from(rounded.clamp(-limit, limit)).unwrap_or_default()
}
