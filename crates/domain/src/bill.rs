//! 应收电费: a bill as the counter sees it, and what has been settled of it.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{BillingPeriod, BusinessDate, CollectionRules, ElecType, Money};

/// A bill of a customer: its month, and its place among several issues for that month. Oldest first is id order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BillId {
    pub period: BillingPeriod,
    /// 1 for the ordinary bill of the month, more for corrections issued later.
    pub issue: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a bill is named by its month, like 2026-10, or 2026-10#2 for a second issue")]
pub struct BillIdError;

impl BillId {
    pub fn first_of(period: BillingPeriod) -> BillId {
        BillId { period, issue: 1 }
    }
}

impl fmt::Display for BillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.issue {
            1 => self.period.fmt(f),
            issue => write!(f, "{}#{issue}", self.period),
        }
    }
}

impl FromStr for BillId {
    type Err = BillIdError;
    fn from_str(text: &str) -> Result<BillId, BillIdError> {
        let (period, issue) = text.split_once('#').unwrap_or((text, "1"));
        let period = period.parse().map_err(|_| BillIdError)?;
        let issue = issue.parse().ok().filter(|issue| *issue > 0).ok_or(BillIdError)?;
        Ok(BillId { period, issue })
    }
}

impl TryFrom<String> for BillId {
    type Error = BillIdError;
    fn try_from(text: String) -> Result<BillId, BillIdError> {
        text.parse()
    }
}

impl From<BillId> for String {
    fn from(id: BillId) -> String {
        id.to_string()
    }
}

/// 收费锁定: somebody else holds the bill, so the counter must not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BillLock {
    /// 代扣在途: in a bank's debit batch.
    BankDebit,
    /// 走收在途: carried by a walking collector.
    WalkingCollector,
    /// 托收在途: with the bank for entrusted collection.
    EntrustedCollection,
}

/// SETTLE_FLAG of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SettleState {
    /// 01
    Unpaid,
    /// 02
    PartlyPaid,
    /// 03
    Settled,
}

/// Money that met a bill on a business date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settlement {
    pub on: BusinessDate,
    pub principal: Money,
    pub penalty: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bill {
    pub id: BillId,
    pub elec_type: ElecType,
    /// 电量
    pub energy_kwh: i64,
    pub amount: Money,
    /// 违约金起算日: the first overdue day.
    pub penalty_start: NaiveDate,
    pub lock: Option<BillLock>,
    /// In the order of their business dates.
    pub settlements: Vec<Settlement>,
}

impl Bill {
    pub fn principal_paid(&self) -> Money {
        self.settlements.iter().map(|settlement| settlement.principal).sum()
    }

    pub fn penalty_paid(&self) -> Money {
        self.settlements.iter().map(|settlement| settlement.penalty).sum()
    }

    pub fn principal_due(&self) -> Money {
        self.amount - self.principal_paid()
    }

    /// 应缴违约金 if paid on `day`: the whole penalty to that day less what was paid of it.
    pub fn penalty_due(&self, rules: &CollectionRules, day: BusinessDate) -> Money {
        (crate::penalty::penalty(self, rules, day) - self.penalty_paid()).max(Money::ZERO)
    }

    /// The last day on which no penalty is owed (缴费截止日).
    pub fn due_date(&self) -> NaiveDate {
        self.penalty_start.pred_opt().expect("a bill has a due date")
    }

    pub fn days_overdue(&self, day: BusinessDate) -> i64 {
        (day - self.due_date()).num_days().max(0)
    }

    pub fn settle_state(&self) -> SettleState {
        if !self.principal_due().is_positive() {
            SettleState::Settled
        } else if self.principal_paid().is_positive() {
            SettleState::PartlyPaid
        } else {
            SettleState::Unpaid
        }
    }

    /// Adds a settlement in its place by business date.
    pub fn settle(&mut self, settlement: Settlement) {
        let place = self.settlements.partition_point(|earlier| earlier.on <= settlement.on);
        self.settlements.insert(place, settlement);
    }
}
