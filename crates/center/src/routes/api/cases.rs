//! Cases: listed, counted, shown.

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::{CaseId, Conflict, Money};
use serde::{Deserialize, Serialize};

use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::ledger::{CaseFilter, CaseRow, CaseStatus, Side};
use crate::routes::Center;

#[derive(Deserialize)]
pub struct Filter {
    kind: Option<String>,
    status: Option<String>,
    customer: Option<String>,
}

#[derive(Serialize)]
pub struct CaseList {
    total: usize,
    cases: Vec<CaseView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    id: u64,
    kind: &'static str,
    status: &'static str,
    opened_at: String,
    /// What disagrees, by kind.
    conflict: Conflict,
    sides: Vec<SideView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SideView {
    device: u32,
    incarnation: u16,
    history: u32,
    seq: Option<u64>,
    terminal: String,
    operator: Option<u32>,
    receipt: Option<String>,
    amount: Option<Money>,
    at: Option<String>,
}

impl From<CaseRow> for CaseView {
    fn from(case: CaseRow) -> CaseView {
        CaseView {
            id: case.id.0,
            kind: case.conflict.kind(),
            status: case.status.name(),
            opened_at: time(case.opened_ms),
            conflict: case.conflict,
            sides: case.sides.into_iter().map(SideView::from).collect(),
        }
    }
}

impl From<Side> for SideView {
    fn from(side: Side) -> SideView {
        SideView {
            device: side.stream.device.0,
            incarnation: side.stream.incarnation.0,
            history: side.history,
            seq: side.seq.map(|seq| seq.0),
            terminal: side.terminal.into(),
            operator: side.operator.map(|operator| operator.0),
            receipt: side.receipt,
            amount: side.amount,
            at: side.at_ms.map(time),
        }
    }
}

pub async fn list(State(center): State<Center>, Query(filter): Query<Filter>) -> Result<Json<CaseList>, Failure> {
    let filter = CaseFilter {
        kind: filter.kind,
        status: filter.status.as_deref().map(status_of).transpose()?,
        customer: filter.customer.as_deref().map(|no| parse("customer", no)).transpose()?,
    };
    let cases = at_the_books(center, move |prefecture| Ok(prefecture.cases(&filter)?)).await?;
    let cases: Vec<CaseView> = cases.into_iter().map(CaseView::from).collect();
    Ok(Json(CaseList { total: cases.len(), cases }))
}

fn status_of(name: &str) -> Result<CaseStatus, Failure> {
    let known = [CaseStatus::Open, CaseStatus::Withdrawn].into_iter().find(|status| status.name() == name);
    known.ok_or_else(|| Failure::BadRequest("status: open or withdrawn".to_owned()))
}

pub async fn one(State(center): State<Center>, Path(id): Path<u64>) -> Result<Json<CaseView>, Failure> {
    let case = at_the_books(center, move |prefecture| Ok(prefecture.case(CaseId(id))?)).await?;
    case.map(|case| Json(case.into())).ok_or(Failure::NotFound)
}
