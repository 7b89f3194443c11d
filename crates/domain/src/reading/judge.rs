//! 示数合理性: what a reading means and whether it can be true, asked again at every keystroke.
//!
//! The judgement never blocks a fact: what a meter shows can be entered. It says what the person must confirm, and what
//! the review has to look at.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::movement::{Movement, Start};
use super::{Anomaly, Band, ReadingKind};
use crate::{LastReading, Meter, MonthUse, Reading, ReadingRules, ReadingState, Register, Registers, Supply};

/// What is known besides the reading itself.
pub struct ReadingContext<'a> {
    pub supply: &'a Supply,
    pub meter: &'a Meter,
    pub last: Option<&'a LastReading>,
    /// Newest first.
    pub months: &'a [MonthUse],
    /// 计划抄表日
    pub planned_on: Option<NaiveDate>,
    /// Periods that the point was read remotely before this one, if it is read remotely now; 0 in the first.
    pub remote_periods: Option<u32>,
    pub rules: &'a ReadingRules,
}

/// How loud a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Listed in the review and harmless.
    Note,
    /// The reader is not asked; the review looks at it one by one.
    Review,
    /// The reader confirms, once; the review looks at it one by one.
    Ask,
    /// Cannot be entered as it is: a digit too many, more than physics allows, below the last without an explanation.
    Stop,
}

/// What is unusual about a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Finding {
    /// 零度: no use, for so many periods with this one.
    Zero { periods: u32 },
    /// 突变: more or less than last time by this share (0.5 is 50 %; after a month of no use, 1).
    Jump { last_kwh: i64, share: Decimal },
    /// 翻转: read as a rollover.
    Rollover,
    /// 倒走/示数下降: below the last reading and no rollover. Where the last reading was an estimate the state stays normal,
    /// and the next bill takes off what was estimated too much.
    Reversal,
    /// 超容量: more than the capacity could take in the days since the last reading.
    BeyondCapacity { possible_kwh: i64 },
    /// 需量超容量: the maximum demand is more than the capacity.
    DemandBeyondCapacity { demand_kw: Decimal, capacity_kva: Decimal },
    /// 分时之和与总不符, by so many kWh.
    RegisterSum { difference: Decimal },
    /// 位数: more digits than the meter has, which are these. A minus sign is such a digit too.
    TooManyDigits { whole: u8, decimals: u8 },
    /// A register of the meter is missing.
    MissingRegister,
    /// 估抄, for so many periods in a row.
    Estimated { periods: u32 },
    /// 表号不符
    MeterDiffers,
    /// 倍率待核: cannot be billed before somebody checked it.
    MultiplierUnknown,
    /// 计划外: so many days from the planned day.
    OutsidePlan { days: i64 },
    /// 首次: the first reading after connection or a change of the archive.
    First,
    /// 远抄复核: remote reading is new here, so it is checked on site.
    RemoteIsNew,
    /// 无功无有功: reactive energy and no active energy.
    ReactiveOnly,
    /// An anomaly that the reader reported.
    Reported,
    /// The date lies before the last reading.
    BeforeLast,
}

/// What a reading comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    pub state: ReadingState,
    /// 抄见电量 of the active total. Zero for a reversal; below zero only where the last reading was an estimate and too high.
    pub energy_kwh: i64,
    /// Loudest first.
    pub findings: Vec<(Severity, Finding)>,
}

impl Judgement {
    pub fn loudest(&self) -> Option<Severity> {
        self.findings.first().map(|(severity, _)| *severity)
    }
}

/// Judges a reading. `reading.state` and `reading.energy_kwh` are what the judgement says, not what was passed in.
pub fn judge(reading: &Reading, context: &ReadingContext<'_>) -> Judgement {
    let start = Start::of(context);
    let movement = Movement::of(reading, context.meter, start.as_ref(), context.rules);
    let mut findings = entry(reading, context);
    let is_on_this_meters_scale = !findings.iter().any(|(_, finding)| matches!(finding, Finding::TooManyDigits { .. }));
    if is_on_this_meters_scale {
        findings.extend(directions(&movement));
        findings.extend(quantities(reading, context, start.as_ref(), &movement));
        findings.extend(demand_beyond_capacity(reading, context));
    }
    findings.extend(dates(reading, context, start.as_ref()));
    findings.extend(circumstances(reading, context, start.as_ref()));
    findings.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    Judgement { state: movement.state, energy_kwh: movement.energy_kwh.unwrap_or(0), findings }
}

type Found = (Severity, Finding);

/// What was typed: its digits, and whether all of the meter was read.
fn entry(reading: &Reading, context: &ReadingContext<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let registers = &reading.registers;
    if let Some((whole, decimals)) = registers.iter().find_map(|(kind, value)| excess(kind, value, context.meter)) {
        found.push((Severity::Stop, Finding::TooManyDigits { whole, decimals }));
    }
    let is_missing = |register: &Register| registers.get(*register).is_none();
    if !is_estimate(reading) && context.meter.registers.iter().any(is_missing) {
        found.push((Severity::Stop, Finding::MissingRegister));
    }
    found
}

/// The digits of the meter, if the value has more. Demand is shown with decimals of its own.
fn excess(register: Register, value: Decimal, meter: &Meter) -> Option<(u8, u8)> {
    let decimals = if register == Register::MaxDemand { Registers::DECIMALS_MAX as u8 } else { meter.digits.decimals };
    let fits =
        value >= Decimal::ZERO && value < meter.digits.range() && value.normalize().scale() <= u32::from(decimals);
    (!fits).then_some((meter.digits.whole, decimals))
}

fn dates(reading: &Reading, context: &ReadingContext<'_>, start: Option<&Start<'_>>) -> Vec<Found> {
    let before_last = start.filter(|start| reading.on < start.on).map(|_| (Severity::Stop, Finding::BeforeLast));
    let planned = context.planned_on.filter(|_| reading.kind == ReadingKind::Periodic);
    let outside_plan = planned.and_then(|planned| {
        let days = (reading.on - planned).num_days();
        // In another month it is no longer a matter of a few days.
        let month = |day: NaiveDate| (day.year(), day.month());
        let is_far = month(reading.on) != month(planned);
        let severity = if is_far { Severity::Review } else { Severity::Note };
        (days.unsigned_abs() > u64::from(context.rules.plan_days)).then_some((severity, Finding::OutsidePlan { days }))
    });
    before_last.into_iter().chain(outside_plan).collect()
}

/// Where the registers went: on, over the top, or back.
fn directions(movement: &Movement) -> Option<Found> {
    if movement.is_below_start {
        Some((Severity::Ask, Finding::Reversal))
    } else {
        (movement.state == ReadingState::Rollover).then_some((Severity::Ask, Finding::Rollover))
    }
}

/// How much was used. Nothing is said where the energy is not known.
fn quantities(
    reading: &Reading,
    context: &ReadingContext<'_>,
    start: Option<&Start<'_>>,
    movement: &Movement,
) -> Vec<Found> {
    let Some(energy_kwh) = movement.energy_kwh else { return Vec::new() };
    let mut found = Vec::new();
    found.extend(start.and_then(|start| beyond_capacity(reading, context, start, energy_kwh)));
    if let Some(difference) = movement.register_sum_difference.filter(|d| d.abs() > context.rules.register_sum_kwh) {
        found.push((Severity::Ask, Finding::RegisterSum { difference }));
    }
    if energy_kwh == 0 {
        found.push(zero(context, start));
        found.extend(movement.has_reactive.then_some((Severity::Review, Finding::ReactiveOnly)));
    }
    if are_months_of_this_meter(context, start) {
        found.extend(jump(context, energy_kwh));
    }
    found
}

/// Physics: nobody takes more than the capacity around the clock. After an estimate the true reading covers more days
/// than the archive knows, so the reader may confirm it.
fn beyond_capacity(
    reading: &Reading,
    context: &ReadingContext<'_>,
    start: &Start<'_>,
    energy_kwh: i64,
) -> Option<Found> {
    let capacity = context.supply.capacity_kva;
    let hours = Decimal::from((reading.on - start.on).num_days().max(1)) * Decimal::from(24);
    let possible = capacity.checked_mul(hours).filter(|_| capacity > Decimal::ZERO)?;
    let possible_kwh = i64::try_from(possible.floor()).unwrap_or(i64::MAX);
    let severity = if start.estimated { Severity::Ask } else { Severity::Stop };
    (Decimal::from(energy_kwh) > possible).then_some((severity, Finding::BeyondCapacity { possible_kwh }))
}

/// A customer can take somewhat more than the contract, and many times the capacity only by a misread figure. A limit too
/// large to compute is no limit.
fn demand_beyond_capacity(reading: &Reading, context: &ReadingContext<'_>) -> Option<Found> {
    let capacity_kva = Some(context.supply.capacity_kva).filter(|capacity| *capacity > Decimal::ZERO)?;
    let shown = reading.registers.get(Register::MaxDemand)?;
    let demand_kw = shown.checked_mul(context.meter.multiplier?).unwrap_or(Decimal::MAX).normalize();
    let is_above = |times: Decimal| capacity_kva.checked_mul(times).is_some_and(|limit| demand_kw > limit);
    let severity = if is_above(context.rules.demand_possible_times) {
        Severity::Stop
    } else if is_above(context.rules.demand_asked_share) {
        Severity::Ask
    } else {
        return None;
    };
    Some((severity, Finding::DemandBeyondCapacity { demand_kw, capacity_kva }))
}

fn zero(context: &ReadingContext<'_>, start: Option<&Start<'_>>) -> Found {
    let months = if are_months_of_this_meter(context, start) { context.months } else { &[] };
    let before = months.iter().take_while(|month| month.kwh == 0).count() as u32;
    let periods = before.saturating_add(1);
    let severity = if periods >= context.rules.zero_periods { Severity::Review } else { Severity::Note };
    (severity, Finding::Zero { periods })
}

/// The months count the whole supply since the last reading: they are comparable where one meter is all of it.
fn are_months_of_this_meter(context: &ReadingContext<'_>, start: Option<&Start<'_>>) -> bool {
    context.supply.points.len() <= 1 && start.is_some_and(|start| !start.is_installation)
}

/// A jump against the last month is asked about, unless the months that the band knows explain it: then it is listed.
fn jump(context: &ReadingContext<'_>, energy_kwh: i64) -> Option<Found> {
    let (supply, rules) = (context.supply, context.rules);
    let last_kwh = context.months.first()?.kwh.max(0);
    if Band::around(supply.elec_type, last_kwh, rules).contains(energy_kwh) {
        return None;
    }
    let is_expected = Band::expected(supply.elec_type, context.months, rules)?.contains(energy_kwh);
    let severity = if is_expected { Severity::Note } else { Severity::Ask };
    Some((severity, Finding::Jump { last_kwh, share: share(last_kwh, energy_kwh) }))
}

fn share(last_kwh: i64, energy_kwh: i64) -> Decimal {
    let (last, this) = (Decimal::from(last_kwh), Decimal::from(energy_kwh));
    if last.is_zero() { Decimal::ONE } else { ((this - last) / last).round_dp(4).normalize() }
}

/// What was met on the way: a new meter, estimates, another meter, an unchecked multiplier, a reported anomaly.
fn circumstances(reading: &Reading, context: &ReadingContext<'_>, start: Option<&Start<'_>>) -> Vec<Found> {
    let mut found = Vec::new();
    if start.is_none_or(|start| start.is_installation) {
        found.push((Severity::Review, Finding::First));
    }
    if is_estimate(reading) {
        let before = context.months.iter().take_while(|month| month.estimated).count() as u32;
        let periods = before.saturating_add(1);
        let is_too_often = periods > context.rules.estimates_in_a_row;
        let severity = if is_too_often { Severity::Ask } else { Severity::Review };
        found.push((severity, Finding::Estimated { periods }));
    }
    if reading.meter != context.meter.no || reading.anomaly == Anomaly::NumberDiffers {
        found.push((Severity::Review, Finding::MeterDiffers));
    }
    if context.meter.multiplier.is_none() {
        found.push((Severity::Review, Finding::MultiplierUnknown));
    }
    if !matches!(reading.anomaly, Anomaly::None | Anomaly::Estimated | Anomaly::NumberDiffers) {
        found.push((Severity::Review, Finding::Reported));
    }
    let is_new = context.remote_periods.is_some_and(|periods| periods < context.rules.remote_check_periods);
    if is_new && !reading.method.is_on_site() {
        found.push((Severity::Review, Finding::RemoteIsNew));
    }
    found
}

fn is_estimate(reading: &Reading) -> bool {
    reading.estimated || reading.anomaly == Anomaly::Estimated
}
