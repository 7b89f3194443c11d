//! The archive of supplies, chunk by chunk.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{BillingPeriod, CustomerNo, SupplyState};
use sha2::{Digest, Sha256};

use crate::app::Prefecture;
use crate::app::import::next;
use crate::ledger::{BillingFacts, Effects, KnownSupply, LedgerError, SupplyRow, SupplyStanding, Wanted};

/// Supplies in one commit.
const SUPPLIES_AT_ONCE: usize = 5_000;

/// What loading supplies did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadedSupplies {
    /// New or different.
    pub changed: usize,
    /// Supplies of customers that the center does not know; nothing of them was loaded.
    pub unknown: Vec<CustomerNo>,
}

impl Prefecture {
    /// Loads archives with the standing they had in the system before. Where bills were issued here since, the standing
    /// that they left stays and only the archive is taken.
    pub fn import_supplies(
        &self,
        supplies: impl IntoIterator<Item = SupplyState>,
    ) -> Result<LoadedSupplies, LedgerError> {
        let mut loaded = LoadedSupplies::default();
        let mut supplies = supplies.into_iter();
        loop {
            let chunk: Vec<SupplyState> = supplies.by_ref().take(SUPPLIES_AT_ONCE).collect();
            if chunk.is_empty() {
                return Ok(loaded);
            }
            let (changed, unknown) = self.import_supply_chunk(chunk)?;
            loaded.changed += changed;
            loaded.unknown.extend(unknown);
        }
    }

    fn import_supply_chunk(&self, supplies: Vec<SupplyState>) -> Result<(usize, Vec<CustomerNo>), LedgerError> {
        let mut books = self.books()?;
        let numbers: Vec<CustomerNo> = supplies.iter().map(|state| state.supply.customer.clone()).collect();
        let known = self.0.ledger.known_supplies(&numbers)?;
        let (changed, unknown) = changed_of(supplies, &known);
        let again = changed.iter().filter(|(_, new)| new.known.digest.is_some()).map(|(no, _)| no.clone()).collect();
        let billed = self.billing_of(again)?;
        let mut effects = Effects { at_ms: self.now_ms(), version: books.version, ..Effects::default() };
        let count = changed.len();
        for (no, NewSupply { known, digest, state }) in changed {
            let version = next(&mut effects.version);
            let (id, station, archive) = (known.account, known.station.clone(), version);
            let supply = state.supply.clone();
            let standing = standing_of(state, billed.get(&no));
            effects.billing.documents.push((id, archive, supply.clone()));
            effects.billing.supplies.push(SupplyRow { id, station, archive, digest, supply, standing, version });
        }
        if count > 0 {
            self.commit(&mut books, effects)?;
        }
        Ok((count, unknown))
    }

    /// What bills are known of supplies that are loaded again.
    fn billing_of(&self, customers: BTreeSet<CustomerNo>) -> Result<HashMap<CustomerNo, BillingFacts>, LedgerError> {
        let first = BillingPeriod::new(1900, 1).expect("the first month there is");
        let billing = customers.into_iter().map(|no| (no, first)).collect();
        Ok(self.0.ledger.load(&Wanted { billing, ..Wanted::default() })?.billing)
    }
}

/// A supply that is new or different, by number.
struct NewSupply<'a> {
    known: &'a KnownSupply,
    digest: [u8; 32],
    state: SupplyState,
}

/// What is new or different, and whose customers nobody knows.
fn changed_of(
    supplies: Vec<SupplyState>,
    known: &HashMap<CustomerNo, KnownSupply>,
) -> (BTreeMap<CustomerNo, NewSupply<'_>>, Vec<CustomerNo>) {
    let mut changed = BTreeMap::new();
    let mut unknown = Vec::new();
    for state in supplies {
        let (no, digest) = (state.supply.customer.clone(), digest_of(&state));
        match known.get(&no) {
            None => unknown.push(no),
            Some(known) if known.digest == Some(digest) => {}
            Some(known) => {
                changed.insert(no, NewSupply { known, digest, state });
            }
        }
    }
    (changed, unknown)
}

/// The standing that bills left, or what was loaded where there are none.
fn standing_of(loaded: SupplyState, billed: Option<&BillingFacts>) -> SupplyStanding {
    let left = billed.filter(|facts| !facts.statements.is_empty()).and_then(|facts| facts.supply.as_ref());
    left.map_or_else(|| SupplyStanding::from(loaded), |row| row.standing.clone())
}

/// What was loaded, without the version that the center itself gave.
fn digest_of(state: &SupplyState) -> [u8; 32] {
    let parts = (&state.supply, &state.last, state.year, &state.months, state.carried_kwh);
    Sha256::digest(serde_json::to_vec(&parts).expect("a supply can be written as JSON")).into()
}
