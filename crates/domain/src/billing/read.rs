//! (10) 抄见电量: what the meters of each point counted, register by register.

use rust_decimal::Decimal;

use super::amount::{KWH_MAX, whole_kwh, whole_product};
use super::point::{Days, PointEnergy};
use super::{BillRequest, BillingRefusal, MeterQuantity, MeterSpan};
use crate::{Meter, MeteringPoint, PointRole, ReadingRules, ReadingState, Register, SubQuantity};

/// All points in the order of their numbers, and the time of the bill. A point without a meter of its own starts empty.
pub(super) fn points<'a>(request: &BillRequest<'a>) -> Result<(Vec<PointEnergy<'a>>, Days), BillingRefusal> {
    let supply = request.supply();
    check_meters_are_known(request)?;
    let rules = &request.tariff.rules_on(last_day(request)).reading;
    let mut in_order: Vec<&MeteringPoint> = supply.points.iter().collect();
    in_order.sort_by(|a, b| a.no.cmp(&b.no));
    let read_all = in_order.into_iter().map(|point| read(request, point, rules));
    let mut points = read_all.collect::<Result<Vec<_>, _>>()?;
    let read_days = points.iter().filter(|point| !point.meters.is_empty()).map(|point| point.days);
    let days = read_days.reduce(Days::and).ok_or_else(|| no_reading(request))?;
    points.iter_mut().filter(|point| point.meters.is_empty()).for_each(|point| point.days = days);
    Ok((points, days))
}

fn last_day(request: &BillRequest<'_>) -> chrono::NaiveDate {
    request.spans.iter().map(|span| span.to).max().unwrap_or_default()
}

fn no_reading(request: &BillRequest<'_>) -> BillingRefusal {
    let first = request.supply().points.first().map(|point| point.no.clone());
    first.map_or(BillingRefusal::NoPoint, |point| BillingRefusal::NoReading { point })
}

fn check_meters_are_known(request: &BillRequest<'_>) -> Result<(), BillingRefusal> {
    let is_known = |span: &MeterSpan| {
        let point = request.supply().point(&span.point);
        point.is_some_and(|point| point.meters.iter().any(|meter| meter.no == span.meter))
    };
    let unknown = request.spans.iter().find(|span| !is_known(span));
    unknown.map_or(Ok(()), |span| Err(BillingRefusal::UnknownMeter { meter: span.meter.clone() }))
}

/// 定量 and 定比 have no meter.
fn is_metered(point: &MeteringPoint) -> bool {
    matches!(point.role, PointRole::Main | PointRole::Sub { quantity: SubQuantity::Metered, .. })
}

fn read<'a>(
    request: &BillRequest<'a>,
    point: &'a MeteringPoint,
    rules: &ReadingRules,
) -> Result<PointEnergy<'a>, BillingRefusal> {
    let day = last_day(request);
    let mut energy = PointEnergy::new(point, Days { from: day, to: day });
    if !is_metered(point) {
        return Ok(energy);
    }
    let mut is_read = false;
    for meter in &point.meters {
        let mut of_meter: Vec<&MeterSpan> =
            request.spans.iter().filter(|span| span.meter == meter.no && span.point == point.no).collect();
        of_meter.sort_by_key(|span| (span.from, span.to));
        for span in of_meter {
            let days = days_of(span)?;
            energy.days = if is_read { energy.days.and(days) } else { days };
            is_read = true;
            add(&mut energy, MeterRun { meter, span, is_after_estimate: started_estimated(request, span), rules })?;
        }
    }
    if !is_read {
        return Err(BillingRefusal::NoReading { point: point.no.clone() });
    }
    energy.periods.put_difference_on_flat(energy.kwh);
    Ok(energy)
}

fn days_of(span: &MeterSpan) -> Result<Days, BillingRefusal> {
    if span.to < span.from {
        return Err(BillingRefusal::BeforeLast { meter: span.meter.clone() });
    }
    Ok(Days { from: span.from, to: span.to })
}

fn started_estimated(request: &BillRequest<'_>, span: &MeterSpan) -> bool {
    request.state.last_of(&span.meter).is_some_and(|last| last.estimated && last.on == span.from)
}

/// A meter between two readings, with what is needed to understand them.
struct MeterRun<'a, 'b> {
    meter: &'a Meter,
    span: &'b MeterSpan,
    is_after_estimate: bool,
    rules: &'b ReadingRules,
}

/// Adds what one meter counted to its point.
fn add<'a>(energy: &mut PointEnergy<'a>, run: MeterRun<'a, '_>) -> Result<(), BillingRefusal> {
    let first = energy.meters.len();
    energy.meters.reserve(run.meter.registers.len());
    for register in &run.meter.registers {
        energy.meters.push(run.quantity(*register)?);
    }
    let (mut total, mut by_periods) = (None, None);
    for quantity in &energy.meters[first..] {
        match quantity.register {
            Register::ActiveTotal => total = Some(whole_kwh(quantity.quantity)?),
            // The classic rule: 正向 + |反向|.
            Register::Reactive | Register::ReverseReactive => energy.kvarh += whole_kwh(quantity.quantity)?,
            Register::MaxDemand => energy.demand_kw = energy.demand_kw.max(Some(quantity.quantity)),
            Register::ReverseActive => {}
            period => {
                let kwh = whole_kwh(quantity.quantity)?;
                if let Some(period) = period.rate_period() {
                    energy.periods.add(period, kwh);
                }
                *by_periods.get_or_insert(0) += kwh;
            }
        }
    }
    energy.kwh += total.or(by_periods).unwrap_or(0);
    if by_periods.is_none() && total.is_some() {
        energy.without_periods = Some(&run.meter.no);
    }
    energy.is_after_estimate |= run.is_after_estimate;
    energy.estimated |= run.span.estimated;
    Ok(())
}

impl MeterRun<'_, '_> {
    /// One register: (end − start) × multiplier, half up to whole kWh; demand is what it shows × multiplier.
    fn quantity(&self, register: Register) -> Result<MeterQuantity, BillingRefusal> {
        let missing = || BillingRefusal::MissingRegister { meter: self.meter.no.clone() };
        let multiplier =
            self.meter.multiplier.ok_or_else(|| BillingRefusal::MultiplierUnknown { meter: self.meter.no.clone() })?;
        let end = self.span.end.get(register).ok_or_else(missing)?;
        let (start, quantity) = if register.counts_up() {
            let start = self.span.start.get(register).ok_or_else(missing)?;
            let counted = self.difference(size(register, start), size(register, end))?;
            (start, Decimal::from(whole_product(&[counted, multiplier])?))
        } else {
            let demand = end.checked_mul(multiplier).filter(|kw| kw.abs() <= Decimal::from(KWH_MAX));
            (Decimal::ZERO, demand.ok_or(BillingRefusal::TooLarge)?)
        };
        Ok(MeterQuantity {
            meter: self.meter.no.clone(),
            register,
            start,
            end,
            state: self.span.state,
            multiplier,
            quantity,
            estimated: self.span.estimated,
        })
    }

    /// 翻转 adds the range of the meter; a reversal is never billed; after an estimate the difference may be negative.
    fn difference(&self, start: Decimal, end: Decimal) -> Result<Decimal, BillingRefusal> {
        let range = self.meter.digits.range();
        let reversal = || BillingRefusal::Reversal { meter: self.meter.no.clone() };
        let is_below_zero = start < Decimal::ZERO || end < Decimal::ZERO;
        if self.span.state == ReadingState::Reversal || is_below_zero {
            return Err(reversal());
        }
        if end >= start {
            return Ok(end - start);
        }
        let is_plausible = self.rules.is_rollover(start, end, range);
        let is_rollover = match self.span.state {
            ReadingState::Rollover => is_plausible || !self.is_after_estimate,
            // A removal reading does not say how it is to be understood.
            _ => is_plausible && self.meter.removed.is_some(),
        };
        if is_rollover && start <= range {
            Ok(range - start + end)
        } else if self.is_after_estimate {
            Ok(end - start)
        } else {
            Err(reversal())
        }
    }
}

/// Some meters show 反向无功 with a minus sign; only its size counts. No other register goes below zero.
fn size(register: Register, shown: Decimal) -> Decimal {
    if register == Register::ReverseReactive { shown.abs() } else { shown }
}
