//! One customer: the archive with open bills, and the whole account with what became of each payment.

use axum::Json;
use axum::extract::{Path, State};
use chrono::NaiveDate;
use domain::{
    Account, Allocation, Bill, Customer, CustomerNo, CustomerState, Money, PastPayment, Placement, SettleState,
};
use serde::Serialize;

use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::app::AccountView;
use crate::ledger::PaymentFact;
use crate::routes::Center;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountPage {
    customer: CustomerNo,
    /// `null` for a number that nobody knows.
    unit: Option<String>,
    prepaid: Money,
    tail: Money,
    arrears: Money,
    bills: Vec<BillLine>,
    payments: Vec<PaymentLine>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BillLine {
    bill: String,
    amount: Money,
    principal_due: Money,
    penalty_paid: Money,
    penalty_start: NaiveDate,
    state: SettleState,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentLine {
    payment: String,
    terminal: String,
    entry: String,
    operator: u32,
    receipt: u32,
    business_date: NaiveDate,
    at: String,
    collected: Money,
    reversed: bool,
    /// `null` once it was reversed.
    placement: Option<PlacementView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlacementView {
    applied: Vec<Allocation>,
    surplus: Vec<Allocation>,
    prepaid_used: Money,
    prepaid_added: Money,
}

impl From<AccountView> for AccountPage {
    fn from(view: AccountView) -> AccountPage {
        let Account { customer, owner, prepaid, tail, bills } = &view.account;
        AccountPage {
            customer: customer.clone(),
            unit: owner.clone().map(String::from),
            prepaid: *prepaid,
            tail: *tail,
            arrears: view.account.arrears(),
            bills: bills.iter().map(bill_line).collect(),
            payments: view.placements.iter().map(|(fact, placement)| payment_line(fact, placement.as_ref())).collect(),
        }
    }
}

fn bill_line(bill: &Bill) -> BillLine {
    BillLine {
        bill: bill.id.to_string(),
        amount: bill.amount,
        principal_due: bill.principal_due(),
        penalty_paid: bill.penalty_paid(),
        penalty_start: bill.penalty_start,
        state: bill.settle_state(),
    }
}

fn payment_line(fact: &PaymentFact, placement: Option<&Placement>) -> PaymentLine {
    PaymentLine {
        payment: fact.payment.id.to_string(),
        terminal: fact.terminal.to_string(),
        entry: fact.source.to_string(),
        operator: fact.by.0,
        receipt: fact.payment.receipt,
        business_date: fact.payment.business_date,
        at: time(fact.order.at_ms),
        collected: fact.payment.collected(),
        reversed: fact.reversed,
        placement: placement.map(|placement| PlacementView {
            applied: placement.applied.clone(),
            surplus: placement.surplus.clone(),
            prepaid_used: placement.prepaid_used,
            prepaid_added: placement.prepaid_added,
        }),
    }
}

pub async fn account(State(center): State<Center>, Path(no): Path<String>) -> Result<Json<AccountPage>, Failure> {
    let no: CustomerNo = parse("customer", &no)?;
    let account = at_the_books(center, move |prefecture| Ok(prefecture.account(&no)?)).await?;
    account.map(|account| Json(account.into())).ok_or(Failure::NotFound)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPage {
    customer: Customer,
    prepaid: Money,
    tail: Money,
    open_bills: Vec<BillLine>,
    last_payments: Vec<PastLine>,
}

#[derive(Serialize)]
struct PastLine {
    payment: String,
    on: NaiveDate,
    amount: Money,
    terminal: String,
}

impl From<CustomerState> for CustomerPage {
    fn from(state: CustomerState) -> CustomerPage {
        let past = |past: &PastPayment| PastLine {
            payment: past.payment.to_string(),
            on: past.on,
            amount: past.amount,
            terminal: past.terminal.to_string(),
        };
        CustomerPage {
            prepaid: state.account.prepaid,
            tail: state.account.tail,
            open_bills: state.account.bills.iter().map(bill_line).collect(),
            last_payments: state.last_payments.iter().map(past).collect(),
            customer: state.customer,
        }
    }
}

pub async fn customer(State(center): State<Center>, Path(no): Path<String>) -> Result<Json<CustomerPage>, Failure> {
    let no: CustomerNo = parse("customer", &no)?;
    let customer = at_the_books(center, move |prefecture| Ok(prefecture.customer(&no)?)).await?;
    customer.map(|customer| Json(customer.into())).ok_or(Failure::NotFound)
}
