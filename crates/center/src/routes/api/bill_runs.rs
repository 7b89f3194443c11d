//! Bill runs: tried out, issued, watched.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::{BillingPeriod, CustomerNo, SegmentNo, UnitCode};
use serde::{Deserialize, Serialize};

use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::BillRunId;
use crate::ledger::{BillRunSummary, BillRunWish, RunRow, RunWish, Unbilled};
use crate::routes::Center;

/// How many customers without a bill one answer names.
const UNBILLED_MAX: u32 = 1_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunRequest {
    period: String,
    unit: Option<String>,
    #[serde(default)]
    segments: Vec<String>,
    /// The day the bills bear; today where it is not said.
    issued_on: Option<String>,
    /// `false` computes and compares, and issues nothing.
    #[serde(default)]
    issue: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    id: u64,
    #[serde(flatten)]
    wish: RunWish,
    started_at: String,
    /// `null` while it is at work.
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

#[derive(Serialize)]
pub struct RunList {
    runs: Vec<RunView>,
}

#[derive(Serialize)]
pub struct StartedRun {
    id: u64,
}

/// Writes the run down and answers; it works on beside everything else.
pub async fn start(
    State(center): State<Center>,
    Json(request): Json<RunRequest>,
) -> Result<(StatusCode, Json<StartedRun>), Failure> {
    let period: BillingPeriod = parse("period", &request.period)?;
    let unit: Option<UnitCode> = request.unit.as_deref().map(|unit| parse("unit", unit)).transpose()?;
    let segments = request.segments.iter().map(|no| parse::<SegmentNo>("segments", no)).collect::<Result<_, _>>()?;
    let issued_on = request.issued_on.as_deref().map(|day| parse("issuedOn", day)).transpose()?;
    let issue = request.issue;
    let started = at_the_books(center, move |prefecture| {
        let issued_on = issued_on.unwrap_or_else(|| prefecture.today());
        let wish = BillRunWish { period, unit, segments, issued_on };
        let id = if issue { prefecture.start_bill_run(&wish)? } else { prefecture.start_trial_run(&wish)? };
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

pub async fn list(State(center): State<Center>) -> Result<Json<RunList>, Failure> {
    let runs = at_the_books(center, |prefecture| Ok(prefecture.bill_runs()?)).await?;
    Ok(Json(RunList { runs: runs.into_iter().rev().map(RunView::from).collect() }))
}

pub async fn one(State(center): State<Center>, Path(id): Path<u64>) -> Result<Json<RunView>, Failure> {
    let run = at_the_books(center, move |prefecture| Ok(prefecture.bill_run(BillRunId(id))?)).await?;
    run.map(|run| Json(run.into())).ok_or(Failure::NotFound)
}

#[derive(Deserialize)]
pub struct WhichUnbilled {
    reason: Option<String>,
}

#[derive(Serialize)]
pub struct UnbilledList {
    unbilled: Vec<UnbilledLine>,
}

#[derive(Serialize)]
struct UnbilledLine {
    customer: CustomerNo,
    reason: String,
    sentence: String,
}

pub async fn unbilled(
    State(center): State<Center>,
    Path(id): Path<u64>,
    Query(which): Query<WhichUnbilled>,
) -> Result<Json<UnbilledList>, Failure> {
    let found = at_the_books(center, move |prefecture| {
        Ok(prefecture.unbilled(BillRunId(id), which.reason.as_deref(), UNBILLED_MAX)?)
    });
    let line = |row: Unbilled| UnbilledLine { customer: row.customer, reason: row.reason, sentence: row.sentence };
    Ok(Json(UnbilledList { unbilled: found.await?.into_iter().map(line).collect() }))
}
