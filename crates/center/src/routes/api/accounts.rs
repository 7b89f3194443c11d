//! One customer: the archive with open bills, and the whole account with what became of each payment.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use domain::{
    Account, AdjustmentKind, Allocation, Bill, BillId, CaseId, Customer, CustomerNo, CustomerState, Money, PastPayment,
    Placement, ProposalId, SettleState, TerminalCode, UnitCode,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::extract::Path;
use super::failure::{Failure, parse};
use super::{at_the_books, time};
use crate::app::AccountView;
use crate::ledger::{AdjustmentFact, PaymentFact};
use crate::routes::Center;

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountPage {
    customer: CustomerNo,
    /// The unit that keeps the account; `null` for a number that nobody knows.
    #[schema(value_type = Option<UnitCode>)]
    unit: Option<String>,
    /// 预收余额
    prepaid: Money,
    /// 尾数: what the last cash payment rounded away.
    tail: Money,
    /// Principal that is still owed.
    arrears: Money,
    bills: Vec<BillLine>,
    payments: Vec<PaymentLine>,
    /// 调账: what decisions moved on it, undone ones too.
    adjustments: Vec<AdjustmentLine>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AdjustmentLine {
    proposal: ProposalId,
    case: CaseId,
    kind: AdjustmentKind,
    amount: Money,
    #[schema(format = DateTime)]
    at: String,
    undone: bool,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccountBill)]
struct BillLine {
    #[schema(value_type = BillId)]
    bill: String,
    amount: Money,
    principal_due: Money,
    penalty_paid: Money,
    penalty_start: NaiveDate,
    state: SettleState,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PaymentLine {
    #[schema(format = Uuid)]
    payment: String,
    #[schema(value_type = TerminalCode)]
    terminal: String,
    /// Its entry: device.incarnation.history.seq
    entry: String,
    operator: u32,
    receipt: u32,
    business_date: NaiveDate,
    #[schema(format = DateTime)]
    at: String,
    collected: Money,
    reversed: bool,
    /// `null` once it was reversed.
    placement: Option<PlacementView>,
}

#[derive(Serialize, ToSchema)]
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
            adjustments: view.adjustments.iter().map(|(fact, _)| adjustment_line(fact)).collect(),
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

fn adjustment_line(fact: &AdjustmentFact) -> AdjustmentLine {
    AdjustmentLine {
        proposal: fact.adjustment.id.proposal,
        case: fact.case,
        kind: fact.adjustment.kind,
        amount: fact.adjustment.amount,
        at: time(fact.order.at_ms),
        undone: fact.undone,
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

/// An account, computed from its facts, with what became of each payment
#[utoipa::path(get, path = "/api/v1/accounts/{customer}", operation_id = "account",
    params(("customer" = CustomerNo, Path)),
    responses((status = 200, description = "The account", body = AccountPage)))]
pub async fn account(State(center): State<Center>, Path(no): Path<String>) -> Result<Json<AccountPage>, Failure> {
    let no: CustomerNo = parse("customer", &no)?;
    let account = at_the_books(center, move |prefecture| Ok(prefecture.account(&no)?)).await?;
    account.map(|account| Json(account.into())).ok_or(Failure::NotFound)
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPage {
    customer: Customer,
    prepaid: Money,
    tail: Money,
    open_bills: Vec<BillLine>,
    last_payments: Vec<PastLine>,
}

#[derive(Serialize, ToSchema)]
struct PastLine {
    #[schema(format = Uuid)]
    payment: String,
    on: NaiveDate,
    amount: Money,
    #[schema(value_type = TerminalCode)]
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

/// A customer as outlets get it: archive, open bills, last payments
#[utoipa::path(get, path = "/api/v1/customers/{customer}", operation_id = "customer",
    params(("customer" = CustomerNo, Path)),
    responses((status = 200, description = "The customer", body = CustomerPage)))]
pub async fn customer(State(center): State<Center>, Path(no): Path<String>) -> Result<Json<CustomerPage>, Failure> {
    let no: CustomerNo = parse("customer", &no)?;
    let customer = at_the_books(center, move |prefecture| Ok(prefecture.customer(&no)?)).await?;
    customer.map(|customer| Json(customer.into())).ok_or(Failure::NotFound)
}
