//! From archive and readings to the spans that are billed.

use super::{BillingRefusal, MeterSpan};
use crate::{Meter, MeterNo, MeteringPoint, PointRole, Reading, ReadingState, SubQuantity, SupplyState};
use chrono::NaiveDate;

/// The spans of a month: from the archive's last readings, its replaced meters, and the readings of the round. Removed
/// meters run to their removal reading, new ones from their install reading.
///
/// Of several readings of a meter, one that was corrected does not count, on site goes before remote, then the latest.
pub fn spans(state: &SupplyState, readings: &[&Reading]) -> Result<Vec<MeterSpan>, BillingRefusal> {
    let supply = &state.supply;
    let is_known = |no: &MeterNo| supply.points.iter().any(|point| point.meters.iter().any(|meter| meter.no == *no));
    if let Some(unknown) = readings.iter().find(|reading| !is_known(&reading.meter)) {
        return Err(BillingRefusal::UnknownMeter { meter: unknown.meter.clone() });
    }
    let mut spans = Vec::with_capacity(supply.points.len());
    for point in &supply.points {
        for meter in &point.meters {
            spans.extend(removed_span(state, point, meter)?);
        }
        match point.meter() {
            Some(meter) if has_meter(point) => spans.push(span_in_use(state, point, meter, readings)?),
            None if has_meter(point) => return Err(no_reading(point)),
            _ => {}
        }
    }
    Ok(spans)
}

/// 定量 and 定比 need no reading.
fn has_meter(point: &MeteringPoint) -> bool {
    matches!(point.role, PointRole::Main | PointRole::Sub { quantity: SubQuantity::Metered, .. })
}

fn no_reading(point: &MeteringPoint) -> BillingRefusal {
    BillingRefusal::NoReading { point: point.no.clone() }
}

/// A span without its end.
fn start_of(state: &SupplyState, point: &MeteringPoint, meter: &Meter) -> Option<MeterSpan> {
    let last = state.last_of(&meter.no).map(|last| (last.on, &last.registers));
    let installed = meter.installed.as_ref().map(|installed| (installed.on, &installed.registers));
    // A meter that came back hangs here since its later installation.
    let (from, start) = match (last, installed) {
        (Some(last), Some(installed)) if installed.0 > last.0 => installed,
        (last, installed) => last.or(installed)?,
    };
    Some(MeterSpan {
        point: point.no.clone(),
        meter: meter.no.clone(),
        from,
        to: from,
        start: start.clone(),
        end: start.clone(),
        state: ReadingState::Normal,
        estimated: false,
    })
}

/// 拆表: the use of a removed meter since its last bill, if that was not billed yet.
fn removed_span(
    state: &SupplyState,
    point: &MeteringPoint,
    meter: &Meter,
) -> Result<Option<MeterSpan>, BillingRefusal> {
    let Some(removed) = meter.removed.as_ref().filter(|_| has_meter(point)) else { return Ok(None) };
    if state.last_of(&meter.no).is_none() && was_billed_since(state, point, removed.on) {
        return Ok(None);
    }
    let Some(span) = start_of(state, point, meter) else { return Ok(None) };
    if removed.on < span.from {
        return Err(BillingRefusal::BeforeLast { meter: meter.no.clone() });
    }
    Ok(Some(MeterSpan { to: removed.on, end: removed.registers.clone(), ..span }))
}

fn was_billed_since(state: &SupplyState, point: &MeteringPoint, day: NaiveDate) -> bool {
    point.meters.iter().filter_map(|meter| state.last_of(&meter.no)).any(|last| last.on >= day)
}

fn span_in_use(
    state: &SupplyState,
    point: &MeteringPoint,
    meter: &Meter,
    readings: &[&Reading],
) -> Result<MeterSpan, BillingRefusal> {
    let is_replaced = |reading: &Reading| readings.iter().any(|other| other.replaces == Some(reading.id));
    let of_meter = readings.iter().filter(|reading| reading.meter == meter.no && !is_replaced(reading));
    let reading = of_meter.max_by_key(|reading| (reading.method.is_on_site(), reading.on, reading.id));
    let (Some(reading), Some(span)) = (reading, start_of(state, point, meter)) else { return Err(no_reading(point)) };
    if reading.on < span.from {
        return Err(BillingRefusal::BeforeLast { meter: meter.no.clone() });
    }
    Ok(MeterSpan {
        to: reading.on,
        end: reading.registers.clone(),
        state: reading.state,
        estimated: reading.estimated,
        ..span
    })
}
