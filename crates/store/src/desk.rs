//! What the desk itself remembers: the open payment panel, recent customers, sign-in attempts, preferences.

use domain::{CustomerNo, PaymentId};
use rusqlite::params;

use crate::column::RowExt;
use crate::{Read, StoreError, Write};

/// A payment panel that was opened; its id is durable before any money is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub payment: PaymentId,
    pub customer: CustomerNo,
    pub opened_at_ms: i64,
}

/// Wrong passwords in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    pub failures: u32,
    pub last_ms: i64,
}

impl Read<'_> {
    pub fn draft(&self) -> Result<Option<Draft>, StoreError> {
        self.one("SELECT payment, customer, opened_at_ms FROM draft", [], |row| {
            Ok(Draft { payment: row.take(0)?, customer: row.take(1)?, opened_at_ms: row.get(2)? })
        })
    }

    /// The customers that were opened last, newest first.
    pub fn recent_customers(&self, limit: usize) -> Result<Vec<CustomerNo>, StoreError> {
        let sql = "SELECT customer FROM recent_customer ORDER BY at_ms DESC, customer LIMIT ?";
        self.all(sql, [i64::try_from(limit).unwrap_or(i64::MAX)], |row| row.take(0))
    }

    pub fn sign_in_attempts(&self, login: &str) -> Result<Attempts, StoreError> {
        let sql = "SELECT failures, last_ms FROM sign_in_attempt WHERE login = ?";
        let read = self.one(sql, [login], |row| Ok(Attempts { failures: row.get(0)?, last_ms: row.get(1)? }))?;
        Ok(read.unwrap_or_default())
    }

    pub fn preference(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.one("SELECT value FROM preference WHERE key = ?", [key], |row| row.get(0))
    }
}

impl Write<'_> {
    pub fn set_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        self.run(
            "INSERT OR REPLACE INTO draft VALUES (1, ?, ?, ?)",
            params![draft.payment.0.as_bytes(), draft.customer.as_str(), draft.opened_at_ms],
        )?;
        Ok(())
    }

    /// Forgets the draft of this payment; another payment's draft stays.
    pub fn clear_draft(&mut self, payment: PaymentId) -> Result<(), StoreError> {
        self.run("DELETE FROM draft WHERE payment = ?", [payment.0.as_bytes()])?;
        Ok(())
    }

    pub fn touch_recent(&mut self, no: &CustomerNo, at_ms: i64) -> Result<(), StoreError> {
        self.run("INSERT OR REPLACE INTO recent_customer VALUES (?, ?)", params![no.as_str(), at_ms])?;
        self.run(include_str!("desk/forget_old_recent.sql"), [])?;
        Ok(())
    }

    pub fn set_sign_in_attempts(&mut self, login: &str, attempts: Attempts) -> Result<(), StoreError> {
        if attempts.failures == 0 {
            self.run("DELETE FROM sign_in_attempt WHERE login = ?", [login])?;
        } else {
            self.run(
                "INSERT OR REPLACE INTO sign_in_attempt VALUES (?, ?, ?)",
                params![login, attempts.failures, attempts.last_ms],
            )?;
        }
        Ok(())
    }

    pub fn set_preference(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.run("INSERT OR REPLACE INTO preference VALUES (?, ?)", [key, value])?;
        Ok(())
    }
}
