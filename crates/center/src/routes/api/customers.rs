//! Customers by what is known of them, and the readings of one.

use axum::Json;
use axum::extract::State;
use domain::{Customer, CustomerNo, Money, Reading, ReviewState, TerminalCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::extract::{Path, Query};
use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::ledger::{FoundCustomer, ReadingRow};
use crate::routes::Center;

const FOUND_MAX: u32 = 100;
/// Two years of a meter that is read every month, and then some.
const READINGS_MAX: u32 = 60;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichCustomers {
    /// The beginning of a number or a name, or a part of a name, an address, a phone number or a meter's number; several words
    /// have to stand in this order
    q: String,
}

#[derive(Serialize, ToSchema)]
pub struct CustomersFound {
    items: Vec<FoundLine>,
    /// There are more; another word makes them fewer.
    more: bool,
}

#[derive(Serialize, ToSchema)]
struct FoundLine {
    #[serde(flatten)]
    customer: Customer,
    prepaid: Money,
    arrears: Money,
}

impl From<FoundCustomer> for FoundLine {
    fn from(FoundCustomer { customer, prepaid, arrears }: FoundCustomer) -> FoundLine {
        FoundLine { customer, prepaid, arrears }
    }
}

/// Customers by number, name, phone, address or meter
#[utoipa::path(get, path = "/api/v1/customers", operation_id = "customers", params(WhichCustomers),
    responses((status = 200, description = "The first hundred of them", body = CustomersFound)))]
pub async fn find(
    State(center): State<Center>,
    Query(which): Query<WhichCustomers>,
) -> Result<Json<CustomersFound>, Failure> {
    let text = which.q.trim().to_owned();
    let mut found =
        at_the_books(center, move |prefecture| Ok(prefecture.find_customers(&text, FOUND_MAX + 1)?)).await?;
    let more = found.len() > FOUND_MAX as usize;
    found.truncate(FOUND_MAX as usize);
    Ok(Json(CustomersFound { items: found.into_iter().map(FoundLine::from).collect(), more }))
}

#[derive(Serialize, ToSchema)]
pub struct ReadingsOfCustomer {
    readings: Vec<ReadingOfCustomer>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ReadingOfCustomer {
    #[serde(flatten)]
    reading: Reading,
    operator: u32,
    terminal: TerminalCode,
    #[schema(format = DateTime)]
    at: String,
    review_state: ReviewState,
    note: String,
}

impl From<ReadingRow> for ReadingOfCustomer {
    fn from(row: ReadingRow) -> ReadingOfCustomer {
        ReadingOfCustomer {
            reading: row.reading,
            operator: row.noted.operator.0,
            terminal: row.noted.terminal,
            at: time(row.noted.at_ms),
            review_state: row.state,
            note: row.note,
        }
    }
}

/// The newest readings of a customer
#[utoipa::path(get, path = "/api/v1/customers/{customer}/readings", operation_id = "customerReadings",
    params(("customer" = CustomerNo, Path)),
    responses((status = 200, description = "The readings, newest first", body = ReadingsOfCustomer)))]
pub async fn readings(
    State(center): State<Center>,
    Path(no): Path<String>,
) -> Result<Json<ReadingsOfCustomer>, Failure> {
    let no: CustomerNo = parse("customer", &no)?;
    let rows = at_the_books(center, move |prefecture| Ok(prefecture.readings_of(&no, READINGS_MAX)?)).await?;
    Ok(Json(ReadingsOfCustomer { readings: rows.into_iter().map(ReadingOfCustomer::from).collect() }))
}
