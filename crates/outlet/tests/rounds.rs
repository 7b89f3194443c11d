//! A round is walked with the archive as it stood when it was prepared, and the reader finds every meter of it.

mod common;

use common::*;
use domain::*;
use outlet::*;

#[test]
fn preparing_a_round_copies_the_archive_and_counts_its_points() {
    let mut village = village();
    village.sign_in(READER);
    let before = village.outlet.round(&november(SPOT)).unwrap().unwrap();
    assert!(before.prepared.is_none() && before.can_prepare);
    assert_eq!(before.progress, RoundProgress { points: 7, left: 7, ..RoundProgress::default() });

    let row = village.outlet.prepare_round(&november(SPOT)).unwrap();
    assert_eq!((row.prepared.points, row.prepared.planned_on), (7, planned()));
    let rounds = village.outlet.rounds(period("2026-11")).unwrap();
    let prepared: Vec<_> =
        rounds.iter().map(|round| (round.round.segment.as_str(), round.prepared.is_some())).collect();
    assert_eq!(prepared, [(SPOT, true), (CENTRAL, false)]);
    assert_eq!(village.outlet.reading_periods().unwrap(), [period("2026-11")]);
}

#[test]
fn what_the_center_sends_later_does_not_reach_the_round() {
    let mut village = walking_village();
    village.hear(|write| {
        let mut newer = supply(1, SPOT, 1);
        newer.version = 8;
        newer.last[0].registers = Registers::total(decimal("1050"));
        newer.supply.points[0].meters[0].multiplier = Some(decimal("20"));
        write.put_supply(&newer).unwrap();
        write.customer_left(&customer_no(2)).unwrap();
    });
    let card = village.outlet.reading_card(&november(SPOT), &point_no(1, 1), planned()).unwrap();
    assert_eq!(card.registers, [(Register::ActiveTotal, Some(decimal("1000")))]);
    assert_eq!(card.meter.multiplier, Some(decimal("1")));
    let left = village.outlet.reading_card(&november(SPOT), &point_no(2, 1), planned()).unwrap();
    assert!(left.customer.is_none());
    assert_eq!(village.outlet.round_points(&november(SPOT), RoundOrder::Sequence).unwrap().len(), 7);

    let entered = village.enter(draft(1, 1, "1100")).unwrap();
    assert_eq!(entered.bill.unwrap().issued.archive_version, 7, "the bill names the archive it was computed on");
}

#[test]
fn a_round_is_prepared_again_until_something_was_read() {
    let mut village = walking_village();
    village.hear(|write| {
        let mut newer = supply(1, SPOT, 1);
        newer.last[0].registers = Registers::total(decimal("1010"));
        write.put_supply(&newer).unwrap();
    });
    village.outlet.prepare_round(&november(SPOT)).unwrap();
    let card = village.outlet.reading_card(&november(SPOT), &point_no(1, 1), planned()).unwrap();
    assert_eq!(card.registers[0].1, Some(decimal("1010")));

    village.enter(draft(1, 2, "1100")).unwrap();
    let refused = village.outlet.prepare_round(&november(SPOT));
    assert!(matches!(refused, Err(PrepareRoundError::AlreadyWalked { read: 1, .. })), "{refused:?}");
}

#[test]
fn a_round_that_cannot_be_walked_says_why() {
    let mut village = village();
    assert!(matches!(village.outlet.prepare_round(&november(SPOT)), Err(PrepareRoundError::Denied(_))));
    village.sign_in(CASHIER);
    assert!(matches!(village.outlet.prepare_round(&november(SPOT)), Err(PrepareRoundError::Denied(_))));
    village.sign_in(READER);
    let unknown = village.outlet.prepare_round(&november("S99"));
    assert!(matches!(unknown, Err(PrepareRoundError::UnknownSegment { .. })));
    village.hear(|write| {
        write.put_segment(&Segment { cycle: ReadingCycle::TwoMonthly, ..segment("S03", OnTheSpot::No) }).unwrap();
        write.put_segment(&segment("S04", OnTheSpot::No)).unwrap();
    });
    assert!(matches!(village.outlet.prepare_round(&november("S03")), Err(PrepareRoundError::NotDue { .. })));
    assert!(matches!(village.outlet.prepare_round(&november("S04")), Err(PrepareRoundError::NoPoints { .. })));
    let nowhere = village.outlet.reading_card(&november(CENTRAL), &point_no(7, 1), planned());
    assert!(matches!(nowhere, Err(ReadingCardError::Walk(WalkRefusal::NotPrepared { .. }))));
}

#[test]
fn every_meter_is_found_by_its_number_its_barcode_and_any_part() {
    let village = walking_village();
    let find = |text: &str| -> Vec<String> {
        let found = village.outlet.find_in_round(&november(SPOT), text).unwrap();
        found.into_iter().map(|point| point.point.to_string()).collect()
    };
    assert_eq!(find(meter_no(3, 1).as_str()), ["P00003-1"], "scanned");
    assert_eq!(find(" p00004-1 "), ["P00004-1"]);
    assert_eq!(find(customer_no(6).as_str()), ["P00006-1", "P00006-2"]);
    assert_eq!(find("000000000005"), ["P00005-1"], "the address that the meter answers to");
    assert_eq!(find("51")[0], "P00005-1", "the sequence as walked comes before the end of a number");
    assert_eq!(find("3组2号"), ["P00002-1"]);
    assert_eq!(find("田大贵4"), ["P00004-1"]);
    assert!(find("").is_empty() && find("没有").is_empty());
}

#[test]
fn the_list_sorts_as_walked_by_address_and_by_meter() {
    let mut village = walking_village();
    village.hear(|write| {
        let mut moved = customer_state(5, PowerState::On, vec![]);
        moved.customer.address = "恩施市白杨坪镇安家村1组".to_owned();
        write.put_customer(&moved, &[], 0).unwrap();
    });
    let first = |order| village.outlet.round_points(&november(SPOT), order).unwrap()[0].point.clone();
    assert_eq!(first(RoundOrder::Sequence), point_no(1, 1));
    assert_eq!(first(RoundOrder::Address), point_no(5, 1));
    assert_eq!(first(RoundOrder::Meter), point_no(1, 1));
}

#[test]
fn the_progress_counts_what_was_read_flagged_estimated_and_billed() {
    let mut village = walking_village();
    village.enter(draft(1, 1, "1100")).unwrap();
    village.enter_confirmed(draft(2, 2, "1900")).unwrap();
    let locked = DraftReading { estimated: true, registers: Registers::default(), ..draft(3, 3, "0") };
    village.enter(locked).unwrap();
    let progress = village.outlet.round_progress(&november(SPOT)).unwrap();
    let expected = RoundProgress { points: 7, read: 3, left: 4, flagged: 2, estimated: 1, billed: 1 };
    assert_eq!(progress, expected);
    let points = village.outlet.round_points(&november(SPOT), RoundOrder::Sequence).unwrap();
    assert!(points[0].is_billed && !points[0].is_flagged() && points[1].is_flagged());
    assert_eq!(points[1].reading.as_ref().unwrap().total, Some(decimal("1900")));
}

/// Without a link for two months: the second round stands on the bills of the first.
#[test]
fn the_next_month_starts_where_the_last_own_bill_ended() {
    let mut village = walking_village();
    village.enter(draft(1, 1, "1100")).unwrap();
    let december = RoundId { period: period("2026-12"), ..november(SPOT) };
    village.outlet.prepare_round(&december).unwrap();
    let card = village.outlet.reading_card(&december, &point_no(1, 1), date("2026-12-20")).unwrap();
    assert_eq!(card.registers[0].1, Some(decimal("1100")));
    assert_eq!((card.months[0].period, card.months[0].kwh), (period("2026-11"), 100));

    let next = DraftReading { round: december.clone(), on: date("2026-12-20"), ..draft(2, 1, "1190") };
    let bill = village.enter(next).unwrap().bill.unwrap();
    assert_eq!((bill.issued.statement.energy_kwh, bill.issued.number), (90, 2));

    let unread = village.outlet.reading_card(&december, &point_no(2, 1), date("2026-12-20")).unwrap();
    assert_eq!(unread.registers[0].1, Some(decimal("1000")));
}

/// The center's archive has another meter than the one that was billed here, and does not know of that bill.
fn meter_is_unknown(village: &mut Village, number: u32) {
    village.hear(|write| {
        let mut changed = supply(number, SPOT, 1);
        changed.supply.points[0].meters[0].no = "M-99".parse().unwrap();
        changed.last.clear();
        write.put_supply(&changed).unwrap();
    });
}

#[test]
fn a_customer_whose_history_is_broken_is_left_out_and_named_and_the_others_are_read() {
    let mut village = walking_village();
    village.enter(draft(1, 1, "1100")).unwrap();
    meter_is_unknown(&mut village, 1);
    let december = RoundId { period: period("2026-12"), ..november(SPOT) };
    let ready = village.outlet.prepare_round(&december).unwrap();
    assert_eq!(ready.prepared.points, 6);
    let refusal = BillingRefusal::UnknownMeter { meter: meter_no(1, 1) };
    assert_eq!(ready.left_out, [LeftOut { customer: customer_no(1), period: period("2026-11"), refusal }]);
    let points = village.outlet.round_points(&december, RoundOrder::Sequence).unwrap();
    assert!(points.len() == 6 && points.iter().all(|point| point.customer != customer_no(1)));
    let next = DraftReading { round: december, on: date("2026-12-20"), ..draft(2, 2, "1100") };
    village.enter(next).unwrap();
}

#[test]
fn a_round_of_nothing_but_broken_histories_is_refused() {
    let mut village = walking_village();
    village.enter(draft(1, 1, "1100")).unwrap();
    meter_is_unknown(&mut village, 1);
    village.hear(|write| (2..7).for_each(|number| write.put_supply(&supply(number, CENTRAL, 1)).unwrap()));
    let before = village.entries();
    let december = RoundId { period: period("2026-12"), ..november(SPOT) };
    let refused = village.outlet.prepare_round(&december);
    assert!(matches!(&refused, Err(PrepareRoundError::BrokenHistory { customer, .. }) if *customer == customer_no(1)));
    assert_eq!(village.entries(), before);
}
