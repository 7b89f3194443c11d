//! Cases: the worklist, one case with its sides and choices, notes.

use axum::Json;
use axum::extract::State;
use domain::{CaseId, CaseSeverity, ConflictKind, CustomerNo, OperatorId, UnitCode};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::at_the_books;
use super::case_views::{CaseList, CaseView, list_of, view};
use super::extract::{Body, Path, Query};
use super::failure::{Failure, parse};
use super::who::Actor;
use crate::NewOwner;
use crate::app::{CaseOwner, CaseQuery, CaseSort};
use crate::ledger::CaseStatus;
use crate::routes::Center;

const PAGE: usize = 50;
const PAGE_MAX: usize = 500;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichCases {
    kind: Option<ConflictKind>,
    /// One status, or several with commas: `open,proposed,returned`
    #[param(
        pattern = r"^((open|proposed|returned|decided|withdrawn)(,(open|proposed|returned|decided|withdrawn))*)?$"
    )]
    status: Option<String>,
    severity: Option<CaseSeverity>,
    /// The number of an operator, `me` or `nobody`
    #[param(pattern = r"^(me|nobody|[0-9]{1,9})?$")]
    owner: Option<String>,
    #[param(value_type = Option<CustomerNo>)]
    customer: Option<String>,
    /// With everything below it
    #[param(value_type = Option<UnitCode>)]
    unit: Option<String>,
    device: Option<u32>,
    /// A part of an account number, receipt or terminal, or the number of a case
    q: Option<String>,
    /// At least so much at stake
    #[serde(rename = "minAmount")]
    #[param(value_type = Option<String>, pattern = r"^[0-9]{1,9}([.][0-9]{1,2})?$")]
    min_amount: Option<String>,
    #[param(inline)]
    sort: Option<SortName>,
    limit: Option<usize>,
    offset: Option<usize>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SortName {
    Newest,
    Oldest,
    Severity,
    Amount,
}

/// Cases
///
/// `counts` are of all cases that fit, whatever page is asked for.
#[utoipa::path(get, path = "/api/v1/cases", operation_id = "cases", params(WhichCases),
    responses((status = 200, description = "The cases", body = CaseList)))]
pub async fn list(
    State(center): State<Center>,
    actor: Actor,
    Query(which): Query<WhichCases>,
) -> Result<Json<CaseList>, Failure> {
    let query = query(which, actor.id)?;
    at_the_books(center, move |prefecture| Ok(Json(list_of(prefecture, prefecture.worklist(&query)?)?))).await
}

fn query(which: WhichCases, by: OperatorId) -> Result<CaseQuery, Failure> {
    Ok(CaseQuery {
        kind: which.kind.map(|kind| kind.name().to_owned()),
        status: which.status.as_deref().map_or_else(|| Ok(Vec::new()), statuses)?,
        severity: which.severity,
        owner: which.owner.as_deref().filter(|owner| !owner.is_empty()).map(|owner| owner_of(owner, by)).transpose()?,
        customer: which.customer.as_deref().map(|no| parse("customer", no)).transpose()?,
        unit: which.unit.as_deref().map(|code| parse("unit", code)).transpose()?,
        device: which.device.map(domain::DeviceId),
        text: which.q.filter(|text| !text.trim().is_empty()),
        amount_min: which.min_amount.as_deref().map(|amount| parse("minAmount", amount)).transpose()?,
        sort: match which.sort {
            None | Some(SortName::Newest) => CaseSort::Newest,
            Some(SortName::Oldest) => CaseSort::Oldest,
            Some(SortName::Severity) => CaseSort::Severity,
            Some(SortName::Amount) => CaseSort::Amount,
        },
        limit: which.limit.unwrap_or(PAGE).min(PAGE_MAX),
        offset: which.offset.unwrap_or(0),
    })
}

fn statuses(names: &str) -> Result<Vec<CaseStatus>, Failure> {
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let unknown = || Failure::BadRequest("status: open, proposed, returned, decided or withdrawn".to_owned());
    names.map(|name| CaseStatus::of(name).ok_or_else(unknown)).collect()
}

fn owner_of(owner: &str, by: OperatorId) -> Result<CaseOwner, Failure> {
    match owner {
        "me" => Ok(CaseOwner::Is(by)),
        "nobody" => Ok(CaseOwner::Nobody),
        number => parse("owner", number).map(|number| CaseOwner::Is(OperatorId(number))),
    }
}

/// One case
///
/// With its sides side by side, its history, what lies near it, and the choices with their limits.
#[utoipa::path(get, path = "/api/v1/cases/{id}", operation_id = "case",
    params(("id" = u64, Path, description = "Number of the case")),
    responses((status = 200, description = "The case", body = CaseView)))]
pub async fn one(State(center): State<Center>, Path(id): Path<u64>) -> Result<Json<CaseView>, Failure> {
    at_the_books(center, move |prefecture| {
        let detail = prefecture.case_detail(CaseId(id))?.ok_or(Failure::NotFound)?;
        Ok(Json(view(prefecture, detail)?))
    })
    .await
}

/// A note, a new owner, or both.
#[derive(Deserialize, ToSchema)]
pub struct NoteToCase {
    #[serde(default)]
    note: String,
    /// An operator's number, `me`, or `null` for nobody; left out, it stays.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<OwnerName>)]
    owner: Option<Option<OwnerName>>,
}

#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OwnerName {
    Operator(u32),
    Me(MeName),
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MeName {
    Me,
}

/// Tells `null` from nothing at all.
fn said<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Option<OwnerName>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// Note something about a case, or take it over
#[utoipa::path(post, path = "/api/v1/cases/{id}/notes", operation_id = "note_case",
    params(("id" = u64, Path, description = "Number of the case")), request_body = NoteToCase,
    responses(
        (status = 200, description = "The case", body = CaseView),
        (status = 422, description = "`note-missing`: neither a note nor another owner", body = super::decision_failure::DecisionRefusal),
    ))]
pub async fn note(
    State(center): State<Center>,
    actor: Actor,
    Path(id): Path<u64>,
    Body(said): Body<NoteToCase>,
) -> Result<Json<CaseView>, Failure> {
    let owner = match said.owner {
        None => NewOwner::Same,
        Some(None) => NewOwner::Nobody,
        Some(Some(OwnerName::Operator(operator))) => NewOwner::Is(OperatorId(operator)),
        Some(Some(OwnerName::Me(MeName::Me))) => NewOwner::Is(actor.id),
    };
    at_the_books(center, move |prefecture| {
        prefecture.note_case(actor.id, CaseId(id), owner, &said.note)?;
        let detail = prefecture.case_detail(CaseId(id))?.ok_or(Failure::NotFound)?;
        Ok(Json(view(prefecture, detail)?))
    })
    .await
}
