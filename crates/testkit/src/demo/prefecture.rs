//! The made-up prefecture: any township of it, or the whole, account by account.

use chrono::NaiveDate;
use domain::{Segment, Tariff, UnitCode};

use super::account::{DemoAccount, Seat, Shared, make};
use super::months::{BILLED, Months};
use super::places::{Area, CUSTOMERS_PER_AREA};
use super::prices::{billing_rules, prices, rules};
use super::segments::segments;
use super::towns::{COUNTIES, County, Town};
use super::units::{station_code, town_of};
use crate::seed::Rng;

/// Customers of a usual township.
pub const TOWNSHIP_CUSTOMERS: usize = 12_200;
/// Customers of the whole prefecture.
pub const PREFECTURE_CUSTOMERS: usize = 1_100_000;
/// The running part of a customer number has five digits.
const MOST_IN_A_TOWN: usize = 99_999;

/// A prefecture of its own for each seed, as it stands on a day.
#[derive(Clone, Debug)]
pub struct Prefecture {
    rng: Rng,
    shared: Shared,
}

impl Prefecture {
    /// Bills cover the 24 months before the month of `as_of`, and nothing was paid on that day or later.
    pub fn new(seed: u64, as_of: NaiveDate) -> Prefecture {
        let tariff = Tariff::new(prices(), billing_rules());
        let shared = Shared { months: Months::before(as_of), tariff, rules: rules(), months_kept: BILLED };
        Prefecture { rng: Rng::new(seed), shared }
    }

    /// The same prefecture, handing out only the bills of the latest months.
    pub fn with_bills_of_months(mut self, months: usize) -> Prefecture {
        self.shared.months_kept = months.min(BILLED);
        self
    }

    /// The first `count` customers of a station's township. Panics for a code that is no station of the prefecture.
    pub fn township<'a>(&'a self, station: &UnitCode, count: usize) -> impl Iterator<Item = DemoAccount> + use<'a> {
        assert!(count <= MOST_IN_A_TOWN, "a township has at most {MOST_IN_A_TOWN} customers");
        let (ordinal, county, town) = town_of(station).expect("a station of the prefecture");
        let township = Township { ordinal, county, town, station: station.clone(), rng: self.rng.fork(town.code) };
        let mut area: Option<(usize, Area)> = None;
        (0..count).map(move |index| township.account(&self.shared, &mut area, index))
    }

    /// The routes of a station's first `count` customers.
    pub fn segments(&self, station: &UnitCode, count: usize) -> Vec<Segment> {
        segments(&self.rng, station, count, self.shared.months.as_of)
    }

    /// So many customers spread over the prefecture as its people are, township by township.
    pub fn whole(&self, total: usize) -> impl Iterator<Item = DemoAccount> + '_ {
        shares(total).into_iter().flat_map(|(station, count)| self.township(&station, count))
    }
}

/// How many customers each station gets when the prefecture has `total`. The shares add up exactly.
pub fn shares(total: usize) -> Vec<(UnitCode, usize)> {
    let counties: Vec<usize> = COUNTIES.iter().map(|county| county.customers).collect();
    let of_county = |(county, customers): (&'static County, usize)| {
        let weights: Vec<usize> = county.towns.iter().map(|town| town.kind.weight()).collect();
        let stations = county.towns.iter().map(move |town| station_code(county, town));
        stations.zip(split(customers, &weights)).collect::<Vec<_>>()
    };
    COUNTIES.iter().zip(split(total, &counties)).flat_map(of_county).collect()
}

/// Splits a number by weights; each part ends where its share of the whole ends, so no remainder is lost.
fn split(total: usize, weights: &[usize]) -> Vec<usize> {
    let sum: usize = weights.iter().sum();
    let mut weight_so_far = 0;
    let mut given = 0;
    let part = |weight: &usize| {
        weight_so_far += weight;
        let until = total * weight_so_far / sum;
        let part = until - given;
        given = until;
        part
    };
    weights.iter().map(part).collect()
}

/// A township while its customers are made.
struct Township {
    ordinal: usize,
    county: &'static County,
    town: &'static Town,
    station: UnitCode,
    rng: Rng,
}

impl Township {
    /// Neighbours share an area, so the one made last is kept.
    fn account(&self, shared: &Shared, area: &mut Option<(usize, Area)>, index: usize) -> DemoAccount {
        let number = index / CUSTOMERS_PER_AREA;
        if area.as_ref().is_none_or(|(made, _)| *made != number) {
            *area = Some((number, Area::of(self.county, self.town, &self.rng, number)));
        }
        let (_, area) = area.as_ref().expect("the area was just made");
        let seat = Seat { station: &self.station, town_kind: self.town.kind, town_ordinal: self.ordinal, area, index };
        make(shared, seat, self.rng.fork_numbered(index as u64))
    }
}
