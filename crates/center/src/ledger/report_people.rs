//! What the console looks up: customers by what is known of them, units with their customers, operators.

use domain::{Customer, CustomerNo, Money, Operator, UnitCode};

use super::billing_values::reading;
use super::db::{Db, Sql, params, sql};
use super::packed::day_number;
use super::values::{customer, operator};
use super::{Ledger, LedgerError, ReadingRow};

/// A customer in a list, with how the account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCustomer {
    pub customer: Customer,
    pub prepaid: Money,
    pub arrears: Money,
}

/// The customers of a unit, without those of the units below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCustomers {
    pub unit: UnitCode,
    pub customers: u64,
    pub arrears: Money,
}

/// An operator in a list. The verifier is never shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedOperator {
    pub operator: Operator,
    pub suspended_ms: Option<i64>,
    pub has_second_factor: bool,
}

impl Ledger {
    /// Those whose number or name begins so come first; where they are too few, those that hold the words anywhere follow.
    pub fn find_customers(&self, text: &str, limit: u32) -> Result<Vec<FoundCustomer>, LedgerError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let Some(first) = words.first() else { return Ok(Vec::new()) };
        let rest = words.get(1..).unwrap_or_default().iter().map(|word| escaped(word)).collect::<Vec<_>>();
        self.report(|db| {
            let mut found = if rest.is_empty() { begin_with(db, first, limit)? } else { Vec::new() };
            if (found.len() as u64) < u64::from(limit) {
                let pattern = format!("%{}%", escaped(first));
                let others = format!("%{}", rest.iter().map(|word| format!("{word}%")).collect::<String>());
                let anywhere =
                    if is_number(first) { sql!("customers_with_digits") } else { sql!("customers_with_words") };
                for no in numbers(db, anywhere, &params![pattern, others, limit])? {
                    if !found.contains(&no) {
                        found.push(no);
                    }
                }
                found.truncate(limit as usize);
            }
            found.iter().map(|no| one(db, no)).collect()
        })
    }

    pub fn customers_by_unit(&self) -> Result<Vec<UnitCustomers>, LedgerError> {
        self.report(|db| {
            let rows = db.rows(sql!("units_customers"), &[])?;
            let of_unit = rows.iter().map(|row| {
                let (unit, customers) = (row.text("unit")?, row.number("customers")?);
                Ok(UnitCustomers { unit, customers, arrears: row.money("arrears")? })
            });
            of_unit.collect()
        })
    }

    pub fn operators(&self) -> Result<Vec<ListedOperator>, LedgerError> {
        self.report(|db| {
            let rows = db.rows(sql!("operators_listed"), &[])?;
            let listed = rows.iter().map(|row| {
                let suspended_ms = row.maybe_int("suspended_ms")?;
                let has_second_factor = row.maybe_int("confirmed_ms")?.is_some();
                Ok(ListedOperator { operator: operator(row)?, suspended_ms, has_second_factor })
            });
            listed.collect()
        })
    }

    /// Newest first.
    pub fn readings_of(&self, customer: &CustomerNo, limit: u32) -> Result<Vec<ReadingRow>, LedgerError> {
        self.report(|db| {
            let rows = db.rows(sql!("readings_of_customer"), &params![customer.as_str(), limit])?;
            rows.iter().map(reading).collect()
        })
    }

    /// Bills with days from this one on, and how many customers they are of.
    pub fn bills_since(&self, day: chrono::NaiveDate) -> Result<(u64, u64), LedgerError> {
        self.read(|db| {
            let rows = db.rows(sql!("statements_counted_since"), &params![day_number(day)])?;
            rows.first().map_or(Ok((0, 0)), |row| Ok((row.number("bills")?, row.number("customers")?)))
        })
    }
}

fn begin_with(db: &mut dyn Db, text: &str, limit: u32) -> Result<Vec<String>, LedgerError> {
    let beyond = format!("{text}{}", char::MAX);
    numbers(db, sql!("customers_begin"), &params![text, beyond, limit])
}

fn numbers(db: &mut dyn Db, sql: Sql, wanted: &[super::db::Param<'_>]) -> Result<Vec<String>, LedgerError> {
    db.rows(sql, wanted)?.iter().map(|row| row.string("no")).collect()
}

fn one(db: &mut dyn Db, no: &str) -> Result<FoundCustomer, LedgerError> {
    let rows = db.rows(Sql::of("SELECT * FROM customers WHERE no = ?1"), &params![no])?;
    let row = rows.first().ok_or_else(|| LedgerError::Damaged(format!("customer {no} is in an index only")))?;
    Ok(FoundCustomer { customer: customer(row)?, prepaid: row.money("prepaid")?, arrears: row.money("arrears")? })
}

/// What can only be a part of an account, phone or meter number: then names and addresses are not looked through.
fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && word.bytes().any(|byte| byte.is_ascii_digit())
}

/// A word as `LIKE` takes it for itself.
fn escaped(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}
