//! One account, as an outlet gets it and as people read it.

use std::collections::HashMap;

use domain::{Account, CustomerNo, CustomerState};
use rusqlite::{Connection, Row};

use super::{load, sql, values};
use crate::ledger::{AccountFacts, LedgerError, unpack_served};

pub fn served(connection: &Connection, no: &CustomerNo) -> Result<Option<CustomerState>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("customer_served"))?;
    let mut rows = statement.query([no.as_str()])?;
    rows.next()?.map(customer_state).transpose()
}

pub fn customer_state(row: &Row<'_>) -> Result<CustomerState, LedgerError> {
    let customer = values::customer(row)?;
    let packed = row.get_ref("served")?.as_blob().map_err(|_| LedgerError::Damaged("served".to_owned()))?;
    let served = unpack_served(packed)?;
    let account = Account {
        customer: customer.no.clone(),
        owner: Some(customer.unit.clone()),
        prepaid: values::money(row, "prepaid")?,
        tail: values::money(row, "tail")?,
        bills: served.bills,
    };
    Ok(CustomerState { customer, account, last_payments: served.last_payments })
}

pub fn whole_account(connection: &Connection, no: &CustomerNo) -> Result<AccountFacts, LedgerError> {
    let row = load::account_row(connection, no)?;
    let mut bills = Vec::new();
    if let Some(row) = &row {
        let mut statement = connection.prepare_cached(sql!("bills_all"))?;
        let mut rows = statement.query([row.id as i64])?;
        while let Some(row) = rows.next()? {
            bills.push(values::issued_bill(row)?);
        }
    }
    Ok(AccountFacts { row, bills, payments: load::payments_of(connection, no)? })
}

/// What was loaded before, by number.
pub fn contents(
    connection: &mut Connection,
    customers: &[CustomerNo],
) -> Result<HashMap<CustomerNo, [u8; 32]>, LedgerError> {
    let snapshot = connection.transaction()?;
    let mut statement = snapshot.prepare_cached("SELECT content FROM customers WHERE no = ?1")?;
    let mut contents = HashMap::new();
    for no in customers {
        let mut rows = statement.query([no.as_str()])?;
        if let Some(row) = rows.next()? {
            contents.insert(no.clone(), values::bytes(row, "content")?);
        }
    }
    Ok(contents)
}
