//! 抄表段: the routes of a station, one for each village or street, in the order of walking.

use chrono::{Datelike, NaiveDate};
use domain::{OnTheSpot, OperatorId, ReadingCycle, Segment, SegmentNo, UnitCode};

use super::places::{Area, CUSTOMERS_PER_PLACE};
use super::towns::{County, Town};
use super::units::{demo_station, town_of};
use crate::seed::Rng;

/// Every so many villages, one is billed in front of the customer, and one is read by 集抄.
const EVERY: usize = 4;
const ON_THE_SPOT: usize = 1;
const REMOTE: usize = 3;

/// Which route a customer of a township is on, and where on it.
#[derive(Clone, Debug)]
pub struct Stop {
    pub segment: SegmentNo,
    /// 抄表序号, from 1.
    pub sequence: u32,
    pub reading_day: u8,
}

/// The stop of the customer with this number in the township, from 0.
pub fn stop(town_ordinal: usize, index: usize, as_of: NaiveDate) -> Stop {
    let place = index / CUSTOMERS_PER_PLACE;
    Stop {
        segment: segment_no(town_ordinal, place),
        sequence: (index % CUSTOMERS_PER_PLACE) as u32 + 1,
        reading_day: reading_day(place, as_of),
    }
}

/// The routes that the first `customers` customers of a station are on. The reader of the demo walks those of the demo's
/// station.
pub fn segments(rng: &Rng, station: &UnitCode, customers: usize, as_of: NaiveDate) -> Vec<Segment> {
    let (ordinal, county, town) = town_of(station).expect("a station of the prefecture");
    let of_town = rng.fork(town.code);
    let places = 0..customers.div_ceil(CUSTOMERS_PER_PLACE);
    places.map(|place| segment(&of_town, station, (ordinal, county, town), place, as_of)).collect()
}

fn segment(
    rng: &Rng,
    station: &UnitCode,
    (ordinal, county, town): (usize, &County, &Town),
    place: usize,
    as_of: NaiveDate,
) -> Segment {
    let area = Area::of(county, town, rng, place * CUSTOMERS_PER_PLACE / super::places::CUSTOMERS_PER_AREA);
    let word = if area.is_street() { "" } else { "村" };
    Segment {
        no: segment_no(ordinal, place),
        name: format!("{}{}{word}", town.short, area.place),
        unit: station.clone(),
        reader: (*station == demo_station()).then_some(OperatorId(4)),
        reading_day: reading_day(place, as_of),
        cycle: ReadingCycle::Monthly,
        billing: if place % EVERY == ON_THE_SPOT { OnTheSpot::Yes } else { OnTheSpot::No },
        grace_days: 20,
        is_remote: place % EVERY == REMOTE,
    }
}

fn segment_no(town_ordinal: usize, place: usize) -> SegmentNo {
    format!("{town_ordinal:02}{:03}", place + 1).try_into().expect("digits are a segment number")
}

/// 抄表例日: around the day on which the demo stands, so that rounds are due whenever somebody opens it.
fn reading_day(place: usize, as_of: NaiveDate) -> u8 {
    let day = as_of.day() as i64 + (place % 5) as i64 - 2;
    day.clamp(1, 28) as u8
}
