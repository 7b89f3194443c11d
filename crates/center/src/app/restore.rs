//! 复电申请: somebody sits in the dark, so a request overtakes the journal. Its entry confirms it later.

use domain::RestoreRequest;

use super::Prefecture;
use crate::ledger::{DeviceRow, Effects, LedgerError, RestoreRow};

/// The most requests that are heard ahead of their entries in one exchange.
const URGENT_MAX: usize = 50;

impl Prefecture {
    /// Stores what is new; hearing the same again changes nothing.
    pub(super) fn hear_urgent(&self, device: &DeviceRow, urgent: &[RestoreRequest]) -> Result<(), LedgerError> {
        let heard = &urgent[..urgent.len().min(URGENT_MAX)];
        if heard.is_empty() || self.0.ledger.new_restores(heard)?.is_empty() {
            return Ok(());
        }
        let mut books = self.books()?;
        let new = self.0.ledger.new_restores(heard)?;
        let now_ms = self.now_ms();
        let row = |request: RestoreRequest| RestoreRow {
            request,
            terminal: device.known.terminal.clone(),
            heard_ms: now_ms,
            entry: None,
        };
        let mut effects = Effects { at_ms: now_ms, version: books.version, ..Effects::default() };
        effects.billing.restores = new.into_iter().map(row).collect();
        tracing::info!(
            device = device.known.device.0,
            requests = effects.billing.restores.len(),
            "supply is to be restored"
        );
        self.commit(&mut books, effects)
    }

    /// The requests, latest due first.
    pub fn restore_requests(&self, limit: u32) -> Result<Vec<RestoreRow>, LedgerError> {
        self.0.ledger.restores(limit)
    }
}
