//! Facts about records that disagree: the archive, readings, bills, clocks, and entries that nobody can read. Each is one
//! case, nothing is refused, and the journal goes on.

mod common;

use center::ledger::CaseStatus;
use common::metered::*;
use common::*;
use domain::*;
use journal::{CenterSeen, Entry, EntryBody, TimeEvidence, encode};
use sync::{Center, Outcome, Refusal};

const WHO: &str = "4280011234";
const DAY: i64 = 86_400_000;
const ELSEWHERE: &str = "421280104";

fn started() -> (TestCenter, Desk) {
    let center = TestCenter::new();
    load_metered(&center, &[WHO], OnTheSpot::Yes);
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.open_shift(1);
    (center, desk)
}

fn known() -> Vec<PriceVersion> {
    vec![price(1, "2017-04-01", "0.558")]
}

/// The customer as another unit's, with a phone.
fn loaded(unit: &str, phone: &str, bills: &[(&str, &str)]) -> center::NewAccount {
    let mut new = account(WHO, bills);
    new.customer.unit = unit.parse().unwrap();
    new.customer.phone = phone.to_owned();
    new
}

fn wish(seen: &str, wanted: &str) -> ArchiveChange {
    ArchiveChange {
        id: ArchiveChangeId(desk::next_id(9)),
        customer: WHO.parse().unwrap(),
        field: ArchiveField::Phone,
        seen: seen.to_owned(),
        wanted: wanted.to_owned(),
        reason: "客户换号".to_owned(),
    }
}

fn conflicts(center: &TestCenter) -> Vec<Conflict> {
    let filter = center::ledger::CaseFilter { status: Some(CaseStatus::Open), ..Default::default() };
    center.cases(&filter).unwrap().into_iter().map(|case| case.conflict).collect()
}

fn kinds(center: &TestCenter) -> Vec<&'static str> {
    let mut kinds: Vec<_> = conflicts(center).iter().map(|conflict| conflict.kind().name()).collect();
    kinds.sort_unstable();
    kinds
}

const OLD_PHONE: &str = "12800000000";

#[test]
fn money_that_was_in_flight_when_its_customer_moved_follows_the_customer_and_names_both_units() {
    let center = TestCenter::new();
    center.load(vec![loaded(STATION, OLD_PHONE, &[("2026-10", "40.00")])]);
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.open_shift(1);
    desk.pay(WHO, "2026-10", "10.00");
    desk.sync(&center.prefecture);
    let in_flight = desk.pay(WHO, "2026-10", "30.00");
    center.load(vec![loaded(ELSEWHERE, OLD_PHONE, &[("2026-10", "40.00")])]);
    assert!(kinds(&center).is_empty(), "what arrived before the move was not in flight");
    desk.sync(&center.prefecture);
    let Conflict::CustomerMoved { payment, from, to, amount, .. } = conflicts(&center).remove(0) else { panic!() };
    assert_eq!((payment, from.as_str(), to.as_str()), (in_flight, STATION, ELSEWHERE));
    assert_eq!(amount, money("30.00"));
    assert_eq!(center.stands(WHO), ("0.00".to_owned(), "0.00".to_owned()));
    let center = center.restarted();
    center.load(vec![loaded(STATION, OLD_PHONE, &[("2026-10", "40.00")])]);
    assert!(kinds(&center).is_empty(), "the customer came back");
    center.assert_books_balance();
}

#[test]
fn a_request_about_the_archive_waits_for_a_person_and_for_its_customer() {
    let center = TestCenter::new();
    let mut desk = center.desk("42128010301", "BYP-01");
    let change = wish(OLD_PHONE, "13900000000");
    let seq = desk.append(EntryBody::ArchiveChangeRequested(change.clone()));
    desk.sync(&center.prefecture);
    assert!(kinds(&center).is_empty(), "nobody knows the customer yet");
    let center = center.restarted();
    center.load(vec![account(WHO, &[])]);
    let Conflict::ArchiveChangeRequested { change: id, now, wanted, parallel, .. } = conflicts(&center).remove(0)
    else {
        panic!()
    };
    assert_eq!((id, now.as_str(), wanted.as_str()), (change.id, OLD_PHONE, "13900000000"));
    assert!(parallel.is_empty());
    let case = center.cases(&Default::default()).unwrap().remove(0);
    assert_eq!((case.sides.len(), case.sides[0].seq), (1, Some(seq)));
    center.load(vec![loaded(STATION, "13900000000", &[])]);
    assert!(kinds(&center).is_empty(), "what was wanted came by itself");
}

#[test]
fn a_field_that_changed_on_both_sides_is_edited_twice_and_other_fields_are_only_named() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[])]);
    let (mut one, mut two) = (center.desk("42128010301", "BYP-01"), center.desk("42128010302", "XJY-01"));
    one.append(EntryBody::ArchiveChangeRequested(wish(OLD_PHONE, "13900000000")));
    let mut renamed = loaded(STATION, OLD_PHONE, &[]);
    renamed.customer.name = "田大富".to_owned();
    center.load(vec![renamed.clone()]);
    one.sync(&center.prefecture);
    let Conflict::ArchiveChangeRequested { parallel, .. } = conflicts(&center).remove(0) else { panic!() };
    assert_eq!(parallel, [ArchiveField::Name], "another field disagrees with nothing");
    two.append(EntryBody::ArchiveChangeRequested(wish(OLD_PHONE, "15000000000")));
    two.sync(&center.prefecture);
    assert_eq!(kinds(&center), ["archive-edited-twice"; 2], "two outlets want different things");
    let better = wish(OLD_PHONE, "13900000000");
    two.append(EntryBody::ArchiveChangeRequested(better));
    two.sync(&center.prefecture);
    assert_eq!(kinds(&center), ["archive-change-requested"; 2], "the second thought better of it");
    renamed.customer.phone = "18600000000".to_owned();
    center.load(vec![renamed]);
    assert_eq!(kinds(&center), ["archive-edited-twice"; 2], "the center has a third value");
}

#[test]
fn a_change_of_a_reviewed_reading_is_asked_for_and_decided_by_a_person() {
    let (center, mut desk) = started();
    let read = reading(WHO, 1100);
    desk.read(&read);
    desk.review(&[&read], Verdict::Approved);
    let registers = Registers::total(1080.into());
    let reason = "看错一位".to_owned();
    desk.append(EntryBody::ReadingRequested(ReadingRequest { reading: read.id, registers: registers.clone(), reason }));
    desk.sync(&center.prefecture);
    let Conflict::ReadingChangeRequested { reading, registers: wanted, reason, .. } = conflicts(&center).remove(0)
    else {
        panic!()
    };
    assert_eq!((reading, wanted, reason.as_str()), (read.id, registers, "看错一位"));
}

fn shift_at(desk: &mut Desk, no: u32, business_date: &str, wall_ms: i64, center: Option<CenterSeen>) {
    let time = TimeEvidence { wall_ms, boot: [1; 8], monotonic_ms: 1, center };
    let business_date = day(business_date);
    let body = EntryBody::ShiftOpened { shift: ShiftNo(no), business_date, opening_cash: money("200.00") };
    let seq = desk.head().seq.next();
    desk.append_bytes(encode(&Entry { stream: desk.stream, seq, time, by: OperatorId(1), body }));
}

#[test]
fn a_wrong_clock_or_a_strange_business_date_is_one_case_a_shift_and_stops_nothing() {
    let right = Some(CenterSeen { time_ms: NOON - DAY, age_ms: DAY as u64 });
    let suspect = [
        ("2026-11-23", NOON + DAY, None),
        ("2026-11-23", NOON - DAY, None),
        ("2026-11-23", NOON - 365 * DAY, right),
        ("2026-11-23", NOON + 365 * DAY, right),
        ("2026-11-23", 946_684_800_000, None),
        ("2026-11-25", NOON, right),
        ("2026-10-01", NOON, right),
    ];
    for (date, wall_ms, seen) in suspect {
        let center = TestCenter::new();
        center.load(vec![account(WHO, &[("2026-10", "40.00")])]);
        let mut desk = center.desk("42128010301", "BYP-01");
        shift_at(&mut desk, 1, date, wall_ms, seen);
        desk.wall_ms = wall_ms;
        desk.pay(WHO, "2026-10", "40.00");
        let reply = desk.sync(&center.prefecture);
        assert_eq!((reply.refusal, reply.held), (None, desk.head()));
        assert_eq!(kinds(&center), ["clock-suspect"], "{date} {wall_ms}");
        assert_eq!(center.stands(WHO).1, "0.00", "penalties follow the business date");
    }
    let center = TestCenter::new();
    let mut desk = center.desk("42128010301", "BYP-01");
    shift_at(&mut desk, 1, "2026-11-23", NOON - 600_000, None);
    shift_at(&mut desk, 2, "2026-11-22", NOON + 600_000, right);
    desk.sync(&center.prefecture);
    assert!(kinds(&center).is_empty(), "minutes, and yesterday's shift, are nothing");
}

/// An entry as a program with a fault would write it: sealed and chained, and its content is no payment.
fn malformed(desk: &Desk) -> Vec<u8> {
    let mut bytes = desk.entries.last().unwrap().clone();
    let last = bytes.len() - 1;
    bytes.truncate(last);
    bytes
}

#[test]
fn an_entry_that_nobody_can_read_is_kept_and_its_journal_goes_on() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-10", "40.00")])]);
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.open_shift(1);
    let bytes = malformed(&desk);
    let seq = desk.append_bytes(bytes);
    desk.pay(WHO, "2026-10", "40.00");
    let reply = desk.sync(&center.prefecture);
    assert_eq!((reply.refusal, reply.held), (None, desk.head()));
    assert!(matches!(reply.outcomes[..], [(at, Outcome::Conflicted(_))] if at == seq), "{:?}", reply.outcomes);
    assert_eq!(center.stands(WHO).1, "0.00", "what follows is taken in");
    let Conflict::EntryUnreadable { seq: at, why, .. } = conflicts(&center).remove(0) else { panic!() };
    assert!(at == seq && !why.is_empty(), "{why}");
    assert!(center.verify_journals().unwrap().iter().all(|journal| journal.is_whole), "it counts in the chain");
    let center = center.restarted();
    desk.pay(WHO, "2026-10", "1.00");
    assert_eq!(desk.sync(&center.prefecture).refusal, None);
}

#[test]
fn an_entry_that_does_not_fit_its_seal_is_still_refused() {
    let center = TestCenter::new();
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.open_shift(1);
    let mut push = desk.push(Seq(0), 10).unwrap();
    push.entries[0][5] ^= 1;
    let reply = center.exchange(&desk.request(Some(push))).unwrap();
    assert_eq!(reply.refusal, Some(Refusal::BadSignature { at: Seq(1) }));
}

#[test]
fn a_bill_for_a_customer_that_nobody_knows_is_posted_when_the_customer_is_loaded() {
    let center = TestCenter::new();
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    assert_eq!(kinds(&center), ["bill-differs"]);
    assert!(center.ledger().is_empty());
    let center = center.restarted();
    center.load(vec![account(WHO, &[])]);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"]);
    assert!(!center.open_cases().iter().any(|subject| subject.starts_with("bill-of-nobody")));
    center.load(vec![loaded(STATION, "13900000000", &[])]);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"], "loading the customer again adds nothing");
    center.assert_books_balance();
}

#[test]
fn of_two_bills_of_a_month_the_earlier_stands_whichever_arrives_first() {
    let books = [false, true].map(|later_first| {
        let (center, mut one) = started();
        let mut two = center.desk("42128010302", "XJY-01");
        two.wall_ms += 600_000;
        one.read_and_bill(WHO, 1100, known());
        two.read_and_bill(WHO, 1120, known());
        let order = if later_first { [&mut two, &mut one] } else { [&mut one, &mut two] };
        for desk in order {
            desk.sync(&center.prefecture);
        }
        center.assert_books_balance();
        let told = two.sync(&center.prefecture);
        assert_eq!(told.refusal, None);
        (center.ledger(), bills(&center, WHO), center.open_cases(), center.stands(WHO))
    });
    assert_eq!(books[0].1, ["2026-11 55.80"]);
    assert_eq!(books[0], books[1]);
}

#[test]
fn differences_of_a_bill_that_lost_its_month_are_voided_and_stay_readable() {
    let (center, mut one) = started();
    center.import_prices(&[price(2, "2026-06-01", "0.600")]).unwrap();
    let mut two = center.desk("42128010302", "XJY-01");
    one.read_and_bill(WHO, 1100, known());
    two.wall_ms += 600_000;
    two.read_and_bill(WHO, 1120, known());
    two.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 66.96", "2026-11#2 5.04"]);
    one.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#3 4.20"], "a number is never used again");
    assert_eq!(statement(&center, WHO, "2026-11#2").total, money("5.04"));
    let center = center.restarted();
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#3 4.20"]);
    center.assert_books_balance();
}

#[test]
fn a_month_that_has_used_up_its_issue_numbers_is_a_case_and_overwrites_nothing() {
    let (center, mut desk) = started();
    let last = [("2026-11#254", "1.00"), ("2026-11#255", "1.00")];
    center.load(vec![account(WHO, &last)]);
    center.import_prices(&[price(2, "2026-06-01", "0.600")]).unwrap();
    desk.read_and_bill(WHO, 1100, known());
    assert_eq!(desk.sync(&center.prefecture).refusal, None);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#254 1.00", "2026-11#255 1.00"]);
    let Conflict::BillDiffers { why: Some(why), difference: None, .. } = conflicts(&center).remove(0) else { panic!() };
    assert!(why.contains("issue numbers"), "{why}");
    center.assert_books_balance();
}
