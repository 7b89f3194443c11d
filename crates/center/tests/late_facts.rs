//! Facts that come when the bill is there already, and facts that nobody expects: no money is lost or doubled, and
//! no push is refused for ever.

mod common;

use center::ledger::BillRunWish;
use center::{NewCorrection, SettleCorrection};
use common::metered::*;
use common::*;
use domain::*;
use journal::EntryBody;

const WHO: &str = "4280011234";

fn known() -> Vec<PriceVersion> {
    vec![price(1, "2017-04-01", "0.558")]
}

fn started(billing: OnTheSpot) -> (TestCenter, Desk) {
    let center = TestCenter::new();
    load_metered(&center, &[WHO], billing);
    let desk = center.desk("42128010301", "BYP-01");
    (center, desk)
}

/// The center bills November from an approved reading of 1100.
fn billed_by_the_center() -> (TestCenter, Desk, Reading) {
    let (center, mut desk) = started(OnTheSpot::No);
    let read = reading(WHO, 1100);
    desk.read(&read);
    desk.review(&[&read], Verdict::Approved);
    desk.sync(&center.prefecture);
    let wish =
        BillRunWish { unit: None, period: period("2026-11"), segments: Vec::new(), issued_on: day("2026-11-06") };
    center.start_bill_run(&wish).unwrap();
    center.resume_bill_runs().unwrap();
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"]);
    (center, desk, read)
}

/// As much as a journal carries: it is debt or prepayment, the difference waits for a person, and the journal goes on.
#[test]
fn the_largest_bill_that_an_entry_can_hold_breaks_nothing() {
    for total in [Money::from_fen(10_i64.pow(13)), Money::from_fen(-(10_i64.pow(13)))] {
        let (center, mut desk) = started(OnTheSpot::Yes);
        let read = reading(WHO, 1100);
        desk.read(&read);
        let mut issued = bill_at_the_outlet(&supply(WHO, SEGMENT), &[&read], known(), 1);
        let line = &mut issued.statement.lines[0];
        (line.quantity, line.price, line.amount) = ((total.fen() / 100).into(), 1.into(), total);
        issued.statement.total = total;
        desk.append(EntryBody::BillIssued(issued));
        desk.sync(&center.prefecture);
        assert_eq!(bills(&center, WHO), [format!("2026-11 {total}")]);
        assert_eq!(center.open_cases().len(), 1);
        desk.open_shift(1);
        desk.pay(WHO, "2026-11", "20.00");
        desk.sync(&center.prefecture);
        center.import_prices(&[price(2, "2026-06-01", "0.600")]).unwrap();
        center.assert_books_balance();
    }
}

#[test]
fn a_reading_and_an_archive_that_nobody_can_compute_with_refuse_no_push() {
    let (center, mut desk) = started(OnTheSpot::Yes);
    let mut poisonous = supply(WHO, SEGMENT);
    poisonous.supply.points[0].meters[0].multiplier = Some(i64::MAX.into());
    center.import_supplies([poisonous]).unwrap();
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"], "a fact is debt, whatever the center makes of it");
    assert_eq!(center.open_cases().len(), 1);
    center.assert_books_balance();
}

#[test]
fn a_correction_that_comes_after_the_bill_waits_for_its_review_and_is_then_a_difference() {
    let (center, mut desk, read) = billed_by_the_center();
    let corrected = Reading { replaces: Some(read.id), ..reading(WHO, 1010) };
    desk.read(&corrected);
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"], "nobody reviewed the correction yet");
    desk.review(&[&corrected], Verdict::Approved);
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 -50.22"]);
    let reason = statement(&center, WHO, "2026-11#2").reason;
    assert_eq!(reason, StatementReason::ReadingCorrected { of: "2026-11".parse().unwrap() });
    let state = center.supply(&WHO.parse().unwrap()).unwrap().unwrap();
    assert_eq!((state.last[0].registers.clone(), state.year.kwh), (Registers::total(1010.into()), 910));
    center.assert_books_balance();
}

#[test]
fn a_reading_that_is_withdrawn_after_it_was_billed_is_a_case() {
    let (center, mut desk, read) = billed_by_the_center();
    desk.append(EntryBody::ReadingWithdrawn { reading: read.id, reason: "看错表".to_owned() });
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80"], "the bill stands until somebody looks");
    assert_eq!(center.open_cases().len(), 1);
}

#[test]
fn a_correction_that_waits_for_the_next_bill_comes_with_the_bill_of_an_outlet_once() {
    let (center, mut desk) = started(OnTheSpot::Yes);
    let basis = CorrectionBasis::Agreed { kwh: 10 };
    let correction = Correction { point: point_of(WHO), document: "工单 1".to_owned(), basis };
    let new = NewCorrection { customer: WHO.parse().unwrap(), correction, settle: SettleCorrection::NextBill };
    center.correct(&new).unwrap();
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 5.58"]);
    center.import_prices(&[price(2, "2026-12-01", "0.600")]).unwrap();
    center.import_prices(&[price(3, "2000-01-01", "0.700")]).unwrap();
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 5.58"], "and never again");
    center.assert_books_balance();
}
