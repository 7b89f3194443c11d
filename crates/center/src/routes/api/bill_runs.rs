//! Bill runs: tried out, issued, watched.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{BillingPeriod, CustomerNo, SegmentNo, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::extract::{Body, Path, Query};
use super::failure::{Failure, Refusal, parse};
use super::openapi::DateText;
use super::who::Actor;
use super::{at_the_books, time};
use crate::BillRunId;
use crate::app::CenterAct;
use crate::ledger::{BillRunSummary, BillRunWish, RunRow, RunWish, Unbilled};
use crate::routes::Center;

/// How many customers without a bill one answer names.
const UNBILLED_MAX: u32 = 1_000;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunRequest {
    #[schema(value_type = BillingPeriod)]
    period: String,
    /// A unit and everything below it; the whole prefecture where it is not said.
    #[schema(value_type = Option<UnitCode>)]
    unit: Option<String>,
    /// Only these; segments billed on the spot only take part when named.
    #[serde(default)]
    #[schema(value_type = Vec<SegmentNo>)]
    segments: Vec<String>,
    /// The day the bills bear; today where it is not said.
    #[schema(value_type = Option<DateText>)]
    issued_on: Option<String>,
    /// `false` computes and compares, and issues nothing.
    #[serde(default)]
    issue: bool,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    id: u64,
    #[serde(flatten)]
    wish: RunWish,
    #[schema(format = DateTime)]
    started_at: String,
    /// `null` while it is at work.
    #[schema(format = DateTime)]
    finished_at: Option<String>,
    /// Of all accounts that it goes through.
    done_percent: u64,
    summary: BillRunSummary,
}

impl From<RunRow> for RunView {
    fn from(run: RunRow) -> RunView {
        RunView {
            id: run.id,
            done_percent: (run.through * 100).checked_div(run.until).unwrap_or(100),
            started_at: time(run.started_ms),
            finished_at: run.finished_ms.map(time),
            wish: run.wish,
            summary: run.summary,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct RunList {
    runs: Vec<RunView>,
}

#[derive(Serialize, ToSchema)]
pub struct StartedRun {
    id: u64,
}

/// Computes the bills of a month; with `issue` they become debt
///
/// Writes the run down and answers; it works on beside everything else.
#[utoipa::path(post, path = "/api/v1/bill-runs", operation_id = "startBillRun", request_body = RunRequest,
    responses((status = 201, description = "The run was started", body = StartedRun),
        (status = 422, description = "`not-billable`: no price was in force then, or the day is wrong", body = Refusal)))]
pub async fn start(
    State(center): State<Center>,
    actor: Actor,
    Body(request): Body<RunRequest>,
) -> Result<(StatusCode, Json<StartedRun>), Failure> {
    let period: BillingPeriod = parse("period", &request.period)?;
    let unit: Option<UnitCode> = request.unit.as_deref().map(|unit| parse("unit", unit)).transpose()?;
    let segments = request.segments.iter().map(|no| parse::<SegmentNo>("segments", no)).collect::<Result<_, _>>()?;
    let issued_on = request.issued_on.as_deref().map(|day| parse("issuedOn", day)).transpose()?;
    let issue = request.issue;
    let started = at_the_books(center, move |prefecture| {
        let issued_on = issued_on.unwrap_or_else(|| prefecture.today());
        let wish = BillRunWish { period, unit, segments, issued_on };
        prefecture.judge_wish(&wish)?;
        let id = if issue { prefecture.start_bill_run(&wish)? } else { prefecture.start_trial_run(&wish)? };
        prefecture.record(actor.id, &CenterAct::BillRunStarted { run: id.0 }, &[])?;
        work_on(prefecture.clone());
        Ok(id)
    });
    let BillRunId(id) = started.await?;
    Ok((StatusCode::CREATED, Json(StartedRun { id })))
}

/// Brings the runs to their end in a thread of their own.
fn work_on(prefecture: crate::Prefecture) {
    std::thread::spawn(move || {
        if let Err(error) = prefecture.resume_bill_runs() {
            tracing::error!(%error, "a bill run broke off; it goes on at the next start");
        }
    });
}

/// Bill runs, newest first
#[utoipa::path(get, path = "/api/v1/bill-runs", operation_id = "billRuns",
    responses((status = 200, description = "The runs", body = RunList)))]
pub async fn list(State(center): State<Center>) -> Result<Json<RunList>, Failure> {
    let runs = at_the_books(center, |prefecture| Ok(prefecture.bill_runs()?)).await?;
    Ok(Json(RunList { runs: runs.into_iter().rev().map(RunView::from).collect() }))
}

/// One run with its progress and what it came to
#[utoipa::path(get, path = "/api/v1/bill-runs/{id}", operation_id = "billRun",
    params(("id" = u64, Path, description = "Number of the run")),
    responses((status = 200, description = "The run", body = RunView)))]
pub async fn one(State(center): State<Center>, Path(id): Path<u64>) -> Result<Json<RunView>, Failure> {
    let run = at_the_books(center, move |prefecture| Ok(prefecture.bill_run(BillRunId(id))?)).await?;
    run.map(|run| Json(run.into())).ok_or(Failure::NotFound)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichUnbilled {
    /// Only these, like `no-reading`
    reason: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct UnbilledList {
    unbilled: Vec<UnbilledLine>,
}

#[derive(Serialize, ToSchema)]
struct UnbilledLine {
    customer: CustomerNo,
    reason: String,
    sentence: String,
}

/// Customers of a run without a bill
#[utoipa::path(get, path = "/api/v1/bill-runs/{id}/unbilled", operation_id = "unbilled",
    params(("id" = u64, Path, description = "Number of the run"), WhichUnbilled),
    responses((status = 200, description = "The first thousand of them", body = UnbilledList)))]
pub async fn unbilled(
    State(center): State<Center>,
    Path(id): Path<u64>,
    Query(which): Query<WhichUnbilled>,
) -> Result<Json<UnbilledList>, Failure> {
    let found = at_the_books(center, move |prefecture| {
        prefecture.bill_run(BillRunId(id))?.ok_or(Failure::NotFound)?;
        Ok(prefecture.unbilled(BillRunId(id), which.reason.as_deref(), UNBILLED_MAX)?)
    });
    let line = |row: Unbilled| UnbilledLine { customer: row.customer, reason: row.reason, sentence: row.sentence };
    Ok(Json(UnbilledList { unbilled: found.await?.into_iter().map(line).collect() }))
}
