//! Readings at the center: where each stands, who disagrees, and who hears of it.

mod common;

use center::ledger::ReadingFilter;
use common::desk::next_id;
use common::metered::*;
use common::*;
use domain::*;
use journal::EntryBody;
use sync::{Center, Change, ExchangeReply};

const WHO: &str = "4280011234";

fn started() -> (TestCenter, Desk, Desk) {
    let center = TestCenter::new();
    load_metered(&center, &[WHO], OnTheSpot::No);
    let mut one = center.desk("42128010301", "BYP-01");
    let mut two = center.desk("42128010302", "XJY-01");
    one.sync(&center.prefecture);
    two.sync(&center.prefecture);
    (center, one, two)
}

fn states(center: &TestCenter) -> Vec<(String, ReviewState)> {
    let filter = ReadingFilter { period: period("2026-11"), segment: None, limit: 100 };
    let readings = center.readings(&filter).unwrap();
    let line = |row: &center::ledger::ReadingRow| {
        (row.reading.registers.get(Register::ActiveTotal).unwrap().to_string(), row.state)
    };
    readings.iter().map(|(row, _)| line(row)).collect()
}

fn heard(reply: &ExchangeReply) -> Vec<ReviewState> {
    let state = |change: &Change| if let Change::Reading(known) = change { Some(known.state) } else { None };
    reply.changes.iter().filter_map(state).collect()
}

#[test]
fn two_readers_who_disagree_are_a_case_until_they_agree() {
    let (center, mut one, mut two) = started();
    let (first, second) = (reading(WHO, 1100), reading(WHO, 1120));
    one.read(&first);
    two.read(&second);
    two.append_by(OperatorId(2), EntryBody::ReadingEntered(Reading { id: ReadingId(next_id(7)), ..second.clone() }));
    one.sync(&center.prefecture);
    let reply = two.sync(&center.prefecture);
    let subject = format!("readings-disagree {} 2026-11", meter_of(WHO));
    assert_eq!(center.open_cases(), std::slice::from_ref(&subject));
    let case = center.cases(&Default::default()).unwrap().remove(0);
    assert_eq!(case.sides.len(), 3, "who, where and when of each side");
    assert!(matches!(case.conflict, Conflict::ReadingsDisagree { .. }));
    assert!(reply.changes.iter().any(|change| matches!(change, Change::Case(notice) if notice.open)));
    let corrected = Reading { id: ReadingId(next_id(7)), replaces: Some(first.id), ..reading(WHO, 1120) };
    one.read(&corrected);
    one.sync(&center.prefecture);
    assert!(center.open_cases().is_empty(), "{:?}", center.open_cases());
    assert_eq!(states(&center).iter().filter(|(_, state)| *state == ReviewState::Withdrawn).count(), 1);
}

#[test]
fn a_withdrawn_reading_disagrees_with_nobody() {
    let (center, mut one, mut two) = started();
    let wrong = reading(WHO, 1900);
    one.read(&wrong);
    two.append_by(OperatorId(2), EntryBody::ReadingEntered(reading(WHO, 1100)));
    one.sync(&center.prefecture);
    two.sync(&center.prefecture);
    assert_eq!(center.open_cases().len(), 1);
    one.append(EntryBody::ReadingWithdrawn { reading: wrong.id, reason: "看错一位".to_owned() });
    one.sync(&center.prefecture);
    assert!(center.open_cases().is_empty());
}

#[test]
fn a_review_reaches_the_reader_and_an_own_waiting_reading_does_not_come_back() {
    let (center, mut one, mut two) = started();
    let read = reading(WHO, 1100);
    one.read(&read);
    assert_eq!(heard(&one.sync(&center.prefecture)), []);
    assert_eq!(heard(&two.sync(&center.prefecture)), [ReviewState::Waiting]);
    two.review(&[&read], Verdict::SentBack);
    two.sync(&center.prefecture);
    assert_eq!(heard(&one.sync(&center.prefecture)), [ReviewState::SentBack]);
    let elsewhere = center.desk("42128010401", "LFG-01").sync(&center.prefecture);
    assert_eq!(heard(&elsewhere), [], "another station hears nothing");
}

#[test]
fn a_reader_who_reviews_their_own_reading_reviewed_nothing() {
    let (center, mut one, mut two) = started();
    let read = reading(WHO, 1100);
    let reader = OperatorId(8);
    one.append_by(reader, EntryBody::ReadingEntered(read.clone()));
    one.review(&[&read], Verdict::Approved);
    one.sync(&center.prefecture);
    assert_eq!(states(&center)[0].1, ReviewState::Waiting);
    two.append_by(
        OperatorId(9),
        EntryBody::ReadingsReviewed(Review {
            readings: vec![read.id],
            verdict: Verdict::Approved,
            note: String::new(),
        }),
    );
    two.sync(&center.prefecture);
    assert_eq!(states(&center)[0].1, ReviewState::Approved);
}

#[test]
fn a_review_that_arrives_before_its_reading_counts_when_it_is_there() {
    let (center, mut one, mut two) = started();
    let read = reading(WHO, 1100);
    one.read(&read);
    two.review(&[&read], Verdict::Approved);
    two.sync(&center.prefecture);
    assert_eq!(states(&center), []);
    one.sync(&center.prefecture);
    assert_eq!(states(&center), [("1100".to_owned(), ReviewState::Approved)]);
}

#[test]
fn what_was_read_on_site_counts_before_what_was_read_remotely() {
    let (center, mut one, _) = started();
    let remote = Reading { method: ReadingMethod::Centralised, ..reading(WHO, 1100) };
    assert_eq!(center.import_readings([remote.clone()]).unwrap().new, 1);
    assert_eq!(center.import_readings([remote]).unwrap().new, 0, "loading again changes nothing");
    let site = reading(WHO, 1090);
    one.read(&site);
    one.review(&[&site], Verdict::Approved);
    one.sync(&center.prefecture);
    assert_eq!(center.open_cases(), [format!("readings-disagree {} 2026-11", meter_of(WHO))]);
    let wish = center::BillRunWish {
        period: period("2026-11"),
        unit: None,
        segments: Vec::new(),
        issued_on: day("2026-11-23"),
    };
    center.start_bill_run(&wish).unwrap();
    center.resume_bill_runs().unwrap();
    assert_eq!(bills(&center, WHO), ["2026-11 50.22"], "90 kWh, as the reader saw it");
}

#[test]
fn an_outlet_that_billed_a_remote_reading_gets_a_difference_when_the_site_says_otherwise() {
    let center = TestCenter::new();
    load_metered(&center, &[WHO], OnTheSpot::Yes);
    let (mut one, mut two) = (center.desk("42128010301", "BYP-01"), center.desk("42128010302", "XJY-01"));
    let remote = Reading { method: ReadingMethod::Remote, ..reading(WHO, 1100) };
    one.read(&remote);
    let issued = bill_at_the_outlet(&supply(WHO, SEGMENT), &[&remote], vec![price(1, "2017-04-01", "0.558")], 1);
    one.append(EntryBody::BillIssued(issued));
    one.sync(&center.prefecture);
    two.read(&reading(WHO, 1090));
    two.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 -5.58"]);
    let reason = statement(&center, WHO, "2026-11#2").reason;
    assert_eq!(reason, StatementReason::ReadingCorrected { of: "2026-11".parse().unwrap() });
    center.assert_books_balance();
}

#[test]
fn rounds_imports_notices_and_requests_are_kept_as_their_entries_say() {
    let (center, mut one, _) = started();
    let round = PreparedRound {
        round: RoundId { segment: SEGMENT.parse().unwrap(), period: period("2026-11") },
        planned_on: day("2026-11-05"),
        points: 1,
        snapshot: FileHash([7; 32]),
    };
    one.append(EntryBody::RoundPrepared(round.clone()));
    let notice = Notice {
        id: NoticeId(next_id(9)),
        kind: NoticeKind::Arrears,
        customer: WHO.parse().unwrap(),
        on: day("2026-11-23"),
        principal: money("55.80"),
        penalty: Money::ZERO,
        pay_by: day("2026-11-30"),
        cut_from: None,
    };
    one.append(EntryBody::NoticePrinted(notice.clone()));
    let read = reading(WHO, 1100);
    one.read(&read);
    let request =
        ReadingRequest { reading: read.id, registers: Registers::total(1105.into()), reason: "看错".to_owned() };
    one.append(EntryBody::ReadingRequested(request));
    one.sync(&center.prefecture);
    let center = center.restarted();
    assert_eq!(center.rounds(period("2026-11")).unwrap()[0].1, round);
    assert_eq!(center.notices(&WHO.parse().unwrap()).unwrap()[0].1, notice);
    let filter = ReadingFilter { period: period("2026-11"), segment: Some(SEGMENT.parse().unwrap()), limit: 10 };
    let (row, acts) = center.readings(&filter).unwrap().remove(0);
    assert_eq!((row.state, acts.len(), acts[0].note.as_str()), (ReviewState::Waiting, 1, "看错"));
}

#[test]
fn a_customer_that_moved_takes_its_supply_and_readings_along() {
    let (center, mut one, _) = started();
    one.read(&reading(WHO, 1100));
    one.sync(&center.prefecture);
    let mut there = center.desk("42128010401", "LFG-01");
    there.sync(&center.prefecture);
    let mut moved = account(WHO, &[]);
    moved.customer.unit = "421280104".parse().unwrap();
    center.load(vec![moved]);
    let reply = there.sync(&center.prefecture);
    assert!(reply.changes.iter().any(|change| matches!(change, Change::Supply(_))));
    assert_eq!(heard(&reply), [ReviewState::Waiting]);
}

#[test]
fn money_comes_first_in_a_reply_and_derivations_last() {
    let center = TestCenter::new();
    let mut desk = center.desk("42128010301", "BYP-01");
    load_metered(&center, &[WHO], OnTheSpot::No);
    center.import_readings([reading(WHO, 1100)]).unwrap();
    let wish = center::BillRunWish {
        period: period("2026-11"),
        unit: None,
        segments: Vec::new(),
        issued_on: day("2026-11-23"),
    };
    center.start_bill_run(&wish).unwrap();
    center.resume_bill_runs().unwrap();
    let name = |change: &Change| match change {
        Change::Customer(_) => "customer",
        Change::Supply(_) => "supply",
        Change::Reading(_) => "reading",
        Change::Statement(_) => "statement",
        _ => "other",
    };
    let mut names: Vec<&str> = desk.sync(&center.prefecture).changes.iter().map(name).collect();
    names.dedup();
    assert_eq!(names, ["customer", "supply", "reading", "other", "statement"]);
}

#[test]
fn many_supplies_come_in_bounded_pieces() {
    let center = TestCenter::new();
    let customers: Vec<String> = (0..200).map(|number| format!("42800{number:05}")).collect();
    let names: Vec<&str> = customers.iter().map(String::as_str).collect();
    load_metered(&center, &names, OnTheSpot::No);
    let mut desk = center.desk("42128010301", "BYP-01");
    let (mut replies, mut supplies) = (0, 0);
    loop {
        let mut request = desk.request(None);
        request.pull_bytes_max = 20_000;
        let reply = center.exchange(&request).unwrap();
        desk.cursor = reply.cursor;
        supplies += reply.changes.iter().filter(|change| matches!(change, Change::Supply(_))).count();
        replies += 1;
        if !reply.more {
            break;
        }
    }
    assert_eq!(supplies, 200);
    assert!(replies > 5, "{replies}");
}
