//! 解锁码: twelve digits for one device, one purpose and a few days, to be read out over the phone. Who gave one out stands in
//! the center's journal; the code itself is never written down.

use chrono::Days;
use domain::{DeviceId, OperatorId, RELEASE_DAYS_MAX, RELEASE_SERIALS, ReleaseGrant, ReleasePurpose, release_code};
use thiserror::Error;

use super::Prefecture;
use super::decide::{CenterAct, DecisionError};
use crate::ledger::{Effects, LedgerError};

/// A code that was given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenReleaseCode {
    /// Twelve digits.
    pub code: String,
    pub grant: ReleaseGrant,
}

#[derive(Debug, Error)]
pub enum ReleaseCodeError {
    #[error("no device {0} is known")]
    UnknownDevice(DeviceId),
    #[error("device {0} is suspended; take the suspension back first")]
    Suspended(DeviceId),
    #[error("a code is valid for at most {max} days beyond today")]
    TooLong { max: u64 },
    #[error("no further code can be given to this device until that day; choose another day")]
    NoSerialLeft,
    #[error(transparent)]
    Decision(#[from] DecisionError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Prefecture {
    /// Gives a code out: valid today and for so many days beyond. It is written down before anybody sees it.
    pub fn release_code(
        &self,
        by: OperatorId,
        device: DeviceId,
        purpose: ReleasePurpose,
        days: u64,
    ) -> Result<GivenReleaseCode, ReleaseCodeError> {
        let known = self.roster().devices.get(&device).cloned().ok_or(ReleaseCodeError::UnknownDevice(device))?;
        if known.suspended_ms.is_some() {
            return Err(ReleaseCodeError::Suspended(device));
        }
        if days > RELEASE_DAYS_MAX {
            return Err(ReleaseCodeError::TooLong { max: RELEASE_DAYS_MAX });
        }
        let today = self.today();
        let until = today.checked_add_days(Days::new(days)).unwrap_or(today);
        // With the books in hand nobody else gives out the same serial.
        let mut books = self.books()?;
        let serial = self.next_serial(device, until)?;
        let grant = ReleaseGrant { device, purpose, until, serial };
        let act = CenterAct::ReleaseCodeGiven { device, purpose, until, serial };
        let mut effects = Effects { at_ms: self.now_ms(), version: books.version, ..Effects::default() };
        self.note_act(&books, &mut effects, by, &act, &[series(device, until)]);
        self.commit(&mut books, effects)?;
        Ok(GivenReleaseCode { code: release_code(&self.key().release_key(device), &grant), grant })
    }

    /// As many as were given to the device for this day before, whatever the purpose.
    fn next_serial(&self, device: DeviceId, until: chrono::NaiveDate) -> Result<u8, ReleaseCodeError> {
        self.check_acts()?;
        let given = self.0.ledger.acts_about(&series(device, until))?;
        u8::try_from(given).ok().filter(|serial| *serial < RELEASE_SERIALS).ok_or(ReleaseCodeError::NoSerialLeft)
    }
}

/// What the audit trail finds the codes of a device and a last day by.
fn series(device: DeviceId, until: chrono::NaiveDate) -> String {
    format!("release:{device}:{until}")
}
