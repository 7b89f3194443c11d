//! The exchange with a center on a real file: repeats, lost replies, gaps, tampering, changes.

mod common;

use common::*;
use domain::{Seq, ShiftNo};
use journal::{EntryBody, ReadEntry};
use sync::{Center, Change, Cursor, LinkError, Outcome, PUSH_ENTRIES_MAX, Refusal, RefusedRequest};

const WHO: &str = "4280011234";

fn busy_desk(center: &TestCenter) -> Desk {
    center.load(vec![account(WHO, &[("2026-09", "86.40"), ("2026-10", "91.00")])]);
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.open_shift(1);
    desk.pay(WHO, "2026-09", "86.40");
    desk
}

#[test]
fn a_payment_settles_its_bill_and_comes_back_as_a_change() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    let reply = desk.sync(&center.prefecture);
    assert_eq!((reply.held, reply.refusal, reply.more), (desk.head(), None, false));
    assert!(reply.outcomes.is_empty());
    assert_eq!(center.stands(WHO), ("0.00".to_owned(), "91.00".to_owned()));
    let customer = reply.changes.iter().find_map(|change| match change {
        Change::Customer(state) => Some(state),
        _ => None,
    });
    let customer = customer.expect("the customer of the payment changed");
    assert_eq!(customer.account.bills.len(), 1, "only open bills travel");
    assert_eq!(customer.last_payments[0].amount, money("86.40"));
    center.assert_books_balance();
}

/// A desk that had the row and changed it by its own payment knows it; everybody else hears, and so does the desk itself
/// when the reply was lost.
#[test]
fn a_desk_does_not_hear_again_what_it_laid_itself() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-09", "86.40"), ("2026-10", "91.00")])]);
    let mut payer = center.desk("42128010301", "BYP-01");
    let mut other = center.desk("42128010301", "BYP-02");
    let heard = |reply: sync::ExchangeReply| {
        reply.changes.iter().filter(|change| matches!(change, Change::Customer(_))).count()
    };
    assert_eq!((heard(payer.sync(&center.prefecture)), heard(other.sync(&center.prefecture))), (1, 1));
    payer.open_shift(1);
    payer.pay(WHO, "2026-09", "86.40");
    let cursor = payer.cursor;
    assert_eq!(heard(payer.sync(&center.prefecture)), 0, "its own payment");
    assert_eq!(heard(other.sync(&center.prefecture)), 1, "another desk's payment");
    payer.cursor = cursor;
    assert_eq!(heard(payer.sync(&center.prefecture)), 1, "the reply was lost");
}

#[test]
fn exchanging_twice_changes_nothing() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    let request = desk.request(desk.push(Seq::ZERO, PUSH_ENTRIES_MAX));
    let first = center.exchange(&request).unwrap();
    let before = (center.ledger(), center.stands(WHO));
    let again = center.exchange(&request).unwrap();
    assert_eq!(again.held, first.held);
    assert_eq!(again.outcomes, vec![(Seq(1), Outcome::AlreadyHeld), (Seq(2), Outcome::AlreadyHeld)]);
    assert_eq!((center.ledger(), center.stands(WHO)), before);
    desk.cursor = again.cursor;
    assert!(desk.sync(&center.prefecture).changes.is_empty(), "at rest nothing travels");
}

#[test]
fn a_lost_reply_resumes_from_what_is_held() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    center.exchange(&desk.request(desk.push(Seq::ZERO, 1))).unwrap();
    center.exchange(&desk.request(desk.push(Seq(1), 1))).unwrap();
    desk.pay(WHO, "2026-10", "91.00");
    let reply = desk.sync(&center.prefecture);
    assert_eq!(reply.held, desk.head());
    assert_eq!(reply.outcomes, vec![(Seq(1), Outcome::AlreadyHeld), (Seq(2), Outcome::AlreadyHeld)]);
    assert_eq!(center.stands(WHO), ("0.00".to_owned(), "0.00".to_owned()));
}

#[test]
fn a_gap_is_answered_with_what_is_expected() {
    let center = TestCenter::new();
    let desk = busy_desk(&center);
    let reply = center.exchange(&desk.request(desk.push(Seq(1), 1))).unwrap();
    assert_eq!(reply.refusal, Some(Refusal::Gap { expected: Seq(1) }));
    assert_eq!(reply.held.seq, Seq::ZERO);
}

#[test]
fn a_tampered_entry_is_named_by_seq() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    for _ in 0..5 {
        desk.pay(WHO, "2026-10", "1.00");
    }
    let ReadEntry::Known(mut entry) = ReadEntry::of(&desk.entries[4]).unwrap() else { panic!("a known entry") };
    let EntryBody::PaymentTaken(payment) = &mut entry.body else { panic!("a payment") };
    payment.receipt += 1;
    desk.entries[4] = journal::encode(&entry);
    let mut most = PUSH_ENTRIES_MAX;
    let named = loop {
        let push = desk.push(desk.held, most).unwrap();
        let sent = push.entries.len();
        let reply = center.exchange(&desk.request(Some(push))).unwrap();
        desk.held = reply.held.seq;
        match reply.refusal {
            Some(Refusal::BadSignature { at }) if sent == 1 => break at,
            Some(Refusal::BadSignature { .. }) => most = sent.div_ceil(2),
            other => assert_eq!(other, None),
        }
    };
    assert_eq!(named, Seq(5));
    assert_eq!(desk.held, Seq(4), "everything before it was taken in");
}

#[test]
fn a_seal_of_another_key_is_refused() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    desk.key = key_of("OTHER");
    let reply = center.exchange(&desk.request(desk.push(Seq::ZERO, 10))).unwrap();
    assert_eq!(reply.refusal, Some(Refusal::BadSignature { at: Seq(1) }));
}

#[test]
fn a_device_that_nobody_enrolled_is_not_heard() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    desk.stream.device = domain::DeviceId(99);
    let refused = center.exchange(&desk.request(None));
    assert!(matches!(refused, Err(LinkError::Refused(RefusedRequest::UnknownDevice))));
}

#[test]
fn an_entry_of_a_newer_program_is_kept_and_parked() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    let seq = desk.append(EntryBody::ReceiptReprinted { payment: desk_payment(), copy: 1 });
    let mut bytes = desk.entries.pop().unwrap();
    desk.heads.pop();
    // The body's kind is key 6: 4 becomes 23, which no program knows yet.
    let at = bytes.windows(2).rposition(|pair| pair == [0x06, 0x04]).unwrap();
    bytes[at + 1] = 0x17;
    desk.append_bytes(bytes);
    let reply = desk.sync(&center.prefecture);
    assert_eq!(reply.held.seq, seq);
    assert_eq!(reply.outcomes, vec![(seq, Outcome::Parked)]);
}

fn desk_payment() -> domain::PaymentId {
    domain::PaymentId(uuid::Uuid::from_u128(77))
}

#[test]
fn changes_come_in_bounded_pieces_until_both_are_at_rest() {
    let center = TestCenter::new();
    let numbers: Vec<String> = (0..500).map(|number| format!("42800{number:05}")).collect();
    center.load(numbers.iter().map(|no| account(no, &[("2026-10", "50.00")])).collect());
    let mut desk = center.desk("42128010301", "BYP-01");
    let mut seen = Vec::new();
    let mut pieces = 0;
    loop {
        let request = sync::ExchangeRequest { pull_bytes_max: 16_000, ..desk.request(None) };
        let reply = center.exchange(&request).unwrap();
        pieces += 1;
        for change in reply.changes {
            if let Change::Customer(state) = change {
                seen.push(state.customer.no.to_string());
            }
        }
        desk.cursor = reply.cursor;
        if !reply.more {
            break;
        }
    }
    assert!(pieces > 3, "{pieces}");
    assert_eq!(seen, numbers, "each customer once, in the order of its change");
}

#[test]
fn only_the_stations_own_customers_and_operators_travel() {
    let center = TestCenter::new();
    let mut elsewhere = account("4280099999", &[]);
    elsewhere.customer.unit = "421280104".parse().unwrap();
    center.load(vec![account(WHO, &[]), elsewhere]);
    let mut desk = center.desk("42128010301", "BYP-01");
    let customers: Vec<String> = desk
        .sync(&center.prefecture)
        .changes
        .into_iter()
        .filter_map(
            |change| if let Change::Customer(state) = change { Some(state.customer.no.to_string()) } else { None },
        )
        .collect();
    assert_eq!(customers, vec![WHO]);
}

#[test]
fn a_customer_that_moved_leaves_the_old_outlet() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    desk.sync(&center.prefecture);
    let mut moved = account(WHO, &[("2026-09", "86.40"), ("2026-10", "91.00")]);
    moved.customer.unit = "421280104".parse().unwrap();
    center.load(vec![moved]);
    let reply = desk.sync(&center.prefecture);
    assert!(reply.changes.contains(&Change::CustomerLeft(WHO.parse().unwrap())), "{:?}", reply.changes);
    center.assert_books_balance();
    let mut there = center.desk("42128010401", "LFG-01");
    let found = there.sync(&center.prefecture).changes.into_iter().any(|change| matches!(change, Change::Customer(_)));
    assert!(found, "the new outlet has the customer");
}

#[test]
fn digests_agree_at_rest_and_a_difference_is_a_case() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    let payment = desk.pay(WHO, "2026-10", "91.00");
    desk.reverse(payment, "91.00");
    let mut request = desk.request(desk.push(Seq::ZERO, 10));
    request.digest = Some(desk.digest(4, 1, "86.40"));
    let reply = center.exchange(&request).unwrap();
    assert_eq!(reply.digest, request.digest);
    assert!(center.open_cases().is_empty());
    request.digest = Some(desk.digest(4, 2, "177.40"));
    let reply = center.exchange(&request).unwrap();
    assert_eq!(reply.digest, Some(desk.digest(4, 1, "86.40")));
    assert_eq!(center.open_cases(), vec![format!("digest-mismatch {} {}", desk.stream, ShiftNo(1))]);
}

#[test]
fn nothing_is_lost_when_the_center_starts_again() {
    let center = TestCenter::new();
    let mut desk = busy_desk(&center);
    desk.sync(&center.prefecture);
    let before = (center.ledger(), center.stands(WHO));
    let center = center.restarted();
    assert_eq!((center.ledger(), center.stands(WHO)), before);
    desk.pay(WHO, "2026-10", "91.00");
    let reply = desk.sync(&center.prefecture);
    assert_eq!((reply.held, reply.refusal), (desk.head(), None));
    assert!(center.verify_journals().unwrap().iter().all(|journal| journal.is_whole));
    assert_eq!(desk.cursor, reply.cursor);
    assert!(desk.cursor > Cursor(0));
}

#[test]
fn many_desks_that_send_at_once_share_commits_and_none_is_lost() {
    let center = TestCenter::new();
    center.load((0..40).map(|no| account(&format!("42800{no:05}"), &[("2026-10", "900.00")])).collect());
    let mut desks: Vec<Desk> = (0..24).map(|desk| center.desk("42128010301", &format!("BYP-{desk:02}"))).collect();
    for desk in &mut desks {
        desk.open_shift(1);
        for no in 0..40 {
            desk.pay(&format!("42800{no:05}"), "2026-10", "1.00");
        }
    }
    std::thread::scope(|scope| {
        for desk in &mut desks {
            let prefecture = center.prefecture.clone();
            scope.spawn(move || assert_eq!(desk.sync(&prefecture).held, desk.head()));
        }
    });
    let day = center.day(day("2026-11-23"), None, None).unwrap();
    assert_eq!((day.payments, day.collected), (24 * 40, money("960.00")));
    assert_eq!(center.stands("4280000000"), ("0.00".to_owned(), "876.00".to_owned()));
    assert!(center.open_cases().is_empty());
    center.assert_books_balance();
}
