//! What this desk knows of 解锁码: the key that it shares with the center, the codes that it took, and wrong guesses.

use chrono::NaiveDate;
use domain::{ReleaseGrant, ReleaseKey};
use rusqlite::params;

use crate::column::{RowExt, word};
use crate::{Attempts, Read, StoreError, Write};

impl Read<'_> {
    /// `None` for a device that was enrolled before there were codes and has not exchanged since.
    pub fn release_key(&self) -> Result<Option<ReleaseKey>, StoreError> {
        self.one("SELECT key FROM release_key", [], |row| row.take(0))
    }

    pub fn is_release_used(&self, grant: &ReleaseGrant) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) > 0 FROM release_code_used WHERE purpose = ? AND until = ? AND serial = ?";
        let params = params![word(&grant.purpose), grant.until.to_string(), grant.serial];
        Ok(self.one(sql, params, |row| row.get(0))?.unwrap_or(false))
    }

    pub fn release_guesses(&self) -> Result<Attempts, StoreError> {
        let sql = "SELECT failures, last_ms FROM release_guess";
        let read = self.one(sql, [], |row| Ok(Attempts { failures: row.get(0)?, last_ms: row.get(1)? }))?;
        Ok(read.unwrap_or_default())
    }
}

impl Write<'_> {
    pub fn set_release_key(&mut self, key: &ReleaseKey) -> Result<(), StoreError> {
        self.run("INSERT OR REPLACE INTO release_key VALUES (1, ?)", [key.0])?;
        Ok(())
    }

    /// Remembers that a code was taken, and forgets those that nobody could use again.
    pub fn set_release_used(&mut self, grant: &ReleaseGrant, forget_before: NaiveDate) -> Result<(), StoreError> {
        self.run("DELETE FROM release_code_used WHERE until < ?", [forget_before.to_string()])?;
        self.run(
            "INSERT INTO release_code_used VALUES (?, ?, ?)",
            params![word(&grant.purpose), grant.until.to_string(), grant.serial],
        )?;
        Ok(())
    }

    pub fn set_release_guesses(&mut self, guesses: Attempts) -> Result<(), StoreError> {
        self.run("INSERT OR REPLACE INTO release_guess VALUES (1, ?, ?)", params![guesses.failures, guesses.last_ms])?;
        Ok(())
    }
}
