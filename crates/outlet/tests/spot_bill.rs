//! A bill on the spot: with the reading or with its review, once, payable at once, and never twice on the account.

mod common;

use common::*;
use domain::*;
use outlet::*;
use uuid::Uuid;

#[test]
fn a_harmless_reading_yields_its_bill_in_the_same_breath() {
    let mut village = walking_village();
    let judged = village.outlet.judge_reading(&draft(1, 1, "1100")).unwrap();
    assert_eq!(judged.bill.as_ref().map(|bill| bill.total), Ok(yuan("55.80")), "shown while typing");
    assert_eq!(village.account(1).arrears(), Money::ZERO);

    let entered = village.enter(draft(1, 1, "1100")).unwrap();
    let bill = entered.bill.unwrap();
    assert_eq!((bill.no.to_string().as_str(), bill.issued.statement.total), ("BYP-01-1-B000001", yuan("55.80")));
    assert_eq!(Ok(&bill.issued.statement), judged.bill.as_ref());
    assert_eq!(bill.issued.penalty_start, date("2026-12-01"), "ten days of grace after 20 November");
    assert_eq!(bill.issued.readings, [reading_id(1)]);
    assert_eq!(village.state_of(1), ReviewState::Billed);
    assert_eq!(village.account(1).arrears(), yuan("55.80"));
    let station: UnitCode = STATION.parse().unwrap();
    let read = village.outlet.read();
    assert_eq!(read.balance(&station, LedgerAccount::Receivable).unwrap(), yuan("55.80"));
    assert_eq!(read.balance(&station, LedgerAccount::BillsIssued).unwrap(), yuan("-55.80"));
}

#[test]
fn the_bill_can_be_paid_at_once_and_a_reversal_puts_it_back() {
    let mut village = walking_village();
    village.enter(draft(1, 1, "1100")).unwrap();
    village.sign_in(CASHIER);
    village.outlet.open_shift(planned(), yuan("200")).unwrap();
    let taken = village.outlet.take_payment(&pay(1, 1, "100")).unwrap();
    assert_eq!(taken.row.payment.change, yuan("44.20"));
    assert_eq!(village.account(1).arrears(), Money::ZERO);

    let contained = |seq| [(Stream { device: DeviceId(1), incarnation: Incarnation(1) }, Seq(seq))];
    let all = village.entries();
    // The center holds everything and sends only what is open: nothing.
    village.hear(|write| write.put_customer(&customer_state(1, PowerState::On, vec![]), &contained(all), 0).unwrap());
    assert_eq!(village.account(1).arrears(), Money::ZERO);
    village.outlet.reverse_payment(ReversalId(Uuid::from_u128(5)), PaymentId(Uuid::from_u128(1)), "收错户").unwrap();
    assert_eq!(village.account(1).arrears(), yuan("55.80"));
}

#[test]
fn the_account_counts_the_bill_once_whatever_the_centers_row_contains() {
    let mut village = walking_village();
    let bill = village.enter(draft(1, 1, "1100")).unwrap().bill.unwrap();
    let contained = |seq| [(Stream { device: DeviceId(1), incarnation: Incarnation(1) }, Seq(seq))];
    let with = |bills| customer_state(1, PowerState::On, bills);
    let expected = yuan("55.80");
    village.hear(|write| write.put_customer(&with(vec![]), &contained(bill.seq.0 - 1), 0).unwrap());
    assert_eq!(village.account(1).arrears(), expected, "the row does not know it yet");
    village.hear(|write| write.put_customer(&with(vec![bill.issued.bill()]), &contained(bill.seq.0), 0).unwrap());
    assert_eq!(village.account(1).arrears(), expected, "the row has it");
    village.hear(|write| write.put_customer(&with(vec![]), &contained(bill.seq.0), 0).unwrap());
    assert_eq!(village.account(1).arrears(), Money::ZERO, "somebody paid it elsewhere, so it is not sent any more");
    let other = open_bill("2026-11", "60.00", "2026-12-01");
    village.hear(|write| write.put_customer(&with(vec![other]), &contained(0), 0).unwrap());
    assert_eq!(village.account(1).arrears(), yuan("60.00"), "the center billed the month itself, and its bill stands");
}

#[test]
fn all_meters_of_the_customer_have_to_be_read() {
    let mut village = walking_village();
    let first = village.enter(draft(1, 6, "1100")).unwrap();
    assert_eq!(first.bill.unwrap_err(), NotBilled::PointsLeft { points: vec![point_no(6, 2)] });
    let card = village.outlet.reading_card(&november(SPOT), &point_no(6, 1), planned()).unwrap();
    assert_eq!(card.siblings, [(point_no(6, 2), false)]);
    let second = DraftReading { point: point_no(6, 2), ..draft(2, 6, "1050") };
    let bill = village.enter(second).unwrap().bill.unwrap();
    assert_eq!(bill.issued.statement.energy_kwh, 150);
    assert_eq!(bill.issued.readings, [reading_id(1), reading_id(2)]);
}

#[test]
fn what_somebody_has_to_look_at_is_billed_with_its_review() {
    let mut village = walking_village();
    let entered = village.enter_confirmed(draft(1, 1, "1900")).unwrap();
    assert_eq!(entered.bill.unwrap_err(), NotBilled::WaitsForReview);
    village.sign_in(BILLER);
    let reviewed = village.review(&[1], Verdict::Approved, "已核实").unwrap();
    let (customer, bill) = &reviewed.bills[0];
    assert_eq!(*customer, customer_no(1));
    assert_eq!(bill.as_ref().unwrap().issued.statement.total, yuan("502.20"));
    assert_eq!(village.state_of(1), ReviewState::Billed);
}

/// The reviewer sat at another device; its verdict came down, and the reader's desk issues what is ready.
#[test]
fn readings_that_were_approved_elsewhere_are_billed_when_the_reader_asks() {
    let mut village = walking_village();
    let entered = village.enter_confirmed(draft(1, 1, "1900")).unwrap();
    assert!(village.outlet.issue_ready_bills(&november(SPOT)).unwrap().is_empty());
    let approved = KnownReading { state: ReviewState::Approved, reviewer: Some(OperatorId(3)), ..entered.row.known };
    village.hear(|write| write.put_known_reading(&approved).unwrap());
    let issued = village.outlet.issue_ready_bills(&november(SPOT)).unwrap();
    assert_eq!(issued.iter().map(|row| row.issued.statement.total).collect::<Vec<_>>(), [yuan("502.20")]);
    assert!(village.outlet.issue_ready_bills(&november(SPOT)).unwrap().is_empty(), "once");
}

/// 试算: what was read to try something out is no debt; the center leaves it out of its bills as well.
#[test]
fn a_trial_reading_is_never_billed() {
    let mut village = walking_village();
    let trial = DraftReading { kind: ReadingKind::Trial, ..draft(1, 1, "1100") };
    assert!(village.outlet.judge_reading(&trial).unwrap().bill.is_err());
    assert_eq!(village.enter(trial).unwrap().bill.unwrap_err(), NotBilled::PointsLeft { points: vec![point_no(1, 1)] });
    assert_eq!(village.account(1).arrears(), Money::ZERO);
}

#[test]
fn the_desk_bills_only_what_is_its_to_bill() {
    let mut village = walking_village();
    assert_eq!(village.enter(draft(7, 7, "1100")).unwrap().bill.unwrap_err(), NotBilled::ByTheCenter);

    let billed = vec![open_bill("2026-11", "60.00", "2026-12-01")];
    village.hear(|write| write.put_customer(&customer_state(2, PowerState::On, billed), &[], 0).unwrap());
    let there = NotBilled::AlreadyBilled { bill: "2026-11".parse().unwrap() };
    assert_eq!(village.enter(draft(2, 2, "1100")).unwrap().bill.unwrap_err(), there);

    village.hear(|write| {
        let mut split = supply(3, SPOT, 2);
        split.supply.points[1].segment = CENTRAL.parse().unwrap();
        write.put_supply(&split).unwrap();
    });
    let december = RoundId { period: period("2026-12"), ..november(SPOT) };
    village.outlet.prepare_round(&december).unwrap();
    let split = DraftReading { round: december.clone(), on: date("2026-12-20"), ..draft(3, 3, "1100") };
    assert_eq!(village.enter(split).unwrap().bill.unwrap_err(), NotBilled::SeveralSegments);

    village.enter_confirmed(draft(4, 4, "1900")).unwrap();
    let after = DraftReading { round: december, on: date("2026-12-20"), ..draft(5, 4, "2000") };
    let entered = village.enter_confirmed(after).unwrap();
    assert_eq!(entered.judgement.energy_kwh, 100, "counted from the reading that nobody billed yet");
    assert_eq!(entered.bill.unwrap_err(), NotBilled::EarlierUnbilled { period: period("2026-11") });
}

#[test]
fn a_bill_is_known_with_its_derivation_whoever_issued_it() {
    let mut village = walking_village();
    let bill = village.enter(draft(1, 1, "1100")).unwrap().bill.unwrap();
    let id = bill.issued.statement.id;
    let known = village.outlet.bill_statement(&customer_no(1), id).unwrap().unwrap();
    assert!(matches!(&known, KnownStatement::Here(row) if **row == bill));
    let october = BillStatement { id: "2026-10".parse().unwrap(), ..bill.issued.statement.clone() };
    village.hear(|write| write.put_statement(&october).unwrap());
    let all = village.outlet.bill_statements(&customer_no(1)).unwrap();
    assert_eq!(all.iter().map(|known| known.statement().id.to_string()).collect::<Vec<_>>(), ["2026-10", "2026-11"]);
    assert!(village.outlet.bill_statement(&customer_no(2), id).unwrap().is_none());
    let newer = BillStatement { energy_kwh: 101, ..bill.issued.statement.clone() };
    village.hear(|write| write.put_statement(&newer).unwrap());
    let known = village.outlet.bill_statement(&customer_no(1), id).unwrap().unwrap();
    assert!(matches!(known, KnownStatement::Center(_)), "where both are known, the center's stands");
    assert_eq!(village.outlet.bill_statements(&customer_no(1)).unwrap().len(), 2);

    let waiting = village.enter_confirmed(draft(2, 2, "1900")).unwrap().bill;
    assert!(matches!(waiting, Err(NotBilled::WaitsForReview)), "{waiting:?}");
}

#[test]
fn a_repeat_after_a_crash_finds_the_bill_again() {
    let mut village = walking_village();
    let bill = village.enter(draft(1, 1, "1100")).unwrap().bill.unwrap();
    let again = village.enter(draft(1, 1, "1100")).unwrap();
    assert!(again.already_entered);
    assert_eq!(again.bill, Ok(bill));
}

#[test]
fn the_replica_is_the_same_after_it_was_computed_again() {
    let mut village = walking_village();
    village.enter(draft(1, 1, "1100")).unwrap();
    village.enter_confirmed(draft(2, 2, "1900")).unwrap();
    village.enter(draft(3, 7, "1100")).unwrap();
    village.enter(correction(4, 7, "1101", 3)).unwrap();
    village.sign_in(BILLER);
    village.review(&[2], Verdict::Approved, "已核实").unwrap();
    let before = (village.account(1), village.outlet.read().readings_in(period("2026-11"), None).unwrap());
    village.outlet.store_mut().rebuild().unwrap();
    let after = (village.account(1), village.outlet.read().readings_in(period("2026-11"), None).unwrap());
    assert_eq!(after, before);
    assert_eq!(village.outlet.round_progress(&november(SPOT)).unwrap().billed, 2);
}
