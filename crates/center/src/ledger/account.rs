//! One account, as an outlet gets it and as people read it.

use std::collections::HashMap;

use domain::{Account, CustomerNo, CustomerState, Stream};

use super::db::{Db, Row, params, sql};
use super::journals::histories_of;
use super::{AccountFacts, History, IssuedBill, Ledger, LedgerError, load, unpack_served, values};

impl Ledger {
    /// A customer as outlets get it, and what is held of `stream` in the same snapshot.
    pub fn look_up(
        &self,
        stream: Option<Stream>,
        customer: &CustomerNo,
    ) -> Result<(Vec<History>, Option<CustomerState>), LedgerError> {
        self.read(|db| {
            let histories = stream.map(|stream| histories_of(db, stream)).transpose()?;
            Ok((histories.unwrap_or_default(), served(db, customer)?))
        })
    }

    /// An account with all its bills, for people.
    pub fn whole_account(&self, customer: &CustomerNo) -> Result<AccountFacts, LedgerError> {
        let accounts = self.read(|db| load::with_bills(db, &[customer], sql!("bills_all")))?;
        Ok(accounts.into_iter().next().unwrap_or_default())
    }

    /// All bills of known accounts, in the order of the accounts.
    pub fn all_bills(&self, accounts: &[u64]) -> Result<Vec<Vec<IssuedBill>>, LedgerError> {
        self.read_to_write(|db| load::bills_of(db, sql!("bills_all"), accounts))
    }

    /// The digests of what was loaded before, by number.
    pub fn contents(&self, customers: &[CustomerNo]) -> Result<HashMap<CustomerNo, [u8; 32]>, LedgerError> {
        let keys: Vec<_> = customers.iter().map(|no| params![no.as_str()]).collect();
        self.read_to_write(|db| {
            let found = db.rows_each(sql!("content"), &keys)?;
            let known = customers.iter().zip(&found).filter_map(|(no, rows)| Some((no, rows.first()?)));
            known.map(|(no, row)| Ok((no.clone(), row.bytes("content")?))).collect()
        })
    }
}

fn served(db: &mut dyn Db, no: &CustomerNo) -> Result<Option<CustomerState>, LedgerError> {
    let rows = db.rows(sql!("customer_served"), &params![no.as_str()])?;
    rows.first().map(customer_state).transpose()
}

pub fn customer_state(row: &Row) -> Result<CustomerState, LedgerError> {
    let customer = values::customer(row)?;
    let served = unpack_served(row.blob("served")?)?;
    let account = Account {
        customer: customer.no.clone(),
        owner: Some(customer.unit.clone()),
        prepaid: row.money("prepaid")?,
        tail: row.money("tail")?,
        bills: served.bills,
    };
    Ok(CustomerState { customer, account, last_payments: served.last_payments })
}
