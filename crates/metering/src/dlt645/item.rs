//! 数据标识: what can be asked of a meter, and how its bytes are understood.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use domain::{RatePeriod, Register, Registers};
use rust_decimal::Decimal;

use super::MeterFault;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Register(Register),
    /// 0001FF00: forward active total and all periods, of one moment.
    ActiveBlock,
    /// 040001 01
    Date,
    /// 040001 02
    Time,
    /// 050600nn: when the nth daily freeze before now was taken.
    FreezeTime(u8),
    /// 050601nn: its forward active block.
    FreezeActive(u8),
}

/// 尖 峰 平 谷 深谷 are periods 1 to 5, in meters and in blocks.
const PERIODS: [RatePeriod; 5] = RatePeriod::ALL;

impl Item {
    pub fn identifier(self) -> u32 {
        match self {
            Item::Register(register) => register_identifier(register),
            Item::ActiveBlock => 0x0001_FF00,
            Item::Date => 0x0400_0101,
            Item::Time => 0x0400_0102,
            Item::FreezeTime(day) => 0x0506_0000 | u32::from(day),
            Item::FreezeActive(day) => 0x0506_0100 | u32::from(day),
        }
    }

    /// As it travels: low byte first.
    pub fn wire(self) -> [u8; 4] {
        self.identifier().to_le_bytes()
    }

    /// A single register; for demand also when it occurred, if it did.
    pub(super) fn register(self, data: &[u8]) -> Result<(Decimal, Option<NaiveDateTime>), MeterFault> {
        let bad = || MeterFault::BadValue { item: self };
        if self == Item::Register(Register::MaxDemand) {
            let (value, at) = data.split_at_checked(3).filter(|(_, at)| at.len() == 5).ok_or_else(bad)?;
            return Ok((number(value, 4).ok_or_else(bad)?, minute(at)));
        }
        let fits = data.len() == 4 && !(self.has_sign() && data[3] & 0x80 != 0);
        if fits { Ok((number(data, 2).ok_or_else(bad)?, None)) } else { Err(bad()) }
    }

    /// 组合无功 may run below zero; such a value is no register that only counts up.
    fn has_sign(self) -> bool {
        matches!(self, Item::Register(Register::Reactive | Register::ReverseReactive))
    }

    /// The total and as many periods as the meter has. Periods that the trade does not know are left out.
    pub(super) fn block(self, data: &[u8]) -> Result<Registers, MeterFault> {
        let bad = || MeterFault::BadValue { item: self };
        if data.is_empty() || !data.len().is_multiple_of(4) {
            return Err(bad());
        }
        let values: Option<Vec<Decimal>> = data.chunks_exact(4).map(|value| number(value, 2)).collect();
        let registers = [Register::ActiveTotal].into_iter().chain(PERIODS.map(RatePeriod::register));
        Ok(Registers::of(registers.zip(values.ok_or_else(bad)?)))
    }

    pub(super) fn date(self, data: &[u8]) -> Result<NaiveDate, MeterFault> {
        // WW DD MM YY, the weekday first
        let date = data.split_first().filter(|(_, date)| date.len() == 3).and_then(|(_, date)| day(date));
        date.ok_or(MeterFault::BadValue { item: self })
    }

    pub(super) fn time(self, data: &[u8]) -> Result<NaiveTime, MeterFault> {
        let parts: Option<Vec<u32>> = data.iter().map(|byte| bcd(*byte)).collect();
        let time = match parts.as_deref() {
            Some([second, minute, hour]) => NaiveTime::from_hms_opt(*hour, *minute, *second),
            _ => None,
        };
        time.ok_or(MeterFault::BadValue { item: self })
    }

    pub(super) fn moment(self, data: &[u8]) -> Result<NaiveDateTime, MeterFault> {
        minute(data).ok_or(MeterFault::BadValue { item: self })
    }
}

fn register_identifier(register: Register) -> u32 {
    match register {
        Register::ActiveTotal => 0x0001_0000,
        Register::ActiveSharp => 0x0001_0100,
        Register::ActivePeak => 0x0001_0200,
        Register::ActiveFlat => 0x0001_0300,
        Register::ActiveValley => 0x0001_0400,
        Register::ActiveDeepValley => 0x0001_0500,
        Register::ReverseActive => 0x0002_0000,
        Register::Reactive => 0x0003_0000,
        Register::ReverseReactive => 0x0004_0000,
        Register::MaxDemand => 0x0101_0000,
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08X}", self.identifier())
    }
}

/// Two digits of one byte; `None` for nibbles that are no digits.
fn bcd(byte: u8) -> Option<u32> {
    let (high, low) = (byte >> 4, byte & 0x0F);
    if high <= 9 && low <= 9 { Some(u32::from(high * 10 + low)) } else { None }
}

/// BCD with the low byte first.
fn number(bytes: &[u8], decimals: u32) -> Option<Decimal> {
    let digits = bytes.iter().rev().try_fold(0_i64, |sum, byte| Some(sum * 100 + i64::from(bcd(*byte)?)))?;
    Some(Decimal::new(digits, decimals))
}

/// DD MM YY
fn day(bytes: &[u8]) -> Option<NaiveDate> {
    let [day, month, year] = bytes else { return None };
    NaiveDate::from_ymd_opt(2000 + bcd(*year)? as i32, bcd(*month)?, bcd(*day)?)
}

/// mm hh DD MM YY
fn minute(bytes: &[u8]) -> Option<NaiveDateTime> {
    let [minute, hour, date @ ..] = bytes else { return None };
    day(date)?.and_hms_opt(bcd(*hour)?, bcd(*minute)?, 0)
}
