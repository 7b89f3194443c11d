//! Short journals of one device: a day at the counter with every tender, its continuation after a fork, a reader's round,
//! and answers to the center; and one of the center's own.

#![allow(dead_code)]

mod acts;
mod round;

use chrono::NaiveDate;
use domain::{
    Allocation, Basis, BillId, BillSeen, BillingPeriod, ClosedShift, DeviceId, Incarnation, Money, OperatorId, Payment,
    PaymentId, Reversal, ReversalId, Seq, ShiftNo, Stream, Tender,
};
use journal::{
    CenterSeen, DeviceKey, Entry, EntryBody, ForkedFrom, Head, PublicKey, ReadEntry, Signature, TimeEvidence, encode,
    root, seal_head,
};
use uuid::Uuid;

pub use acts::{answers_journal, center_journal};
#[allow(unused_imports, reason = "not every test looks at a bill by itself")]
pub use round::{household_bill, round_journal};

pub const SEED: [u8; 32] = *b"a key for tests and nothing else";
/// 2026-11-23 08:12:05.250 in Enshi
const OPENED_MS: i64 = 1_795_392_725_250;

pub fn key() -> DeviceKey {
    DeviceKey::from_seed(SEED)
}

pub fn stream(incarnation: u16) -> Stream {
    Stream { device: DeviceId(17), incarnation: Incarnation(incarnation) }
}

pub fn start(stream: Stream, key: &PublicKey) -> Head {
    Head { seq: Seq::ZERO, hash: root(stream, key) }
}

/// A name and an entry, in the order of the journal.
pub type Named = (&'static str, Entry);

pub struct Journal {
    pub stream: Stream,
    pub entries: Vec<Named>,
}

impl Journal {
    fn new(incarnation: u16) -> Journal {
        Journal::of(stream(incarnation))
    }

    fn of(stream: Stream) -> Journal {
        Journal { stream, entries: Vec::new() }
    }

    fn add(&mut self, name: &'static str, body: EntryBody) {
        let number = self.entries.len() as u64 + 1;
        let passed_ms = number * 61_307;
        // The first entry was written before the center was ever reached.
        let center = (number > 1).then_some(CenterSeen { time_ms: OPENED_MS - 90_000, age_ms: passed_ms + 89_400 });
        let time = TimeEvidence {
            wall_ms: OPENED_MS + passed_ms as i64,
            boot: [0x5a, 1, 2, 3, 4, 5, 6, self.stream.incarnation.0 as u8],
            monotonic_ms: 125_000 + passed_ms,
            center,
        };
        let entry = Entry { stream: self.stream, seq: Seq(number), time, by: OperatorId(31), body };
        self.entries.push((name, entry));
    }

    pub fn bytes(&self) -> Vec<Vec<u8>> {
        self.entries.iter().map(|(_, entry)| encode(entry)).collect()
    }

    /// The head after each entry.
    pub fn heads(&self) -> Vec<Head> {
        let mut head = start(self.stream, &key().public_key());
        let mut heads = Vec::new();
        for bytes in self.bytes() {
            head = head.after(&bytes);
            heads.push(head);
        }
        heads
    }

    pub fn sealed(&self) -> (Vec<Vec<u8>>, Head, Signature) {
        let head = *self.heads().last().expect("the journal has entries");
        (self.bytes(), head, seal_head(&key(), self.stream, &head))
    }
}

fn fen(fen: i64) -> Money {
    Money::from_fen(fen)
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real date")
}

fn id(number: u64) -> Uuid {
    Uuid::from_u128(u128::from(OPENED_MS as u64) << 80 | 7 << 76 | 2 << 62 | u128::from(number * 0x0123_4567_89ab))
}

fn bill(month: u8, principal: i64, penalty: i64) -> (Allocation, BillSeen) {
    let period = BillingPeriod::new(2026, month).expect("a real month");
    let part = Allocation { bill: BillId::first_of(period), principal: fen(principal), penalty: fen(penalty) };
    (part, BillSeen { energy_kwh: principal / 56, amount: fen(principal), left: Money::ZERO })
}

/// A payment of bills, in which cash beyond what is due is change.
fn payment(receipt: u32, bills: Vec<(Allocation, BillSeen)>, tenders: Vec<Tender>) -> Payment {
    let (allocations, seen): (Vec<Allocation>, Vec<BillSeen>) = bills.into_iter().unzip();
    let due: Money = allocations.iter().map(Allocation::total).sum();
    let tendered: Money = tenders.iter().map(Tender::amount).sum();
    Payment {
        id: PaymentId(id(u64::from(receipt))),
        shift: ShiftNo(9),
        business_date: day(),
        customer: "4280900001".parse().expect("a customer number"),
        owner: Some("421280109".parse().expect("a unit code")),
        basis: Basis::Bills,
        allocations,
        seen,
        tenders,
        change: tendered - due,
        prepaid_used: Money::ZERO,
        prepaid_added: Money::ZERO,
        prepaid_after: Money::ZERO,
        tail_before: Money::ZERO,
        tail_after: Money::ZERO,
        receipt,
    }
}

fn every_tender() -> [(&'static str, Tender); 6] {
    let text = str::to_owned;
    let (date, amount) = (day(), fen(8_640));
    [
        ("cash with change", Tender::Cash { received: fen(10_000) }),
        (
            "a bank slip",
            Tender::BankSlip {
                slip_no: text("0003710482"),
                bank: text("农商行白杨坪支行"),
                account: text("8201000000123456"),
                date,
                amount,
            },
        ),
        (
            "a list voucher",
            Tender::ListVoucher {
                voucher_no: text("LZ2026-118"),
                issuing_unit: text("恩施市供电公司财务部"),
                approver: text("向正华"),
                date,
                remark: text("路灯"),
                amount,
            },
        ),
        (
            "a cheque",
            Tender::Cheque {
                cheque_no: text("30104210 01187225"),
                bank: text("建行恩施支行"),
                drawer: text("白杨坪茶厂"),
                date,
                amount,
            },
        ),
        (
            "a card",
            Tender::Pos {
                terminal: text("POS-0071"),
                reference: text("112309150042"),
                card_tail: text("0937"),
                amount,
            },
        ),
        ("a transfer", Tender::Transfer { reference: text("20261123-00871"), bank: text("工行"), date, amount }),
    ]
}

/// A day at the counter.
pub fn day_journal() -> Journal {
    let mut journal = Journal::new(1);
    let opened = EntryBody::ShiftOpened { shift: ShiftNo(9), business_date: day(), opening_cash: fen(20_000) };
    journal.add("the shift opens", opened);
    for (number, (name, tender)) in every_tender().into_iter().enumerate() {
        let payment = payment(101 + number as u32, vec![bill(10, 8_640, 0)], vec![tender]);
        journal.add(name, EntryBody::PaymentTaken(payment));
    }
    journal.add("two bills with penalty, by cash and card", EntryBody::PaymentTaken(mixed()));
    journal.add("prepayment used, and a tail", EntryBody::PaymentTaken(with_balances()));
    journal.add("only the account number was known", EntryBody::PaymentTaken(on_arrival()));
    journal.add("a reversal", EntryBody::PaymentReversed(reversal()));
    journal.add("a copy of a receipt", EntryBody::ReceiptReprinted { payment: PaymentId(id(107)), copy: 1 });
    let closed = ClosedShift { no: ShiftNo(9), counted_cash: fen(36_990), expected_cash: fen(37_000) };
    journal.add("the shift closes, one jiao short", EntryBody::ShiftClosed(closed));
    journal
}

fn mixed() -> Payment {
    let card = Tender::Pos {
        terminal: "POS-0071".into(),
        reference: "112309170043".into(),
        card_tail: "0937".into(),
        amount: fen(5_000),
    };
    payment(107, vec![bill(9, 7_215, 151), bill(10, 9_003, 0)], vec![card, Tender::Cash { received: fen(12_000) }])
}

fn with_balances() -> Payment {
    Payment {
        prepaid_used: fen(1_000),
        prepaid_after: fen(2_500),
        tail_before: fen(60),
        tail_after: fen(20),
        change: fen(0),
        ..payment(108, vec![bill(10, 4_340, 0)], vec![Tender::Cash { received: fen(3_300) }])
    }
}

fn on_arrival() -> Payment {
    Payment {
        customer: "0042800112".parse().expect("a customer number"),
        owner: None,
        basis: Basis::OnArrival,
        prepaid_added: fen(5_000),
        change: Money::ZERO,
        ..payment(109, vec![], vec![Tender::Cash { received: fen(5_000) }])
    }
}

fn reversal() -> Reversal {
    Reversal {
        id: ReversalId(id(500)),
        payment: PaymentId(id(109)),
        shift: ShiftNo(9),
        business_date: day(),
        reason: "户号输错".to_owned(),
        cash_returned: fen(5_000),
    }
}

/// The journal of the same device after the center found two histories of the first.
pub fn forked_journal() -> Journal {
    let stood = day_journal().sealed().1;
    let mut journal = Journal::new(2);
    let from = ForkedFrom { incarnation: Incarnation(1), seq: stood.seq, hash: stood.hash };
    journal.add("the journal goes on after a fork", EntryBody::StreamForked(from));
    journal
}

/// An entry of a kind that nobody knows yet, and one with a field that nobody knows yet.
pub fn newer_entries() -> [(&'static str, Vec<u8>); 2] {
    let known = encode(&day_journal().entries[0].1);
    let mut newer_kind = known.clone();
    // The body `07 a3 …` follows the kind `06 01`.
    let kind = newer_kind.windows(3).position(|bytes| bytes == [0x06, 0x01, 0x07]).expect("the kind stands there");
    newer_kind.splice(kind + 1..kind + 2, [0x18, 0x63]);
    let mut newer_field = known;
    assert_eq!(newer_field[0], 0xa7);
    newer_field[0] = 0xa8;
    newer_field.extend([0x08, 0xf5]);
    [("a kind from a newer program", newer_kind), ("a field from a newer program", newer_field)]
}

pub fn read(bytes: &[u8]) -> ReadEntry {
    ReadEntry::of(bytes).expect("the bytes are an entry")
}
