//! Signing in to the console: a password, and for who decides a code of their authenticator.
//!
//! A try counts as failed before it is checked and is forgiven when it was right, so that tries at the same moment gain nothing.
//! An unknown login costs as much time as a known one.

use argon2::{Argon2, PasswordHash, PasswordVerifier};
use domain::{Operator, OperatorId, Permission, Role};
use thiserror::Error;

use super::totp::{Secret, picture};
use crate::app::{CenterAct, Prefecture};
use crate::ledger::LedgerError;
use crate::ledger::console::{Counted, SecondFactorRow, Trier};

/// What is compared where nobody has the login: it takes as long, and never fits.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cWluZ2ppYW5nbm9ib2R5$fmC/Z8KMfSSrVTzGCpIkzNKyOjMO5gEHZXeTQ9pNzuc";

/// What was typed.
pub struct Credentials {
    pub login: String,
    pub password: String,
    /// Of the authenticator.
    pub code: Option<String>,
}

/// How far somebody came.
#[derive(Debug)]
pub enum SignInStep {
    SignedIn {
        token: String,
        operator: Operator,
    },
    /// The password is right; a code is needed.
    Code,
    /// The password is right, and no authenticator was set up yet.
    Enrol(SecondFactorOffer),
}

/// What goes into an authenticator.
#[derive(Debug)]
pub struct SecondFactorOffer {
    pub secret: String,
    pub otpauth: String,
    /// A picture of it, as an SVG document.
    pub qr_svg: String,
}

#[derive(Debug, Error)]
pub enum SignInError {
    #[error("the login or the password is wrong")]
    Refused,
    #[error("the code is wrong, or was used already")]
    CodeRefused,
    #[error("too many failures; signing in is locked for now")]
    LockedOut { until_ms: i64 },
    #[error("this operator is suspended")]
    Suspended,
    #[error("this operator's roles do not open the console")]
    NotPermitted,
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Prefecture {
    /// `address` is where the request comes from.
    pub fn sign_in(&self, typed: &Credentials, address: &str) -> Result<SignInStep, SignInError> {
        let (by_login, by_address) = (format!("login:{}", typed.login), format!("address:{address}"));
        let is_last = self.count_attempt(&by_login, &by_address)?;
        let step = self.who_typed(typed).and_then(|who| self.second_step(&who, typed.code.as_deref()));
        match &step {
            Err(SignInError::Refused | SignInError::CodeRefused) if is_last => self.note_lock(&typed.login)?,
            Err(SignInError::Refused | SignInError::CodeRefused) => {}
            _ => {
                let signed_in = matches!(step, Ok(SignInStep::SignedIn { .. }));
                self.0.ledger.forgive_attempt(&by_login, &by_address, signed_in)?;
            }
        }
        step
    }

    /// Only the lock is written down, not each failure before it: nobody from outside fills the journal.
    fn note_lock(&self, login: &str) -> Result<(), SignInError> {
        let known = self.0.ledger.operator_by_login(login)?;
        let who = known.map_or(OperatorId(0), |operator| operator.id);
        Ok(self.write_down(who, &CenterAct::LoginLocked { login: login.to_owned() })?)
    }

    /// Answers whether a failure of this try locks.
    fn count_attempt(&self, login: &str, address: &str) -> Result<bool, SignInError> {
        let rules = self.decision_rules()?;
        let lock_ms = i64::from(rules.locked_minutes) * 60_000;
        let triers = [
            Trier { subject: login, failures_max: rules.lock_after_failures },
            Trier { subject: address, failures_max: rules.lock_address_after_failures },
        ];
        match self.0.ledger.count_attempt(&triers, self.now_ms(), lock_ms)? {
            Counted::Tries { is_last } => Ok(is_last),
            Counted::Locked { until_ms } => Err(SignInError::LockedOut { until_ms }),
        }
    }

    fn who_typed(&self, typed: &Credentials) -> Result<Operator, SignInError> {
        let known = self.0.ledger.operator_by_login(&typed.login)?;
        let verifier = known.as_ref().map_or(NOBODY, |operator| &operator.verifier);
        let is_right = fits(&typed.password, verifier);
        known.filter(|_| is_right).ok_or(SignInError::Refused)
    }

    fn second_step(&self, operator: &Operator, code: Option<&str>) -> Result<SignInStep, SignInError> {
        if operator.suspended {
            return Err(SignInError::Suspended);
        }
        if !operator.may(Permission::UseConsole) {
            return Err(SignInError::NotPermitted);
        }
        if !needs_second_factor(operator) {
            return self.signed_in(operator);
        }
        let factor = self.0.ledger.second_factor(operator.id)?;
        match (factor, code) {
            (Some(factor), Some(code)) => self.use_code(operator, &factor, code),
            (Some(SecondFactorRow { confirmed_ms: Some(_), .. }), None) => Ok(SignInStep::Code),
            (_, None) => Ok(SignInStep::Enrol(self.offer_second_factor(operator)?)),
            (None, Some(_)) => Err(SignInError::CodeRefused),
        }
    }

    fn use_code(&self, operator: &Operator, factor: &SecondFactorRow, code: &str) -> Result<SignInStep, SignInError> {
        let now_ms = self.now_ms();
        let step = self.secret_of(operator, factor).step_of(code, now_ms).ok_or(SignInError::CodeRefused)?;
        if !self.0.ledger.use_code(operator.id, step, now_ms)? {
            return Err(SignInError::CodeRefused);
        }
        if factor.confirmed_ms.is_none() {
            tracing::info!(operator = operator.id.0, "an authenticator was set up");
            self.write_down(operator.id, &CenterAct::SecondFactorChanged { operator: operator.id, is_set: true })?;
        }
        self.signed_in(operator)
    }

    fn signed_in(&self, operator: &Operator) -> Result<SignInStep, SignInError> {
        let token = self.begin_session(operator.id)?;
        tracing::info!(operator = operator.id.0, "somebody signed in to the console");
        self.write_down(operator.id, &CenterAct::SignedIn { login: operator.login.clone() })?;
        Ok(SignInStep::SignedIn { token, operator: operator.clone() })
    }

    fn offer_second_factor(&self, operator: &Operator) -> Result<SecondFactorOffer, LedgerError> {
        let secret = self.second_factor_secret(operator)?;
        let otpauth = secret.otpauth(&operator.login);
        Ok(SecondFactorOffer { secret: secret.text(), qr_svg: picture(&otpauth), otpauth })
    }

    /// The secret of an operator's second factor; made where there is none. It counts once a code proved it.
    pub fn second_factor_secret(&self, operator: &Operator) -> Result<Secret, LedgerError> {
        let mut salt = [0; 20];
        self.0.randomness.fill(&mut salt);
        let factor = self.0.ledger.offer_second_factor(operator.id, &salt)?;
        Ok(self.secret_of(operator, &factor))
    }

    /// It comes from the center's key, so a stolen database gives no second factor away.
    fn secret_of(&self, operator: &Operator, factor: &SecondFactorRow) -> Secret {
        let mut about = b"qingjiang second factors".to_vec();
        about.extend_from_slice(&operator.id.0.to_be_bytes());
        about.extend_from_slice(&factor.salt);
        let signed = self.0.key.sign(&about);
        let digest: [u8; 32] =
            sha2::Digest::finalize(sha2::Digest::chain_update(<sha2::Sha256 as sha2::Digest>::new(), signed.0)).into();
        let mut secret = [0; 20];
        secret.copy_from_slice(&digest[..20]);
        Secret(secret)
    }
}

/// Who decides about money and about others shows more than a password.
pub fn needs_second_factor(operator: &Operator) -> bool {
    operator.roles.contains(&Role::SyncAdministrator)
}

fn fits(password: &str, verifier: &str) -> bool {
    PasswordHash::new(verifier).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
