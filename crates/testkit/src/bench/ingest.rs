//! The center takes journals in, verified, projected and posted; and how fast a journal can be checked again.

use std::path::Path;
use std::time::Instant;

use center::{NewAccount, Prefecture};
use domain::{Account, AmountChoice, OpenShift, OperatorId, Seq, ShiftNo, Stream, UsePrepaid, settle};
use journal::{DeviceKey, Entry, EntryBody, Head, TimeEvidence, encode, root, seal_head, verify_run};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use sync::{Center, Cursor, EnrolRequest, ExchangeRequest, OutletReport, Push};

use crate::bench::Scale;
use crate::bench::payment::tendered;
use crate::bench::table::{Row, times};
use crate::demo;
use crate::machines::WorldTime;
use crate::workbench::{self, today};

const OUTLETS: usize = 200;
/// An outlet sends so many at a time: an hour of a busy counter.
const PUSH: usize = 125;

/// A journal that an outlet has written, and its center has not seen.
struct Journal {
    key: DeviceKey,
    stream: Stream,
    entries: Vec<Vec<u8>>,
}

pub fn run(scale: &Scale) -> Vec<Row> {
    let each = if scale.quick { 25 } else { 250 };
    let folder = tempfile::tempdir().expect("a folder");
    let (center, journals) = prefecture(folder.path(), each);
    let requests: Vec<Vec<ExchangeRequest>> = journals.iter().map(requests_of).collect();
    let entries: usize = journals.iter().map(|journal| journal.entries.len()).sum();
    let started = Instant::now();
    send_all(&center, &requests);
    let time = started.elapsed();
    let day = center.day(today(), None, None).expect("the center answers");
    assert_eq!(day.payments as usize, OUTLETS * each, "every payment was taken in");
    let bare = bare_inserts(folder.path(), &journals);
    let rate = per_second(entries, time);
    vec![
        Row::new("ingest", format!("center ingest, {OUTLETS} outlets, SQLite"), format!("{rate} entries/s"))
            .beside(format!("bare inserts {bare} rows/s"), times(u128::from(rate), u128::from(bare)))
            .within("20000 entries/s", rate >= 20_000),
    ]
}

pub fn audit(scale: &Scale) -> Vec<Row> {
    let each = if scale.quick { 25 } else { 250 };
    let folder = tempfile::tempdir().expect("a folder");
    let (_center, journals) = prefecture(folder.path(), each);
    let entries: usize = journals.iter().map(|journal| journal.entries.len()).sum();
    let heads: Vec<Head> = journals.iter().map(head_of).collect();
    let seals: Vec<_> =
        journals.iter().zip(&heads).map(|(journal, head)| seal_head(&journal.key, journal.stream, head)).collect();
    let started = Instant::now();
    for ((journal, head), seal) in journals.iter().zip(&heads).zip(&seals) {
        let key = journal.key.public_key();
        let from = Head { seq: Seq::ZERO, hash: root(journal.stream, &key) };
        verify_run(journal.stream, &key, from, &journal.entries, head, seal).expect("the journal is true");
    }
    let rate = per_second(entries, started.elapsed());
    let started = Instant::now();
    let mut sum = 0u64;
    for bytes in journals.iter().flat_map(|journal| &journal.entries) {
        sum += u64::from(Sha256::digest(bytes)[0]);
    }
    let hashing = per_second(entries, started.elapsed());
    assert!(sum > 0);
    vec![
        Row::new("audit", "audit replay: read, chained, signature checked", format!("{rate} entries/s"))
            .beside(format!("SHA-256 of the same bytes {hashing}/s"), times(u128::from(hashing), u128::from(rate)))
            .within("50000 entries/s", rate >= 50_000),
    ]
}

fn per_second(count: usize, time: std::time::Duration) -> u64 {
    (count as u128 * 1_000_000_000 / time.as_nanos().max(1)) as u64
}

fn head_of(journal: &Journal) -> Head {
    let mut head = Head { seq: Seq::ZERO, hash: root(journal.stream, &journal.key.public_key()) };
    for bytes in &journal.entries {
        head = head.after(bytes);
    }
    head
}

/// A center with customers, and the journals of a day from 200 outlets: each customer pays once, somewhere.
fn prefecture(folder: &Path, each: usize) -> (Prefecture, Vec<Journal>) {
    let world = WorldTime::at(today().and_hms_opt(9, 0, 0).expect("nine is a time"));
    let people = demo::Prefecture::new(3, today()).with_bills_of_months(2);
    let accounts: Vec<NewAccount> = people.whole(OUTLETS * each).map(NewAccount::from).collect();
    let center = workbench::town_hall(folder, &world, accounts.iter().cloned());
    let journals = accounts.chunks(each).enumerate().map(|(number, payers)| write(&center, &world, number, payers));
    let journals = journals.collect();
    (center, journals)
}

fn write(center: &Prefecture, world: &WorldTime, number: usize, payers: &[NewAccount]) -> Journal {
    let mut seed = [1; 32];
    seed[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let key = DeviceKey::from_seed(seed);
    let terminal = format!("T-{number}").parse().expect("a terminal code");
    let code = center.enrolment_code(&demo::demo_outlet(), &terminal).expect("the terminal is free");
    let request = EnrolRequest { code: code.text, key: key.public_key(), version: "bench".to_owned() };
    let stream = center.enrol(&request).expect("the code is right").stream;
    let shift =
        OpenShift { no: ShiftNo(1), cashier: OperatorId(1), business_date: today(), opening_cash: domain::Money::ZERO };
    let opened = EntryBody::ShiftOpened { shift: shift.no, business_date: today(), opening_cash: shift.opening_cash };
    let payments = payers.iter().enumerate().map(|(index, payer)| pay(&shift, payer, number * 10_000 + index));
    let bodies = std::iter::once(opened).chain(payments);
    let entries = bodies.zip(1..).map(|(body, seq)| {
        let time = TimeEvidence {
            wall_ms: world.now_ms() + seq as i64 * 45_000,
            boot: [2; 8],
            monotonic_ms: seq * 45_000,
            center: None,
        };
        encode(&Entry { stream, seq: Seq(seq), time, by: OperatorId(1), body })
    });
    let entries = entries.collect();
    Journal { key, stream, entries }
}

fn pay(shift: &OpenShift, payer: &NewAccount, number: usize) -> EntryBody {
    let account = Account {
        customer: payer.customer.no.clone(),
        owner: Some(payer.customer.unit.clone()),
        prepaid: payer.prepaid,
        tail: payer.tail,
        bills: payer.bills.clone(),
    };
    let mut tendered = tendered(number as u128);
    tendered.amount = AmountChoice::Exactly(domain::Money::from_yuan(60));
    tendered.use_prepaid = UsePrepaid::No;
    let receipt = u32::try_from(number % 10_000).expect("below ten thousand") + 1;
    let paid = settle(shift, &account, &demo::rules(), &tendered, receipt).expect("the payment can be taken");
    EntryBody::PaymentTaken(paid)
}

fn requests_of(journal: &Journal) -> Vec<ExchangeRequest> {
    let mut head = Head { seq: Seq::ZERO, hash: root(journal.stream, &journal.key.public_key()) };
    let chunks = journal.entries.chunks(PUSH).map(|entries| {
        let after = head.seq;
        for bytes in entries {
            head = head.after(bytes);
        }
        let push =
            Push { after, entries: entries.to_vec(), head, seal: seal_head(&journal.key, journal.stream, &head) };
        ExchangeRequest {
            stream: journal.stream,
            version: "bench".to_owned(),
            push: Some(push),
            // Nothing is pulled: what goes down is measured elsewhere.
            cursor: Cursor(u64::MAX >> 1),
            pull_bytes_max: 0,
            urgent: Vec::new(),
            digest: None,
            report: OutletReport::default(),
        }
    });
    chunks.collect()
}

/// All outlets at once, as many at a time as a server has threads for them.
fn send_all(center: &Prefecture, requests: &[Vec<ExchangeRequest>]) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    let Some(requests) = requests.get(at) else { return };
                    for request in requests {
                        let reply = center.exchange(request).expect("the center answers");
                        assert!(reply.refusal.is_none(), "{:?}", reply.refusal);
                    }
                }
            });
        }
    });
}

/// The same bytes into a bare table of the same disk, a commit a push.
fn bare_inserts(folder: &Path, journals: &[Journal]) -> u64 {
    let mut db = Connection::open(folder.join("bare.db")).expect("a database opens");
    db.pragma_update(None, "journal_mode", "WAL").expect("it logs ahead");
    db.pragma_update(None, "synchronous", "FULL").expect("it syncs");
    db.execute_batch("CREATE TABLE entry (stream INTEGER, seq INTEGER, bytes BLOB, PRIMARY KEY (stream, seq))")
        .expect("a table is made");
    let entries: usize = journals.iter().map(|journal| journal.entries.len()).sum();
    let started = Instant::now();
    for (number, journal) in journals.iter().enumerate() {
        for (part, entries) in journal.entries.chunks(PUSH).enumerate() {
            let transaction = db.transaction().expect("a transaction begins");
            for (index, bytes) in entries.iter().enumerate() {
                let seq = part * PUSH + index;
                let mut statement =
                    transaction.prepare_cached("INSERT INTO entry VALUES (?, ?, ?)").expect("it can be asked");
                statement.execute(rusqlite::params![number as i64, seq as i64, bytes]).expect("a row is inserted");
            }
            transaction.commit().expect("it is kept");
        }
    }
    per_second(entries, started.elapsed())
}
