//! The customers of a bill run, and what is known of supplies before they are loaded again.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{BillingPeriod, CustomerNo, Money};

use super::billing_values::{correction, reading, supply};
use super::db::{Db, Row, Sql, params, sql};
use super::load_billing::each;
use super::packed::day_number;
use super::records::chosen_reading;
use super::values::to_json;
use super::{Billable, BillableScope, BillingFacts, KnownSupply, Ledger, LedgerError};

impl Ledger {
    /// What supplies were loaded, by number. Unknown customers are not in it.
    pub fn known_supplies(&self, customers: &[CustomerNo]) -> Result<HashMap<CustomerNo, KnownSupply>, LedgerError> {
        let keys: Vec<_> = customers.iter().map(|no| params![no.as_str()]).collect();
        self.read(|db| {
            let found = db.rows_each(sql!("known_supply"), &keys)?;
            let known = customers.iter().zip(&found).filter_map(|(no, rows)| Some((no, rows.first()?)));
            known.map(|(no, row)| Ok((no.clone(), known_supply(row)?))).collect()
        })
    }

    /// The customers of a run, by account number, with their readings of the month.
    pub fn billables(&self, scope: &BillableScope) -> Result<Vec<Billable>, LedgerError> {
        self.read(|db| billables(db, scope))
    }

    /// The last account number that has a supply.
    pub fn last_supply(&self) -> Result<u64, LedgerError> {
        self.read(|db| {
            let last = db.rows(Sql::of("SELECT coalesce(max(customer), 0) AS last FROM supplies"), &[])?;
            last.first().map_or(Ok(0), |row| row.number("last"))
        })
    }

    /// Customers (accounts after one number through another) with a bill for days from `day` on, and its month.
    pub fn billed_since(
        &self,
        after: u64,
        through: u64,
        day: NaiveDate,
    ) -> Result<Vec<(CustomerNo, BillingPeriod)>, LedgerError> {
        self.read(|db| {
            let rows = db.rows(sql!("billed_since"), &params![after, through, day_number(day)])?;
            rows.iter().map(|row| Ok((row.text("no")?, row.period("period")?))).collect()
        })
    }

    /// Whether any bill covers a day from `day` on.
    pub fn has_bills_since(&self, day: NaiveDate) -> Result<bool, LedgerError> {
        let any = Sql::of("SELECT customer FROM statements WHERE to_day >= ?1 LIMIT 1");
        self.read(|db| Ok(!db.rows(any, &params![day_number(day)])?.is_empty()))
    }

    pub fn known_corrections(&self, digests: &[[u8; 32]]) -> Result<BTreeSet<[u8; 32]>, LedgerError> {
        let keys: Vec<_> = digests.iter().map(|digest| params![digest]).collect();
        self.read(|db| {
            let found = db.rows_each(sql!("correction_known"), &keys)?;
            let known = digests.iter().zip(found).filter(|(_, rows)| !rows.is_empty());
            Ok(known.map(|(digest, _)| *digest).collect())
        })
    }
}

fn known_supply(row: &Row) -> Result<KnownSupply, LedgerError> {
    Ok(KnownSupply { account: row.number("id")?, station: row.text("station")?, digest: row.maybe_bytes("digest")? })
}

fn billables(db: &mut dyn Db, scope: &BillableScope) -> Result<Vec<Billable>, LedgerError> {
    let units = scope.units.as_ref().map(to_json);
    let rows = db.rows(sql!("billables", "billables_postgres"), &params![scope.after, scope.through, units])?;
    let mut found: Vec<Billable> = rows.iter().map(billable).collect::<Result<_, _>>()?;
    add_bills(db, scope.period, &mut found)?;
    add_facts(db, scope.period, &mut found)?;
    Ok(found)
}

fn billable(row: &Row) -> Result<Billable, LedgerError> {
    let facts = BillingFacts { supply: Some(supply(row)?), ..BillingFacts::default() };
    Ok(Billable { customer: row.text("no")?, unit: row.text("unit")?, is_billed: false, last_month: None, facts })
}

/// Whether the month has its bill, and what the month before came to.
fn add_bills(db: &mut dyn Db, period: BillingPeriod, found: &mut [Billable]) -> Result<(), LedgerError> {
    let before = BillingPeriod::of(period.first_day().pred_opt().expect("a period has a day before it"));
    let account = |billable: &Billable| billable.facts.supply.as_ref().map_or(0, |supply| supply.id);
    let this: Vec<_> = found.iter().map(|of| params![account(of), period.yyyymm()]).collect();
    let last: Vec<_> = found.iter().map(|of| params![account(of), before.yyyymm()]).collect();
    let bills = db.rows_each(sql!("bill_exists"), &this)?;
    let months = db.rows_each(sql!("bills_of_month"), &last)?;
    for ((billable, bills), month) in found.iter_mut().zip(bills).zip(months) {
        billable.is_billed = !bills.is_empty();
        billable.last_month = sum_of(&month)?;
    }
    Ok(())
}

fn sum_of(month: &[Row]) -> Result<Option<(i64, Money)>, LedgerError> {
    let mut sums = None;
    for row in month {
        let (kwh, amount) = sums.get_or_insert((0, Money::ZERO));
        *kwh += row.int("energy_kwh")?;
        *amount += row.money("amount")?;
    }
    Ok(sums)
}

/// The readings of the month and the corrections of those that have no bill yet.
fn add_facts(db: &mut dyn Db, period: BillingPeriod, found: &mut [Billable]) -> Result<(), LedgerError> {
    let mut unbilled: Vec<&mut Billable> = found.iter_mut().filter(|billable| !billable.is_billed).collect();
    let numbers: Vec<CustomerNo> = unbilled.iter().map(|billable| billable.customer.clone()).collect();
    let of_month: Vec<_> = numbers.iter().map(|no| params![no.as_str(), period.yyyymm()]).collect();
    for (billable, readings) in unbilled.iter_mut().zip(each(db, sql!("readings_of_month"), &of_month, reading)?) {
        billable.facts.readings = readings;
    }
    let keys: Vec<_> = numbers.iter().map(|no| params![no.as_str()]).collect();
    for (billable, corrections) in unbilled.iter_mut().zip(each(db, sql!("corrections_of"), &keys, correction)?) {
        billable.facts.corrections = corrections;
    }
    for (billable, chosen) in unbilled.iter_mut().zip(each(db, sql!("chosen_readings_of"), &of_month, chosen_reading)?)
    {
        billable.facts.chosen = chosen;
    }
    Ok(())
}
