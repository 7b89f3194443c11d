//! Bills that outlets issued in front of the customer: they become debt, and the center computes them again.

mod common;

use center::ledger::{CaseFilter, CaseStatus};
use common::metered::*;
use common::*;
use domain::*;
use sync::{Center, Change};

const WHO: &str = "4280011234";
const NEW: &str = "0.600";

fn known() -> Vec<PriceVersion> {
    vec![price(1, "2017-04-01", "0.558")]
}

/// A center where one customer is billed on the spot, and its desk.
fn started() -> (TestCenter, Desk) {
    let center = TestCenter::new();
    load_metered(&center, &[WHO], OnTheSpot::Yes);
    let desk = center.desk("42128010301", "BYP-01");
    (center, desk)
}

fn conflict(center: &TestCenter) -> Conflict {
    let filter = CaseFilter { status: Some(CaseStatus::Open), ..CaseFilter::default() };
    let mut cases = center.cases(&filter).unwrap();
    assert_eq!(cases.len(), 1, "{cases:?}");
    cases.remove(0).conflict
}

#[test]
fn an_equal_bill_is_issued_as_it_is() {
    let (center, mut desk) = started();
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"]);
    assert!(center.ledger().contains(&format!("{STATION} Receivable 55.80")), "{:?}", center.ledger());
    assert!(center.open_cases().is_empty(), "{:?}", center.open_cases());
    let state = center.supply(&WHO.parse().unwrap()).unwrap().unwrap();
    assert_eq!(state.last[0].registers, Registers::total(1100.into()));
    assert_eq!((state.year.kwh, state.months[0].kwh), (1000, 100));
    center.assert_books_balance();
}

#[test]
fn a_desk_gets_the_account_row_that_holds_its_own_bill() {
    let (center, mut desk) = started();
    desk.sync(&center.prefecture);
    desk.open_shift(1);
    desk.read_and_bill(WHO, 1100, known());
    desk.pay(WHO, "2026-11", "20.00");
    let reply = desk.sync(&center.prefecture);
    let row = reply.changes.iter().find_map(|change| match change {
        Change::Customer(state) => Some(&state.account),
        _ => None,
    });
    assert_eq!(row.expect("the row comes down").arrears(), money("35.80"));
    let supply =
        reply.changes.iter().find_map(|change| if let Change::Supply(state) = change { Some(state) } else { None });
    assert_eq!(supply.unwrap().last[0].registers, Registers::total(1100.into()));
    assert!(!reply.changes.iter().any(|change| matches!(change, Change::Statement(_))), "its own bill is at the desk");
    assert!(desk.sync(&center.prefecture).changes.is_empty());
}

#[test]
fn an_older_tariff_at_the_outlet_gives_a_difference_that_shows_both() {
    let (center, mut desk) = started();
    center.import_prices(&[price(2, "2026-06-01", NEW)]).unwrap();
    desk.read_and_bill(WHO, 1100, known());
    let reply = desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 4.20"]);
    let difference = statement(&center, WHO, "2026-11#2");
    assert_eq!(difference.reason, StatementReason::LateTariff { of: "2026-11".parse().unwrap() });
    let lines: Vec<String> = difference.lines.iter().map(|line| format!("{} {}", line.red, line.amount)).collect();
    assert_eq!(lines, ["true -55.80", "false 60.00"], "what was issued and what it should be");
    assert!(reply.changes.iter().any(|change| matches!(change, Change::Statement(it) if **it == difference)));
    assert!(center.open_cases().is_empty());
    center.assert_books_balance();
}

#[test]
fn a_newer_archive_says_so() {
    let (center, mut desk) = started();
    let mut newer = supply(WHO, SEGMENT);
    newer.supply.points[0].meters[0].multiplier = Some(2.into());
    assert_eq!(center.import_supplies([newer]).unwrap().changed, 1);
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 55.80"]);
    let reason = statement(&center, WHO, "2026-11#2").reason;
    assert_eq!(reason, StatementReason::NewerArchive { of: "2026-11".parse().unwrap() });
}

#[test]
fn a_difference_in_the_customers_favour_becomes_prepayment() {
    let (center, mut desk) = started();
    center.import_prices(&[price(2, "2026-06-01", "0.500")]).unwrap();
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 -5.80"]);
    assert_eq!(center.stands(WHO), ("5.80".to_owned(), "55.80".to_owned()));
    assert!(center.ledger().contains(&format!("{STATION} Prepaid -5.80")), "{:?}", center.ledger());
    center.assert_books_balance();
}

#[test]
fn a_difference_above_the_limit_waits_as_a_case() {
    let (center, mut desk) = started();
    center.import_billing_rules(&[limit("1.00")]).unwrap();
    center.import_prices(&[price(2, "2026-06-01", NEW)]).unwrap();
    let issued = desk.read_and_bill(WHO, 1100, known());
    let reply = desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"]);
    let Conflict::BillDiffers { bill, issued: was, should_be, difference, .. } = conflict(&center) else { panic!() };
    assert_eq!((bill, was, should_be), (issued.statement.id, money("55.80"), Some(money("60.00"))));
    assert_eq!(difference.unwrap().total, money("4.20"));
    assert!(reply.changes.iter().any(|change| matches!(change, Change::Case(notice) if notice.kind == "bill-differs")));
    assert_eq!(reply.outcomes.len(), 1, "the desk hears that a person will look");
    let state = center.supply(&WHO.parse().unwrap()).unwrap().unwrap();
    assert_eq!(state.last[0].registers, Registers::total(1100.into()), "the next month goes on from here");
}

#[test]
fn a_bill_that_arrives_twice_is_one_bill() {
    let (center, mut desk) = started();
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    let before = (center.ledger(), bills(&center, WHO));
    let again = desk.push(Seq(0), 100);
    center.exchange(&desk.request(again)).unwrap();
    assert_eq!((center.ledger(), bills(&center, WHO)), before);
    assert!(center.open_cases().is_empty());
}

#[test]
fn a_month_that_was_billed_twice_differently_is_a_case_and_nothing_is_overwritten() {
    let (center, mut desk) = started();
    let mut other = center.desk("42128010302", "XJY-01");
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    other.read_and_bill(WHO, 1120, known());
    let reply = other.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"]);
    let kinds: Vec<String> =
        center.open_cases().iter().map(|subject| subject.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["billed-twice", "readings-disagree"]);
    let row = reply
        .changes
        .iter()
        .any(|change| matches!(change, Change::Customer(it) if it.account.arrears() == money("55.80")));
    assert!(row, "the desk hears which bill counts");
    let mut third = center.desk("42128010302", "XJY-02");
    third.read_and_bill(WHO, 1100, known());
    third.sync(&center.prefecture);
    let twice = center.open_cases().iter().filter(|subject| subject.starts_with("billed-twice")).count();
    assert_eq!(twice, 1, "an equal bill disagrees with nothing");
    center.assert_books_balance();
}

#[test]
fn a_bill_that_the_center_cannot_compute_is_debt_and_a_case() {
    let (center, mut desk) = started();
    let mut unknown = supply(WHO, SEGMENT);
    unknown.supply.points[0].meters[0].multiplier = None;
    center.import_supplies([unknown]).unwrap();
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"]);
    let Conflict::BillDiffers { should_be: None, why: Some(why), .. } = conflict(&center) else { panic!() };
    assert!(why.contains("multiplier"), "{why}");
    let state = center.supply(&WHO.parse().unwrap()).unwrap().unwrap();
    assert_eq!((state.last[0].registers.clone(), state.year.kwh), (Registers::total(1100.into()), 1000));
}

#[test]
fn an_earlier_month_that_comes_late_moves_the_later_one() {
    let (center, mut desk) = started();
    let mut other = center.desk("42128010302", "XJY-01");
    let october = Reading { period: period("2026-10"), on: day("2026-10-20"), ..reading(WHO, 1040) };
    let first = bill_at_the_outlet(&supply(WHO, SEGMENT), &[&october], known(), 1);
    desk.read(&october);
    desk.append(journal::EntryBody::BillIssued(first));
    other.read_and_bill(WHO, 1100, known());
    other.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"]);
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-10 22.32", "2026-11 55.80", "2026-11#2 -22.32"]);
    center.assert_books_balance();
}
