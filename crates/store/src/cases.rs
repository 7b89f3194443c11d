//! Cases that the center opened about entries of this device, as far as the desk hears of them.

use domain::{CaseId, CaseNotice, Seq, Stream};
use rusqlite::params;

use crate::column::integer;
use crate::{EntryFate, Read, StoreError, Write};

impl Read<'_> {
    pub fn open_cases(&self) -> Result<u32, StoreError> {
        Ok(self.one("SELECT count(*) FROM case_notice WHERE open", [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Whether the center opened a case about an entry and none of them is open any more.
    pub(crate) fn case_was_closed(&self, stream: Stream, seq: Seq) -> Result<bool, StoreError> {
        if self.case_of(stream, seq)?.is_some() {
            return Ok(false);
        }
        let sql = "SELECT count(*) > 0 FROM case_notice WHERE device = ? AND incarnation = ? AND seq = ?";
        let place = params![stream.device.0, stream.incarnation.0, integer(seq.0)];
        let was_noticed = self.one(sql, place, |row| row.get(0))?.unwrap_or(false);
        Ok(was_noticed || matches!(self.posted(stream, seq)?, EntryFate::Conflicted(_)))
    }

    pub(crate) fn is_closed(&self, case: CaseId) -> Result<bool, StoreError> {
        let sql = "SELECT NOT open FROM case_notice WHERE id = ?";
        Ok(self.one(sql, [integer(case.0)], |row| row.get(0))?.unwrap_or(false))
    }
}

impl Write<'_> {
    pub fn put_case(&mut self, case: &CaseNotice) -> Result<(), StoreError> {
        let (device, incarnation, seq) = match case.entry {
            Some((stream, seq)) => (Some(stream.device.0), Some(stream.incarnation.0), Some(integer(seq.0))),
            None => (None, None, None),
        };
        self.run(
            "INSERT OR REPLACE INTO case_notice VALUES (?, ?, ?, ?, ?, ?)",
            params![integer(case.id.0), case.kind, device, incarnation, seq, case.open],
        )?;
        Ok(())
    }
}
