//! The two handles: `Read` asks, `Write` asks and changes. Each table's module adds its own questions to them.

use std::ops::Deref;

use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::StoreError;

/// Asks the replica.
pub struct Read<'a> {
    db: &'a Connection,
    /// Whether this handle holds the view of one moment, and lets go of it when dropped.
    holds_snapshot: bool,
}

/// One transaction: a use case's entry and all that follows from it.
pub struct Write<'a> {
    read: Read<'a>,
}

impl<'a> Read<'a> {
    pub(crate) fn of(db: &'a Connection) -> Read<'a> {
        Read { db, holds_snapshot: false }
    }

    pub(crate) fn snapshot(db: &'a Connection) -> Read<'a> {
        let begun = |db: &Connection| db.prepare_cached("BEGIN").and_then(|mut begin| begin.execute([])).is_ok();
        Read { db, holds_snapshot: db.is_autocommit() && begun(db) }
    }

    /// The view of this moment, for a question that asks many rows: one moment, and locked once.
    pub(crate) fn moment(&self) -> Read<'a> {
        Read::snapshot(self.db)
    }

    pub(crate) fn db(&self) -> &Connection {
        self.db
    }

    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.db.prepare_cached(sql)?.query_row(params, read).optional()?)
    }

    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Drop for Read<'_> {
    fn drop(&mut self) {
        if self.holds_snapshot {
            // Nothing was written, so there is nothing to lose if this fails.
            let _ = self.db.prepare_cached("ROLLBACK").and_then(|mut rollback| rollback.execute([]));
        }
    }
}

impl<'a> Write<'a> {
    pub(crate) fn begin(db: &'a Connection) -> Result<Write<'a>, StoreError> {
        db.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Write { read: Read::of(db) })
    }

    /// Makes everything durable: one fsync. When this returns, power may fail.
    pub fn commit(self) -> Result<(), StoreError> {
        Ok(self.db.prepare_cached("COMMIT")?.execute([]).map(|_| ())?)
    }

    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        Ok(self.db.prepare_cached(sql)?.execute(params)?)
    }
}

impl<'a> Deref for Write<'a> {
    type Target = Read<'a>;
    fn deref(&self) -> &Read<'a> {
        &self.read
    }
}

impl Drop for Write<'_> {
    fn drop(&mut self) {
        if !self.db.is_autocommit() {
            // A transaction that cannot be rolled back is given up with its connection.
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }
}
