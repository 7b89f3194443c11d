//! The schema is the sum of the numbered files in `schema/outlet`. Files are only added; a file that shipped never changes.

use rusqlite::Connection;

use crate::StoreError;

const MIGRATIONS: &[&str] = &[
    include_str!("../../../schema/outlet/0001_journal.sql"),
    include_str!("../../../schema/outlet/0002_counter.sql"),
    include_str!("../../../schema/outlet/0003_center.sql"),
    include_str!("../../../schema/outlet/0004_search.sql"),
    include_str!("../../../schema/outlet/0005_reading.sql"),
    include_str!("../../../schema/outlet/0006_attachments.sql"),
    include_str!("../../../schema/outlet/0007_imports.sql"),
    include_str!("../../../schema/outlet/0008_tasks.sql"),
];

/// Brings a file up to this program's schema, all in one transaction.
pub(crate) fn migrate(db: &Connection) -> Result<(), StoreError> {
    let known = MIGRATIONS.len() as u32;
    let found: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if found == known {
        return Ok(());
    }
    let missing = MIGRATIONS[found as usize..].concat();
    db.execute_batch(&format!("BEGIN IMMEDIATE; {missing} PRAGMA user_version = {known}; COMMIT;")).map_err(|error| {
        if !db.is_autocommit() {
            // The transaction is given up with the connection if even this fails.
            let _ = db.execute_batch("ROLLBACK");
        }
        error.into()
    })
}
