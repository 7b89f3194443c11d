//! Writes customers as they are loaded, and accounts as they stand.

use rusqlite::{Transaction, params};

use super::{sql, values};
use crate::ledger::packed::{day_number, lock_code, pack_settlements};
use crate::ledger::{CustomerRow, Effects, IssuedBill, LedgerError};

pub fn write(transaction: &Transaction<'_>, effects: &Effects) -> Result<(), LedgerError> {
    for (row, bills) in &effects.customers {
        put_customer(transaction, row)?;
        put_bills(transaction, row.account.id, bills)?;
    }
    for (no, station, version) in &effects.departures {
        let row = params![no.as_str(), station.as_str(), *version as i64];
        transaction.prepare_cached(sql!("departure_put"))?.execute(row)?;
    }
    let mut set = transaction.prepare_cached(sql!("account_set"))?;
    for account in &effects.accounts {
        set.execute(params![
            account.customer as i64,
            account.prepaid.fen(),
            account.tail.fen(),
            account.arrears.fen(),
            account.served,
            account.version as i64
        ])?;
    }
    Ok(())
}

fn put_customer(transaction: &Transaction<'_>, row: &CustomerRow) -> Result<(), LedgerError> {
    let customer = &row.customer;
    transaction.prepare_cached(sql!("customer_put"))?.execute(params![
        row.account.id as i64,
        customer.no.as_str(),
        customer.unit.as_str(),
        row.account.station.as_str(),
        customer.old_no,
        customer.name,
        customer.address,
        customer.elec_type.0,
        customer.meter_no,
        customer.transformer_area,
        customer.phone,
        values::status_code(customer.status),
        values::power_code(customer.power),
        row.account.issued_prepaid.fen(),
        row.account.issued_tail.fen(),
        row.content
    ])?;
    let back = params![customer.no.as_str(), row.account.station.as_str()];
    transaction.prepare_cached(sql!("departure_drop"))?.execute(back)?;
    Ok(())
}

/// Replaces the bills that were loaded: what is loaded is the whole of it. What was issued here stays.
fn put_bills(transaction: &Transaction<'_>, customer: u64, bills: &[IssuedBill]) -> Result<(), LedgerError> {
    transaction.prepare_cached(sql!("bills_drop"))?.execute([customer as i64])?;
    for bill in bills.iter().filter(|bill| !bill.issued_here) {
        add_bill(transaction, customer, bill)?;
    }
    Ok(())
}

pub fn add_bill(transaction: &Transaction<'_>, customer: u64, issued: &IssuedBill) -> Result<(), LedgerError> {
    let IssuedBill { bill, was_open, issued_here } = issued;
    transaction.prepare_cached(sql!("bill_add"))?.execute(params![
        customer as i64,
        bill.id.period.yyyymm(),
        bill.id.issue,
        bill.elec_type.0,
        bill.energy_kwh,
        bill.amount.fen(),
        day_number(bill.penalty_start),
        lock_code(bill.lock),
        was_open,
        pack_settlements(&bill.settlements),
        issued_here
    ])?;
    Ok(())
}
