//! What the center keeps in memory, read when it starts.

use domain::{DeviceId, Incarnation, LedgerAccount, Money, OperatorId, Unit, UnitCode, UnitLevel};
use journal::{KnownDevice, PublicKey};

use super::db::{Db, Row, Sql, sql};
use super::packed::damaged;
use super::{DeviceRow, Ledger, LedgerError, Standing, cases, decision_rows, records, values};

impl Ledger {
    /// All that is kept in memory.
    pub fn standing(&self) -> Result<Standing, LedgerError> {
        self.read_to_write(standing)
    }
}

fn standing(db: &mut dyn Db) -> Result<Standing, LedgerError> {
    let counters = one(db, Sql::of("SELECT version, last_fact FROM counters"))?;
    let suspended = Sql::of("SELECT id, suspended_ms FROM operators WHERE suspended_ms IS NOT NULL");
    Ok(Standing {
        version: counters.number("version")?,
        last_fact: counters.number("last_fact")?,
        last_case: last(db, Sql::of("SELECT coalesce(max(id), 0) AS last FROM cases"))?,
        last_customer: last(db, Sql::of("SELECT coalesce(max(id), 0) AS last FROM customers"))?,
        units: all(db, Sql::of("SELECT * FROM units ORDER BY code"), unit)?,
        rules: all(db, Sql::of("SELECT content FROM rules"), |row| row.json("content"))?.pop(),
        suspended_operators: all(db, suspended, |row| Ok((OperatorId(row.number("id")?), row.int("suspended_ms")?)))?,
        devices: all(db, Sql::of("SELECT * FROM devices ORDER BY id"), device)?,
        histories: all(db, sql!("histories_all"), values::history)?,
        cases: cases::all(db)?,
        balances: all(db, Sql::of("SELECT unit, account, amount FROM balances"), balance)?.into_iter().collect(),
        unknown_customers: all(db, sql!("unknown_customers"), |row| row.text("customer"))?,
        has_payments: !db.rows(Sql::of("SELECT fact FROM payments LIMIT 1"), &[])?.is_empty(),
        prices: all(db, Sql::of("SELECT content FROM prices ORDER BY id"), |row| row.json("content"))?,
        billing_rules: all(db, sql!("billing_rules_all"), |row| row.json("content"))?,
        segments: all(db, Sql::of("SELECT content FROM segments ORDER BY no"), |row| row.json("content"))?,
        last_correction: last(db, Sql::of("SELECT coalesce(max(id), 0) AS last FROM corrections"))?,
        moves: records::moves(db)?,
        last_run: last(db, Sql::of("SELECT coalesce(max(id), 0) AS last FROM bill_runs"))?,
        acts_head: decision_rows::acts_head(db)?,
        settings: decision_rows::all_settings(db)?,
    })
}

fn one(db: &mut dyn Db, sql: Sql) -> Result<Row, LedgerError> {
    db.rows(sql, &[])?.pop().ok_or_else(|| damaged("a row that is always there"))
}

fn last(db: &mut dyn Db, sql: Sql) -> Result<u64, LedgerError> {
    one(db, sql)?.number("last")
}

pub fn all<T>(db: &mut dyn Db, sql: Sql, read: impl Fn(&Row) -> Result<T, LedgerError>) -> Result<Vec<T>, LedgerError> {
    db.rows(sql, &[])?.iter().map(read).collect()
}

pub fn level_code(level: UnitLevel) -> i64 {
    match level {
        UnitLevel::Prefecture => 1,
        UnitLevel::CountyCompany => 2,
        UnitLevel::Station => 3,
        UnitLevel::Outlet => 4,
    }
}

pub fn unit(row: &Row) -> Result<Unit, LedgerError> {
    let level = match row.int("level")? {
        1 => UnitLevel::Prefecture,
        2 => UnitLevel::CountyCompany,
        3 => UnitLevel::Station,
        4 => UnitLevel::Outlet,
        _ => return Err(damaged("a unit's level")),
    };
    Ok(Unit { code: row.text("code")?, parent: row.maybe_text("parent")?, level, name: row.string("name")? })
}

pub fn device(row: &Row) -> Result<DeviceRow, LedgerError> {
    let suspended_ms = row.maybe_int("suspended_ms")?;
    Ok(DeviceRow {
        known: KnownDevice {
            device: DeviceId(row.number("id")?),
            terminal: row.text("terminal")?,
            unit: row.text("unit")?,
            key: PublicKey(row.bytes("key")?),
            suspended: suspended_ms.is_some(),
        },
        incarnation: Incarnation(row.number("incarnation")?),
        enrolled_ms: row.int("enrolled_ms")?,
        suspended_ms,
        version: row.number("version")?,
    })
}

fn balance(row: &Row) -> Result<((UnitCode, LedgerAccount), Money), LedgerError> {
    let account = LedgerAccount::from_code(row.number("account")?).ok_or_else(|| damaged("a ledger account"))?;
    Ok(((row.text("unit")?, account), row.money("amount")?))
}
