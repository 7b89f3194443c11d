//! Rows of what people decide about records, free of any database's types.

use chrono::NaiveDate;
use domain::{ArchiveChange, ArchiveField, BillStatement, BillingPeriod, CustomerNo, ProposalId, ReadingId, UnitCode};
use serde::{Deserialize, Serialize};

use super::Noted;

/// The fields of a customer that outlets may ask to correct, as they stand at the center.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveValues {
    pub name: String,
    pub phone: String,
    pub address: String,
    pub meter_no: String,
}

impl ArchiveValues {
    pub fn get(&self, field: ArchiveField) -> &str {
        match field {
            ArchiveField::Name => &self.name,
            ArchiveField::Phone => &self.phone,
            ArchiveField::Address => &self.address,
            ArchiveField::MeterNo => &self.meter_no,
        }
    }

    pub fn set(&mut self, field: ArchiveField, value: &str) {
        let place = match field {
            ArchiveField::Name => &mut self.name,
            ArchiveField::Phone => &mut self.phone,
            ArchiveField::Address => &mut self.address,
            ArchiveField::MeterNo => &mut self.meter_no,
        };
        value.clone_into(place);
    }
}

/// 档案更正申请 among the facts, and the decision that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveChangeRow {
    pub noted: Noted,
    /// When its desk had last heard of the center.
    pub heard_ms: i64,
    pub change: ArchiveChange,
    /// Other fields that had changed at the center since then.
    pub parallel: Vec<ArchiveField>,
    pub decision: Option<ArchiveDecision>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveDecision {
    pub proposal: ProposalId,
    /// The value that the decision replaced; `None` once what is loaded says the same as the decision.
    pub former: Option<String>,
}

/// What is known of a customer's archive and of the corrections that were asked for.
#[derive(Clone, Debug, Default)]
pub struct ArchiveFacts {
    /// `None` for a number that nobody knows yet.
    pub values: Option<ArchiveValues>,
    pub changes: Vec<ArchiveChangeRow>,
    /// When a field last changed at the center.
    pub edits: Vec<(ArchiveField, i64)>,
}

/// A unit that a customer left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRow {
    pub customer: CustomerNo,
    pub unit: UnitCode,
    /// The last payment fact that had arrived by then.
    pub after_fact: u64,
    pub at_ms: i64,
}

/// An outlet's bill that is not the bill of its month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RivalBill {
    pub noted: Noted,
    pub customer: CustomerNo,
    pub bill: OutletBill,
}

/// What counts of an outlet's bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutletBill {
    pub penalty_start: NaiveDate,
    pub readings: Vec<ReadingId>,
    pub statement: BillStatement,
}

/// 采用示数: a reading that a decision chose for its meter and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenReading {
    pub proposal: ProposalId,
    pub reading: ReadingId,
    pub customer: CustomerNo,
    pub period: BillingPeriod,
    pub undone: bool,
}

/// What a commit writes of them.
#[derive(Debug, Default)]
pub struct RecordEffects {
    pub changes: Vec<ArchiveChangeRow>,
    pub edits: Vec<(CustomerNo, ArchiveField, i64)>,
    /// Customers whose archive was corrected by a decision.
    pub values: Vec<(CustomerNo, ArchiveValues)>,
    pub moves: Vec<MoveRow>,
    pub rivals: Vec<RivalBill>,
    /// Rival bills that became the bill of their month.
    pub risen: Vec<super::EntryRef>,
    pub chosen: Vec<ChosenReading>,
    /// Bills that count no more, by account.
    pub dropped_bills: Vec<(u64, domain::BillId)>,
}
