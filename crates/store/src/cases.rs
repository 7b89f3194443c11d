//! Cases that the center opened about entries of this device, as far as the desk hears of them.

use domain::{CaseId, CaseNotice};
use rusqlite::params;

use crate::column::integer;
use crate::{Read, StoreError, Write};

impl Read<'_> {
    pub fn open_cases(&self) -> Result<u32, StoreError> {
        Ok(self.one("SELECT count(*) FROM case_notice WHERE open", [], |row| row.get(0))?.unwrap_or(0))
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
