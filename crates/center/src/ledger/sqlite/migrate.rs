//! Migrations only add. Their number is kept in the file's `user_version`.

use rusqlite::{Connection, TransactionBehavior};

use crate::ledger::LedgerError;

const MIGRATIONS: [&str; 7] = [
    include_str!("../../../../../schema/center/sqlite/0001_spine.sql"),
    include_str!("../../../../../schema/center/sqlite/0002_reading.sql"),
    include_str!("../../../../../schema/center/sqlite/0003_decisions.sql"),
    include_str!("../../../../../schema/center/sqlite/0004_console.sql"),
    include_str!("../../../../../schema/center/sqlite/0005_records.sql"),
    include_str!("../../../../../schema/center/sqlite/0006_storage.sql"),
    include_str!("../../../../../schema/center/sqlite/0007_search.sql"),
];

pub fn migrate(connection: &mut Connection) -> Result<(), LedgerError> {
    let known = MIGRATIONS.len() as i64;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > known {
        return Err(LedgerError::TooNew { found, known });
    }
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sum of all migrations, reviewed as one text in the same change as a migration.
    #[test]
    fn the_summed_schema_is_the_reviewed_one() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        let mut statement =
            connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name").unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let schema = rows.map(Result::unwrap).collect::<Vec<_>>().join(";\n\n") + ";\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/center/sqlite/schema.snapshot.sql");
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(path, &schema).unwrap();
        }
        let reviewed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(reviewed == schema, "the schema changed; review it and run again with UPDATE_SNAPSHOTS=1");
    }
}
