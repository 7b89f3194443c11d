//! Loads supplies, readings and statements: what bills are computed from.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{BillingPeriod, CustomerNo, ReadingId};

use super::billing_values::{act, correction, reading, statement, supply};
use super::db::{Db, Param, Row, Sql, params, sql};
use super::load::account_rows;
use super::{ActRow, BillingFacts, LedgerError, Wanted, records};

type Billing = HashMap<CustomerNo, BillingFacts>;
type Owners = HashMap<ReadingId, (CustomerNo, BillingPeriod)>;

/// What is wanted of billing, and whose the wanted readings are.
pub fn load(db: &mut dyn Db, wanted: &Wanted) -> Result<(Billing, Owners), LedgerError> {
    let mut wishes: BTreeMap<CustomerNo, BillingPeriod> = wanted.billing.clone();
    let owners = owners_of(db, &wanted.readings)?;
    for (customer, period) in owners.values() {
        let from = wishes.entry(customer.clone()).or_insert(*period);
        *from = (*period).min(*from);
    }
    let unheard: Vec<ReadingId> = wanted.readings.iter().copied().filter(|id| !owners.contains_key(id)).collect();
    let acts = acts_of(db, &unheard)?.concat();
    let mut billing = facts_of(db, &wishes)?;
    for facts in billing.values_mut() {
        facts.acts.extend(acts.iter().cloned());
    }
    Ok((billing, owners))
}

fn owners_of(db: &mut dyn Db, readings: &BTreeSet<ReadingId>) -> Result<Owners, LedgerError> {
    let keys: Vec<_> = readings.iter().map(|id| params![id.0.as_bytes()]).collect();
    let found = db.rows_each(sql!("reading_owner"), &keys)?;
    let known = readings.iter().zip(&found).filter_map(|(id, rows)| Some((id, rows.first()?)));
    known.map(|(id, row)| Ok((*id, (row.text("customer")?, row.period("period")?)))).collect()
}

/// The billing of customers, of each from a month on.
fn facts_of(db: &mut dyn Db, wishes: &BTreeMap<CustomerNo, BillingPeriod>) -> Result<Billing, LedgerError> {
    let numbers: Vec<&CustomerNo> = wishes.keys().collect();
    let mut facts: Vec<BillingFacts> = numbers.iter().map(|_| BillingFacts::default()).collect();
    let keys: Vec<_> = wishes.iter().map(|(no, from)| params![no.as_str(), from.yyyymm()]).collect();
    for (facts, readings) in facts.iter_mut().zip(each(db, sql!("readings_since"), &keys, reading)?) {
        facts.readings = readings;
    }
    add_acts(db, &mut facts)?;
    add_supplies(db, wishes, &numbers, &mut facts)?;
    add_documents(db, &mut facts)?;
    records::add_billing(db, wishes, &mut facts)?;
    let keys: Vec<_> = numbers.iter().map(|no| params![no.as_str()]).collect();
    for (facts, corrections) in facts.iter_mut().zip(each(db, sql!("corrections_of"), &keys, correction)?) {
        facts.corrections = corrections;
    }
    Ok(numbers.into_iter().cloned().zip(facts).collect())
}

/// What was done with the readings that were loaded.
fn add_acts(db: &mut dyn Db, facts: &mut [BillingFacts]) -> Result<(), LedgerError> {
    let ids: Vec<ReadingId> = facts.iter().flat_map(|facts| &facts.readings).map(|row| row.reading.id).collect();
    let mut acts = acts_of(db, &ids)?.into_iter();
    for facts in facts {
        facts.acts = acts.by_ref().take(facts.readings.len()).flatten().collect();
    }
    Ok(())
}

pub fn acts_of(db: &mut dyn Db, readings: &[ReadingId]) -> Result<Vec<Vec<ActRow>>, LedgerError> {
    let keys: Vec<_> = readings.iter().map(|id| params![id.0.as_bytes()]).collect();
    each(db, sql!("reading_acts"), &keys, act)
}

/// The supplies of known accounts, and their statements from the wished month on.
fn add_supplies(
    db: &mut dyn Db,
    wishes: &BTreeMap<CustomerNo, BillingPeriod>,
    numbers: &[&CustomerNo],
    facts: &mut [BillingFacts],
) -> Result<(), LedgerError> {
    let accounts = account_rows(db, numbers)?;
    let known = accounts.iter().zip(wishes.values()).filter_map(|(row, from)| Some((row.as_ref()?.id, *from)));
    let known: Vec<(u64, BillingPeriod)> = known.collect();
    let ids: Vec<_> = known.iter().map(|(id, _)| params![*id]).collect();
    let mut supplies = each(db, sql!("supply_of"), &ids, supply)?.into_iter();
    let since: Vec<_> = known.iter().map(|(id, from)| params![*id, from.yyyymm()]).collect();
    let mut statements = each(db, sql!("statements_since"), &since, statement)?.into_iter();
    for (facts, _) in facts.iter_mut().zip(&accounts).filter(|(_, account)| account.is_some()) {
        facts.supply = supplies.next().and_then(|mut rows| rows.pop());
        facts.statements = statements.next().unwrap_or_default();
    }
    Ok(())
}

/// The archives that the statements name.
fn add_documents(db: &mut dyn Db, facts: &mut [BillingFacts]) -> Result<(), LedgerError> {
    let named = facts.iter().enumerate().flat_map(|(place, facts)| {
        let archives: BTreeSet<(u64, u64)> = facts.statements.iter().map(|row| (row.id, row.archive)).collect();
        archives.into_iter().map(move |(id, archive)| (place, id, archive))
    });
    let named: Vec<(usize, u64, u64)> = named.collect();
    let keys: Vec<_> = named.iter().map(|(_, id, archive)| params![*id, *archive]).collect();
    let documents = each(db, sql!("supply_document"), &keys, |row| row.json("content"))?;
    for ((place, _, archive), supply) in named.into_iter().zip(documents) {
        facts[place].documents.extend(supply.into_iter().map(|supply| (archive, supply)));
    }
    Ok(())
}

/// What a question finds for each key.
pub fn each<T>(
    db: &mut dyn Db,
    sql: Sql,
    keys: &[Vec<Param<'_>>],
    read: impl Fn(&Row) -> Result<T, LedgerError>,
) -> Result<Vec<Vec<T>>, LedgerError> {
    db.rows_each(sql, keys)?.iter().map(|rows| rows.iter().map(&read).collect()).collect()
}
