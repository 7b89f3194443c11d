//! Prices, settings, segments and supplies as a story tells them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use domain::{
    BillingPeriod, BillingRules, Correction, CustomerNo, FreeQuantity, LargeHousehold, LargeHouseholdChoice,
    LastReading, LossShare, Measuring, Meter, MeterEvent, MonthUse, OnTheSpot, PointRole, PriceVersion, ReadingCycle,
    Segment, SegmentNo, Supply, SupplyState, Tariff, Transformer, UnitCode,
};

use crate::demo;
use crate::household::{household, long_ago, never_read, point, point_no};
use crate::scenario::meter_command::{PriceLine, ReplaceLine, RuleSetting, SegmentLine, SupplyField, SupplyLine};
use crate::scenario::play::{Otherwise, Played};

/// The segment of supplies that name none.
pub(crate) const FIRST_SEGMENT: &str = "S1";
/// 抄表例日, unless the story names another.
const READING_DAY: u8 = 23;
/// Version numbers of a story's own prices begin here, behind the published ones.
const FIRST_PRICE_ID: u32 = 1_000;

#[derive(Clone)]
pub(crate) struct Archive {
    pub prices: Vec<PriceVersion>,
    pub rules: Vec<BillingRules>,
    pub segments: BTreeMap<SegmentNo, Segment>,
    pub supplies: BTreeMap<CustomerNo, SupplyState>,
    /// 退补 that wait for the customer's next bill.
    pub corrections: BTreeMap<CustomerNo, Vec<Correction>>,
    /// Supplies whose last reading has no day yet.
    undated: BTreeSet<CustomerNo>,
    pub news: ArchiveNews,
}

/// What changed since the center was told.
#[derive(Clone, Default)]
pub(crate) struct ArchiveNews {
    pub prices: bool,
    pub rules: bool,
    pub segments: BTreeSet<SegmentNo>,
    pub supplies: BTreeSet<CustomerNo>,
    pub corrections: bool,
}

impl Archive {
    /// The published prices and the standard settings.
    pub(crate) fn new() -> Archive {
        Archive {
            prices: demo::prices(),
            rules: vec![BillingRules::standard()],
            segments: BTreeMap::new(),
            supplies: BTreeMap::new(),
            corrections: BTreeMap::new(),
            undated: BTreeSet::new(),
            news: ArchiveNews { prices: true, rules: true, ..ArchiveNews::default() },
        }
    }

    pub(crate) fn tariff(&self) -> Tariff {
        Tariff::new(self.prices.clone(), self.rules.clone())
    }

    /// A further version; without a day it is as old as the regulations.
    pub(crate) fn add_price(&mut self, line: &PriceLine) {
        let own = self.prices.iter().filter(|price| price.id >= FIRST_PRICE_ID).count() as u32;
        let known = self.prices.iter().rfind(|price| price.code == line.code);
        let class = line.class.clone().or_else(|| known.map(|price| price.class.clone()));
        let funds = match known {
            Some(known) if line.funds.is_empty() => known.funds.clone(),
            _ => line.funds.clone(),
        };
        let price = PriceVersion {
            id: FIRST_PRICE_ID + own,
            code: line.code.clone(),
            class: class.unwrap_or_else(|| line.code.to_string()),
            document: line.document.clone().unwrap_or_else(|| "文号从略".to_owned()),
            effective_from: line.from.unwrap_or(long_ago()),
            effective_to: line.to,
            energy: line.energy.clone(),
            basic: line.basic.clone().or_else(|| known.and_then(|price| price.basic.clone())),
            funds,
        };
        self.prices.push(price);
        self.news.prices = true;
    }

    pub(crate) fn set_rules(&mut self, settings: &[RuleSetting], from: Option<NaiveDate>) {
        super::set_up::version(
            &mut self.rules,
            from,
            |rules| &mut rules.effective_from,
            |rules| {
                settings.iter().for_each(|setting| (setting.apply)(rules, &setting.numbers, setting.choice));
            },
        );
        self.news.rules = true;
    }

    pub(crate) fn add_segment(&mut self, line: &SegmentLine, unit: &UnitCode, reader: Option<domain::OperatorId>) {
        let segment = Segment {
            no: line.no.clone(),
            name: line.name.clone().unwrap_or_else(|| format!("抄表段{}", line.no)),
            unit: line.unit.clone().unwrap_or_else(|| unit.clone()),
            reader,
            reading_day: line.day.unwrap_or(READING_DAY),
            cycle: if line.two_monthly { ReadingCycle::TwoMonthly } else { ReadingCycle::Monthly },
            billing: if line.on_the_spot { OnTheSpot::Yes } else { OnTheSpot::No },
            grace_days: line.grace_days.unwrap_or(20),
            is_remote: line.is_remote,
        };
        self.news.segments.insert(line.no.clone());
        self.segments.insert(line.no.clone(), segment);
    }

    /// Segments that supplies name and no line describes.
    pub(crate) fn make_missing_segments(&mut self, unit: &UnitCode) {
        let points = self.supplies.values().flat_map(|state| &state.supply.points);
        let missing: BTreeSet<SegmentNo> =
            points.map(|point| point.segment.clone()).filter(|no| !self.segments.contains_key(no)).collect();
        for no in missing {
            let line = SegmentLine {
                no,
                name: None,
                unit: None,
                reader: None,
                day: None,
                on_the_spot: false,
                grace_days: None,
                is_remote: false,
                two_monthly: false,
            };
            self.add_segment(&line, unit, None);
        }
    }

    /// Changes what the line names; a supply that is named first is a household's at the counter's own village.
    pub(crate) fn change_supply(&mut self, line: &SupplyLine) {
        let place = self.supplies.len() as u32 + 1;
        let state = self
            .supplies
            .entry(line.customer.clone())
            .or_insert_with(|| household(&line.customer, first_segment(), place));
        let dated = change(state, line);
        match dated {
            Some(true) => drop(self.undated.remove(&line.customer)),
            Some(false) => drop(self.undated.insert(line.customer.clone())),
            None => {}
        }
        self.news.supplies.insert(line.customer.clone());
    }

    /// The supply with its last reading dated: the month before `period`, where the story names no day.
    pub(crate) fn dated(&mut self, customer: &CustomerNo, period: BillingPeriod, day: u32) -> Played<&mut SupplyState> {
        let Some(state) = self.supplies.get_mut(customer) else {
            return Err(Otherwise::new(format!("a line `supply {customer} …` before"), "there is none"));
        };
        if self.undated.remove(customer) {
            let on = period.first_day().with_day(day).expect("days up to 28 exist") - Months::new(1);
            state.last.iter_mut().for_each(|last| last.on = on);
            state.year.year = period.year();
        }
        number_months(state);
        Ok(state)
    }

    pub(crate) fn add_transformer(&mut self, customer: &CustomerNo, transformer: &Transformer) -> Played {
        let supply = &mut self.known(customer)?.supply;
        supply.transformers.retain(|known| known.no != transformer.no);
        supply.transformers.push(transformer.clone());
        if supply.points[0].measuring == Measuring::HighLow && supply.points[0].transformer.is_none() {
            supply.points[0].transformer = Some(transformer.no.clone());
            supply.points[0].loss_share = LossShare::ByEnergy;
        }
        self.news.supplies.insert(customer.clone());
        Ok(())
    }

    pub(crate) fn replace_meter(&mut self, line: &ReplaceLine) -> Played {
        let no = point_no(&line.customer, line.point);
        let point = self.known(&line.customer)?.supply.points.iter_mut().find(|point| point.no == no);
        let Some(old) = point.as_ref().and_then(|point| point.meter()).cloned() else {
            return Err(Otherwise::new(format!("a meter at point {no}"), "there is none"));
        };
        let point = point.expect("it was just looked at");
        let removed = MeterEvent { on: line.on, registers: line.removed.clone() };
        point
            .meters
            .iter_mut()
            .filter(|meter| meter.no == old.no)
            .for_each(|meter| meter.removed = Some(removed.clone()));
        point.meters.push(Meter {
            no: line.new.clone(),
            digits: line.digits.unwrap_or(old.digits),
            multiplier: line.multiplier.or(old.multiplier),
            installed: Some(MeterEvent { on: line.on, registers: line.starts.clone() }),
            ..old
        });
        self.news.supplies.insert(line.customer.clone());
        Ok(())
    }

    pub(crate) fn known(&mut self, customer: &CustomerNo) -> Played<&mut SupplyState> {
        let missing = || Otherwise::new(format!("a line `supply {customer} …` before"), "there is none");
        self.supplies.get_mut(customer).ok_or_else(missing)
    }
}

fn first_segment() -> SegmentNo {
    FIRST_SEGMENT.parse().expect("a segment number")
}

/// Whether the line dated the last reading: `None` where it says nothing of it and there is one already.
fn change(state: &mut SupplyState, line: &SupplyLine) -> Option<bool> {
    let is_new = state.last.iter().all(|last| last.on == long_ago());
    let no = point_no(&line.customer, line.point);
    let index = match state.supply.points.iter().position(|point| point.no == no) {
        Some(index) => index,
        None => {
            let place = state.supply.points[0].sequence;
            state.supply.points.push(point(&line.customer, line.point, first_segment(), place));
            state.last.push(LastReading { on: state.last[0].on, ..never_read(&line.customer, line.point) });
            state.supply.points.len() - 1
        }
    };
    let mut dated = is_new.then_some(false);
    for field in &line.fields {
        change_supply(&mut state.supply, field);
        change_point(state, index, field);
        match field {
            SupplyField::Last { on, .. } => dated = Some(on.is_some()),
            SupplyField::Year(kwh) => state.year.kwh = *kwh,
            SupplyField::Carried(kwh) => state.carried_kwh = *kwh,
            SupplyField::Months(months) => {
                let period = BillingPeriod::of(long_ago());
                state.months = months.iter().map(|kwh| MonthUse { period, kwh: *kwh, estimated: false }).collect();
            }
            _ => {}
        }
    }
    if dated == Some(true) && state.year.year == 0 {
        state.year.year = state.last[0].on.year() as u16;
    }
    dated
}

/// Months follow each other back from the last reading.
fn number_months(state: &mut SupplyState) {
    let newest = state.last.iter().map(|last| last.on).max().unwrap_or(long_ago());
    for (back, month) in (0..).zip(state.months.iter_mut()) {
        month.period = BillingPeriod::of(newest - Months::new(back));
    }
}

fn change_supply(supply: &mut Supply, field: &SupplyField) {
    match field {
        SupplyField::Capacity(kva) => supply.capacity_kva = *kva,
        SupplyField::Voltage(voltage) => supply.voltage = *voltage,
        SupplyField::Opened(on) => supply.opened_on = Some(*on),
        SupplyField::Closed(on) => supply.closed_on = Some(*on),
        SupplyField::OwnerSince(on) => supply.owner_since = Some(*on),
        SupplyField::PowerFactor(standard) => supply.power_factor = *standard,
        SupplyField::Basic(basic) => supply.basic = basic.clone(),
        SupplyField::Free(kwh) => supply.free.push(FreeQuantity {
            kwh_per_month: *kwh,
            document: "低保".to_owned(),
            from: long_ago(),
            to: None,
        }),
        SupplyField::Persons { persons, extra_kwh, shared_price, from, to } => {
            let choice = match shared_price {
                Some(price) => LargeHouseholdChoice::SharedMeter { price: price.clone() },
                None => LargeHouseholdChoice::Raise { extra_kwh_per_month: extra_kwh.unwrap_or(0) },
            };
            supply.households.push(LargeHousehold {
                persons: *persons,
                valid_from: from.unwrap_or(long_ago()),
                valid_to: to.unwrap_or(NaiveDate::from_ymd_opt(2100, 1, 1).expect("a real date")),
                choice,
            });
        }
        _ => {}
    }
}

/// What belongs to one metering point and to the meter that hangs there now.
fn change_point(state: &mut SupplyState, index: usize, field: &SupplyField) {
    let main = |customer: &CustomerNo, point: u8| point_no(customer, point);
    let customer = state.supply.customer.clone();
    let point = &mut state.supply.points[index];
    match field {
        SupplyField::Price(price) => point.price = price.clone(),
        SupplyField::Segment(segment) => point.segment = segment.clone(),
        SupplyField::Sequence(sequence) => point.sequence = *sequence,
        SupplyField::Measured(measuring) => point.measuring = *measuring,
        SupplyField::LineLoss(loss) => point.line_loss = loss.clone(),
        SupplyField::LossShare(share) => point.loss_share = share.clone(),
        SupplyField::Behind(transformer) => point.transformer = Some(transformer.clone()),
        SupplyField::SubOf { point: of, quantity } => {
            let is_metered = *quantity == domain::SubQuantity::Metered;
            point.role = PointRole::Sub { of: main(&customer, *of), quantity: quantity.clone() };
            if !is_metered {
                let gone: Vec<_> = point.meters.drain(..).map(|meter| meter.no).collect();
                state.last.retain(|last| !gone.contains(&last.meter));
            }
        }
        _ => change_meter(state, index, field),
    }
}

fn change_meter(state: &mut SupplyState, index: usize, field: &SupplyField) {
    let meters = &mut state.supply.points[index].meters;
    let Some(meter) = meters.iter_mut().rfind(|meter| meter.removed.is_none()) else { return };
    let Some(last) = state.last.iter_mut().find(|last| last.meter == meter.no) else { return };
    match field {
        SupplyField::Meter(no) => {
            meter.no = no.clone();
            last.meter = no.clone();
        }
        SupplyField::Digits(digits) => meter.digits = *digits,
        SupplyField::Multiplier(multiplier) => meter.multiplier = *multiplier,
        SupplyField::Last { registers, on, estimated } => {
            meter.registers = registers.iter().map(|(register, _)| register).collect();
            last.registers = registers.clone();
            last.estimated = *estimated;
            last.on = on.unwrap_or(last.on);
        }
        _ => {}
    }
}
