//! What outlets say: authenticate, decode, call, encode.

use std::time::Instant;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sync::{
    CONTENT, Center as _, ExchangeReply, ExchangeRequest, LinkError, RefusedRequest, Reply, Request, body_of_refusal,
    open_request, seal_reply,
};

use super::Center;
use crate::Prefecture;

/// Exchange, look-up, attachments and enrolment come in the same envelope.
pub async fn answer(State(center): State<Center>, body: Bytes) -> Response {
    let answered = tokio::task::spawn_blocking(move || reply_to(&center.prefecture, &body)).await;
    match answered {
        Ok(Ok(bytes)) => ([(header::CONTENT_TYPE, CONTENT)], bytes).into_response(),
        Ok(Err(LinkError::Refused(refused))) => refusal(refused),
        Ok(Err(LinkError::Unavailable(status))) => status_of(status).into_response(),
        Ok(Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn reply_to(prefecture: &Prefecture, body: &[u8]) -> Result<Vec<u8>, LinkError> {
    let opened = open_request(body, |device| prefecture.device_key(device)).map_err(LinkError::Refused)?;
    let reply = match &opened.request {
        Request::Exchange(request) => Reply::Exchange(exchange(prefecture, request)?),
        Request::LookUp(request) => Reply::LookUp(prefecture.look_up(request)?),
        Request::Attach(request) => Reply::Attached(prefecture.attach(request)?),
        Request::Enrol(request) => Reply::Enrolled(prefecture.enrol(request)?),
    };
    Ok(seal_reply(prefecture.key(), &opened.asked, &reply))
}

/// The exchange with its time measured and its one log line, which names numbers only.
fn exchange(prefecture: &Prefecture, request: &ExchangeRequest) -> Result<ExchangeReply, LinkError> {
    let started = Instant::now();
    let reply = prefecture.exchange(request)?;
    let took = started.elapsed();
    prefecture.meters().exchanged(took);
    tracing::info!(
        device = request.stream.device.0,
        incarnation = request.stream.incarnation.0,
        entries = request.push.as_ref().map_or(0, |push| push.entries.len()),
        held = reply.held.seq.0,
        refusal = ?reply.refusal,
        changes = reply.changes.len(),
        ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "exchanged"
    );
    Ok(reply)
}

fn refusal(refused: RefusedRequest) -> Response {
    tracing::warn!(reason = %refused, "a request was refused");
    let body = body_of_refusal(refused);
    (status_of(refused.status()), [(header::CONTENT_TYPE, CONTENT)], body).into_response()
}

fn status_of(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
}
