//! 现场出账: a bill that the outlet issued in front of the customer, as the journal keeps it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::BillStatement;
use crate::{Bill, ReadingId, UnitCode};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IssuedBill {
    /// The running number of bills on this device, from 1 without gaps (电费单号).
    pub number: u32,
    /// Whose customer it is.
    pub owner: UnitCode,
    /// What it was computed from.
    pub readings: Vec<ReadingId>,
    /// `SupplyState::version` of the snapshot it was computed on.
    pub archive_version: u64,
    /// 违约金起算日
    pub penalty_start: NaiveDate,
    pub statement: BillStatement,
}

impl IssuedBill {
    /// The bill as the counter sees it, nothing settled of it yet.
    pub fn bill(&self) -> Bill {
        Bill {
            id: self.statement.id,
            elec_type: self.statement.elec_type,
            energy_kwh: self.statement.energy_kwh,
            amount: self.statement.total,
            penalty_start: self.penalty_start,
            lock: None,
            settlements: Vec::new(),
        }
    }
}
