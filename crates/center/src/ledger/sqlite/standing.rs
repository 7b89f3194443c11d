//! What the center keeps in memory, read when it starts.

use std::collections::BTreeMap;

use domain::{DeviceId, Incarnation, LedgerAccount, Money, OperatorId, Unit, UnitLevel};
use journal::{KnownDevice, PublicKey};
use rusqlite::{Connection, Row};

use super::{report, sql, values};
use crate::ledger::packed::damaged;
use crate::ledger::{DeviceRow, LedgerError, Standing};

pub fn standing(connection: &Connection) -> Result<Standing, LedgerError> {
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let rules: Option<String> = connection.query_row("SELECT max(content) FROM rules", [], |row| row.get(0))?;
    let rules = rules.map(|text| serde_json::from_str(&text)).transpose().map_err(|_| damaged("the rules"))?;
    Ok(Standing {
        version: one("SELECT version FROM counters")? as u64,
        last_fact: one("SELECT last_fact FROM counters")? as u64,
        last_case: one("SELECT ifnull(max(id), 0) FROM cases")? as u64,
        last_customer: one("SELECT ifnull(max(id), 0) FROM customers")? as u64,
        units: all(connection, "SELECT * FROM units", unit)?,
        rules,
        suspended_operators: all(
            connection,
            "SELECT id, suspended_ms FROM operators WHERE suspended_ms IS NOT NULL",
            |row| Ok((OperatorId(values::number(row, "id")?), row.get("suspended_ms")?)),
        )?,
        devices: all(connection, "SELECT * FROM devices ORDER BY id", device)?,
        histories: all(connection, sql!("histories_all"), values::history)?,
        cases: report::cases(connection)?,
        balances: balances(connection)?,
        unknown_customers: all(connection, sql!("unknown_customers"), |row| values::text(row, "customer"))?,
        has_payments: one("SELECT EXISTS (SELECT 1 FROM payments)")? == 1,
        prices: all(connection, "SELECT content FROM prices", |row| values::json(row, "content"))?,
        billing_rules: all(connection, "SELECT content FROM billing_rules", |row| values::json(row, "content"))?,
        segments: all(connection, "SELECT content FROM segments", |row| values::json(row, "content"))?,
        last_correction: one("SELECT ifnull(max(id), 0) FROM corrections")? as u64,
        last_run: one("SELECT ifnull(max(id), 0) FROM bill_runs")? as u64,
    })
}

pub fn all<T>(
    connection: &Connection,
    sql: &str,
    read: impl Fn(&Row<'_>) -> Result<T, LedgerError>,
) -> Result<Vec<T>, LedgerError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub fn level_code(level: UnitLevel) -> i64 {
    match level {
        UnitLevel::Prefecture => 1,
        UnitLevel::CountyCompany => 2,
        UnitLevel::Station => 3,
        UnitLevel::Outlet => 4,
    }
}

pub fn unit(row: &Row<'_>) -> Result<Unit, LedgerError> {
    let level = match row.get("level")? {
        1 => UnitLevel::Prefecture,
        2 => UnitLevel::CountyCompany,
        3 => UnitLevel::Station,
        4 => UnitLevel::Outlet,
        _ => return Err(damaged("a unit's level")),
    };
    Ok(Unit {
        code: values::text(row, "code")?,
        parent: values::maybe_text(row, "parent")?,
        level,
        name: row.get("name")?,
    })
}

pub fn device(row: &Row<'_>) -> Result<DeviceRow, LedgerError> {
    let suspended_ms: Option<i64> = row.get("suspended_ms")?;
    Ok(DeviceRow {
        known: KnownDevice {
            device: DeviceId(values::number(row, "id")?),
            terminal: values::text(row, "terminal")?,
            unit: values::text(row, "unit")?,
            key: PublicKey(values::bytes(row, "key")?),
            suspended: suspended_ms.is_some(),
        },
        incarnation: Incarnation(values::number(row, "incarnation")?),
        enrolled_ms: row.get("enrolled_ms")?,
        suspended_ms,
        version: values::number(row, "version")?,
    })
}

fn balances(connection: &Connection) -> Result<BTreeMap<(domain::UnitCode, LedgerAccount), Money>, LedgerError> {
    let rows = all(connection, "SELECT unit, account, amount FROM balances", |row| {
        let account = LedgerAccount::from_code(row.get("account")?).ok_or_else(|| damaged("a ledger account"))?;
        Ok(((values::text(row, "unit")?, account), values::money(row, "amount")?))
    })?;
    Ok(rows.into_iter().collect())
}
