//! DL/T 645 against a meter that behaves, one that does not, and bytes that mean nothing.

use domain::{Register, Registers};
use metering::dlt645::{
    Deadline, Frame, Item, MeterAddress, MeterAnswer, MeterFault, Mischief, Scan, SimulatedLine, SimulatedMeter,
    Wanted, read_meter, scan,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// `68 45 23 …` as bytes.
fn bytes(hex: &str) -> Vec<u8> {
    hex.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

const QUESTION: &str = "68 45 23 01 00 00 00 68 11 04 33 33 34 33 1B 16";
const ANSWER: &str = "68 45 23 01 00 00 00 68 91 08 33 33 34 33 9A 78 56 34 3B 16";

fn address() -> MeterAddress {
    "000000012345".parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn time_of_use() -> Registers {
    Registers::of([
        (Register::ActiveTotal, decimal("12345.67")),
        (Register::ActiveSharp, decimal("1000.01")),
        (Register::ActivePeak, decimal("3000.02")),
        (Register::ActiveFlat, decimal("5000.03")),
        (Register::ActiveValley, decimal("3345.61")),
        (Register::ReverseActive, decimal("0.5")),
        (Register::Reactive, decimal("777.77")),
        (Register::ReverseReactive, decimal("1")),
    ])
}

fn meter() -> SimulatedMeter {
    SimulatedMeter::new(address())
        .showing(&time_of_use())
        .demanding(decimal("12.3456"), "2026-11-20T10:15:00".parse().unwrap())
        .at("2026-11-23T09:41:05".parse().unwrap())
        .frozen(1, "2026-11-23T00:00:00".parse().unwrap(), &time_of_use())
}

/// Over after so many looks at the line.
struct Looks(u32);

impl Deadline for Looks {
    fn start(&mut self) {
        self.0 = 20;
    }

    fn is_over(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 == 0
    }
}

fn read(meter: SimulatedMeter, asked: MeterAddress, wanted: &Wanted) -> Result<MeterAnswer, MeterFault> {
    read_meter(&mut SimulatedLine::new(meter), asked, wanted, &mut Looks(0))
}

fn total() -> Wanted {
    Wanted { registers: vec![Register::ActiveTotal], ..Wanted::default() }
}

fn everything() -> Wanted {
    let mut registers: Vec<Register> = time_of_use().iter().map(|(register, _)| register).collect();
    registers.push(Register::MaxDemand);
    Wanted { registers, clock: true, freeze: Some(1) }
}

#[test]
fn the_vectors_of_the_standard_hold_both_ways() {
    let question = Frame { address: address(), control: 0x11, data: vec![0x00, 0x00, 0x01, 0x00] };
    assert_eq!(question.encode(), bytes(QUESTION));
    let answer = Frame { address: address(), control: 0x91, data: vec![0, 0, 1, 0, 0x67, 0x45, 0x23, 0x01] };
    assert_eq!(scan(&bytes(ANSWER)), Scan::Whole { frame: answer.clone(), used: 20 });
    assert_eq!(answer.encode(), bytes(ANSWER));
    assert_eq!(meter().answer(&question), [bytes("FE FE FE FE"), bytes(ANSWER)].concat());
}

#[test]
fn the_identifiers_are_those_of_the_standard() {
    let identifiers = [
        (Item::Register(Register::ActiveTotal), "00010000"),
        (Item::Register(Register::ActiveSharp), "00010100"),
        (Item::Register(Register::ActiveValley), "00010400"),
        (Item::Register(Register::ActiveDeepValley), "00010500"),
        (Item::ActiveBlock, "0001FF00"),
        (Item::Register(Register::ReverseActive), "00020000"),
        (Item::Register(Register::Reactive), "00030000"),
        (Item::Register(Register::ReverseReactive), "00040000"),
        (Item::Register(Register::MaxDemand), "01010000"),
        (Item::Date, "04000101"),
        (Item::Time, "04000102"),
        (Item::FreezeTime(1), "05060001"),
        (Item::FreezeActive(1), "05060101"),
    ];
    for (item, identifier) in identifiers {
        assert_eq!(item.to_string(), identifier);
    }
}

#[test]
fn everything_a_meter_shows_is_read() {
    let answer = read(meter(), address(), &everything()).unwrap();
    let mut shown = time_of_use();
    shown.set(Register::MaxDemand, decimal("12.3456"));
    assert_eq!(answer.registers, shown);
    assert_eq!(answer.demand_at, Some("2026-11-20T10:15:00".parse().unwrap()));
    assert_eq!(answer.clock, Some("2026-11-23T09:41:05".parse().unwrap()));
    let freeze = answer.freeze.unwrap();
    assert_eq!(freeze.at, "2026-11-23T00:00:00".parse().unwrap());
    assert_eq!(freeze.registers.get(Register::ActiveValley), Some(decimal("3345.61")));
}

#[test]
fn a_long_item_comes_in_parts() {
    let mut meter = meter();
    meter.part_bytes = 7;
    assert_eq!(
        read(meter, address(), &everything()).unwrap().registers.get(Register::ActivePeak),
        Some(decimal("3000.02"))
    );
}

#[test]
fn a_meter_without_blocks_is_asked_for_each_register() {
    let meter = meter().without(Item::ActiveBlock);
    assert_eq!(read(meter, address(), &everything()).unwrap().registers.iter().count(), 9);
}

#[test]
fn the_only_meter_on_the_line_tells_its_address() {
    assert_eq!(read(meter(), MeterAddress::ANY, &total()).unwrap().address.to_string(), "000000012345");
}

#[test]
fn the_heads_own_light_is_no_answer() {
    let mut meter = meter();
    meter.mischief = Some(Mischief::Echo);
    assert_eq!(read(meter, address(), &total()).unwrap().registers, Registers::total(decimal("12345.67")));
}

#[test]
fn every_mischief_has_its_own_fault_and_never_a_reading() {
    let item = Item::Register(Register::ActiveTotal);
    let answered = "000000012399".parse().unwrap();
    let faults = [
        (Mischief::Silence, MeterFault::Silence),
        (Mischief::Late(std::time::Duration::MAX), MeterFault::Silence),
        (Mischief::Garbage, MeterFault::Garbage),
        (Mischief::Cut, MeterFault::Garbage),
        (Mischief::BadChecksum, MeterFault::Checksum),
        (Mischief::WrongAddress, MeterFault::WrongAddress { asked: address(), answered }),
        (Mischief::OtherItem, MeterFault::OtherItem { item }),
        (Mischief::BadValue, MeterFault::BadValue { item }),
        (Mischief::Refusal(2), MeterFault::MeterRefused { item, code: 2 }),
    ];
    let mut codes = Vec::new();
    for (mischief, fault) in faults {
        let mut meter = meter();
        meter.mischief = Some(mischief);
        assert_eq!(read(meter, address(), &total()), Err(fault.clone()), "{mischief:?}");
        codes.push(fault.code());
    }
    codes.dedup();
    assert_eq!(codes, ["silence", "garbage", "checksum", "wrong-address", "other-item", "bad-value", "meter-refused"]);
}

#[test]
fn one_refused_register_is_no_partial_reading() {
    let wanted = Wanted { registers: vec![Register::ActiveTotal, Register::MaxDemand], ..Wanted::default() };
    let meter = SimulatedMeter::new(address()).showing(&Registers::total(decimal("1")));
    let item = Item::Register(Register::MaxDemand);
    assert_eq!(read(meter, address(), &wanted), Err(MeterFault::MeterRefused { item, code: 2 }));
}

#[test]
fn a_period_that_the_meter_does_not_have_is_named() {
    let wanted = Wanted { registers: vec![Register::ActiveTotal, Register::ActivePeak], ..Wanted::default() };
    let meter = SimulatedMeter::new(address()).showing(&Registers::total(decimal("1")));
    let fault = read(meter, address(), &wanted).unwrap_err();
    assert_eq!(fault, MeterFault::NoRegister { register: Register::ActivePeak });
}

#[test]
fn reactive_energy_below_zero_is_no_register() {
    let frame = Frame { address: address(), control: 0x91, data: vec![0, 0, 3, 0, 0x01, 0x00, 0x00, 0x80] };
    let wanted = Wanted { registers: vec![Register::Reactive], ..Wanted::default() };
    let answer = read_meter(&mut Line::saying(&frame.encode()), address(), &wanted, &mut Looks(0));
    assert_eq!(answer, Err(MeterFault::BadValue { item: Item::Register(Register::Reactive) }));
}

/// A line on which these bytes lie, whatever is asked.
struct Line(std::io::Cursor<Vec<u8>>);

impl Line {
    fn saying(bytes: &[u8]) -> Line {
        Line(std::io::Cursor::new(bytes.to_vec()))
    }
}

impl std::io::Read for Line {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(std::io::ErrorKind::TimedOut.into()),
            count => Ok(count),
        }
    }
}

impl std::io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A head that was pulled out.
struct Unplugged;

impl std::io::Read for Unplugged {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
}

impl std::io::Write for Unplugged {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_unplugged_head_is_told_apart_from_silence() {
    assert_eq!(read_meter(&mut Unplugged, address(), &total(), &mut Looks(0)), Err(MeterFault::Disconnected));
}

#[test]
fn noise_before_the_answer_is_skipped() {
    let line = [bytes("00 68 FF FE FE 12"), bytes(ANSWER)].concat();
    let answer = read_meter(&mut Line::saying(&line), address(), &total(), &mut Looks(0));
    assert_eq!(answer.unwrap().registers, Registers::total(decimal("12345.67")));
}

#[test]
fn every_flipped_bit_and_every_changed_byte_of_an_answer_is_refused() {
    let good = bytes(ANSWER);
    for at in 0..good.len() {
        for change in 1..=255_u8 {
            let mut bad = good.clone();
            bad[at] ^= change;
            let answer = read_meter(&mut Line::saying(&bad), address(), &total(), &mut Looks(0));
            assert!(answer.is_err(), "byte {at} changed by {change:02X} gave {answer:?}");
        }
    }
}

proptest! {
    /// Whatever bytes lie on the line: no panic, and a reading only if the very answer lies among them.
    #[test]
    fn any_bytes_never_yield_a_reading(line in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(read_meter(&mut Line::saying(&line), address(), &everything(), &mut Looks(0)).is_err());
    }

    /// The same with bytes that frames are made of, which get much further.
    #[test]
    fn bytes_of_frames_never_yield_a_reading(
        line in proptest::collection::vec(prop::sample::select(bytes(ANSWER)), 0..200),
    ) {
        let answer = read_meter(&mut Line::saying(&line), address(), &total(), &mut Looks(0));
        let holds_the_answer = line.windows(20).any(|window| window == bytes(ANSWER));
        prop_assert!(answer.is_err() || holds_the_answer);
    }

    #[test]
    fn a_frame_is_read_back_as_it_was_sent(
        control in any::<u8>(),
        data in proptest::collection::vec(any::<u8>(), 0..=200),
        after in proptest::collection::vec(any::<u8>(), 0..20),
    ) {
        let frame = Frame { address: address(), control, data };
        let sent = frame.encode();
        let line = [&sent[..], &after].concat();
        prop_assert_eq!(scan(&line), Scan::Whole { frame, used: sent.len() });
    }

    /// What the meter shows is what is read, to the last digit.
    #[test]
    fn a_shown_value_is_the_read_value(hundredths in 0_i64..100_000_000) {
        let shown = Registers::total(Decimal::new(hundredths, 2));
        let answer = read(SimulatedMeter::new(address()).showing(&shown), address(), &total());
        prop_assert_eq!(answer.unwrap().registers, shown);
    }
}

#[cfg(unix)]
mod on_a_port {
    use super::*;
    use metering::dlt645::{RunningMeter, list_ports, open_port, read_from_port};

    #[test]
    fn a_meter_on_a_port_is_read_again_and_again() {
        let running = RunningMeter::start(meter()).unwrap();
        for _ in 0..2 {
            let answer = read_from_port(running.path(), address(), &everything()).unwrap();
            assert_eq!(answer.registers.get(Register::ActiveTotal), Some(decimal("12345.67")));
        }
        let mut bad = meter();
        bad.mischief = Some(Mischief::BadChecksum);
        running.become_another(bad);
        let faulty = std::iter::repeat_with(|| read_from_port(running.path(), address(), &total()));
        assert_eq!(faulty.take(100).find_map(Result::err), Some(MeterFault::Checksum));
    }

    #[test]
    fn a_port_in_use_and_a_port_that_is_not_there_are_told_apart() {
        let running = RunningMeter::start(meter()).unwrap();
        let port = running.path().to_owned();
        let held = open_port(&port).unwrap();
        assert_eq!(open_port(&port).err(), Some(MeterFault::PortBusy { port: port.clone() }));
        drop(held);
        assert!(open_port(&port).is_ok());
        let nowhere = "/dev/no-such-head".to_owned();
        assert_eq!(open_port(&nowhere).err(), Some(MeterFault::NoPort { port: nowhere }));
        assert!(list_ports().iter().all(|port| !port.is_empty()));
    }

    #[test]
    fn a_line_that_goes_away_is_an_unplugged_head() {
        let running = RunningMeter::start(meter()).unwrap();
        let mut port = open_port(running.path()).unwrap();
        drop(running);
        assert_eq!(read_meter(&mut port, address(), &total(), &mut Looks(0)), Err(MeterFault::Disconnected));
    }
}
