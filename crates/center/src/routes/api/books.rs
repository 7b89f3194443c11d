//! The trial balance: every unit's books, line by line, and their sum, which is zero.

use axum::Json;
use axum::extract::State;
use domain::{LedgerAccount, Money};
use serde::Serialize;

use super::at_the_books;
use super::failure::Failure;
use crate::routes::Center;

#[derive(Serialize)]
pub struct TrialBalance {
    balanced: bool,
    units: Vec<UnitBooks>,
}

#[derive(Serialize)]
struct UnitBooks {
    unit: String,
    sum: Money,
    accounts: Vec<AccountLine>,
}

#[derive(Serialize)]
struct AccountLine {
    account: LedgerAccount,
    amount: Money,
}

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
