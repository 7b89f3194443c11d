//! The review: the harmless in a batch, the rest one by one, and never one's own.

mod common;

use common::*;
use domain::*;
use outlet::*;

fn list(village: &Village, show: ReviewShow) -> ReviewList {
    village.outlet.review_list(&ReviewFilter { period: period("2026-11"), segment: None, show }).unwrap()
}

fn ids(list: &ReviewList) -> Vec<u128> {
    list.rows.iter().map(|row| row.row.id().0.as_u128()).collect()
}

/// 7 is as usual, 8 jumped and was confirmed.
fn two_readings() -> Village {
    let mut village = walking_village();
    village.enter(draft(7, 7, "1100")).unwrap();
    village.enter_confirmed(draft(8, 8, "1900")).unwrap();
    village.sign_in(BILLER);
    village
}

#[test]
fn the_list_filters_by_what_was_found() {
    let village = two_readings();
    assert_eq!(ids(&list(&village, ReviewShow::All)), [7, 8]);
    assert_eq!(ids(&list(&village, ReviewShow::Harmless)), [7]);
    assert_eq!(ids(&list(&village, ReviewShow::WithFindings)), [8]);
    let jump = Finding::Jump { last_kwh: 0, share: decimal("0") };
    assert_eq!(ids(&list(&village, ReviewShow::Kind(jump))), [8]);
    assert_eq!(ids(&list(&village, ReviewShow::Kind(Finding::Rollover))), [0_u128; 0]);
    assert_eq!(ids(&list(&village, ReviewShow::Estimated)), [0_u128; 0]);
    let all = list(&village, ReviewShow::All);
    let expected = ReviewCounts { readings: 2, waiting: 2, with_findings: 1, harmless: 1, ..ReviewCounts::default() };
    assert_eq!(all.counts, expected);
    assert_eq!(all.unread.len(), 7, "nobody walked the other segment");
    let row = &all.rows[1];
    assert_eq!((row.last_kwh, row.volatility), (Some(100), Some(decimal("8"))));
    assert_eq!(row.amount, Some(yuan("502.20")), "900 × 0.558");
    assert_eq!(row.last.as_ref().unwrap().registers, Registers::total(decimal("1000")));
}

#[test]
fn a_batch_holds_only_what_is_harmless_and_is_given_once() {
    let mut village = two_readings();
    let batch = village.review(&[7, 8], Verdict::Approved, "");
    let refused = matches!(&batch, Err(ReviewError::Refused { reading, refusal: ReviewRefusal::NotHarmless }) if *reading == reading_id(8));
    assert!(refused, "{batch:?}");
    assert_eq!(village.state_of(7), ReviewState::Waiting, "a batch is given whole or not at all");

    village.review(&[7], Verdict::Approved, "").unwrap();
    let entries = village.entries();
    assert!(village.review(&[7], Verdict::Approved, "").unwrap().already_reviewed);
    assert_eq!(village.entries(), entries);
    village.review(&[8], Verdict::Approved, "已电话核实").unwrap();
    let row = village.outlet.read().reading(reading_id(8)).unwrap().unwrap().known;
    assert_eq!(
        (row.state, row.reviewer, row.note.as_str()),
        (ReviewState::Approved, Some(OperatorId(3)), "已电话核实")
    );
    assert_eq!(list(&village, ReviewShow::Approved).rows.len(), 2);
}

#[test]
fn a_reader_does_not_review_their_own_reading() {
    let mut village = walking_village();
    village.sign_in(READER_AND_BILLER);
    village.enter(draft(7, 7, "1100")).unwrap();
    let own = village.review(&[7], Verdict::Approved, "");
    assert!(matches!(own, Err(ReviewError::Refused { refusal: ReviewRefusal::OwnReading, .. })), "{own:?}");
    assert_eq!(list(&village, ReviewShow::All).rows[0].refusal, Some(ReviewRefusal::OwnReading));
    assert_eq!(list(&village, ReviewShow::All).counts.harmless, 0, "it is not theirs to approve");
    village.sign_in(READER);
    let reader = village.review(&[7], Verdict::Approved, "");
    assert!(matches!(reader, Err(ReviewError::Denied(Denied::NotPermitted))));
}

#[test]
fn a_reading_that_is_sent_back_is_read_again() {
    let mut village = two_readings();
    let silent = village.review(&[8], Verdict::SentBack, " ");
    assert!(matches!(silent, Err(ReviewError::Refused { refusal: ReviewRefusal::NoReason, .. })));
    village.review(&[8], Verdict::SentBack, "请复抄").unwrap();
    assert_eq!(village.outlet.round_progress(&november(CENTRAL)).unwrap().flagged, 1);
    let again = village.review(&[8], Verdict::Approved, "");
    assert!(matches!(again, Err(ReviewError::Refused { refusal: ReviewRefusal::NotWaiting, .. })));

    village.sign_in(READER);
    village.enter(correction(9, 8, "1105", 8)).unwrap();
    assert_eq!([8, 9].map(|id| village.state_of(id)), [ReviewState::Withdrawn, ReviewState::Waiting]);
    village.sign_in(BILLER);
    village.review(&[7, 9], Verdict::Approved, "").unwrap();
}

#[test]
fn nothing_and_too_much_are_refused() {
    let mut village = two_readings();
    assert!(matches!(village.review(&[], Verdict::Approved, ""), Err(ReviewError::Nothing)));
    assert!(matches!(village.review(&[1], Verdict::Approved, ""), Err(ReviewError::UnknownReading { .. })));
    village.hear(|write| {
        let mut rules = BillingRules::standard();
        rules.reading.review_batch_max = 1;
        write.put_billing_rules(&rules).unwrap();
    });
    assert!(matches!(village.review(&[7, 8], Verdict::Approved, ""), Err(ReviewError::TooMany { max: 1 })));
}

/// The reader's laptop is elsewhere; its readings came down and are reviewed here.
#[test]
fn a_reading_of_another_device_is_judged_and_reviewed_here() {
    let mut other = walking_village();
    let heard = other.enter_confirmed(draft(8, 8, "1900")).unwrap().row.known;
    let mut village = village();
    village.hear(|write| write.put_known_reading(&heard).unwrap());
    village.sign_in(BILLER);
    let row = &list(&village, ReviewShow::All).rows[0];
    assert!(!row.is_harmless && row.refusal.is_none());
    assert_eq!(row.judgement.energy_kwh, 900);
    let reviewed = village.review(&[8], Verdict::Approved, "").unwrap();
    assert!(reviewed.bills.is_empty(), "the round is walked on the other device");
    assert_eq!(village.state_of(8), ReviewState::Approved);
    village.hear(|write| write.put_known_reading(&heard).unwrap());
    assert_eq!(village.state_of(8), ReviewState::Approved, "an older word of the center takes nothing back");
}
