//! Statements on one session, inside its open transaction.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use deadpool_postgres::Object;
use futures_util::future::try_join_all;
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row as Found, Statement};

use super::arrays::Column;
use super::error::PostgresError;
use super::text;
use crate::ledger::LedgerError;
use crate::ledger::db::{Db, Param, Row, Sql, Value};

/// Rows in one message. A batch may have more of them than one message should hold.
const ROWS_AT_ONCE: usize = 10_000;
/// Statements that are under way together where each goes by itself.
const PIPELINED: usize = 500;

/// The forms of a statement, made once.
#[derive(Default)]
pub struct Texts(RwLock<HashMap<&'static str, Arc<Forms>>>);

struct Forms {
    once: String,
    asked_each: std::sync::OnceLock<String>,
    done_each: std::sync::OnceLock<Option<String>>,
}

impl Texts {
    fn of(&self, sql: Sql) -> Arc<Forms> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(sql.postgres).cloned();
        known.unwrap_or_else(|| {
            let forms = Forms {
                once: text::numbered(sql.postgres),
                asked_each: std::sync::OnceLock::new(),
                done_each: std::sync::OnceLock::new(),
            };
            let mut texts = self.0.write().unwrap_or_else(PoisonError::into_inner);
            texts.entry(sql.postgres).or_insert_with(|| Arc::new(forms)).clone()
        })
    }
}

pub struct Session<'a> {
    runtime: &'a Runtime,
    session: &'a Object,
    texts: &'a Texts,
    /// Something went wrong: what was done before it goes as well, whoever says otherwise.
    pub has_failed: bool,
}

impl<'a> Session<'a> {
    pub fn new(runtime: &'a Runtime, session: &'a Object, texts: &'a Texts) -> Session<'a> {
        Session { runtime, session, texts, has_failed: false }
    }

    fn perform<T>(&mut self, work: impl Future<Output = Result<T, PostgresError>>) -> Result<T, LedgerError> {
        let done = self.runtime.block_on(work);
        self.has_failed |= done.is_err();
        done.map_err(LedgerError::from)
    }
}

impl Db for Session<'_> {
    fn run(&mut self, sql: Sql, params: &[Param<'_>]) -> Result<u64, LedgerError> {
        let (session, forms) = (self.session, self.texts.of(sql));
        self.perform(async move {
            let statement = session.prepare_cached(&forms.once).await?;
            Ok(session.execute_raw(&statement, params).await?)
        })
    }

    fn run_each(&mut self, sql: Sql, rows: &[Vec<Param<'_>>]) -> Result<(), LedgerError> {
        let (session, forms) = (self.session, self.texts.of(sql));
        self.perform(async move {
            let [first, _, ..] = rows else { return run_one_by_one(session, &forms, rows).await };
            let statement = session.prepare_cached(&forms.once).await?;
            let Some(text) = forms.done_each.get_or_init(|| text::done_each(sql.postgres, statement.params())) else {
                return run_one_by_one(session, &forms, rows).await;
            };
            let statement = session.prepare_cached(text).await?;
            for rows in rows.chunks(ROWS_AT_ONCE) {
                let columns = columns(rows, first.len());
                session.execute_raw(&statement, columns.iter()).await?;
            }
            Ok(())
        })
    }

    fn rows(&mut self, sql: Sql, params: &[Param<'_>]) -> Result<Vec<Row>, LedgerError> {
        let (session, forms) = (self.session, self.texts.of(sql));
        self.perform(async move {
            let statement = session.prepare_cached(&forms.once).await?;
            let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|param| param as _).collect();
            let found = session.query(&statement, &params).await?;
            let columns = names(&statement, 0);
            found.iter().map(|row| read(row, 0, &columns)).collect()
        })
    }

    fn rows_each(&mut self, sql: Sql, keys: &[Vec<Param<'_>>]) -> Result<Vec<Vec<Row>>, LedgerError> {
        let (session, forms) = (self.session, self.texts.of(sql));
        self.perform(async move {
            let mut answers: Vec<Vec<Row>> = keys.iter().map(|_| Vec::new()).collect();
            let Some(first) = keys.first() else { return Ok(answers) };
            let statement = session.prepare_cached(&forms.once).await?;
            let text = forms.asked_each.get_or_init(|| text::asked_each(sql.postgres, statement.params()));
            let statement = session.prepare_cached(text).await?;
            let names = names(&statement, 1);
            for (keys, answers) in keys.chunks(ROWS_AT_ONCE).zip(answers.chunks_mut(ROWS_AT_ONCE)) {
                let columns = columns(keys, first.len());
                let params: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as _).collect();
                for row in session.query(&statement, &params).await? {
                    let key: i64 = row.try_get(0)?;
                    let place = usize::try_from(key - 1).expect("keys are counted from 1");
                    answers[place].push(read(&row, 1, &names)?);
                }
            }
            Ok(answers)
        })
    }
}

/// Each row by itself, many of them under way together.
async fn run_one_by_one(session: &Object, forms: &Forms, rows: &[Vec<Param<'_>>]) -> Result<(), PostgresError> {
    if rows.is_empty() {
        return Ok(());
    }
    let statement = session.prepare_cached(&forms.once).await?;
    for rows in rows.chunks(PIPELINED) {
        try_join_all(rows.iter().map(|row| session.execute_raw(&statement, row))).await?;
    }
    Ok(())
}

fn columns<'a>(rows: &'a [Vec<Param<'a>>], many: usize) -> Vec<Column<'a>> {
    (0..many).map(|place| Column { rows, place }).collect()
}

/// The names of the columns from `first` on.
fn names(statement: &Statement, first: usize) -> Arc<[String]> {
    statement.columns()[first..].iter().map(|column| column.name().to_owned()).collect()
}

fn read(row: &Found, first: usize, columns: &Arc<[String]>) -> Result<Row, PostgresError> {
    let values: Result<Vec<Value>, _> = (first..row.len()).map(|place| row.try_get(place)).collect();
    Ok(Row { columns: columns.clone(), values: values? })
}
