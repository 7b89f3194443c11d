//! 现场抄读: asks one meter for what is wanted, and gives all of it or the fault.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use domain::{Register, Registers};

use super::{Frame, Item, MeterAddress, MeterFault, Scan, scan};

const READ: u8 = 0x11;
const READ_ON: u8 = 0x12;
/// In an answer: more follows.
const FOLLOWS: u8 = 0x20;
/// In an answer: the meter declines.
const REFUSED: u8 = 0x40;
/// Further parts of one answer; the longest block of the standard fits several times.
const PARTS_MAX: u8 = 16;
/// Bytes without a frame after which a line is noise.
const NOISE_MAX: usize = 4096;

/// What to ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub registers: Vec<Register>,
    pub clock: bool,
    /// The nth daily freeze before now, from 1.
    pub freeze: Option<u8>,
}

/// What the meter said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeterAnswer {
    /// The address it answered with.
    pub address: MeterAddress,
    pub registers: Registers,
    /// When the maximum demand occurred, if it did.
    pub demand_at: Option<NaiveDateTime>,
    pub clock: Option<NaiveDateTime>,
    pub freeze: Option<DailyFreeze>,
}

/// 日冻结
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyFreeze {
    pub at: NaiveDateTime,
    pub registers: Registers,
}

/// How long a meter may take to answer. Asked for the time, so that a test needs none.
pub trait Deadline {
    /// A question was sent.
    fn start(&mut self);
    fn is_over(&mut self) -> bool;
}

/// A deadline of the real clock.
pub struct Within {
    limit: Duration,
    since: Instant,
}

impl Within {
    pub fn new(limit: Duration) -> Within {
        Within { limit, since: Instant::now() }
    }
}

impl Deadline for Within {
    fn start(&mut self) {
        self.since = Instant::now();
    }

    fn is_over(&mut self) -> bool {
        self.since.elapsed() >= self.limit
    }
}

/// Reads everything that is wanted, or nothing.
pub fn read_meter(
    port: &mut (impl Read + Write + ?Sized),
    address: MeterAddress,
    wanted: &Wanted,
    deadline: &mut impl Deadline,
) -> Result<MeterAnswer, MeterFault> {
    let mut talk = Talk { port, deadline, address, heard: Vec::new() };
    let (registers, demand_at) = talk.registers(&wanted.registers)?;
    let clock = if wanted.clock { Some(talk.clock()?) } else { None };
    let freeze = wanted.freeze.map(|day| talk.freeze(day)).transpose()?;
    Ok(MeterAnswer { address: talk.address, registers, demand_at, clock, freeze })
}

/// One conversation with one meter.
struct Talk<'a, P: ?Sized, D> {
    port: &'a mut P,
    deadline: &'a mut D,
    /// Once a meter has answered to `ANY`, it alone is meant.
    address: MeterAddress,
    heard: Vec<u8>,
}

impl<P: Read + Write + ?Sized, D: Deadline> Talk<'_, P, D> {
    fn registers(&mut self, wanted: &[Register]) -> Result<(Registers, Option<NaiveDateTime>), MeterFault> {
        let mut registers = self.block_for(wanted)?;
        let mut demand_at = None;
        for register in wanted {
            if registers.get(*register).is_none() {
                let item = Item::Register(*register);
                let (value, at) = item.register(&self.ask(item)?)?;
                registers.set(*register, value);
                demand_at = demand_at.or(at);
            }
        }
        Ok((Registers::of(registers.iter().filter(|(register, _)| wanted.contains(register))), demand_at))
    }

    /// Periods are read in one block with their total, so that all are of one moment. A meter that has no block is asked
    /// for each.
    fn block_for(&mut self, wanted: &[Register]) -> Result<Registers, MeterFault> {
        let periods: Vec<Register> =
            wanted.iter().copied().filter(|register| register.rate_period().is_some()).collect();
        if periods.is_empty() {
            return Ok(Registers::default());
        }
        let block = match self.ask(Item::ActiveBlock) {
            Ok(data) => Item::ActiveBlock.block(&data)?,
            Err(MeterFault::MeterRefused { .. }) => return Ok(Registers::default()),
            Err(fault) => return Err(fault),
        };
        match periods.into_iter().find(|register| block.get(*register).is_none()) {
            Some(register) => Err(MeterFault::NoRegister { register }),
            None => Ok(block),
        }
    }

    /// The day is asked again after the time, in case midnight passed between the two.
    fn clock(&mut self) -> Result<NaiveDateTime, MeterFault> {
        let before = Item::Date.date(&self.ask(Item::Date)?)?;
        let time = Item::Time.time(&self.ask(Item::Time)?)?;
        let after = Item::Date.date(&self.ask(Item::Date)?)?;
        if before == after {
            return Ok(before.and_time(time));
        }
        Ok(after.and_time(Item::Time.time(&self.ask(Item::Time)?)?))
    }

    fn freeze(&mut self, day: u8) -> Result<DailyFreeze, MeterFault> {
        let (time, active) = (Item::FreezeTime(day), Item::FreezeActive(day));
        let at = time.moment(&self.ask(time)?)?;
        Ok(DailyFreeze { at, registers: active.block(&self.ask(active)?)? })
    }

    /// The data of one item, all its parts together.
    fn ask(&mut self, item: Item) -> Result<Vec<u8>, MeterFault> {
        let answer = self.exchange(item, READ, item.wire().to_vec())?;
        self.address = answer.address;
        let mut follows = answer.control & FOLLOWS != 0;
        let mut data = after_identifier(item, &answer.data)?.to_vec();
        for part in 1..=PARTS_MAX {
            if !follows {
                return Ok(data);
            }
            let question = [&item.wire()[..], &[part]].concat();
            let answer = self.exchange(item, READ_ON, question)?;
            follows = answer.control & FOLLOWS != 0;
            match after_identifier(item, &answer.data)?.split_last() {
                Some((number, further)) if *number == part => data.extend(further),
                _ => return Err(MeterFault::OtherItem { item }),
            }
        }
        Err(MeterFault::OtherItem { item })
    }

    fn exchange(&mut self, item: Item, control: u8, data: Vec<u8>) -> Result<Frame, MeterFault> {
        let question = Frame { address: self.address, control, data };
        self.port.write_all(&question.encode_waking()).map_err(|_| MeterFault::Disconnected)?;
        self.port.flush().map_err(|_| MeterFault::Disconnected)?;
        self.deadline.start();
        self.heard.clear();
        let answer = self.answer()?;
        if !self.address.means(answer.address) {
            return Err(MeterFault::WrongAddress { asked: self.address, answered: answer.address });
        }
        match answer.control {
            refused if refused == control | 0x80 | REFUSED => {
                Err(MeterFault::MeterRefused { item, code: answer.data.first().copied().unwrap_or(0) })
            }
            answered if answered & !FOLLOWS == control | 0x80 => Ok(answer),
            _ => Err(MeterFault::OtherItem { item }),
        }
    }

    /// The next frame of a meter. Our own question may come back first: an infrared head sees its own light.
    fn answer(&mut self) -> Result<Frame, MeterFault> {
        loop {
            match scan(&self.heard) {
                Scan::Whole { frame, .. } if frame.is_answer() => return Ok(frame),
                Scan::Whole { used, .. } => drop(self.heard.drain(..used)),
                Scan::Damaged => return Err(MeterFault::Checksum),
                Scan::Incomplete => self.hear()?,
            }
        }
    }

    fn hear(&mut self) -> Result<(), MeterFault> {
        if self.deadline.is_over() || self.heard.len() > NOISE_MAX {
            return Err(if self.heard.is_empty() { MeterFault::Silence } else { MeterFault::Garbage });
        }
        let mut chunk = [0; 256];
        match self.port.read(&mut chunk) {
            Ok(0) => Err(MeterFault::Disconnected),
            Ok(count) => {
                self.heard.extend(&chunk[..count]);
                Ok(())
            }
            Err(error) => match error.kind() {
                ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::Interrupted => Ok(()),
                _ => Err(MeterFault::Disconnected),
            },
        }
    }
}

fn after_identifier(item: Item, data: &[u8]) -> Result<&[u8], MeterFault> {
    data.strip_prefix(&item.wire()).ok_or(MeterFault::OtherItem { item })
}
