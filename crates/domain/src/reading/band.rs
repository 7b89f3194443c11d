//! 预期范围: what a customer is expected to use, from the months before.
//!
//! ```text
//! around a month:  use − margin … use + margin     margin = the larger of share × use and, for residents, a fixed kWh
//! expected:        from the lowest to the highest of the bands around the last month, the one before it,
//!                  and the same month of last year
//! ```
//!
//! Use within the band around the last month is exactly what the jump rule lets pass; the other two months know about
//! seasons and about one odd month.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{BillingPeriod, ElecType, MonthUse, ReadingRules};

/// The expected energy of a reading, kWh, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Band {
    pub from_kwh: i64,
    pub to_kwh: i64,
}

impl Band {
    /// What a customer of this class is expected to use, after the months before, newest first. `None` without history.
    pub fn expected(elec_type: ElecType, months: &[MonthUse], rules: &ReadingRules) -> Option<Band> {
        let around = |month: &MonthUse| Band::around(elec_type, month.kwh, rules);
        let recent = months.iter().take(2);
        let year_ago = months.first().and_then(|newest| same_month_of_last_year(newest.period.next(), months));
        recent.chain(year_ago).map(around).reduce(Band::joined)
    }

    /// The use that is no jump against a month.
    pub(super) fn around(elec_type: ElecType, kwh: i64, rules: &ReadingRules) -> Band {
        let kwh = kwh.max(0);
        let margin = if elec_type.is_residential() {
            share_of(kwh, rules.resident_jump_share).max(rules.resident_jump_kwh)
        } else {
            share_of(kwh, rules.other_jump_share)
        };
        Band { from_kwh: kwh.saturating_sub(margin).max(0), to_kwh: kwh.saturating_add(margin) }
    }

    pub fn contains(self, kwh: i64) -> bool {
        (self.from_kwh..=self.to_kwh).contains(&kwh)
    }

    fn joined(self, other: Band) -> Band {
        Band { from_kwh: self.from_kwh.min(other.from_kwh), to_kwh: self.to_kwh.max(other.to_kwh) }
    }
}

/// Whole kWh: a share of a whole number, rounded down.
fn share_of(kwh: i64, share: Decimal) -> i64 {
    let exact = Decimal::from(kwh).checked_mul(share).unwrap_or(Decimal::MAX);
    i64::try_from(exact.floor()).unwrap_or(i64::MAX)
}

fn same_month_of_last_year(period: BillingPeriod, months: &[MonthUse]) -> Option<&MonthUse> {
    months.iter().find(|month| month.period.month() == period.month() && month.period.year() + 1 == period.year())
}
