use domain::TaskAnswer;
use outlet::{Outlet, PayRefund, RequestArchiveChange};

use super::{Answer, DeskState};
use crate::request::{archive_change_id, customer_no, refund_id, task_id};
use crate::said::Said;
use crate::show;
use crate::view::{AnswerTaskRequest, ArchiveChangeRequest, ArchiveChangeView, PayRefundRequest, RefundView, TaskView};

#[tauri::command]
pub async fn tasks(desk: DeskState<'_>) -> Answer<Vec<TaskView>> {
    let tasks = desk.outlet_in_use()?.run(|outlet| -> Answer<Vec<TaskView>> {
        Ok(outlet.tasks()?.into_iter().map(|card| show::task(outlet, card)).collect::<Result<_, _>>()?)
    });
    tasks.await
}

#[tauri::command]
pub async fn answer_task(desk: DeskState<'_>, request: AnswerTaskRequest) -> Answer<()> {
    let answer = TaskAnswer { task: task_id(&request.task_id)?, outcome: request.outcome, note: request.note };
    desk.outlet_in_use()?.run(move |outlet| outlet.answer_task(&answer).map(|_| ())).await?;
    desk.changed();
    Ok(())
}

/// Durable before any cash is counted, so that after a crash the desk knows whether it was paid out.
#[tauri::command]
pub async fn open_refund_draft(desk: DeskState<'_>, refund_id: String, task_id: String) -> Answer<()> {
    let (refund, task) = (self::refund_id(&refund_id)?, self::task_id(&task_id)?);
    desk.outlet_in_use()?.run(move |outlet| outlet.open_refund_draft(refund, task)).await
}

#[tauri::command]
pub async fn close_refund_draft(desk: DeskState<'_>, refund_id: String) -> Answer<()> {
    let refund = self::refund_id(&refund_id)?;
    desk.outlet()?.run(move |outlet| outlet.close_refund_draft(refund)).await
}

#[tauri::command]
pub async fn pay_refund(desk: DeskState<'_>, request: PayRefundRequest) -> Answer<RefundView> {
    let (id, task) = (refund_id(&request.refund_id)?, task_id(&request.task_id)?);
    let command = PayRefund { id, task, paid_to: request.paid_to };
    let paid = desk.outlet()?.run(move |outlet| -> Answer<RefundView> {
        let paid = outlet.pay_refund(&command).map_err(|error| error.said(outlet))?;
        Ok(show::refund(outlet, &paid.row, paid.already_paid)?)
    });
    let view = paid.await?;
    desk.changed();
    Ok(view)
}

#[tauri::command]
pub async fn request_archive_change(desk: DeskState<'_>, request: ArchiveChangeRequest) -> Answer<ArchiveChangeView> {
    let command = RequestArchiveChange {
        id: archive_change_id(&request.change_id)?,
        customer: customer_no(&request.customer_no)?,
        field: request.field,
        wanted: request.wanted,
        reason: request.reason,
    };
    let requested = desk.outlet_in_use()?.run(move |outlet| -> Answer<ArchiveChangeView> {
        let requested = outlet.request_archive_change(&command).map_err(|error| error.said(outlet))?;
        Ok(show::archive_change(outlet, requested.row)?)
    });
    let view = requested.await?;
    desk.changed();
    Ok(view)
}

/// The requests of this desk, newest first; of one customer or of all.
#[tauri::command]
pub async fn archive_changes(desk: DeskState<'_>, customer_no: Option<String>) -> Answer<Vec<ArchiveChangeView>> {
    let customer = customer_no.as_deref().map(self::customer_no).transpose()?;
    let changes = desk.outlet_in_use()?.run(move |outlet: &mut Outlet| -> Answer<Vec<ArchiveChangeView>> {
        let rows = outlet.archive_changes(customer.as_ref())?.into_iter();
        Ok(rows.map(|row| show::archive_change(outlet, row)).collect::<Result<_, _>>()?)
    });
    changes.await
}
