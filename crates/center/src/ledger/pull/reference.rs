//! Everything that is few: units, settings, prices, devices, operators, segments, cases.

use domain::{CaseId, CaseNotice, CustomerNo, Seq};
use sync::Change;

use super::Versioned;
use crate::ledger::db::{Db, Param, Row, Sql, params, sql};
use crate::ledger::values::operator;
use crate::ledger::{LedgerError, PullScope, cases, standing};

/// All of it with a version in (after, cursor].
pub fn changes(db: &mut dyn Db, scope: &PullScope, cursor: u64) -> Result<Vec<Versioned>, LedgerError> {
    let mut found = Vec::new();
    let span = params![scope.after, cursor];
    changed(db, sql!("changed_units"), &span, &mut found, |row| Ok(Change::Unit(standing::unit(row)?)))?;
    changed(db, sql!("changed_rules"), &span, &mut found, |row| Ok(Change::Rules(row.json("content")?)))?;
    changed(db, sql!("changed_prices"), &span, &mut found, |row| Ok(Change::Price(row.json("content")?)))?;
    changed(db, sql!("changed_billing_rules"), &span, &mut found, |row| {
        Ok(Change::Billing(Box::new(row.json("content")?)))
    })?;
    changed(db, sql!("changed_devices"), &span, &mut found, |row| Ok(Change::Device(standing::device(row)?.known)))?;
    operators(db, scope, cursor, &mut found)?;
    let of_station = params![scope.after, cursor, scope.station.as_str()];
    changed(db, sql!("changed_departures"), &of_station, &mut found, |row| {
        Ok(Change::CustomerLeft(row.text::<CustomerNo>("no")?))
    })?;
    changed(db, sql!("changed_segments"), &of_station, &mut found, |row| Ok(Change::Segment(row.json("content")?)))?;
    let of_device = params![scope.after, cursor, scope.device.0];
    changed(db, sql!("changed_cases"), &of_device, &mut found, |row| Ok(Change::Case(case_notice(row)?)))?;
    changed(db, sql!("changed_tasks"), &of_device, &mut found, |row| Ok(Change::Task(Box::new(row.json("content")?))))?;
    Ok(found)
}

fn changed(
    db: &mut dyn Db,
    sql: Sql,
    wanted: &[Param<'_>],
    found: &mut Vec<Versioned>,
    read: impl Fn(&Row) -> Result<Change, LedgerError>,
) -> Result<(), LedgerError> {
    for row in &db.rows(sql, wanted)? {
        found.push((row.number("version")?, read(row)?));
    }
    Ok(())
}

/// Of the station and of all units below it.
fn operators(db: &mut dyn Db, scope: &PullScope, cursor: u64, found: &mut Vec<Versioned>) -> Result<(), LedgerError> {
    let keys: Vec<_> = scope.units.iter().map(|unit| params![scope.after, cursor, unit.as_str()]).collect();
    for row in db.rows_each(sql!("changed_operators"), &keys)?.iter().flatten() {
        found.push((row.number("version")?, Change::Operator(operator(row)?)));
    }
    Ok(())
}

fn case_notice(row: &Row) -> Result<CaseNotice, LedgerError> {
    let stream = row.stream()?;
    Ok(CaseNotice {
        id: CaseId(row.number("id")?),
        kind: row.string("kind")?,
        entry: row.maybe_number("seq")?.map(|seq| (stream, Seq(seq))),
        open: cases::status(row.int("status")?)?.is_waiting(),
    })
}
