//! What people decide about records takes effect, and undoing it leaves the books as they were.

mod common;

use center::{NewProposal, ledger::CaseStatus};
use common::metered::*;
use common::*;
use domain::*;
use journal::EntryBody;
use sync::Change;

const WHO: &str = "4280011234";
const PROPOSER: OperatorId = OperatorId(9001);
const APPROVER: OperatorId = OperatorId(9002);

fn known() -> Vec<PriceVersion> {
    vec![price(1, "2017-04-01", "0.558")]
}

fn started(limit_of: &str) -> (TestCenter, Desk) {
    let center = TestCenter::new();
    load_metered(&center, &[WHO], OnTheSpot::Yes);
    center.import_billing_rules(&[limit(limit_of)]).unwrap();
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.open_shift(1);
    (center, desk)
}

fn case_of(center: &TestCenter, kind: ConflictKind) -> CaseId {
    let filter = center::ledger::CaseFilter::default();
    let found = center.cases(&filter).unwrap().into_iter().find(|case| case.conflict.kind() == kind);
    found.unwrap_or_else(|| panic!("a case of kind {}", kind.name())).id
}

fn status(center: &TestCenter, id: CaseId) -> CaseStatus {
    let cases = center.cases(&center::ledger::CaseFilter::default()).unwrap();
    cases.into_iter().find(|case| case.id == id).unwrap().status
}

/// Proposes and has it approved where it takes two people.
fn decide(center: &TestCenter, case: CaseId, resolution: Resolution) -> ProposalId {
    put_in_force(center, Matter::Cases { decisions: vec![CaseDecision { case, resolution }] })
}

fn undo(center: &TestCenter, decision: ProposalId) -> ProposalId {
    put_in_force(center, Matter::Undo { decision })
}

fn put_in_force(center: &TestCenter, matter: Matter) -> ProposalId {
    let id = ProposalId(desk::next_id(11));
    let preview = center.preview(PROPOSER, &matter).unwrap().hash;
    let new = NewProposal { id, matter, note: "核实".to_owned(), preview };
    let row = center.propose(PROPOSER, &new).unwrap();
    if row.state == ProposalState::Waiting {
        center.answer(APPROVER, id, ProposalAnswer::Approved, "同意").unwrap();
    }
    id
}

/// All that must be the same again after an undoing.
fn books(center: &TestCenter) -> (Vec<String>, Vec<String>, (String, String)) {
    (center.ledger(), bills(center, WHO), center.stands(WHO))
}

#[test]
fn a_difference_that_waits_is_issued_by_decision_and_voided_by_undoing() {
    let (center, mut desk) = started("1.00");
    center.import_prices(&[price(2, "2026-06-01", "0.600")]).unwrap();
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    let before = books(&center);
    let case = case_of(&center, ConflictKind::BillDiffers);
    let decision = decide(&center, case, Resolution::IssueDifference);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 4.20"], "as it was prepared in the case");
    assert_eq!(status(&center, case), CaseStatus::Decided);
    let center = center.restarted();
    undo(&center, decision);
    assert_eq!(books(&center), before);
    assert_eq!(status(&center, case), CaseStatus::Open);
    assert_eq!(statement(&center, WHO, "2026-11#2").total, money("4.20"), "it is kept");
    center.assert_books_balance();
}

#[test]
fn money_on_a_difference_that_was_voided_finds_no_bill() {
    let (center, mut desk) = started("1.00");
    center.import_prices(&[price(2, "2026-06-01", "0.600")]).unwrap();
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    let decision = decide(&center, case_of(&center, ConflictKind::BillDiffers), Resolution::IssueDifference);
    desk.pay(WHO, "2026-11#2", "4.20");
    desk.sync(&center.prefecture);
    undo(&center, decision);
    let gone = center.open_cases().into_iter().filter(|subject| subject.contains("paid-bill-gone")).count();
    assert_eq!((gone, center.stands(WHO)), (1, ("4.20".to_owned(), "55.80".to_owned())));
    center.assert_books_balance();
}

/// The reader saw 1100 and billed it, a controller saw 1080 afterwards.
fn read_twice() -> (TestCenter, Desk, Reading) {
    let (center, mut desk) = started("500.00");
    desk.read_and_bill(WHO, 1100, known());
    desk.sync(&center.prefecture);
    let mut other = center.desk("42128010302", "XJY-01");
    let second = reading(WHO, 1080);
    other.append_by(OperatorId(8), EntryBody::ReadingEntered(second.clone()));
    other.sync(&center.prefecture);
    (center, desk, second)
}

#[test]
fn a_chosen_reading_counts_and_its_difference_goes_with_the_choice() {
    let (center, _, second) = read_twice();
    let before = books(&center);
    assert_eq!(before.1, ["2026-11 55.80"], "the bill's own reading counts until somebody chooses");
    let case = case_of(&center, ConflictKind::ReadingsDisagree);
    let decision = decide(&center, case, Resolution::UseReading { reading: second.id });
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 -11.16"]);
    let state = center.supply(&WHO.parse().unwrap()).unwrap().unwrap();
    assert_eq!(state.last[0].registers, Registers::total(1080.into()), "the next month goes on from here");
    assert_eq!(status(&center, case), CaseStatus::Decided);
    let center = center.restarted();
    center.import_prices(&[price(3, "2027-01-01", "0.700")]).unwrap();
    undo(&center, decision);
    assert_eq!(books(&center), before);
    let state = center.supply(&WHO.parse().unwrap()).unwrap().unwrap();
    assert_eq!(state.last[0].registers, Registers::total(1100.into()));
    assert_eq!(status(&center, case), CaseStatus::Open);
    let again = decide(&center, case, Resolution::UseReading { reading: second.id });
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#3 -11.16"]);
    undo(&center, again);
    assert_eq!(books(&center), before);
    center.assert_books_balance();
}

#[test]
fn a_corrected_reading_replaces_the_old_one_until_the_correction_is_undone() {
    let (center, mut desk) = started("500.00");
    let issued = desk.read_and_bill(WHO, 1100, known());
    let reading = issued.readings[0];
    let registers = Registers::total(1080.into());
    let reason = "看错一位".to_owned();
    desk.append(EntryBody::ReadingRequested(ReadingRequest { reading, registers: registers.clone(), reason }));
    desk.sync(&center.prefecture);
    let before = books(&center);
    let case = case_of(&center, ConflictKind::ReadingChangeRequested);
    let decision = decide(&center, case, Resolution::AcceptChange);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 -11.16"]);
    assert_eq!(status(&center, case), CaseStatus::Decided);
    let heard = desk.sync(&center.prefecture).changes;
    let replaces = |change: &Change| matches!(change, Change::Reading(it) if it.reading.replaces == Some(reading));
    assert!(heard.iter().any(replaces), "the outlet hears the correction");
    let center = center.restarted();
    undo(&center, decision);
    assert_eq!(books(&center), before);
    assert_eq!(status(&center, case), CaseStatus::Open);
    center.assert_books_balance();
}

#[test]
fn what_the_other_bill_says_is_issued_as_a_difference_and_stands() {
    let (center, mut one) = started("500.00");
    let mut two = center.desk("42128010302", "XJY-01");
    two.wall_ms += 600_000;
    one.read_and_bill(WHO, 1100, known());
    two.read_and_bill(WHO, 1120, known());
    one.sync(&center.prefecture);
    two.sync(&center.prefecture);
    let before = books(&center);
    let case = case_of(&center, ConflictKind::BilledTwice);
    let decision = decide(&center, case, Resolution::IssueDifference);
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 11.16"]);
    let center = center.restarted();
    center.import_prices(&[price(3, "2027-01-01", "0.700")]).unwrap();
    assert_eq!(bills(&center, WHO), ["2026-11 55.80", "2026-11#2 11.16"]);
    undo(&center, decision);
    assert_eq!(books(&center), before);
    center.assert_books_balance();
}

fn wish(wanted: &str) -> ArchiveChange {
    ArchiveChange {
        id: ArchiveChangeId(desk::next_id(9)),
        customer: WHO.parse().unwrap(),
        field: ArchiveField::Phone,
        seen: "12800000000".to_owned(),
        wanted: wanted.to_owned(),
        reason: "客户换号".to_owned(),
    }
}

fn phone(center: &TestCenter, desk: &mut Desk) -> Option<String> {
    let changes = desk.sync(&center.prefecture).changes;
    let phone = |change| match change {
        Change::Customer(it) => Some(it.customer.phone.clone()),
        _ => None,
    };
    changes.into_iter().filter_map(phone).next_back()
}

#[test]
fn an_approved_correction_reaches_the_outlets_survives_the_next_load_and_can_be_undone() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[])]);
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.sync(&center.prefecture);
    desk.append(EntryBody::ArchiveChangeRequested(wish("13900000000")));
    desk.sync(&center.prefecture);
    let case = case_of(&center, ConflictKind::ArchiveChangeRequested);
    let decision = decide(&center, case, Resolution::AcceptChange);
    assert_eq!(phone(&center, &mut desk).as_deref(), Some("13900000000"));
    center.load(vec![account(WHO, &[("2026-10", "40.00")])]);
    assert_eq!(phone(&center, &mut desk).as_deref(), Some("13900000000"), "the other system knows nothing of it yet");
    assert_eq!(status(&center, case), CaseStatus::Decided);
    let center = center.restarted();
    undo(&center, decision);
    assert_eq!(phone(&center, &mut desk).as_deref(), Some("12800000000"));
    assert_eq!(status(&center, case), CaseStatus::Open);
    decide(&center, case, Resolution::AcceptChange);
    let mut third = account(WHO, &[]);
    third.customer.phone = "15000000000".to_owned();
    center.load(vec![third]);
    assert_eq!(phone(&center, &mut desk).as_deref(), Some("15000000000"));
    assert_eq!(status(&center, case), CaseStatus::Open, "the field was edited twice");
    assert_eq!(center.open_cases().len(), 1);
}

#[test]
fn a_correction_that_is_carried_out_stays_when_its_decision_is_undone() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[])]);
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.append(EntryBody::ArchiveChangeRequested(wish("13900000000")));
    desk.sync(&center.prefecture);
    let decision = decide(&center, case_of(&center, ConflictKind::ArchiveChangeRequested), Resolution::AcceptChange);
    let mut same = account(WHO, &[]);
    same.customer.phone = "13900000000".to_owned();
    center.load(vec![same]);
    undo(&center, decision);
    desk.cursor = sync::Cursor(0);
    assert_eq!(phone(&center, &mut desk).as_deref(), Some("13900000000"), "somebody else says so too");
    assert!(center.open_cases().is_empty());
}
