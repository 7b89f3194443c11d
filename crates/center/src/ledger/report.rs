//! What people and the fleet page read.

use std::collections::BTreeMap;

use domain::{DeviceId, ShiftNo, Stream};

use super::db::{Row, Sql, params, sql};
use super::load_payments::payment;
use super::packed::day_number;
use super::{DayFilter, DayPayment, DayReversal, EnrolmentCodeRow, Ledger, LedgerError, ShiftSums, Sighting, standing};

impl Ledger {
    pub fn shift_sums(&self, stream: Stream, history: u32) -> Result<BTreeMap<ShiftNo, ShiftSums>, LedgerError> {
        let of_history = params![stream.device.0, stream.incarnation.0, history];
        self.read(|db| db.rows(sql!("shift_sums"), &of_history)?.iter().map(sums_of_shift).collect())
    }

    pub fn code(&self, digest: &[u8; 32]) -> Result<Option<EnrolmentCodeRow>, LedgerError> {
        self.read(|db| {
            let rows = db.rows(Sql::of("SELECT * FROM enrolment_codes WHERE digest = ?1"), &params![digest])?;
            rows.first().map(enrolment_code).transpose()
        })
    }

    pub fn sightings(&self) -> Result<Vec<Sighting>, LedgerError> {
        self.read(|db| standing::all(db, Sql::of("SELECT * FROM sightings ORDER BY device"), sighting))
    }

    /// The payments taken and the payments undone on a business date.
    pub fn day(&self, filter: &DayFilter) -> Result<(Vec<DayPayment>, Vec<DayReversal>), LedgerError> {
        let of_day = params![day_number(filter.date)];
        self.report(|db| {
            let taken = db.rows(sql!("day_payments"), &of_day)?;
            let undone = db.rows(sql!("day_reversals"), &of_day)?;
            let payments = taken.iter().filter_map(|row| place(row, filter).transpose());
            let payments = payments.map(|found| {
                let (terminal, desk, row) = found?;
                Ok(DayPayment { terminal, desk, payment: payment(row)? })
            });
            let reversals = undone.iter().filter_map(|row| place(row, filter).transpose());
            let reversals = reversals.map(|found| {
                let (terminal, desk, row) = found?;
                Ok(DayReversal { terminal, desk, payment: payment(row)? })
            });
            Ok((payments.collect::<Result<_, LedgerError>>()?, reversals.collect::<Result<_, LedgerError>>()?))
        })
    }

    /// Answers when the database can be read.
    pub fn check(&self) -> Result<(), LedgerError> {
        self.read(|db| db.rows(Sql::of("SELECT version FROM counters"), &[]).map(|_| ()))
    }
}

fn sums_of_shift(row: &Row) -> Result<(ShiftNo, ShiftSums), LedgerError> {
    let sums = ShiftSums { entries: row.int("entries")?, payments: row.int("payments")?, amount: row.money("amount")? };
    Ok((ShiftNo(row.number("shift")?), sums))
}

fn enrolment_code(row: &Row) -> Result<EnrolmentCodeRow, LedgerError> {
    Ok(EnrolmentCodeRow {
        digest: row.bytes("digest")?,
        unit: row.text("unit")?,
        terminal: row.text("terminal")?,
        expires_ms: row.int("expires_ms")?,
        device: row.maybe_number("device")?.map(DeviceId),
    })
}

fn sighting(row: &Row) -> Result<Sighting, LedgerError> {
    Ok(Sighting {
        device: DeviceId(row.number("device")?),
        at_ms: row.int("at_ms")?,
        unsent: row.number("unsent")?,
        oldest_unsent_ms: row.maybe_int("oldest_unsent_ms")?,
        clock_off_ms: row.int("clock_off_ms")?,
        program: row.string("program")?,
        free_mib: row.maybe_number("free_mib")?,
        replica_mib: row.maybe_number("replica_mib")?,
    })
}

type Placed<'a> = (domain::TerminalCode, domain::UnitCode, &'a Row);

/// Where a payment was taken, if the filter lets it through.
fn place<'a>(row: &'a Row, filter: &DayFilter) -> Result<Option<Placed<'a>>, LedgerError> {
    let terminal: domain::TerminalCode = row.text("terminal")?;
    let counts = filter.terminals.as_ref().is_none_or(|terminals| terminals.contains(&terminal));
    if counts { Ok(Some((terminal, row.text("desk")?, row))) } else { Ok(None) }
}
