//! How fast the center is on this machine: loading, taking in journals of 200 outlets at once, and a first sync; beside it the
//! same bytes put into a bare table, unverified, in the same minute.
//!
//! `cargo run --release -p center --example ingest -- [--database sqlite|postgres|postgres://…]`

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use center::ledger::db::{Driver, Param, Sql};
use center::{Database, NewAccount, Opening, Prefecture, SystemClock, SystemRandomness};
use domain::*;
use journal::*;
use sync::{Center, Cursor, EnrolRequest, ExchangeRequest, OutletReport, PULL_BYTES_MAX, Push};
use testkit::postgres_server::{Afterwards, PostgresServer};

const OUTLETS: usize = 200;
const ENTRIES: usize = 500;
const CUSTOMERS: usize = 50_000;
const SENDERS: usize = 16;

fn main() {
    let dir = std::env::temp_dir().join(format!("qingjiang-ingest-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a temporary folder");
    let (database, server) = database(&dir);
    let prefecture = Prefecture::open(Opening {
        database: database.clone(),
        key: DeviceKey::from_seed([1; 32]),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
    })
    .expect("a center");
    prefecture.import_units(&units()).expect("units");
    let books = database.open().expect("the same books");
    let started_with = bytes(&*books);

    let started = Instant::now();
    prefecture.import_accounts((0..CUSTOMERS).map(account)).expect("accounts");
    say("accounts loaded with 24 bills each", CUSTOMERS, started);
    let loaded = bytes(&*books);
    tell(&format!("  {} bytes a customer with 24 bills", (loaded - started_with) / CUSTOMERS as i64));

    let desks: Vec<(Stream, Push)> = (0..OUTLETS).map(|outlet| desk(&prefecture, outlet)).collect();
    take_in(&prefecture, &desks);
    let held = bytes(&*books);
    tell(&format!("  {} bytes a payment, its entry and its postings", (held - loaded) / (OUTLETS * ENTRIES) as i64));
    bare(&*books, &desks);
    first_sync(&prefecture, desks[0].0);
    drop((prefecture, books, server));
    std::fs::remove_dir_all(&dir).expect("the temporary folder goes");
}

/// What was asked for; `postgres` is a server of one's own, as safe as in the prefecture.
fn database(dir: &Path) -> (Database, Option<PostgresServer>) {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let name = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] | ["--database", "sqlite"] => format!("sqlite:{}", dir.join("center.db").display()),
        ["--database", "postgres"] => {
            let folder = std::env::temp_dir().join(format!("qingjiang-ingest-postgres-{}", std::process::id()));
            let settings = ["shared_buffers=1GB", "max_wal_size=4GB", "checkpoint_timeout=15min"];
            let server =
                PostgresServer::start(&folder, Afterwards::Goes, &settings).expect("a PostgreSQL of one's own");
            let url = server.create_database("ingest").expect("a database");
            return (url.parse().expect("its address"), Some(server));
        }
        ["--database", url] => url.to_owned(),
        _ => panic!("--database sqlite, postgres or postgres://…"),
    };
    (name.parse().expect("the name of a database"), None)
}

fn tell(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("stdout");
}

fn say(what: &str, count: usize, started: Instant) {
    let micros = started.elapsed().as_micros().max(1) as usize;
    tell(&format!("{what}: {count} in {} ms, {} a second", micros / 1_000, count * 1_000_000 / micros));
}

/// How much the books take up.
fn bytes(books: &dyn Driver) -> i64 {
    let size = Sql {
        sqlite: "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()",
        postgres: "SELECT pg_database_size(current_database()) AS bytes",
    };
    let mut bytes = 0;
    let read = books.read(&mut |db| {
        bytes = db.rows(size, &[])?[0].int("bytes")?;
        Ok(())
    });
    read.map(|()| bytes).expect("the size of the books")
}

fn take_in(prefecture: &Prefecture, desks: &[(Stream, Push)]) {
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
}

/// The same bytes, a push in a transaction, into a table that knows nothing of them.
fn bare(books: &dyn Driver, desks: &[(Stream, Push)]) {
    let table = Sql {
        sqlite: "CREATE TABLE bare (device INTEGER, seq INTEGER, bytes BLOB, PRIMARY KEY (device, seq)) WITHOUT ROWID",
        postgres: "CREATE TABLE bare (device BIGINT, seq BIGINT, bytes BYTEA, PRIMARY KEY (device, seq))",
    };
    let add = Sql::of("INSERT INTO bare (device, seq, bytes) VALUES (?1, ?2, ?3)");
    books.write(&mut |db| db.run(table, &[]).map(drop)).expect("a bare table");
    let started = Instant::now();
    for (stream, push) in desks {
        let numbered = push.entries.iter().enumerate();
        let rows: Vec<Vec<Param<'_>>> = numbered
            .map(|(seq, bytes)| vec![Param::from(stream.device.0), Param::from(seq as u64), Param::from(bytes)])
            .collect();
        books.write(&mut |db| db.run_each(add, &rows)).expect("bare rows");
    }
    say("the same bytes unverified into a bare table", OUTLETS * ENTRIES, started);
}

fn first_sync(prefecture: &Prefecture, stream: Stream) {
    let started = Instant::now();
    let (mut cursor, mut changes) = (Cursor(0), 0);
    loop {
        let reply = prefecture.exchange(&request(stream, None, cursor, PULL_BYTES_MAX)).expect("an answer");
        changes += reply.changes.len();
        cursor = reply.cursor;
        if !reply.more {
            break;
        }
    }
    say("changes read for a first sync", changes, started);
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
        report: OutletReport::default(),
    }
}
