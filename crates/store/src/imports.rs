//! 示数导入: files of readings that this device took in, and their rows as evidence.

use domain::{FileHash, ImportId, OperatorId, ReadingImport, Seq, Stream, SupplyState};
use journal::EntryBody;
use rusqlite::params;

use crate::column::RowExt;
use crate::{Read, StoreError, Write};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRecord {
    pub import: ReadingImport,
    pub stream: Stream,
    pub seq: Seq,
    /// Wall clock of the entry.
    pub at_ms: i64,
    pub by: OperatorId,
}

/// A row of an imported file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRowRecord {
    pub row: u32,
    /// As it stood in the file.
    pub text: String,
    /// What became of it, as JSON of the import.
    pub outcome: String,
}

impl Read<'_> {
    /// The import of a file, if this very file was taken in before.
    pub fn import_of_file(&self, file: FileHash) -> Result<Option<ImportRecord>, StoreError> {
        let sql = "SELECT device, incarnation, seq FROM reading_import WHERE file = ? ORDER BY device, incarnation, seq LIMIT 1";
        let place = self.one(sql, [file.0], |row| row.place(0))?;
        place.map(|place| self.import_record(place)).transpose()
    }

    /// The last imports, newest first.
    pub fn imports(&self, count_max: u32) -> Result<Vec<ImportRecord>, StoreError> {
        let places = self.all(include_str!("imports/newest.sql"), [count_max], |row| row.place(0))?;
        places.into_iter().map(|place| self.import_record(place)).collect()
    }

    /// The rows of an import, in the order of the file.
    pub fn import_rows(&self, import: ImportId) -> Result<Vec<ImportRowRecord>, StoreError> {
        let sql = "SELECT row, text, outcome FROM import_row WHERE import = ? ORDER BY row";
        self.all(sql, [import.0.as_bytes()], |row| {
            Ok(ImportRowRecord { row: row.get(0)?, text: row.get(1)?, outcome: row.get(2)? })
        })
    }

    /// Every supply that this device knows, one after the other.
    pub fn each_supply(&self, mut seen: impl FnMut(SupplyState)) -> Result<(), StoreError> {
        let mut statement = self.db().prepare_cached("SELECT state FROM supply ORDER BY customer")?;
        let states = statement.query_map([], |row| row.take_json(0))?;
        for state in states {
            seen(state?);
        }
        Ok(())
    }

    fn import_record(&self, (stream, seq): (Stream, Seq)) -> Result<ImportRecord, StoreError> {
        let (entry, _) = self.known_entry(stream, seq)?;
        match entry.body {
            EntryBody::ReadingsImported(import) => {
                Ok(ImportRecord { import, stream, seq, at_ms: entry.time.wall_ms, by: entry.by })
            }
            _ => Err(StoreError::missing("the entry of an import")),
        }
    }
}

impl Write<'_> {
    /// Keeps a row of an imported file, in the transaction of the import's entry.
    pub fn keep_import_row(&mut self, import: ImportId, row: &ImportRowRecord) -> Result<(), StoreError> {
        let values = params![import.0.as_bytes(), row.row, row.text, row.outcome];
        self.run(include_str!("imports/insert_row.sql"), values)?;
        Ok(())
    }
}
