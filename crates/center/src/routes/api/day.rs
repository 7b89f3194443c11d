//! A business date by tender: what the center says was collected.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::{Money, TenderKind, TerminalCode, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::at_the_books;
use super::extract::Query;
use super::failure::{Failure, parse};
use crate::app::DayView;
use crate::routes::Center;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Business date
    #[param(value_type = NaiveDate)]
    date: String,
    /// Devices of this unit and below
    #[param(value_type = Option<UnitCode>)]
    unit: Option<String>,
    /// One terminal
    #[param(value_type = Option<TerminalCode>)]
    terminal: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct Day {
    date: NaiveDate,
    /// Payments less those reversed on the day
    payments: u64,
    collected: Money,
    reversals: u64,
    returned: Money,
    tenders: Vec<TenderLine>,
}

#[derive(Serialize, ToSchema)]
struct TenderLine {
    tender: TenderKind,
    payments: u64,
    amount: Money,
}

impl Day {
    fn of(date: NaiveDate, day: DayView) -> Day {
        let line =
            |sum: crate::app::TenderSum| TenderLine { tender: sum.tender, payments: sum.payments, amount: sum.amount };
        Day {
            date,
            payments: day.payments,
            collected: day.collected,
            reversals: day.reversals,
            returned: day.returned,
            tenders: day.tenders.into_iter().map(line).collect(),
        }
    }
}

/// A business date by tender
#[utoipa::path(get, path = "/api/v1/day", operation_id = "day", params(Which),
    responses((status = 200, description = "What was collected", body = Day)))]
pub async fn day(State(center): State<Center>, Query(which): Query<Which>) -> Result<Json<Day>, Failure> {
    let date: NaiveDate = parse("date", &which.date)?;
    let unit = which.unit.as_deref().map(|unit| parse("unit", unit)).transpose()?;
    let terminal = which.terminal.as_deref().map(|terminal| parse("terminal", terminal)).transpose()?;
    let asked = move |prefecture: &crate::Prefecture| Ok(prefecture.day(date, unit.as_ref(), terminal.as_ref())?);
    Ok(Json(Day::of(date, at_the_books(center, asked).await?)))
}
