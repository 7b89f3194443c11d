//! The process is killed at every write of a payment, one after the other. Whenever it dies, the payment is afterwards
//! wholly there with its receipt, or wholly absent; the saved draft says which, and trying again makes it exactly one.
#![cfg(all(unix, feature = "prefecture"))]

mod dying;

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};

use center::Prefecture;
use domain::Money;
use dying::{SIGKILL, WRITES_MAX, balanced, copied, dying_desk, enrolled_home, rebuilt, synced, town_hall};
use outlet::Access;
use testkit::dying_desk::{Deed, LOGIN, PASSWORD, laptop, payment};
use testkit::machines::Laptop;

#[test]
fn a_payment_is_wholly_there_or_wholly_absent_wherever_the_process_is_killed() {
    dies_everywhere("whole writes", false);
}

#[test]
fn the_same_when_half_of_the_last_write_arrives() {
    dies_everywhere("torn writes", true);
}

fn dies_everywhere(what: &str, torn: bool) {
    let folder = tempfile::tempdir().unwrap();
    let center = town_hall(folder.path());
    let home = home_with_an_open_panel(folder.path(), &center);
    let (mut absent, mut there) = (0, 0);
    for at in 1..WRITES_MAX {
        let copy = copied(&home, &folder.path().join(format!("death-{at}")));
        let end = dying_desk(&copy, at, Deed::Pay, torn);
        let desk = laptop(&copy);
        if end.success() {
            check_survivor(&desk, &center);
            assert!(absent > 0 && there > 0, "{what}: it died before and after the commit ({absent}, {there})");
            return;
        }
        assert_eq!(end.signal(), Some(SIGKILL), "{what}: killed at write {at}");
        if was_taken(&desk, at) {
            there += 1
        } else {
            absent += 1
        }
        take_again(&desk, at);
    }
    panic!("the desk never survived");
}

/// Whether the payment is there; by the journal, by the receipt and by the desk's own word.
fn was_taken(desk: &Laptop, at: u64) -> bool {
    let id = payment().tendered.payment;
    desk.start().unwrap_or_else(|error| panic!("killed at write {at}, the replica does not open: {error}"));
    balanced(desk);
    let row = desk.with(|outlet| outlet.read().payment(id)).unwrap();
    let interrupted = desk.with(|outlet| outlet.interrupted_payment()).unwrap();
    let arrears = desk.with(|outlet| outlet.read().account(&payment().customer)).unwrap().arrears();
    match (&row, interrupted) {
        (Some(row), Some(interrupted)) => {
            assert_eq!(interrupted.taken.expect("the desk says that it was taken").payment.id, id, "write {at}");
            assert_eq!(row.payment.receipt, 1);
            assert_eq!(arrears, Money::ZERO);
            let noon = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(12, 0, 0).unwrap();
            desk.with(|outlet| outlet.receipt_facts(id, 0, noon, false)).unwrap();
        }
        // The panel was closed before the end came.
        (Some(row), None) => assert_eq!(row.payment.receipt, 1),
        (None, Some(interrupted)) => {
            assert!(interrupted.taken.is_none(), "write {at}");
            assert_eq!(arrears, "86.40".parse().unwrap());
        }
        (None, None) => panic!("killed at write {at}, the draft is gone and the payment too"),
    }
    rebuilt(desk);
    row.is_some()
}

/// The cashier tries again with the saved id: one payment, one receipt number, no matter what happened before.
fn take_again(desk: &Laptop, at: u64) {
    let command = payment();
    desk.with(|outlet| outlet.sign_in(LOGIN, PASSWORD)).unwrap();
    for _ in 0..2 {
        let taken =
            desk.with(|outlet| outlet.take_payment(&command)).unwrap_or_else(|error| panic!("write {at}: {error}"));
        assert_eq!(taken.receipt_no.to_string(), "BYP-01-1-000001", "write {at}");
    }
    let day = "2026-11-23".parse().unwrap();
    assert_eq!(desk.with(|outlet| outlet.read().payments_on(day)).unwrap().len(), 1, "write {at}");
    balanced(desk);
}

fn check_survivor(desk: &Laptop, center: &Prefecture) {
    desk.start().unwrap();
    rebuilt(desk);
    synced(desk, center);
    let day = center.day("2026-11-23".parse().unwrap(), None, None).unwrap();
    assert_eq!((day.payments, day.collected), (1, "86.40".parse().unwrap()));
}

/// A desk with an open shift and an open payment panel, switched off.
fn home_with_an_open_panel(folder: &Path, center: &Prefecture) -> PathBuf {
    enrolled_home(folder, center, |outlet| {
        outlet.open_shift("2026-11-23".parse().unwrap(), Money::from_yuan(200)).unwrap();
        outlet.open_draft(payment().tendered.payment, payment().customer).unwrap();
    })
}
