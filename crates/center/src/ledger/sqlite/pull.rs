//! The newest state of what an outlet needs, in the order of its versions, from one snapshot.

use std::collections::HashSet;

use domain::{CaseId, CaseNotice, CustomerNo, Operator, OperatorId, Seq, Stream};
use journal::KnownDevice;
use rusqlite::{Connection, Params, Row, params};
use sync::Change;

use super::{account, sql, standing, values};
use crate::ledger::packed::damaged;
use crate::ledger::{LedgerError, PullScope, Pulled};

/// Bytes of a customer besides its texts and its account, about.
const CUSTOMER_BYTES: usize = 48;

type Versioned = (u64, Change);

pub fn pull(connection: &Connection, stream: Stream, scope: &PullScope) -> Result<Pulled, LedgerError> {
    let histories = histories_of(connection, stream)?;
    let newest: i64 = connection.prepare_cached("SELECT version FROM counters")?.query_row([], |row| row.get(0))?;
    let newest = newest as u64;
    if scope.bytes_max == 0 || scope.after >= newest {
        let cursor = if scope.bytes_max == 0 { scope.after } else { newest };
        return Ok(Pulled { histories, changes: Vec::new(), cursor, more: cursor < newest });
    }
    let (customers, read_to) = customers(connection, scope)?;
    let cursor = read_to.unwrap_or(newest);
    let mut changes = reference(connection, scope, cursor)?;
    changes.extend(customers);
    changes.sort_by_key(|(version, _)| *version);
    let changes = changes.into_iter().map(|(_, change)| change).collect();
    Ok(Pulled { histories, changes, cursor, more: cursor < newest })
}

pub fn histories_of(connection: &Connection, stream: Stream) -> Result<Vec<crate::ledger::History>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("histories_of"))?;
    let mut rows = statement.query(params![stream.device.0, stream.incarnation.0])?;
    let mut histories = Vec::new();
    while let Some(row) = rows.next()? {
        histories.push(values::history(row)?);
    }
    Ok(histories)
}

/// Customers until the bytes are used up; then also the version of the last one.
fn customers(connection: &Connection, scope: &PullScope) -> Result<(Vec<Versioned>, Option<u64>), LedgerError> {
    let mut statement = connection.prepare_cached(sql!("changed_customers"))?;
    let mut rows = statement.query(params![scope.station.as_str(), scope.after as i64])?;
    let known = known_rows(scope);
    let mut found: Vec<Versioned> = Vec::new();
    let mut bytes = 0;
    let mut read_to = None;
    while let Some(row) = rows.next()? {
        if bytes > scope.bytes_max as usize {
            return Ok((found, read_to));
        }
        let version = values::number(row, "version")?;
        read_to = Some(version);
        if known.contains(&version) {
            continue;
        }
        bytes += CUSTOMER_BYTES + size_of(row)?;
        found.push((version, Change::Customer(Box::new(account::customer_state(row)?))));
    }
    Ok((found, None))
}

/// The versions of rows that the desk knows without hearing of them: it had what stood before, and made the change itself.
fn known_rows(scope: &PullScope) -> HashSet<u64> {
    scope.laid.iter().filter(|laid| laid.before <= scope.after).map(|laid| laid.after).collect()
}

fn size_of(row: &Row<'_>) -> Result<usize, LedgerError> {
    let length = |column: &str| -> Result<usize, LedgerError> {
        let value = row.get_ref(column)?;
        let text = value.as_str_or_null().ok().flatten().map(str::len);
        Ok(text.or_else(|| value.as_blob().ok().map(<[u8]>::len)).unwrap_or(0))
    };
    let columns = ["no", "old_no", "name", "address", "meter_no", "transformer_area", "phone", "served"];
    columns.into_iter().map(length).sum()
}

fn changed<P: Params>(
    connection: &Connection,
    sql: &str,
    params: P,
    found: &mut Vec<Versioned>,
    read: impl Fn(&Row<'_>) -> Result<Change, LedgerError>,
) -> Result<(), LedgerError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        found.push((values::number(row, "version")?, read(row)?));
    }
    Ok(())
}

/// Everything but customers with a version in (after, cursor].
fn reference(connection: &Connection, scope: &PullScope, cursor: u64) -> Result<Vec<Versioned>, LedgerError> {
    let mut found = Vec::new();
    let span = params![scope.after as i64, cursor as i64];
    changed(connection, sql!("changed_units"), span, &mut found, |row| Ok(Change::Unit(standing::unit(row)?)))?;
    changed(connection, sql!("changed_rules"), span, &mut found, |row| Ok(Change::Rules(json(row, "content")?)))?;
    changed(connection, sql!("changed_prices"), span, &mut found, |row| Ok(Change::Price(json(row, "content")?)))?;
    changed(connection, sql!("changed_devices"), span, &mut found, |row| Ok(Change::Device(known_device(row)?)))?;
    for unit in &scope.units {
        let span = params![scope.after as i64, cursor as i64, unit.as_str()];
        changed(connection, sql!("changed_operators"), span, &mut found, |row| Ok(Change::Operator(operator(row)?)))?;
    }
    let span = params![scope.after as i64, cursor as i64, scope.station.as_str()];
    changed(connection, sql!("changed_departures"), span, &mut found, |row| {
        Ok(Change::CustomerLeft(values::text::<CustomerNo>(row, "no")?))
    })?;
    let span = params![scope.after as i64, cursor as i64, scope.device.0];
    changed(connection, sql!("changed_cases"), span, &mut found, |row| Ok(Change::Case(case_notice(row)?)))?;
    Ok(found)
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, LedgerError> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| damaged(column))
}

fn known_device(row: &Row<'_>) -> Result<KnownDevice, LedgerError> {
    standing::device(row).map(|device| device.known)
}

fn operator(row: &Row<'_>) -> Result<Operator, LedgerError> {
    Ok(Operator {
        id: OperatorId(values::number(row, "id")?),
        login: row.get("login")?,
        name: row.get("name")?,
        unit: values::text(row, "unit")?,
        roles: json(row, "roles")?,
        verifier: row.get("verifier")?,
        suspended: row.get::<_, Option<i64>>("suspended_ms")?.is_some(),
    })
}

fn case_notice(row: &Row<'_>) -> Result<CaseNotice, LedgerError> {
    let seq: Option<i64> = row.get("seq")?;
    let stream = values::stream(row)?;
    Ok(CaseNotice {
        id: CaseId(values::number(row, "id")?),
        kind: row.get("kind")?,
        entry: seq.map(|seq| (stream, Seq(seq as u64))),
        open: row.get::<_, i64>("status")? == 1,
    })
}
