//! 变压器: a customer's own transformer, for its capacity and its losses.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::TransformerNo;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Transformer {
    pub no: TransformerNo,
    /// S_e
    pub kva: Decimal,
    pub loss: TransformerLoss,
    /// Runs from this day on.
    pub from: NaiveDate,
    /// The last day; `None` while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub to: Option<NaiveDate>,
    /// 暂停: sealed, first and last day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suspensions: Vec<Suspension>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suspension {
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// 变损
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum TransformerLoss {
    /// The customer does not bear it.
    None,
    /// From the nameplate: no-load loss P0 and load loss Pk in kW, no-load current and impedance in percent, and the
    /// shape factor K of the shifts.
    Formula {
        no_load_kw: Decimal,
        load_kw: Decimal,
        no_load_current_percent: Decimal,
        impedance_percent: Decimal,
        shape: Decimal,
    },
    /// A look-up table by the energy of a month.
    Table { rows: Vec<LossRow> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LossRow {
    /// Up to this energy, inclusive; the last row has none.
    pub up_to_kwh: Option<i64>,
    pub active_kwh: Decimal,
    pub reactive_kvarh: Decimal,
}

impl Transformer {
    /// Days from a first to a last day, both included, on which it is under voltage.
    pub fn days_running(&self, first: NaiveDate, last: NaiveDate) -> i64 {
        let first = self.from.max(first);
        let last = self.to.map_or(last, |to| to.min(last));
        let mut running = days_between(first, last);
        let mut pauses: Vec<&Suspension> = self.suspensions.iter().collect();
        pauses.sort_by_key(|pause| pause.from);
        // Pauses may overlap: each counts from where the ones before it ended.
        let mut next = Some(first);
        for pause in pauses {
            let Some(free_from) = next else { break };
            let end = pause.to.map_or(last, |to| to.min(last));
            running -= days_between(pause.from.max(free_from), end);
            next = end.succ_opt().map(|after| after.max(free_from));
        }
        running
    }
}

impl Suspension {
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }

    /// Its days; `None` while its end is not known.
    pub fn days(&self) -> Option<i64> {
        self.to.map(|to| days_between(self.from, to))
    }
}

fn days_between(first: NaiveDate, last: NaiveDate) -> i64 {
    ((last - first).num_days() + 1).max(0)
}
