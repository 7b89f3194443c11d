//! The journals of this device, one an incarnation, and how far the center holds each.

use domain::{Seq, Stream};
use journal::{ChainHash, Head};
use rusqlite::params;

use crate::column::{RowExt, integer};
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamRow {
    pub stream: Stream,
    pub head: Head,
    /// The center holds everything up to here.
    pub held: Seq,
    /// The center refused the rest for good; it is kept here and no longer offered.
    pub refused: bool,
}

/// What the center may not have yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    pub count: u64,
    pub oldest_wall_ms: Option<i64>,
}

impl Read<'_> {
    /// Where the current journal stands; before entry 1 its root hash.
    pub fn head(&self) -> Result<Head, StoreError> {
        self.head_of(self.current_stream()?)
    }

    pub(crate) fn head_of(&self, stream: Stream) -> Result<Head, StoreError> {
        let last = "SELECT seq, hash FROM entry WHERE device = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1";
        let root = "SELECT 0, root FROM stream WHERE device = ? AND incarnation = ?";
        for sql in [last, root] {
            let head = self.one(sql, params![stream.device.0, stream.incarnation.0], |row| {
                Ok(Head { seq: row.take(0)?, hash: row.take::<ChainHash>(1)? })
            })?;
            if let Some(head) = head {
                return Ok(head);
            }
        }
        Err(StoreError::missing("the root of the journal"))
    }

    /// All journals of this replica, oldest first.
    pub fn streams(&self) -> Result<Vec<StreamRow>, StoreError> {
        let sql = "SELECT device, incarnation, held, refused FROM stream ORDER BY device, incarnation";
        let rows = self.all(sql, [], |row| Ok((row.place(0)?, row.get(3)?)))?;
        let with_head =
            |((stream, held), refused)| Ok(StreamRow { stream, head: self.head_of(stream)?, held, refused });
        rows.into_iter().map(with_head).collect()
    }

    pub fn unsent(&self) -> Result<Unsent, StoreError> {
        let mut unsent = Unsent::default();
        for row in self.streams()? {
            if row.refused || row.held >= row.head.seq {
                continue;
            }
            unsent.count += row.head.seq.0 - row.held.0;
            let oldest = self.wall_ms(row.stream, row.held.next())?;
            unsent.oldest_wall_ms = unsent.oldest_wall_ms.into_iter().chain(oldest).min();
        }
        Ok(unsent)
    }

    fn wall_ms(&self, stream: Stream, seq: Seq) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT wall_ms FROM entry WHERE device = ? AND incarnation = ? AND seq = ?";
        self.one(sql, params![stream.device.0, stream.incarnation.0, integer(seq.0)], |row| row.get(0))
    }
}

impl Write<'_> {
    /// The center said how far it holds a journal. It may also say less than before, when it lost some itself.
    pub fn set_held(&mut self, stream: Stream, held: Seq) -> Result<(), StoreError> {
        self.run(
            "UPDATE stream SET held = ? WHERE device = ? AND incarnation = ?",
            params![integer(held.0), stream.device.0, stream.incarnation.0],
        )?;
        Ok(())
    }

    pub fn set_refused(&mut self, stream: Stream) -> Result<(), StoreError> {
        self.run(
            "UPDATE stream SET refused = 1 WHERE device = ? AND incarnation = ?",
            params![stream.device.0, stream.incarnation.0],
        )?;
        Ok(())
    }
}
