//! The trial balance: every unit's books, line by line, and their sum, which is zero.

use axum::Json;
use axum::extract::State;
use domain::{LedgerAccount, Money, UnitCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::at_the_books;
use super::failure::Failure;
use crate::routes::Center;

#[derive(Serialize, ToSchema)]
pub struct TrialBalance {
    balanced: bool,
    units: Vec<UnitBooks>,
}

#[derive(Serialize, ToSchema)]
struct UnitBooks {
    #[schema(value_type = UnitCode)]
    unit: String,
    sum: Money,
    accounts: Vec<AccountLine>,
}

#[derive(Serialize, ToSchema)]
struct AccountLine {
    account: LedgerAccount,
    amount: Money,
}

/// Every unit's books and their sum, which is zero
#[utoipa::path(get, path = "/api/v1/trial-balance", operation_id = "trialBalance",
    responses((status = 200, description = "The books", body = TrialBalance)))]
pub async fn trial_balance(State(center): State<Center>) -> Result<Json<TrialBalance>, Failure> {
    let balances = at_the_books(center, |prefecture| Ok(prefecture.balances()?)).await?;
    let mut units: Vec<UnitBooks> = Vec::new();
    for (unit, account, amount) in balances {
        if units.last().is_none_or(|last| last.unit != unit.as_str()) {
            units.push(UnitBooks { unit: unit.into(), sum: Money::ZERO, accounts: Vec::new() });
        }
        let books = units.last_mut().expect("the unit's books were just opened");
        books.sum += amount;
        books.accounts.push(AccountLine { account, amount });
    }
    Ok(Json(TrialBalance { balanced: units.iter().all(|unit| unit.sum.is_zero()), units }))
}
