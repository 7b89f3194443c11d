//! The month's bill run: tried out, compared, issued once, whatever happens in between.

mod common;

use center::ledger::RunRow;
use center::{BillRunWish, NewCorrection, SettleCorrection};
use common::metered::*;
use common::*;
use domain::*;

const CUSTOMERS: [&str; 4] = ["4280000001", "4280000002", "4280000003", "4280000004"];

fn wish() -> BillRunWish {
    BillRunWish { period: period("2026-11"), unit: None, segments: Vec::new(), issued_on: day("2026-11-23") }
}

fn started() -> TestCenter {
    let center = TestCenter::new();
    load_metered(&center, &CUSTOMERS, OnTheSpot::No);
    center
}

fn issue(center: &TestCenter, wish: &BillRunWish) -> RunRow {
    let id = center.start_bill_run(wish).unwrap();
    center.resume_bill_runs().unwrap();
    center.bill_run(id).unwrap().unwrap()
}

#[test]
fn a_trial_computes_and_compares_and_issues_nothing() {
    let center = TestCenter::new();
    load_metered(&center, &CUSTOMERS, OnTheSpot::No);
    center.load(vec![account(CUSTOMERS[0], &[("2026-10", "50.00")])]);
    center.import_readings(CUSTOMERS[..2].iter().map(|no| reading(no, 1160))).unwrap();
    let (before, version) = (center.ledger(), center.supply(&CUSTOMERS[0].parse().unwrap()).unwrap().unwrap().version);
    let run = center.trial_bill_run(&wish()).unwrap();
    assert_eq!((run.summary.bills, run.summary.kwh, run.summary.amount), (2, 320, money("178.56")));
    let sums = run.summary.units[&STATION.parse().unwrap()];
    assert_eq!((sums.bills, sums.last_bills, sums.last_kwh, sums.last_amount), (2, 1, 100, money("50.00")));
    assert_eq!(run.summary.swings[0].kwh, 160);
    assert_eq!(run.summary.unbilled["no-reading"], 2, "unread customers are listed, never guessed");
    let unbilled = center.unbilled(center::BillRunId(run.id), Some("no-reading"), 10).unwrap();
    assert_eq!(unbilled.iter().map(|row| row.customer.as_str()).collect::<Vec<_>>(), CUSTOMERS[2..]);
    assert_eq!(center.ledger(), before);
    assert_eq!(bills(&center, CUSTOMERS[1]), Vec::<String>::new());
    assert_eq!(center.supply(&CUSTOMERS[0].parse().unwrap()).unwrap().unwrap().version, version);
}

#[test]
fn a_run_that_could_only_fail_is_not_begun() {
    let center = started();
    assert_eq!(center.judge_wish(&wish()), Ok(()));
    let before_all_prices = BillRunWish { period: period("1900-01"), ..wish() };
    let refusal = center.judge_wish(&before_all_prices).unwrap_err();
    assert!(refusal.to_string().starts_with("no price was in force in 1900-01"), "{refusal}");
    for issued_on in [day("2026-10-31"), chrono::NaiveDate::MAX] {
        let refusal = center.judge_wish(&BillRunWish { issued_on, ..wish() }).unwrap_err();
        assert!(refusal.to_string().contains("cannot bear the day"), "{refusal}");
    }
}

#[test]
fn issuing_again_issues_only_what_was_missing() {
    let center = started();
    center.import_readings(CUSTOMERS[..2].iter().map(|no| reading(no, 1100))).unwrap();
    let first = issue(&center, &wish());
    assert_eq!((first.summary.bills, first.finished_ms.is_some()), (2, true));
    let ledger = center.ledger();
    assert!(ledger.contains(&format!("{STATION} Receivable 111.60")), "{ledger:?}");
    let again = issue(&center, &wish());
    assert_eq!((again.summary.bills, again.summary.billed_before), (0, 2));
    assert_eq!(center.ledger(), ledger);
    center.import_readings(CUSTOMERS[2..3].iter().map(|no| reading(no, 1100))).unwrap();
    assert_eq!(issue(&center, &wish()).summary.bills, 1);
    assert_eq!(bills(&center, CUSTOMERS[2]), ["2026-11 55.80"]);
    let account = center.account(&CUSTOMERS[2].parse().unwrap()).unwrap().unwrap().account;
    assert_eq!(account.bills[0].penalty_start, day("2026-12-14"), "20 days after the bill");
    center.assert_books_balance();
}

#[test]
fn the_next_month_goes_on_where_the_last_one_ended() {
    let center = started();
    center.import_readings([reading(CUSTOMERS[0], 1100)]).unwrap();
    issue(&center, &wish());
    let december = Reading { period: period("2026-12"), on: day("2026-12-05"), ..reading(CUSTOMERS[0], 1150) };
    center.import_readings([december]).unwrap();
    issue(&center, &BillRunWish { period: period("2026-12"), ..wish() });
    assert_eq!(bills(&center, CUSTOMERS[0]), ["2026-11 55.80", "2026-12 27.90"]);
    let steps = statement(&center, CUSTOMERS[0], "2026-12").steps.unwrap();
    assert_eq!(steps.tiers[0].before_kwh, 1000, "900 before, and 100 in November");
}

#[test]
fn what_nobody_reviewed_is_not_billed() {
    let center = started();
    let mut desk = center.desk("42128010301", "BYP-01");
    let read = reading(CUSTOMERS[0], 1100);
    desk.read(&read);
    desk.sync(&center.prefecture);
    assert_eq!(issue(&center, &wish()).summary.unbilled["not-reviewed"], 1);
    desk.review(&[&read], Verdict::SentBack);
    desk.sync(&center.prefecture);
    assert_eq!(issue(&center, &wish()).summary.unbilled["no-reading"], 4);
    desk.review(&[&read], Verdict::Approved);
    desk.sync(&center.prefecture);
    assert_eq!(issue(&center, &wish()).summary.bills, 1);
}

#[test]
fn segments_billed_on_the_spot_take_part_only_when_named() {
    let center = started();
    center.import_segments(&[segment(SEGMENT, OnTheSpot::Yes)]).unwrap();
    center.import_readings([reading(CUSTOMERS[0], 1100)]).unwrap();
    let run = issue(&center, &wish());
    assert_eq!((run.summary.bills, run.summary.delegated), (0, 4));
    let named = BillRunWish { segments: vec![SEGMENT.parse().unwrap()], ..wish() };
    assert_eq!(issue(&center, &named).summary.bills, 1);
    let other = BillRunWish { segments: vec![HERE.parse().unwrap()], ..wish() };
    assert_eq!(issue(&center, &other).summary.not_due, 4);
}

#[test]
fn a_unit_bills_its_own_customers() {
    let center = started();
    center.import_readings(CUSTOMERS.iter().map(|no| reading(no, 1100))).unwrap();
    let elsewhere = BillRunWish { unit: Some("421280104".parse().unwrap()), ..wish() };
    assert_eq!(issue(&center, &elsewhere).summary.customers, 0);
    let county = BillRunWish { unit: Some("4212801".parse().unwrap()), ..wish() };
    assert_eq!(issue(&center, &county).summary.bills, 4);
}

#[test]
fn a_run_that_broke_off_goes_on_and_issues_exactly_once() {
    let center = TestCenter::new();
    let customers: Vec<String> = (0..9_000).map(|number| format!("42800{number:05}")).collect();
    let names: Vec<&str> = customers.iter().map(String::as_str).collect();
    load_metered(&center, &names, OnTheSpot::No);
    center.import_readings(names.iter().map(|no| reading(no, 1100))).unwrap();
    let id = center.start_bill_run(&wish()).unwrap();
    assert!(center.advance_bill_run(id).unwrap());
    let run = center.bill_run(id).unwrap().unwrap();
    assert!(run.finished_ms.is_none() && run.summary.bills > 0, "{run:?}");
    let center = center.restarted();
    center.resume_bill_runs().unwrap();
    center.resume_bill_runs().unwrap();
    let run = center.bill_run(id).unwrap().unwrap();
    assert_eq!((run.summary.bills, run.summary.amount), (9_000, money("502200.00")));
    let receivable = format!("{STATION} Receivable 502200.00");
    assert!(center.ledger().contains(&receivable), "{:?}", center.ledger());
    assert_eq!(bills(&center, names[8_999]), ["2026-11 55.80"]);
    center.assert_books_balance();
}

#[test]
fn a_late_tariff_is_answered_once_and_twice_changes_nothing() {
    let center = started();
    center.import_readings(CUSTOMERS.iter().map(|no| reading(no, 1100))).unwrap();
    issue(&center, &wish());
    let late = [price(2, "2026-06-01", "0.600")];
    assert_eq!(center.import_prices(&late).unwrap(), 1);
    for no in CUSTOMERS {
        assert_eq!(bills(&center, no), ["2026-11 55.80", "2026-11#2 4.20"]);
    }
    let ledger = center.ledger();
    assert!(ledger.contains(&format!("{STATION} Receivable 240.00")), "{ledger:?}");
    assert_eq!(center.import_prices(&late).unwrap(), 0);
    assert_eq!(center.ledger(), ledger);
    let other = PriceVersion { code: "COM-LV".parse().unwrap(), ..price(3, "2026-06-01", "0.900") };
    center.import_prices(&[other]).unwrap();
    center.import_prices(&[price(4, "2027-01-01", "0.900")]).unwrap();
    assert_eq!(center.ledger(), ledger, "a price that no bill used moves nothing");
    center.import_prices(&[price(5, "2026-07-01", "0.558")]).unwrap();
    assert_eq!(bills(&center, CUSTOMERS[0]), ["2026-11 55.80", "2026-11#2 4.20", "2026-11#3 -4.20"]);
    assert!(center.open_cases().is_empty());
    center.assert_books_balance();
}

#[test]
fn a_late_tariff_above_the_limit_opens_cases_and_a_later_one_closes_them() {
    let center = started();
    center.import_billing_rules(&[limit("1.00")]).unwrap();
    center.import_readings([reading(CUSTOMERS[0], 1100)]).unwrap();
    issue(&center, &wish());
    center.import_prices(&[price(2, "2026-06-01", "0.600")]).unwrap();
    assert_eq!(center.open_cases(), [format!("bill-differs {} 2026-11", CUSTOMERS[0])]);
    assert_eq!(bills(&center, CUSTOMERS[0]), ["2026-11 55.80"]);
    center.import_prices(&[price(2, "2026-06-01", "0.558")]).unwrap();
    assert!(center.open_cases().is_empty());
}

fn correction(customer: &str, settle: SettleCorrection) -> NewCorrection {
    NewCorrection {
        customer: customer.parse().unwrap(),
        correction: Correction {
            point: point_of(customer),
            document: "退补 2026-01".to_owned(),
            basis: CorrectionBasis::Agreed { kwh: 10 },
        },
        settle,
    }
}

#[test]
fn a_correction_is_settled_once_with_the_next_bill() {
    let center = started();
    let new = correction(CUSTOMERS[0], SettleCorrection::NextBill);
    assert!(center.correct(&new).unwrap());
    assert!(!center.correct(&new).unwrap(), "the same decision is loaded once");
    center.import_readings([reading(CUSTOMERS[0], 1100)]).unwrap();
    issue(&center, &wish());
    assert_eq!(bills(&center, CUSTOMERS[0]), ["2026-11 61.38"]);
    let december = Reading { period: period("2026-12"), on: day("2026-12-05"), ..reading(CUSTOMERS[0], 1200) };
    center.import_readings([december]).unwrap();
    issue(&center, &BillRunWish { period: period("2026-12"), ..wish() });
    assert_eq!(bills(&center, CUSTOMERS[0]), ["2026-11 61.38", "2026-12 55.80"]);
}

#[test]
fn a_correction_of_a_past_month_is_a_difference_and_never_an_edit() {
    let center = started();
    center.import_billing_rules(&[limit("1.00")]).unwrap();
    center.import_readings([reading(CUSTOMERS[0], 1100)]).unwrap();
    issue(&center, &wish());
    let now = SettleCorrection::Now { period: period("2026-11") };
    assert!(center.correct(&correction(CUSTOMERS[0], now)).unwrap());
    assert_eq!(bills(&center, CUSTOMERS[0]), ["2026-11 55.80", "2026-11#2 5.58"], "decided, so no limit holds it back");
    let reason = statement(&center, CUSTOMERS[0], "2026-11#2").reason;
    assert_eq!(reason, StatementReason::Correction { of: "2026-11".parse().unwrap() });
    assert!(center.open_cases().is_empty());
    let refused = center.correct(&correction(CUSTOMERS[1], now)).unwrap_err();
    assert!(refused.to_string().contains("settle it with the next bill"), "{refused}");
    center.assert_books_balance();
}

#[test]
fn loading_an_account_again_keeps_the_bills_that_were_issued_here() {
    let center = started();
    center.import_readings([reading(CUSTOMERS[0], 1100)]).unwrap();
    issue(&center, &wish());
    center.load(vec![account(CUSTOMERS[0], &[("2026-10", "50.00"), ("2026-11", "1.00")])]);
    assert_eq!(bills(&center, CUSTOMERS[0]), ["2026-10 50.00", "2026-11 55.80"]);
    assert!(center.ledger().contains(&format!("{STATION} Receivable 105.80")), "{:?}", center.ledger());
    let mut again = supply(CUSTOMERS[0], SEGMENT);
    again.supply.capacity_kva = 16.into();
    center.import_supplies([again]).unwrap();
    let state = center.supply(&CUSTOMERS[0].parse().unwrap()).unwrap().unwrap();
    assert_eq!(state.last[0].registers, Registers::total(1100.into()), "a newer archive does not turn the meter back");
    center.assert_books_balance();
}
