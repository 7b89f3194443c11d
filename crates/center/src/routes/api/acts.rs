//! The audit trail: what people did at the center, searchable, and exported with its proof.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::{FileHash, OperatorId, Seq};
use journal::{EntryBody, ReadEntry};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::case_views::PersonView;
use super::extract::Query;
use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::Prefecture;
use crate::ledger::{ActFilter, RecordedAct};
use crate::routes::Center;

const PAGE: u32 = 100;
const DAY_MS: i64 = 24 * 3_600_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichActs {
    /// `case:12`, `customer:4280011234`, `device:7`, `proposal:…`, `operator:9001`, `terminal:BYP-01`
    subject: Option<String>,
    /// What was done: `proposed`, `decided`, `approved`, `refused`, `taken-back`, `case-noted`, or the name of an act
    kind: Option<String>,
    by: Option<u32>,
    /// From this day on
    #[param(value_type = Option<super::openapi::DateText>)]
    from: Option<String>,
    /// Through this day
    #[param(value_type = Option<super::openapi::DateText>)]
    to: Option<String>,
    /// As `subject`, or only its value: `4280011234`
    q: Option<String>,
    limit: Option<u32>,
    /// Older than this act
    before: Option<u64>,
}

#[derive(Serialize, ToSchema)]
pub struct ActList {
    items: Vec<ActView>,
    /// To ask for with `before`, where there is more.
    next: Option<u64>,
    chain: ChainView,
}

/// What checking the center's journal came to: all of it when the center started, and since then each new act.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ChainView {
    holds: bool,
    /// Checked up to this act.
    checked_to: Option<u64>,
    /// The first that does not fit.
    broken_at: Option<u64>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ActView {
    seq: u64,
    #[schema(format = DateTime)]
    at: String,
    by: PersonView,
    /// What was done, in a word.
    name: String,
    subjects: Vec<String>,
    note: String,
    /// What the entry contains, as JSON text; verifiers are left out.
    document: Option<String>,
    hash: FileHash,
}

fn view(act: RecordedAct, names: &super::case_views::Names) -> ActView {
    let (note, document) = contents(&act.bytes);
    ActView {
        seq: act.seq.0,
        at: time(act.at_ms),
        by: PersonView::of(act.by, names),
        name: act.name,
        subjects: act.subjects,
        note,
        document,
        hash: FileHash(act.hash.0),
    }
}

/// The note and the document of an entry.
fn contents(bytes: &[u8]) -> (String, Option<String>) {
    let Ok(ReadEntry::Known(entry)) = ReadEntry::of(bytes) else { return (String::new(), None) };
    match entry.body {
        EntryBody::Proposed(proposed) => (proposed.note, Some(without_verifier(&proposed.matter))),
        EntryBody::ProposalAnswered(answered) => (answered.note, None),
        EntryBody::CaseNoted(noted) => (noted.note, None),
        EntryBody::ActRecorded { act } => (String::new(), Some(act)),
        _ => (String::new(), None),
    }
}

fn without_verifier(document: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(document) else { return String::new() };
    if let Some(operator) = value.get_mut("operator").and_then(serde_json::Value::as_object_mut) {
        operator.remove("verifier");
    }
    value.to_string()
}

/// The audit trail, newest first
#[utoipa::path(get, path = "/api/v1/acts", operation_id = "acts", params(WhichActs),
    responses((status = 200, description = "The acts", body = ActList)))]
pub async fn list(State(center): State<Center>, Query(which): Query<WhichActs>) -> Result<Json<ActList>, Failure> {
    let filter = filter(which)?;
    at_the_books(center, move |prefecture| page(prefecture, &filter)).await
}

fn filter(which: WhichActs) -> Result<ActFilter, Failure> {
    let day = |name: &str, text: Option<String>| -> Result<Option<i64>, Failure> {
        let day = text.as_deref().map(|text| parse::<chrono::NaiveDate>(name, text)).transpose()?;
        Ok(day.map(crate::app::begins_at_ms))
    };
    Ok(ActFilter {
        subject: which.subject.or_else(|| which.q.map(|text| subject_for(text.trim()))),
        name: which.kind,
        by: which.by.map(OperatorId),
        from_ms: day("from", which.from)?,
        to_ms: day("to", which.to)?.map(|begins| begins + DAY_MS - 1),
        before: which.before.map(Seq),
        limit: which.limit.unwrap_or(PAGE).clamp(1, 1_000),
    })
}

/// What people type without its kind: an account number, a terminal, a proposal.
fn subject_for(text: &str) -> String {
    if text.contains(':') {
        text.to_owned()
    } else if text.parse::<domain::CustomerNo>().is_ok() {
        format!("customer:{text}")
    } else if text.parse::<domain::ProposalId>().is_ok() {
        format!("proposal:{text}")
    } else if text.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("case:{text}")
    } else {
        format!("terminal:{text}")
    }
}

fn page(prefecture: &Prefecture, filter: &ActFilter) -> Result<Json<ActList>, Failure> {
    let found = prefecture.acts(filter)?;
    let names = prefecture.names_of(found.acts.iter().map(|act| act.by))?;
    let is_full = found.acts.len() == filter.limit as usize;
    let next = found.acts.last().filter(|_| is_full).map(|act| act.seq.0);
    let chain = ChainView {
        holds: found.verified.broken_at.is_none(),
        checked_to: found.verified.head.map(|head| head.seq.0),
        broken_at: found.verified.broken_at.map(|seq| seq.0),
    };
    Ok(Json(ActList { items: found.acts.into_iter().map(|act| view(act, &names)).collect(), next, chain }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportFrom {
    /// After this act
    after: Option<u64>,
}

/// An act with all that proves it.
#[derive(Serialize)]
struct ExportLine {
    seq: u64,
    bytes: String,
    hash: String,
    seal: String,
}

const EXPORTED_AT_ONCE: u32 = 10_000;

/// The acts with their proof, oldest first
///
/// One JSON document a line: the canonical bytes in hex, the chain's hash after them, and the center's seal over it. At most
/// 10,000 at once; ask again with `after`.
#[utoipa::path(get, path = "/api/v1/acts/export", operation_id = "export_acts", params(ExportFrom),
    responses((status = 200, description = "JSON lines", content_type = "application/jsonl", body = String)))]
pub async fn export(State(center): State<Center>, Query(from): Query<ExportFrom>) -> Result<Response, Failure> {
    let acts = at_the_books(center, move |prefecture| {
        Ok(prefecture.acts_after(Seq(from.after.unwrap_or(0)), EXPORTED_AT_ONCE)?)
    });
    let mut text = String::new();
    for act in acts.await? {
        let line = ExportLine {
            seq: act.seq.0,
            bytes: hex(&act.bytes),
            hash: act.hash.to_string(),
            seal: act.seal.to_string(),
        };
        text.push_str(&serde_json::to_string(&line).expect("a line can be written as JSON"));
        text.push('\n');
    }
    Ok(([(header::CONTENT_TYPE, "application/jsonl")], text).into_response())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
