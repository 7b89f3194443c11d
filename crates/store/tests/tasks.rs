//! 待办, refunds and archive corrections in the replica.

mod common;

use common::{Desk, Place, STATION, customer, day, no, state, yuan};
use domain::{
    ArchiveChange, ArchiveChangeId, ArchiveField, CaseId, CaseNotice, DeviceId, LedgerAccount, PaidRefund, RefundId,
    Seq, ShiftNo, Task, TaskAnswer, TaskId, TaskKind, TaskOutcome, TaskState,
};
use journal::EntryBody;
use store::ChangeOutcome;
use uuid::Uuid;

const CUSTOMER: &str = "4280010000";

fn task(number: u128, kind: TaskKind, state: TaskState) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(number)),
        case: CaseId(7),
        device: DeviceId(3),
        customer: Some(no(CUSTOMER)),
        owner: Some("421280110".parse().unwrap()),
        kind,
        note: "两处缴费,退现金".to_owned(),
        given_ms: 1_795_000_000_000 + number as i64,
        state,
    }
}

fn refund(task: u128, owner: Option<&str>) -> PaidRefund {
    PaidRefund {
        id: RefundId(Uuid::from_u128(task + 100)),
        task: TaskId(Uuid::from_u128(task)),
        customer: no(CUSTOMER),
        owner: owner.map(|owner| owner.parse().unwrap()),
        shift: ShiftNo(1),
        business_date: day("2026-11-23"),
        amount: yuan("86.40"),
        paid_to: "田翠英".to_owned(),
    }
}

fn hear(desk: &mut Desk, task: &Task) {
    let mut write = desk.store.write().unwrap();
    write.put_task(task).unwrap();
    write.commit().unwrap();
}

#[test]
fn a_refund_leaves_the_drawer_and_the_books_balance() {
    let place = Place::new("refund");
    let mut desk = Desk::open(&place.file());
    let pay = TaskKind::PayRefund { amount: yuan("86.40") };
    hear(&mut desk, &task(1, pay, TaskState::Open));
    desk.append(EntryBody::RefundPaid(refund(1, Some("421280110")))).unwrap();

    let read = desk.store.read();
    assert_eq!(read.drawer(ShiftNo(1)).unwrap(), yuan("113.60"));
    let sums = read.shift_sums().unwrap().remove(0);
    assert_eq!((sums.entries, sums.payments, sums.amount), (2, 0, yuan("-86.40")));
    let balance = |unit: &str, account| read.balance(&unit.parse().unwrap(), account).unwrap();
    assert_eq!(balance(STATION, LedgerAccount::InterUnit), yuan("86.40"), "another unit's refund");
    assert_eq!(balance("421280110", LedgerAccount::RefundsPayable), yuan("86.40"));
    assert!(read.trial_balance().unwrap().iter().all(|(_, sum)| sum.is_zero()));
    assert_eq!(read.task(TaskId(Uuid::from_u128(1))).unwrap().unwrap().state(), TaskState::Done);
    assert_eq!(read.refunds_on(day("2026-11-23")).unwrap().len(), 1);
}

/// The center did not know the answer when it took the task back.
#[test]
fn what_was_answered_stays_answered_when_the_task_is_withdrawn() {
    let place = Place::new("withdrawn");
    let mut desk = Desk::open(&place.file());
    for number in [1, 2] {
        hear(&mut desk, &task(number, TaskKind::CallCustomer, TaskState::Open));
    }
    assert_eq!(desk.store.read().open_tasks().unwrap(), 2);
    let said = |outcome, note: &str| {
        EntryBody::TaskAnswered(TaskAnswer { task: TaskId(Uuid::from_u128(1)), outcome, note: note.to_owned() })
    };
    desk.append(said(TaskOutcome::NotDone, "无人接听")).unwrap();
    desk.append(said(TaskOutcome::Done, "")).unwrap();
    for number in [1, 2] {
        hear(&mut desk, &task(number, TaskKind::CallCustomer, TaskState::Withdrawn));
    }
    let state = |number| desk.store.read().task(TaskId(Uuid::from_u128(number))).unwrap().unwrap().state();
    assert_eq!((state(1), state(2)), (TaskState::NotDone, TaskState::Withdrawn), "the first answer counts");
    assert_eq!(desk.store.read().open_tasks().unwrap(), 0);
}

#[test]
fn a_copy_of_a_refund_slip_is_counted() {
    let place = Place::new("refund-copy");
    let mut desk = Desk::open(&place.file());
    let paid = refund(1, None);
    desk.append(EntryBody::RefundPaid(paid.clone())).unwrap();
    desk.append(EntryBody::ReceiptReprinted { payment: domain::PaymentId(paid.id.0), copy: 1 }).unwrap();
    assert_eq!(desk.store.read().refund(paid.id).unwrap().unwrap().reprints, 1);
}

#[test]
fn a_correction_waits_until_the_archive_or_the_case_says_something() {
    let place = Place::new("archive-change");
    let mut desk = Desk::open(&place.file());
    desk.put(&state(customer(CUSTOMER, "田翠英"), vec![]), 0);
    let change = |number, field, wanted: &str| ArchiveChange {
        id: ArchiveChangeId(Uuid::from_u128(number)),
        customer: no(CUSTOMER),
        field,
        seen: String::new(),
        wanted: wanted.to_owned(),
        reason: "身份证".to_owned(),
    };
    desk.append(EntryBody::ArchiveChangeRequested(change(1, ArchiveField::Name, "田翠瑛"))).unwrap();
    desk.append(EntryBody::ArchiveChangeRequested(change(2, ArchiveField::Address, "洞下槽8号"))).unwrap();
    let outcomes = |desk: &Desk| {
        let rows = desk.store.read().archive_changes(Some(&no(CUSTOMER)), 9).unwrap();
        rows.into_iter().map(|row| row.outcome).collect::<Vec<_>>()
    };
    assert_eq!(outcomes(&desk), [ChangeOutcome::Waiting, ChangeOutcome::Waiting]);
    let stream = common::stream(1);
    let notice = |open| CaseNotice {
        id: CaseId(4),
        kind: "archive-change-requested".to_owned(),
        entry: Some((stream, Seq(3))),
        open,
    };
    for open in [true, false] {
        let mut write = desk.store.write().unwrap();
        write.put_case(&notice(open)).unwrap();
        write.commit().unwrap();
        let address = if open { ChangeOutcome::Waiting } else { ChangeOutcome::Refused };
        assert_eq!(outcomes(&desk), [address, ChangeOutcome::Waiting]);
    }
    desk.put(&state(customer(CUSTOMER, "田翠瑛"), vec![]), 0);
    assert_eq!(outcomes(&desk), [ChangeOutcome::Refused, ChangeOutcome::Accepted]);
}
