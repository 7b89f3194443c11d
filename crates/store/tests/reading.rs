//! Rounds, readings and bills in the replica: what belongs to the journal stays, what the center sends is replaced.

mod common;

use common::reading::{
    SEGMENT, date, issued, known, november, point_no, reading, reading_id, round, segment, statement, supply,
};
use common::{Desk, Place, bill, customer, no, state, stream, yuan};
use domain::{
    BillingRules, LedgerAccount, Money, Reading, ReadingMethod, RestoreId, RestoreRequest, Review, ReviewState, Seq,
    Verdict,
};
use journal::EntryBody;
use store::StoreError;

const TIAN: &str = "4280011234";
const TAN: &str = "4280011235";

fn desk(place: &Place) -> Desk {
    let mut desk = Desk::open(&place.file());
    for (number, name) in [(TIAN, "田翠英"), (TAN, "谭翠云")] {
        desk.put(&state(customer(number, name), vec![]), 0);
        hear(&mut desk, |write| write.put_supply(&supply(number, 1)));
    }
    hear(&mut desk, |write| write.put_segment(&segment()));
    desk
}

fn hear(desk: &mut Desk, change: impl FnOnce(&mut store::Write<'_>) -> Result<(), StoreError>) {
    let mut write = desk.store.write().unwrap();
    change(&mut write).unwrap();
    write.commit().unwrap();
}

#[test]
fn a_customer_who_leaves_takes_the_supply_along_and_stays_in_the_round() {
    let place = Place::new("supply-left");
    let mut desk = desk(&place);
    let segment_no = SEGMENT.parse().unwrap();
    assert_eq!(desk.store.read().points_in(&segment_no).unwrap(), 2);
    let supplies = desk.store.read().supplies_in(&segment_no).unwrap();
    desk.prepare(&supplies);
    hear(&mut desk, |write| write.put_statement(&statement(TIAN, "2026-10", "33.48")));
    hear(&mut desk, |write| write.customer_left(&no(TIAN)));
    let read = desk.store.read();
    assert_eq!(read.supply(&no(TIAN)).unwrap(), None);
    assert_eq!(read.points_in(&segment_no).unwrap(), 1);
    assert_eq!(read.center_statements(&no(TIAN)).unwrap(), []);
    assert_eq!(desk.supply_of(&no(TIAN)).unwrap(), Some(supply(TIAN, 1)));
    let points = read.round_points(&round()).unwrap();
    assert_eq!(points.iter().map(|point| point.name.as_str()).collect::<Vec<_>>(), ["", "谭翠云"]);
}

#[test]
fn a_supply_that_moves_to_another_segment_is_found_there_only() {
    let place = Place::new("supply-moved");
    let mut desk = desk(&place);
    let mut moved = supply(TIAN, 2);
    moved.supply.points[0].segment = "S02".parse().unwrap();
    hear(&mut desk, |write| write.put_supply(&moved));
    let read = desk.store.read();
    assert_eq!(read.supplies_in(&SEGMENT.parse().unwrap()).unwrap(), [supply(TAN, 1)]);
    assert_eq!(read.supplies_in(&"S02".parse().unwrap()).unwrap(), [moved]);
    assert_eq!(read.segment_of(&no(TIAN)).unwrap(), Some("S02".parse().unwrap()));
}

#[test]
fn a_round_whose_snapshot_is_not_there_is_no_round() {
    let place = Place::new("no-snapshot");
    let mut desk = desk(&place);
    let prepared = domain::PreparedRound {
        round: round(),
        planned_on: date("2026-11-20"),
        points: 2,
        snapshot: domain::FileHash([1; 32]),
    };
    let refused = desk.append(EntryBody::RoundPrepared(prepared));
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
    assert_eq!(desk.store.read().round(&round()).unwrap(), None);
}

#[test]
fn a_reading_is_as_far_as_the_desk_or_the_center_brought_it() {
    let place = Place::new("furthest");
    let mut desk = desk(&place);
    desk.prepare(&[supply(TIAN, 1), supply(TAN, 1)]);
    desk.read_meter(reading(1, TIAN, 100));
    let state = |desk: &Desk| desk.store.read().reading(reading_id(1)).unwrap().unwrap().known.state;
    assert_eq!(state(&desk), ReviewState::Waiting);
    hear(&mut desk, |write| write.put_known_reading(&known(reading(1, TIAN, 100), ReviewState::Approved)));
    assert_eq!(state(&desk), ReviewState::Approved);
    desk.append(EntryBody::BillIssued(issued(1, TIAN, "2026-11", "55.80", &[1]))).unwrap();
    assert_eq!(state(&desk), ReviewState::Billed, "the center has not heard of the bill yet");
    let marks = desk.store.read().reading_marks(&round()).unwrap();
    assert_eq!(marks[&point_no(TIAN)].state, ReviewState::Billed);
}

#[test]
fn of_two_readings_of_a_point_the_one_on_site_counts() {
    let place = Place::new("on-site");
    let mut desk = desk(&place);
    desk.prepare(&[supply(TIAN, 1), supply(TAN, 1)]);
    desk.read_meter(Reading { method: ReadingMethod::Centralised, ..reading(1, TIAN, 100) });
    hear(&mut desk, |write| write.put_known_reading(&known(reading(9, TIAN, 101), ReviewState::Waiting)));
    let read = desk.store.read();
    assert_eq!(read.reading_marks(&round()).unwrap()[&point_no(TIAN)].reading, reading_id(9));
    assert_eq!(read.readings_of_point(&point_no(TIAN), november()).unwrap().len(), 2);
    assert_eq!(read.readings_in(november(), Some(&SEGMENT.parse().unwrap())).unwrap().len(), 2);
    assert_eq!(read.readings_in(november(), Some(&"S02".parse().unwrap())).unwrap(), []);
}

#[test]
fn a_verdict_over_a_reading_of_another_device_is_kept_here() {
    let place = Place::new("verdict");
    let mut desk = desk(&place);
    hear(&mut desk, |write| write.put_known_reading(&known(reading(9, TIAN, 101), ReviewState::Waiting)));
    let review = Review { readings: vec![reading_id(9)], verdict: Verdict::SentBack, note: "请复抄".to_owned() };
    desk.append(EntryBody::ReadingsReviewed(review)).unwrap();
    let row = desk.store.read().reading(reading_id(9)).unwrap().unwrap();
    let reviewed = (row.known.state, row.known.reviewer, row.known.note.as_str());
    assert_eq!(reviewed, (ReviewState::SentBack, Some(common::CASHIER), "请复抄"));
    assert!(!row.is_here());
}

/// Entry 1 opens the shift, 2 issues the bill, 3 pays it, 4 reverses that.
#[test]
fn an_own_bill_is_counted_once_whatever_part_of_the_journal_the_rows_contain() {
    let place = Place::new("own-bill");
    let mut desk = desk(&place);
    desk.append(EntryBody::BillIssued(issued(1, TIAN, "2026-11", "55.80", &[]))).unwrap();
    let paid = desk.pay(TIAN, "55.80");
    desk.reverse(&paid);
    let bill = issued(1, TIAN, "2026-11", "55.80", &[]).bill();
    let rows = |bills| state(customer(TIAN, "田翠英"), bills);
    let mut settled = rows(vec![bill.clone()]);
    settled.account.place(&paid, &desk.rules());
    for (applied_through, rows) in [
        (0, rows(vec![])),
        (1, rows(vec![])),
        (2, rows(vec![bill.clone()])),
        (3, settled),
        (3, rows(vec![])),
        (4, rows(vec![bill.clone()])),
    ] {
        desk.put(&rows, applied_through);
        let account = desk.account(TIAN);
        assert_eq!((account.arrears(), account.prepaid), (yuan("55.80"), Money::ZERO), "{applied_through}");
        assert_eq!(account.bills.len(), 1, "{applied_through}");
    }
    desk.put(&rows(vec![]), 2);
    assert_eq!(desk.account(TIAN).arrears(), Money::ZERO, "contained and gone: somebody else settled it");
}

#[test]
fn a_bill_in_the_customers_favour_becomes_prepayment() {
    let place = Place::new("favour");
    let mut desk = desk(&place);
    desk.put(&state(customer(TIAN, "田翠英"), vec![bill("2026-10", "36.40")]), 0);
    desk.append(EntryBody::BillIssued(issued(1, TIAN, "2026-11", "-5.00", &[]))).unwrap();
    let account = desk.account(TIAN);
    assert_eq!((account.prepaid, account.arrears()), (yuan("5.00"), yuan("36.40")));
    let station = common::STATION.parse().unwrap();
    assert_eq!(desk.store.read().balance(&station, LedgerAccount::Prepaid).unwrap(), yuan("-5.00"));
    assert!(desk.store.read().trial_balance().unwrap().iter().all(|(_, sum)| sum.is_zero()));
}

#[test]
fn bills_are_numbered_without_gaps_in_each_life_of_the_journal() {
    let place = Place::new("bill-numbers");
    let mut desk = desk(&place);
    assert_eq!(desk.store.read().next_bill_number().unwrap(), 1);
    desk.append(EntryBody::BillIssued(issued(1, TIAN, "2026-11", "55.80", &[]))).unwrap();
    let read = desk.store.read();
    assert_eq!(read.next_bill_number().unwrap(), 2);
    let row = read.issued_bill(&no(TIAN), "2026-11".parse().unwrap()).unwrap().unwrap();
    assert_eq!(row.no.to_string(), "BYP-01-1-B000001");
}

#[test]
fn a_restore_request_is_unsent_until_the_center_holds_its_entry() {
    let place = Place::new("restore");
    let mut desk = desk(&place);
    let payment = desk.pay(TIAN, "10.00").id;
    let id = RestoreId(payment.0);
    let request = RestoreRequest { id, customer: no(TIAN), payment, asked_at_ms: 1, due_at_ms: 2 };
    desk.append(EntryBody::RestoreRequested(request.clone())).unwrap();
    let unsent = |desk: &Desk| desk.store.read().unsent_restore_requests(50).unwrap();
    assert_eq!(unsent(&desk), [request]);
    hear(&mut desk, |write| write.set_held(stream(1), Seq(2)));
    assert_eq!(unsent(&desk).len(), 1, "the payment is held, the request is not");
    hear(&mut desk, |write| write.set_held(stream(1), Seq(3)));
    assert_eq!(unsent(&desk), []);
}

#[test]
fn the_tariff_holds_all_prices_and_all_versions_of_the_settings() {
    let place = Place::new("tariff");
    let mut desk = desk(&place);
    let standard = BillingRules::standard();
    let known = |desk: &Desk| desk.store.read().tariff().unwrap().rules_versions().to_vec();
    assert_eq!(known(&desk), std::slice::from_ref(&standard), "until the center sent some");
    let from = |day: &str| BillingRules { effective_from: date(day), ..standard.clone() };
    for rules in [from("2027-01-01"), from("2026-01-01"), from("2027-01-01")] {
        hear(&mut desk, |write| write.put_billing_rules(&rules));
    }
    assert_eq!(known(&desk), [from("2026-01-01"), from("2027-01-01")]);
}
