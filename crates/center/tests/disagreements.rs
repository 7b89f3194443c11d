//! Facts that disagree: all of them are money, and each disagreement is one case.

mod common;

use common::*;
use domain::{Allocation, Incarnation, Money, Seq, Tender};
use sync::{Center, Change, LinkError, Outcome, PUSH_ENTRIES_MAX, Refusal};

const WHO: &str = "4280011234";

fn two_desks(center: &TestCenter) -> (Desk, Desk) {
    let (mut one, mut two) = (center.desk("42128010301", "BYP-01"), center.desk("42128010302", "XJY-01"));
    one.open_shift(1);
    two.open_shift(1);
    (one, two)
}

/// The same bill paid at two outlets while both were offline, arriving in either order.
#[test]
fn the_same_bill_at_two_outlets_is_settled_once_and_opens_one_case() {
    let mut results = Vec::new();
    for first in [0, 1] {
        let center = TestCenter::new();
        center.load(vec![account(WHO, &[("2026-09", "86.40"), ("2026-10", "91.00")])]);
        let (mut one, mut two) = two_desks(&center);
        one.pay(WHO, "2026-09", "86.40");
        two.pay(WHO, "2026-09", "86.40");
        let desks = if first == 0 { [&mut one, &mut two] } else { [&mut two, &mut one] };
        let replies = desks.map(|desk| desk.sync(&center.prefecture));
        assert!(replies.iter().all(|reply| reply.refusal.is_none()), "money is never refused");
        assert_eq!(center.open_cases(), vec![format!("{WHO} double-payment 2026-09")]);
        assert_eq!(center.stands(WHO), ("86.40".to_owned(), "91.00".to_owned()), "the surplus is prepayment");
        assert!(matches!(replies[1].outcomes[..], [(Seq(2), Outcome::Conflicted(_))]));
        center.assert_books_balance();
        results.push((center.ledger(), center.open_cases()));
        let heard = one.sync(&center.prefecture).changes.into_iter().any(|change| matches!(change, Change::Case(_)));
        assert!(heard || first == 1, "the outlet that came first hears of the case later");
    }
    assert_eq!(results[0], results[1]);
}

#[test]
fn a_reversal_withdraws_the_case_that_its_payment_opened() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-09", "86.40")])]);
    let (mut one, mut two) = two_desks(&center);
    one.pay(WHO, "2026-09", "86.40");
    let twice = two.pay(WHO, "2026-09", "86.40");
    one.sync(&center.prefecture);
    two.sync(&center.prefecture);
    two.reverse(twice, "86.40");
    two.sync(&center.prefecture);
    assert!(center.open_cases().is_empty());
    assert_eq!(center.stands(WHO), ("0.00".to_owned(), "0.00".to_owned()));
    center.assert_books_balance();
}

#[test]
fn a_payment_on_a_bill_that_is_gone_becomes_prepayment() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-10", "91.00")])]);
    let (mut one, _) = two_desks(&center);
    let payment = one.pay(WHO, "2026-09", "86.40");
    one.sync(&center.prefecture);
    assert_eq!(center.open_cases(), vec![format!("{WHO} paid-bill-gone 2026-09 {payment}")]);
    assert_eq!(center.stands(WHO), ("86.40".to_owned(), "91.00".to_owned()));
}

#[test]
fn a_payment_for_an_unknown_number_waits_in_clarification_until_the_customer_appears() {
    let center = TestCenter::new();
    let (mut one, _) = two_desks(&center);
    let payment = one.pay_unknown(WHO, "100.00");
    one.sync(&center.prefecture);
    assert_eq!(center.open_cases(), vec![format!("{WHO} unknown-customer {payment}")]);
    assert!(center.ledger().contains(&format!("{STATION} Clarification -100.00")), "{:?}", center.ledger());
    let center = center.restarted();
    center.load(vec![account(WHO, &[("2026-10", "91.00")])]);
    assert!(center.open_cases().is_empty());
    assert_eq!(center.stands(WHO), ("9.00".to_owned(), "0.00".to_owned()), "allocated on arrival");
    assert!(!center.ledger().iter().any(|line| line.contains("Clarification")), "{:?}", center.ledger());
    center.assert_books_balance();
}

#[test]
fn prepayment_that_was_used_at_two_places_is_a_case() {
    let center = TestCenter::new();
    let mut ahead = account(WHO, &[("2026-09", "50.00"), ("2026-10", "50.00")]);
    ahead.prepaid = money("60.00");
    center.load(vec![ahead]);
    let (mut one, mut two) = two_desks(&center);
    for (desk, bill) in [(&mut one, "2026-09"), (&mut two, "2026-10")] {
        desk.pay_with(|payment| {
            payment.prepaid_used = money("50.00");
            payment.allocations =
                vec![Allocation { bill: bill.parse().unwrap(), principal: money("50.00"), penalty: Money::ZERO }];
        });
        desk.sync(&center.prefecture);
    }
    assert_eq!(center.stands(WHO), ("-40.00".to_owned(), "0.00".to_owned()));
    assert_eq!(center.open_cases(), vec![format!("{WHO} prepaid-overdrawn ")]);
}

#[test]
fn another_stations_customer_goes_through_the_inter_unit_account() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-09", "86.40")])]);
    let mut there = center.desk("42128010401", "LFG-01");
    there.open_shift(1);
    there.pay(WHO, "2026-09", "86.40");
    there.sync(&center.prefecture);
    let ledger = center.ledger();
    assert!(ledger.contains(&"421280104 InterUnit -86.40".to_owned()), "{ledger:?}");
    assert!(ledger.contains(&format!("{STATION} InterUnit 86.40")), "{ledger:?}");
    center.assert_books_balance();
}

#[test]
fn both_histories_of_a_clone_are_money_and_one_case_opens() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-08", "10.00"), ("2026-09", "20.00"), ("2026-10", "40.00")])]);
    let (mut first, _) = two_desks(&center);
    first.pay(WHO, "2026-08", "10.00");
    first.sync(&center.prefecture);
    let mut clone = first.clone();
    first.pay(WHO, "2026-09", "20.00");
    first.sync(&center.prefecture);
    clone.wall_ms += 60_000;
    clone.pay(WHO, "2026-10", "40.00");
    let push = clone.request(clone.push(clone.held, 10));
    let reply = center.exchange(&push).unwrap();
    let forked = Some(Refusal::Forked { at: Seq(3), incarnation: Incarnation(2) });
    assert_eq!((reply.refusal, reply.held), (forked, clone.head()));
    assert_eq!(center.stands(WHO), ("0.00".to_owned(), "0.00".to_owned()), "both histories' cash is posted");
    assert_eq!(center.open_cases(), vec![format!("forked-device {} at 3", clone.stream)]);
    let before = center.ledger();
    let again = center.exchange(&push).unwrap();
    assert_eq!((again.refusal, again.held), (forked, clone.head()), "the same answer as often as it asks");
    assert_eq!(center.ledger(), before);
    let mut at_rest = clone.request(None);
    at_rest.digest = Some(clone.digest(3, 2, "50.00"));
    assert_eq!(center.exchange(&at_rest).unwrap().digest, at_rest.digest, "its own history adds up");
    at_rest.digest = Some(first.digest(3, 2, "30.00"));
    assert_eq!(center.exchange(&at_rest).unwrap().digest, at_rest.digest, "and so does the other");
    clone.go_on_as(Incarnation(2));
    clone.pay(WHO, "2026-10", "1.00");
    assert_eq!(clone.sync(&center.prefecture).refusal, None);
    first.pay(WHO, "2026-10", "1.00");
    assert_eq!(first.sync(&center.prefecture).refusal, None, "the other laptop goes on as it was");
    assert!(center.verify_journals().unwrap().iter().all(|journal| journal.is_whole));
    center.assert_books_balance();
}

#[test]
fn the_books_of_a_clone_do_not_depend_on_who_comes_first() {
    let books = [0, 1].map(|first| {
        let center = TestCenter::new();
        center.load(vec![account(WHO, &[("2026-10", "40.00")])]);
        let (mut one, _) = two_desks(&center);
        let mut copy = one.clone();
        one.pay_with(|payment| {
            payment.id = domain::PaymentId(uuid::Uuid::from_u128(1 << 100));
            payment.tenders = vec![Tender::Cash { received: money("30.00") }];
            payment.prepaid_added = money("30.00");
        });
        copy.wall_ms += 60_000;
        copy.pay(WHO, "2026-10", "25.00");
        copy.pay(WHO, "2026-10", "25.00");
        let order = if first == 0 { [&mut one, &mut copy] } else { [&mut copy, &mut one] };
        for desk in order {
            desk.sync(&center.prefecture);
        }
        center.assert_books_balance();
        (center.ledger(), center.open_cases(), center.stands(WHO))
    });
    assert_eq!(books[0], books[1]);
    assert_eq!(books[0].2, ("40.00".to_owned(), "0.00".to_owned()));
}

#[test]
fn a_clone_that_sends_overlapping_entries_is_found_where_it_left() {
    let center = TestCenter::new();
    let (mut first, _) = two_desks(&center);
    let mut clone = first.clone();
    for _ in 0..5 {
        first.pay(WHO, "2026-10", "1.00");
    }
    first.sync(&center.prefecture);
    clone.wall_ms += 60_000;
    clone.pay(WHO, "2026-10", "2.00");
    let reply = center.exchange(&clone.request(clone.push(Seq::ZERO, 10))).unwrap();
    assert_eq!(reply.refusal, Some(Refusal::Forked { at: Seq(2), incarnation: Incarnation(2) }));
    assert_eq!(reply.outcomes[0], (Seq(1), Outcome::AlreadyHeld));
}

#[test]
fn three_copies_of_a_laptop_get_three_incarnations() {
    let center = TestCenter::new();
    let (mut first, _) = two_desks(&center);
    let copies = [first.clone(), first.clone()];
    first.pay(WHO, "2026-10", "1.00");
    first.sync(&center.prefecture);
    let given = copies.map(|mut copy| {
        copy.pay(WHO, "2026-10", "2.00");
        copy.sync(&center.prefecture).refusal
    });
    let forked = |incarnation| Some(Refusal::Forked { at: Seq(2), incarnation: Incarnation(incarnation) });
    assert_eq!(given, [forked(2), forked(3)]);
    let day = center.day(day("2026-11-23"), None, None).unwrap();
    assert_eq!((day.payments, day.collected), (3, money("5.00")));
}

#[test]
fn a_restored_backup_is_told_and_its_new_entries_are_money() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-10", "40.00")])]);
    let (mut desk, _) = two_desks(&center);
    let mut backup = desk.clone();
    desk.pay(WHO, "2026-10", "1.00");
    desk.sync(&center.prefecture);
    let reply = backup.sync(&center.prefecture);
    assert_eq!(reply.held, backup.head(), "all that the backup has is held; what follows there is not its own");
    backup.wall_ms += 60_000;
    backup.pay(WHO, "2026-10", "2.00");
    let reply = backup.sync(&center.prefecture);
    assert!(matches!(reply.refusal, Some(Refusal::Forked { .. })), "{:?}", reply.refusal);
    assert_eq!(center.stands(WHO), ("0.00".to_owned(), "37.00".to_owned()));
}

#[test]
fn the_same_payment_from_two_copies_is_one_payment() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-10", "40.00")])]);
    let (mut one, _) = two_desks(&center);
    let mut copy = one.clone();
    let mut payment = one.payment();
    payment.tenders = vec![Tender::Cash { received: money("5.00") }];
    payment.prepaid_added = money("5.00");
    one.append(journal::EntryBody::PaymentTaken(payment.clone()));
    copy.wall_ms += 60_000;
    copy.append(journal::EntryBody::PaymentTaken(payment.clone()));
    one.sync(&center.prefecture);
    copy.sync(&center.prefecture);
    assert_eq!(center.stands(WHO), ("5.00".to_owned(), "40.00".to_owned()));
    payment.prepaid_added = money("7.00");
    payment.tenders = vec![Tender::Cash { received: money("7.00") }];
    copy.append(journal::EntryBody::PaymentTaken(payment));
    copy.sync(&center.prefecture);
    assert_eq!(center.stands(WHO), ("12.00".to_owned(), "40.00".to_owned()), "other content is other money");
    assert_eq!(center.open_cases().iter().filter(|subject| subject.starts_with("payment-id-twice")).count(), 1);
    center.assert_books_balance();
}

#[test]
fn entries_of_a_suspended_device_stay_money_and_open_one_case() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-10", "40.00")])]);
    let (mut desk, _) = two_desks(&center);
    desk.sync(&center.prefecture);
    assert!(center.suspend_device(desk.stream.device, true).unwrap());
    desk.pay(WHO, "2026-10", "30.00");
    desk.pay(WHO, "2026-10", "10.00");
    let reply = desk.sync(&center.prefecture);
    assert_eq!((reply.refusal, reply.held), (Some(Refusal::DeviceSuspended), desk.head()));
    assert!(reply.changes.is_empty(), "a suspended laptop learns nothing about customers");
    assert_eq!(center.stands(WHO), ("0.00".to_owned(), "0.00".to_owned()));
    assert_eq!(center.open_cases().len(), 1);
    let look_up = sync::LookUpRequest { stream: desk.stream, customer: WHO.parse().unwrap() };
    assert!(matches!(center.look_up(&look_up), Err(LinkError::Unavailable(403))));
    center.suspend_device(desk.stream.device, false).unwrap();
    desk.pay(WHO, "2026-10", "1.00");
    let reply = center.exchange(&desk.request(desk.push(desk.held, PUSH_ENTRIES_MAX))).unwrap();
    assert_eq!(reply.refusal, None);
}

#[test]
fn a_customer_of_another_unit_is_looked_up_with_what_is_held() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-10", "40.00")])]);
    let mut there = center.desk("42128010401", "LFG-01");
    there.open_shift(1);
    there.sync(&center.prefecture);
    let look_up = |no: &str| {
        center.look_up(&sync::LookUpRequest { stream: there.stream, customer: no.parse().unwrap() }).unwrap()
    };
    let reply = look_up(WHO);
    assert_eq!(reply.held, there.head());
    assert_eq!(reply.found.unwrap().account.arrears(), money("40.00"));
    assert_eq!(look_up("4280000000").found, None);
}
