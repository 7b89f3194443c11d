//! Rows of reading and billing, free of any database's types.

use std::collections::BTreeMap;

use domain::{
    Bill, BillId, BillStatement, BillingPeriod, BillingRules, Correction, CustomerNo, FileHash, KnownReading,
    LastReading, MonthUse, Notice, OperatorId, PreparedRound, ProposalId, Reading, ReadingId, ReadingImport, Registers,
    RestoreRequest, ReviewState, Segment, SegmentNo, Supply, SupplyState, TerminalCode, UnitCode, YearUse,
};
use serde::{Deserialize, Serialize};

use super::{ChosenReading, EntryRef, RivalBill, RunRow, Unbilled};

/// Where the meters and the year of a supply stand: what a bill moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupplyStanding {
    pub last: Vec<LastReading>,
    pub year: YearUse,
    pub months: Vec<MonthUse>,
    pub carried_kwh: i64,
}

impl From<SupplyState> for SupplyStanding {
    fn from(state: SupplyState) -> SupplyStanding {
        let SupplyState { last, year, months, carried_kwh, .. } = state;
        SupplyStanding { last, year, months, carried_kwh }
    }
}

impl SupplyStanding {
    pub fn with(&self, supply: &Supply, version: u64) -> SupplyState {
        SupplyState {
            supply: supply.clone(),
            version,
            last: self.last.clone(),
            year: self.year,
            months: self.months.clone(),
            carried_kwh: self.carried_kwh,
        }
    }
}

/// A supply: its newest archive, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplyRow {
    /// Of the account.
    pub id: u64,
    /// The station that hears of it.
    pub station: UnitCode,
    /// The version at which the archive was loaded.
    pub archive: u64,
    /// Of what was loaded, so that loading it again changes nothing.
    pub digest: [u8; 32],
    pub supply: Supply,
    pub standing: SupplyStanding,
    pub version: u64,
}

impl SupplyRow {
    pub fn state(&self) -> SupplyState {
        self.standing.with(&self.supply, self.version)
    }
}

/// What is known of a supply before it is loaded again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSupply {
    pub account: u64,
    pub station: UnitCode,
    /// Of what was loaded; `None` where nothing was.
    pub digest: Option<[u8; 32]>,
}

/// Who wrote an entry, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub place: EntryRef,
    pub operator: OperatorId,
    pub terminal: TerminalCode,
    pub at_ms: i64,
}

/// A reading among the facts, and where it stands after everything that was done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingRow {
    pub noted: Noted,
    pub station: UnitCode,
    /// Of its metering point when it arrived.
    pub segment: Option<SegmentNo>,
    pub reading: Reading,
    pub state: ReviewState,
    pub reviewer: Option<OperatorId>,
    /// The reviewer's.
    pub note: String,
    /// The version at which it arrived.
    pub born: u64,
    pub version: u64,
}

impl ReadingRow {
    pub fn known(&self) -> KnownReading {
        KnownReading {
            reading: self.reading.clone(),
            by: self.noted.operator,
            terminal: self.noted.terminal.clone(),
            at_ms: self.noted.at_ms,
            state: self.state,
            reviewer: self.reviewer,
            note: self.note.clone(),
        }
    }

    /// Read by somebody, and neither taken back nor sent back.
    pub fn is_live(&self) -> bool {
        !matches!(self.state, ReviewState::Withdrawn | ReviewState::SentBack)
    }
}

/// What was done with a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Withdrawn,
    Approved,
    SentBack,
    /// A change that was asked for after the review.
    Requested(Registers),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActRow {
    pub reading: ReadingId,
    pub place: EntryRef,
    pub operator: OperatorId,
    pub at_ms: i64,
    pub act: Act,
    pub note: String,
}

/// The derivation of a bill that was issued, with what it takes to compute it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    /// Of the account.
    pub id: u64,
    pub station: UnitCode,
    /// The entry of an outlet's bill; `None` where the center issued it.
    pub source: Option<EntryRef>,
    /// The archive it was computed on.
    pub archive: u64,
    /// How the supply stood before it; `None` for differences, and where nobody knows.
    pub before: Option<SupplyStanding>,
    pub readings: Vec<ReadingId>,
    pub statement: BillStatement,
    pub version: u64,
    /// Who issued an outlet's bill, and when by the evidence of its entry.
    pub operator: Option<OperatorId>,
    pub at_ms: Option<i64>,
    /// The decision that a difference came from.
    pub decided_by: Option<ProposalId>,
    /// 作废: its decision was undone, or the bill that it corrects is not the bill of the month any more. It is kept, and
    /// counts no more.
    pub voided: bool,
}

/// 退补 as decided, and the bill that settled it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRow {
    pub id: u64,
    pub customer: CustomerNo,
    pub digest: [u8; 32],
    pub correction: Correction,
    pub settled: Option<BillId>,
}

/// 复电申请, as the center heard of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreRow {
    pub request: RestoreRequest,
    pub terminal: TerminalCode,
    pub heard_ms: i64,
    /// Its entry, once that is held.
    pub entry: Option<EntryRef>,
}

/// All of a customer's facts that bills are computed from, from a month on.
#[derive(Clone, Debug, Default)]
pub struct BillingFacts {
    pub supply: Option<SupplyRow>,
    /// Archives that statements name.
    pub documents: BTreeMap<u64, Supply>,
    pub readings: Vec<ReadingRow>,
    pub acts: Vec<ActRow>,
    /// Oldest first.
    pub statements: Vec<StatementRow>,
    pub corrections: Vec<CorrectionRow>,
    /// Readings that decisions chose, those in force.
    pub chosen: Vec<ChosenReading>,
    /// Bills of outlets that are not the bill of their month.
    pub rivals: Vec<RivalBill>,
}

/// A customer of a bill run.
#[derive(Clone, Debug)]
pub struct Billable {
    pub customer: CustomerNo,
    pub unit: UnitCode,
    /// The month has its bill already.
    pub is_billed: bool,
    /// Energy and amount of the month before, if it was billed.
    pub last_month: Option<(i64, domain::Money)>,
    pub facts: BillingFacts,
}

/// Which customers of a run to load.
#[derive(Clone, Debug)]
pub struct BillableScope {
    /// Accounts after this number,
    pub after: u64,
    /// … through this one,
    pub through: u64,
    /// … of these units; `None` for all.
    pub units: Option<Vec<UnitCode>>,
    pub period: BillingPeriod,
}

/// A photo or an imported file, as far as it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttachmentRow {
    pub file: FileHash,
    pub length: u64,
    pub held: u64,
}

impl AttachmentRow {
    pub fn is_whole(&self) -> bool {
        self.held == self.length
    }
}

/// Readings by month and segment, for people.
#[derive(Clone, Debug)]
pub struct ReadingFilter {
    pub period: BillingPeriod,
    pub segment: Option<SegmentNo>,
    pub limit: u32,
}

/// What a commit writes of reading and billing.
#[derive(Debug, Default)]
pub struct BillingEffects {
    pub rules: Vec<(BillingRules, u64)>,
    /// With the station that hears of it.
    pub segments: Vec<(Segment, UnitCode, u64)>,
    /// Archives by account and version.
    pub documents: Vec<(u64, u64, Supply)>,
    pub supplies: Vec<SupplyRow>,
    /// Customers whose station changed: account, number, new station and version.
    pub moves: Vec<(u64, CustomerNo, UnitCode, u64)>,
    pub readings: Vec<ReadingRow>,
    pub acts: Vec<ActRow>,
    pub rounds: Vec<(Noted, PreparedRound)>,
    pub imports: Vec<(Noted, ReadingImport)>,
    pub notices: Vec<(Noted, Notice)>,
    /// Bills that were issued, by account.
    pub bills: Vec<(u64, Bill)>,
    pub statements: Vec<StatementRow>,
    pub corrections: Vec<CorrectionRow>,
    pub restores: Vec<RestoreRow>,
    pub runs: Vec<RunRow>,
    pub unbilled: Vec<(u64, Unbilled)>,
}
