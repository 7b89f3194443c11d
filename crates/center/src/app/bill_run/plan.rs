//! What a run may bill, and from when on penalties run.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::{OnTheSpot, Segment, Supply, UnitCode};

use crate::app::books::Roster;
use crate::ledger::BillRunWish;

pub struct Plan<'a> {
    pub wish: &'a BillRunWish,
    pub roster: &'a Roster,
    /// The unit and everything below it; `None` for all.
    pub units: Option<Vec<UnitCode>>,
}

/// Whether the center bills a supply in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Now,
    /// Its outlet does.
    Delegated,
    /// Its segments were not named or are not read this month, or nobody is supplied then.
    NotDue,
}

impl<'a> Plan<'a> {
    pub fn new(roster: &'a Roster, wish: &'a BillRunWish) -> Plan<'a> {
        Plan { wish, roster, units: wish.unit.as_ref().map(|unit| roster.units_of_station(unit)) }
    }

    /// A supply in several segments is never billed on the spot.
    pub fn turn(&self, supply: &Supply) -> Turn {
        let numbers: BTreeSet<_> = supply.points.iter().map(|point| &point.segment).collect();
        let segments: Vec<&Segment> = numbers.iter().filter_map(|no| self.roster.segments.get(no)).collect();
        let is_named = numbers.iter().any(|no| self.wish.segments.contains(no));
        let month = self.wish.period;
        let is_supplied = supply.closed_on.is_none_or(|last| last >= month.first_day())
            && supply.opened_on.is_none_or(|first| first <= month.last_day());
        let is_due = segments.is_empty() || segments.iter().any(|segment| segment.is_due_in(month));
        let is_delegated = numbers.len() == 1 && segments.iter().any(|segment| segment.billing == OnTheSpot::Yes);
        match () {
            () if !is_supplied || !is_due || (!self.wish.segments.is_empty() && !is_named) => Turn::NotDue,
            () if is_delegated && !is_named => Turn::Delegated,
            () => Turn::Now,
        }
    }
}

/// Days from the bill to the last day without penalty; `None` where no segment of the supply is known.
pub fn grace_days(roster: &Roster, supply: &Supply) -> Option<u32> {
    let segments = supply.points.iter().filter_map(|point| roster.segments.get(&point.segment));
    segments.map(|segment| segment.grace_days).max()
}

/// 违约金起算日
pub fn penalty_start(billed_on: NaiveDate, grace_days: u32) -> NaiveDate {
    billed_on.checked_add_days(Days::new(u64::from(grace_days) + 1)).unwrap_or(NaiveDate::MAX)
}
