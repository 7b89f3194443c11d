//! The journal's entries: canonical bytes and chain hash, kept as they were written.

use domain::{Seq, Stream, UnitCode};
use journal::{ChainHash, Entry, ReadEntry};
use rusqlite::{Row, params};

use crate::column::{RowExt, integer};
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    pub seq: Seq,
    pub bytes: Vec<u8>,
    pub hash: ChainHash,
}

impl Read<'_> {
    pub fn entries_after(&self, stream: Stream, after: Seq, limit: usize) -> Result<Vec<StoredEntry>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(
            include_str!("entries/after.sql"),
            params![stream.device.0, stream.incarnation.0, integer(after.0), limit],
            stored_entry,
        )
    }

    pub fn entry(&self, stream: Stream, seq: Seq) -> Result<Option<StoredEntry>, StoreError> {
        let sql = "SELECT seq, bytes, hash FROM entry WHERE device = ? AND incarnation = ? AND seq = ?";
        self.one(sql, params![stream.device.0, stream.incarnation.0, integer(seq.0)], stored_entry)
    }

    /// An entry that a projected row points to. It was known when it was projected, so it is known now.
    pub(crate) fn known_entry(&self, stream: Stream, seq: Seq) -> Result<(Entry, ChainHash), StoreError> {
        let stored = self.entry(stream, seq)?.ok_or_else(|| StoreError::missing("an entry of the journal"))?;
        match ReadEntry::of(&stored.bytes)? {
            ReadEntry::Known(entry) => Ok((*entry, stored.hash)),
            ReadEntry::Parked { .. } => Err(StoreError::missing("an entry that was projected")),
        }
    }
}

fn stored_entry(row: &Row<'_>) -> rusqlite::Result<StoredEntry> {
    Ok(StoredEntry { seq: row.take(0)?, bytes: row.get(1)?, hash: row.take(2)? })
}

impl Write<'_> {
    pub(crate) fn insert_entry(
        &self,
        entry: &Entry,
        desk: &UnitCode,
        bytes: &[u8],
        hash: ChainHash,
    ) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO entry (device, incarnation, seq, wall_ms, desk, hash, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                entry.time.wall_ms,
                desk.as_str(),
                hash.0,
                bytes,
            ],
        )?;
        Ok(())
    }
}
