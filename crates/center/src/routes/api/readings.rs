//! Readings of a month with what was done with them; rounds, imported files and notices.

use axum::Json;
use axum::extract::State;
use domain::{
    BillingPeriod, CustomerNo, Notice, PreparedRound, Reading, ReadingImport, Registers, ReviewState, SegmentNo,
    TerminalCode,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::extract::{Path, Query};
use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::ledger::{Act, ActRow, Noted, ReadingFilter, ReadingRow};
use crate::routes::Center;

/// How many rows one answer names.
const ROWS_MAX: u32 = 5_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    #[param(value_type = BillingPeriod)]
    period: String,
    #[param(value_type = Option<SegmentNo>)]
    segment: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct ReadingList {
    readings: Vec<ReadingLine>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ReadingLine {
    #[serde(flatten)]
    reading: Reading,
    segment: Option<SegmentNo>,
    operator: u32,
    #[schema(value_type = TerminalCode)]
    terminal: String,
    #[schema(format = DateTime)]
    at: String,
    review_state: ReviewState,
    reviewer: Option<u32>,
    note: String,
    /// Changes that were asked for after the review.
    requests: Vec<RequestLine>,
}

#[derive(Serialize, ToSchema)]
struct RequestLine {
    operator: u32,
    #[schema(format = DateTime)]
    at: String,
    registers: Registers,
    reason: String,
}

impl From<(ReadingRow, Vec<ActRow>)> for ReadingLine {
    fn from((row, acts): (ReadingRow, Vec<ActRow>)) -> ReadingLine {
        ReadingLine {
            reading: row.reading,
            segment: row.segment,
            operator: row.noted.operator.0,
            terminal: row.noted.terminal.into(),
            at: time(row.noted.at_ms),
            review_state: row.state,
            reviewer: row.reviewer.map(|reviewer| reviewer.0),
            note: row.note,
            requests: acts.into_iter().filter_map(request_line).collect(),
        }
    }
}

fn request_line(row: ActRow) -> Option<RequestLine> {
    match row.act {
        Act::Requested(registers) => {
            Some(RequestLine { operator: row.operator.0, at: time(row.at_ms), registers, reason: row.note })
        }
        Act::Withdrawn | Act::Approved | Act::SentBack => None,
    }
}

/// Readings of a month
#[utoipa::path(get, path = "/api/v1/readings", operation_id = "readings", params(Which),
    responses((status = 200, description = "The first five thousand of them", body = ReadingList)))]
pub async fn readings(State(center): State<Center>, Query(which): Query<Which>) -> Result<Json<ReadingList>, Failure> {
    let period = parse("period", &which.period)?;
    let segment = which.segment.as_deref().map(|no| parse("segment", no)).transpose()?;
    let filter = ReadingFilter { period, segment, limit: ROWS_MAX };
    let found = at_the_books(center, move |prefecture| Ok(prefecture.readings(&filter)?)).await?;
    Ok(Json(ReadingList { readings: found.into_iter().map(ReadingLine::from).collect() }))
}

/// A document with who wrote it, where and when.
#[derive(Serialize, ToSchema)]
pub struct NotedView<T> {
    operator: u32,
    #[schema(value_type = TerminalCode)]
    terminal: String,
    #[schema(format = DateTime)]
    at: String,
    /// device.incarnation.history.seq
    entry: String,
    #[serde(flatten)]
    content: T,
}

impl<T> From<(Noted, T)> for NotedView<T> {
    fn from((noted, content): (Noted, T)) -> NotedView<T> {
        NotedView {
            operator: noted.operator.0,
            terminal: noted.terminal.into(),
            at: time(noted.at_ms),
            entry: noted.place.to_string(),
            content,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfMonth {
    #[param(value_type = BillingPeriod)]
    period: String,
}

#[derive(Serialize, ToSchema)]
pub struct RoundList {
    rounds: Vec<NotedView<PreparedRound>>,
}

/// Rounds that were prepared for a month
#[utoipa::path(get, path = "/api/v1/rounds", operation_id = "rounds", params(OfMonth),
    responses((status = 200, description = "The rounds", body = RoundList)))]
pub async fn rounds(State(center): State<Center>, Query(which): Query<OfMonth>) -> Result<Json<RoundList>, Failure> {
    let period: BillingPeriod = parse("period", &which.period)?;
    let found = at_the_books(center, move |prefecture| Ok(prefecture.rounds(period)?)).await?;
    Ok(Json(RoundList { rounds: found.into_iter().map(NotedView::from).collect() }))
}

#[derive(Serialize, ToSchema)]
pub struct ImportList {
    imports: Vec<NotedView<ReadingImport>>,
}

/// Reading files that were taken in, newest first
#[utoipa::path(get, path = "/api/v1/reading-imports", operation_id = "readingImports",
    responses((status = 200, description = "The files", body = ImportList)))]
pub async fn imports(State(center): State<Center>) -> Result<Json<ImportList>, Failure> {
    let found = at_the_books(center, |prefecture| Ok(prefecture.reading_imports(ROWS_MAX)?)).await?;
    Ok(Json(ImportList { imports: found.into_iter().map(NotedView::from).collect() }))
}

#[derive(Serialize, ToSchema)]
pub struct NoticeList {
    notices: Vec<NotedView<Notice>>,
}

/// Notices that were printed for a customer
#[utoipa::path(get, path = "/api/v1/notices/{customer}", operation_id = "notices",
    params(("customer" = CustomerNo, Path)),
    responses((status = 200, description = "The notices", body = NoticeList)))]
pub async fn notices(State(center): State<Center>, Path(customer): Path<String>) -> Result<Json<NoticeList>, Failure> {
    let customer: CustomerNo = parse("customer", &customer)?;
    let found = at_the_books(center, move |prefecture| Ok(prefecture.notices(&customer)?)).await?;
    Ok(Json(NoticeList { notices: found.into_iter().map(NotedView::from).collect() }))
}
