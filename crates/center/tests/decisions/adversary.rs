//! What somebody could try, and money that comes back after it was given away.

use center::DecisionError;
use domain::*;
use journal::EntryBody;

use crate::common::desk::next_id;
use crate::common::*;
use crate::fixtures::*;

fn refund_of(scene: &Scene, amount: &str) -> Resolution {
    Resolution::Refund { amount: money(amount), device: scene.desk.stream.device }
}

/// What all units together owe as refunds.
fn payable(scene: &Scene) -> Money {
    let balances = scene.center.balances().unwrap();
    balances.iter().filter(|(_, account, _)| *account == LedgerAccount::RefundsPayable).map(|(.., sum)| *sum).sum()
}

fn pay_out(scene: &mut Scene, task: &Task, amount: &str) {
    scene.desk.append(EntryBody::RefundPaid(PaidRefund {
        id: RefundId(next_id(7)),
        task: task.id,
        customer: task.customer.clone().unwrap(),
        owner: task.owner.clone(),
        shift: ShiftNo(1),
        business_date: day("2026-11-23"),
        amount: money(amount),
        paid_to: "田大贵".to_owned(),
    }));
    scene.desk.sync(&*scene.center);
}

#[test]
fn a_refund_that_was_paid_in_part_keeps_its_task_until_the_rest_is_paid() {
    let mut scene = double_payment();
    scene.decide(&refund_of(&scene, "86.40"));
    let task = scene.task();
    pay_out(&mut scene, &task, "50.00");
    assert_eq!((scene.task().state, payable(&scene)), (TaskState::Open, money("-36.40")));
    pay_out(&mut scene, &task, "36.40");
    assert_eq!((scene.task().state, payable(&scene)), (TaskState::Done, Money::ZERO));
    scene.center.assert_books_balance();
}

#[test]
fn a_payment_that_its_cashier_reversed_after_its_refund_was_ordered_opens_the_case_again() {
    let mut scene = unknown_customer();
    let decision = scene.decide(&refund_of(&scene, "66.00"));
    scene.desk.reverse(scene.payment.unwrap(), "66.00");
    scene.desk.sync(&*scene.center);
    assert_eq!(scene.row().status.name(), "open", "the money went back already, and a desk is still asked to pay it");
    scene.undo(decision.id);
    assert_eq!((scene.row().status.name(), payable(&scene)), ("withdrawn", Money::ZERO));
    assert_eq!(scene.task().state, TaskState::Withdrawn);
    scene.center.assert_books_balance();
}

#[test]
fn a_tool_with_the_token_never_approves() {
    let scene = double_payment();
    let waiting = scene.propose(&refund_of(&scene, "86.40"));
    let refused = scene.center.answer(OperatorId(0), waiting.id, ProposalAnswer::Approved, "");
    assert!(matches!(refused, Err(DecisionError::NeedsPerson)), "{refused:?}");
    scene.center.answer(BAI, waiting.id, ProposalAnswer::Approved, "").unwrap();
}

/// The order's unit owes the money whatever the refund says, so nothing stays payable; and somebody looks.
#[test]
fn a_refund_that_says_otherwise_than_its_order_is_owed_as_ordered_and_is_a_case() {
    let other: [fn(&mut Task); 2] =
        [|task| task.owner = Some("421280104".parse().unwrap()), |task| task.customer = Some(NOBODY.parse().unwrap())];
    for differs in other {
        let mut scene = double_payment();
        scene.decide(&refund_of(&scene, "86.40"));
        let task = scene.task();
        let mut said = task.clone();
        differs(&mut said);
        scene.pay_refund(&said);
        assert_eq!((scene.task().state, payable(&scene)), (TaskState::Done, Money::ZERO));
        let ledger = scene.center.ledger();
        assert!(!ledger.iter().any(|line| line.contains("RefundsPayable")), "no unit owes it: {ledger:?}");
        let open = scene.center.open_cases();
        assert!(open.contains(&format!("refund-paid-twice {}", task.id)), "{open:?}");
        scene.center.assert_books_balance();
    }
}

#[test]
fn a_refund_that_another_desk_paid_is_a_case() {
    let mut scene = double_payment();
    scene.decide(&refund_of(&scene, "86.40"));
    let task = scene.task();
    std::mem::swap(&mut scene.desk, &mut scene.second);
    scene.pay_refund(&task);
    let open = scene.center.open_cases();
    assert!(open.contains(&format!("refund-paid-twice {}", task.id)), "{open:?}");
    assert_eq!(payable(&scene), Money::ZERO);
    scene.center.assert_books_balance();
}
