//! Tasks that desks were given, and how they answered.

use axum::Json;
use axum::extract::State;
use domain::{CaseId, DeviceId, ProposalId, Task, TaskState, TerminalCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::case_views::{Names, PersonView};
use super::extract::Query;
use super::failure::Failure;
use super::{at_the_books, time};
use crate::Prefecture;
use crate::ledger::{TaskFilter, TaskRow};
use crate::routes::Center;

const PAGE: u32 = 200;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichTasks {
    state: Option<TaskState>,
    device: Option<u32>,
    case: Option<u64>,
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct TaskList {
    total: usize,
    items: Vec<TaskView>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskView {
    #[serde(flatten)]
    task: Task,
    terminal: Option<TerminalCode>,
    proposal: ProposalId,
    #[schema(format = DateTime)]
    given_at: String,
    answered_by: Option<PersonView>,
    #[schema(format = DateTime)]
    answered_at: Option<String>,
    answer_note: Option<String>,
}

fn view(prefecture: &Prefecture, row: TaskRow, names: &Names) -> TaskView {
    let answered = row.answered;
    TaskView {
        terminal: prefecture.terminal_of(row.task.device),
        proposal: row.proposal,
        given_at: time(row.task.given_ms),
        answered_by: answered.as_ref().map(|reply| PersonView::of(reply.by, names)),
        answered_at: answered.as_ref().map(|reply| time(reply.at_ms)),
        answer_note: answered.map(|reply| reply.note),
        task: row.task,
    }
}

/// Tasks, the last that changed first
#[utoipa::path(get, path = "/api/v1/tasks", operation_id = "tasks", params(WhichTasks),
    responses((status = 200, description = "The tasks", body = TaskList)))]
pub async fn list(State(center): State<Center>, Query(which): Query<WhichTasks>) -> Result<Json<TaskList>, Failure> {
    let filter = TaskFilter {
        state: which.state,
        device: which.device.map(DeviceId),
        case: which.case.map(CaseId),
        limit: which.limit.unwrap_or(PAGE),
    };
    at_the_books(center, move |prefecture| {
        let rows = prefecture.tasks(&filter)?;
        let names = prefecture.names_of(rows.iter().filter_map(|row| row.answered.as_ref()).map(|reply| reply.by))?;
        let items: Vec<TaskView> = rows.into_iter().map(|row| view(prefecture, row, &names)).collect();
        Ok(Json(TaskList { total: items.len(), items }))
    })
    .await
}
