//! The reference of the same run: the same bytes into the same kind of database, unverified and unposted.

use std::path::Path;
use std::time::{Duration, Instant};

use center::ledger::LedgerError;
use center::ledger::db::{Driver, Param, Sql};
use center::ledger::postgres::{Postgres, PostgresUrl};
use rusqlite::{Connection, params};

use super::journals::Journal;

/// Rows in one commit.
const AT_ONCE: usize = 1_000;

/// Every entry as a row, a commit a batch, each on disk before the next begins.
pub fn into_sqlite(path: &Path, journals: &[Journal]) -> Result<Duration, rusqlite::Error> {
    let mut db = Connection::open(path)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.execute_batch("CREATE TABLE entry (stream INTEGER, seq INTEGER, bytes BLOB, PRIMARY KEY (stream, seq))")?;
    let started = Instant::now();
    for journal in journals {
        for (part, entries) in journal.entries.chunks(AT_ONCE).enumerate() {
            let transaction = db.transaction()?;
            let mut insert = transaction.prepare_cached("INSERT INTO entry VALUES (?, ?, ?)")?;
            for (index, bytes) in entries.iter().enumerate() {
                let seq = (part * AT_ONCE + index) as i64;
                insert.execute(params![journal.stream.device.0, seq, bytes])?;
            }
            drop(insert);
            transaction.commit()?;
        }
    }
    Ok(started.elapsed())
}

const MAKE: Sql =
    Sql::of("CREATE TABLE storm_bare (stream BIGINT, seq BIGINT, bytes BYTEA, PRIMARY KEY (stream, seq))");
const ADD: Sql = Sql::of("INSERT INTO storm_bare (stream, seq, bytes) VALUES (?1, ?2, ?3)");
const DROP: Sql = Sql::of("DROP TABLE storm_bare");

/// The same with many rows in one statement, over the line that the center uses. The table goes afterwards.
pub fn into_postgres(url: &PostgresUrl, journals: &[Journal]) -> Result<Duration, LedgerError> {
    let postgres = Postgres::open(url, None)?;
    let _pen = postgres.pen()?;
    postgres.write(&mut |db| db.run(MAKE, &[]).map(drop))?;
    let started = Instant::now();
    for journal in journals {
        for (part, entries) in journal.entries.chunks(AT_ONCE).enumerate() {
            let row = |(index, bytes): (usize, &Vec<u8>)| {
                let seq = (part * AT_ONCE + index) as u64;
                vec![Param::from(journal.stream.device.0), Param::from(seq), Param::Bytes(bytes.clone().into())]
            };
            let rows: Vec<Vec<Param<'_>>> = entries.iter().enumerate().map(row).collect();
            postgres.write(&mut |db| db.run_each(ADD, &rows))?;
        }
    }
    let time = started.elapsed();
    postgres.write(&mut |db| db.run(DROP, &[]).map(drop))?;
    Ok(time)
}
