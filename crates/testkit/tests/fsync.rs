//! What a payment costs the disk.
#![cfg(feature = "prefecture")]

use domain::{AmountChoice, BillChoice, CustomerState, Money, PaymentId, PowerState, Tender, Tendered, UsePrepaid};
use outlet::Access;
use testkit::vfs::{Death, Disk, Fault};

#[test]
fn a_disk_counts_its_syncs_and_dies_at_the_write_it_was_told() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    let open = || {
        let flags = rusqlite::OpenFlags::default();
        rusqlite::Connection::open_with_flags_and_vfs(folder.path().join("a.db"), flags, disk.name()).unwrap()
    };
    let db = open();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.execute_batch("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)").unwrap();
    let before = disk.counts();
    db.execute_batch("INSERT INTO t VALUES (2)").unwrap();
    assert_eq!(disk.counts().syncs - before.syncs, 1);
    disk.die(Fault { at: 1, torn: true, death: Death::PowerCut { seed: 5 } });
    assert!(db.execute_batch("INSERT INTO t VALUES (3)").is_err());
    assert!(disk.is_dead());
    drop(db);
    disk.power_on();
    let count: i64 = open().query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 2, "what was committed is there, what was not is not");
}

#[test]
fn taking_a_payment_costs_exactly_one_fsync() {
    let desk = testkit::workbench::Desk::with_customers(1);
    let customer = desk.customers[0].clone();
    desk.open_shift();
    for number in 1..=20 {
        let tendered = Tendered {
            payment: PaymentId(uuid::Uuid::from_u128(number)),
            bills: BillChoice::All,
            amount: AmountChoice::Due,
            use_prepaid: UsePrepaid::No,
            tenders: vec![Tender::Cash { received: Money::from_yuan(10) }],
        };
        let before = desk.laptop.disk.counts().syncs;
        desk.take(&customer, tendered);
        assert_eq!(desk.laptop.disk.counts().syncs - before, 1, "payment {number}");
    }
}

/// The request for supply is an entry of the payment's own transaction.
#[test]
fn a_payment_that_asks_for_supply_costs_exactly_one_fsync_too() {
    let desk = testkit::workbench::Desk::with_customers(1);
    let no = desk.customers[0].clone();
    desk.laptop.with(|outlet| {
        let mut customer = outlet.read().customer(&no).unwrap().unwrap();
        customer.power = PowerState::Off;
        let state = CustomerState { customer, account: outlet.read().account(&no).unwrap(), last_payments: Vec::new() };
        let mut write = outlet.store_mut().write().unwrap();
        write.put_customer(&state, &[], 0).unwrap();
        write.commit().unwrap();
    });
    desk.open_shift();
    let tendered = Tendered {
        payment: PaymentId(uuid::Uuid::from_u128(1)),
        bills: BillChoice::All,
        amount: AmountChoice::Due,
        use_prepaid: UsePrepaid::No,
        tenders: vec![Tender::Cash { received: Money::from_yuan(100_000) }],
    };
    let before = desk.laptop.disk.counts().syncs;
    assert!(desk.take(&no, tendered).restore.is_some());
    assert_eq!(desk.laptop.disk.counts().syncs - before, 1);
}

/// The bill is an entry of the reading's own transaction.
#[test]
fn a_reading_with_its_bill_costs_exactly_one_fsync() {
    let rows = testkit::bench::BENCHES.iter().find(|bench| bench.name == "enter-reading").unwrap();
    let scale = testkit::bench::Scale { whole: false, quick: true, customers: None };
    let fsyncs = &(rows.run)(&scale)[0];
    assert_eq!(fsyncs.verdict, testkit::bench::Verdict::Ok, "{}", fsyncs.measured);
    assert!(fsyncs.measured.starts_with("30 in 30, ") && !fsyncs.measured.contains(", 0 with"), "{}", fsyncs.measured);
}
