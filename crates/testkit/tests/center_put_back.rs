//! The center's books are lost, and last night's copy is put back. The outlets still have everything that they ever recorded.
#![cfg(feature = "prefecture")]

use std::path::Path;

use center::{NewAccount, Prefecture};
use domain::{AmountChoice, BillChoice, Customer, Money, PaymentId, Tender, Tendered, UsePrepaid};
use outlet::{Access, sync_now};
use testkit::machines::TownHall;
use testkit::seed::Rng;
use testkit::workbench::{Desk, accounts, today};

fn pay(desk: &Desk, number: usize) {
    let tendered = Tendered {
        payment: PaymentId(uuid::Uuid::from_u128(number as u128)),
        bills: BillChoice::All,
        amount: AmountChoice::Due,
        use_prepaid: UsePrepaid::No,
        tenders: vec![Tender::Cash { received: Money::from_yuan(2_000) }],
    };
    desk.take(&desk.customers[number], tendered);
}

/// As `installers/center/backup.sh` copies the books of a center that works on.
fn copy_of_the_books(desk: &Desk, name: &str) -> std::path::PathBuf {
    let folder = desk.folder.path().join(name);
    std::fs::create_dir(&folder).unwrap();
    let books = rusqlite::Connection::open(desk.folder.path().join("center.db")).unwrap();
    books.execute("VACUUM INTO ?1", [folder.join("center.db").to_str().unwrap()]).unwrap();
    folder
}

fn put_back(desk: &mut Desk, folder: &Path) -> Prefecture {
    let center = TownHall::open(folder, &desk.world, &Rng::new(7)).unwrap();
    desk.link.leads_to(center.clone());
    desk.center = center.clone();
    center
}

fn unsent(desk: &Desk) -> u64 {
    desk.laptop.with(|outlet| outlet.status()).unwrap().unsent
}

#[test]
fn a_center_put_back_from_last_nights_copy_gets_from_the_outlets_what_it_lacks() {
    let mut desk = Desk::with_customers(4);
    desk.open_shift();
    pay(&desk, 0);
    sync_now(&desk.laptop, &desk.link, |_| {}).unwrap();
    let copy = copy_of_the_books(&desk, "last-night");
    pay(&desk, 1);
    pay(&desk, 2);
    sync_now(&desk.laptop, &desk.link, |_| {}).unwrap();
    let (lost_books, lost_day) = (desk.center.balances().unwrap(), desk.center.day(today(), None, None).unwrap());

    let center = put_back(&mut desk, &copy);
    assert_ne!(center.balances().unwrap(), lost_books);
    sync_now(&desk.laptop, &desk.link, |_| {}).unwrap();
    assert_eq!(center.balances().unwrap(), lost_books, "what the copy lacked came again");
    assert_eq!(center.day(today(), None, None).unwrap().collected, lost_day.collected);

    pay(&desk, 3);
    sync_now(&desk.laptop, &desk.link, |_| {}).unwrap();
    assert_eq!(unsent(&desk), 0);
    assert!(center.verify_journals().unwrap().iter().all(|journal| journal.is_whole));
    assert!(center.trial_balance().unwrap().iter().all(|(_, sum)| sum.is_zero()));
}

/// The desk had heard further than the copy knows, so its place in the center's changes lies ahead of the center.
#[test]
fn a_desk_that_had_heard_further_than_the_copy_hears_what_is_new_at_the_center() {
    let mut desk = Desk::with_customers(4);
    desk.open_shift();
    let copy = copy_of_the_books(&desk, "last-night");
    for months in [4, 5, 6] {
        desk.center.import_accounts(accounts(4, months)).unwrap();
    }
    sync_now(&desk.laptop, &desk.link, |_| {}).unwrap();

    let center = put_back(&mut desk, &copy);
    let moved = Customer { name: "田大富".to_owned(), ..accounts(4, 3).remove(0).customer };
    let known = accounts(4, 3).remove(0);
    center.import_accounts([NewAccount { customer: moved, ..known }]).unwrap();
    sync_now(&desk.laptop, &desk.link, |_| {}).unwrap();
    let customer = desk.customers[0].clone();
    let heard = desk.laptop.with(|outlet| outlet.open_customer(&customer, today())).unwrap();
    assert_eq!(heard.customer.unwrap().name, "田大富");
}
