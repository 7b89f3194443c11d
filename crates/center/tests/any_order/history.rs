//! Random histories of a small prefecture: what two to four desks do, one of them perhaps copied, one with a wrong clock.

use domain::*;
use journal::EntryBody;
use proptest::prelude::*;

use super::common::desk::next_id;
use super::common::metered::{price, reading};
use super::common::{Desk, STATION, TestCenter, day, money};

pub const CUSTOMERS: [&str; 3] = ["4280000001", "4280000002", UNKNOWN];
/// Loaded between the two waves.
pub const UNKNOWN: &str = "4280000003";
pub const BILLS: [&str; 3] = ["2026-08", "2026-09", "2026-10"];
/// An operator who was suspended before anything was written.
pub const SUSPENDED: u32 = 5;

const PLACES: [(&str, &str); 4] =
    [("42128010301", "BYP-01"), ("42128010302", "XJY-01"), ("42128010401", "LFG-01"), ("42128010301", "BYP-02")];

/// How far clocks are off, in ms.
const OFF: [i64; 5] = [0, 86_400_000, -86_400_000, 365 * 86_400_000, -848_721_600_000];

/// Whose turn it is, and how many entries it sends.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    pub whose: usize,
    pub most: usize,
}

/// One thing that somebody does at a desk.
#[derive(Clone, Debug)]
pub enum Act {
    Pay { customer: usize, bill: usize, fen: i64 },
    PayAhead { customer: usize, fen: i64 },
    UsePrepaid { customer: usize, bill: usize, fen: i64 },
    PayBilled { customer: usize, fen: i64 },
    PaySuspended { customer: usize, fen: i64 },
    ReverseLast,
    Read { customer: usize, kwh: i64, by: u32 },
    ReadAndBill { customer: usize, kwh: i64 },
    Review { which: usize, approved: bool },
    Withdraw { which: usize },
    AskReading { which: usize, kwh: i64 },
    AskArchive { customer: usize, field: usize, wanted: usize },
    PayRefund { task: u128, fen: i64 },
    Unreadable,
}

fn act() -> impl Strategy<Value = Act> {
    let who = 0..CUSTOMERS.len();
    prop_oneof![
        6 => (who.clone(), 0..3_usize, 1..8_000_i64).prop_map(|(customer, bill, fen)| Act::Pay { customer, bill, fen }),
        2 => (who.clone(), 1..8_000_i64).prop_map(|(customer, fen)| Act::PayAhead { customer, fen }),
        1 => (who.clone(), 0..3_usize, 1..3_000_i64)
            .prop_map(|(customer, bill, fen)| Act::UsePrepaid { customer, bill, fen }),
        2 => (who.clone(), 1..8_000_i64).prop_map(|(customer, fen)| Act::PayBilled { customer, fen }),
        1 => (who.clone(), 1..8_000_i64).prop_map(|(customer, fen)| Act::PaySuspended { customer, fen }),
        1 => Just(Act::ReverseLast),
        2 => (who.clone(), 1..400_i64, 6..9_u32).prop_map(|(customer, kwh, by)| Act::Read { customer, kwh, by }),
        3 => (who.clone(), 1..400_i64).prop_map(|(customer, kwh)| Act::ReadAndBill { customer, kwh }),
        2 => (0..9_usize, any::<bool>()).prop_map(|(which, approved)| Act::Review { which, approved }),
        1 => (0..9_usize).prop_map(|which| Act::Withdraw { which }),
        1 => (0..9_usize, 1..400_i64).prop_map(|(which, kwh)| Act::AskReading { which, kwh }),
        2 => (who, 0..2_usize, 0..3_usize)
            .prop_map(|(customer, field, wanted)| Act::AskArchive { customer, field, wanted }),
        1 => (0..2_u128, 1..8_000_i64).prop_map(|(task, fen)| Act::PayRefund { task, fen }),
        1 => Just(Act::Unreadable),
    ]
}

/// What happens at one desk: in the first wave, in the second, and on a copy of its disk.
#[derive(Clone, Debug)]
pub struct AtDesk {
    acts: [Vec<Act>; 2],
    copy: Option<Vec<Act>>,
    clock: usize,
}

fn at_desk() -> impl Strategy<Value = AtDesk> {
    let acts = || prop::collection::vec(act(), 0..9);
    let copy = prop::option::weighted(0.2, prop::collection::vec(act(), 1..5));
    let clock = prop_oneof![4 => Just(0), 1 => 1..OFF.len()];
    (acts(), acts(), copy, clock).prop_map(|(first, second, copy, clock)| AtDesk { acts: [first, second], copy, clock })
}

#[derive(Clone, Debug)]
pub struct History(Vec<AtDesk>);

pub fn history() -> impl Strategy<Value = History> {
    prop::collection::vec(at_desk(), 2..=4).prop_map(History)
}

/// A journal as it was written, and how much of it the first wave carries.
pub struct Journal {
    desk: Desk,
    first_wave: usize,
}

impl Journal {
    pub fn first_wave(&self) -> usize {
        self.first_wave
    }

    pub fn all(&self) -> usize {
        self.desk.entries.len()
    }

    /// The same laptop at another center of the same people. A copy enrols no more.
    pub fn enrolled_at(&self, center: &TestCenter) -> Desk {
        let is_new = center.devices().iter().all(|device| device.device.known.terminal != self.desk.terminal);
        if is_new {
            let (unit, terminal) = PLACES.into_iter().find(|(_, it)| *it == self.desk.terminal.as_str()).unwrap();
            assert_eq!(center.desk(unit, terminal).stream, self.desk.stream);
        }
        self.desk.clone()
    }
}

/// What desks know of one another: a reviewer sits at another desk than the reader.
#[derive(Default)]
struct Known {
    readings: Vec<ReadingId>,
}

impl History {
    /// Writes the journals, wave by wave, so that a desk may speak of what another one did before.
    pub fn write(&self) -> Vec<Journal> {
        let center = TestCenter::new();
        let mut known = Known::default();
        let mut desks: Vec<Desk> =
            self.0.iter().zip(PLACES).map(|(_, (unit, terminal))| center.desk(unit, terminal)).collect();
        let mut copies = Vec::new();
        for (at, desk) in self.0.iter().zip(&mut desks) {
            desk.wall_ms += OFF[at.clock];
            desk.open_shift(1);
            if let Some(acts) = &at.copy {
                let mut copy = desk.clone();
                copy.wall_ms += 60_000;
                acts.iter().for_each(|act| do_it(&mut copy, &mut known, act, &mut None));
                copies.push(Journal { first_wave: copy.entries.len(), desk: copy });
            }
            at.acts[0].iter().fold(None, |mut last, act| {
                do_it(desk, &mut known, act, &mut last);
                last
            });
        }
        let first: Vec<usize> = desks.iter().map(|desk| desk.entries.len()).collect();
        for (at, desk) in self.0.iter().zip(&mut desks) {
            let mut last = None;
            at.acts[1].iter().for_each(|act| do_it(desk, &mut known, act, &mut last));
        }
        let journals = desks.into_iter().zip(first).map(|(desk, first_wave)| Journal { desk, first_wave });
        journals.chain(copies).collect()
    }
}

fn yuan(fen: i64) -> String {
    Money::from_fen(fen).to_string()
}

fn do_it(desk: &mut Desk, known: &mut Known, act: &Act, last: &mut Option<PaymentId>) {
    match act {
        Act::Pay { customer, bill, fen } => *last = Some(desk.pay(CUSTOMERS[*customer], BILLS[*bill], &yuan(*fen))),
        Act::PayAhead { customer, fen } => *last = Some(desk.pay_unknown(CUSTOMERS[*customer], &yuan(*fen))),
        Act::UsePrepaid { customer, bill, fen } => *last = Some(use_prepaid(desk, *customer, *bill, *fen)),
        Act::PayBilled { customer, fen } => *last = Some(desk.pay(CUSTOMERS[*customer], "2026-11", &yuan(*fen))),
        Act::PaySuspended { customer, fen } => pay_suspended(desk, *customer, *fen),
        Act::ReverseLast => {
            if let Some(payment) = last.take() {
                desk.reverse(payment, "0.00");
            }
        }
        Act::Read { customer, kwh, by } => {
            let read = reading(CUSTOMERS[*customer], 1000 + kwh);
            known.readings.push(read.id);
            desk.append_by(OperatorId(*by), EntryBody::ReadingEntered(read));
        }
        Act::ReadAndBill { customer, kwh } => {
            let issued = desk.read_and_bill(CUSTOMERS[*customer], 1000 + kwh, vec![price(1, "2017-04-01", "0.558")]);
            known.readings.extend(issued.readings);
        }
        Act::Review { which, approved } => {
            let verdict = if *approved { Verdict::Approved } else { Verdict::SentBack };
            about(known, *which, |reading| {
                let review = Review { readings: vec![reading], verdict, note: "复核".to_owned() };
                desk.append_by(OperatorId(9), EntryBody::ReadingsReviewed(review));
            });
        }
        Act::Withdraw { which } => about(known, *which, |reading| {
            desk.append(EntryBody::ReadingWithdrawn { reading, reason: "抄错".to_owned() });
        }),
        Act::AskReading { which, kwh } => about(known, *which, |reading| {
            let registers = Registers::total((1000 + kwh).into());
            desk.append(EntryBody::ReadingRequested(ReadingRequest {
                reading, registers, reason: "看错".to_owned()
            }));
        }),
        Act::AskArchive { customer, field, wanted } => ask_archive(desk, *customer, *field, *wanted),
        Act::PayRefund { task, fen } => pay_refund(desk, *task, *fen),
        Act::Unreadable => {
            let mut bytes = desk.entries.last().unwrap().clone();
            bytes.pop();
            desk.append_bytes(bytes);
        }
    }
}

fn about(known: &Known, which: usize, act: impl FnOnce(ReadingId)) {
    if !known.readings.is_empty() {
        act(known.readings[which % known.readings.len()]);
    }
}

fn use_prepaid(desk: &mut Desk, customer: usize, bill: usize, fen: i64) -> PaymentId {
    let amount = Money::from_fen(fen);
    let bill = BILLS[bill].parse().unwrap();
    desk.pay_with(|payment| {
        payment.customer = CUSTOMERS[customer].parse().unwrap();
        payment.prepaid_used = amount;
        payment.allocations = vec![Allocation { bill, principal: amount, penalty: Money::ZERO }];
    })
}

fn pay_suspended(desk: &mut Desk, customer: usize, fen: i64) {
    let mut payment = desk.payment();
    payment.customer = CUSTOMERS[customer].parse().unwrap();
    payment.tenders = vec![Tender::Cash { received: Money::from_fen(fen) }];
    payment.prepaid_added = Money::from_fen(fen);
    desk.append_by(OperatorId(SUSPENDED), EntryBody::PaymentTaken(payment));
}

fn ask_archive(desk: &mut Desk, customer: usize, field: usize, wanted: usize) {
    let (field, seen) = [(ArchiveField::Phone, "12800000000"), (ArchiveField::Name, "田大贵")][field];
    let wanted = ["13900000001", "13900000002", "13900000003"][wanted].to_owned();
    desk.append(EntryBody::ArchiveChangeRequested(ArchiveChange {
        id: ArchiveChangeId(next_id(9)),
        customer: CUSTOMERS[customer].parse().unwrap(),
        field,
        seen: seen.to_owned(),
        wanted,
        reason: "客户来说".to_owned(),
    }));
}

/// Nobody ordered these refunds: each is money that left a drawer.
fn pay_refund(desk: &mut Desk, task: u128, fen: i64) {
    desk.append(EntryBody::RefundPaid(PaidRefund {
        id: RefundId(next_id(12)),
        task: TaskId(uuid::Uuid::from_u128(7 + task)),
        customer: CUSTOMERS[1].parse().unwrap(),
        owner: Some(STATION.parse().unwrap()),
        shift: ShiftNo(1),
        business_date: day("2026-11-23"),
        amount: money(&yuan(fen)),
        paid_to: "田大贵".to_owned(),
    }));
}
