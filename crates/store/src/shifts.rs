//! 班次: shifts of this desk, their drawers, and their sums by journal.

use domain::{BusinessDate, ClosedShift, Money, OpenShift, ShiftNo, Stream};
use journal::Entry;
use rusqlite::{Row, params};

use crate::column::{RowExt, integer};
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftRow {
    /// As it was opened.
    pub shift: OpenShift,
    pub opened_at_ms: i64,
    pub closed: Option<ClosedShift>,
}

/// What the digest says of a shift, from this side. A shift that went on after a fork has sums in both journals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftSums {
    pub stream: Stream,
    pub shift: ShiftNo,
    /// Entries that name the shift: its opening, payments, reversals, its closing.
    pub entries: u64,
    /// Payments less reversals.
    pub payments: u64,
    /// Collected less what went back.
    pub amount: Money,
}

/// What one entry adds to the sums of its shift.
#[derive(Clone, Copy)]
pub(crate) struct ShiftMove {
    pub shift: ShiftNo,
    pub payments: i64,
    pub amount: Money,
    /// Cash into the drawer, or out of it.
    pub cash: Money,
}

impl ShiftMove {
    pub fn without_money(shift: ShiftNo) -> ShiftMove {
        ShiftMove { shift, payments: 0, amount: Money::ZERO, cash: Money::ZERO }
    }
}

impl Read<'_> {
    pub fn open_shift(&self) -> Result<Option<ShiftRow>, StoreError> {
        self.one(
            concat!(include_str!("shifts/select.sql"), "WHERE counted_fen IS NULL ORDER BY no DESC LIMIT 1"),
            [],
            shift_row,
        )
    }

    pub fn shift(&self, no: ShiftNo) -> Result<Option<ShiftRow>, StoreError> {
        self.one(concat!(include_str!("shifts/select.sql"), "WHERE no = ?"), [no.0], shift_row)
    }

    /// Zero before the first shift.
    pub fn last_shift_no(&self) -> Result<ShiftNo, StoreError> {
        let last = self.one("SELECT coalesce(max(no), 0) FROM shift", [], |row| row.take(0))?;
        Ok(last.unwrap_or(ShiftNo(0)))
    }

    /// Cash that should be in the drawer: opening cash, plus cash collected, less cash returned.
    pub fn drawer(&self, shift: ShiftNo) -> Result<Money, StoreError> {
        let drawer = self.one("SELECT drawer_fen FROM shift WHERE no = ?", [shift.0], |row| row.take(0))?;
        Ok(drawer.unwrap_or(Money::ZERO))
    }

    /// Oldest first.
    pub fn shift_sums(&self) -> Result<Vec<ShiftSums>, StoreError> {
        let sql = "SELECT device, incarnation, shift, entries, payments, amount_fen FROM shift_sum ORDER BY 1, 2, 3";
        self.all(sql, [], |row| {
            Ok(ShiftSums {
                stream: Stream { device: row.take(0)?, incarnation: row.take(1)? },
                shift: row.take(2)?,
                entries: row.get::<_, i64>(3)?.unsigned_abs(),
                // A shift can undo a payment of an earlier shift; the count then stays at zero and the amount says it.
                payments: u64::try_from(row.get::<_, i64>(4)?).unwrap_or(0),
                amount: row.take(5)?,
            })
        })
    }
}

fn shift_row(row: &Row<'_>) -> rusqlite::Result<ShiftRow> {
    let no = row.take(0)?;
    let closed = match (row.maybe::<Money>(5)?, row.maybe::<Money>(6)?) {
        (Some(counted_cash), Some(expected_cash)) => Some(ClosedShift { no, counted_cash, expected_cash }),
        _ => None,
    };
    Ok(ShiftRow {
        shift: OpenShift { no, cashier: row.take(1)?, business_date: row.take(2)?, opening_cash: row.take(3)? },
        opened_at_ms: row.get(4)?,
        closed,
    })
}

impl Write<'_> {
    pub(crate) fn insert_shift(
        &self,
        entry: &Entry,
        no: ShiftNo,
        business_date: BusinessDate,
        opening_cash: Money,
    ) -> Result<(), StoreError> {
        self.run(
            include_str!("shifts/insert.sql"),
            params![
                no.0,
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                entry.by.0,
                business_date.to_string(),
                opening_cash.fen(),
                entry.time.wall_ms,
            ],
        )?;
        Ok(())
    }

    pub(crate) fn mark_shift_closed(&self, closed: &ClosedShift) -> Result<(), StoreError> {
        self.run(
            "UPDATE shift SET counted_fen = ?, expected_fen = ? WHERE no = ?",
            params![closed.counted_cash.fen(), closed.expected_cash.fen(), closed.no.0],
        )?;
        Ok(())
    }

    pub(crate) fn add_to_shift(&self, stream: Stream, moved: ShiftMove) -> Result<(), StoreError> {
        self.run(
            include_str!("shifts/add.sql"),
            params![stream.device.0, stream.incarnation.0, moved.shift.0, moved.payments, moved.amount.fen()],
        )?;
        if !moved.cash.is_zero() {
            let sql = "UPDATE shift SET drawer_fen = drawer_fen + ? WHERE no = ?";
            self.run(sql, params![moved.cash.fen(), moved.shift.0])?;
        }
        Ok(())
    }
}
