//! 重置验证器: a lost phone. Another administrator takes the second factor away; the next sign-in sets up a new one.

use domain::OperatorId;
use thiserror::Error;

use crate::app::{CenterAct, Prefecture};
use crate::ledger::LedgerError;

#[derive(Debug, Error)]
pub enum ResetSecondFactorError {
    /// Whoever sits at a forgotten browser would otherwise set up a phone of their own.
    #[error("nobody resets their own second factor; another administrator has to")]
    Own,
    #[error("this operator has no second factor")]
    None,
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Prefecture {
    pub fn reset_second_factor(&self, of: OperatorId, by: OperatorId) -> Result<(), ResetSecondFactorError> {
        if of == by {
            return Err(ResetSecondFactorError::Own);
        }
        if self.0.ledger.second_factor(of)?.is_none() {
            return Err(ResetSecondFactorError::None);
        }
        // Written down first: a reset that nobody can find would be worse than one that did not happen.
        self.write_down(by, &CenterAct::SecondFactorChanged { operator: of, is_set: false })?;
        self.0.ledger.drop_second_factor(of)?;
        tracing::info!(operator = of.0, by = by.0, "a second factor was reset");
        Ok(())
    }
}
