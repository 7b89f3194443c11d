//! What people read of reading and billing.

use domain::{
    BillId, BillStatement, BillingPeriod, CustomerNo, Notice, PaymentId, PreparedRound, ReadingImport, RestoreId,
    RestoreRequest,
};
use rusqlite::{Connection, Params, Row, params};
use uuid::Uuid;

use super::{billing_load, sql, values};
use crate::ledger::{ActRow, LedgerError, Noted, ReadingFilter, ReadingRow, RestoreRow, RunRow, Unbilled};

fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, LedgerError>,
) -> Result<Vec<T>, LedgerError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub fn runs(connection: &Connection) -> Result<Vec<RunRow>, LedgerError> {
    all(connection, sql!("runs"), [], |row| {
        Ok(RunRow {
            id: values::number(row, "id")?,
            wish: values::json(row, "wish")?,
            started_ms: row.get("started_ms")?,
            finished_ms: row.get("finished_ms")?,
            through: values::number(row, "through")?,
            until: values::number(row, "until")?,
            summary: values::json(row, "summary")?,
        })
    })
}

pub fn unbilled(
    connection: &Connection,
    run: u64,
    reason: Option<&str>,
    limit: u32,
) -> Result<Vec<Unbilled>, LedgerError> {
    all(connection, sql!("unbilled"), params![run as i64, reason, limit], |row| {
        let (customer, reason) = (values::text(row, "customer")?, row.get("reason")?);
        Ok(Unbilled { customer, reason, sentence: row.get("sentence")? })
    })
}

pub fn readings(
    connection: &Connection,
    filter: &ReadingFilter,
) -> Result<Vec<(ReadingRow, Vec<ActRow>)>, LedgerError> {
    let segment = filter.segment.as_ref().map(|segment| segment.as_str());
    let wanted = params![filter.period.yyyymm(), segment, filter.limit];
    all(connection, sql!("readings_listed"), wanted, |row| {
        let reading = billing_load::reading(row)?;
        let acts = billing_load::acts_of(connection, reading.reading.id)?;
        Ok((reading, acts))
    })
}

pub fn statement(
    connection: &Connection,
    customer: &CustomerNo,
    bill: BillId,
) -> Result<Option<BillStatement>, LedgerError> {
    let wanted = params![customer.as_str(), bill.period.yyyymm(), bill.issue];
    Ok(all(connection, sql!("statement_one"), wanted, |row| values::json(row, "content"))?.pop())
}

pub fn rounds(connection: &Connection, period: BillingPeriod) -> Result<Vec<(Noted, PreparedRound)>, LedgerError> {
    all(connection, sql!("rounds_of_month"), [period.yyyymm()], noted)
}

pub fn reading_imports(connection: &Connection, limit: u32) -> Result<Vec<(Noted, ReadingImport)>, LedgerError> {
    all(connection, sql!("reading_imports"), [limit], noted)
}

pub fn notices(connection: &Connection, customer: &CustomerNo) -> Result<Vec<(Noted, Notice)>, LedgerError> {
    all(connection, sql!("notices_of_customer"), [customer.as_str()], noted)
}

fn noted<T: serde::de::DeserializeOwned>(row: &Row<'_>) -> Result<(Noted, T), LedgerError> {
    Ok((values::noted(row)?, values::json(row, "content")?))
}

pub fn restores(connection: &Connection, limit: u32) -> Result<Vec<RestoreRow>, LedgerError> {
    all(connection, sql!("restores"), [limit], |row| {
        Ok(RestoreRow {
            request: RestoreRequest {
                id: RestoreId(Uuid::from_bytes(values::bytes(row, "id")?)),
                customer: values::text(row, "customer")?,
                payment: PaymentId(Uuid::from_bytes(values::bytes(row, "payment")?)),
                asked_at_ms: row.get("asked_at_ms")?,
                due_at_ms: row.get("due_at_ms")?,
            },
            terminal: values::text(row, "terminal")?,
            heard_ms: row.get("heard_ms")?,
            entry: values::maybe_place(row)?,
        })
    })
}

pub fn new_restores(connection: &Connection, requests: &[RestoreRequest]) -> Result<Vec<RestoreRequest>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("restore_known"))?;
    let mut new = Vec::new();
    for request in requests {
        if !statement.exists([request.id.0.as_bytes()])? {
            new.push(request.clone());
        }
    }
    Ok(new)
}
