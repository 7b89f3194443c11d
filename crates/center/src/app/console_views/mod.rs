//! What the pages of the console show beside cases and proposals.

mod operators;
mod units;

pub use operators::FirstPassword;
pub use units::UnitFigures;

use domain::{CustomerNo, Tariff};

use super::Prefecture;
use crate::ledger::{FoundCustomer, LedgerError, ReadingRow};

impl Prefecture {
    /// Customers by number, name, phone, address or meter.
    pub fn find_customers(&self, text: &str, limit: u32) -> Result<Vec<FoundCustomer>, LedgerError> {
        self.0.ledger.find_customers(text, limit)
    }

    pub fn readings_of(&self, customer: &CustomerNo, limit: u32) -> Result<Vec<ReadingRow>, LedgerError> {
        self.0.ledger.readings_of(customer, limit)
    }

    /// Prices and settings, all versions.
    pub fn tariff(&self) -> (std::sync::Arc<Tariff>, domain::CollectionRules) {
        let roster = self.roster();
        (roster.tariff.clone(), roster.rules.clone())
    }
}
