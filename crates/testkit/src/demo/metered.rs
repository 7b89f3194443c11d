//! A demo customer's meters through the billed months: the bill of each, made by the engine that makes all bills, and the
//! state in which the supply is left.

use chrono::{Days, NaiveDate};
use domain::{
    BillRequest, BillStatement, MeterSpan, MonthUse, ReadingState, SupplyState, Tariff, YearUse, after_bill, bill,
};

use super::meters::{Course, Kind, replaced};
use super::months::{Month, Months};
use super::segments::Stop;
use super::supply::{Wanted, supply};
use crate::seed::Rng;

/// Months that an archive remembers.
const REMEMBERED: usize = 13;

/// The energy of each billed month, 0 before the account was opened and after it stood still.
pub struct Use {
    pub kwh: Vec<i64>,
    /// Since January of the first billed month's year.
    pub kwh_before: i64,
    /// The first month of the account, counted from 0.
    pub opened_in: Option<usize>,
}

pub struct Story<'a> {
    pub months: &'a Months,
    pub tariff: &'a Tariff,
    /// Only the bills of this month and later ones are made.
    pub first_kept: usize,
    pub stop: &'a Stop,
    /// Its meter is about to turn over.
    pub turns_over: bool,
}

/// A supply that is being walked through.
struct Walk<'a> {
    story: &'a Story<'a>,
    used: &'a Use,
    course: Course,
    /// kWh since the beginning, up to the end of each month.
    until: Vec<i64>,
}

/// The statements of the kept months, each with its month's number, and the state after them.
pub fn walk(
    story: &Story<'_>,
    used: &Use,
    wanted: Wanted<'_>,
    rng: &Rng,
) -> (Vec<(usize, BillStatement)>, SupplyState) {
    let (supply, kind) = supply(&wanted, rng.fork("archive"));
    let until: Vec<i64> = used.kwh.iter().scan(0, |sum, kwh| Some(add(sum, *kwh))).collect();
    let meter = supply.points[0].meter().expect("the meter was just hung");
    let mut chance = rng.fork("meter");
    let course = match () {
        () if used.opened_in.is_some() => Course::from_zero(meter, kind, &mut chance),
        () if story.turns_over && kind == Kind::Total => {
            Course::near_its_end(meter, until.last().copied().unwrap_or(0), &mut chance)
        }
        () => Course::new(meter, kind, &mut chance),
    };
    let walk = Walk { story, used, course, until };
    let first = story.first_kept.max(used.opened_in.unwrap_or(0)).min(used.kwh.len());
    let mut state = SupplyState {
        supply,
        version: 0,
        last: vec![walk.reading_before(first)],
        year: walk.year_before(first),
        months: walk.months_before(first),
        carried_kwh: 0,
    };
    let mut statements = Vec::with_capacity(used.kwh.len() - first);
    for index in first..used.kwh.len() {
        let (statement, after) = walk.month(index, &state);
        state = after;
        statements.push((index, statement));
    }
    walk.change_meter(&mut state, rng.fork("replacement"));
    (statements, state)
}

fn add(sum: &mut i64, kwh: i64) -> i64 {
    *sum += kwh;
    *sum
}

impl Walk<'_> {
    fn month(&self, index: usize, state: &SupplyState) -> (BillStatement, SupplyState) {
        let month = &self.story.months.billed[index];
        let before = &state.last[0];
        let end = self.course.read(self.read_on(month), self.until[index], self.used.kwh[index]);
        let span = MeterSpan {
            point: state.supply.points[0].no.clone(),
            meter: end.meter,
            from: before.on,
            to: end.on,
            start: before.registers.clone(),
            end: end.registers,
            state: ReadingState::Normal,
            estimated: false,
        };
        let spans = [span];
        let request = BillRequest { id: month.bill, state, spans: &spans, corrections: &[], tariff: self.story.tariff };
        let statement = bill(&request).expect("the readings of the demo can be billed");
        let after = after_bill(state, &statement, &spans);
        (statement, after)
    }

    fn read_on(&self, month: &Month) -> NaiveDate {
        month.period.first_day() + Days::new(u64::from(self.story.stop.reading_day) - 1)
    }

    /// The reading that the first bill begins with.
    fn reading_before(&self, first: usize) -> domain::LastReading {
        let opened = self.used.opened_in.filter(|opened| *opened == first);
        let on = match (opened, first.checked_sub(1)) {
            (Some(opened), _) => opened_on(self.story, opened),
            (None, Some(before)) => self.read_on(&self.story.months.billed[before]),
            (None, None) => self.read_on(&self.story.months.billed[0]) - chrono::Months::new(1),
        };
        let (kwh, now) = match first.checked_sub(1) {
            Some(before) => (self.until[before], self.used.kwh[before]),
            None => (0, 0),
        };
        self.course.read(on, kwh, now)
    }

    fn year_before(&self, first: usize) -> YearUse {
        let months = &self.story.months.billed;
        let Some(before) = first.checked_sub(1) else {
            return YearUse { year: months[0].period.year(), kwh: self.used.kwh_before };
        };
        let year = months[before].period.year();
        let of_year = (0..first).filter(|index| months[*index].period.year() == year);
        let counted: i64 = of_year.map(|index| self.used.kwh[index]).sum();
        let earlier = if months[0].period.year() == year { self.used.kwh_before } else { 0 };
        YearUse { year, kwh: counted + earlier }
    }

    fn months_before(&self, first: usize) -> Vec<MonthUse> {
        let from = self.used.opened_in.unwrap_or(0);
        let latest = (from..first).rev().take(REMEMBERED);
        let use_of = |index: usize| MonthUse {
            period: self.story.months.billed[index].period,
            kwh: self.used.kwh[index],
            estimated: false,
        };
        latest.map(use_of).collect()
    }

    /// 换表: some meters were changed a few days after their last reading.
    fn change_meter(&self, state: &mut SupplyState, mut rng: Rng) {
        let point = &mut state.supply.points[0];
        if point.meters[0].registers.len() > 1 || self.story.turns_over || !rng.chance(1, 300) {
            return;
        }
        let on = state.last[0].on + Days::new(rng.below(6) + 2);
        let more = rng.between(1, 20);
        let kwh = self.until.last().copied().unwrap_or(0);
        let left_with = self.course.shows(kwh + more, more);
        let old = point.meters.remove(0);
        point.meters.extend(replaced(old, on, left_with));
    }
}

/// 立户: nine days before the first reading.
pub fn opened_on(story: &Story<'_>, opened_in: usize) -> NaiveDate {
    let month = &story.months.billed[opened_in];
    month.period.first_day() + Days::new(u64::from(story.stop.reading_day) - 1) - Days::new(9)
}
