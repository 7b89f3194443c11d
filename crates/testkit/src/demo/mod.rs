//! A made-up Enshi: its units, prices, routes, operators and up to 1.1 million customers with two years of bills.
//!
//! Nobody in it exists. Everything follows from a seed and a date, and every account can be made on its own: the
//! first 100 customers of a township are the same whether 100 or 12,200 are made, alone or with the whole prefecture.

mod account;
mod habits;
mod metered;
mod meters;
mod months;
mod names;
mod operators;
mod places;
mod prefecture;
mod prices;
mod segments;
mod supply;
#[cfg(test)]
mod tests;
pub mod towns;
mod units;
mod usage;

pub use account::DemoAccount;
pub use operators::{DemoOperator, operators};
pub use prefecture::{PREFECTURE_CUSTOMERS, Prefecture, TOWNSHIP_CUSTOMERS, shares};
pub use prices::{
    AGRICULTURE, BUSINESS_10KV, BUSINESS_10KV_FLAT, BUSINESS_LOW, BUSINESS_LOW_FLAT, HOME_CHARGING, RESIDENTIAL,
    SHARED_METER, TWO_PART_10KV, billing_rules, prices, rules,
};
pub use units::{
    company_code, demo_outlet, demo_second_outlet, demo_station, prefecture, station_code, town_of, units,
};
