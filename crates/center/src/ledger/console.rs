//! Who is signed in to the console, by which second factor, and who tried in vain.

use domain::{DecisionRules, Operator, OperatorId};

use super::db::{Db, Row, params, sql};
use super::values::operator;
use super::{Ledger, LedgerError};

/// A session as it is kept: only the digest of its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub digest: [u8; 32],
    pub operator: OperatorId,
    pub started_ms: i64,
    /// When somebody last worked with it.
    pub seen_ms: i64,
}

/// 验证器 of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactorRow {
    /// With the center's key it gives the secret.
    pub salt: [u8; 20],
    /// When a code first proved it.
    pub confirmed_ms: Option<i64>,
}

/// Who tries: a login, and the address that it comes from, with how many failures lock each.
pub struct Trier<'a> {
    pub subject: &'a str,
    pub failures_max: u32,
}

/// What counting a try found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// It may be tried; another failure locks where it is the last one.
    Tries {
        is_last: bool,
    },
    Locked {
        until_ms: i64,
    },
}

impl Ledger {
    /// All versions of the settings of the console.
    pub fn decision_rules(&self) -> Result<Vec<DecisionRules>, LedgerError> {
        self.read(decision_rules)
    }

    pub fn operator_by_login(&self, login: &str) -> Result<Option<Operator>, LedgerError> {
        self.read_to_write(|db| db.rows(sql!("operator_by_login"), &params![login])?.first().map(operator).transpose())
    }

    pub fn operator_by_id(&self, id: OperatorId) -> Result<Option<Operator>, LedgerError> {
        self.read(|db| operator_by_id(db, id))
    }

    /// Counts a try as failed before it is known, so that many at once count as many. Where one of the two is locked, nothing
    /// is counted.
    pub fn count_attempt(&self, triers: &[Trier<'_>], now_ms: i64, lock_ms: i64) -> Result<Counted, LedgerError> {
        self.write(|db| {
            for trier in triers {
                let locked = db.rows(sql!("sign_in_attempt_one"), &params![trier.subject, now_ms])?;
                if let Some(row) = locked.first() {
                    return Ok(Counted::Locked { until_ms: row.int("locked_until_ms")? });
                }
            }
            let mut is_last = false;
            for trier in triers {
                db.run(sql!("sign_in_attempt_add"), &params![trier.subject, now_ms, now_ms - lock_ms])?;
                let lock = params![trier.subject, now_ms + lock_ms, trier.failures_max];
                is_last |= db.run(sql!("sign_in_attempt_lock"), &lock)? > 0;
            }
            Ok(Counted::Tries { is_last })
        })
    }

    /// The try was right after all. Where it ended with a session, the login's earlier failures are forgotten with it.
    pub fn forgive_attempt(&self, login: &str, address: &str, signed_in: bool) -> Result<(), LedgerError> {
        self.write(|db| {
            let of_login = if signed_in { sql!("sign_in_attempt_drop") } else { sql!("sign_in_attempt_forgive") };
            db.run(of_login, &params![login])?;
            db.run(sql!("sign_in_attempt_forgive"), &params![address])?;
            Ok(())
        })
    }

    pub fn second_factor(&self, of: OperatorId) -> Result<Option<SecondFactorRow>, LedgerError> {
        self.read_to_write(|db| second_factor(db, of))
    }

    /// Keeps a second factor that no code has proved yet, unless there is one, and answers the one that is there.
    pub fn offer_second_factor(&self, of: OperatorId, salt: &[u8; 20]) -> Result<SecondFactorRow, LedgerError> {
        self.write(|db| {
            db.run(sql!("second_factor_offer"), &params![of.0, salt])?;
            let kept = second_factor(db, of)?;
            Ok(kept.unwrap_or(SecondFactorRow { salt: *salt, confirmed_ms: None }))
        })
    }

    /// Takes the code of a step, once. Answers whether it had not been used.
    pub fn use_code(&self, of: OperatorId, step: u64, now_ms: i64) -> Result<bool, LedgerError> {
        self.write(|db| Ok(db.run(sql!("second_factor_use"), &params![of.0, step, now_ms])? == 1))
    }

    /// Forgets a second factor and ends the sessions of whoever had it.
    pub fn drop_second_factor(&self, of: OperatorId) -> Result<(), LedgerError> {
        self.write(|db| {
            db.run(sql!("console_sessions_of_drop"), &params![of.0])?;
            db.run(sql!("second_factor_drop"), &params![of.0]).map(|_| ())
        })
    }

    /// Begins a session, and sweeps away what ended before.
    pub fn add_session(&self, row: &SessionRow, started_before: i64, seen_before: i64) -> Result<(), LedgerError> {
        self.write(|db| {
            db.run(sql!("console_sessions_sweep"), &params![started_before, seen_before])?;
            db.run(sql!("sign_in_attempts_sweep"), &params![started_before])?;
            db.run(sql!("console_session_add"), &params![&row.digest, row.operator.0, row.started_ms])?;
            Ok(())
        })
    }

    /// A session with its operator as they are today, and the settings.
    pub fn session(
        &self,
        digest: &[u8; 32],
    ) -> Result<Option<(SessionRow, Operator, Vec<DecisionRules>)>, LedgerError> {
        self.read_to_write(|db| {
            let rows = db.rows(sql!("console_session_one"), &params![digest])?;
            let Some(row) = rows.first().map(session).transpose()? else { return Ok(None) };
            let Some(operator) = operator_by_id(db, row.operator)? else { return Ok(None) };
            Ok(Some((row, operator, decision_rules(db)?)))
        })
    }

    pub fn session_was_seen(&self, digest: &[u8; 32], now_ms: i64) -> Result<(), LedgerError> {
        self.write(|db| db.run(sql!("console_session_seen"), &params![digest, now_ms]).map(|_| ()))
    }

    pub fn drop_session(&self, digest: &[u8; 32]) -> Result<(), LedgerError> {
        self.write(|db| db.run(sql!("console_session_drop"), &params![digest]).map(|_| ()))
    }

    /// How far the rows of each topic are: what rises when one of them changes.
    pub fn marks(&self) -> Result<Vec<(String, i64)>, LedgerError> {
        self.read(|db| {
            let rows = db.rows(sql!("marks"), &[])?;
            rows.iter().map(|row| Ok((row.string("topic")?, row.int("mark")?))).collect()
        })
    }
}

fn decision_rules(db: &mut dyn Db) -> Result<Vec<DecisionRules>, LedgerError> {
    db.rows(sql!("settings_of"), &params![DecisionRules::NAME])?.iter().map(|row| row.json("content")).collect()
}

fn operator_by_id(db: &mut dyn Db, id: OperatorId) -> Result<Option<Operator>, LedgerError> {
    db.rows(sql!("operator_by_id"), &params![id.0])?.first().map(operator).transpose()
}

fn second_factor(db: &mut dyn Db, of: OperatorId) -> Result<Option<SecondFactorRow>, LedgerError> {
    let rows = db.rows(sql!("second_factor_one"), &params![of.0])?;
    let read = |row: &Row| -> Result<SecondFactorRow, LedgerError> {
        Ok(SecondFactorRow { salt: row.bytes("salt")?, confirmed_ms: row.maybe_int("confirmed_ms")? })
    };
    rows.first().map(read).transpose()
}

fn session(row: &Row) -> Result<SessionRow, LedgerError> {
    Ok(SessionRow {
        digest: row.bytes("digest")?,
        operator: OperatorId(row.number("operator")?),
        started_ms: row.int("started_ms")?,
        seen_ms: row.int("seen_ms")?,
    })
}
