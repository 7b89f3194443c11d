//! 档案更正申请 of this desk, and what the center made of each.

use domain::{ArchiveChange, ArchiveChangeId, CustomerNo, OperatorId, Seq, Stream};
use journal::{Entry, EntryBody};
use rusqlite::params;

use crate::column::{RowExt, integer};
use crate::{EntryFate, Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveChangeRow {
    pub change: ArchiveChange,
    pub stream: Stream,
    pub seq: Seq,
    /// Wall clock of the entry.
    pub at_ms: i64,
    pub by: OperatorId,
    pub fate: EntryFate,
    pub outcome: ChangeOutcome,
}

/// What became of a request, as far as this desk can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// 更正申请中
    Waiting,
    /// 已更正: the archive says what was asked for.
    Accepted,
    /// 未采纳: the center closed the case and the archive says something else.
    Refused,
}

impl Read<'_> {
    pub fn archive_change(&self, id: ArchiveChangeId) -> Result<Option<ArchiveChangeRow>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM archive_change WHERE id = ?";
        let place = self.one(sql, [id.0.as_bytes()], |row| row.place(0))?;
        place.map(|place| self.archive_change_row(place)).transpose()
    }

    /// The requests of this desk, newest first; of one customer or of all.
    pub fn archive_changes(
        &self,
        customer: Option<&CustomerNo>,
        limit: usize,
    ) -> Result<Vec<ArchiveChangeRow>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let places = self.all(
            include_str!("archive_changes/newest.sql"),
            params![customer.map(CustomerNo::as_str), limit],
            |row| row.place(0),
        )?;
        places.into_iter().map(|place| self.archive_change_row(place)).collect()
    }

    fn archive_change_row(&self, (stream, seq): (Stream, Seq)) -> Result<ArchiveChangeRow, StoreError> {
        let (entry, _) = self.known_entry(stream, seq)?;
        let EntryBody::ArchiveChangeRequested(change) = entry.body else {
            return Err(StoreError::missing("the entry of an archive change"));
        };
        let outcome = self.outcome_of(&change, stream, seq)?;
        let fate = self.posted(stream, seq)?;
        Ok(ArchiveChangeRow { change, stream, seq, at_ms: entry.time.wall_ms, by: entry.by, fate, outcome })
    }

    /// The archive itself is the answer; where it says something else, the case tells whether the center has decided.
    fn outcome_of(&self, change: &ArchiveChange, stream: Stream, seq: Seq) -> Result<ChangeOutcome, StoreError> {
        let customer = self.customer(&change.customer)?;
        if customer.is_some_and(|customer| change.field.of(&customer) == change.wanted) {
            return Ok(ChangeOutcome::Accepted);
        }
        Ok(if self.case_was_closed(stream, seq)? { ChangeOutcome::Refused } else { ChangeOutcome::Waiting })
    }
}

impl Write<'_> {
    pub(crate) fn insert_archive_change(&self, entry: &Entry, change: &ArchiveChange) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO archive_change VALUES (?, ?, ?, ?, ?)",
            params![
                change.id.0.as_bytes(),
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                change.customer.as_str(),
            ],
        )?;
        Ok(())
    }
}
