//! All rows of a database as text, to see whether two are the same.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use store::ReplicaKey;

/// Every table with its rows, sorted. The journal of the rows themselves, the write-ahead log, does not matter.
pub fn tables_of(
    path: &Path,
    key: Option<&ReplicaKey>,
    vfs: &str,
) -> Result<BTreeMap<String, Vec<String>>, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags_and_vfs(path, flags, vfs)?;
    if let Some(key) = key {
        let digits: String = key.0.iter().map(|byte| format!("{byte:02x}")).collect();
        db.execute_batch(&format!("PRAGMA key = \"x'{digits}'\""))?;
    }
    let mut names =
        db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    names.into_iter().map(|name| Ok((name.clone(), rows_of(&db, &name)?))).collect()
}

fn rows_of(db: &Connection, table: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = db.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let columns = statement.column_count();
    let as_text = |row: &rusqlite::Row<'_>| {
        (0..columns).map(|column| Ok(text_of(row.get_ref(column)?))).collect::<Result<Vec<_>, rusqlite::Error>>()
    };
    let mut rows = statement
        .query_map([], |row| Ok(as_text(row)?.join("|")))?
        .collect::<Result<Vec<String>, rusqlite::Error>>()?;
    rows.sort_unstable();
    Ok(rows)
}

fn text_of(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "∅".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
