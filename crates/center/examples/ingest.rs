//! How fast the center is on this machine: loading, taking in journals of 200 outlets at once, and a first sync.
//!
//! `cargo run --release -p center --example ingest`

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use center::{Database, NewAccount, Opening, Prefecture, SystemClock, SystemRandomness};
use domain::*;
use journal::*;
use sync::{Center, Cursor, EnrolRequest, ExchangeRequest, OutletReport, PULL_BYTES_MAX, Push};

const OUTLETS: usize = 200;
const ENTRIES: usize = 500;
const CUSTOMERS: usize = 50_000;
const SENDERS: usize = 16;

fn main() {
    let dir = std::env::temp_dir().join(format!("qingjiang-ingest-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a temporary folder");
    let prefecture = Prefecture::open(Opening {
        database: Database::Sqlite(dir.join("center.db")),
        key: DeviceKey::from_seed([1; 32]),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
    })
    .expect("a center");
    prefecture.import_units(&units()).expect("units");
    let mut out = std::io::stdout().lock();
    let mut say = |what: &str, count: usize, started: Instant| {
        let micros = started.elapsed().as_micros().max(1) as usize;
        writeln!(out, "{what}: {count} in {} ms, {} a second", micros / 1_000, count * 1_000_000 / micros)
            .expect("stdout");
    };

    let started = Instant::now();
    prefecture.import_accounts((0..CUSTOMERS).map(account)).expect("accounts");
    say("accounts loaded with 24 bills each", CUSTOMERS, started);

    let desks: Vec<(Stream, Push)> = (0..OUTLETS).map(|outlet| desk(&prefecture, outlet)).collect();
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| {
                while let Some((stream, push)) = desks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let reply = prefecture.exchange(&request(*stream, Some(push.clone()), Cursor(u64::MAX), 0));
                    assert_eq!(reply.expect("an answer").held, push.head);
                }
            });
        }
    });
    say("entries taken in", OUTLETS * ENTRIES, started);

    let started = Instant::now();
    let (mut cursor, mut changes) = (Cursor(0), 0);
    loop {
        let reply = prefecture.exchange(&request(desks[0].0, None, cursor, PULL_BYTES_MAX)).expect("an answer");
        changes += reply.changes.len();
        cursor = reply.cursor;
        if !reply.more {
            break;
        }
    }
    say("changes read for a first sync", changes, started);
    std::fs::remove_dir_all(&dir).expect("the temporary folder goes");
}

fn units() -> Vec<Unit> {
    let unit = |code: &str, parent: Option<&str>, level| Unit {
        code: code.parse().expect("a unit code"),
        parent: parent.map(|parent| parent.parse().expect("a unit code")),
        level,
        name: code.to_owned(),
    };
    vec![
        unit("42128", None, UnitLevel::Prefecture),
        unit("421280103", Some("42128"), UnitLevel::Station),
        unit("42128010301", Some("421280103"), UnitLevel::Outlet),
    ]
}

fn number(index: usize) -> CustomerNo {
    format!("42800{index:05}").parse().expect("a customer number")
}

fn bills() -> impl Iterator<Item = BillId> {
    let months = std::iter::successors(BillingPeriod::new(2024, 11).ok(), |period| Some(period.next()));
    months.take(24).map(BillId::first_of)
}

fn account(index: usize) -> NewAccount {
    let bill = |(place, id): (usize, BillId)| {
        let on = id.period.next().first_day();
        let paid = Settlement { on, principal: Money::from_yuan(50), penalty: Money::ZERO };
        Bill {
            id,
            elec_type: ElecType::RURAL_RESIDENTIAL,
            energy_kwh: 90,
            amount: Money::from_yuan(50),
            penalty_start: id.period.next().next().first_day(),
            lock: None,
            settlements: if place < 23 { vec![paid] } else { Vec::new() },
        }
    };
    NewAccount {
        customer: Customer {
            no: number(index),
            old_no: None,
            name: "田大贵".to_owned(),
            address: "恩施市白杨坪镇某某村三组".to_owned(),
            unit: "421280103".parse().expect("a unit code"),
            elec_type: ElecType::RURAL_RESIDENTIAL,
            meter_no: format!("42300000000000000{index:05}"),
            transformer_area: "白杨坪1号台区".to_owned(),
            phone: "12800000000".to_owned(),
            status: CustomerStatus::Normal,
            power: PowerState::On,
        },
        bills: bills().enumerate().map(bill).collect(),
        prepaid: Money::ZERO,
        tail: Money::ZERO,
    }
}

/// A journal of an enrolled outlet: a shift, and payments of different customers.
fn desk(prefecture: &Prefecture, outlet: usize) -> (Stream, Push) {
    let (unit, terminal) = ("42128010301".parse().expect("a unit"), format!("T-{outlet}").parse().expect("a terminal"));
    let code = prefecture.enrolment_code(&unit, &terminal).expect("a code").text;
    let mut seed = [3; 32];
    seed[..8].copy_from_slice(&outlet.to_le_bytes());
    let key = DeviceKey::from_seed(seed);
    let request = EnrolRequest { code, key: key.public_key(), version: "0.1.0".to_owned() };
    let stream = prefecture.enrol(&request).expect("an enrolment").stream;
    let mut head = Head { seq: Seq::ZERO, hash: root(stream, &key.public_key()) };
    let mut entries = Vec::new();
    for index in 0..ENTRIES {
        let time = TimeEvidence { wall_ms: 1_795_400_000_000, boot: [1; 8], monotonic_ms: 1, center: None };
        let seq = head.seq.next();
        let body = entry_body(outlet, index);
        let bytes = encode(&Entry { stream, seq, time, by: OperatorId(1), body });
        head = head.after(&bytes);
        entries.push(bytes);
    }
    (stream, Push { after: Seq::ZERO, entries, head, seal: seal_head(&key, stream, &head) })
}

fn entry_body(outlet: usize, index: usize) -> EntryBody {
    let business_date = "2026-11-23".parse().expect("a day");
    if index == 0 {
        return EntryBody::ShiftOpened { shift: ShiftNo(1), business_date, opening_cash: Money::from_yuan(200) };
    }
    let amount = Money::from_yuan(25);
    let bill = bills().last().expect("24 bills");
    EntryBody::PaymentTaken(Payment {
        id: PaymentId(uuid::Uuid::from_u128((outlet * ENTRIES + index) as u128)),
        shift: ShiftNo(1),
        business_date,
        customer: number((outlet * ENTRIES + index) * 7 % CUSTOMERS),
        owner: Some("421280103".parse().expect("a unit")),
        basis: Basis::Bills,
        allocations: vec![Allocation { bill, principal: amount, penalty: Money::ZERO }],
        seen: vec![BillSeen { energy_kwh: 90, amount: Money::from_yuan(50), left: amount }],
        tenders: vec![Tender::Cash { received: amount }],
        change: Money::ZERO,
        prepaid_used: Money::ZERO,
        prepaid_added: Money::ZERO,
        prepaid_after: Money::ZERO,
        tail_before: Money::ZERO,
        tail_after: Money::ZERO,
        receipt: index as u32,
    })
}

fn request(stream: Stream, push: Option<Push>, cursor: Cursor, pull_bytes_max: u32) -> ExchangeRequest {
    ExchangeRequest {
        stream,
        version: "0.1.0".to_owned(),
        push,
        cursor,
        pull_bytes_max,
        urgent: Vec::new(),
        digest: None,
        report: OutletReport { wall_ms: 0, unsent: 0, oldest_unsent_ms: None },
    }
}
