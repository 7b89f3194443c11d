//! Several processes of a center serve one database: one pen among them, and each knows what the others wrote.

mod common;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use center::ledger::db::{Driver, Sql};
use center::ledger::postgres::Postgres;
use center::{Database, Opening, Prefecture, SystemRandomness};
use common::books::{new_database, new_server, server};
use common::*;
use domain::Seq;
use journal::DeviceKey;
use sync::Center;

const DESKS: usize = 6;
const PAYMENTS: usize = 60;
const CUSTOMERS: usize = 12;

fn process(database: &Database, key: u8) -> Result<Prefecture, center::ledger::LedgerError> {
    Prefecture::open(Opening {
        database: database.clone(),
        key: DeviceKey::from_seed([key; 32]),
        clock: Arc::new(SetClock(AtomicI64::new(NOON))),
        randomness: Arc::new(SystemRandomness),
    })
}

fn customer(number: usize) -> String {
    format!("42800{number:05}")
}

fn prepare(center: &Prefecture) -> Vec<Desk> {
    center.import_units(&units()).unwrap();
    let accounts = (0..CUSTOMERS).map(|number| account(&customer(number), &[("2026-10", "40.00")])).collect::<Vec<_>>();
    center.import_accounts(accounts).unwrap();
    (0..DESKS).map(|number| desk(center, &format!("BYP-{number:02}"))).collect()
}

fn desk(center: &Prefecture, terminal: &str) -> Desk {
    let code = center.enrolment_code(&"42128010301".parse().unwrap(), &terminal.parse().unwrap()).unwrap();
    Desk::enrolled(center, &code.text, key_of(terminal))
}

/// Each desk takes money of every customer, most of it more than is owed: cases about the same bill at many desks.
fn write(desks: &mut [Desk]) {
    for (place, desk) in desks.iter_mut().enumerate() {
        desk.open_shift(1);
        for number in 0..PAYMENTS {
            desk.pay(&customer((number + place) % CUSTOMERS), "2026-10", "11.00");
        }
    }
}

/// Balances and cases as text.
fn stands(center: &Prefecture) -> (Vec<String>, Vec<String>) {
    for (unit, sum) in center.trial_balance().unwrap() {
        assert!(sum.is_zero(), "the books of {unit} miss balance by {sum}");
    }
    let balances = center.balances().unwrap().into_iter().filter(|(.., amount)| !amount.is_zero());
    let balances = balances.map(|(unit, account, amount)| format!("{unit} {account:?} {amount}")).collect();
    let cases = center.cases(&center::ledger::CaseFilter::default()).unwrap();
    let mut cases: Vec<String> =
        cases.into_iter().map(|case| format!("{} {}", case.subject, case.status.name())).collect();
    cases.sort();
    (balances, cases)
}

#[test]
fn two_processes_take_pushes_in_parallel_and_the_books_are_those_of_one() {
    let database: Database = new_database().parse().unwrap();
    let processes = [process(&database, 9).unwrap(), process(&database, 9).unwrap()];
    let mut desks = prepare(&processes[0]);
    write(&mut desks);
    std::thread::scope(|scope| {
        for (place, desk) in desks.iter_mut().enumerate() {
            let processes = &processes;
            scope.spawn(move || {
                // The next piece goes to the other process, and every third is sent to both.
                for turn in place.. {
                    let Some(push) = desk.push(desk.held, 7) else { break };
                    let reply = processes[turn % 2].exchange(&desk.request(Some(push.clone()))).unwrap();
                    assert_eq!((reply.refusal, reply.held), (None, push.head));
                    if turn % 3 == 0 {
                        let again = processes[(turn + 1) % 2].exchange(&desk.request(Some(push.clone()))).unwrap();
                        assert_eq!(
                            (again.refusal, again.held),
                            (None, push.head),
                            "the other process knows it already"
                        );
                    }
                    desk.held = push.head.seq;
                }
            });
        }
    });
    let alone = TestCenter::new();
    let again = prepare(&alone.prefecture);
    for (desk, written) in again.iter().zip(&desks) {
        assert_eq!(desk.stream, written.stream);
        let reply = alone.exchange(&written.request(written.push(Seq::ZERO, 2_000))).unwrap();
        assert_eq!(reply.held, written.head());
    }
    let expected = stands(&alone.prefecture);
    assert_eq!(stands(&processes[0]), expected);
    assert_eq!(stands(&processes[1]), expected);
    let reopened = process(&database, 9).unwrap();
    assert_eq!(stands(&reopened), expected, "and so it stands in the database");
    assert!(reopened.verify_journals().unwrap().iter().all(|journal| journal.is_whole));
    let day = reopened.day(day("2026-11-23"), None, None).unwrap();
    assert_eq!(day.payments, (DESKS * PAYMENTS) as u64, "every payment once");
}

#[test]
fn a_desk_that_enrolled_at_one_process_is_known_at_the_other_at_once() {
    let database: Database = new_database().parse().unwrap();
    let (one, other) = (process(&database, 9).unwrap(), process(&database, 9).unwrap());
    one.import_units(&units()).unwrap();
    for number in 0..5 {
        let desk = desk(&one, &format!("BYP-{number:02}"));
        assert_eq!(other.device_key(desk.stream.device), Some(desk.key.public_key()));
        other.exchange(&desk.request(None)).unwrap();
    }
}

#[test]
fn a_process_with_another_key_is_turned_away() {
    let database: Database = new_database().parse().unwrap();
    drop(process(&database, 9).unwrap());
    let refusal = process(&database, 8).err().expect("outlets would not know it").to_string();
    assert!(refusal.contains("--secrets"), "{refusal}");
    process(&database, 9).unwrap();
}

#[test]
fn who_lost_the_pen_writes_nothing() {
    let url = new_database();
    let database = url.rsplit('/').next().unwrap();
    let (one, other) =
        (Postgres::open(&url.parse().unwrap(), None).unwrap(), Postgres::open(&url.parse().unwrap(), None).unwrap());
    let count = Sql::of("UPDATE counters SET version = version + 1");
    let pen = one.pen().unwrap();
    one.write(&mut |db| db.run(count, &[]).map(|_| ())).unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = \
               (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(server().sql(database, cut).unwrap(), "t");
    // Free now, although the first still believes to hold it.
    let others = other.pen().unwrap();
    assert!(others.others_wrote());
    one.write(&mut |db| db.run(count, &[]).map(|_| ())).expect_err("its pen is gone");
    one.write(&mut |db| db.run(count, &[]).map(|_| ())).expect_err("and it does not come back by itself");
    other.write(&mut |db| db.run(count, &[]).map(|_| ())).unwrap();
    drop((pen, others));
    let pen = one.pen().unwrap();
    assert!(pen.others_wrote(), "memory has to be read again");
    one.write(&mut |db| db.run(count, &[]).map(|_| ())).unwrap();
    assert_eq!(server().sql(database, "SELECT version FROM counters").unwrap(), "3");
}

#[test]
fn reports_are_read_from_the_replica_and_from_the_server_when_it_is_gone() {
    let server = new_server(&["fsync=off"]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::remove_dir(folder.path()).unwrap();
    let url = server.create_database("books").unwrap();
    drop(Postgres::open(&url.parse().unwrap(), None).unwrap());
    let mut replica = server.start_replica(folder.path()).unwrap();
    let books = Postgres::open(&url.parse().unwrap(), Some(&replica.url("books").parse().unwrap())).unwrap();
    let is_replica = || {
        let mut answer = 0;
        let read = books.report(&mut |db| {
            answer = db.rows(Sql::of("SELECT pg_is_in_recovery() AS it"), &[])?[0].int("it")?;
            Ok(())
        });
        read.map(|()| answer == 1)
    };
    assert!(is_replica().unwrap());
    books.write(&mut |db| db.run(Sql::of("UPDATE counters SET version = 7"), &[]).map(|_| ())).unwrap();
    let written = server.sql("books", "SELECT pg_current_wal_lsn()").unwrap();
    let has_come = format!("SELECT pg_last_wal_replay_lsn() >= '{written}'");
    while replica.sql("books", &has_come).unwrap() != "t" {}
    assert_eq!(replica.sql("books", "SELECT version FROM counters").unwrap(), "7");
    replica.stop().unwrap();
    assert!(!is_replica().unwrap(), "the server itself answers then");
}
