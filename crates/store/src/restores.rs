//! 复电申请: who settled everything and sits in the dark.

use domain::{PaymentId, RestoreRequest, Seq, Stream};
use journal::{Entry, EntryBody};
use rusqlite::params;

use crate::column::{RowExt, integer};
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreRow {
    pub request: RestoreRequest,
    pub stream: Stream,
    pub seq: Seq,
    /// Whether the payment was reversed since.
    pub is_reversed: bool,
}

impl Read<'_> {
    /// Newest first.
    pub fn restore_requests(&self) -> Result<Vec<RestoreRow>, StoreError> {
        let sql = concat!(include_str!("restores/select.sql"), "ORDER BY 2 DESC, 3 DESC");
        let found = self.all(sql, [], |row| Ok((row.place(0)?, row.get(3)?)))?;
        found.into_iter().map(|found| self.restore_row(found)).collect()
    }

    pub fn restore_request_of(&self, payment: PaymentId) -> Result<Option<RestoreRow>, StoreError> {
        let sql = concat!(include_str!("restores/select.sql"), "WHERE restore_request.payment = ?");
        let found = self.one(sql, [payment.0.as_bytes()], |row| Ok((row.place(0)?, row.get(3)?)))?;
        found.map(|found| self.restore_row(found)).transpose()
    }

    /// Requests that the center is not known to hold, oldest first.
    pub fn unsent_restore_requests(&self, limit: usize) -> Result<Vec<RestoreRequest>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let places = self.all(include_str!("restores/unsent.sql"), [limit], |row| row.place(0))?;
        places.into_iter().map(|place| Ok(self.restore_row((place, false))?.request)).collect()
    }

    fn restore_row(&self, ((stream, seq), is_reversed): ((Stream, Seq), bool)) -> Result<RestoreRow, StoreError> {
        match self.known_entry(stream, seq)?.0.body {
            EntryBody::RestoreRequested(request) => Ok(RestoreRow { request, stream, seq, is_reversed }),
            _ => Err(StoreError::missing("the entry of a restore request")),
        }
    }
}

impl Write<'_> {
    pub(crate) fn insert_restore_request(&self, entry: &Entry, request: &RestoreRequest) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO restore_request VALUES (?, ?, ?, ?, ?)",
            params![
                request.id.0.as_bytes(),
                entry.stream.device.0,
                entry.stream.incarnation.0,
                integer(entry.seq.0),
                request.payment.0.as_bytes(),
            ],
        )?;
        Ok(())
    }
}
