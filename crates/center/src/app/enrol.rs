//! Enrolment: an administrator makes a one-time code for a terminal of an outlet; a laptop shows it once and becomes that
//! terminal's device.

use domain::{DeviceId, Incarnation, OperatorId, Stream, TerminalCode, UnitCode};
use journal::KnownDevice;
use sha2::{Digest, Sha256};
use sync::{EnrolRequest, Enrolment, LinkError, RefusedRequest};
use thiserror::Error;

use super::Prefecture;
use super::decide::{CenterAct, THE_CENTER};
use super::exchange::unavailable;
use crate::ledger::{DeviceRow, Effects, EnrolmentCodeRow, LedgerError};

/// Read aloud without doubt: no I, L, O, U, 0 or 1.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH: usize = 10;
const VALID_MS: i64 = 7 * 24 * 3_600_000;
/// Wrong codes within a minute, of everybody together, before all have to wait.
const FAILURES_MAX: usize = 20;
const FAILURES_WITHIN_MS: i64 = 60_000;
const TOO_MANY_REQUESTS: u16 = 429;

/// A code as it is read to the laptop. Only its digest is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentCode {
    pub text: String,
    pub expires_ms: i64,
}

#[derive(Debug, Error)]
pub enum EnrolmentCodeError {
    #[error("there is no unit {0}")]
    UnknownUnit(UnitCode),
    /// Receipt numbers begin with the terminal, so it never passes to another device.
    #[error("the terminal {0} belongs to a device already")]
    TerminalTaken(TerminalCode),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Prefecture {
    /// As the center itself, from its own command line.
    pub fn enrolment_code(
        &self,
        unit: &UnitCode,
        terminal: &TerminalCode,
    ) -> Result<EnrolmentCode, EnrolmentCodeError> {
        self.enrolment_code_by(THE_CENTER, unit, terminal)
    }

    pub fn enrolment_code_by(
        &self,
        by: OperatorId,
        unit: &UnitCode,
        terminal: &TerminalCode,
    ) -> Result<EnrolmentCode, EnrolmentCodeError> {
        let mut books = self.books()?;
        let roster = self.roster();
        if roster.units.get(unit).is_none() {
            return Err(EnrolmentCodeError::UnknownUnit(unit.clone()));
        }
        if roster.devices.values().any(|device| device.known.terminal == *terminal) {
            return Err(EnrolmentCodeError::TerminalTaken(terminal.clone()));
        }
        let text = self.draw_code();
        let expires_ms = self.now_ms() + VALID_MS;
        let digest = self.code_digest(&text);
        let code =
            EnrolmentCodeRow { digest, unit: unit.clone(), terminal: terminal.clone(), expires_ms, device: None };
        let mut effects = Effects { at_ms: self.now_ms(), codes: vec![code], ..Effects::default() };
        let act = CenterAct::EnrolmentCodeGiven { unit: unit.clone(), terminal: terminal.clone() };
        self.note_act(&books, &mut effects, by, &act, &[]);
        self.commit(&mut books, effects)?;
        Ok(EnrolmentCode { text, expires_ms })
    }

    /// Ten letters, each as likely as any other.
    fn draw_code(&self) -> String {
        let mut text = String::with_capacity(CODE_LENGTH);
        let fair = usize::from(u8::MAX) / LETTERS.len() * LETTERS.len();
        while text.len() < CODE_LENGTH {
            let mut byte = [0];
            self.0.randomness.fill(&mut byte);
            if usize::from(byte[0]) < fair {
                text.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
            }
        }
        text
    }

    /// The digest is keyed with a secret that is not in the database, so a stolen database does not give the codes away,
    /// and looking a digest up tells nothing about how much of a code was right.
    fn code_digest(&self, text: &str) -> [u8; 32] {
        let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let secret = self.0.key.sign(b"qingjiang enrolment codes");
        Sha256::new().chain_update(secret.0).chain_update(letters.to_ascii_uppercase()).finalize().into()
    }

    /// The same code with the same key answers the same again, so a lost reply costs nothing.
    pub(super) fn enrol_device(&self, request: &EnrolRequest) -> Result<Enrolment, LinkError> {
        self.check_code_failures()?;
        let mut books = self.books().map_err(unavailable)?;
        let code = self.0.ledger.code(&self.code_digest(&request.code)).map_err(unavailable)?;
        let roster = self.roster();
        let used_by = |device: DeviceId| roster.devices.get(&device).filter(|known| known.known.key == request.key);
        match code {
            Some(EnrolmentCodeRow { device: Some(device), .. }) if used_by(device).is_some() => {
                Ok(self.enrolment(used_by(device).expect("just found")))
            }
            Some(code) if code.device.is_none() && code.expires_ms > self.now_ms() => {
                let taken = |known: &DeviceRow| known.known.key == request.key || known.known.terminal == code.terminal;
                if roster.devices.values().any(taken) {
                    return Err(self.wrong_code());
                }
                let id = DeviceId(roster.devices.keys().next_back().map_or(1, |last| last.0 + 1));
                drop(roster);
                let device = self.new_device(id, request, &code, books.version + 1);
                let enrolment = self.enrolment(&device);
                let effects = Effects {
                    at_ms: self.now_ms(),
                    version: device.version,
                    devices: vec![device],
                    codes: vec![EnrolmentCodeRow { device: Some(id), ..code }],
                    ..Effects::default()
                };
                self.commit(&mut books, effects).map_err(unavailable)?;
                tracing::info!(device = id.0, "a device was enrolled");
                Ok(enrolment)
            }
            _ => Err(self.wrong_code()),
        }
    }

    fn new_device(&self, id: DeviceId, request: &EnrolRequest, code: &EnrolmentCodeRow, version: u64) -> DeviceRow {
        DeviceRow {
            known: KnownDevice {
                device: id,
                terminal: code.terminal.clone(),
                unit: code.unit.clone(),
                key: request.key,
                suspended: false,
            },
            incarnation: Incarnation(1),
            enrolled_ms: self.now_ms(),
            suspended_ms: None,
            version,
        }
    }

    fn enrolment(&self, device: &DeviceRow) -> Enrolment {
        Enrolment {
            stream: Stream { device: device.known.device, incarnation: device.incarnation },
            terminal: device.known.terminal.clone(),
            unit: device.known.unit.clone(),
            center_key: self.0.key.public_key(),
            release_key: Some(self.0.key.release_key(device.known.device)),
            center_time_ms: self.now_ms(),
        }
    }

    fn check_code_failures(&self) -> Result<(), LinkError> {
        let since = self.now_ms() - FAILURES_WITHIN_MS;
        let mut failures = super::lock(&self.0.code_failures);
        failures.retain(|at_ms| *at_ms > since);
        if failures.len() >= FAILURES_MAX { Err(LinkError::Unavailable(TOO_MANY_REQUESTS)) } else { Ok(()) }
    }

    fn wrong_code(&self) -> LinkError {
        super::lock(&self.0.code_failures).push(self.now_ms());
        LinkError::Refused(RefusedRequest::EnrolmentCode)
    }

    /// Suspends a device, or takes the suspension back. What it wrote stays money.
    pub fn suspend_device(&self, device: DeviceId, suspended: bool) -> Result<bool, LedgerError> {
        self.suspend_device_by(THE_CENTER, device, suspended)
    }

    pub fn suspend_device_by(&self, by: OperatorId, device: DeviceId, suspended: bool) -> Result<bool, LedgerError> {
        let mut books = self.books()?;
        let Some(known) = self.roster().devices.get(&device).cloned() else { return Ok(false) };
        let mut row = DeviceRow { suspended_ms: suspended.then(|| self.now_ms()), version: books.version + 1, ..known };
        row.known.suspended = suspended;
        let (at_ms, version, devices) = (self.now_ms(), row.version, vec![row]);
        let mut effects = Effects { at_ms, version, devices, ..Effects::default() };
        let act = match suspended {
            true => CenterAct::DeviceSuspended { device },
            false => CenterAct::DeviceResumed { device },
        };
        self.note_act(&books, &mut effects, by, &act, &[]);
        self.commit(&mut books, effects)?;
        Ok(true)
    }
}
