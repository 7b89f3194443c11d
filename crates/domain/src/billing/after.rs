//! What a bill leaves behind for the next one.

use super::{BillStatement, MeterSpan};
use crate::{LastReading, MonthUse, SupplyState, YearUse};

/// 年累计 and 用电历史 reach back so many months.
const MONTHS_KEPT: usize = 13;

/// The state of a supply after a bill: last readings, the year's count, months, and what was carried over.
pub fn after_bill(state: &SupplyState, statement: &BillStatement, spans: &[MeterSpan]) -> SupplyState {
    SupplyState {
        supply: state.supply.clone(),
        version: state.version,
        last: last_readings(state, spans),
        year: year(state, statement),
        months: months(state, statement),
        carried_kwh: statement.carried_kwh,
    }
}

/// Meters in use stand where they were read; removed ones are done with.
fn last_readings(state: &SupplyState, spans: &[MeterSpan]) -> Vec<LastReading> {
    let meters = state.supply.points.iter().flat_map(|point| &point.meters).filter(|meter| meter.removed.is_none());
    let mut last = Vec::with_capacity(state.last.len());
    for meter in meters {
        let span = spans.iter().filter(|span| span.meter == meter.no).max_by_key(|span| span.to);
        match span {
            Some(span) => last.push(LastReading {
                meter: meter.no.clone(),
                on: span.to,
                registers: span.end.clone(),
                estimated: span.estimated,
            }),
            None => last.extend(state.last_of(&meter.no).cloned()),
        }
    }
    last
}

/// Energy beside the steps counts as well where a customer has none, so that one who gets steps within a year has used it.
fn year(state: &SupplyState, statement: &BillStatement) -> YearUse {
    let period = statement.id.period;
    let counted = match &statement.steps {
        Some(steps) => steps.tiers.iter().map(|tier| tier.before_kwh + tier.now_kwh).sum(),
        None => state.kwh_before(period).saturating_add(statement.energy_kwh),
    };
    YearUse { year: period.year(), kwh: counted }
}

fn months(state: &SupplyState, statement: &BillStatement) -> Vec<MonthUse> {
    let period = statement.id.period;
    let month = MonthUse { period, kwh: statement.energy_kwh, estimated: statement.estimated };
    let mut months: Vec<MonthUse> = state.months.iter().filter(|known| known.period != period).cloned().collect();
    months.push(month);
    months.sort_by_key(|month| std::cmp::Reverse(month.period));
    months.truncate(MONTHS_KEPT);
    months
}
