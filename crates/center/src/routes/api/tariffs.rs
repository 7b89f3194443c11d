//! 电价与参数: every version with the day from which it is in force.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::{BillingRules, CollectionRules, PriceVersion};
use serde::Serialize;
use utoipa::ToSchema;

use super::at_the_books;
use super::failure::Failure;
use crate::routes::Center;

#[derive(Serialize, ToSchema)]
pub struct Tariffs {
    /// The prefecture's day: what is in force now follows from it.
    today: NaiveDate,
    prices: Vec<PriceVersion>,
    billing: Vec<BillingRules>,
    collection: CollectionRules,
}

/// Prices and settings, all versions
#[utoipa::path(get, path = "/api/v1/tariffs", operation_id = "tariffs",
    responses((status = 200, description = "The versions, oldest first", body = Tariffs)))]
pub async fn list(State(center): State<Center>) -> Result<Json<Tariffs>, Failure> {
    at_the_books(center, |prefecture| {
        let (tariff, collection) = prefecture.tariff();
        let (prices, billing) = (tariff.prices().to_vec(), tariff.rules_versions().to_vec());
        Ok(Json(Tariffs { today: prefecture.today(), prices, billing, collection }))
    })
    .await
}
