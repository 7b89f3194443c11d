//! 单位: the tree with what each unit comes to.

use axum::Json;
use axum::extract::State;
use domain::{Money, UnitCode, UnitLevel};
use serde::Serialize;
use utoipa::ToSchema;

use super::at_the_books;
use super::failure::Failure;
use crate::app::UnitFigures;
use crate::routes::Center;

#[derive(Serialize, ToSchema)]
pub struct UnitList {
    /// In the order of their codes; whoever draws the tree goes by `parent`.
    units: Vec<UnitLine>,
}

/// A unit with the sums of itself and everything below.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UnitLine {
    code: UnitCode,
    /// `null` only for the prefecture.
    parent: Option<UnitCode>,
    level: UnitLevel,
    name: String,
    customers: u64,
    devices: u64,
    /// Cases that wait for somebody.
    open_cases: u64,
    /// The money that those cases are about.
    at_stake: Money,
    /// Entries that devices had not sent when last heard of.
    unsent: u64,
    receivable: Money,
    prepaid: Money,
    arrears: Money,
}

impl From<UnitFigures> for UnitLine {
    fn from(UnitFigures { unit, sums }: UnitFigures) -> UnitLine {
        UnitLine {
            code: unit.code,
            parent: unit.parent,
            level: unit.level,
            name: unit.name,
            customers: sums.customers,
            devices: sums.devices,
            open_cases: sums.cases,
            at_stake: sums.at_stake,
            unsent: sums.unsent,
            receivable: sums.receivable,
            prepaid: sums.prepaid,
            arrears: sums.arrears,
        }
    }
}

/// All units, each with the sums of itself and everything below
#[utoipa::path(get, path = "/api/v1/units", operation_id = "units",
    responses((status = 200, description = "The units", body = UnitList)))]
pub async fn list(State(center): State<Center>) -> Result<Json<UnitList>, Failure> {
    let units = at_the_books(center, |prefecture| Ok(prefecture.unit_figures()?)).await?;
    Ok(Json(UnitList { units: units.into_iter().map(UnitLine::from).collect() }))
}
