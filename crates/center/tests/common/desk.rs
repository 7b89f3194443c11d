//! A desk that writes a real journal, entry by entry, as an outlet does.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::*;
use journal::*;
use sync::*;

use super::{NOON, STATION, day, money};

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// An id that no other thing of this test has; `kind` keeps kinds apart.
pub fn next_id(kind: u8) -> uuid::Uuid {
    let number = NEXT_ID.fetch_add(1, Ordering::Relaxed);
    uuid::Uuid::from_u128(u128::from(kind) << 96 | u128::from(number))
}

/// A laptop's journal, written as an outlet writes it.
#[derive(Clone)]
pub struct Desk {
    pub stream: Stream,
    pub terminal: TerminalCode,
    pub key: DeviceKey,
    pub entries: Vec<Vec<u8>>,
    pub heads: Vec<Head>,
    /// What it knows that the center holds.
    pub held: Seq,
    pub cursor: Cursor,
    pub wall_ms: i64,
    receipts: u32,
}

impl Desk {
    pub fn enrolled(center: &dyn Center, code: &str, key: DeviceKey) -> Desk {
        let request = EnrolRequest { code: code.to_owned(), key: key.public_key(), version: "0.1.0".to_owned() };
        let enrolment = center.enrol(&request).unwrap();
        let head = Head { seq: Seq::ZERO, hash: root(enrolment.stream, &key.public_key()) };
        Desk {
            stream: enrolment.stream,
            terminal: enrolment.terminal,
            key,
            entries: Vec::new(),
            heads: vec![head],
            held: Seq::ZERO,
            cursor: Cursor(0),
            wall_ms: NOON - 3_600_000,
            receipts: 0,
        }
    }

    pub fn head(&self) -> Head {
        *self.heads.last().unwrap()
    }

    pub fn append(&mut self, body: EntryBody) -> Seq {
        self.append_by(OperatorId(1), body)
    }

    pub fn append_by(&mut self, by: OperatorId, body: EntryBody) -> Seq {
        self.wall_ms += 1_000;
        let seq = self.head().seq.next();
        let time = TimeEvidence { wall_ms: self.wall_ms, boot: [1; 8], monotonic_ms: 1, center: None };
        self.append_bytes(encode(&Entry { stream: self.stream, seq, time, by, body }))
    }

    pub fn append_bytes(&mut self, bytes: Vec<u8>) -> Seq {
        let head = self.head().after(&bytes);
        self.entries.push(bytes);
        self.heads.push(head);
        head.seq
    }

    pub fn open_shift(&mut self, no: u32) -> Seq {
        let business_date = day("2026-11-23");
        self.append(EntryBody::ShiftOpened { shift: ShiftNo(no), business_date, opening_cash: money("200.00") })
    }

    /// Takes cash for a bill.
    pub fn pay(&mut self, customer: &str, bill: &str, amount: &str) -> PaymentId {
        let allocation = Allocation { bill: bill.parse().unwrap(), principal: money(amount), penalty: Money::ZERO };
        self.pay_with(|payment| {
            payment.customer = customer.parse().unwrap();
            payment.tenders = vec![Tender::Cash { received: money(amount) }];
            payment.allocations = vec![allocation];
        })
    }

    /// Takes cash for an account number that the desk does not know.
    pub fn pay_unknown(&mut self, customer: &str, amount: &str) -> PaymentId {
        self.pay_with(|payment| {
            payment.customer = customer.parse().unwrap();
            payment.owner = None;
            payment.basis = Basis::OnArrival;
            payment.tenders = vec![Tender::Cash { received: money(amount) }];
            payment.prepaid_added = money(amount);
        })
    }

    pub fn payment(&mut self) -> Payment {
        self.receipts += 1;
        let id = PaymentId(uuid::Uuid::from_u128(u128::from(NEXT_ID.fetch_add(1, Ordering::Relaxed))));
        Payment {
            id,
            shift: ShiftNo(1),
            business_date: day("2026-11-23"),
            customer: "4280011234".parse().unwrap(),
            owner: Some(STATION.parse().unwrap()),
            basis: Basis::Bills,
            allocations: Vec::new(),
            tenders: Vec::new(),
            change: Money::ZERO,
            prepaid_used: Money::ZERO,
            prepaid_added: Money::ZERO,
            tail_before: Money::ZERO,
            tail_after: Money::ZERO,
            seen: Vec::new(),
            prepaid_after: Money::ZERO,
            receipt: self.receipts,
        }
    }

    pub fn pay_with(&mut self, change: impl FnOnce(&mut Payment)) -> PaymentId {
        let mut payment = self.payment();
        change(&mut payment);
        let seen = |part: &Allocation| BillSeen { energy_kwh: 100, amount: part.principal, left: Money::ZERO };
        payment.seen = payment.allocations.iter().map(seen).collect();
        assert!(payment.is_balanced(), "{payment:?}");
        let id = payment.id;
        self.append(EntryBody::PaymentTaken(payment));
        id
    }

    pub fn reverse(&mut self, payment: PaymentId, cash: &str) -> Seq {
        let id = ReversalId(uuid::Uuid::from_u128(u128::from(NEXT_ID.fetch_add(1, Ordering::Relaxed)) << 64));
        self.append(EntryBody::PaymentReversed(Reversal {
            id,
            payment,
            shift: ShiftNo(1),
            business_date: day("2026-11-23"),
            reason: "金额录错".to_owned(),
            cash_returned: money(cash),
        }))
    }

    /// The entries after `after`, at most so many, sealed.
    pub fn push(&self, after: Seq, most: usize) -> Option<Push> {
        let start = after.0 as usize;
        let end = (start + most).min(self.entries.len());
        let entries = self.entries.get(start..end).filter(|entries| !entries.is_empty())?.to_vec();
        let head = self.heads[end];
        Some(Push { after, entries, head, seal: seal_head(&self.key, self.stream, &head) })
    }

    pub fn request(&self, push: Option<Push>) -> ExchangeRequest {
        ExchangeRequest {
            stream: self.stream,
            version: "0.1.0".to_owned(),
            push,
            cursor: self.cursor,
            pull_bytes_max: PULL_BYTES_MAX,
            urgent: Vec::new(),
            digest: None,
            report: OutletReport { wall_ms: self.wall_ms, ..OutletReport::default() },
        }
    }

    /// Sends what is unsent, and believes the reply when it speaks of this journal.
    pub fn sync(&mut self, center: &dyn Center) -> ExchangeReply {
        let reply = center.exchange(&self.request(self.push(self.held, PUSH_ENTRIES_MAX))).unwrap();
        if self.heads.get(reply.held.seq.0 as usize) == Some(&reply.held) {
            self.held = reply.held.seq;
        }
        self.cursor = reply.cursor;
        reply
    }

    /// Goes on under the incarnation that the center gave out.
    pub fn go_on_as(&mut self, incarnation: Incarnation) {
        let from = ForkedFrom { incarnation: self.stream.incarnation, seq: self.head().seq, hash: self.head().hash };
        self.stream.incarnation = incarnation;
        self.entries.clear();
        self.heads = vec![Head { seq: Seq::ZERO, hash: root(self.stream, &self.key.public_key()) }];
        self.held = Seq::ZERO;
        self.append(EntryBody::StreamForked(from));
    }

    /// The sums of shift 1 over the whole journal, as an outlet counts them.
    pub fn digest(&self, entries: u64, payments: u64, amount: &str) -> Vec<ShiftDigest> {
        vec![ShiftDigest { stream: self.stream, shift: ShiftNo(1), entries, payments, amount: money(amount) }]
    }
}
