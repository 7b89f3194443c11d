//! 慢算: a slow, independent second opinion on what a customer owes.
//!
//! It shares no code with the engine. It knows a customer as a life: what the meters showed, month by month, and which
//! prices were published. It goes through every day, gives each day an equal part of the energy of its month, looks the
//! price of that day up by reading the whole list, walks the tiers of the year for that day alone, and adds up unrounded
//! decimals. Only what is a rule of the trade is rounded: read kWh to whole kWh, the power factor to two decimals.

mod factory;
mod year;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What a customer is charged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Household,
    SharedMeter,
    /// Peak, flat and valley.
    TimeOfUse,
    Factory,
}

/// A price as somebody published it; all classes in one.
#[derive(Clone, Debug)]
pub struct Published {
    pub from: NaiveDate,
    pub tiers: [Decimal; 3],
    pub flat: Decimal,
    pub rates: [Decimal; 3],
    pub kva: Decimal,
    pub fund: Decimal,
}

pub const TIER_1_KWH: i64 = 2160;
pub const TIER_2_KWH: i64 = 4800;

#[derive(Clone, Debug)]
pub struct Grant {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub extra_kwh: i64,
}

#[derive(Clone, Debug)]
pub struct FactoryTransformer {
    pub kva: Decimal,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub pauses: Vec<(NaiveDate, NaiveDate)>,
}

/// One meter during a part of a month: what each register moved on by, on the meter's own scale. An estimate that was too
/// high makes the next movement negative.
#[derive(Clone, Debug)]
pub struct Run {
    pub multiplier: Decimal,
    pub total: Decimal,
    pub periods: [Decimal; 3],
    pub reactive: Decimal,
}

/// A month between two readings.
#[derive(Clone, Debug)]
pub struct Month {
    pub year: i32,
    pub month: u32,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub runs: Vec<Run>,
    pub corrections: Vec<i64>,
}

#[derive(Clone, Debug)]
pub struct Life {
    pub class: Class,
    pub opened: Option<NaiveDate>,
    pub owner_since: Option<NaiveDate>,
    pub grants: Vec<Grant>,
    pub free_kwh: i64,
    pub prices: Vec<Published>,
    pub transformers: Vec<FactoryTransformer>,
    pub months: Vec<Month>,
}

/// What the oracle says of a month.
#[derive(Clone, Debug)]
pub struct Opinion {
    pub yuan: Decimal,
    pub kwh: i64,
    pub carried_kwh: i64,
    /// How many prices were in force in the month.
    pub prices: i64,
    /// The largest less the smallest price per kWh of the month, tiers and rates included.
    pub price_range: Decimal,
    /// The share of the power factor adjustment; zero for others.
    pub adjustment: Decimal,
}

/// What is remembered from month to month.
struct Memory {
    counted_in: i32,
    counted: Decimal,
    bank: i64,
}

pub fn opinions(life: &Life) -> Vec<Opinion> {
    let mut memory = Memory { counted_in: 0, counted: Decimal::ZERO, bank: 0 };
    life.months.iter().map(|month| opinion(life, month, &mut memory)).collect()
}

fn opinion(life: &Life, month: &Month, memory: &mut Memory) -> Opinion {
    forget_what_does_not_count(life, month, memory);
    let read: i64 = month.runs.iter().map(|run| whole(run.total * run.multiplier)).sum();
    let left = read - memory.bank;
    let kwh = left.max(0);
    memory.bank = (-left).max(0);
    let days = days_of(month);
    let (mut energy, mut basic, mut funds) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    for day in &days {
        let price = price_on(life, *day);
        let part = |kwh: i64| Decimal::from(kwh) / Decimal::from(days.len());
        energy += match life.class {
            Class::Household => year::walk(life, month, memory, price, part(kwh)),
            Class::SharedMeter | Class::Factory => part(kwh) * price.flat,
            Class::TimeOfUse => periods(month).iter().zip(price.rates).map(|(kwh, rate)| part(*kwh) * rate).sum(),
        };
        basic += factory::basic_of_day(life, month, price);
        funds += part(kwh) * price.fund;
    }
    let adjustment = factory::adjustment(life, month, kwh);
    let yuan = energy + basic + (energy + basic - funds) * adjustment + settled_beside(life, month, memory, kwh);
    let (prices, price_range) = prices_of(life, &days);
    Opinion { yuan, kwh, carried_kwh: memory.bank, prices, price_range, adjustment }
}

/// A new year and a new owner start at zero.
fn forget_what_does_not_count(life: &Life, month: &Month, memory: &mut Memory) {
    let is_new_owner = life.owner_since.is_some_and(|since| since >= month.from && since < month.to);
    if memory.counted_in != month.year || is_new_owner {
        (memory.counted_in, memory.counted) = (month.year, Decimal::ZERO);
    }
}

/// The kWh of each period; what the total has more goes onto the second, flat. What flat is short of, the largest gives.
fn periods(month: &Month) -> [i64; 3] {
    let mut kwh = [0; 3];
    for run in &month.runs {
        for (period, units) in run.periods.iter().enumerate() {
            kwh[period] += whole(*units * run.multiplier);
        }
    }
    let total: i64 = month.runs.iter().map(|run| whole(run.total * run.multiplier)).sum();
    kwh[1] += total - kwh.iter().sum::<i64>();
    if kwh[1] < 0 {
        let largest = if kwh[2] >= kwh[0] { 2 } else { 0 };
        kwh[largest] += kwh[1];
        kwh[1] = 0;
    }
    kwh
}

/// Free energy and corrections, at the price of the last day.
fn settled_beside(life: &Life, month: &Month, memory: &Memory, kwh: i64) -> Decimal {
    let price = price_on(life, month.to);
    let reached = if life.class == Class::Household { year::tier_reached(life, month, memory) } else { 0 };
    let unit_price = |tier: usize| match life.class {
        Class::Household => price.tiers[tier],
        Class::SharedMeter | Class::Factory => price.flat,
        Class::TimeOfUse => price.rates[1],
    };
    let free = Decimal::from(life.free_kwh.min(kwh)) * unit_price(0);
    let corrections = month.corrections.iter().map(|kwh| {
        let tier = if *kwh > 0 { 0 } else { reached };
        Decimal::from(*kwh) * unit_price(tier)
    });
    corrections.sum::<Decimal>() - free
}

fn days_of(month: &Month) -> Vec<NaiveDate> {
    month.from.iter_days().skip(1).take_while(|day| *day <= month.to).collect()
}

fn price_on(life: &Life, day: NaiveDate) -> &Published {
    let in_force = life.prices.iter().filter(|price| price.from <= day);
    in_force.max_by_key(|price| price.from).expect("a life has a price on every day")
}

fn prices_of(life: &Life, days: &[NaiveDate]) -> (i64, Decimal) {
    let mut of_days: Vec<&Published> = days.iter().map(|day| price_on(life, *day)).collect();
    of_days.dedup_by_key(|price| price.from);
    let per_kwh = |price: &&Published| match life.class {
        Class::Household => price.tiers,
        Class::TimeOfUse => price.rates,
        Class::SharedMeter | Class::Factory => [price.flat; 3],
    };
    let all: Vec<Decimal> = of_days.iter().flat_map(per_kwh).collect();
    let range = all.iter().max().expect("a month has days") - all.iter().min().expect("a month has days");
    (of_days.len() as i64, range)
}

/// Half away from zero.
pub fn whole(exact: Decimal) -> i64 {
    let half = Decimal::new(5, 1);
    let rounded = if exact < Decimal::ZERO { -(half - exact).floor() } else { (exact + half).floor() };
    rounded.to_string().parse().expect("a month's energy is a small number")
}
