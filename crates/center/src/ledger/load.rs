//! Loads what a batch works on, in a few questions for all of its accounts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{BillId, CustomerNo, PaymentId};

use super::db::{Db, Sql, params, sql};
use super::{AccountFacts, AccountRow, AdjustmentFact, IssuedBill, Ledger, LedgerError, Loaded, Wanted};
use super::{decision_rows, load_billing, load_payments, records, values};

impl Ledger {
    /// The rows that a batch works on.
    pub fn load(&self, wanted: &Wanted) -> Result<Loaded, LedgerError> {
        self.read_to_write(|db| load(db, wanted))
    }
}

fn load(db: &mut dyn Db, wanted: &Wanted) -> Result<Loaded, LedgerError> {
    let payments = customers_of(db, &wanted.payments)?;
    let none = BTreeSet::new();
    let mut wishes: BTreeMap<&CustomerNo, &BTreeSet<BillId>> = wanted.customers.iter().collect();
    for customer in payments.values().flatten() {
        wishes.entry(customer).or_insert(&none);
    }
    let accounts = accounts(db, &wishes)?;
    let (billing, readings) = load_billing::load(db, wanted)?;
    let archives = records::archives(db, &wanted.archives)?;
    let mut loaded = Loaded { accounts, payments, billing, readings, archives, ..Loaded::default() };
    for task in &wanted.tasks {
        loaded.tasks.extend(decision_rows::task_one(db, *task)?.map(|row| (*task, row)));
        loaded.refunds.insert(*task, decision_rows::refunds_of(db, *task)?);
    }
    Ok(loaded)
}

/// Whose account each payment is on.
fn customers_of(
    db: &mut dyn Db,
    payments: &BTreeSet<PaymentId>,
) -> Result<HashMap<PaymentId, Vec<CustomerNo>>, LedgerError> {
    let keys: Vec<_> = payments.iter().map(|id| params![id.0.as_bytes()]).collect();
    let found = db.rows_each(sql!("payment_customers"), &keys)?;
    let mut customers_of = HashMap::with_capacity(payments.len());
    for (id, rows) in payments.iter().zip(found) {
        let mut customers: Vec<CustomerNo> = Vec::new();
        for row in rows {
            let customer = row.text("customer")?;
            if !customers.contains(&customer) {
                customers.push(customer);
            }
        }
        customers_of.insert(*id, customers);
    }
    Ok(customers_of)
}

/// Accounts with their open bills, and with those that payments name, settled before or not.
fn accounts(
    db: &mut dyn Db,
    wishes: &BTreeMap<&CustomerNo, &BTreeSet<BillId>>,
) -> Result<HashMap<CustomerNo, AccountFacts>, LedgerError> {
    let numbers: Vec<&CustomerNo> = wishes.keys().copied().collect();
    let mut accounts = with_bills(db, &numbers, sql!("bills_open"))?;
    let named = named_bills(wishes, &accounts);
    let keys: Vec<_> = named.iter().map(|(_, id, bill)| params![*id, bill.period.yyyymm(), bill.issue]).collect();
    for ((place, ..), rows) in named.iter().zip(db.rows_each(sql!("bills_one"), &keys)?) {
        for row in &rows {
            accounts[*place].bills.push(values::issued_bill(row)?);
        }
    }
    for facts in &mut accounts {
        facts.bills.sort_by_key(|known| known.bill.id);
    }
    Ok(numbers.into_iter().cloned().zip(accounts).collect())
}

/// Bills that somebody names and that are not among the open ones: the place of the account in the list, its id and the bill.
fn named_bills(
    wishes: &BTreeMap<&CustomerNo, &BTreeSet<BillId>>,
    accounts: &[AccountFacts],
) -> Vec<(usize, u64, BillId)> {
    let mut missing = Vec::new();
    for (place, (facts, wish)) in accounts.iter().zip(wishes.values()).enumerate() {
        let Some(row) = &facts.row else { continue };
        let allocations = facts.payments.iter().flat_map(|fact| &fact.payment.allocations);
        let named: BTreeSet<BillId> = wish.iter().copied().chain(allocations.map(|part| part.bill)).collect();
        let is_missing = |id: &BillId| !facts.bills.iter().any(|known| known.bill.id == *id);
        missing.extend(named.into_iter().filter(is_missing).map(|bill| (place, row.id, bill)));
    }
    missing
}

/// Accounts with their payments, and with the bills that `bills` asks for, in the order of the numbers.
pub fn with_bills(db: &mut dyn Db, numbers: &[&CustomerNo], bills: Sql) -> Result<Vec<AccountFacts>, LedgerError> {
    let rows = account_rows(db, numbers)?;
    let payments = load_payments::of_customers(db, numbers)?;
    let ids: Vec<u64> = rows.iter().flatten().map(|row| row.id).collect();
    let mut bills = bills_of(db, bills, &ids)?.into_iter();
    let adjustments = adjustments_of(db, numbers)?;
    let facts = rows.into_iter().zip(payments).zip(adjustments).map(|((row, payments), adjustments)| {
        let bills = row.as_ref().and_then(|_| bills.next()).unwrap_or_default();
        AccountFacts { row, bills, payments, adjustments }
    });
    Ok(facts.collect())
}

/// What decisions moved on each account.
fn adjustments_of(db: &mut dyn Db, numbers: &[&CustomerNo]) -> Result<Vec<Vec<AdjustmentFact>>, LedgerError> {
    let keys: Vec<_> = numbers.iter().map(|no| params![no.as_str()]).collect();
    let found = db.rows_each(sql!("adjustments_of"), &keys)?;
    found.iter().map(|rows| rows.iter().map(decision_rows::adjustment).collect()).collect()
}

/// The bills of each account that `sql` asks for.
pub fn bills_of(db: &mut dyn Db, sql: Sql, accounts: &[u64]) -> Result<Vec<Vec<IssuedBill>>, LedgerError> {
    let keys: Vec<_> = accounts.iter().map(|id| params![*id]).collect();
    let found = db.rows_each(sql, &keys)?;
    found.iter().map(|rows| rows.iter().map(values::issued_bill).collect()).collect()
}

/// What is known of each number, in their order.
pub fn account_rows(db: &mut dyn Db, numbers: &[&CustomerNo]) -> Result<Vec<Option<AccountRow>>, LedgerError> {
    let keys: Vec<_> = numbers.iter().map(|no| params![no.as_str()]).collect();
    let found = db.rows_each(sql!("account_by_no"), &keys)?;
    let account = |row: &super::db::Row| {
        Ok(AccountRow {
            id: row.number("id")?,
            unit: row.text("unit")?,
            station: row.text("station")?,
            issued_prepaid: row.money("issued_prepaid")?,
            issued_tail: row.money("issued_tail")?,
            version: row.number("version")?,
        })
    };
    found.iter().map(|rows| rows.first().map(account).transpose()).collect()
}
