//! 输入解锁码: a supervisor at the center read twelve digits over the phone, and the wait after wrong passwords ends.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use domain::{ReleaseGrant, ReleasePurpose, ReleaseRefusal, read_release_code};
use store::{Attempts, StoreError};
use thiserror::Error;

use crate::Outlet;
use crate::sign_in::waiting;

/// A used code is remembered long after it expired, so that a clock that is set back does not bring it to life again.
const KEPT_DAYS: u64 = 60;

/// Business is done in Beijing time, wherever the laptop believes to be.
const BEIJING_S: i32 = 8 * 3_600;

#[derive(Debug, Error)]
pub enum ReleaseError {
    #[error("nobody waits to sign in as this operator")]
    NothingToRelease,
    #[error("this desk was enrolled before there were release codes; exchange with the center once")]
    NoKey,
    #[error("too many codes that were none of the center's; wait {wait_ms} ms")]
    TooManyGuesses { wait_ms: i64 },
    #[error("the code was used before; ask for a new one")]
    AlreadyUsed,
    #[error(transparent)]
    Refused(#[from] ReleaseRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// Ends the wait of one operator. The code is spent by it; a code that is refused is not.
    pub fn release_sign_in(&mut self, login: &str, code: &str) -> Result<(), ReleaseError> {
        let (login, now_ms) = (login.trim(), self.now().wall_ms);
        if waiting(&self.read().sign_in_attempts(login)?, now_ms).is_none() {
            return Err(ReleaseError::NothingToRelease);
        }
        let guesses = self.read().release_guesses()?;
        if let Some(wait_ms) = waiting(&guesses, now_ms) {
            return Err(ReleaseError::TooManyGuesses { wait_ms });
        }
        let grant = match self.read_code(ReleasePurpose::SignIn, code) {
            Err(ReleaseError::Refused(ReleaseRefusal::Wrong)) => return self.note_guess(guesses, now_ms),
            read => read?,
        };
        let forget_before = self.today()?.checked_sub_days(Days::new(KEPT_DAYS)).unwrap_or_default();
        let mut write = self.store.write()?;
        write.set_release_used(&grant, forget_before)?;
        write.set_release_guesses(Attempts::default())?;
        write.set_sign_in_attempts(login, Attempts::default())?;
        Ok(write.commit()?)
    }

    fn read_code(&self, purpose: ReleasePurpose, code: &str) -> Result<ReleaseGrant, ReleaseError> {
        let read = self.read();
        let device = read.device()?.ok_or(StoreError::NotEnrolled)?.stream.device;
        let key = read.release_key()?.ok_or(ReleaseError::NoKey)?;
        let grant = read_release_code(&key, device, purpose, self.today()?, code)?;
        if read.is_release_used(&grant)? { Err(ReleaseError::AlreadyUsed) } else { Ok(grant) }
    }

    fn note_guess(&mut self, before: Attempts, now_ms: i64) -> Result<(), ReleaseError> {
        let guesses = Attempts { failures: before.failures.saturating_add(1), last_ms: now_ms };
        let mut write = self.store.write()?;
        write.set_release_guesses(guesses)?;
        write.commit()?;
        Err(match waiting(&guesses, now_ms) {
            Some(wait_ms) => ReleaseError::TooManyGuesses { wait_ms },
            None => ReleaseRefusal::Wrong.into(),
        })
    }

    /// By the best evidence of time: a clock that was set back does not bring an expired code to life.
    fn today(&self) -> Result<NaiveDate, StoreError> {
        let best_ms = self.now().evidence(self.read().center_seen()?).best_ms();
        let beijing = FixedOffset::east_opt(BEIJING_S).expect("eight hours are an offset");
        Ok(DateTime::from_timestamp_millis(best_ms).unwrap_or_default().with_timezone(&beijing).date_naive())
    }
}
