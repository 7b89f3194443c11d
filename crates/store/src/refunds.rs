//! 退款 that were paid out here, and the refund whose panel is open.

use domain::{BusinessDate, CaseId, OperatorId, PaidRefund, PaymentId, RefundId, Seq, Stream, TaskId};
use journal::{ChainHash, EntryBody};
use rusqlite::{Row, params};

use crate::column::RowExt;
use crate::{EntryFate, Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    pub refund: PaidRefund,
    pub stream: Stream,
    pub seq: Seq,
    pub hash: ChainHash,
    /// Wall clock of the entry.
    pub at_ms: i64,
    pub cashier: OperatorId,
    /// Copies of the slip beyond the original.
    pub reprints: u32,
    pub fate: EntryFate,
    /// The open case about it, if any.
    pub case: Option<CaseId>,
}

/// A refund panel that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundDraft {
    pub refund: RefundId,
    pub task: TaskId,
    pub opened_at_ms: i64,
}

type Found = ((Stream, Seq), u32);

impl Read<'_> {
    pub fn refund(&self, id: RefundId) -> Result<Option<RefundRow>, StoreError> {
        let sql = concat!(include_str!("refunds/select.sql"), "WHERE id = ?");
        self.one(sql, [id.0.as_bytes()], found)?.map(|found| self.refund_row(found)).transpose()
    }

    /// The first one that was paid for a task.
    pub fn refund_of_task(&self, task: TaskId) -> Result<Option<RefundRow>, StoreError> {
        let sql = concat!(include_str!("refunds/select.sql"), "WHERE task = ? ORDER BY 2, 3 LIMIT 1");
        self.one(sql, [task.0.as_bytes()], found)?.map(|found| self.refund_row(found)).transpose()
    }

    /// The refunds of a business date, newest first.
    pub fn refunds_on(&self, date: BusinessDate) -> Result<Vec<RefundRow>, StoreError> {
        let sql = concat!(include_str!("refunds/select.sql"), "WHERE business_date = ? ORDER BY 2 DESC, 3 DESC");
        let found = self.all(sql, [date.to_string()], found)?;
        found.into_iter().map(|found| self.refund_row(found)).collect()
    }

    pub fn refund_draft(&self) -> Result<Option<RefundDraft>, StoreError> {
        self.one("SELECT refund, task, opened_at_ms FROM refund_draft", [], |row| {
            Ok(RefundDraft { refund: row.take(0)?, task: row.take(1)?, opened_at_ms: row.get(2)? })
        })
    }

    fn refund_row(&self, ((stream, seq), reprints): Found) -> Result<RefundRow, StoreError> {
        let (entry, hash) = self.known_entry(stream, seq)?;
        let (at_ms, cashier) = (entry.time.wall_ms, entry.by);
        let EntryBody::RefundPaid(refund) = entry.body else {
            return Err(StoreError::missing("the entry of a refund"));
        };
        let (fate, case) = (self.posted(stream, seq)?, self.case_of(stream, seq)?);
        Ok(RefundRow { refund, stream, seq, hash, at_ms, cashier, reprints, fate, case })
    }
}

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok((row.place(0)?, row.get(3)?))
}

impl Write<'_> {
    pub fn set_refund_draft(&mut self, draft: &RefundDraft) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO refund_draft VALUES (1, ?, ?, ?)",
            params![draft.refund.0.as_bytes(), draft.task.0.as_bytes(), draft.opened_at_ms],
        )?;
        Ok(())
    }

    /// Forgets the draft of this refund; another refund's draft stays.
    pub fn clear_refund_draft(&mut self, refund: RefundId) -> Result<(), StoreError> {
        self.run("DELETE FROM refund_draft WHERE refund = ?", [refund.0.as_bytes()])?;
        Ok(())
    }

    /// A reprint names the receipt or slip by the id of what it was printed for.
    pub(crate) fn count_refund_reprint(&self, id: PaymentId, copy: u32) -> Result<(), StoreError> {
        let sql = "UPDATE refund SET reprints = max(reprints, ?) WHERE id = ?";
        self.run(sql, params![copy, id.0.as_bytes()])?;
        Ok(())
    }
}
