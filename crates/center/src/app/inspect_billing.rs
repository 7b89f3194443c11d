//! What people ask about reading and billing.

use domain::{
    BillId, BillStatement, BillingPeriod, CustomerNo, Notice, PreparedRound, ReadingImport, Segment, SupplyState,
};

use super::Prefecture;
use crate::ledger::{ActRow, LedgerError, Noted, ReadingFilter, ReadingRow, Wanted};

impl Prefecture {
    pub fn segments(&self) -> Vec<Segment> {
        self.roster().segments.values().cloned().collect()
    }

    /// Readings of a month with what was done with them.
    pub fn readings(&self, filter: &ReadingFilter) -> Result<Vec<(ReadingRow, Vec<ActRow>)>, LedgerError> {
        self.0.ledger.readings(filter)
    }

    pub fn statement(&self, customer: &CustomerNo, bill: BillId) -> Result<Option<BillStatement>, LedgerError> {
        self.0.ledger.statement(customer, bill)
    }

    /// How a supply stands now.
    pub fn supply(&self, customer: &CustomerNo) -> Result<Option<SupplyState>, LedgerError> {
        let now = BillingPeriod::of(self.today());
        let wanted = Wanted { billing: [(customer.clone(), now)].into(), ..Wanted::default() };
        let facts = self.0.ledger.load(&wanted)?.billing.remove(customer);
        Ok(facts.and_then(|facts| facts.supply).map(|row| row.state()))
    }

    /// 抄表计划 that were prepared for a month.
    pub fn rounds(&self, period: BillingPeriod) -> Result<Vec<(Noted, PreparedRound)>, LedgerError> {
        self.0.ledger.rounds(period)
    }

    pub fn reading_imports(&self, limit: u32) -> Result<Vec<(Noted, ReadingImport)>, LedgerError> {
        self.0.ledger.reading_imports(limit)
    }

    pub fn notices(&self, customer: &CustomerNo) -> Result<Vec<(Noted, Notice)>, LedgerError> {
        self.0.ledger.notices(customer)
    }
}
