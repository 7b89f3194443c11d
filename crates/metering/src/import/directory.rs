//! The archive as an import sees it: which meter a row speaks of.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{CustomerNo, Meter, PointNo, ReadingMethod, Registers};

/// A meter that the archive knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMeter {
    pub customer: CustomerNo,
    pub point: PointNo,
    pub meter: Meter,
    /// Readings of the period that are there already and still count.
    pub held: Vec<HeldReading>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldReading {
    pub on: NaiveDate,
    pub method: ReadingMethod,
    pub estimated: bool,
    pub registers: Registers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    Unknown,
    One(&'a KnownMeter),
    /// More than one meter answers to it.
    Several,
}

pub trait MeterDirectory {
    /// 资产编号
    fn by_number(&self, number: &str) -> Lookup<'_>;
    /// 通信地址
    fn by_address(&self, address: &str) -> Lookup<'_>;
    /// The meter in use of a customer, at one point if it is named.
    fn by_customer(&self, customer: &str, point: Option<&str>) -> Lookup<'_>;
}

/// A directory in memory.
#[derive(Default)]
pub struct MeterIndex {
    meters: Vec<KnownMeter>,
    by_number: HashMap<String, Vec<usize>>,
    by_address: HashMap<String, Vec<usize>>,
    by_customer: HashMap<String, Vec<usize>>,
}

impl FromIterator<KnownMeter> for MeterIndex {
    fn from_iter<T: IntoIterator<Item = KnownMeter>>(meters: T) -> MeterIndex {
        let mut index = MeterIndex::default();
        meters.into_iter().for_each(|meter| index.add(meter));
        index
    }
}

impl MeterIndex {
    fn add(&mut self, known: KnownMeter) {
        let at = self.meters.len();
        self.by_number.entry(known.meter.no.to_string()).or_default().push(at);
        if !known.meter.address.is_empty() {
            self.by_address.entry(known.meter.address.clone()).or_default().push(at);
        }
        if known.meter.removed.is_none() {
            self.by_customer.entry(known.customer.to_string()).or_default().push(at);
        }
        self.meters.push(known);
    }

    fn one<'a>(&'a self, found: impl Iterator<Item = &'a usize>) -> Lookup<'a> {
        let mut found = found.map(|at| &self.meters[*at]);
        match (found.next(), found.next()) {
            (None, _) => Lookup::Unknown,
            (Some(meter), None) => Lookup::One(meter),
            (Some(_), Some(_)) => Lookup::Several,
        }
    }
}

impl MeterDirectory for MeterIndex {
    fn by_number(&self, number: &str) -> Lookup<'_> {
        self.one(self.by_number.get(number).into_iter().flatten())
    }

    fn by_address(&self, address: &str) -> Lookup<'_> {
        self.one(self.by_address.get(address).into_iter().flatten())
    }

    fn by_customer(&self, customer: &str, point: Option<&str>) -> Lookup<'_> {
        let found = self.by_customer.get(customer).into_iter().flatten();
        self.one(found.filter(|at| point.is_none_or(|point| self.meters[**at].point.as_str() == point)))
    }
}
