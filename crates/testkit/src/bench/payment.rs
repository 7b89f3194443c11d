//! Taking a payment, beside the smallest commit that the same disk can make.

use std::time::{Duration, Instant};

use domain::{AmountChoice, BillChoice, Money, PaymentId, Tender, Tendered, UsePrepaid};
use rusqlite::Connection;
use uuid::Uuid;

use crate::bench::Scale;
use crate::bench::table::{Row, percentile, say, times};
use crate::workbench::Desk;

/// What a payment may cost beside the fsync that it cannot do without.
const BESIDE_THE_FSYNC: Duration = Duration::from_micros(300);

pub fn run(scale: &Scale) -> Vec<Row> {
    let payments = if scale.quick { 60 } else { 600 };
    let desk = Desk::with_customers(2_000);
    desk.open_shift();
    let bare = bare_database(desk.folder.path());
    let (mut taking, mut beside, mut committing, mut syncs) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for number in 0..payments {
        let customer = &desk.customers[number % desk.customers.len()];
        let tendered = tendered(number as u128);
        let before = desk.laptop.disk.counts();
        let started = Instant::now();
        desk.take(customer, tendered);
        let took = started.elapsed();
        let after = desk.laptop.disk.counts();
        taking.push(took);
        beside.push(took.saturating_sub(Duration::from_nanos(after.syncing_ns - before.syncing_ns)));
        syncs += after.syncs - before.syncs;
        let started = Instant::now();
        bare.execute("INSERT INTO bare (amount) VALUES (8640)", []).expect("a row is inserted");
        committing.push(started.elapsed());
    }
    let (take, commit) = (percentile(&mut taking, 50), percentile(&mut committing, 50));
    let (take_99, commit_99) = (percentile(&mut taking, 99), percentile(&mut committing, 99));
    let (beside, beside_99) = (percentile(&mut beside, 50), percentile(&mut beside, 99));
    vec![
        Row::new("take-payment", "take a payment: fsyncs", format!("{syncs} in {payments}"))
            .within("exactly 1 each", syncs == payments as u64),
        Row::new(
            "take-payment",
            "take a payment: beside its fsync",
            format!("p50 {}, p99 {}", say(beside), say(beside_99)),
        )
        .within(format!("p50 {}", say(BESIDE_THE_FSYNC)), beside <= BESIDE_THE_FSYNC),
        Row::new("take-payment", "take a payment, median", say(take))
            .beside(format!("bare one-row commit {}", say(commit)), times(take.as_nanos(), commit.as_nanos())),
        Row::new("take-payment", "take a payment, p99", say(take_99))
            .beside(format!("bare one-row commit {}", say(commit_99)), times(take_99.as_nanos(), commit_99.as_nanos())),
    ]
}

pub fn tendered(number: u128) -> Tendered {
    Tendered {
        payment: PaymentId(Uuid::from_u128(number | 0x0190_0000_0000_7000_8000_0000_0000_0000)),
        bills: BillChoice::All,
        amount: AmountChoice::Exactly(Money::from_yuan(50)),
        use_prepaid: UsePrepaid::No,
        tenders: vec![Tender::Cash { received: Money::from_yuan(100) }],
    }
}

/// The same disk, the same promise (WAL, FULL), one integer.
pub fn bare_database(folder: &std::path::Path) -> Connection {
    let db = Connection::open(folder.join("bare.db")).expect("a database opens");
    db.pragma_update(None, "journal_mode", "WAL").expect("it logs ahead");
    db.pragma_update(None, "synchronous", "FULL").expect("it syncs");
    db.execute_batch("CREATE TABLE bare (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL)").expect("a table is made");
    db
}
