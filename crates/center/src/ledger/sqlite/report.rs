//! What people and the fleet page read.

use std::collections::BTreeMap;

use domain::{CaseId, DeviceId, Money, OperatorId, Seq, ShiftNo, Stream};
use rusqlite::{Connection, Row, params};

use super::{load, sql, standing, values};
use crate::ledger::packed::{damaged, day_number};
use crate::ledger::{
    CaseRow, CaseStatus, DayFilter, DayPayment, DayReversal, EnrolmentCodeRow, EntryRef, LedgerError, ShiftSums, Side,
    Sighting,
};

pub fn cases(connection: &Connection) -> Result<Vec<CaseRow>, LedgerError> {
    standing::all(connection, "SELECT * FROM cases ORDER BY id", |row| {
        let id = CaseId(values::number(row, "id")?);
        let conflict: String = row.get("conflict")?;
        Ok(CaseRow {
            id,
            subject: row.get("subject")?,
            status: if row.get::<_, i64>("status")? == 1 { CaseStatus::Open } else { CaseStatus::Withdrawn },
            customer: values::maybe_text(row, "customer")?,
            opened_ms: row.get("opened_ms")?,
            conflict: serde_json::from_str(&conflict).map_err(|_| damaged("a conflict"))?,
            sides: sides(connection, id)?,
            version: values::number(row, "version")?,
        })
    })
}

fn sides(connection: &Connection, case: CaseId) -> Result<Vec<Side>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("case_sides"))?;
    let mut rows = statement.query([case.0 as i64])?;
    let mut sides = Vec::new();
    while let Some(row) = rows.next()? {
        sides.push(side(row)?);
    }
    Ok(sides)
}

fn side(row: &Row<'_>) -> Result<Side, LedgerError> {
    let seq: Option<i64> = row.get("seq")?;
    let operator: Option<u32> = row.get("operator")?;
    let amount: Option<i64> = row.get("amount")?;
    Ok(Side {
        stream: values::stream(row)?,
        history: values::number(row, "history")?,
        seq: seq.map(|seq| Seq(seq as u64)),
        terminal: values::text(row, "terminal")?,
        operator: operator.map(OperatorId),
        receipt: row.get("receipt")?,
        amount: amount.map(Money::from_fen),
        at_ms: row.get("at_ms")?,
    })
}

pub fn shift_sums(
    connection: &Connection,
    stream: Stream,
    history: u32,
) -> Result<BTreeMap<ShiftNo, ShiftSums>, LedgerError> {
    let mut statement = connection.prepare_cached(sql!("shift_sums"))?;
    let mut rows = statement.query(params![stream.device.0, stream.incarnation.0, history])?;
    let mut sums = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let of_shift = ShiftSums {
            entries: row.get("entries")?,
            payments: row.get("payments")?,
            amount: values::money(row, "amount")?,
        };
        sums.insert(ShiftNo(values::number(row, "shift")?), of_shift);
    }
    Ok(sums)
}

pub fn code(connection: &Connection, digest: &[u8; 32]) -> Result<Option<EnrolmentCodeRow>, LedgerError> {
    let mut statement = connection.prepare_cached("SELECT * FROM enrolment_codes WHERE digest = ?1")?;
    let mut rows = statement.query([digest])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let device: Option<u32> = row.get("device")?;
    Ok(Some(EnrolmentCodeRow {
        digest: values::bytes(row, "digest")?,
        unit: values::text(row, "unit")?,
        terminal: values::text(row, "terminal")?,
        expires_ms: row.get("expires_ms")?,
        device: device.map(DeviceId),
    }))
}

pub fn sightings(connection: &Connection) -> Result<Vec<Sighting>, LedgerError> {
    standing::all(connection, "SELECT * FROM sightings ORDER BY device", |row| {
        Ok(Sighting {
            device: DeviceId(values::number(row, "device")?),
            at_ms: row.get("at_ms")?,
            unsent: values::number(row, "unsent")?,
            oldest_unsent_ms: row.get("oldest_unsent_ms")?,
            clock_off_ms: row.get("clock_off_ms")?,
            program: row.get("program")?,
        })
    })
}

/// The payments taken and the payments undone on a business date.
pub fn day(connection: &Connection, filter: &DayFilter) -> Result<(Vec<DayPayment>, Vec<DayReversal>), LedgerError> {
    let mut payments = Vec::new();
    let mut reversals = Vec::new();
    let mut statement = connection.prepare_cached(sql!("day_payments"))?;
    let mut rows = statement.query([day_number(filter.date)])?;
    while let Some(row) = rows.next()? {
        if let Some((terminal, desk)) = place(row, filter)? {
            payments.push(DayPayment { terminal, desk, payment: load::payment_at(connection, source(row)?)? });
        }
    }
    let mut statement = connection.prepare_cached(sql!("day_reversals"))?;
    let mut rows = statement.query([day_number(filter.date)])?;
    while let Some(row) = rows.next()? {
        if let Some((terminal, desk)) = place(row, filter)? {
            reversals.push(DayReversal { terminal, desk, payment: load::payment_at(connection, source(row)?)? });
        }
    }
    Ok((payments, reversals))
}

fn source(row: &Row<'_>) -> Result<EntryRef, LedgerError> {
    Ok(EntryRef {
        stream: values::stream(row)?,
        history: values::number(row, "history")?,
        seq: Seq(values::number(row, "seq")?),
    })
}

type Place = (domain::TerminalCode, domain::UnitCode);

/// Where a payment was taken, if the filter lets it through.
fn place(row: &Row<'_>, filter: &DayFilter) -> Result<Option<Place>, LedgerError> {
    let terminal: domain::TerminalCode = values::text(row, "terminal")?;
    let desk: domain::UnitCode = values::text(row, "desk")?;
    let counts = filter.terminals.as_ref().is_none_or(|terminals| terminals.contains(&terminal));
    Ok(counts.then_some((terminal, desk)))
}
