//! Settings of collection, each version with its dates: rates, minimum, cap, day count, allocation, tail, remittance.
//!
//! A rule never changes in place; a new version with a later date follows it. The values of `CollectionRules::standard`
//! are those of the regulations, and every one of them can be replaced by data from the center.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Money, TenderKind};

/// How the days of a penalty are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DayCount {
    /// From the first overdue day to the paying day, both counted: "自逾期之日起至交纳日止".
    BothEnds,
    /// The paying day is not counted.
    WithoutPayingDay,
}

/// 违约金 settings in force from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PenaltyRule {
    pub effective_from: NaiveDate,
    /// Residents, per day of the unpaid principal.
    pub resident_per_day: Decimal,
    /// Others, for days in the year of the bill.
    pub other_per_day: Decimal,
    /// Others, for days in a later year (跨年度).
    pub other_cross_year_per_day: Decimal,
    /// Charged when the penalty is above zero and below this.
    pub minimum: Money,
    /// The most a bill's penalty may reach, as a share of the principal that first became overdue.
    pub cap_share: Option<Decimal>,
    pub day_count: DayCount,
}

/// The order in which money meets bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AllocationMode {
    /// A: each bill's penalty, then its principal, oldest bill first.
    BillByBill,
    /// B: all principal oldest first, then penalties oldest first.
    PrincipalFirst,
}

/// 进整收费: the smallest amount that cash is collected in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CollectIn {
    Fen,
    Jiao,
    Yuan,
}

impl CollectIn {
    pub fn unit(self) -> Money {
        match self {
            CollectIn::Fen => Money::from_fen(1),
            CollectIn::Jiao => Money::JIAO,
            CollectIn::Yuan => Money::YUAN,
        }
    }
}

/// How the counter collects, in force from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CounterRule {
    pub effective_from: NaiveDate,
    pub allocation: AllocationMode,
    pub partial_payment: PartialPayment,
    pub collect_in: CollectIn,
    /// 是否解款: the tenders that the cashier hands over at remittance.
    pub remitted: Vec<TenderKind>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PartialPayment {
    Allowed,
    Refused,
}

/// All versions of both settings. The newest version that is in force on a day counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CollectionParts")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CollectionRules {
    penalty: Vec<PenaltyRule>,
    counter: Vec<CounterRule>,
}

/// The rules as a document carries them; a document without a rule of each kind is none.
#[derive(Deserialize)]
struct CollectionParts {
    penalty: Vec<PenaltyRule>,
    counter: Vec<CounterRule>,
}

impl TryFrom<CollectionParts> for CollectionRules {
    type Error = &'static str;
    fn try_from(parts: CollectionParts) -> Result<CollectionRules, Self::Error> {
        if parts.penalty.is_empty() || parts.counter.is_empty() {
            return Err("collection needs a penalty rule and a counter rule at least");
        }
        Ok(CollectionRules::new(parts.penalty, parts.counter))
    }
}

impl CollectionRules {
    /// Sorts the versions by date. Both lists need one version at least.
    pub fn new(mut penalty: Vec<PenaltyRule>, mut counter: Vec<CounterRule>) -> CollectionRules {
        assert!(!penalty.is_empty() && !counter.is_empty(), "collection needs a rule of each kind");
        penalty.sort_by_key(|rule| rule.effective_from);
        counter.sort_by_key(|rule| rule.effective_from);
        CollectionRules { penalty, counter }
    }

    /// 供电营业规则 (1996) art. 98: 1‰, 2‰, 3‰ a day, and the one-yuan minimum until 2024-05-31. The cap of 30 % is that of
    /// 国家电网营销〔2016〕835号.
    pub fn standard() -> CollectionRules {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a real date");
        let penalty = |effective_from, minimum| PenaltyRule {
            effective_from,
            resident_per_day: Decimal::new(1, 3),
            other_per_day: Decimal::new(2, 3),
            other_cross_year_per_day: Decimal::new(3, 3),
            minimum,
            cap_share: Some(Decimal::new(30, 2)),
            day_count: DayCount::BothEnds,
        };
        let counter = CounterRule {
            effective_from: day(1996, 10, 8),
            allocation: AllocationMode::BillByBill,
            partial_payment: PartialPayment::Allowed,
            collect_in: CollectIn::Fen,
            remitted: vec![TenderKind::Cash, TenderKind::Cheque],
        };
        CollectionRules::new(
            vec![penalty(day(1996, 10, 8), Money::YUAN), penalty(day(2024, 6, 1), Money::ZERO)],
            vec![counter],
        )
    }

    pub fn penalty_versions(&self) -> &[PenaltyRule] {
        &self.penalty
    }

    pub fn counter_versions(&self) -> &[CounterRule] {
        &self.counter
    }

    /// The penalty rule in force on a day; before the first version, the first.
    pub fn penalty_on(&self, day: NaiveDate) -> &PenaltyRule {
        self.penalty.iter().rev().find(|rule| rule.effective_from <= day).unwrap_or(&self.penalty[0])
    }

    /// The counter rule in force on a day; before the first version, the first.
    pub fn counter_on(&self, day: NaiveDate) -> &CounterRule {
        self.counter.iter().rev().find(|rule| rule.effective_from <= day).unwrap_or(&self.counter[0])
    }
}
