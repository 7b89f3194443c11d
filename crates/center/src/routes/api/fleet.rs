//! The fleet: which laptops there are, how they stand, and letting one in or suspending it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::{DeviceId, TerminalCode, UnitCode};
use serde::{Deserialize, Serialize};

use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::app::DeviceView;
use crate::ledger::History;
use crate::routes::Center;

#[derive(Serialize)]
pub struct Fleet {
    devices: Vec<DeviceLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeviceLine {
    id: u32,
    terminal: String,
    unit: String,
    suspended: bool,
    enrolled_at: String,
    last_seen_at: Option<String>,
    program: Option<String>,
    /// Entries that it had not sent when it was last seen.
    unsent: Option<u64>,
    oldest_unsent_at: Option<String>,
    /// How far its clock ran ahead.
    clock_off_ms: Option<i64>,
    journals: Vec<JournalLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JournalLine {
    incarnation: u16,
    history: u32,
    held_seq: u64,
    held_hash: String,
    goes_on_as: Option<u16>,
}

impl From<DeviceView> for DeviceLine {
    fn from(view: DeviceView) -> DeviceLine {
        let (device, seen) = (view.device, view.seen);
        DeviceLine {
            id: device.known.device.0,
            terminal: device.known.terminal.into(),
            unit: device.known.unit.into(),
            suspended: device.known.suspended,
            enrolled_at: time(device.enrolled_ms),
            last_seen_at: seen.as_ref().map(|seen| time(seen.at_ms)),
            program: seen.as_ref().map(|seen| seen.program.clone()),
            unsent: seen.as_ref().map(|seen| seen.unsent),
            oldest_unsent_at: seen.as_ref().and_then(|seen| seen.oldest_unsent_ms).map(time),
            clock_off_ms: seen.as_ref().map(|seen| seen.clock_off_ms),
            journals: view.histories.iter().map(JournalLine::from).collect(),
        }
    }
}

impl From<&History> for JournalLine {
    fn from(history: &History) -> JournalLine {
        JournalLine {
            incarnation: history.stream.incarnation.0,
            history: history.number,
            held_seq: history.held.seq.0,
            held_hash: history.held.hash.to_string(),
            goes_on_as: history.goes_on_as.map(|incarnation| incarnation.0),
        }
    }
}

pub async fn devices(State(center): State<Center>) -> Result<Json<Fleet>, Failure> {
    let devices = at_the_books(center, |prefecture| Ok(prefecture.devices())).await?;
    Ok(Json(Fleet { devices: devices.into_iter().map(DeviceLine::from).collect() }))
}

#[derive(Deserialize)]
pub struct Suspension {
    /// `false` takes a suspension back.
    suspended: bool,
}

/// Without a body the device is suspended.
pub async fn suspend(
    State(center): State<Center>,
    Path(id): Path<u32>,
    suspension: Option<Json<Suspension>>,
) -> Result<StatusCode, Failure> {
    let suspended = suspension.is_none_or(|Json(suspension)| suspension.suspended);
    let work = move |prefecture: &crate::Prefecture| Ok(prefecture.suspend_device(DeviceId(id), suspended)?);
    if at_the_books(center, work).await? { Ok(StatusCode::NO_CONTENT) } else { Err(Failure::NotFound) }
}

#[derive(Deserialize)]
pub struct CodeRequest {
    unit: String,
    terminal: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeView {
    code: String,
    expires_at: String,
}

pub async fn enrolment_code(
    State(center): State<Center>,
    Json(request): Json<CodeRequest>,
) -> Result<(StatusCode, Json<CodeView>), Failure> {
    let unit: UnitCode = parse("unit", &request.unit)?;
    let terminal: TerminalCode = parse("terminal", &request.terminal)?;
    let code = at_the_books(center, move |prefecture| Ok(prefecture.enrolment_code(&unit, &terminal)?)).await?;
    Ok((StatusCode::CREATED, Json(CodeView { code: code.text, expires_at: time(code.expires_ms) })))
}
