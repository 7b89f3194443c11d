//! Signing in without a link: a password against the Argon2id verifier that came down with the operators.

use argon2::{Argon2, PasswordHash, PasswordVerifier};
use domain::Operator;
use store::{Attempts, StoreError};
use thiserror::Error;

use crate::Outlet;

/// Wrong passwords that cost no waiting.
const FREE_FAILURES: u32 = 5;
const FIRST_WAIT_MS: i64 = 30_000;
const LONGEST_WAIT_MS: i64 = 15 * 60_000;

/// Checked when the login is unknown, so that the answer takes as long as for a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cWluZ2ppYW5nbm9ib2R5$fmC/Z8KMfSSrVTzGCpIkzNKyOjMO5gEHZXeTQ9pNzuc";

#[derive(Debug, Error)]
pub enum SignInError {
    #[error("login or password is wrong; {attempts_left} more tries before a wait")]
    WrongPassword { attempts_left: u32 },
    #[error("too many wrong passwords; wait {wait_ms} ms")]
    TooManyAttempts { wait_ms: i64 },
    #[error("the operator was suspended")]
    Suspended,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Signs an operator in. An unknown login answers like a wrong password.
    pub fn sign_in(&mut self, login: &str, password: &str) -> Result<Operator, SignInError> {
        let login = login.trim();
        let now_ms = self.now().wall_ms;
        let attempts = self.read().sign_in_attempts(login)?;
        if let Some(wait_ms) = waiting(&attempts, now_ms) {
            return Err(SignInError::TooManyAttempts { wait_ms });
        }
        let operator = self.read().operator_by_login(login)?;
        let verifier = operator.as_ref().map_or(NOBODY, |operator| operator.verifier.as_str());
        match operator.as_ref().filter(|_| fits(password, verifier)) {
            None => self.note_failure(login, attempts, now_ms),
            Some(operator) if operator.suspended => Err(SignInError::Suspended),
            Some(operator) => self.admit(login, operator.clone()),
        }
    }

    pub fn sign_out(&mut self) {
        self.signed_in = None;
    }

    fn admit(&mut self, login: &str, operator: Operator) -> Result<Operator, SignInError> {
        let mut write = self.store.write()?;
        write.set_sign_in_attempts(login, Attempts { failures: 0, last_ms: 0 })?;
        write.commit()?;
        self.signed_in = Some(operator.clone());
        Ok(operator)
    }

    fn note_failure(&mut self, login: &str, before: Attempts, now_ms: i64) -> Result<Operator, SignInError> {
        let attempts = Attempts { failures: before.failures.saturating_add(1), last_ms: now_ms };
        let mut write = self.store.write()?;
        write.set_sign_in_attempts(login, attempts)?;
        write.commit()?;
        match waiting(&attempts, now_ms) {
            Some(wait_ms) => Err(SignInError::TooManyAttempts { wait_ms }),
            None => Err(SignInError::WrongPassword { attempts_left: FREE_FAILURES - attempts.failures }),
        }
    }
}

fn fits(password: &str, verifier: &str) -> bool {
    PasswordHash::new(verifier).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// How long this login still waits: 30 s after five failures, doubling up to 15 minutes. A clock that was set back makes
/// nobody wait longer than the longest wait.
pub(crate) fn waiting(attempts: &Attempts, now_ms: i64) -> Option<i64> {
    let over = attempts.failures.checked_sub(FREE_FAILURES)?;
    let wait = FIRST_WAIT_MS.saturating_mul(1 << over.min(10)).min(LONGEST_WAIT_MS);
    let left = (attempts.last_ms + wait - now_ms).min(wait);
    (left > 0).then_some(left)
}
