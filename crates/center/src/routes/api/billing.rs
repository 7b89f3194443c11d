//! Bills with their derivation, supplies, segments, corrections, requests to restore supply, attachments.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{BillId, BillStatement, CustomerNo, FileHash, Segment, SupplyState};
use serde::Serialize;

use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::NewCorrection;
use crate::ledger::RestoreRow;
use crate::routes::Center;

/// How many requests one answer names.
const REQUESTS_MAX: u32 = 1_000;

pub async fn statement(
    State(center): State<Center>,
    Path((customer, bill)): Path<(String, String)>,
) -> Result<Json<BillStatement>, Failure> {
    let customer: CustomerNo = parse("customer", &customer)?;
    let bill: BillId = parse("bill", &bill)?;
    let found = at_the_books(center, move |prefecture| Ok(prefecture.statement(&customer, bill)?)).await?;
    found.map(Json).ok_or(Failure::NotFound)
}

pub async fn supply(State(center): State<Center>, Path(customer): Path<String>) -> Result<Json<SupplyState>, Failure> {
    let customer: CustomerNo = parse("customer", &customer)?;
    let found = at_the_books(center, move |prefecture| Ok(prefecture.supply(&customer)?)).await?;
    found.map(Json).ok_or(Failure::NotFound)
}

#[derive(Serialize)]
pub struct SegmentList {
    segments: Vec<Segment>,
}

pub async fn segments(State(center): State<Center>) -> Result<Json<SegmentList>, Failure> {
    let segments = at_the_books(center, |prefecture| Ok(prefecture.segments())).await?;
    Ok(Json(SegmentList { segments }))
}

#[derive(Serialize)]
pub struct RestoreList {
    requests: Vec<RestoreLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RestoreLine {
    id: String,
    customer: CustomerNo,
    payment: String,
    terminal: String,
    asked_at: String,
    due_at: String,
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

pub async fn restore_requests(State(center): State<Center>) -> Result<Json<RestoreList>, Failure> {
    let rows = at_the_books(center, |prefecture| Ok(prefecture.restore_requests(REQUESTS_MAX)?)).await?;
    Ok(Json(RestoreList { requests: rows.into_iter().map(RestoreLine::from).collect() }))
}

#[derive(Serialize)]
pub struct Corrected {
    /// `false` where the same correction was loaded before.
    new: bool,
}

pub async fn correct(
    State(center): State<Center>,
    Json(correction): Json<NewCorrection>,
) -> Result<Json<Corrected>, Failure> {
    let new = at_the_books(center, move |prefecture| Ok(prefecture.correct(&correction)?)).await?;
    Ok(Json(Corrected { new }))
}

/// A photo or an imported file, byte by byte as it was taken.
pub async fn attachment(State(center): State<Center>, Path(hash): Path<String>) -> Result<Response, Failure> {
    let file: FileHash = parse("hash", &hash)?;
    let bytes = at_the_books(center, move |prefecture| Ok(prefecture.attachment(file)?)).await?;
    let bytes = bytes.ok_or(Failure::NotFound)?;
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
