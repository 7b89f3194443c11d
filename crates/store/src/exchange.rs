//! Where the exchange with the center stands.

use rusqlite::params;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::column::{RowExt, json};
use crate::{Read, StoreError, Write};

/// When the center was seen last, in its time and in ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CenterSighting {
    pub time_ms: i64,
    pub wall_ms: i64,
    pub boot: [u8; 8],
    pub monotonic_ms: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSync {
    /// The laptop's clock.
    pub at_ms: i64,
}

const CURSOR: &str = "cursor";
const CENTER_SEEN: &str = "center seen";
const LAST_SYNC: &str = "last sync";
const SKIPPED_BY: &str = "skipped by";

impl Read<'_> {
    /// How far the center's changes were read; zero asks for everything.
    pub fn cursor(&self) -> Result<u64, StoreError> {
        Ok(self.answer(CURSOR)?.unwrap_or(0))
    }

    pub fn center_seen(&self) -> Result<Option<CenterSighting>, StoreError> {
        self.answer(CENTER_SEEN)
    }

    pub fn last_sync(&self) -> Result<Option<LastSync>, StoreError> {
        self.answer(LAST_SYNC)
    }

    /// The version of the program that met changes which it could not read, until they were asked for again.
    pub fn skipped_by(&self) -> Result<Option<String>, StoreError> {
        Ok(self.answer(SKIPPED_BY)?.flatten())
    }

    fn answer<T: DeserializeOwned>(&self, what: &str) -> Result<Option<T>, StoreError> {
        let sql = "SELECT value FROM exchange WHERE what = ?";
        self.one(sql, [what], |row| row.take_json(0))
    }
}

impl Write<'_> {
    pub fn set_cursor(&mut self, cursor: u64) -> Result<(), StoreError> {
        self.set_answer(CURSOR, &cursor)
    }

    pub fn set_center_seen(&mut self, sighting: CenterSighting) -> Result<(), StoreError> {
        self.set_answer(CENTER_SEEN, &sighting)
    }

    pub fn set_last_sync(&mut self, sync: LastSync) -> Result<(), StoreError> {
        self.set_answer(LAST_SYNC, &sync)
    }

    pub fn set_skipped_by(&mut self, version: Option<&str>) -> Result<(), StoreError> {
        self.set_answer(SKIPPED_BY, &version)
    }

    fn set_answer(&self, what: &str, value: &impl Serialize) -> Result<(), StoreError> {
        self.run("INSERT OR REPLACE INTO exchange VALUES (?, ?)", params![what, json(value)])?;
        Ok(())
    }
}
