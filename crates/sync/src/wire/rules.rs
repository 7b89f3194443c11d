//! The collection rules in their versions: penalties, and how the counter takes money.

use domain::{
    AllocationMode, CollectIn, CollectionRules, CounterRule, DayCount, Money, PartialPayment, PenaltyRule, TenderKind,
};
use minicbor::{Decode, Encode};

use super::{Malformed, all, date_of, days_of, decimal, numbered};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct RulesBytes {
    #[n(1)]
    penalty: Vec<PenaltyBytes>,
    #[n(2)]
    counter: Vec<CounterBytes>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct PenaltyBytes {
    #[n(1)]
    effective_from: i32,
    #[n(2)]
    resident_per_day: String,
    #[n(3)]
    other_per_day: String,
    #[n(4)]
    other_cross_year_per_day: String,
    #[n(5)]
    minimum: i64,
    #[n(6)]
    cap_share: Option<String>,
    /// 1 both ends, 2 without the paying day
    #[n(7)]
    day_count: u8,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct CounterBytes {
    #[n(1)]
    effective_from: i32,
    /// 1 bill by bill, 2 principal first
    #[n(2)]
    allocation: u8,
    #[n(3)]
    partial_payment: bool,
    /// In fen: 1, 10 or 100.
    #[n(4)]
    collect_in: u8,
    /// Numbers of tenders, as in the journal.
    #[n(5)]
    remitted: Vec<u8>,
}

impl From<&CollectionRules> for RulesBytes {
    fn from(rules: &CollectionRules) -> RulesBytes {
        RulesBytes {
            penalty: rules.penalty_versions().iter().map(PenaltyBytes::from).collect(),
            counter: rules.counter_versions().iter().map(CounterBytes::from).collect(),
        }
    }
}

impl TryFrom<RulesBytes> for CollectionRules {
    type Error = Malformed;
    fn try_from(bytes: RulesBytes) -> Result<CollectionRules, Malformed> {
        if bytes.penalty.is_empty() || bytes.counter.is_empty() {
            return Err(Malformed::because("rules without a version"));
        }
        let penalty = all(bytes.penalty, PenaltyRule::try_from)?;
        Ok(CollectionRules::new(penalty, all(bytes.counter, CounterRule::try_from)?))
    }
}

impl From<&PenaltyRule> for PenaltyBytes {
    fn from(rule: &PenaltyRule) -> PenaltyBytes {
        PenaltyBytes {
            effective_from: days_of(rule.effective_from),
            resident_per_day: rule.resident_per_day.to_string(),
            other_per_day: rule.other_per_day.to_string(),
            other_cross_year_per_day: rule.other_cross_year_per_day.to_string(),
            minimum: rule.minimum.fen(),
            cap_share: rule.cap_share.map(|share| share.to_string()),
            day_count: match rule.day_count {
                DayCount::BothEnds => 1,
                DayCount::WithoutPayingDay => 2,
            },
        }
    }
}

impl TryFrom<PenaltyBytes> for PenaltyRule {
    type Error = Malformed;
    fn try_from(bytes: PenaltyBytes) -> Result<PenaltyRule, Malformed> {
        Ok(PenaltyRule {
            effective_from: date_of(bytes.effective_from)?,
            resident_per_day: decimal(&bytes.resident_per_day)?,
            other_per_day: decimal(&bytes.other_per_day)?,
            other_cross_year_per_day: decimal(&bytes.other_cross_year_per_day)?,
            minimum: Money::from_fen(bytes.minimum),
            cap_share: bytes.cap_share.as_deref().map(decimal).transpose()?,
            day_count: match bytes.day_count {
                1 => DayCount::BothEnds,
                2 => DayCount::WithoutPayingDay,
                _ => return Err(Malformed::because("an unknown day count")),
            },
        })
    }
}

impl From<&CounterRule> for CounterBytes {
    fn from(rule: &CounterRule) -> CounterBytes {
        CounterBytes {
            effective_from: days_of(rule.effective_from),
            allocation: match rule.allocation {
                AllocationMode::BillByBill => 1,
                AllocationMode::PrincipalFirst => 2,
            },
            partial_payment: rule.partial_payment == PartialPayment::Allowed,
            collect_in: rule.collect_in.unit().fen() as u8,
            remitted: rule.remitted.iter().map(|kind| *kind as u8 + 1).collect(),
        }
    }
}

impl TryFrom<CounterBytes> for CounterRule {
    type Error = Malformed;
    fn try_from(bytes: CounterBytes) -> Result<CounterRule, Malformed> {
        let tender = |number: u8| numbered(&TenderKind::ALL, number).ok_or(Malformed::because("an unknown tender"));
        Ok(CounterRule {
            effective_from: date_of(bytes.effective_from)?,
            allocation: match bytes.allocation {
                1 => AllocationMode::BillByBill,
                2 => AllocationMode::PrincipalFirst,
                _ => return Err(Malformed::because("an unknown allocation mode")),
            },
            partial_payment: if bytes.partial_payment { PartialPayment::Allowed } else { PartialPayment::Refused },
            collect_in: match bytes.collect_in {
                1 => CollectIn::Fen,
                10 => CollectIn::Jiao,
                100 => CollectIn::Yuan,
                _ => return Err(Malformed::because("an unknown smallest amount")),
            },
            remitted: all(bytes.remitted, tender)?,
        })
    }
}
