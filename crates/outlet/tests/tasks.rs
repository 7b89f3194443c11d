//! 待办 at the desk: refunds paid out, readings repeated, answers in words; on a real replica and without a link.

mod common;

use std::sync::{Arc, Mutex};

use common::*;
use domain::*;
use journal::EntryBody;
use outlet::*;
use uuid::Uuid;

const OTHER_CASHIER: &str = "5";

fn task_id(number: u128) -> TaskId {
    TaskId(Uuid::from_u128(number))
}

fn task(number: u128, kind: TaskKind) -> Task {
    Task {
        id: task_id(number),
        case: CaseId(12),
        device: DeviceId(1),
        customer: Some(customer_no(1)),
        owner: Some(STATION.parse().unwrap()),
        kind,
        note: "两处缴费,客户要求退现金".to_owned(),
        given_ms: 1_795_000_000_000 + number as i64,
        state: TaskState::Open,
    }
}

fn pay_out(amount: &str) -> TaskKind {
    TaskKind::PayRefund { amount: yuan(amount) }
}

fn refund(id: u128, task: u128, paid_to: &str) -> PayRefund {
    PayRefund { id: RefundId(Uuid::from_u128(id)), task: task_id(task), paid_to: paid_to.to_owned() }
}

fn answer(task: u128, outcome: TaskOutcome, note: &str) -> TaskAnswer {
    TaskAnswer { task: task_id(task), outcome, note: note.to_owned() }
}

/// A cashier works with 200 yuan in the drawer, and the center asks for these things.
fn asked(tasks: &[Task]) -> Village {
    let mut village = village();
    village.hear(|write| {
        write.put_operator(&operator(OTHER_CASHIER, &[Role::Cashier])).unwrap();
        tasks.iter().for_each(|task| write.put_task(task).unwrap());
    });
    village.sign_in(CASHIER);
    village.outlet.open_shift(planned(), yuan("200")).unwrap();
    village
}

fn withdraw(village: &mut Village, task: &Task) {
    let withdrawn = Task { state: TaskState::Withdrawn, ..task.clone() };
    village.hear(|write| write.put_task(&withdrawn).unwrap());
}

fn state_of(village: &Village, number: u128) -> TaskState {
    village.outlet.task(task_id(number)).unwrap().unwrap().state
}

#[test]
fn a_refund_is_paid_once_however_often_it_is_asked_for() {
    let mut village = asked(&[task(1, pay_out("86.40"))]);
    assert_eq!(village.outlet.status().unwrap().open_tasks, 1);
    let first = village.outlet.pay_refund(&refund(10, 1, " 田翠英 ")).unwrap();
    assert_eq!((first.row.refund.amount, first.row.refund.paid_to.as_str()), (yuan("86.40"), "田翠英"));
    let entries = village.entries();
    assert!(village.outlet.pay_refund(&refund(10, 1, "田翠英")).unwrap().already_paid);
    let other = village.outlet.pay_refund(&refund(10, 1, "别人"));
    assert!(matches!(other, Err(PayRefundError::RefundIdReused { .. })));
    let again = village.outlet.pay_refund(&refund(11, 1, "田翠英"));
    assert!(matches!(again, Err(PayRefundError::AlreadyPaid { paid_to }) if paid_to == "田翠英"));
    assert_eq!(village.entries(), entries, "nothing was written twice");
    let status = village.outlet.status().unwrap();
    assert_eq!((status.drawer, status.open_tasks), (Some(yuan("113.60")), 0));
    assert_eq!(state_of(&village, 1), TaskState::Done);
    assert_eq!(village.outlet.close_shift(yuan("113.60")).unwrap().over(), Money::ZERO);
}

#[test]
fn a_refund_is_refused_with_a_reason_that_says_what_to_do() {
    let mut village = asked(&[task(1, pay_out("200.01")), task(2, TaskKind::CallCustomer), task(3, pay_out("5"))]);
    let refused = |village: &mut Village, command: &PayRefund| village.outlet.pay_refund(command).unwrap_err();
    let low = refused(&mut village, &refund(10, 1, "田翠英"));
    assert!(
        matches!(low, PayRefundError::DrawerTooLow { drawer, needed } if (drawer, needed) == (yuan("200"), yuan("200.01")))
    );
    assert!(matches!(refused(&mut village, &refund(10, 1, "  ")), PayRefundError::NoPayee));
    assert!(matches!(refused(&mut village, &refund(10, 2, "田翠英")), PayRefundError::UnknownTask { .. }));
    assert!(matches!(refused(&mut village, &refund(10, 9, "田翠英")), PayRefundError::UnknownTask { .. }));
    withdraw(&mut village, &task(3, pay_out("5")));
    assert!(matches!(refused(&mut village, &refund(10, 3, "田翠英")), PayRefundError::Withdrawn));
    village.sign_in(OTHER_CASHIER);
    assert!(matches!(refused(&mut village, &refund(10, 1, "田翠英")), PayRefundError::ShiftOfOther { .. }));
    village.sign_in(READER);
    assert!(matches!(refused(&mut village, &refund(10, 1, "田翠英")), PayRefundError::Denied(Denied::NotPermitted)));
    village.sign_in(CASHIER);
    village.outlet.close_shift(yuan("200")).unwrap();
    assert!(matches!(refused(&mut village, &refund(10, 1, "田翠英")), PayRefundError::NoOpenShift));
}

/// Told of a step, it dies there: the process is gone, the file stays.
struct DiesAt(Step, Arc<Mutex<bool>>);

impl Witness for DiesAt {
    fn reached(&self, step: Step) {
        if step == self.0 {
            *self.1.lock().unwrap() = true;
            panic!("the power fails at {step:?}");
        }
    }
}

/// The panel's id was saved first, so the desk knows after the restart whether the cash was booked.
#[test]
fn the_power_may_fail_at_any_step_of_a_refund() {
    for (step, is_paid) in [(Step::BeforeAppend, false), (Step::Appended, false), (Step::Committed, true)] {
        let mut village = asked(&[task(1, pay_out("86.40"))]);
        let command = refund(10, 1, "田翠英");
        village.outlet.open_refund_draft(command.id, command.task).unwrap();
        village = village.with_witness(Box::new(DiesAt(step, Arc::default())));
        let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| village.outlet.pay_refund(&command)));
        assert!(died.is_err());
        village = village.with_witness(Box::new(NoWitness));
        let found = village.outlet.interrupted_refund().unwrap().expect("the draft was saved");
        assert_eq!((found.draft.refund, found.paid.is_some()), (command.id, is_paid), "{step:?}");
        let paid = village.outlet.pay_refund(&command).unwrap();
        assert_eq!(paid.already_paid, is_paid);
        assert_eq!(village.outlet.status().unwrap().drawer, Some(yuan("113.60")));
        village.outlet.close_refund_draft(command.id).unwrap();
        assert!(village.outlet.interrupted_refund().unwrap().is_none());
    }
}

#[test]
fn a_task_is_answered_in_words_and_only_once() {
    let mut village = asked(&[task(1, TaskKind::CallCustomer), task(2, TaskKind::Explain), task(3, pay_out("5"))]);
    let refused = |village: &mut Village, answer: &TaskAnswer| village.outlet.answer_task(answer).unwrap_err();
    assert!(matches!(refused(&mut village, &answer(1, TaskOutcome::NotDone, " ")), AnswerTaskError::NoReason));
    assert!(matches!(refused(&mut village, &answer(2, TaskOutcome::Done, "")), AnswerTaskError::NothingSaid));
    assert!(matches!(refused(&mut village, &answer(3, TaskOutcome::Done, "已退")), AnswerTaskError::PayItOut));
    assert!(matches!(refused(&mut village, &answer(9, TaskOutcome::Done, "好")), AnswerTaskError::UnknownTask { .. }));

    let said = answer(1, TaskOutcome::NotDone, "三次无人接听");
    assert!(!village.outlet.answer_task(&said).unwrap().already_answered);
    assert!(village.outlet.answer_task(&said).unwrap().already_answered);
    let other = answer(1, TaskOutcome::Done, "打通了");
    assert!(matches!(refused(&mut village, &other), AnswerTaskError::AlreadyAnswered));
    assert_eq!(state_of(&village, 1), TaskState::NotDone);

    village.outlet.answer_task(&answer(3, TaskOutcome::NotDone, "客户不要现金")).unwrap();
    let late = village.outlet.pay_refund(&refund(10, 3, "田翠英"));
    assert!(matches!(late, Err(PayRefundError::AlreadyAnswered)), "what was refused is not paid out later");
    withdraw(&mut village, &task(2, TaskKind::Explain));
    assert!(matches!(refused(&mut village, &answer(2, TaskOutcome::Done, "好")), AnswerTaskError::Withdrawn));
}

/// The center took it back before it heard of the answer; cash that left the drawer is not put back by a message.
#[test]
fn what_was_done_before_the_withdrawal_arrived_stays_done() {
    let (refund_task, call) = (task(1, pay_out("86.40")), task(2, TaskKind::CallCustomer));
    let mut village = asked(&[refund_task.clone(), call.clone()]);
    village.outlet.pay_refund(&refund(10, 1, "田翠英")).unwrap();
    village.outlet.answer_task(&answer(2, TaskOutcome::Done, "已说明")).unwrap();
    withdraw(&mut village, &refund_task);
    withdraw(&mut village, &call);
    assert_eq!((state_of(&village, 1), state_of(&village, 2)), (TaskState::Done, TaskState::Done));
}

#[test]
fn the_list_has_open_tasks_first_and_leads_to_the_reading() {
    let read_again = TaskKind::ReadMeterAgain { meter: meter_no(2, 1), period: period("2026-11") };
    let not_here = TaskKind::ReadMeterAgain { meter: meter_no(2, 1), period: period("2026-09") };
    let mut village = asked(&[
        task(1, TaskKind::CallCustomer),
        task(2, read_again),
        task(3, not_here),
        Task { device: DeviceId(2), ..task(4, TaskKind::Explain) },
    ]);
    village.outlet.answer_task(&answer(1, TaskOutcome::Done, "已说明")).unwrap();
    village.sign_in(READER);
    village.outlet.prepare_round(&november(SPOT)).unwrap();
    let cards = village.outlet.tasks().unwrap();
    let numbers: Vec<u128> = cards.iter().map(|card| card.row.task.id.0.as_u128()).collect();
    assert_eq!(numbers, [2, 3, 1], "another device's task is not shown");
    assert_eq!(cards[0].to_read, Some((november(SPOT), point_no(2, 1))));
    assert_eq!(cards[1].to_read, None);
}

#[test]
fn a_copy_of_a_refund_slip_is_an_entry_and_says_so() {
    let mut village = asked(&[task(1, pay_out("86.40"))]);
    let paid = village.outlet.pay_refund(&refund(10, 1, "田翠英")).unwrap().row.refund.id;
    let at = planned().and_hms_opt(9, 0, 0).unwrap();
    let original = village.outlet.refund_facts(paid, 0, at, false).unwrap();
    assert_eq!((original.case, original.amount), (Some(CaseId(12)), yuan("86.40")));
    let entries = village.entries();
    assert_eq!(village.outlet.reprint_refund_slip(paid).unwrap(), 1);
    assert_eq!(village.entries(), entries + 1);
    let copy = village.outlet.read().refund(paid).unwrap().unwrap().reprints;
    assert_eq!((copy, village.outlet.reprint_refund_slip(paid).unwrap()), (1, 2));
}

/// A refund that the journal holds is the same after everything was computed again.
#[test]
fn answers_and_refunds_are_there_after_the_tables_were_computed_again() {
    let mut village = asked(&[task(1, pay_out("86.40")), task(2, TaskKind::CallCustomer)]);
    village.outlet.pay_refund(&refund(10, 1, "田翠英")).unwrap();
    village.outlet.answer_task(&answer(2, TaskOutcome::Done, "已说明")).unwrap();
    let before = village.outlet.read().tasks().unwrap();
    village.outlet.store_mut().rebuild().unwrap();
    assert_eq!(village.outlet.read().tasks().unwrap(), before);
    let last = village.outlet.read().entry(stream(), Seq(village.entries())).unwrap().unwrap();
    let journal::ReadEntry::Known(entry) = journal::ReadEntry::of(&last.bytes).unwrap() else { panic!("known") };
    assert!(matches!(entry.body, EntryBody::TaskAnswered(_)));
}
