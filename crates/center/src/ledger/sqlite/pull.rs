//! The newest state of what an outlet needs, up to one version, from one snapshot.
//!
//! Four kinds may be many: customers, supplies, readings, statements. They are read side by side by version until the bytes
//! are used up; everything else up to that version comes along. In a reply, money comes first and derivations last.

mod lane;

use std::collections::HashSet;

use domain::{CaseId, CaseNotice, CustomerNo, Operator, OperatorId, Seq, Stream};
use journal::KnownDevice;
use rusqlite::{Connection, Params, Row, params};
use sync::Change;

use super::{account, billing_load, sql, standing, values};
use crate::ledger::{LedgerError, PullScope, Pulled};
use lane::Lane;

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
    let (many, read_to) = many(connection, scope)?;
    let cursor = read_to.unwrap_or(newest);
    let mut changes = reference(connection, scope, cursor)?;
    changes.extend(many);
    changes.sort_by_key(|(version, change)| (turn(change), *version));
    let changes = changes.into_iter().map(|(_, change)| change).collect();
    Ok(Pulled { histories, changes, cursor, more: cursor < newest })
}

/// Money first, then what a round needs, then everything else, and the derivations of bills last.
fn turn(change: &Change) -> u8 {
    match change {
        Change::Customer(_) | Change::CustomerLeft(_) => 0,
        Change::Supply(_) => 1,
        Change::Reading(_) => 2,
        Change::Statement(_) => 4,
        _ => 3,
    }
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

/// The four kinds by version until the bytes are used up; then also the version that was read to.
fn many(connection: &Connection, scope: &PullScope) -> Result<(Vec<Versioned>, Option<u64>), LedgerError> {
    let (station, after) = (scope.station.as_str(), scope.after as i64);
    let known = known_rows(scope);
    let mut customers = connection.prepare_cached(sql!("changed_customers"))?;
    let mut supplies = connection.prepare_cached(sql!("changed_supplies"))?;
    let mut readings = connection.prepare_cached(sql!("changed_readings"))?;
    let mut statements = connection.prepare_cached(sql!("changed_statements"))?;
    let mut lanes = [
        Lane::of(customers.query(params![station, after])?, |row, version| customer(row, version, &known))?,
        Lane::of(supplies.query(params![station, after])?, |row, _| supply(row))?,
        Lane::of(readings.query(params![station, after])?, |row, version| reading(row, version, scope, &known))?,
        Lane::of(statements.query(params![station, after, scope.recent_from.yyyymm()])?, |row, _| statement(row))?,
    ];
    let mut found: Vec<Versioned> = Vec::new();
    let (mut bytes, mut read_to) = (0, None);
    loop {
        let oldest = lanes.iter_mut().filter(|lane| lane.version().is_some()).min_by_key(|lane| lane.version());
        let Some(lane) = oldest else { return Ok((found, None)) };
        let version = lane.version().expect("a lane that is not at its end");
        if bytes > scope.bytes_max as usize && read_to != Some(version) {
            return Ok((found, read_to));
        }
        if let Some((size, change)) = lane.next()? {
            bytes += size;
            found.push((version, change));
        }
        read_to = Some(version);
    }
}

/// The versions of rows that the desk knows without hearing of them: it had what stood before, and made the change itself.
fn known_rows(scope: &PullScope) -> HashSet<u64> {
    scope.laid.iter().filter(|laid| laid.before <= scope.after).map(|laid| laid.after).collect()
}

/// What a row costs on the wire, about, and what it says; `None` where the outlet need not hear of it.
type Weighed = Option<(usize, Change)>;

fn customer(row: &Row<'_>, version: u64, known: &HashSet<u64>) -> Result<Weighed, LedgerError> {
    if known.contains(&version) {
        return Ok(None);
    }
    let columns = ["no", "old_no", "name", "address", "meter_no", "transformer_area", "phone", "served"];
    let size = CUSTOMER_BYTES + size_of(row, &columns)?;
    Ok(Some((size, Change::Customer(Box::new(account::customer_state(row)?)))))
}

fn supply(row: &Row<'_>) -> Result<Weighed, LedgerError> {
    let size = size_of(row, &["content", "standing"])?;
    Ok(Some((size, Change::Supply(Box::new(billing_load::supply_row(row)?.state())))))
}

/// A desk does not hear again what it sends with this very request; but a clone or a backup that was put back hears of what
/// the other history entered. What others read long ago stays here.
fn reading(row: &Row<'_>, version: u64, scope: &PullScope, known: &HashSet<u64>) -> Result<Weighed, LedgerError> {
    let reading = billing_load::reading(row)?;
    let is_own = reading.noted.place.stream.device == scope.device;
    if known.contains(&version) || !is_own && reading.reading.period < scope.recent_from {
        return Ok(None);
    }
    Ok(Some((size_of(row, &["content", "note"])?, Change::Reading(Box::new(reading.known())))))
}

fn statement(row: &Row<'_>) -> Result<Weighed, LedgerError> {
    Ok(Some((size_of(row, &["content"])?, Change::Statement(Box::new(values::json(row, "content")?)))))
}

fn size_of(row: &Row<'_>, columns: &[&str]) -> Result<usize, LedgerError> {
    let length = |column: &&str| -> Result<usize, LedgerError> {
        let value = row.get_ref(*column)?;
        let text = value.as_str_or_null().ok().flatten().map(str::len);
        Ok(text.or_else(|| value.as_blob().ok().map(<[u8]>::len)).unwrap_or(0))
    };
    columns.iter().map(length).sum()
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

/// Everything that is few, with a version in (after, cursor].
fn reference(connection: &Connection, scope: &PullScope, cursor: u64) -> Result<Vec<Versioned>, LedgerError> {
    let mut found = Vec::new();
    let span = params![scope.after as i64, cursor as i64];
    changed(connection, sql!("changed_units"), span, &mut found, |row| Ok(Change::Unit(standing::unit(row)?)))?;
    changed(connection, sql!("changed_rules"), span, &mut found, |row| {
        Ok(Change::Rules(values::json(row, "content")?))
    })?;
    changed(connection, sql!("changed_prices"), span, &mut found, |row| {
        Ok(Change::Price(values::json(row, "content")?))
    })?;
    changed(connection, sql!("changed_billing_rules"), span, &mut found, |row| {
        Ok(Change::Billing(Box::new(values::json(row, "content")?)))
    })?;
    changed(connection, sql!("changed_devices"), span, &mut found, |row| Ok(Change::Device(known_device(row)?)))?;
    for unit in &scope.units {
        let span = params![scope.after as i64, cursor as i64, unit.as_str()];
        changed(connection, sql!("changed_operators"), span, &mut found, |row| Ok(Change::Operator(operator(row)?)))?;
    }
    let span = params![scope.after as i64, cursor as i64, scope.station.as_str()];
    changed(connection, sql!("changed_departures"), span, &mut found, |row| {
        Ok(Change::CustomerLeft(values::text::<CustomerNo>(row, "no")?))
    })?;
    changed(connection, sql!("changed_segments"), span, &mut found, |row| {
        Ok(Change::Segment(values::json(row, "content")?))
    })?;
    let span = params![scope.after as i64, cursor as i64, scope.device.0];
    changed(connection, sql!("changed_cases"), span, &mut found, |row| Ok(Change::Case(case_notice(row)?)))?;
    Ok(found)
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
        roles: values::json(row, "roles")?,
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
