//! Loads what a batch works on.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;

use domain::{BillId, CustomerNo, OperatorId, PaymentId, PaymentOrder, Seq, Stream};
use journal::{ChainHash, EntryBody, ReadEntry};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{sql, values};
use crate::ledger::packed::{damaged, day_of, unpack_placement};
use crate::ledger::{AccountFacts, AccountRow, Booked, EntryRef, LedgerError, Loaded, PaymentFact, Wanted};

pub fn hashes(
    connection: &Connection,
    stream: Stream,
    history: u32,
    first: Seq,
    last: Seq,
) -> Result<Vec<(Seq, ChainHash)>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("entry_hashes"))?;
    let span = params![stream.device.0, stream.incarnation.0, history, first.0 as i64, last.0 as i64];
    let mut rows = statement.query(span)?;
    let mut hashes = Vec::new();
    while let Some(row) = rows.next()? {
        hashes.push((Seq(values::number(row, "seq")?), ChainHash(values::bytes(row, "hash")?)));
    }
    Ok(hashes)
}

pub fn entries(
    connection: &Connection,
    stream: Stream,
    history: u32,
    first: Seq,
    last: Seq,
) -> Result<Vec<Vec<u8>>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("entry_bytes"))?;
    let span = params![stream.device.0, stream.incarnation.0, history, first.0 as i64, last.0 as i64];
    let rows = statement.query_map(span, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One snapshot for all of it: without, every statement would take and give back the file's lock.
pub fn load(connection: &mut Connection, wanted: &Wanted) -> Result<Loaded, LedgerError> {
    let snapshot = connection.transaction()?;
    let loaded = load_from(&snapshot, wanted)?;
    snapshot.finish()?;
    Ok(loaded)
}

fn load_from(connection: &Connection, wanted: &Wanted) -> Result<Loaded, LedgerError> {
    let mut loaded = Loaded::default();
    let mut also = BTreeSet::new();
    for id in &wanted.payments {
        let customers = customers_of(connection, *id)?;
        also.extend(customers.iter().cloned());
        loaded.payments.insert(*id, customers);
    }
    let none = BTreeSet::new();
    for (customer, named) in &wanted.customers {
        loaded.accounts.insert(customer.clone(), account(connection, customer, named)?);
    }
    for customer in also {
        if let Entry::Vacant(place) = loaded.accounts.entry(customer) {
            let facts = account(connection, place.key(), &none)?;
            place.insert(facts);
        }
    }
    super::billing_load::load(connection, wanted, &mut loaded)?;
    Ok(loaded)
}

fn customers_of(connection: &Connection, id: PaymentId) -> Result<Vec<CustomerNo>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("payment_customers"))?;
    let mut rows = statement.query([id.0.as_bytes()])?;
    let mut customers: Vec<CustomerNo> = Vec::new();
    while let Some(row) = rows.next()? {
        let customer = values::text(row, "customer")?;
        if !customers.contains(&customer) {
            customers.push(customer);
        }
    }
    Ok(customers)
}

/// The account with its open bills, and with those that payments name, settled before or not.
fn account(connection: &Connection, no: &CustomerNo, named: &BTreeSet<BillId>) -> Result<AccountFacts, LedgerError> {
    let mut facts = AccountFacts { row: account_row(connection, no)?, ..AccountFacts::default() };
    facts.payments = payments_of(connection, no)?;
    let Some(row) = &facts.row else { return Ok(facts) };
    let mut statement = connection.prepare_cached(sql!("bills_open"))?;
    let mut rows = statement.query([row.id as i64])?;
    while let Some(row) = rows.next()? {
        facts.bills.push(values::issued_bill(row)?);
    }
    let mut named = named.clone();
    named.extend(facts.payments.iter().flat_map(|fact| fact.payment.allocations.iter().map(|part| part.bill)));
    for id in named {
        if !facts.bills.iter().any(|known| known.bill.id == id) {
            let mut statement = connection.prepare_cached(sql!("bills_one"))?;
            let mut rows = statement.query(params![row.id as i64, id.period.yyyymm(), id.issue])?;
            if let Some(row) = rows.next()? {
                facts.bills.push(values::issued_bill(row)?);
            }
        }
    }
    facts.bills.sort_by_key(|known| known.bill.id);
    Ok(facts)
}

pub fn account_row(connection: &Connection, no: &CustomerNo) -> Result<Option<AccountRow>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("account_by_no"))?;
    let mut rows = statement.query([no.as_str()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(AccountRow {
        id: values::number(row, "id")?,
        unit: values::text(row, "unit")?,
        station: values::text(row, "station")?,
        issued_prepaid: values::money(row, "issued_prepaid")?,
        issued_tail: values::money(row, "issued_tail")?,
        version: values::number(row, "version")?,
    }))
}

pub fn payments_of(connection: &Connection, no: &CustomerNo) -> Result<Vec<PaymentFact>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("payments_of_customer"))?;
    let mut rows = statement.query([no.as_str()])?;
    let mut payments = Vec::new();
    while let Some(row) = rows.next()? {
        payments.push(payment_fact(connection, row)?);
    }
    Ok(payments)
}

fn payment_fact(connection: &Connection, row: &Row<'_>) -> Result<PaymentFact, LedgerError> {
    let stream = values::stream(row)?;
    let source = EntryRef { stream, history: values::number(row, "history")?, seq: Seq(values::number(row, "seq")?) };
    let placement: Option<Vec<u8>> = row.get("placement")?;
    let booked = match placement {
        Some(placement) => {
            Some(Booked { owner: values::maybe_text(row, "booked_owner")?, placement: unpack_placement(&placement)? })
        }
        None => None,
    };
    Ok(PaymentFact {
        fact: values::number(row, "fact")?,
        source,
        order: PaymentOrder {
            business_date: day_of(row.get("business_date")?)?,
            at_ms: row.get("at_ms")?,
            stream,
            seq: source.seq,
        },
        by: OperatorId(values::number(row, "operator")?),
        terminal: values::text(row, "terminal")?,
        desk: values::text(row, "desk")?,
        payment: payment_at(connection, source)?,
        reversed: row.get("reversed")?,
        booked,
    })
}

/// The payment that an entry of the journal carries.
pub fn payment_at(connection: &Connection, place: EntryRef) -> Result<domain::Payment, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("entry_bytes"))?;
    let (stream, seq) = (place.stream, place.seq.0 as i64);
    let bytes: Option<Vec<u8>> = statement
        .query_row(params![stream.device.0, stream.incarnation.0, place.history, seq, seq], |row| row.get(0))
        .optional()?;
    match bytes.as_deref().map(ReadEntry::of) {
        Some(Ok(ReadEntry::Known(entry))) => match entry.body {
            EntryBody::PaymentTaken(payment) => Ok(payment),
            _ => Err(damaged("an entry that should be a payment")),
        },
        _ => Err(damaged("the entry of a payment")),
    }
}
