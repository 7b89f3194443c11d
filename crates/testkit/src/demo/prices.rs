//! Published prices as dated versions. What is made up for the demo says so in its document number.
//!
//! 居民分时 has no class here: no price for it was published, and a class without a version is simply absent.

use chrono::NaiveDate;
use domain::{
    BasicPrice, BillingRules, CollectionRules, EnergyPrice, Fund, PriceCode, PriceTier, PriceVersion, TimeOfUseRates,
};
use rust_decimal::Decimal;

/// 一户一表: the step tariff.
pub const RESIDENTIAL: &str = "RES-LV";
/// 合表: several households or a school behind one meter.
pub const SHARED_METER: &str = "RES-SHARED-LV";
pub const SHARED_METER_10KV: &str = "RES-SHARED-10";
/// A charging pile at home.
pub const HOME_CHARGING: &str = "EV-HOME";
/// 工商业单一制, by time of use.
pub const BUSINESS_LOW: &str = "BIZ1-LV";
/// 工商业单一制, with one register.
pub const BUSINESS_LOW_FLAT: &str = "BIZ1-LV-FLAT";
pub const BUSINESS_10KV: &str = "BIZ1-10";
pub const BUSINESS_10KV_FLAT: &str = "BIZ1-10-FLAT";
/// 工商业两部制
pub const TWO_PART_10KV: &str = "BIZ2-10";
pub const AGRICULTURE: &str = "AGRI";

const TABLE_2026: &str = "2026年1月代理购电工商业用户电价表";
const HOME_CHARGING_DOCUMENT: &str = "鄂发改价管〔2023〕320号";
const WITHOUT_SURCHARGE: &str = "DEMO 取消城市公用事业附加";

/// 农网还贷资金, 水库移民后期扶持资金 and 可再生能源电价附加.
const RESIDENTIAL_FUNDS: [&str; 3] = ["0.02", "0.0062", "0.001"];
const BUSINESS_FUNDS: [&str; 3] = ["0.02", "0.0062", "0.019"];

type Day = (i32, u32, u32);

/// A class of the business table: its code and name, 尖峰平谷, and 基本电价 by demand and by capacity.
struct BusinessRow {
    code: &'static str,
    class: &'static str,
    rates: [&'static str; 4],
    basic: Option<[&'static str; 2]>,
    /// What was in force before: round numbers, made up.
    before: [&'static str; 4],
}

const BUSINESS: [BusinessRow; 7] = [
    BusinessRow {
        code: BUSINESS_LOW,
        class: "工商业单一制 不满1千伏",
        rates: ["1.133999", "0.930961", "0.735686", "0.516924"],
        basic: None,
        before: ["1.1100", "0.9100", "0.7200", "0.5050"],
    },
    BusinessRow {
        code: BUSINESS_10KV,
        class: "工商业单一制 1-10(20)千伏",
        rates: ["1.113999", "0.910961", "0.715686", "0.496924"],
        basic: None,
        before: ["1.0900", "0.8900", "0.7000", "0.4850"],
    },
    BusinessRow {
        code: "BIZ1-35",
        class: "工商业单一制 35千伏",
        rates: ["1.093999", "0.890961", "0.695686", "0.476924"],
        basic: None,
        before: ["1.0700", "0.8700", "0.6800", "0.4650"],
    },
    BusinessRow {
        code: TWO_PART_10KV,
        class: "工商业两部制 1-10(20)千伏",
        rates: ["1.049999", "0.848961", "0.651886", "0.432924"],
        basic: Some(["42", "26.3"]),
        before: ["1.0300", "0.8300", "0.6400", "0.4250"],
    },
    BusinessRow {
        code: "BIZ2-35",
        class: "工商业两部制 35千伏",
        rates: ["1.030199", "0.827161", "0.632086", "0.413124"],
        basic: Some(["42", "26.3"]),
        before: ["1.0100", "0.8100", "0.6200", "0.4050"],
    },
    BusinessRow {
        code: "BIZ2-110",
        class: "工商业两部制 110千伏",
        rates: ["1.012099", "0.809061", "0.613986", "0.395024"],
        basic: Some(["39", "24.4"]),
        before: ["0.9900", "0.7900", "0.6000", "0.3850"],
    },
    BusinessRow {
        code: "BIZ2-220",
        class: "工商业两部制 220千伏及以上",
        rates: ["0.993099", "0.790061", "0.594986", "0.376024"],
        basic: Some(["39", "24.4"]),
        before: ["0.9700", "0.7700", "0.5800", "0.3650"],
    },
];

/// All price versions, with ids from 1 in the order of this list.
pub fn prices() -> Vec<PriceVersion> {
    let mut prices = residential();
    prices.push(home_charging());
    prices.extend(BUSINESS.iter().flat_map(business));
    prices.push(agriculture());
    for (price, id) in prices.iter_mut().zip(1..) {
        price.id = id;
    }
    prices
}

/// The settings of collection that the demo prefecture uses.
pub fn rules() -> CollectionRules {
    CollectionRules::standard()
}

/// The settings of billing and reading.
pub fn billing_rules() -> Vec<BillingRules> {
    vec![BillingRules::standard()]
}

/// With the city surcharge until March 2017, without it since.
fn residential() -> Vec<PriceVersion> {
    let steps = |document, from, prices| PriceVersion {
        energy: EnergyPrice::Steps { tiers: tiers(prices) },
        ..version(RESIDENTIAL, "居民一户一表 不满1千伏", document, from, &RESIDENTIAL_FUNDS)
    };
    let shared = |code, class, price| PriceVersion {
        energy: flat(price),
        ..version(code, class, WITHOUT_SURCHARGE, (2017, 4, 1), &RESIDENTIAL_FUNDS)
    };
    let mut with_surcharge = steps("DEMO 含城市公用事业附加", (2012, 7, 1), ["0.573", "0.623", "0.873"]);
    with_surcharge.funds.push(fund("城市公用事业附加", "0.015"));
    vec![
        until(with_surcharge, (2017, 3, 31)),
        steps(WITHOUT_SURCHARGE, (2017, 4, 1), ["0.558", "0.608", "0.858"]),
        shared(SHARED_METER, "居民合表 不满1千伏", "0.58"),
        shared(SHARED_METER_10KV, "居民合表 1-10千伏", "0.57"),
    ]
}

fn home_charging() -> PriceVersion {
    PriceVersion {
        energy: time_of_use(["0.78", "0.68", "0.58", "0.43"]),
        ..version(HOME_CHARGING, "居民充电桩", HOME_CHARGING_DOCUMENT, (2024, 1, 1), &RESIDENTIAL_FUNDS)
    }
}

/// The class by time of use and, with the flat rate for all energy, the one for a meter with one register; each as of
/// January 2026 and as it was before.
fn business(row: &BusinessRow) -> [PriceVersion; 4] {
    let one_register = format!("{}-FLAT", row.code);
    let one_register_class = format!("{} 不分时", row.class);
    let version_of = |code: &str, class: &str, document, from, energy| PriceVersion {
        energy,
        basic: row.basic.map(basic),
        ..version(code, class, document, from, &BUSINESS_FUNDS)
    };
    let pair = |code: &str, class: &str, energy_of: fn([&'static str; 4]) -> EnergyPrice| {
        let before = version_of(code, class, "DEMO", (2021, 12, 1), energy_of(row.before));
        let present = version_of(code, class, TABLE_2026, (2026, 1, 1), energy_of(row.rates));
        [until(before, (2025, 12, 31)), present]
    };
    let [before, present] = pair(row.code, row.class, time_of_use);
    let [flat_before, flat_present] = pair(&one_register, &one_register_class, |rates| flat(rates[2]));
    [before, present, flat_before, flat_present]
}

/// Exempt from the renewable surcharge.
fn agriculture() -> PriceVersion {
    PriceVersion {
        energy: flat("0.5000"),
        ..version(AGRICULTURE, "农业生产 不满1千伏", "DEMO", (2012, 7, 1), &RESIDENTIAL_FUNDS[..2])
    }
}

/// A version that has everything but its energy price.
fn version(code: &str, class: &str, document: &str, from: Day, funds: &[&str]) -> PriceVersion {
    let names = ["农网还贷资金", "大中型水库移民后期扶持资金", "可再生能源电价附加"];
    PriceVersion {
        id: 0,
        code: price_code(code),
        class: class.to_owned(),
        document: document.to_owned(),
        effective_from: date(from),
        effective_to: None,
        energy: flat("0"),
        basic: None,
        funds: names.into_iter().zip(funds).map(|(name, price)| fund(name, price)).collect(),
    }
}

pub(super) fn price_code(code: &str) -> PriceCode {
    code.to_owned().try_into().expect("a price code")
}

fn flat(yuan_per_kwh: &str) -> EnergyPrice {
    EnergyPrice::Flat { yuan_per_kwh: decimal(yuan_per_kwh) }
}

fn time_of_use([sharp, peak, flat, valley]: [&str; 4]) -> EnergyPrice {
    let [sharp, peak, flat, valley] = [sharp, peak, flat, valley].map(decimal);
    EnergyPrice::TimeOfUse {
        rates: TimeOfUseRates { sharp, peak, flat, valley, deep_valley: None },
        additions: Vec::new(),
    }
}

fn tiers(yuan_per_kwh: [&str; 3]) -> Vec<PriceTier> {
    let limits = [Some(2160), Some(4800), None];
    let tiers = limits.into_iter().zip(yuan_per_kwh);
    tiers.map(|(up_to_kwh, price)| PriceTier { up_to_kwh, yuan_per_kwh: decimal(price) }).collect()
}

fn basic([demand, capacity]: [&str; 2]) -> BasicPrice {
    BasicPrice { demand_yuan_per_kw: decimal(demand), capacity_yuan_per_kva: decimal(capacity) }
}

fn fund(name: &str, yuan_per_kwh: &str) -> Fund {
    Fund { name: name.to_owned(), yuan_per_kwh: decimal(yuan_per_kwh) }
}

fn until(price: PriceVersion, last: Day) -> PriceVersion {
    PriceVersion { effective_to: Some(date(last)), ..price }
}

fn date((year, month, day): Day) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a real date")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a published price")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::Tariff;

    use super::*;

    #[test]
    fn versions_of_a_class_follow_each_other_without_a_gap() {
        let tariff = Tariff::new(prices(), Vec::new());
        for pair in tariff.prices().windows(2).filter(|pair| pair[0].code == pair[1].code) {
            let last = pair[0].effective_to.expect("an earlier version has an end");
            assert_eq!(last.succ_opt(), Some(pair[1].effective_from), "{}", pair[0].code);
        }
        let tier_1 = |day| match &tariff.price_on(&price_code(RESIDENTIAL), date(day)).unwrap().energy {
            EnergyPrice::Steps { tiers } => tiers[0].yuan_per_kwh.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!((tier_1((2017, 3, 31)), tier_1((2017, 4, 1))), ("0.573".to_owned(), "0.558".to_owned()));
    }

    #[test]
    fn ids_are_unique_and_start_at_one() {
        let ids: Vec<u32> = prices().iter().map(|price| price.id).collect();
        assert_eq!(ids, (1..=ids.len() as u32).collect::<Vec<_>>());
        let codes: HashSet<_> = prices().into_iter().map(|price| price.code).collect();
        assert_eq!(codes.len(), 4 + 14 + 1);
    }

    #[test]
    fn the_funds_of_a_business_price_come_to_what_the_table_says() {
        let business = prices().into_iter().find(|price| price.code.as_str() == BUSINESS_LOW).unwrap();
        assert_eq!(business.funds.iter().map(|fund| fund.yuan_per_kwh).sum::<Decimal>(), decimal("0.0452"));
    }
}
