//! 电费清单: a bill with its derivation, issued here or by the center, and the bill that readings would make.

use domain::{BillId, BillStatement, CustomerNo, Permission, RoundId};
use store::{IssuedBillRow, StoreError};
use thiserror::Error;

use crate::spot_bill::issue_on_the_spot;
use crate::walk::{Walk, WalkRefusal};
use crate::{Denied, Outlet, Step};

/// A bill whose derivation is known here.
#[derive(Clone, Debug)]
pub enum KnownStatement {
    /// This device issued it on the spot.
    Here(Box<IssuedBillRow>),
    /// The center did.
    Center(Box<BillStatement>),
}

impl KnownStatement {
    pub fn statement(&self) -> &BillStatement {
        match self {
            KnownStatement::Here(row) => &row.issued.statement,
            KnownStatement::Center(statement) => statement,
        }
    }
}

#[derive(Debug, Error)]
pub enum IssueBillsError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Walk(#[from] WalkRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Outlet {
    /// The derivation of a bill; the center's where both are known, because the center's stands.
    pub fn bill_statement(&self, customer: &CustomerNo, bill: BillId) -> Result<Option<KnownStatement>, StoreError> {
        let read = self.read();
        if let Some(statement) = read.center_statement(customer, bill)? {
            return Ok(Some(KnownStatement::Center(Box::new(statement))));
        }
        Ok(read.issued_bill(customer, bill)?.map(|row| KnownStatement::Here(Box::new(row))))
    }

    /// All derivations of a customer's bills that are known here, oldest first.
    pub fn bill_statements(&self, customer: &CustomerNo) -> Result<Vec<KnownStatement>, StoreError> {
        let read = self.read();
        let center = read.center_statements(customer)?;
        let own = read.issued_bills(customer)?.into_iter();
        let own = own.filter(|row| center.iter().all(|statement| statement.id != row.issued.statement.id));
        let mut all: Vec<KnownStatement> = own.map(|row| KnownStatement::Here(Box::new(row))).collect();
        all.extend(center.into_iter().map(|statement| KnownStatement::Center(Box::new(statement))));
        all.sort_by_key(|known| known.statement().id);
        Ok(all)
    }

    /// Issues what can be issued of a round by now: readings that another device reviewed meanwhile make their bills here.
    pub fn issue_ready_bills(&mut self, round: &RoundId) -> Result<Vec<IssuedBillRow>, IssueBillsError> {
        let operator = self.permitted(Permission::EnterReading)?.id;
        let walk = Walk::of(&self.read(), round)??;
        let now = self.now();
        self.witness.reached(Step::BeforeAppend);
        let mut write = self.store.write()?;
        let mut issued = Vec::new();
        for state in write.supplies_in_round(round)? {
            issued.extend(issue_on_the_spot(&mut write, now, operator, &walk, &state.supply.customer)?);
        }
        self.witness.reached(Step::Appended);
        write.commit()?;
        self.witness.reached(Step::Committed);
        Ok(issued)
    }
}
