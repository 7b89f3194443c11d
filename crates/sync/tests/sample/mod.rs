//! Made-up days at a counter, and customers as the center sends them: for the dictionary and for measuring.

#![allow(dead_code)]

pub mod round;

use chrono::{Days, NaiveDate};
use domain::{
    Account, AmountChoice, Basis, BillChoice, BillDue, ClosedShift, CustomerState, DeviceId, Incarnation, Money,
    OpenShift, OperatorId, Payment, PaymentId, Reversal, ReversalId, Seq, ShiftNo, Stream, Tender, TenderKind,
    Tendered, UnitCode, UsePrepaid, settle,
};
use journal::{CenterSeen, ChainHash, DeviceKey, Entry, EntryBody, Head, TimeEvidence, encode, root, seal_head};
use sync::{Change, Cursor, ExchangeReply, ExchangeRequest, OutletReport, PULL_BYTES_MAX, Push, ShiftDigest};
use testkit::demo::{DemoAccount, Prefecture, rules};
use testkit::seed::Rng;
use uuid::Uuid;

pub const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
const DAY_MS: i64 = 86_400_000;

pub fn stream() -> Stream {
    Stream { device: DeviceId(17), incarnation: Incarnation(1) }
}

pub fn key() -> DeviceKey {
    DeviceKey::from_seed([7; 32])
}

pub fn center_key() -> DeviceKey {
    DeviceKey::from_seed([9; 32])
}

/// A counter that goes through its days, payment after payment.
pub struct Counter {
    rng: Rng,
    customers: Vec<DemoAccount>,
    next_customer: usize,
    entries: Vec<Entry>,
    wall_ms: i64,
    date: NaiveDate,
    shift: u32,
    receipt: u32,
    booted_ms: i64,
    boot: [u8; 8],
    center: Option<i64>,
}

impl Counter {
    /// A counter of a township whose customers come in no order.
    pub fn new(seed: u64, station: &UnitCode) -> Counter {
        let mut rng = Rng::new(seed);
        let prefecture = Prefecture::new(seed, AS_OF).with_bills_of_months(6);
        let owes = |customer: &DemoAccount| customer.bills.iter().any(|bill| bill.principal_due().is_positive());
        let mut customers: Vec<_> = prefecture.township(station, 4_000).filter(owes).collect();
        rng.shuffle(&mut customers);
        let boot = rng.next_u64().to_be_bytes();
        Counter {
            rng,
            customers,
            next_customer: 0,
            entries: Vec::new(),
            wall_ms: 0,
            date: AS_OF,
            shift: 0,
            receipt: 4_000,
            booted_ms: 0,
            boot,
            center: None,
        }
    }

    /// The laptop is switched on in the morning, the shift opened, and `payments` taken.
    pub fn day(&mut self, payments: usize) {
        self.start();
        for _ in 0..payments {
            self.pay();
            match self.rng.below(60) {
                0 => self.reverse(),
                1 => self.reprint(),
                _ => {}
            }
        }
        let cash = Money::from_fen(self.rng.between(100_000, 900_000));
        let closed = ClosedShift { no: ShiftNo(self.shift), counted_cash: cash, expected_cash: cash };
        self.pass(60_000);
        self.write(EntryBody::ShiftClosed(closed));
    }

    pub fn start(&mut self) {
        let day = (self.date - NaiveDate::default()).num_days() * DAY_MS;
        self.wall_ms = day + self.rng.between(0, 600_000);
        self.booted_ms = self.wall_ms - self.rng.between(40_000, 200_000);
        self.boot = self.rng.next_u64().to_be_bytes();
        self.center = Some(self.wall_ms - self.rng.between(1_000, 90_000));
        self.shift += 1;
        let opened = EntryBody::ShiftOpened {
            shift: ShiftNo(self.shift),
            business_date: self.date,
            opening_cash: Money::from_yuan(200),
        };
        self.write(opened);
        self.date = self.date + Days::new(1);
    }

    pub fn pay(&mut self) {
        self.pass(150_000);
        let customer = self.customers[self.next_customer % self.customers.len()].clone();
        self.next_customer += 1;
        let account = customer.account();
        let day = self.date - Days::new(1);
        let dues: Vec<BillDue> =
            account.dues(&rules(), day).into_iter().filter(|due| account.lock_of(due.bill).is_none()).collect();
        let due: Money = dues.iter().map(BillDue::total).sum();
        if due.is_zero() {
            return self.pay();
        }
        let payment = self.settled(&account, due, day);
        self.write(EntryBody::PaymentTaken(payment));
    }

    fn settled(&mut self, account: &Account, due: Money, day: NaiveDate) -> Payment {
        self.receipt += 1;
        let shift = OpenShift {
            no: ShiftNo(self.shift),
            cashier: OperatorId(31),
            business_date: day,
            opening_cash: Money::from_yuan(200),
        };
        let made_ms = self.wall_ms - self.rng.between(4_000, 40_000);
        let tendered = Tendered {
            payment: PaymentId(self.uuid(made_ms)),
            bills: BillChoice::All,
            amount: AmountChoice::Due,
            use_prepaid: UsePrepaid::No,
            tenders: vec![self.tender(due, day)],
        };
        settle(&shift, account, &rules(), &tendered, self.receipt).expect("what is due can be paid")
    }

    fn tender(&mut self, due: Money, date: NaiveDate) -> Tender {
        let number = self.rng.below(100_000_000);
        match self.rng.below(52) {
            0..8 => Tender::BankSlip {
                slip_no: format!("{number:08}"),
                bank: "农商行白杨坪支行".to_owned(),
                account: "8201 0000 0012 3456".to_owned(),
                date,
                amount: due,
            },
            8..10 => Tender::ListVoucher {
                voucher_no: format!("LZ{:05}", number % 100_000),
                issuing_unit: "恩施市供电公司财务部".to_owned(),
                approver: "向正华".to_owned(),
                date,
                remark: String::new(),
                amount: due,
            },
            10 => Tender::Pos {
                terminal: "POS-0071".to_owned(),
                reference: format!("{:012}", number * 7_919),
                card_tail: format!("{:04}", number % 10_000),
                amount: due,
            },
            11..32 => Tender::Cash { received: due.round_up_to(*self.rng.pick(&NOTES)) },
            _ => Tender::Cash { received: due },
        }
    }

    pub fn reverse(&mut self) {
        let Some(payment) = self.last_payment() else { return };
        self.pass(20_000);
        let id = ReversalId(self.uuid(self.wall_ms - 6_000));
        let reversal = Reversal {
            id,
            payment: payment.id,
            shift: payment.shift,
            business_date: payment.business_date,
            reason: "户号输错".to_owned(),
            cash_returned: payment.collected_by(TenderKind::Cash),
        };
        self.write(EntryBody::PaymentReversed(reversal));
    }

    pub fn reprint(&mut self) {
        let Some(payment) = self.last_payment() else { return };
        self.pass(20_000);
        self.write(EntryBody::ReceiptReprinted { payment: payment.id, copy: 1 });
    }

    fn last_payment(&self) -> Option<Payment> {
        self.entries.iter().rev().find_map(|entry| match &entry.body {
            EntryBody::PaymentTaken(payment) => Some(payment.clone()),
            _ => None,
        })
    }

    fn uuid(&mut self, made_ms: i64) -> Uuid {
        let random = u128::from(self.rng.next_u64()) << 64 | u128::from(self.rng.next_u64());
        let free = random & !(0xf << 76 | 3 << 62) & ((1 << 80) - 1);
        Uuid::from_u128((made_ms as u128) << 80 | 7 << 76 | 2 << 62 | free)
    }

    fn pass(&mut self, about_ms: i64) {
        self.wall_ms += self.rng.between(about_ms / 3, about_ms * 2);
    }

    fn write(&mut self, body: EntryBody) {
        // Two clocks are never read in the same instant.
        let jitter = i64::from(self.rng.chance(1, 8));
        let monotonic_ms = (self.wall_ms - self.booted_ms + jitter) as u64;
        let seen =
            |time_ms: i64| CenterSeen { time_ms: time_ms + 431, age_ms: (self.wall_ms - time_ms + jitter) as u64 };
        let time = TimeEvidence { wall_ms: self.wall_ms, boot: self.boot, monotonic_ms, center: self.center.map(seen) };
        let seq = Seq(self.entries.len() as u64 + 1);
        self.entries.push(Entry { stream: stream(), seq, time, by: OperatorId(31), body });
    }

    /// Shortly after the last entry.
    pub fn now_ms(&self) -> i64 {
        self.wall_ms + 1_500
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn bytes(&self) -> Vec<Vec<u8>> {
        self.entries.iter().map(encode).collect()
    }

    /// All entries after `after`, sealed.
    pub fn push(&self, after: Seq) -> Push {
        let start = Head { seq: Seq::ZERO, hash: root(stream(), &key().public_key()) };
        let all = self.bytes();
        let head = all.iter().fold(start, |head, bytes| head.after(bytes));
        let entries = all[after.0 as usize..].to_vec();
        Push { after, entries, head, seal: seal_head(&key(), stream(), &head) }
    }

    pub fn payments(&self) -> usize {
        self.entries.iter().filter(|entry| matches!(entry.body, EntryBody::PaymentTaken(_))).count()
    }
}

const NOTES: [Money; 3] = [Money::from_yuan(10), Money::from_yuan(50), Money::from_yuan(100)];

/// Customers as the center sends them.
pub fn customers(seed: u64, station: &UnitCode, count: usize, months: usize) -> Vec<CustomerState> {
    let prefecture = Prefecture::new(seed, AS_OF).with_bills_of_months(months);
    prefecture.township(station, count).map(state).collect()
}

fn state(demo: DemoAccount) -> CustomerState {
    CustomerState { account: demo.account(), customer: demo.customer, last_payments: Vec::new() }
}

/// A payment for an account number that the counter does not know.
pub fn on_arrival(mut payment: Payment) -> Payment {
    let collected = payment.collected();
    payment.owner = None;
    payment.basis = Basis::OnArrival;
    payment.allocations.clear();
    payment.seen.clear();
    payment.prepaid_added = collected;
    payment.prepaid_after = Money::ZERO;
    payment
}

pub fn exchange_request(push: Option<Push>, digest: Vec<ShiftDigest>, sent_ms: i64) -> ExchangeRequest {
    ExchangeRequest {
        stream: stream(),
        version: "0.1.0".to_owned(),
        push,
        cursor: Cursor(1_204_331),
        pull_bytes_max: PULL_BYTES_MAX,
        urgent: Vec::new(),
        digest: Some(digest),
        report: OutletReport { wall_ms: sent_ms, ..OutletReport::default() },
    }
}

/// A reply to a request that was taken in whole.
pub fn exchange_reply(request: &ExchangeRequest, changes: Vec<Change>) -> ExchangeReply {
    let head = request.push.as_ref().map(|push| push.head);
    ExchangeReply {
        held: head.unwrap_or(Head { seq: Seq(9), hash: ChainHash([3; 32]) }),
        outcomes: Vec::new(),
        refusal: None,
        changes,
        skipped: 0,
        cursor: Cursor(1_204_399),
        more: false,
        digest: request.digest.clone(),
        release_key: None,
        center_time_ms: request.report.wall_ms + 321,
    }
}
