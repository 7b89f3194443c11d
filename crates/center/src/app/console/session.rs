//! Sessions: a random token for the browser, its digest for the database. Every process of a center knows them all.

use domain::{DecisionRules, Operator, OperatorId, Permission};
use sha2::{Digest, Sha256};

use crate::app::{CenterAct, DecisionError, Prefecture};
use crate::ledger::LedgerError;
use crate::ledger::console::SessionRow;

/// What was seen this recently is not written again.
const SEEN_PRECISION_MS: i64 = 60_000;

/// Somebody who is signed in, as they stand at this moment.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub operator: Operator,
}

impl SignedIn {
    pub fn may(&self, permission: Permission) -> bool {
        self.operator.may(permission)
    }

    pub fn permissions(&self) -> Vec<Permission> {
        Permission::ALL.into_iter().filter(|permission| self.may(*permission)).collect()
    }
}

impl Prefecture {
    /// The settings of the console that are in force today.
    pub fn decision_rules(&self) -> Result<DecisionRules, LedgerError> {
        Ok(DecisionRules::on(&self.0.ledger.decision_rules()?, self.today()))
    }

    /// The token of a new session: 256 random bits as text.
    pub(super) fn begin_session(&self, operator: OperatorId) -> Result<String, LedgerError> {
        let mut bytes = [0; 32];
        self.0.randomness.fill(&mut bytes);
        let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let (rules, now_ms) = (self.decision_rules()?, self.now_ms());
        let row = SessionRow { digest: digest(&token), operator, started_ms: now_ms, seen_ms: now_ms };
        self.0.ledger.add_session(&row, now_ms - longest_ms(&rules), now_ms - idle_ms(&rules))?;
        Ok(token)
    }

    /// Who has this session, unless it ended. `attended`: somebody works with it, which keeps it alive.
    pub fn session(&self, token: &str, attended: bool) -> Result<Option<SignedIn>, LedgerError> {
        let digest = digest(token);
        let Some((row, operator, versions)) = self.0.ledger.session(&digest)? else { return Ok(None) };
        let (rules, now_ms) = (DecisionRules::on(&versions, self.today()), self.now_ms());
        let has_ended = now_ms - row.started_ms >= longest_ms(&rules) || now_ms - row.seen_ms >= idle_ms(&rules);
        if has_ended || !operator.may(Permission::UseConsole) {
            return Ok(None);
        }
        if attended && now_ms - row.seen_ms >= SEEN_PRECISION_MS {
            self.0.ledger.session_was_seen(&digest, now_ms)?;
        }
        Ok(Some(SignedIn { operator }))
    }

    pub fn end_session(&self, token: &str) -> Result<(), LedgerError> {
        let ended = self.0.ledger.session(&digest(token))?;
        self.0.ledger.drop_session(&digest(token))?;
        match ended {
            Some((_, operator, _)) => self.write_down(operator.id, &CenterAct::SignedOut { login: operator.login }),
            None => Ok(()),
        }
    }

    /// Writes down what happened at the door. A center's journal that is broken keeps nobody out: they come to look at it.
    pub(super) fn write_down(&self, by: OperatorId, act: &CenterAct) -> Result<(), LedgerError> {
        match self.record(by, act, &[]) {
            Ok(()) => Ok(()),
            Err(DecisionError::Ledger(error)) => Err(error),
            Err(error) => {
                tracing::error!(%error, "what happened at the console's door could not be written down");
                Ok(())
            }
        }
    }

    /// What the unit of an operator is called.
    pub fn unit_name(&self, unit: &domain::UnitCode) -> String {
        self.roster().units.get(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone())
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

fn idle_ms(rules: &DecisionRules) -> i64 {
    i64::from(rules.session_idle_minutes) * 60_000
}

fn longest_ms(rules: &DecisionRules) -> i64 {
    i64::from(rules.session_hours_max) * 3_600_000
}
