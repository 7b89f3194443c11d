//! A reading is entered once, corrected by a further one, taken back before its review, and asked about after it.

mod common;

use common::*;
use domain::*;
use outlet::*;

#[test]
fn entering_twice_is_the_same_reading_and_other_content_is_refused() {
    let mut village = walking_village();
    let first = village.enter(draft(1, 7, "1100")).unwrap();
    assert_eq!((first.judgement.energy_kwh, first.already_entered), (100, false));
    let entries = village.entries();
    let again = village.enter(draft(1, 7, "1100")).unwrap();
    assert!(again.already_entered);
    assert_eq!(again.row, first.row);
    let other = village.enter(draft(1, 7, "1101"));
    assert!(matches!(other, Err(EnterReadingError::ReadingIdReused { .. })), "{other:?}");
    assert_eq!(village.entries(), entries, "nothing was written");
}

#[test]
fn a_point_is_read_once_and_corrected_by_a_further_reading() {
    let mut village = walking_village();
    village.enter(draft(1, 7, "1100")).unwrap();
    let second = village.enter(draft(2, 7, "1101"));
    assert!(matches!(second, Err(EnterReadingError::AlreadyRead { reading }) if reading == reading_id(1)));

    village.enter(correction(2, 7, "1101", 1)).unwrap();
    village.enter(correction(3, 7, "1102", 2)).unwrap();
    let states = [1, 2, 3].map(|id| village.state_of(id));
    assert_eq!(states, [ReviewState::Withdrawn, ReviewState::Withdrawn, ReviewState::Waiting]);
    let twice = village.enter(correction(4, 7, "1103", 1));
    assert!(matches!(twice, Err(EnterReadingError::NothingToCorrect { .. })), "{twice:?}");
    let card = village.outlet.reading_card(&november(CENTRAL), &point_no(7, 1), planned()).unwrap();
    assert_eq!(card.present.unwrap().row.id(), reading_id(3));
}

#[test]
fn a_reading_is_taken_back_before_its_review_only() {
    let mut village = walking_village();
    village.enter(draft(1, 7, "1100")).unwrap();
    let none = village.outlet.withdraw_reading(reading_id(1), "  ");
    assert!(matches!(none, Err(WithdrawReadingError::NoReason)));
    assert!(!village.outlet.withdraw_reading(reading_id(1), "抄错表").unwrap().already_withdrawn);
    assert!(village.outlet.withdraw_reading(reading_id(1), "抄错表").unwrap().already_withdrawn);
    assert_eq!(village.outlet.round_progress(&november(CENTRAL)).unwrap().read, 0);

    village.enter(draft(2, 7, "1100")).unwrap();
    village.sign_in(BILLER);
    village.review(&[2], Verdict::Approved, "").unwrap();
    village.sign_in(READER);
    let late = village.outlet.withdraw_reading(reading_id(2), "抄错表");
    assert!(matches!(late, Err(WithdrawReadingError::Reviewed { .. })));
    let corrected = village.enter(correction(3, 7, "1101", 2));
    assert!(matches!(corrected, Err(EnterReadingError::Reviewed { .. })), "{corrected:?}");
    let unknown = village.outlet.withdraw_reading(reading_id(9), "抄错表");
    assert!(matches!(unknown, Err(WithdrawReadingError::UnknownReading { .. })));
}

#[test]
fn after_its_review_a_reading_changes_by_request_only() {
    let mut village = walking_village();
    village.enter(draft(1, 7, "1100")).unwrap();
    let request = |reason: &str| ReadingRequest {
        reading: reading_id(1),
        registers: Registers::total(decimal("1090")),
        reason: reason.to_owned(),
    };
    let early = village.outlet.request_reading_change(&request("看错一位"));
    assert!(matches!(early, Err(RequestChangeError::NotReviewed { .. })));
    village.sign_in(BILLER);
    village.review(&[1], Verdict::Approved, "").unwrap();
    village.sign_in(READER);
    assert!(matches!(village.outlet.request_reading_change(&request(" ")), Err(RequestChangeError::NoReason)));
    let asked = village.outlet.request_reading_change(&request("看错一位")).unwrap();
    assert_eq!(asked.row.request, Some(request("看错一位")));
    let entries = village.entries();
    assert!(village.outlet.request_reading_change(&request("看错一位")).unwrap().already_requested);
    assert_eq!(village.entries(), entries);
}

#[test]
fn the_desk_stops_what_cannot_be_true_and_asks_about_what_is_odd() {
    let mut village = walking_village();
    let too_long = village.enter(draft(1, 7, "1234567"));
    assert!(matches!(too_long, Err(EnterReadingError::Stopped { .. })), "{too_long:?}");
    let beyond = village.enter_confirmed(draft(1, 7, "90000"));
    assert!(matches!(beyond, Err(EnterReadingError::Stopped { .. })), "more than 8 kW could take: {beyond:?}");
    let jump = village.enter(draft(1, 7, "1900"));
    let Err(EnterReadingError::NotConfirmed { findings }) = jump else { panic!("{jump:?}") };
    assert!(matches!(findings[0], (Severity::Ask, Finding::Jump { last_kwh: 100, .. })), "{findings:?}");
    let entered = village.enter_confirmed(draft(1, 7, "1900")).unwrap();
    assert_eq!(entered.judgement.findings, findings);
    let empty = village.enter(DraftReading { registers: Registers::default(), ..draft(2, 8, "0") });
    assert!(matches!(empty, Err(EnterReadingError::NoRegisters)));
}

#[test]
fn a_rollover_is_confirmed_and_counts_over_the_top() {
    let mut village = village();
    village.hear(|write| {
        let mut state = supply(7, CENTRAL, 1);
        state.last[0].registers = Registers::total(decimal("999950"));
        write.put_supply(&state).unwrap();
    });
    village.sign_in(READER);
    village.outlet.prepare_round(&november(CENTRAL)).unwrap();
    let judged = village.outlet.judge_reading(&draft(1, 7, "25")).unwrap();
    assert!(judged.must_be_confirmed() && !judged.is_stopped());
    assert_eq!((judged.judgement.state, judged.judgement.energy_kwh), (ReadingState::Rollover, 75));
    let entered = village.enter_confirmed(draft(1, 7, "25")).unwrap();
    assert_eq!(entered.row.known.reading.state, ReadingState::Rollover);
}

#[test]
fn a_locked_door_is_estimated_from_last_month() {
    let mut village = walking_village();
    let locked = DraftReading { estimated: true, registers: Registers::default(), ..draft(1, 7, "0") };
    let judged = village.outlet.judge_reading(&locked).unwrap();
    assert_eq!(judged.reading.registers, Registers::total(decimal("1100")), "1000 and last month's 100");
    let entered = village.enter(locked.clone()).unwrap();
    let reading = &entered.row.known.reading;
    assert!(reading.estimated);
    assert_eq!((reading.anomaly, reading.energy_kwh), (Anomaly::Estimated, 100));
    assert!(village.enter(locked).unwrap().already_entered);

    village.hear(|write| {
        let mut unread = supply(8, CENTRAL, 1);
        unread.months.clear();
        write.put_supply(&unread).unwrap();
    });
    let december = RoundId { period: period("2026-12"), ..november(CENTRAL) };
    village.outlet.prepare_round(&december).unwrap();
    let blind = DraftReading { round: december, on: date("2026-12-20"), ..draft(2, 8, "0") };
    let refused = village.enter(DraftReading { estimated: true, registers: Registers::default(), ..blind });
    assert!(matches!(refused, Err(EnterReadingError::Estimate(EstimateRefusal::NoHistory))), "{refused:?}");
}

#[test]
fn all_registers_of_a_meter_are_read_and_estimated_together() {
    let mut village = village();
    let periods = [Register::ActiveSharp, Register::ActivePeak, Register::ActiveFlat, Register::ActiveValley];
    let shown = |total: &str, parts: [&str; 4]| {
        let parts = periods.into_iter().zip(parts).map(|(register, value)| (register, decimal(value)));
        Registers::of(std::iter::once((Register::ActiveTotal, decimal(total))).chain(parts))
    };
    village.hear(|write| {
        let mut state = supply(7, CENTRAL, 1);
        let registers = std::iter::once(Register::ActiveTotal).chain(periods).collect();
        state.supply.points[0].meters[0].registers = registers;
        state.last[0].registers = shown("1000", ["333.33", "300", "166.67", "200"]);
        write.put_supply(&state).unwrap();
    });
    village.sign_in(READER);
    village.outlet.prepare_round(&november(CENTRAL)).unwrap();
    let missing = village.enter(draft(1, 7, "1100"));
    assert!(matches!(missing, Err(EnterReadingError::Stopped { .. })), "{missing:?}");
    let uneven = DraftReading { registers: shown("1100", ["366.66", "330", "183.34", "210"]), ..draft(1, 7, "0") };
    assert!(village.outlet.judge_reading(&uneven).unwrap().must_be_confirmed(), "10 kWh less than the total");
    let locked = DraftReading { estimated: true, registers: Registers::default(), ..draft(1, 7, "0") };
    let judged = village.outlet.judge_reading(&locked).unwrap();
    let parts = shown("1100", ["366.66", "330", "183.34", "220"]);
    assert_eq!(judged.reading.registers, parts, "in proportion, the rest to the flat period");
    village.enter(DraftReading { registers: parts, ..draft(1, 7, "0") }).unwrap();
}

/// The center told of the same month's remote reading; the reader goes there all the same.
#[test]
fn what_another_device_read_is_shown_beside_and_does_not_stop_the_reader() {
    let mut village = walking_village();
    let reading = Reading { method: ReadingMethod::Remote, ..of(&draft(90, 7, "1098")) };
    let heard = KnownReading {
        reading,
        by: OperatorId(77),
        terminal: "ENS-09".parse().unwrap(),
        at_ms: 1_794_000_000_000,
        state: ReviewState::Waiting,
        reviewer: None,
        note: String::new(),
    };
    village.hear(|write| write.put_known_reading(&heard).unwrap());
    assert_eq!(village.outlet.round_progress(&november(CENTRAL)).unwrap().read, 1);
    let card = village.outlet.reading_card(&november(CENTRAL), &point_no(7, 1), planned()).unwrap();
    assert!(card.present.is_none());
    assert_eq!(card.others[0].row.known, heard);

    village.enter(draft(1, 7, "1100")).unwrap();
    let points = village.outlet.round_points(&november(CENTRAL), RoundOrder::Sequence).unwrap();
    assert_eq!(points[0].reading.as_ref().unwrap().reading, reading_id(1), "on site before remote");
    assert_eq!(village.outlet.round_progress(&november(CENTRAL)).unwrap().read, 1);
}

#[test]
fn a_reading_on_site_stands_beside_an_imported_one_and_counts() {
    let mut village = walking_village();
    let remote = DraftReading { method: ReadingMethod::Centralised, ..draft(1, 7, "1098") };
    village.enter(remote).unwrap();
    let card = |village: &Village| village.outlet.reading_card(&november(CENTRAL), &point_no(7, 1), planned()).unwrap();
    assert!(card(&village).present.is_none());
    village.enter(draft(2, 7, "1100")).unwrap();
    let card = card(&village);
    assert_eq!((card.present.unwrap().row.id(), card.others[0].row.id()), (reading_id(2), reading_id(1)));
    assert_eq!([1, 2].map(|id| village.state_of(id)), [ReviewState::Waiting; 2]);
    let points = village.outlet.round_points(&november(CENTRAL), RoundOrder::Sequence).unwrap();
    assert_eq!(points[0].reading.as_ref().unwrap().reading, reading_id(2));
}

#[test]
fn the_center_brings_an_own_reading_further_and_takes_nothing_back() {
    let mut village = walking_village();
    let entered = village.enter(draft(1, 7, "1100")).unwrap();
    let approved = KnownReading {
        state: ReviewState::Approved,
        reviewer: Some(OperatorId(3)),
        note: "核对无误".to_owned(),
        ..entered.row.known.clone()
    };
    village.hear(|write| write.put_known_reading(&approved).unwrap());
    let row = village.outlet.read().reading(reading_id(1)).unwrap().unwrap();
    assert_eq!(row.known, approved);
    assert!(row.is_here());

    let other = village.enter(draft(2, 8, "1100")).unwrap();
    village.outlet.withdraw_reading(reading_id(2), "抄错表").unwrap();
    let late = KnownReading { state: ReviewState::Approved, ..other.row.known };
    village.hear(|write| write.put_known_reading(&late).unwrap());
    assert_eq!(village.state_of(2), ReviewState::Withdrawn);
}

fn of(draft: &DraftReading) -> Reading {
    Reading {
        id: draft.id,
        customer: customer_no(7),
        point: draft.point.clone(),
        meter: meter_no(7, 1),
        period: draft.round.period,
        on: draft.on,
        kind: draft.kind,
        method: draft.method,
        state: ReadingState::Normal,
        anomaly: Anomaly::None,
        estimated: false,
        registers: draft.registers.clone(),
        energy_kwh: 98,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    }
}
