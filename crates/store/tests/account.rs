//! The center's rows and the own payments, together: nothing twice, nothing forgotten, whatever has reached the center.

mod common;

use common::{Desk, Place, bill, customer, no, state, yuan};
use domain::{Account, CustomerState, Money, Payment, Settlement, UsePrepaid};
use journal::EntryBody;

const TIAN: &str = "4280011234";

/// As the center has the account after these payments. Like the center, it drops bills that are settled.
fn center_after(payments: &[&Payment], open_only: bool) -> CustomerState {
    let mut state = issued();
    for payment in payments {
        state.account.place(payment, &domain::CollectionRules::standard());
    }
    if open_only {
        state.account.bills.retain(|bill| bill.principal_due().is_positive());
    }
    state
}

fn issued() -> CustomerState {
    state(customer(TIAN, "田翠英"), vec![bill("2026-09", "50.00"), bill("2026-10", "36.40")])
}

fn open_bills(account: &Account) -> Vec<(String, Money)> {
    let open = account.bills.iter().filter(|bill| bill.principal_due().is_positive());
    open.map(|bill| (bill.id.to_string(), bill.principal_due())).collect()
}

/// Entry 1 opens the shift, 2 and 3 are payments of 60 and 40 yuan, 4 reverses the second.
fn two_payments_one_reversed(place: &Place) -> (Desk, Payment, Payment) {
    let mut desk = Desk::open(&place.file());
    desk.put(&issued(), 0);
    let first = desk.pay(TIAN, "60.00");
    let second = desk.pay(TIAN, "40.00");
    desk.reverse(&second);
    (desk, first, second)
}

#[test]
fn the_account_is_the_same_whatever_part_of_the_journal_the_rows_contain() {
    let place = Place::new("applied");
    let (mut desk, first, second) = two_payments_one_reversed(&place);
    let expected = (vec![("2026-10".to_owned(), yuan("26.40"))], Money::ZERO);
    for open_only in [false, true] {
        let rows = [
            (0, center_after(&[], open_only)),
            (1, center_after(&[], open_only)),
            (2, center_after(&[&first], open_only)),
            (3, center_after(&[&first, &second], open_only)),
            (4, center_after(&[&first], open_only)),
        ];
        for (applied_through, rows) in rows {
            desk.put(&rows, applied_through);
            let account = desk.account(TIAN);
            assert_eq!((open_bills(&account), account.prepaid), expected, "{applied_through} open only: {open_only}");
        }
    }
}

#[test]
fn reversing_the_earlier_of_two_contained_payments_leaves_the_later_one_on_the_bill() {
    let place = Place::new("earlier");
    let mut desk = Desk::open(&place.file());
    desk.put(&issued(), 0);
    let first = desk.pay(TIAN, "60.00");
    let second = desk.pay(TIAN, "26.40");
    desk.put(&center_after(&[&first, &second], true), 3);
    assert_eq!(open_bills(&desk.account(TIAN)), []);
    desk.reverse(&first);
    let expected = [("2026-09".to_owned(), yuan("50.00")), ("2026-10".to_owned(), yuan("10.00"))];
    assert_eq!(open_bills(&desk.account(TIAN)), expected);
}

#[test]
fn what_the_center_could_not_place_comes_out_of_the_prepayment_again() {
    let place = Place::new("surplus");
    let mut desk = Desk::open(&place.file());
    desk.put(&issued(), 0);
    let ours = desk.pay(TIAN, "50.00");
    let mut rows = issued();
    rows.account.bills[0].settle(Settlement {
        on: common::day("2026-11-22"),
        principal: yuan("50.00"),
        penalty: Money::ZERO,
    });
    rows.account.place(&ours, &desk.rules());
    assert_eq!(rows.account.prepaid, yuan("50.00"), "the same bill was paid elsewhere first");
    desk.put(&rows, 2);
    assert_eq!(desk.account(TIAN).prepaid, yuan("50.00"));
    desk.reverse(&ours);
    let account = desk.account(TIAN);
    assert_eq!((account.prepaid, account.arrears()), (Money::ZERO, yuan("36.40")));
}

#[test]
fn prepayment_that_was_brought_and_used_is_counted_once() {
    let place = Place::new("prepaid");
    let mut desk = Desk::open(&place.file());
    desk.put(&issued(), 0);
    let brought = desk.pay(TIAN, "100.00");
    assert_eq!(desk.account(TIAN).prepaid, yuan("13.60"));
    let mut rows = center_after(&[&brought], true);
    rows.account.bills.push(bill("2026-11", "20.00"));
    desk.put(&rows, 2);
    let mut used = desk.settle(TIAN, "6.40", UsePrepaid::Yes);
    assert_eq!((used.prepaid_used, used.prepaid_after), (yuan("13.60"), Money::ZERO));
    desk.append(EntryBody::PaymentTaken(used.clone())).unwrap();
    let account = desk.account(TIAN);
    assert_eq!((account.prepaid, account.arrears()), (Money::ZERO, Money::ZERO));
    desk.reverse(&used);
    assert_eq!((desk.account(TIAN).prepaid, desk.account(TIAN).arrears()), (yuan("13.60"), yuan("20.00")));
    used.prepaid_used = Money::ZERO;
}

#[test]
fn a_payment_for_an_unknown_number_is_prepayment_until_the_customer_arrives() {
    let place = Place::new("unknown");
    let mut desk = Desk::open(&place.file());
    desk.pay(TIAN, "60.00");
    let account = desk.account(TIAN);
    assert_eq!((account.owner, account.prepaid, account.bills.len()), (None, yuan("60.00"), 0));

    desk.put(&issued(), 0);
    let account = desk.account(TIAN);
    assert_eq!((open_bills(&account), account.prepaid), (vec![("2026-10".to_owned(), yuan("26.40"))], Money::ZERO));
}

#[test]
fn a_customer_who_left_keeps_no_money_that_the_center_already_has() {
    let place = Place::new("left");
    let mut desk = Desk::open(&place.file());
    desk.put(&issued(), 0);
    let paid = desk.pay(TIAN, "60.00");
    desk.put(&center_after(&[&paid], true), 2);
    let mut write = desk.store.write().unwrap();
    write.customer_left(&no(TIAN)).unwrap();
    write.commit().unwrap();
    let read = desk.store.read();
    assert_eq!(read.customer(&no(TIAN)).unwrap(), None);
    assert_eq!(desk.account(TIAN), Account::unknown(no(TIAN)));
    assert_eq!(read.search(TIAN, 5).unwrap().hits, []);
    assert_eq!(read.past_payments(&no(TIAN), 5).unwrap().len(), 1);
}

#[test]
fn the_rows_come_back_as_the_center_sent_them() {
    let place = Place::new("rows");
    let mut desk = Desk::open(&place.file());
    let mut sent = issued();
    sent.customer.old_no = Some("00412".to_owned());
    sent.account.tail = yuan("0.37");
    sent.account.bills[0].lock = Some(domain::BillLock::BankDebit);
    sent.account.bills[1].settle(Settlement {
        on: common::day("2026-11-01"),
        principal: yuan("1.00"),
        penalty: yuan("0.02"),
    });
    for _ in 0..2 {
        desk.put(&sent, 0);
        assert_eq!(desk.account(TIAN), sent.account);
        assert_eq!(desk.store.read().customer(&no(TIAN)).unwrap(), Some(sent.customer.clone()));
    }
    assert_eq!(desk.store.read().account_as_of(&no(TIAN)).unwrap(), Some(1_795_000_000_000));
    assert_eq!(desk.store.read().customer_count().unwrap(), 1);
}
