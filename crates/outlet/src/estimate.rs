//! 估抄: what the registers of a meter that nobody could read are taken to show. The use of last month is added once more;
//! the next true reading settles the rest.

use domain::{Register, Registers};
use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

use crate::walk::WalkedPoint;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EstimateRefusal {
    #[error("a meter that was never read cannot be estimated")]
    NeverRead,
    #[error("there is no month before to estimate from")]
    NoHistory,
    #[error("the multiplier of the meter was never checked")]
    MultiplierUnknown,
}

/// The registers that last month's use comes to.
pub(crate) fn estimate(walked: &WalkedPoint) -> Result<Registers, EstimateRefusal> {
    let last = walked.start().ok_or(EstimateRefusal::NeverRead)?;
    let multiplier = walked.meter.multiplier.filter(|multiplier| !multiplier.is_zero());
    let multiplier = multiplier.ok_or(EstimateRefusal::MultiplierUnknown)?;
    let month = walked.months.first().ok_or(EstimateRefusal::NoHistory)?;
    let metered = walked.state.supply.points.iter().filter(|point| point.is_read()).count();
    let kwh = Decimal::from(month.kwh) / Decimal::from(metered.max(1));
    let turned = up(kwh / multiplier, walked);
    let total = last.registers.get(Register::ActiveTotal).ok_or(EstimateRefusal::NeverRead)?;
    let mut left = turned;
    let mut registers = Registers::default();
    for register in walked.meter.registers.iter().copied() {
        let before = last.registers.get(register).ok_or(EstimateRefusal::NeverRead)?;
        let share = if total.is_zero() { Decimal::ZERO } else { before / total };
        let more = match register {
            Register::ActiveTotal => turned,
            Register::MaxDemand | Register::ReverseActive => Decimal::ZERO,
            Register::Reactive | Register::ReverseReactive => down(turned * share, walked),
            _ => {
                let part = down(turned * share, walked).min(left);
                left -= part;
                part
            }
        };
        registers.set(register, before + more);
    }
    if registers.get(Register::ActiveFlat).is_some() {
        add(&mut registers, Register::ActiveFlat, left);
    }
    Ok(within_range(registers, walked))
}

fn add(registers: &mut Registers, register: Register, more: Decimal) {
    let value = registers.get(register).unwrap_or_default();
    registers.set(register, value + more);
}

/// A register that would pass its last digit turns over, as the real one would.
fn within_range(registers: Registers, walked: &WalkedPoint) -> Registers {
    let range = walked.meter.digits.range();
    Registers::of(registers.iter().map(|(register, value)| (register, value % range)))
}

fn up(value: Decimal, walked: &WalkedPoint) -> Decimal {
    let decimals = u32::from(walked.meter.digits.decimals);
    value.round_dp_with_strategy(decimals, RoundingStrategy::AwayFromZero)
}

fn down(value: Decimal, walked: &WalkedPoint) -> Decimal {
    value.round_dp_with_strategy(u32::from(walked.meter.digits.decimals), RoundingStrategy::ToZero)
}
