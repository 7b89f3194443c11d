//! Writes customers as they are loaded, and accounts as they stand.

use super::db::{Db, Param, params, sql};
use super::packed::{ServedAccount, day_number, lock_code, pack_served, pack_settlements};
use super::values::{power_code, status_code};
use super::{CustomerRow, Effects, IssuedBill, LedgerError};

pub fn write(db: &mut dyn Db, effects: &Effects) -> Result<(), LedgerError> {
    customers(db, &effects.customers)?;
    let departures =
        effects.departures.iter().map(|(no, station, version)| params![no.as_str(), station.as_str(), *version]);
    db.run_each(sql!("departure_put"), &departures.collect::<Vec<_>>())?;
    let accounts = effects.accounts.iter().map(|account| {
        params![
            account.customer,
            account.prepaid.fen(),
            account.tail.fen(),
            account.arrears.fen(),
            &account.served,
            account.version,
        ]
    });
    db.run_each(sql!("account_set"), &accounts.collect::<Vec<_>>())
}

/// Replaces the bills that were loaded: what is loaded is the whole of it. What was issued here stays.
fn customers(db: &mut dyn Db, customers: &[(CustomerRow, Vec<IssuedBill>)]) -> Result<(), LedgerError> {
    let nothing = pack_served(&ServedAccount::default());
    let rows: Vec<_> = customers.iter().map(|(row, _)| customer_row(row, &nothing)).collect();
    db.run_each(sql!("customer_put"), &rows)?;
    let back = customers.iter().map(|(row, _)| params![row.customer.no.as_str(), row.account.station.as_str()]);
    db.run_each(sql!("departure_drop"), &back.collect::<Vec<_>>())?;
    let ids = customers.iter().map(|(row, _)| params![row.account.id]);
    db.run_each(sql!("bills_drop"), &ids.collect::<Vec<_>>())?;
    let bills = customers.iter().flat_map(|(row, bills)| bills.iter().map(|bill| (row.account.id, bill)));
    add_bills(db, bills.filter(|(_, bill)| !bill.issued_here))
}

fn customer_row<'a>(row: &'a CustomerRow, served: &'a [u8]) -> Vec<Param<'a>> {
    let customer = &row.customer;
    params![
        row.account.id,
        customer.no.as_str(),
        customer.unit.as_str(),
        row.account.station.as_str(),
        customer.old_no.as_ref(),
        &customer.name,
        &customer.address,
        customer.elec_type.0,
        &customer.meter_no,
        &customer.transformer_area,
        &customer.phone,
        status_code(customer.status),
        power_code(customer.power),
        row.account.issued_prepaid.fen(),
        row.account.issued_tail.fen(),
        &row.content,
        served,
    ]
}

pub fn add_bills<'a>(db: &mut dyn Db, bills: impl Iterator<Item = (u64, &'a IssuedBill)>) -> Result<(), LedgerError> {
    let rows = bills.map(|(customer, issued)| {
        let IssuedBill { bill, was_open, issued_here } = issued;
        params![
            customer,
            bill.id.period.yyyymm(),
            bill.id.issue,
            bill.elec_type.0,
            bill.energy_kwh,
            bill.amount.fen(),
            day_number(bill.penalty_start),
            lock_code(bill.lock),
            *was_open,
            pack_settlements(&bill.settlements),
            *issued_here,
        ]
    });
    db.run_each(sql!("bill_add"), &rows.collect::<Vec<_>>())
}
