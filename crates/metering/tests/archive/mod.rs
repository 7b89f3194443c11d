//! A small archive that the sample files speak of.

use domain::{Digits, Meter, MeterEvent, Register, Registers};
use metering::import::{ImportProfile, KnownMeter, MeterIndex, shipped_profiles};
use rust_decimal::Decimal;

const TOTAL: &[Register] = &[Register::ActiveTotal];
const TIME_OF_USE: &[Register] =
    &[Register::ActiveTotal, Register::ActiveSharp, Register::ActivePeak, Register::ActiveFlat, Register::ActiveValley];
const FOUR_WAYS: &[Register] =
    &[Register::ActiveTotal, Register::ReverseActive, Register::Reactive, Register::ReverseReactive];

/// Meter `45001` has asset number 4213010000000000045001, address 000000045001 and customer 4280145001.
pub fn meter(no: u32, registers: &[Register], digits: &str, multiplier: Option<u32>) -> KnownMeter {
    let meter = Meter {
        no: format!("42130100000000000{no:05}").parse().unwrap(),
        address: format!("{no:012}"),
        digits: digits.parse::<Digits>().unwrap(),
        multiplier: multiplier.map(Decimal::from),
        registers: registers.to_vec(),
        installed: None,
        removed: None,
    };
    let customer = format!("42801{no:05}").parse().unwrap();
    KnownMeter { customer, point: format!("{no}01").parse().unwrap(), meter, held: Vec::new() }
}

pub fn meters() -> Vec<KnownMeter> {
    let mut meters: Vec<KnownMeter> = (45001..=45008).map(|no| meter(no, TOTAL, "6.2", Some(1))).collect();
    meters.extend([45009, 45010].map(|no| meter(no, TIME_OF_USE, "6.2", Some(1))));
    let mut with_reactive = TIME_OF_USE.to_vec();
    with_reactive.push(Register::Reactive);
    meters.push(meter(45011, &with_reactive, "6.4", Some(1000)));
    meters.extend([45012, 45013, 45014].map(|no| meter(no, FOUR_WAYS, "6.4", Some(1000))));
    meters.push(meter(45015, TIME_OF_USE, "6.2", Some(30)));
    meters.extend([45016, 45017].map(|no| meter(no, TIME_OF_USE, "6.2", Some(10))));
    meters
}

#[allow(dead_code, reason = "each test file uses its part of the archive")]
pub fn removed(mut known: KnownMeter, on: &str) -> KnownMeter {
    known.meter.removed = Some(MeterEvent { on: on.parse().unwrap(), registers: Registers::default() });
    known
}

pub fn archive() -> MeterIndex {
    meters().into_iter().collect()
}

#[allow(dead_code, reason = "each test file uses its part of the archive")]
pub fn profile(name: &str) -> ImportProfile {
    shipped_profiles().into_iter().find(|profile| profile.name == name).expect("a shipped profile")
}
