//! The fleet: which laptops there are, how they stand, and letting one in or suspending it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::{DeviceId, FileHash, ReleasePurpose, TerminalCode, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extract::{Body, Path};
use super::failure::{Failure, Refusal, parse};
use super::who::Actor;

use super::{at_the_books, time};
use crate::app::DeviceView;
use crate::ledger::History;
use crate::routes::Center;

#[derive(Serialize, ToSchema)]
pub struct Fleet {
    devices: Vec<DeviceLine>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeviceLine {
    id: u32,
    #[schema(value_type = TerminalCode)]
    terminal: String,
    #[schema(value_type = UnitCode)]
    unit: String,
    /// What it signs with, in hex.
    key: String,
    suspended: bool,
    #[schema(format = DateTime)]
    enrolled_at: String,
    #[schema(format = DateTime)]
    last_seen_at: Option<String>,
    program: Option<String>,
    /// Entries that it had not sent when it was last seen.
    unsent: Option<u64>,
    #[schema(format = DateTime)]
    oldest_unsent_at: Option<String>,
    /// How far its clock ran ahead.
    clock_off_ms: Option<i64>,
    /// MiB free on its disk, as it last said; it says so once a day.
    free_mib: Option<u64>,
    /// MiB of its replica.
    replica_mib: Option<u64>,
    journals: Vec<JournalLine>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct JournalLine {
    incarnation: u16,
    history: u32,
    held_seq: u64,
    #[schema(value_type = FileHash)]
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
            key: device.known.key.to_string(),
            suspended: device.known.suspended,
            enrolled_at: time(device.enrolled_ms),
            last_seen_at: seen.as_ref().map(|seen| time(seen.at_ms)),
            program: seen.as_ref().map(|seen| seen.program.clone()),
            unsent: seen.as_ref().map(|seen| seen.unsent),
            oldest_unsent_at: seen.as_ref().and_then(|seen| seen.oldest_unsent_ms).map(time),
            clock_off_ms: seen.as_ref().map(|seen| seen.clock_off_ms),
            free_mib: seen.as_ref().and_then(|seen| seen.free_mib),
            replica_mib: seen.as_ref().and_then(|seen| seen.replica_mib),
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

/// The fleet: every enrolled device
#[utoipa::path(get, path = "/api/v1/devices", operation_id = "devices",
    responses((status = 200, description = "The devices", body = Fleet)))]
pub async fn devices(State(center): State<Center>) -> Result<Json<Fleet>, Failure> {
    let devices = at_the_books(center, |prefecture| Ok(prefecture.devices())).await?;
    Ok(Json(Fleet { devices: devices.into_iter().map(DeviceLine::from).collect() }))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = DeviceSuspension)]
pub struct Suspension {
    /// `false` takes a suspension back.
    suspended: bool,
}

/// Suspend a device, or take it back with `suspended` false
///
/// Without a body the device is suspended. What it wrote stays money.
#[utoipa::path(post, path = "/api/v1/devices/{id}/suspend", operation_id = "suspend",
    params(("id" = u32, Path, description = "Number of the device")), request_body = Option<Suspension>,
    responses((status = 204, description = "Done")))]
pub async fn suspend(
    State(center): State<Center>,
    actor: Actor,
    Path(id): Path<u32>,
    suspension: Option<Body<Option<Suspension>>>,
) -> Result<StatusCode, Failure> {
    let suspended = suspension.and_then(|Body(suspension)| suspension).is_none_or(|suspension| suspension.suspended);
    let work =
        move |prefecture: &crate::Prefecture| Ok(prefecture.suspend_device_by(actor.id, DeviceId(id), suspended)?);
    if at_the_books(center, work).await? { Ok(StatusCode::NO_CONTENT) } else { Err(Failure::NotFound) }
}

#[derive(Deserialize, ToSchema)]
pub struct CodeRequest {
    #[schema(value_type = UnitCode)]
    unit: String,
    #[schema(value_type = TerminalCode)]
    terminal: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeView {
    /// Shown once and kept nowhere.
    code: String,
    #[schema(format = DateTime)]
    expires_at: String,
}

/// A one-time code for a laptop
#[utoipa::path(post, path = "/api/v1/enrolment-codes", operation_id = "enrolmentCode", request_body = CodeRequest,
    responses((status = 201, description = "The code", body = CodeView),
        (status = 422, description = "`unknown-unit`: there is no such unit", body = Refusal),
        (status = 409, description = "`terminal-taken`: another device has that name", body = Refusal)))]
pub async fn enrolment_code(
    State(center): State<Center>,
    actor: Actor,
    Body(request): Body<CodeRequest>,
) -> Result<(StatusCode, Json<CodeView>), Failure> {
    let unit: UnitCode = parse("unit", &request.unit)?;
    let terminal: TerminalCode = parse("terminal", &request.terminal)?;
    let code =
        at_the_books(center, move |prefecture| Ok(prefecture.enrolment_code_by(actor.id, &unit, &terminal)?)).await?;
    Ok((StatusCode::CREATED, Json(CodeView { code: code.text, expires_at: time(code.expires_ms) })))
}

#[derive(Deserialize, ToSchema)]
pub struct ReleaseRequest {
    purpose: ReleasePurpose,
    /// Valid today and for so many days beyond.
    #[serde(default)]
    #[schema(maximum = 5)]
    days: u64,
}

#[derive(Serialize, ToSchema)]
pub struct ReleaseCodeView {
    /// Twelve digits to read out. Shown once and kept nowhere.
    code: String,
    /// The last day on which the device takes it.
    until: NaiveDate,
}

/// A release code to read over the phone
///
/// It lifts one limit on this device, once: the wait after wrong passwords.
#[utoipa::path(post, path = "/api/v1/devices/{id}/release-code", operation_id = "releaseCode",
    params(("id" = u32, Path, description = "Number of the device")), request_body = ReleaseRequest,
    responses((status = 201, description = "The code", body = ReleaseCodeView),
        (status = 409, description = "`not-released`: the device is suspended, or had all codes of that day", body = Refusal)))]
pub async fn release_code(
    State(center): State<Center>,
    actor: Actor,
    Path(id): Path<u32>,
    Body(request): Body<ReleaseRequest>,
) -> Result<(StatusCode, Json<ReleaseCodeView>), Failure> {
    let given = at_the_books(center, move |prefecture| {
        Ok(prefecture.release_code(actor.id, DeviceId(id), request.purpose, request.days)?)
    });
    let given = given.await?;
    Ok((StatusCode::CREATED, Json(ReleaseCodeView { code: given.code, until: given.grant.until })))
}
