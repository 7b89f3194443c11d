//! A meter that does not exist, for tests and for practice. It can misbehave as real ones do.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;

use chrono::{Datelike, NaiveDateTime, Timelike};
use domain::{RatePeriod, Register, Registers};
use rust_decimal::Decimal;

use super::{Frame, Item, MeterAddress, Scan, scan};

/// What a meter or its line does instead of answering properly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mischief {
    Silence,
    /// Noise of a line at the wrong speed.
    Garbage,
    /// Half an answer.
    Cut,
    BadChecksum,
    /// Another meter answers.
    WrongAddress,
    /// The answer to another question.
    OtherItem,
    Refusal(u8),
    /// Digits that are none.
    BadValue,
    /// The head sees its own light before the answer.
    Echo,
    /// Answers, but only after this time.
    Late(Duration),
}

#[derive(Clone, Debug)]
pub struct SimulatedMeter {
    address: MeterAddress,
    /// Data by identifier, as meant.
    items: BTreeMap<u32, Vec<u8>>,
    pub mischief: Option<Mischief>,
    /// Data bytes in one answer; longer items follow in parts.
    pub part_bytes: usize,
}

impl SimulatedMeter {
    pub fn new(address: MeterAddress) -> SimulatedMeter {
        SimulatedMeter { address, items: BTreeMap::new(), mischief: None, part_bytes: super::frame::DATA_MAX - 5 }
    }

    /// Shows these registers, singly and as a block.
    pub fn showing(mut self, registers: &Registers) -> SimulatedMeter {
        for (register, value) in registers.iter() {
            let data = match register {
                Register::MaxDemand => [&bcd(value, 4, 3)[..], &[0, 0, 0, 0, 0]].concat(),
                _ => bcd(value, 2, 4),
            };
            self.items.insert(Item::Register(register).identifier(), data);
        }
        if let Some(block) = active_block(registers) {
            self.items.insert(Item::ActiveBlock.identifier(), block);
        }
        self
    }

    /// The maximum demand and when it occurred.
    pub fn demanding(mut self, kw: Decimal, at: NaiveDateTime) -> SimulatedMeter {
        let data = [&bcd(kw, 4, 3)[..], &minute(at)].concat();
        self.items.insert(Item::Register(Register::MaxDemand).identifier(), data);
        self
    }

    pub fn at(mut self, now: NaiveDateTime) -> SimulatedMeter {
        let weekday = now.weekday().num_days_from_sunday();
        let date = [weekday, now.day(), now.month(), now.year().unsigned_abs() % 100];
        let time = [now.second(), now.minute(), now.hour()];
        self.items.insert(Item::Date.identifier(), date.map(two_digits).to_vec());
        self.items.insert(Item::Time.identifier(), time.map(two_digits).to_vec());
        self
    }

    /// The nth daily freeze before now.
    pub fn frozen(mut self, day: u8, at: NaiveDateTime, registers: &Registers) -> SimulatedMeter {
        self.items.insert(Item::FreezeTime(day).identifier(), minute(at).to_vec());
        self.items.insert(Item::FreezeActive(day).identifier(), active_block(registers).unwrap_or_default());
        self
    }

    /// Does not know an item, as a meter without blocks or without periods.
    pub fn without(mut self, item: Item) -> SimulatedMeter {
        self.items.remove(&item.identifier());
        self
    }

    /// What it puts on the line after a question; nothing if the question was for another meter.
    pub fn answer(&self, question: &Frame) -> Vec<u8> {
        if !question.address.means(self.address) || self.mischief == Some(Mischief::Silence) {
            return Vec::new();
        }
        let mut frame = self.proper_answer(question);
        match self.mischief {
            Some(Mischief::WrongAddress) => frame.address = another(self.address),
            Some(Mischief::Refusal(code)) => frame = self.refusal(question, code),
            Some(Mischief::OtherItem) => frame.data[0] ^= 0x01,
            Some(Mischief::BadValue) => frame.data[4..].fill(0xFF),
            _ => {}
        }
        let mut bytes = frame.encode_waking();
        match self.mischief {
            Some(Mischief::Garbage) => bytes.iter_mut().for_each(|byte| *byte = byte.wrapping_mul(29) | 0x80),
            Some(Mischief::Cut) => bytes.truncate(bytes.len() / 2),
            Some(Mischief::BadChecksum) => {
                let at = bytes.len() - 2;
                bytes[at] ^= 0x01;
            }
            Some(Mischief::Echo) => bytes = [question.encode_waking(), bytes].concat(),
            _ => {}
        }
        bytes
    }

    fn proper_answer(&self, question: &Frame) -> Frame {
        let Some((identifier, rest)) = question.data.split_first_chunk::<4>() else { return self.refusal(question, 1) };
        let Some(data) = self.items.get(&u32::from_le_bytes(*identifier)) else { return self.refusal(question, 2) };
        let part = rest.first().copied().unwrap_or(0);
        let parts: Vec<&[u8]> = data.chunks(self.part_bytes).collect();
        let Some(bytes) = parts.get(usize::from(part)) else { return self.refusal(question, 2) };
        let follows = if usize::from(part) + 1 < parts.len() { 0x20 } else { 0 };
        let data = [&identifier[..], bytes, rest].concat();
        Frame { address: self.address, control: question.control | 0x80 | follows, data }
    }

    fn refusal(&self, question: &Frame, code: u8) -> Frame {
        Frame { address: self.address, control: question.control | 0xC0, data: vec![code] }
    }

    pub(super) fn delay(&self) -> Duration {
        match self.mischief {
            Some(Mischief::Late(delay)) => delay,
            _ => Duration::ZERO,
        }
    }
}

fn another(address: MeterAddress) -> MeterAddress {
    let mut bytes = address.wire();
    bytes[0] = if bytes[0] == 0x99 { 0x98 } else { 0x99 };
    MeterAddress::from_wire(bytes)
}

/// The total and its periods up to the last one that the meter has.
fn active_block(registers: &Registers) -> Option<Vec<u8>> {
    let mut block = bcd(registers.get(Register::ActiveTotal)?, 2, 4);
    let periods: Vec<_> = RatePeriod::ALL.iter().map(|period| registers.get(period.register())).collect();
    let count = periods.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    block.extend(periods[..count].iter().flat_map(|value| bcd(value.unwrap_or_default(), 2, 4)));
    Some(block)
}

/// BCD with the low byte first; digits beyond are cut off, as a display does.
fn bcd(value: Decimal, decimals: u32, bytes: usize) -> Vec<u8> {
    let scaled = value * Decimal::from(10_u64.pow(decimals));
    let mut digits = u64::try_from(scaled.trunc()).unwrap_or(0);
    let mut next = || {
        let pair = digits % 100;
        digits /= 100;
        two_digits(pair as u32)
    };
    (0..bytes).map(|_| next()).collect()
}

fn two_digits(number: u32) -> u8 {
    (((number / 10 % 10) << 4) | (number % 10)) as u8
}

fn minute(at: NaiveDateTime) -> [u8; 5] {
    [at.minute(), at.hour(), at.day(), at.month(), at.year().unsigned_abs() % 100].map(two_digits)
}

/// A line with the meter at its other end, in memory: what is written is answered at the next read.
#[derive(Debug)]
pub struct SimulatedLine {
    meter: SimulatedMeter,
    heard: Vec<u8>,
    to_read: VecDeque<u8>,
}

impl SimulatedLine {
    pub fn new(meter: SimulatedMeter) -> SimulatedLine {
        SimulatedLine { meter, heard: Vec::new(), to_read: VecDeque::new() }
    }
}

impl Write for SimulatedLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.heard.extend(bytes);
        while let Scan::Whole { frame, used } = scan(&self.heard) {
            self.heard.drain(..used);
            self.to_read.extend(self.meter.answer(&frame));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for SimulatedLine {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.to_read.is_empty() || matches!(self.meter.mischief, Some(Mischief::Late(_))) {
            return Err(ErrorKind::TimedOut.into());
        }
        self.to_read.read(into)
    }
}
