//! Bills with their derivation, supplies, segments, corrections, requests to restore supply, attachments.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{BillId, BillStatement, CustomerNo, FileHash, Segment, SupplyState, TerminalCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::extract::{Body, Path};
use super::failure::{Failure, Refusal, parse};

use super::{at_the_books, time};
use crate::NewCorrection;
use crate::ledger::RestoreRow;
use crate::routes::Center;

/// How many requests one answer names.
const REQUESTS_MAX: u32 = 1_000;

/// A bill with its derivation: quantities, lines with price and price version, steps, funds
#[utoipa::path(get, path = "/api/v1/statements/{customer}/{bill}", operation_id = "statement",
    params(("customer" = CustomerNo, Path),
        ("bill" = BillId, Path, description = "2026-11, or 2026-11%232 for the second issue")),
    responses((status = 200, description = "The bill", body = BillStatement)))]
pub async fn statement(
    State(center): State<Center>,
    Path((customer, bill)): Path<(String, String)>,
) -> Result<Json<BillStatement>, Failure> {
    let customer: CustomerNo = parse("customer", &customer)?;
    let bill: BillId = parse("bill", &bill)?;
    let found = at_the_books(center, move |prefecture| Ok(prefecture.statement(&customer, bill)?)).await?;
    found.map(Json).ok_or(Failure::NotFound)
}

/// How a supply stands: its archive with meters, last readings, the year's count
#[utoipa::path(get, path = "/api/v1/supplies/{customer}", operation_id = "supply",
    params(("customer" = CustomerNo, Path)),
    responses((status = 200, description = "The supply", body = SupplyState)))]
pub async fn supply(State(center): State<Center>, Path(customer): Path<String>) -> Result<Json<SupplyState>, Failure> {
    let customer: CustomerNo = parse("customer", &customer)?;
    let found = at_the_books(center, move |prefecture| Ok(prefecture.supply(&customer)?)).await?;
    found.map(Json).ok_or(Failure::NotFound)
}

#[derive(Serialize, ToSchema)]
pub struct SegmentList {
    segments: Vec<Segment>,
}

/// Reading segments
#[utoipa::path(get, path = "/api/v1/segments", operation_id = "segments",
    responses((status = 200, description = "All of them", body = SegmentList)))]
pub async fn segments(State(center): State<Center>) -> Result<Json<SegmentList>, Failure> {
    let segments = at_the_books(center, |prefecture| Ok(prefecture.segments())).await?;
    Ok(Json(SegmentList { segments }))
}

#[derive(Serialize, ToSchema)]
pub struct RestoreList {
    requests: Vec<RestoreLine>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RestoreLine {
    #[schema(format = Uuid)]
    id: String,
    customer: CustomerNo,
    #[schema(format = Uuid)]
    payment: String,
    #[schema(value_type = TerminalCode)]
    terminal: String,
    #[schema(format = DateTime)]
    asked_at: String,
    #[schema(format = DateTime)]
    due_at: String,
    #[schema(format = DateTime)]
    heard_at: String,
    /// `null` while only the request itself is known, and not its entry.
    entry: Option<String>,
}

impl From<RestoreRow> for RestoreLine {
    fn from(row: RestoreRow) -> RestoreLine {
        RestoreLine {
            id: row.request.id.to_string(),
            customer: row.request.customer,
            payment: row.request.payment.to_string(),
            terminal: row.terminal.into(),
            asked_at: time(row.request.asked_at_ms),
            due_at: time(row.request.due_at_ms),
            heard_at: time(row.heard_ms),
            entry: row.entry.map(|entry| entry.to_string()),
        }
    }
}

/// Requests to restore supply, latest due first
#[utoipa::path(get, path = "/api/v1/restore-requests", operation_id = "restoreRequests",
    responses((status = 200, description = "The first thousand of them", body = RestoreList)))]
pub async fn restore_requests(State(center): State<Center>) -> Result<Json<RestoreList>, Failure> {
    let rows = at_the_books(center, |prefecture| Ok(prefecture.restore_requests(REQUESTS_MAX)?)).await?;
    Ok(Json(RestoreList { requests: rows.into_iter().map(RestoreLine::from).collect() }))
}

#[derive(Serialize, ToSchema)]
pub struct Corrected {
    /// `false` where the same correction was loaded before.
    new: bool,
}

/// Loads a correction that was decided; once, however often it is sent
#[utoipa::path(post, path = "/api/v1/corrections", operation_id = "correct", request_body = NewCorrection,
    responses((status = 200, description = "It is loaded", body = Corrected),
        (status = 409, description = "`not-corrected`: the books have no such customer, point or bill", body = Refusal)))]
pub async fn correct(
    State(center): State<Center>,
    Body(correction): Body<NewCorrection>,
) -> Result<Json<Corrected>, Failure> {
    let new = at_the_books(center, move |prefecture| Ok(prefecture.correct(&correction)?)).await?;
    Ok(Json(Corrected { new }))
}

/// The file as it is.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only describes; the bytes travel as they are")]
struct FileBytes(Vec<u8>);

/// A photo or an imported file, byte by byte as it was taken
#[utoipa::path(get, path = "/api/v1/attachments/{hash}", operation_id = "attachment",
    params(("hash" = FileHash, Path)),
    responses((status = 200, description = "Its bytes", content_type = "application/octet-stream", body = FileBytes)))]
pub async fn attachment(State(center): State<Center>, Path(hash): Path<String>) -> Result<Response, Failure> {
    let file: FileHash = parse("hash", &hash)?;
    let bytes = at_the_books(center, move |prefecture| Ok(prefecture.attachment(file)?)).await?;
    let bytes = bytes.ok_or(Failure::NotFound)?;
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
