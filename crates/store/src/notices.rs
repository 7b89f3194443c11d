//! 通知单 that were printed here.

use domain::{CustomerNo, Notice, NoticeId, OperatorId, Seq, Stream};
use journal::{Entry, EntryBody};
use rusqlite::params;

use crate::column::{RowExt, integer};
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    pub notice: Notice,
    pub stream: Stream,
    pub seq: Seq,
    /// Wall clock of the entry.
    pub at_ms: i64,
    pub by: OperatorId,
}

impl Read<'_> {
    pub fn notice(&self, id: NoticeId) -> Result<Option<NoticeRow>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM notice WHERE id = ?";
        let place = self.one(sql, [id.0.as_bytes()], |row| row.place(0))?;
        place.map(|place| self.notice_row(place)).transpose()
    }

    /// The notices of a customer, newest first.
    pub fn notices_of(&self, customer: &CustomerNo) -> Result<Vec<NoticeRow>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM notice WHERE customer = ? ORDER BY 2 DESC, 3 DESC";
        let places = self.all(sql, [customer.as_str()], |row| row.place(0))?;
        places.into_iter().map(|place| self.notice_row(place)).collect()
    }

    fn notice_row(&self, (stream, seq): (Stream, Seq)) -> Result<NoticeRow, StoreError> {
        let (entry, _) = self.known_entry(stream, seq)?;
        match entry.body {
            EntryBody::NoticePrinted(notice) => {
                Ok(NoticeRow { notice, stream, seq, at_ms: entry.time.wall_ms, by: entry.by })
            }
            _ => Err(StoreError::missing("the entry of a notice")),
        }
    }
}

impl Write<'_> {
    pub(crate) fn insert_notice(&self, entry: &Entry, notice: &Notice) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO notice VALUES (?, ?, ?, ?, ?)",
            params![
                notice.id.0.as_bytes(),
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                notice.customer.as_str(),
            ],
        )?;
        Ok(())
    }
}
