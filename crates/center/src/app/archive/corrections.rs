//! 退补: corrections that were decided, settled with the next bill or at once as a difference of a past month.

use domain::{BillId, BillingPeriod, Correction, CustomerNo};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use utoipa::ToSchema;

use crate::app::Prefecture;
use crate::app::batch::Batch;
use crate::app::recompute::Decided;
use crate::ledger::{BillingFacts, CorrectionRow, LedgerError, Wanted};

/// A correction as it was decided for a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewCorrection {
    pub customer: CustomerNo,
    pub correction: Correction,
    pub settle: SettleCorrection,
}

/// When a correction is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "when", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SettleCorrection {
    /// With the bill of the next run.
    NextBill,
    /// At once, as a difference of a month that was billed.
    Now { period: BillingPeriod },
}

#[derive(Debug, Error)]
pub enum CorrectionError {
    #[error("customer {0} is not in the books")]
    UnknownCustomer(CustomerNo),
    #[error("customer {customer} has no metering point {point}")]
    UnknownPoint { customer: CustomerNo, point: domain::PointNo },
    #[error("customer {customer} has no bill of {period} that was issued here; settle it with the next bill")]
    NotBilled { customer: CustomerNo, period: BillingPeriod },
    #[error("{period} of customer {customer} has used up its issue numbers; settle the correction with the next bill")]
    NoFurtherIssue { customer: CustomerNo, period: BillingPeriod },
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Prefecture {
    /// Loads one correction. `false` where it was loaded before: the document names it.
    pub fn correct(&self, new: &NewCorrection) -> Result<bool, CorrectionError> {
        let mut books = self.books()?;
        let digest = digest_of(new);
        if !self.0.ledger.known_corrections(&[digest])?.is_empty() {
            return Ok(false);
        }
        let from = match new.settle {
            SettleCorrection::Now { period } => period,
            SettleCorrection::NextBill => BillingPeriod::of(self.today()),
        };
        let wanted = Wanted { billing: [(new.customer.clone(), from)].into(), ..Wanted::default() };
        let loaded = self.load(&wanted)?;
        let settled = settled_by(new, &loaded.billing[&new.customer])?;
        let (id, customer, correction) = (books.last_correction + 1, new.customer.clone(), new.correction.clone());
        let row = CorrectionRow { id, customer, digest, correction, settled };
        let roster = self.roster();
        let mut batch = Batch::new(&books, &roster, loaded, self.now_ms());
        batch.keep_correction(row);
        let effects = batch.finish();
        drop(roster);
        self.commit(&mut books, effects)?;
        Ok(true)
    }
}

/// The difference that settles a correction at once; `None` where the next bill does.
fn settled_by(new: &NewCorrection, facts: &BillingFacts) -> Result<Option<BillId>, CorrectionError> {
    let customer = new.customer.clone();
    let Some(row) = &facts.supply else { return Err(CorrectionError::UnknownCustomer(customer)) };
    if row.supply.point(&new.correction.point).is_none() {
        return Err(CorrectionError::UnknownPoint { customer, point: new.correction.point.clone() });
    }
    let SettleCorrection::Now { period } = new.settle else { return Ok(None) };
    let of_month: Vec<_> = facts.statements.iter().filter(|known| known.statement.id.period == period).collect();
    let last = of_month.iter().map(|known| known.statement.id.issue).max();
    match last.filter(|_| of_month.iter().any(|known| known.before.is_some())) {
        Some(u8::MAX) => Err(CorrectionError::NoFurtherIssue { customer, period }),
        Some(last) => Ok(Some(BillId { period, issue: last + 1 })),
        None => Err(CorrectionError::NotBilled { customer, period }),
    }
}

impl Batch<'_> {
    /// One that is settled at once has its month computed again.
    fn keep_correction(&mut self, row: CorrectionRow) {
        let customer = row.customer.clone();
        self.effects.billing.corrections.push(row.clone());
        if let Some(bill) = row.settled {
            self.billing.entry(customer.clone()).or_default().corrections.push(row);
            self.decided.insert((customer.clone(), bill.period), Decided::Correction);
            self.touch_billing(&customer, bill.period);
        }
    }
}

fn digest_of(new: &NewCorrection) -> [u8; 32] {
    let parts = (&new.customer, &new.correction);
    Sha256::digest(serde_json::to_vec(&parts).expect("a correction can be written as JSON")).into()
}
