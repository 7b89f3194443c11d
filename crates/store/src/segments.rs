//! 抄表段, as the center sent them.

use domain::{Segment, SegmentNo};
use rusqlite::params;

use crate::column::{RowExt, json};
use crate::{Read, StoreError, Write};

impl Read<'_> {
    pub fn segment(&self, no: &SegmentNo) -> Result<Option<Segment>, StoreError> {
        self.one("SELECT segment FROM segment WHERE no = ?", [no.as_str()], |row| row.take_json(0))
    }

    pub fn segments(&self) -> Result<Vec<Segment>, StoreError> {
        self.all("SELECT segment FROM segment ORDER BY no", [], |row| row.take_json(0))
    }
}

impl Write<'_> {
    pub fn put_segment(&mut self, segment: &Segment) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO segment VALUES (?, ?, ?)",
            params![segment.no.as_str(), segment.unit.as_str(), json(segment)],
        )?;
        Ok(())
    }
}
