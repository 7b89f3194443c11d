//! Moving the books from one database to another, table by table, and a digest of each to compare both sides by.
//!
//! What tables and columns there are is asked of the database itself, so a later migration needs nothing here. A row's
//! canonical bytes are its columns by name, each with the kind and the length of its value. The digest of a table does not
//! depend on the order of its rows:
//!
//! ```text
//! digest(table) = SHA-256(number of rows ‖ sum of SHA-256(row), as four numbers of 64 bits)
//! ```

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::LedgerError;
use super::db::{Db, Driver, Param, Row, Sql, Value};

/// Rows that are read and written at a time.
const ROWS_AT_ONCE: usize = 2_000;

const TABLES: Sql = Sql {
    sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid",
    postgres: "SELECT relname::text AS name FROM pg_class
               WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = current_schema()::regnamespace
                   AND relname NOT IN ('migrations', 'pen', 'center_key')
               ORDER BY oid",
};
const COLUMNS: Sql = Sql {
    sqlite: "SELECT name, pk FROM pragma_table_info(?1) ORDER BY name",
    postgres: "SELECT attname::text AS name, coalesce(array_position(indkey::int2[], attnum), -1) + 1 AS pk
               FROM pg_attribute LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary
               WHERE attrelid = to_regclass(?1) AND attnum > 0 AND NOT attisdropped
               ORDER BY attname::text COLLATE \"C\"",
};
const IS_USED: Sql = Sql::of(
    "SELECT 1 FROM counters WHERE version <> 0 OR last_fact <> 0 OR EXISTS (SELECT 1 FROM entries) \
         OR EXISTS (SELECT 1 FROM devices) OR EXISTS (SELECT 1 FROM customers) OR EXISTS (SELECT 1 FROM units)",
);
const HEADS: Sql = Sql::of(
    "SELECT device, incarnation, history, held_seq, held_hash FROM histories ORDER BY device, incarnation, history",
);
/// Numbers that the database gives out itself go on after the last one that was copied.
const NUMBERING: &str = "SELECT setval(pg_get_serial_sequence('postings', 'id'), greatest(max(id), 1), count(*) > 0) \
                         FROM postings";

#[derive(Debug, Error)]
pub enum MoveError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("the books there are not empty; name a new database, or empty this one first")]
    NotEmpty,
    #[error("the two databases do not have the same tables; use the same program for both")]
    OtherSchema,
}

/// What a table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDigest {
    pub table: String,
    pub rows: u64,
    pub digest: [u8; 32],
}

/// Where a journal ends: `7.1.0 at 12`, and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalHead {
    pub journal: String,
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// Copies everything, from one snapshot and in one transaction. Gives the digests of what was read.
pub fn copy(
    from: &dyn Driver,
    to: &dyn Driver,
    progress: &mut dyn FnMut(&str, u64),
) -> Result<Vec<TableDigest>, MoveError> {
    // Whoever still has these books open writes nothing meanwhile.
    let _pen = from.pen()?;
    let mut copied = Vec::new();
    let mut refusal = None;
    let done = from.read(&mut |source| {
        to.write(&mut |target| match copy_tables(source, target, progress) {
            Ok(tables) => {
                copied = tables;
                Ok(())
            }
            Err(MoveError::Ledger(error)) => Err(error),
            Err(other) => {
                let why = LedgerError::Damaged(other.to_string());
                refusal = Some(other);
                Err(why)
            }
        })
    });
    match refusal {
        Some(refusal) => Err(refusal),
        None => Ok(done.map(|()| copied)?),
    }
}

/// The digests of all tables as they stand.
pub fn digests(books: &dyn Driver, progress: &mut dyn FnMut(&str, u64)) -> Result<Vec<TableDigest>, LedgerError> {
    let mut found = Vec::new();
    books.read(&mut |db| {
        found.clear();
        for table in tables(db)? {
            found.push(read_all(db, &table, progress, &mut |_| Ok(()))?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Where every journal ends.
pub fn heads(books: &dyn Driver) -> Result<Vec<JournalHead>, LedgerError> {
    let mut heads = Vec::new();
    books.read(&mut |db| {
        heads = db.rows(HEADS, &[])?.iter().map(head).collect::<Result<_, _>>()?;
        Ok(())
    })?;
    Ok(heads)
}

fn head(row: &Row) -> Result<JournalHead, LedgerError> {
    let journal = format!("{}.{}.{}", row.int("device")?, row.int("incarnation")?, row.int("history")?);
    let hash =
        row.values.iter().find_map(|value| if let Value::Bytes(hash) = value { Some(hash.clone()) } else { None });
    Ok(JournalHead { journal, seq: row.int("held_seq")?, hash: hash.unwrap_or_default() })
}

fn copy_tables(
    source: &mut dyn Db,
    target: &mut dyn Db,
    progress: &mut dyn FnMut(&str, u64),
) -> Result<Vec<TableDigest>, MoveError> {
    let tables = tables(source)?;
    if !has_same(&tables, &self::tables(target)?) {
        return Err(MoveError::OtherSchema);
    }
    if !target.rows(IS_USED, &[])?.is_empty() {
        return Err(MoveError::NotEmpty);
    }
    // A new database holds the little that its migrations put there.
    for table in tables.iter().rev() {
        target.run(text(format!("DELETE FROM {}", table.name)), &[])?;
    }
    let mut copied = Vec::new();
    for table in &tables {
        let insert = table.insert();
        copied.push(read_all(source, table, progress, &mut |rows| target.run_each(insert, rows))?);
    }
    if has_numbering(target)? {
        target.rows(text(NUMBERING.to_owned()), &[])?;
    }
    Ok(copied)
}

/// A table with its columns by name, and those of its key in their order.
#[derive(Debug)]
struct Table {
    name: String,
    columns: Vec<String>,
    key: Vec<String>,
}

fn tables(db: &mut dyn Db) -> Result<Vec<Table>, LedgerError> {
    let names = db.rows(TABLES, &[])?;
    names.iter().map(|row| table(db, row.string("name")?)).collect()
}

fn table(db: &mut dyn Db, name: String) -> Result<Table, LedgerError> {
    let rows = db.rows(COLUMNS, &[Param::from(&name)])?;
    let mut key = Vec::new();
    let mut columns = Vec::new();
    for row in &rows {
        let column = row.string("name")?;
        if row.int("pk")? > 0 {
            key.push((row.int("pk")?, column.clone()));
        }
        columns.push(column);
    }
    key.sort();
    if key.is_empty() {
        return Err(LedgerError::Damaged(format!("the table {name} has no key to read it by")));
    }
    Ok(Table { name, columns, key: key.into_iter().map(|(_, column)| column).collect() })
}

fn has_same(one: &[Table], other: &[Table]) -> bool {
    let named = |tables: &[Table]| {
        let mut named: Vec<_> = tables.iter().map(|table| (table.name.clone(), table.columns.clone())).collect();
        named.sort();
        named
    };
    named(one) == named(other)
}

fn has_numbering(db: &mut dyn Db) -> Result<bool, LedgerError> {
    let asked = Sql { sqlite: "SELECT 0 AS it WHERE false", postgres: "SELECT 1 AS it" };
    Ok(!db.rows(asked, &[])?.is_empty())
}

impl Table {
    fn insert(&self) -> Sql {
        let places: Vec<String> = (1..=self.columns.len()).map(|place| format!("?{place}")).collect();
        text(format!("INSERT INTO {} ({}) VALUES ({})", self.name, quoted(&self.columns), places.join(", ")))
    }

    /// Rows in the order of the key, the first ones or those after a key.
    fn page(&self, goes_on: bool) -> Sql {
        let (columns, key, name) = (quoted(&self.columns), quoted(&self.key), &self.name);
        let places: Vec<String> = (1..=self.key.len()).map(|place| format!("?{place}")).collect();
        let after = if goes_on { format!("WHERE ({key}) > ({})", places.join(", ")) } else { String::new() };
        text(format!("SELECT {columns} FROM {name} {after} ORDER BY {key} LIMIT {ROWS_AT_ONCE}"))
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// The few texts that are made for each table stay until the program ends.
fn text(text: String) -> Sql {
    Sql::of(Box::leak(text.into_boxed_str()))
}

/// Rows of parameters that are written.
type Take<'a> = &'a mut dyn FnMut(&[Vec<Param<'_>>]) -> Result<(), LedgerError>;

/// Reads a table page by page and hands each page on.
fn read_all(
    db: &mut dyn Db,
    table: &Table,
    progress: &mut dyn FnMut(&str, u64),
    take: Take<'_>,
) -> Result<TableDigest, LedgerError> {
    let (first, next) = (table.page(false), table.page(true));
    let mut sum = RowSum::default();
    let mut page = db.rows(first, &[])?;
    loop {
        let rows: Vec<Vec<Param<'_>>> = page.iter().map(|row| row.values.iter().map(param).collect()).collect();
        page.iter().for_each(|row| sum.add(row));
        take(&rows)?;
        progress(&table.name, sum.rows);
        let Some(last) = page.last().filter(|_| page.len() == ROWS_AT_ONCE) else { break };
        let of_key = |column: &String| {
            let place = last.columns.iter().position(|name| name == column).expect("a key is among the columns");
            param(&last.values[place])
        };
        let after: Vec<Param<'_>> = table.key.iter().map(of_key).collect();
        page = db.rows(next, &after)?;
    }
    Ok(TableDigest { table: table.name.clone(), rows: sum.rows, digest: sum.digest() })
}

fn param(value: &Value) -> Param<'_> {
    match value {
        Value::Null => Param::Null,
        Value::Int(number) => Param::Int(*number),
        Value::Text(text) => Param::Text(Cow::Borrowed(text)),
        Value::Bytes(bytes) => Param::Bytes(Cow::Borrowed(bytes)),
    }
}

/// The digest of rows in any order.
#[derive(Default)]
struct RowSum {
    rows: u64,
    lanes: [u64; 4],
}

impl RowSum {
    fn add(&mut self, row: &Row) {
        self.rows += 1;
        let hash: [u8; 32] = Sha256::digest(canonical(row)).into();
        for (lane, bytes) in self.lanes.iter_mut().zip(hash.as_chunks::<8>().0) {
            *lane = lane.wrapping_add(u64::from_be_bytes(*bytes));
        }
    }

    fn digest(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.rows.to_be_bytes());
        for lane in self.lanes {
            hasher.update(lane.to_be_bytes());
        }
        hasher.finalize().into()
    }
}

/// The columns come by name already.
fn canonical(row: &Row) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut put = |kind: u8, content: &[u8]| {
        bytes.push(kind);
        bytes.extend((content.len() as u64).to_be_bytes());
        bytes.extend(content);
    };
    for (name, value) in row.columns.iter().zip(&row.values) {
        put(b'c', name.as_bytes());
        match value {
            Value::Null => put(b'n', &[]),
            Value::Int(number) => put(b'i', &number.to_be_bytes()),
            Value::Text(text) => put(b't', text.as_bytes()),
            Value::Bytes(content) => put(b'b', content),
        }
    }
    bytes
}
