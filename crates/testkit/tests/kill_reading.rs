//! The process is killed at every write of a reading that is billed on the spot. Whenever it dies, reading and bill are
//! afterwards both there or both absent, and the same Enter again makes exactly one of each.
#![cfg(all(unix, feature = "prefecture"))]

mod dying;

use std::os::unix::process::ExitStatusExt;

use center::Prefecture;
use domain::{BillId, Money, ReviewState};
use dying::{SIGKILL, WRITES_MAX, balanced, copied, dying_desk, enrolled_home, rebuilt, synced, town_hall};
use outlet::Access;
use testkit::dying_desk::{Deed, LOGIN, PASSWORD, laptop, payment, reading, round};
use testkit::machines::Laptop;

#[test]
fn a_reading_and_its_bill_are_wholly_there_or_wholly_absent_wherever_the_process_is_killed() {
    dies_everywhere("whole writes", false);
}

#[test]
fn the_same_when_half_of_the_last_write_arrives() {
    dies_everywhere("torn writes", true);
}

fn dies_everywhere(what: &str, torn: bool) {
    let folder = tempfile::tempdir().unwrap();
    let center = town_hall(folder.path());
    let home = enrolled_home(folder.path(), &center, |outlet| drop(outlet.prepare_round(&round()).unwrap()));
    let (mut absent, mut there) = (0, 0);
    for at in 1..WRITES_MAX {
        let copy = copied(&home, &folder.path().join(format!("death-{at}")));
        let end = dying_desk(&copy, at, Deed::Read, torn);
        let desk = laptop(&copy);
        if end.success() {
            check_survivor(&desk, &center);
            assert!(absent > 0 && there > 0, "{what}: it died before and after the commit ({absent}, {there})");
            return;
        }
        assert_eq!(end.signal(), Some(SIGKILL), "{what}: killed at write {at}");
        if was_entered(&desk, at) {
            there += 1
        } else {
            absent += 1
        }
        enter_again(&desk, at);
    }
    panic!("the desk never survived");
}

/// Whether the reading is there; by the journal, by the bill and by what the customer owes.
fn was_entered(desk: &Laptop, at: u64) -> bool {
    desk.start().unwrap_or_else(|error| panic!("killed at write {at}, the replica does not open: {error}"));
    balanced(desk);
    let customer = payment().customer;
    let row = desk.with(|outlet| outlet.read().reading(reading().draft.id)).unwrap();
    let bills = desk.with(|outlet| outlet.read().issued_bills(&customer)).unwrap();
    let owed = desk.with(|outlet| outlet.read().account(&customer)).unwrap().arrears();
    match &row {
        Some(row) => {
            assert_eq!((row.known.state, bills.len()), (ReviewState::Billed, 1), "write {at}");
            assert_eq!((bills[0].issued.number, bills[0].issued.statement.total), (1, yuan("88.20")), "write {at}");
            assert_eq!(owed, yuan("174.60"), "write {at}");
        }
        None => assert_eq!((bills.len(), owed), (0, yuan("86.40")), "write {at}"),
    }
    rebuilt(desk);
    row.is_some()
}

/// The reader presses Enter again with the saved id: one reading, one bill, number 1.
fn enter_again(desk: &Laptop, at: u64) {
    desk.with(|outlet| outlet.sign_in(LOGIN, PASSWORD)).unwrap();
    for _ in 0..2 {
        let entered = desk.with(|outlet| outlet.enter_reading(&reading()));
        let entered = entered.unwrap_or_else(|error| panic!("write {at}: {error}"));
        assert_eq!(entered.bill.unwrap().no.to_string(), "BYP-01-1-B000001", "write {at}");
    }
    let bills = desk.with(|outlet| outlet.read().issued_bills(&payment().customer)).unwrap();
    assert_eq!(bills.len(), 1, "write {at}");
    balanced(desk);
}

fn check_survivor(desk: &Laptop, center: &Prefecture) {
    desk.start().unwrap();
    rebuilt(desk);
    synced(desk, center);
    let statement = center.statement(&payment().customer, BillId::first_of(round().period)).unwrap();
    assert_eq!(statement.unwrap().total, yuan("88.20"));
    assert!(center.open_cases_by_kind().unwrap().is_empty());
}

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}
