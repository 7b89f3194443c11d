//! Statements of one SQLite transaction. Each is prepared once a connection and kept.

use std::sync::Arc;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement, ToSql, params_from_iter};

use crate::ledger::LedgerError;
use crate::ledger::db::{Db, Param, Row, Sql, Value};
use crate::ledger::packed::damaged;

pub struct Statements<'a> {
    transaction: &'a Connection,
}

impl<'a> Statements<'a> {
    pub fn of(transaction: &'a Connection) -> Statements<'a> {
        Statements { transaction }
    }
}

impl Db for Statements<'_> {
    fn run(&mut self, sql: Sql, params: &[Param<'_>]) -> Result<u64, LedgerError> {
        let mut statement = self.transaction.prepare_cached(sql.sqlite)?;
        Ok(statement.execute(params_from_iter(params))? as u64)
    }

    fn run_each(&mut self, sql: Sql, rows: &[Vec<Param<'_>>]) -> Result<(), LedgerError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut statement = self.transaction.prepare_cached(sql.sqlite)?;
        for row in rows {
            statement.execute(params_from_iter(row))?;
        }
        Ok(())
    }

    fn rows(&mut self, sql: Sql, params: &[Param<'_>]) -> Result<Vec<Row>, LedgerError> {
        let mut statement = self.transaction.prepare_cached(sql.sqlite)?;
        found(&mut statement, &mut None, params)
    }

    fn rows_each(&mut self, sql: Sql, keys: &[Vec<Param<'_>>]) -> Result<Vec<Vec<Row>>, LedgerError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.transaction.prepare_cached(sql.sqlite)?;
        let mut columns = None;
        keys.iter().map(|key| found(&mut statement, &mut columns, key)).collect()
    }
}

type Columns = Arc<[String]>;

/// The names of the columns are read with the first row.
fn found(
    statement: &mut Statement<'_>,
    columns: &mut Option<Columns>,
    params: &[Param<'_>],
) -> Result<Vec<Row>, LedgerError> {
    let mut rows = statement.query(params_from_iter(params))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let names = || row.as_ref().column_names().map(str::to_owned).collect();
        let columns = columns.get_or_insert_with(names).clone();
        let values = (0..columns.len()).map(|place| value(row.get_ref(place)?)).collect::<Result<_, _>>()?;
        found.push(Row { columns, values });
    }
    Ok(found)
}

fn value(read: ValueRef<'_>) -> Result<Value, LedgerError> {
    match read {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(text) => {
            std::str::from_utf8(text).map(|text| Value::Text(text.to_owned())).map_err(|_| damaged("a text"))
        }
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_owned())),
        ValueRef::Real(_) => Err(damaged("a number with a fraction")),
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
