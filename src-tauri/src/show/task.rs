use domain::{CustomerNo, TaskKind};
use outlet::{InterruptedRefund, Outlet, TaskCard};
use store::{Answered, ArchiveChangeRow, ChangeOutcome, EntryFate, Read, RefundRow, StoreError};

use crate::view::{
    ArchiveChangeView, ChangeState, EntryLife, InterruptedRefundView, RefundView, RoundRef, TaskAnswerView, TaskView,
};

pub fn task(outlet: &Outlet, card: TaskCard) -> Result<TaskView, StoreError> {
    let task = &card.row.task;
    let customer = card.customer.as_ref();
    let text = |field: fn(&domain::Customer) -> &String| customer.map(|known| field(known).clone()).unwrap_or_default();
    let (amount, meter_no, period) = match &task.kind {
        TaskKind::PayRefund { amount } => (Some(amount.to_string()), None, None),
        TaskKind::ReadMeterAgain { meter, period } => (None, Some(meter.to_string()), Some(period.to_string())),
        TaskKind::CallCustomer | TaskKind::Explain => (None, None, None),
    };
    let round = |(round, _): &(domain::RoundId, domain::PointNo)| RoundRef {
        segment: round.segment.to_string(),
        period: round.period.to_string(),
    };
    Ok(TaskView {
        task_id: task.id.to_string(),
        case_id: task.case.0.to_string(),
        kind: task.kind.name().to_owned(),
        state: card.state,
        note: task.note.clone(),
        given_at_ms: task.given_ms,
        customer_no: task.customer.as_ref().map(CustomerNo::to_string),
        customer_name: text(|customer| &customer.name),
        phone: text(|customer| &customer.phone),
        address: text(|customer| &customer.address),
        owner_name: card.owner_name.clone(),
        amount,
        meter_no,
        period,
        round: card.to_read.as_ref().map(round),
        point_no: card.to_read.as_ref().map(|(_, point)| point.to_string()),
        answer: card.row.answered.as_ref().map(|answered| answer(outlet, answered)).transpose()?,
    })
}

fn answer(outlet: &Outlet, answered: &Answered) -> Result<TaskAnswerView, StoreError> {
    Ok(match answered {
        Answered::Said { answer, at_ms, fate } => {
            TaskAnswerView { note: answer.note.clone(), at_ms: *at_ms, life: life(*fate).0, refund: None }
        }
        Answered::Paid(row) => TaskAnswerView {
            note: String::new(),
            at_ms: row.at_ms,
            life: life(row.fate).0,
            refund: Some(refund(outlet, row, false)?),
        },
    })
}

pub fn refund(outlet: &Outlet, row: &RefundRow, already_paid: bool) -> Result<RefundView, StoreError> {
    let read = outlet.read();
    let (paid, (life, case)) = (&row.refund, life(row.fate));
    let cashier = read.operator(row.cashier)?;
    Ok(RefundView {
        refund_id: paid.id.to_string(),
        task_id: paid.task.to_string(),
        slip_no: receipt::refund_number(paid.id),
        customer_no: paid.customer.to_string(),
        customer_name: customer_name(&read, &paid.customer)?,
        amount: paid.amount.to_string(),
        paid_to: paid.paid_to.clone(),
        cashier_name: cashier.map_or_else(|| row.cashier.to_string(), |operator| operator.name),
        at_ms: row.at_ms,
        life,
        case_id: row.case.map(|case| case.0.to_string()).or(case),
        reprints: row.reprints,
        already_paid,
    })
}

pub fn interrupted_refund(
    outlet: &Outlet,
    interrupted: &InterruptedRefund,
) -> Result<InterruptedRefundView, StoreError> {
    let card = outlet.task(interrupted.draft.task)?;
    let task = card.as_ref().map(|card| &card.row.task);
    let amount = task.and_then(|task| match &task.kind {
        TaskKind::PayRefund { amount } => Some(amount.to_string()),
        TaskKind::ReadMeterAgain { .. } | TaskKind::CallCustomer | TaskKind::Explain => None,
    });
    let customer = card.as_ref().and_then(|card| card.customer.as_ref());
    Ok(InterruptedRefundView {
        refund_id: interrupted.draft.refund.to_string(),
        task_id: interrupted.draft.task.to_string(),
        customer_no: task.and_then(|task| task.customer.as_ref()).map(CustomerNo::to_string).unwrap_or_default(),
        customer_name: customer.map(|customer| customer.name.clone()).unwrap_or_default(),
        amount: amount.unwrap_or_default(),
        paid: interrupted.paid.as_ref().map(|row| refund(outlet, row, true)).transpose()?,
    })
}

pub fn archive_change(outlet: &Outlet, row: ArchiveChangeRow) -> Result<ArchiveChangeView, StoreError> {
    let read = outlet.read();
    let by = read.operator(row.by)?;
    Ok(ArchiveChangeView {
        change_id: row.change.id.to_string(),
        customer_no: row.change.customer.to_string(),
        customer_name: customer_name(&read, &row.change.customer)?,
        field: row.change.field,
        seen: row.change.seen,
        wanted: row.change.wanted,
        reason: row.change.reason,
        by: by.map_or_else(|| row.by.to_string(), |operator| operator.name),
        at_ms: row.at_ms,
        life: life(row.fate).0,
        state: match row.outcome {
            ChangeOutcome::Waiting => ChangeState::Waiting,
            ChangeOutcome::Accepted => ChangeState::Accepted,
            ChangeOutcome::Refused => ChangeState::Refused,
        },
    })
}

fn customer_name(read: &Read<'_>, no: &CustomerNo) -> Result<String, StoreError> {
    Ok(read.customer(no)?.map(|customer| customer.name).unwrap_or_default())
}

fn life(fate: EntryFate) -> (EntryLife, Option<String>) {
    match fate {
        EntryFate::Unsent => (EntryLife::Recorded, None),
        EntryFate::Held | EntryFate::Parked => (EntryLife::Sent, None),
        EntryFate::Posted => (EntryLife::Posted, None),
        EntryFate::Conflicted(case) => (EntryLife::Conflicted, Some(case.0.to_string())),
    }
}
