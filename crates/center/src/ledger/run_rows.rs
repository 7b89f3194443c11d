//! Bill runs as rows: what was wished for, how far it has come, and what came of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{BillingPeriod, CustomerNo, Money, PriceCode, SegmentNo, UnitCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many of the largest changes a summary names.
const SWINGS_KEPT: usize = 20;

/// 月度算费: which customers of which month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BillRunWish {
    pub period: BillingPeriod,
    /// The unit and everything below it; `None` for the whole prefecture.
    pub unit: Option<UnitCode>,
    /// Only these segments; empty for all that the center bills. Segments billed on the spot only take part when named.
    #[serde(default)]
    pub segments: Vec<SegmentNo>,
    /// 发行日期: the days without penalty count from it.
    pub issued_on: NaiveDate,
}

/// What a run does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "run", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RunWish {
    /// 试算
    Trial(BillRunWish),
    /// 发行
    Issue(BillRunWish),
    /// 追溯重算: a price or setting came that is dated before bills that were issued. `codes` is `None` for settings, which
    /// touch every bill.
    Recompute { from: NaiveDate, codes: Option<Vec<PriceCode>> },
}

impl RunWish {
    pub fn kind_code(&self) -> i64 {
        match self {
            RunWish::Trial(_) => 1,
            RunWish::Issue(_) => 2,
            RunWish::Recompute { .. } => 3,
        }
    }
}

/// A run with its progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    pub id: u64,
    pub wish: RunWish,
    pub started_ms: i64,
    pub finished_ms: Option<i64>,
    /// Accounts up to this number are done,
    pub through: u64,
    /// … of accounts up to this one.
    pub until: u64,
    pub summary: BillRunSummary,
}

/// A customer without a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbilled {
    pub customer: CustomerNo,
    /// `no-reading` and so on.
    pub reason: String,
    pub sentence: String,
}

/// What a run came to, beside the month before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BillRunSummary {
    /// Customers that were looked at.
    pub customers: u64,
    /// Bills that were made, or that were computed again.
    pub bills: u64,
    pub kwh: i64,
    pub amount: Money,
    /// Had their bill before.
    pub billed_before: u64,
    /// Billed on the spot by their outlet.
    pub delegated: u64,
    /// Not in the segments or the cycle of this month.
    pub not_due: u64,
    /// Without a bill, by reason.
    pub unbilled: BTreeMap<String, u64>,
    /// 差额 that a recomputation issued.
    pub differences: u64,
    pub units: BTreeMap<UnitCode, UnitSums>,
    /// The largest changes of energy against the month before, largest first.
    pub swings: Vec<Swing>,
}

/// A unit in this month and the one before; the month before counts the same customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnitSums {
    pub bills: u64,
    pub kwh: i64,
    pub amount: Money,
    pub last_bills: u64,
    pub last_kwh: i64,
    pub last_amount: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Swing {
    pub customer: CustomerNo,
    pub last_kwh: i64,
    pub kwh: i64,
    pub amount: Money,
}

impl Swing {
    fn size(&self) -> u64 {
        self.kwh.abs_diff(self.last_kwh)
    }
}

impl BillRunSummary {
    /// Counts a bill of the month beside the one before.
    pub fn count_bill(&mut self, unit: &UnitCode, bill: Swing, last: Option<(i64, Money)>) {
        self.bills += 1;
        self.kwh += bill.kwh;
        self.amount += bill.amount;
        let sums = self.units.entry(unit.clone()).or_default();
        sums.bills += 1;
        sums.kwh += bill.kwh;
        sums.amount += bill.amount;
        if let Some((kwh, amount)) = last {
            sums.last_bills += 1;
            sums.last_kwh += kwh;
            sums.last_amount += amount;
            self.keep_swing(bill);
        }
    }

    fn keep_swing(&mut self, swing: Swing) {
        let place = self.swings.partition_point(|larger| larger.size() >= swing.size());
        if place < SWINGS_KEPT {
            self.swings.insert(place, swing);
            self.swings.truncate(SWINGS_KEPT);
        }
    }
}
