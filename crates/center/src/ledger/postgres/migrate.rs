//! Migrations only add. Which were applied stands in the table `migrations`.

use deadpool_postgres::Object;

use super::error::PostgresError;
use crate::ledger::LedgerError;

/// What this database needs beside the books: the list of migrations, and the count of the pen.
const BESIDE_THE_BOOKS: &str = include_str!("../../../../../schema/center/postgres/0000_beside.sql");

/// By number the same as SQLite's.
const MIGRATIONS: [&str; 7] = [
    include_str!("../../../../../schema/center/postgres/0001_spine.sql"),
    include_str!("../../../../../schema/center/postgres/0002_reading.sql"),
    include_str!("../../../../../schema/center/postgres/0003_decisions.sql"),
    include_str!("../../../../../schema/center/postgres/0004_console.sql"),
    include_str!("../../../../../schema/center/postgres/0005_records.sql"),
    include_str!("../../../../../schema/center/postgres/0006_storage.sql"),
    include_str!("../../../../../schema/center/postgres/0007_search.sql"),
];

/// "QJMIG" in ASCII: two processes that start at once migrate one after the other.
const MIGRATING: i64 = 0x51_4A_4D_49_47;

pub async fn migrate(session: &mut Object) -> Result<(), LedgerError> {
    let known = MIGRATIONS.len() as i64;
    let transaction = session.transaction().await?;
    let encoding: String = transaction.query_one("SHOW server_encoding", &[]).await?.try_get(0)?;
    if encoding != "UTF8" {
        return Err(PostgresError::Encoding(encoding).into());
    }
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&MIGRATING]).await?;
    transaction.batch_execute(BESIDE_THE_BOOKS).await?;
    let found: i64 = transaction.query_one("SELECT coalesce(max(number), 0) FROM migrations", &[]).await?.try_get(0)?;
    if found > known {
        return Err(LedgerError::TooNew { found, known });
    }
    for (number, migration) in (1_i64..).zip(MIGRATIONS).skip_while(|(number, _)| *number <= found) {
        transaction.batch_execute(migration).await?;
        transaction.execute("INSERT INTO migrations (number) VALUES ($1)", &[&number]).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Leaves the center's key with the books where they have none, and compares it where they have.
pub async fn recognise(session: &Object, center: &[u8; 32]) -> Result<(), PostgresError> {
    let center = center.as_slice();
    let leave = "INSERT INTO center_key (id, public_key) VALUES (1, $1) ON CONFLICT (id) DO NOTHING";
    session.execute(leave, &[&center]).await?;
    let known: Vec<u8> = session.query_one("SELECT public_key FROM center_key", &[]).await?.try_get(0)?;
    if known == center { Ok(()) } else { Err(PostgresError::OtherCenter) }
}
