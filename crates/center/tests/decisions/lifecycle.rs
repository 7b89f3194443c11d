//! A case from its opening to its decision and back.

use center::ledger::{CaseEventKind, CaseStatus};
use center::{DecisionError, NewOwner};
use domain::*;
use sync::Change;

use crate::common::desk::next_id;
use crate::common::*;
use crate::fixtures::*;

#[test]
fn a_refund_is_proposed_by_one_and_approved_by_another_and_can_be_undone() {
    let scene = double_payment();
    let before = (scene.center.ledger(), scene.center.stands(WHO));
    let refund = Resolution::Refund { amount: money("86.40"), device: scene.desk.stream.device };
    let preview = scene.preview(&refund);
    assert_eq!(preview.persons, Persons::Two);
    let proposed = scene.propose(&refund);
    assert_eq!(scene.row().status, CaseStatus::Proposed);
    assert_eq!(scene.center.ledger(), before.0, "a proposal moves nothing");
    let own = scene.center.answer(ANNA, proposed.id, ProposalAnswer::Approved, "");
    assert!(matches!(own, Err(DecisionError::OwnProposal)));
    let approved = scene.center.answer(BAI, proposed.id, ProposalAnswer::Approved, "同意").unwrap();
    assert_eq!(approved.state, ProposalState::InForce);
    assert_eq!(scene.row().status, CaseStatus::Decided);
    assert_eq!(scene.center.stands(WHO).0, "0.00");
    scene.undo(approved.id);
    assert_eq!(scene.row().status, CaseStatus::Open);
    assert_eq!((scene.center.ledger(), scene.center.stands(WHO)), before);
    scene.center.assert_books_balance();
}

#[test]
fn the_second_of_two_administrators_hears_who_was_first() {
    let scene = double_payment();
    let amount = money("30.00");
    let first = scene.propose(&Resolution::ApplyToBills { amount });
    let matter = scene.matter(Resolution::ApplyToBills { amount });
    match scene.center.preview(BAI, &matter) {
        Err(DecisionError::AlreadyProposed { by, proposal, .. }) => assert_eq!((by, proposal), (ANNA, first.id)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_moved_payment_settles_the_other_customers_bills_and_its_receipt_stays() {
    let scene = double_payment();
    let payment = scene.payment.unwrap();
    let decided = scene.decide(&Resolution::MoveToCustomer { payment, customer: OTHER.parse().unwrap() });
    assert_eq!(scene.center.stands(WHO), ("0.00".to_owned(), "30.00".to_owned()));
    assert_eq!(scene.center.stands(OTHER), ("0.00".to_owned(), "54.60".to_owned()));
    scene.center.assert_books_balance();
    scene.undo(decided.id);
    assert_eq!(scene.center.stands(WHO), ("86.40".to_owned(), "30.00".to_owned()));
    assert_eq!(scene.row().status, CaseStatus::Open);
}

#[test]
fn money_that_was_refunded_out_of_clarification_is_not_pulled_back_when_its_number_becomes_known() {
    let scene = unknown_customer();
    let refund = Resolution::Refund { amount: money("66.00"), device: scene.desk.stream.device };
    scene.decide(&refund);
    let decided = scene.center.ledger();
    scene.center.load(vec![account(NOBODY, &[])]);
    assert_eq!(scene.center.stands(NOBODY), ("0.00".to_owned(), "0.00".to_owned()));
    assert_eq!(scene.center.ledger(), decided);
    assert_eq!(scene.row().status, CaseStatus::Decided);
}

#[test]
fn a_preview_that_is_out_of_date_decides_nothing() {
    let mut scene = double_payment();
    let apply = Resolution::ApplyToBills { amount: money("30.00") };
    let proposed = scene.propose(&apply);
    scene.desk.pay(WHO, "2026-08", "10.00");
    scene.desk.sync(&*scene.center);
    let before = scene.center.ledger();
    match scene.center.answer(BAI, proposed.id, ProposalAnswer::Approved, "") {
        Err(DecisionError::PreviewMoved(_)) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(scene.center.ledger(), before);
    let taken_back = scene.center.answer(ANNA, proposed.id, ProposalAnswer::Withdrawn, "").unwrap();
    assert_eq!((taken_back.state, scene.row().status), (ProposalState::Withdrawn, CaseStatus::Open));
}

#[test]
fn other_customers_who_pay_meanwhile_do_not_move_a_preview() {
    let mut scene = double_payment();
    let proposed = scene.propose(&Resolution::ApplyToBills { amount: money("30.00") });
    scene.center.load(vec![account(NOBODY, &[("2026-10", "20.00")])]);
    scene.desk.sync(&*scene.center);
    scene.desk.pay(NOBODY, "2026-10", "20.00");
    scene.desk.sync(&*scene.center);
    let approved = scene.center.answer(BAI, proposed.id, ProposalAnswer::Approved, "").unwrap();
    assert_eq!(approved.state, ProposalState::InForce);
}

#[test]
fn the_same_proposal_twice_is_one_and_its_id_serves_nothing_else() {
    let scene = double_payment();
    let matter = scene.matter(Resolution::KeepAsBooked);
    let preview = scene.center.preview(ANNA, &matter).unwrap().hash;
    let new = center::NewProposal { id: ProposalId(next_id(8)), matter, note: "已核对".to_owned(), preview };
    let once = scene.center.propose(ANNA, &new).unwrap();
    assert_eq!(scene.center.propose(ANNA, &new).unwrap(), once);
    let other = center::NewProposal { matter: scene.matter(Resolution::IssueDifference), ..new };
    assert!(matches!(scene.center.propose(ANNA, &other), Err(DecisionError::IdReused(_))));
}

#[test]
fn the_outlet_hears_what_it_shall_do_and_its_answer_opens_the_case_again() {
    let mut scene = double_payment();
    let device = scene.desk.stream.device;
    let note = "请联系客户确认".to_owned();
    scene.decide(&Resolution::ReturnToOutlet { device, task: TaskKind::CallCustomer, note });
    assert_eq!(scene.row().status, CaseStatus::Returned);
    let heard = scene.desk.sync(&*scene.center).changes;
    let task = heard.iter().find_map(|change| match change {
        Change::Task(task) => Some(task.clone()),
        _ => None,
    });
    let task = task.expect("the desk hears of its task");
    assert_eq!((task.case, task.state, task.note.as_str()), (scene.case, TaskState::Open, "请联系客户确认"));
    let elsewhere = scene.second.sync(&*scene.center).changes;
    assert!(!elsewhere.iter().any(|change| matches!(change, Change::Task(_))), "one device is asked");
    scene.answer(task.id, TaskOutcome::Done, "客户确认重复缴费");
    assert_eq!(scene.row().status, CaseStatus::Open);
    assert_eq!(scene.task().state, TaskState::Done);
    let events = scene.center.case_events(scene.case).unwrap();
    let answer = events.iter().find(|event| event.what == CaseEventKind::Answered).unwrap();
    assert_eq!((answer.note.as_str(), answer.by), ("客户确认重复缴费", Some(OperatorId(1))));
}

#[test]
fn a_refund_is_paid_out_once_and_cannot_be_undone_then() {
    let mut scene = double_payment();
    let device = scene.desk.stream.device;
    let decision = scene.decide(&Resolution::Refund { amount: money("86.40"), device });
    let task = scene.task();
    let drawer = |scene: &Scene| scene.center.ledger().into_iter().find(|line| line.starts_with("421280103 Drawer"));
    assert_eq!(drawer(&scene).as_deref(), Some("421280103 Drawer 286.40"));
    scene.pay_refund(&task);
    assert_eq!(drawer(&scene).as_deref(), Some("421280103 Drawer 200.00"));
    assert!(!scene.center.ledger().iter().any(|line| line.contains("RefundsPayable")), "nothing is owed any more");
    assert_eq!((scene.task().state, scene.row().status), (TaskState::Done, CaseStatus::Decided));
    let undo = scene.center.undo(ANNA, ProposalId(next_id(8)), decision.id, "退错了");
    assert!(matches!(undo, Err(DecisionError::RefundPaid(_))), "{undo:?}");
    assert!(scene.center.open_cases().is_empty());
    scene.center.assert_books_balance();
}

#[test]
fn a_refund_that_was_taken_back_and_paid_all_the_same_is_money_and_a_case() {
    let mut scene = double_payment();
    let device = scene.desk.stream.device;
    let decision = scene.decide(&Resolution::Refund { amount: money("86.40"), device });
    let task = scene.task();
    scene.undo(decision.id);
    assert_eq!(scene.task().state, TaskState::Withdrawn);
    scene.pay_refund(&task);
    let open = scene.center.open_cases();
    assert!(open.contains(&format!("refund-paid-twice {}", task.id)), "{open:?}");
    scene.center.assert_books_balance();
}

#[test]
fn a_refund_that_cannot_be_paid_opens_its_case_again() {
    let mut scene = double_payment();
    let device = scene.desk.stream.device;
    let decision = scene.decide(&Resolution::Refund { amount: money("86.40"), device });
    let task = scene.task();
    scene.answer(task.id, TaskOutcome::NotDone, "客户已外出");
    assert_eq!((scene.row().status, scene.task().state), (CaseStatus::Open, TaskState::NotDone));
    let again = scene.center.preview(ANNA, &scene.matter(Resolution::Refund { amount: money("86.40"), device }));
    assert!(
        matches!(again, Err(DecisionError::Amount { limit }) if limit.is_zero()),
        "it is decided already: {again:?}"
    );
    scene.undo(decision.id);
    assert_eq!(scene.center.stands(WHO).0, "86.40");
}

#[test]
fn a_decided_case_opens_again_when_a_third_payment_changes_what_disagrees() {
    let mut scene = double_payment();
    scene.decide(&Resolution::KeepAsBooked);
    scene.second.sync(&*scene.center);
    assert_eq!(scene.row().status, CaseStatus::Decided, "what is told again changes nothing");
    scene.desk.pay(WHO, "2026-09", "86.40");
    scene.desk.sync(&*scene.center);
    assert_eq!(scene.row().status, CaseStatus::Open);
    let events = scene.center.case_events(scene.case).unwrap();
    let what: Vec<CaseEventKind> = events.iter().map(|event| event.what).collect();
    assert_eq!(what, [CaseEventKind::Opened, CaseEventKind::Decided, CaseEventKind::Reopened]);
}

#[test]
fn many_cases_of_one_kind_are_decided_together_up_to_a_cap() {
    let center = TestCenter::new();
    let numbers: Vec<String> = (1..=4).map(|n| format!("428000000{n}")).collect();
    center.load(numbers.iter().map(|no| account(no, &[("2026-09", "10.00")])).collect());
    let (mut one, mut two) = (center.desk("42128010301", "BYP-01"), center.desk("42128010401", "LF-01"));
    for desk in [&mut one, &mut two] {
        desk.open_shift(1);
        for no in &numbers {
            desk.pay(no, "2026-09", "10.00");
        }
        desk.sync(&*center);
    }
    let cases: Vec<CaseId> = center.cases(&Default::default()).unwrap().iter().map(|case| case.id).collect();
    let resolution = Resolution::Refund { amount: money("10.00"), device: one.stream.device };
    let decide = |ids: &[CaseId]| Matter::Cases {
        decisions: ids.iter().map(|case| CaseDecision { case: *case, resolution: resolution.clone() }).collect(),
    };
    let preview = center.preview(ANNA, &decide(&cases)).unwrap();
    assert_eq!((preview.cases.len(), preview.sum, preview.tasks.len()), (4, money("40.00"), 4));
    let small = DecisionRules { bulk_cases_max: 3, ..DecisionRules::standard() };
    center.release_settings(ANNA, &small).unwrap();
    assert!(matches!(center.preview(ANNA, &decide(&cases)), Err(DecisionError::TooMany { cases_max: 3, .. })));
    let twice = decide(&[cases[0], cases[0]]);
    assert!(matches!(center.preview(ANNA, &twice), Err(DecisionError::Mixed)));
    let before = center.ledger();
    let decision = in_force(&center, propose(&center, decide(&cases[..3])).unwrap());
    assert_eq!(center.open_cases().len(), 1);
    let undo = center.undo(ANNA, ProposalId(next_id(8)), decision.id, "批量有误").unwrap();
    in_force(&center, undo);
    assert_eq!((center.ledger(), center.open_cases().len()), (before, 4));
}

#[test]
fn a_decision_is_undone_once_and_with_a_reason() {
    let scene = double_payment();
    let payment = scene.payment.unwrap();
    let first = scene.decide(&Resolution::MoveToCustomer { payment, customer: OTHER.parse().unwrap() });
    let twice = propose(&scene.center, scene.matter(Resolution::KeepAsBooked));
    assert!(matches!(twice, Err(DecisionError::NotOpen { .. })), "{twice:?}");
    let silent = scene.center.undo(ANNA, ProposalId(next_id(8)), first.id, "").unwrap_err();
    assert!(matches!(silent, DecisionError::NoteMissing));
    let undo = scene.undo(first.id);
    let again = scene.center.undo(ANNA, ProposalId(next_id(8)), first.id, "再撤一次").unwrap_err();
    assert!(matches!(again, DecisionError::NotInForce(_)));
    let back = scene.center.undo(ANNA, ProposalId(next_id(8)), undo.id, "撤销的撤销").unwrap_err();
    assert!(matches!(back, DecisionError::NotUndoable(_)));
}

#[test]
fn of_two_decisions_on_one_laptop_the_later_is_undone_first() {
    let mut scene = entry_unreadable();
    scene.center.suspend_device(scene.desk.stream.device, true).unwrap();
    scene.desk.pay(WHO, "2026-08", "10.00");
    scene.desk.sync(&*scene.center);
    scene.center.suspend_device(scene.desk.stream.device, false).unwrap();
    let device = scene.desk.stream.device;
    let suspend = Resolution::SuspendDevice { device };
    let first = scene.decide(&suspend);
    let query = center::CaseQuery { status: vec![CaseStatus::Open], limit: 10, ..Default::default() };
    let other = scene.center.worklist(&query).unwrap().cases.remove(0).id;
    let matter = Matter::Cases { decisions: vec![CaseDecision { case: other, resolution: suspend }] };
    let second = propose(&scene.center, matter).unwrap();
    let refused = scene.center.undo(ANNA, ProposalId(next_id(8)), first.id, "误停").unwrap_err();
    assert!(matches!(refused, DecisionError::LaterDecision(later) if later == second.id), "{refused:?}");
    let is_suspended = || scene.center.devices().iter().any(|view| view.device.known.suspended);
    scene.undo(second.id);
    assert!(is_suspended(), "the first decision still holds");
    scene.undo(first.id);
    assert!(!is_suspended());
}

#[test]
fn a_note_and_an_owner_are_kept_with_the_case() {
    let scene = double_payment();
    assert!(matches!(scene.center.note_case(ANNA, scene.case, NewOwner::Same, " "), Err(DecisionError::NoteMissing)));
    scene.center.note_case(ANNA, scene.case, NewOwner::Is(ANNA), "我来处理").unwrap();
    let center = scene.center.restarted();
    let case = center.case(scene.case).unwrap().unwrap();
    assert_eq!((case.owner, case.status), (Some(ANNA), CaseStatus::Open));
    center.note_case(BAI, scene.case, NewOwner::Nobody, "").unwrap();
    assert_eq!(center.case(scene.case).unwrap().unwrap().owner, None);
}
