//! The archive of a simulated prefecture: segments, supplies and prices, and how the center changes them during the day.

use std::collections::BTreeMap;

use center::BillRunWish;
use chrono::{Days, NaiveDate};
use domain::{
    BillId, BillingPeriod, CustomerNo, ElecType, EnergyPrice, LargeHousehold, LargeHouseholdChoice, MonthUse,
    OnTheSpot, PriceTier, PriceVersion, ReadingCycle, Registers, Segment, SegmentNo, SupplyState, Tariff, UnitCode,
    YearUse,
};
use rust_decimal::Decimal;

use crate::demo;
use crate::household::household;
use crate::seed::Rng;
use crate::simulator::Kept;
use crate::simulator::world::{World, broken};

/// What the center knows about meters and prices.
pub(crate) struct Archive {
    /// Before the first bill of the simulation.
    pub supplies: BTreeMap<CustomerNo, SupplyState>,
    pub prices: Vec<PriceVersion>,
}

/// The month that is read and billed.
pub(crate) fn month() -> BillingPeriod {
    BillingPeriod::new(2026, 11).expect("a month")
}

pub(crate) fn segment_of(station: &UnitCode) -> SegmentNo {
    format!("S{}", &station.as_str()[5..9]).parse().expect("a segment number")
}

impl Archive {
    pub(crate) fn new() -> Archive {
        Archive { supplies: BTreeMap::new(), prices: demo::prices() }
    }

    pub(crate) fn tariff(&self) -> Tariff {
        Tariff::new(self.prices.clone(), demo::billing_rules())
    }
}

impl World {
    pub(crate) fn settle_meters(&mut self) -> Kept {
        let stations: Vec<UnitCode> =
            ["421280109", "421280101"].map(|station| station.parse().expect("a station")).into();
        let segments: Vec<Segment> = stations.iter().map(|station| segment(station, &mut self.rng)).collect();
        let customers: Vec<_> = self
            .accounts
            .values()
            .map(|account| (account.customer.no.clone(), account.customer.unit.clone()))
            .collect();
        for (place, (no, station)) in customers.into_iter().enumerate() {
            let elec_type = self.accounts[&no].customer.elec_type;
            let state = supply(&no, elec_type, segment_of(&station), place as u32 + 1, &mut self.rng);
            self.archive.supplies.insert(no, state);
        }
        self.center.import_prices(&self.archive.prices).map_err(broken)?;
        self.center.import_billing_rules(&demo::billing_rules()).map_err(broken)?;
        self.center.import_segments(&segments).map_err(broken)?;
        self.center.import_supplies(self.archive.supplies.values().cloned()).map(|_| ()).map_err(broken)
    }

    /// A version that is dated before bills that are out already.
    pub(crate) fn late_tariff_arrives(&mut self, _: usize) -> Kept {
        let codes = [demo::RESIDENTIAL, demo::AGRICULTURE, demo::BUSINESS_LOW_FLAT];
        let code = (*self.rng.pick(&codes)).parse().expect("a price code");
        let newest = self.archive.prices.iter().rfind(|price| price.code == code).expect("a published price").clone();
        let move_by = Decimal::new(self.rng.between(-20, 20), 3);
        let id = self.archive.prices.iter().map(|price| price.id).max().unwrap_or(0) + 1;
        let from = day(2026, 10, 1) + Days::new(self.rng.below(50));
        let price = PriceVersion {
            id,
            document: format!("迟到{id}"),
            effective_from: from,
            effective_to: None,
            energy: moved(&newest.energy, move_by),
            ..newest
        };
        self.archive.prices.push(price);
        self.center.import_prices(&self.archive.prices).map_err(broken)?;
        self.events.late_tariffs += 1;
        self.center.resume_bill_runs().map_err(broken)
    }

    /// A family is granted more energy, whatever rounds were prepared before. A bill that is out already stays as it is.
    pub(crate) fn archive_changes(&mut self, _: usize) -> Kept {
        let no = self.any_customer();
        if self.center.statement(&no, BillId::first_of(month())).map_err(broken)?.is_some() {
            return Ok(());
        }
        let state = self.archive.supplies.get_mut(&no).expect("every customer has a supply");
        if !state.supply.households.is_empty() {
            return Ok(());
        }
        state.supply.households = vec![LargeHousehold {
            persons: 5,
            valid_from: day(2026, 1, 1),
            valid_to: day(2027, 12, 31),
            choice: LargeHouseholdChoice::Raise { extra_kwh_per_month: 100 },
        }];
        self.center.import_supplies([state.clone()]).map(|_| ()).map_err(broken)
    }

    /// 试算 or 发行, for a station or for all.
    pub(crate) fn month_is_billed(&mut self, at: usize) -> Kept {
        let unit = if self.rng.chance(1, 2) { Some(self.station_of(at)) } else { None };
        let wish = BillRunWish { period: month(), unit, segments: Vec::new(), issued_on: self.center.today() };
        self.events.bill_runs += 1;
        if self.rng.chance(1, 3) {
            return self.center.trial_bill_run(&wish).map(|_| ()).map_err(broken);
        }
        let id = self.center.start_bill_run(&wish).map_err(broken)?;
        // The center may be stopped in the middle; whoever comes next goes on.
        if self.rng.chance(1, 2) {
            self.center.advance_bill_run(id).map_err(broken)?;
            self.restart_center()?;
        }
        self.center.resume_bill_runs().map_err(broken)
    }
}

fn segment(station: &UnitCode, rng: &mut Rng) -> Segment {
    Segment {
        no: segment_of(station),
        name: format!("{station}抄表段"),
        unit: station.clone(),
        reader: None,
        reading_day: 23,
        cycle: ReadingCycle::Monthly,
        billing: if rng.chance(3, 4) { OnTheSpot::Yes } else { OnTheSpot::No },
        grace_days: rng.below(30) as u32,
        is_remote: false,
    }
}

fn supply(no: &CustomerNo, elec_type: ElecType, segment: SegmentNo, sequence: u32, rng: &mut Rng) -> SupplyState {
    let price = match elec_type {
        ElecType::COMMERCIAL => demo::BUSINESS_LOW_FLAT,
        _ => *rng.pick(&[demo::RESIDENTIAL, demo::RESIDENTIAL, demo::AGRICULTURE]),
    };
    let usual = rng.between(40, 300);
    let last = Decimal::new(rng.between(10_000, 99_990_000), 2);
    let mut state = household(no, segment, sequence);
    state.supply.elec_type = elec_type;
    state.supply.points[0].price = price.parse().expect("a price code");
    state.last[0].on = day(2026, 10, 23);
    state.last[0].registers = Registers::total(last);
    state.year = YearUse { year: 2026, kwh: rng.between(0, 5_000) };
    state.months =
        vec![MonthUse { period: BillingPeriod::new(2026, 10).expect("a month"), kwh: usual, estimated: false }];
    state
}

fn moved(energy: &EnergyPrice, by: Decimal) -> EnergyPrice {
    match energy {
        EnergyPrice::Flat { yuan_per_kwh } => EnergyPrice::Flat { yuan_per_kwh: yuan_per_kwh + by },
        EnergyPrice::Steps { tiers } => {
            let tier = |tier: &PriceTier| PriceTier { yuan_per_kwh: tier.yuan_per_kwh + by, ..tier.clone() };
            EnergyPrice::Steps { tiers: tiers.iter().map(tier).collect() }
        }
        EnergyPrice::TimeOfUse { .. } => energy.clone(),
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a real date")
}
