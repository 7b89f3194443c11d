//! Computing all projected tables again from the journal: after an update that knows more kinds, or to prove that the
//! tables say what the journal says.

use domain::{Stream, UnitCode};
use journal::ReadEntry;
use rusqlite::params;

use crate::column::{RowExt, integer};
use crate::customers::customer;
use crate::{Store, StoreError, Write};

/// What follows from the journal alone.
const PROJECTED: [&str; 18] = [
    "shift",
    "shift_sum",
    "payment",
    "reversal",
    "posting",
    "balance",
    "round",
    "round_point",
    "reading",
    "reading_state",
    "reading_request",
    "reading_import",
    "bill_issued",
    "restore_request",
    "notice",
    "task_answer",
    "refund",
    "archive_change",
];

const SEARCHED: [&str; 4] = ["search_name", "search_text", "search_pinyin", "search_number"];

/// Rows that are read at once.
const CHUNK: u64 = 1_000;

impl Store {
    /// Empties the projected tables and projects the whole journal again, in one transaction. The tables come out byte for
    /// byte as they were; entries that were parked before and are known now come in.
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        let mut write = self.write()?;
        for table in PROJECTED {
            write.run(&format!("DELETE FROM {table}"), [])?;
        }
        for row in write.streams()? {
            write.project_journal(row.stream)?;
        }
        write.check_trial_balance()?;
        write.commit()
    }
}

impl Store {
    /// Empties the search index and fills it again from the customers' rows: after an update that cuts words otherwise.
    pub fn rebuild_search(&mut self) -> Result<(), StoreError> {
        let write = self.write()?;
        for index in SEARCHED {
            write.run(&format!("INSERT INTO {index} ({index}) VALUES ('delete-all')"), [])?;
        }
        let mut after = 0;
        loop {
            let chunk = write.all(include_str!("customers/after.sql"), params![after, integer(CHUNK)], customer)?;
            let Some((last, _)) = chunk.last() else { return write.commit() };
            after = *last;
            for (id, customer) in &chunk {
                write.index(*id, customer)?;
            }
        }
    }
}

impl Write<'_> {
    fn project_journal(&mut self, stream: Stream) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            let chunk = self.journal_chunk(stream, after)?;
            let Some((last, _, _)) = chunk.last() else { return Ok(()) };
            after = *last;
            for (_, desk, bytes) in &chunk {
                match ReadEntry::of(bytes)? {
                    ReadEntry::Known(entry) => self.project(&entry, desk).map(|_| ())?,
                    ReadEntry::Parked { .. } => {}
                }
            }
        }
    }

    fn journal_chunk(&self, stream: Stream, after: u64) -> Result<Vec<(u64, UnitCode, Vec<u8>)>, StoreError> {
        self.all(
            include_str!("entries/desk_after.sql"),
            params![stream.device.0, stream.incarnation.0, integer(after), integer(CHUNK)],
            |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.take(1)?, row.get(2)?)),
        )
    }
}
