//! Loads supplies, readings and statements: what bills are computed from.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{BillingPeriod, CustomerNo, OperatorId, Reading, ReadingId, Supply};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::{sql, values};
use crate::ledger::packed::{bill_id, damaged, day_number};
use crate::ledger::{
    Act, ActRow, Billable, BillableScope, BillingFacts, CorrectionRow, KnownSupply, LedgerError, Loaded, ReadingRow,
    StatementRow, SupplyRow, Wanted,
};

/// Adds what is wanted of billing to what was loaded.
pub fn load(connection: &Connection, wanted: &Wanted, loaded: &mut Loaded) -> Result<(), LedgerError> {
    let mut customers: BTreeMap<CustomerNo, BillingPeriod> = wanted.billing.clone();
    let mut acts: Vec<ActRow> = Vec::new();
    for id in &wanted.readings {
        if let Some((customer, period)) = owner_of(connection, *id)? {
            let from = customers.entry(customer.clone()).or_insert(period);
            *from = period.min(*from);
            loaded.readings.insert(*id, (customer, period));
        } else {
            acts.extend(acts_of(connection, *id)?);
        }
    }
    for (customer, from) in customers {
        let mut facts = facts_of(connection, &customer, from)?;
        facts.acts.extend(acts.iter().cloned());
        loaded.billing.insert(customer, facts);
    }
    Ok(())
}

fn owner_of(connection: &Connection, id: ReadingId) -> Result<Option<(CustomerNo, BillingPeriod)>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("reading_owner"))?;
    let mut rows = statement.query([id.0.as_bytes()])?;
    rows.next()?.map(|row| Ok((values::text(row, "customer")?, values::period(row, "period")?))).transpose()
}

/// A customer's billing from a month on.
fn facts_of(connection: &Connection, customer: &CustomerNo, from: BillingPeriod) -> Result<BillingFacts, LedgerError> {
    let mut facts = BillingFacts::default();
    let mut statement = connection.prepare_cached(sql!("readings_since"))?;
    let mut rows = statement.query(params![customer.as_str(), from.yyyymm()])?;
    while let Some(row) = rows.next()? {
        facts.readings.push(reading(row)?);
    }
    for row in &facts.readings {
        facts.acts.extend(acts_of(connection, row.reading.id)?);
    }
    let account = super::load::account_row(connection, customer)?;
    if let Some(account) = account {
        facts.supply = supply_of(connection, account.id)?;
        let mut statement = connection.prepare_cached(sql!("statements_since"))?;
        let mut rows = statement.query(params![account.id as i64, from.yyyymm()])?;
        while let Some(row) = rows.next()? {
            facts.statements.push(statement_row(row)?);
        }
        facts.documents = documents(connection, &facts)?;
    }
    facts.corrections = corrections_of(connection, customer)?;
    Ok(facts)
}

fn documents(connection: &Connection, facts: &BillingFacts) -> Result<BTreeMap<u64, Supply>, LedgerError> {
    let mut documents = BTreeMap::new();
    for statement in &facts.statements {
        if !documents.contains_key(&statement.archive)
            && let Some(supply) = document(connection, statement.id, statement.archive)?
        {
            documents.insert(statement.archive, supply);
        }
    }
    Ok(documents)
}

fn document(connection: &Connection, account: u64, archive: u64) -> Result<Option<Supply>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("supply_document"))?;
    let mut rows = statement.query([account as i64, archive as i64])?;
    rows.next()?.map(|row| values::json(row, "content")).transpose()
}

pub fn supply_of(connection: &Connection, account: u64) -> Result<Option<SupplyRow>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("supply_of"))?;
    let mut rows = statement.query([account as i64])?;
    rows.next()?.map(supply_row).transpose()
}

pub fn supply_row(row: &Row<'_>) -> Result<SupplyRow, LedgerError> {
    Ok(SupplyRow {
        id: values::number(row, "customer")?,
        station: values::text(row, "station")?,
        archive: values::number(row, "archive")?,
        digest: values::bytes(row, "digest")?,
        supply: values::json(row, "content")?,
        standing: values::json(row, "standing")?,
        version: values::number(row, "version")?,
    })
}

pub fn reading(row: &Row<'_>) -> Result<ReadingRow, LedgerError> {
    let reviewer: Option<u32> = row.get("reviewer")?;
    let content: Reading = values::json(row, "content")?;
    Ok(ReadingRow {
        noted: values::noted(row)?,
        station: values::text(row, "station")?,
        segment: values::maybe_text(row, "segment")?,
        reading: content,
        state: review_state(row.get("state")?)?,
        reviewer: reviewer.map(OperatorId),
        note: row.get("note")?,
        born: values::number(row, "born")?,
        version: values::number(row, "version")?,
    })
}

pub fn state_code(state: domain::ReviewState) -> i64 {
    use domain::ReviewState::*;
    match state {
        Waiting => 1,
        Approved => 2,
        SentBack => 3,
        Withdrawn => 4,
        Billed => 5,
    }
}

fn review_state(code: i64) -> Result<domain::ReviewState, LedgerError> {
    use domain::ReviewState::*;
    [Waiting, Approved, SentBack, Withdrawn, Billed]
        .into_iter()
        .find(|state| state_code(*state) == code)
        .ok_or_else(|| damaged("a reading's state"))
}

pub fn act_code(act: &Act) -> i64 {
    match act {
        Act::Withdrawn => 1,
        Act::Approved => 2,
        Act::SentBack => 3,
        Act::Requested(_) => 4,
    }
}

pub fn acts_of(connection: &Connection, id: ReadingId) -> Result<Vec<ActRow>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("reading_acts"))?;
    let mut rows = statement.query([id.0.as_bytes()])?;
    let mut acts = Vec::new();
    while let Some(row) = rows.next()? {
        let act = match row.get("act")? {
            1 => Act::Withdrawn,
            2 => Act::Approved,
            3 => Act::SentBack,
            4 => Act::Requested(values::json(row, "registers")?),
            _ => return Err(damaged("what was done with a reading")),
        };
        acts.push(ActRow {
            reading: ReadingId(Uuid::from_bytes(values::bytes(row, "reading")?)),
            place: values::place(row)?,
            operator: OperatorId(values::number(row, "operator")?),
            at_ms: row.get("at_ms")?,
            act,
            note: row.get("note")?,
        });
    }
    Ok(acts)
}

fn statement_row(row: &Row<'_>) -> Result<StatementRow, LedgerError> {
    Ok(StatementRow {
        id: values::number(row, "customer")?,
        station: values::text(row, "station")?,
        source: values::maybe_place(row)?,
        archive: values::number(row, "archive")?,
        before: values::maybe_json(row, "before")?,
        readings: values::json(row, "readings")?,
        statement: values::json(row, "content")?,
        version: values::number(row, "version")?,
    })
}

fn corrections_of(connection: &Connection, customer: &CustomerNo) -> Result<Vec<CorrectionRow>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("corrections_of"))?;
    let mut rows = statement.query([customer.as_str()])?;
    let mut corrections = Vec::new();
    while let Some(row) = rows.next()? {
        let period: Option<i64> = row.get("period")?;
        let issue: Option<i64> = row.get("issue")?;
        corrections.push(CorrectionRow {
            id: values::number(row, "id")?,
            customer: customer.clone(),
            digest: values::bytes(row, "digest")?,
            correction: values::json(row, "content")?,
            settled: period.zip(issue).map(|(period, issue)| bill_id(period, issue)).transpose()?,
        });
    }
    Ok(corrections)
}

/// What supplies were loaded, by number.
pub fn known_supplies(
    connection: &Connection,
    customers: &[CustomerNo],
) -> Result<HashMap<CustomerNo, KnownSupply>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("known_supply"))?;
    let mut found = HashMap::new();
    for no in customers {
        let mut rows = statement.query([no.as_str()])?;
        if let Some(row) = rows.next()? {
            let digest: Option<Vec<u8>> = row.get("digest")?;
            let digest = digest.map(|digest| digest.try_into().map_err(|_| damaged("digest"))).transpose()?;
            let (account, station) = (values::number(row, "id")?, values::text(row, "station")?);
            found.insert(no.clone(), KnownSupply { account, station, digest });
        }
    }
    Ok(found)
}

/// The customers of a run with their readings of the month.
pub fn billables(connection: &Connection, scope: &BillableScope) -> Result<Vec<Billable>, LedgerError> {
    let units = scope.units.as_ref().map(|units| serde_json::to_string(units).expect("codes can be written as JSON"));
    let mut statement = connection.prepare_cached(sql!("billables"))?;
    let mut rows = statement.query(params![scope.after as i64, scope.through as i64, units])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(billable(connection, row, scope.period)?);
    }
    Ok(found)
}

fn billable(connection: &Connection, row: &Row<'_>, period: BillingPeriod) -> Result<Billable, LedgerError> {
    let customer: CustomerNo = values::text(row, "no")?;
    let supply = supply_row(row)?;
    let account = supply.id as i64;
    let is_billed = connection.prepare_cached(sql!("bill_exists"))?.exists(params![account, period.yyyymm()])?;
    let mut facts = BillingFacts { supply: Some(supply), ..BillingFacts::default() };
    if !is_billed {
        let mut statement = connection.prepare_cached(sql!("readings_of_month"))?;
        let mut rows = statement.query(params![customer.as_str(), period.yyyymm()])?;
        while let Some(row) = rows.next()? {
            facts.readings.push(reading(row)?);
        }
        facts.corrections = corrections_of(connection, &customer)?;
    }
    let last_month = last_month(connection, account, period)?;
    Ok(Billable { unit: values::text(row, "unit")?, customer, is_billed, last_month, facts })
}

fn last_month(
    connection: &Connection,
    account: i64,
    period: BillingPeriod,
) -> Result<Option<(i64, domain::Money)>, LedgerError> {
    let before = BillingPeriod::of(period.first_day().pred_opt().expect("a period has a day before it"));
    let mut statement = connection.prepare_cached(sql!("bills_of_month"))?;
    let mut rows = statement.query(params![account, before.yyyymm()])?;
    let mut sums = None;
    while let Some(row) = rows.next()? {
        let (kwh, amount) = sums.get_or_insert((0, domain::Money::ZERO));
        *kwh += row.get::<_, i64>("energy_kwh")?;
        *amount += values::money(row, "amount")?;
    }
    Ok(sums)
}

pub fn billed_since(
    connection: &Connection,
    after: u64,
    through: u64,
    day: NaiveDate,
) -> Result<Vec<(CustomerNo, BillingPeriod)>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("billed_since"))?;
    let mut rows = statement.query(params![after as i64, through as i64, day_number(day)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((values::text(row, "no")?, values::period(row, "period")?));
    }
    Ok(found)
}

pub fn has_bills_since(connection: &Connection, day: NaiveDate) -> Result<bool, LedgerError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM statements WHERE to_day >= ?1 LIMIT 1")?;
    Ok(statement.query_row([day_number(day)], |_| Ok(())).optional()?.is_some())
}

pub fn known_corrections(connection: &Connection, digests: &[[u8; 32]]) -> Result<BTreeSet<[u8; 32]>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("correction_known"))?;
    let mut known = BTreeSet::new();
    for digest in digests {
        if statement.exists([digest])? {
            known.insert(*digest);
        }
    }
    Ok(known)
}
