//! Published prices as dated versions. What is made up for the demo says so in its document number.

use chrono::NaiveDate;
use domain::{CollectionRules, PriceTier, PriceVersion};
use rust_decimal::Decimal;

/// 一户一表: the step tariff.
pub const RESIDENTIAL: &str = "居民一户一表 不满1千伏";
/// 合表: several households or a school behind one meter.
pub const SHARED_METER: &str = "居民合表 不满1千伏";
pub const BUSINESS_LOW: &str = "工商业单一制 不满1千伏";
pub const BUSINESS_10KV: &str = "工商业单一制 1-10(20)千伏";
pub const AGRICULTURE: &str = "农业生产 不满1千伏";

const TABLE_2026: &str = "2026年1月代理购电工商业用户电价表";
const HOME_CHARGING: &str = "鄂发改价管〔2023〕320号";

/// All price versions, with ids from 1 in the order of this list.
pub fn prices() -> Vec<PriceVersion> {
    let mut prices = residential();
    prices.extend(home_charging());
    prices.extend(business());
    prices.push(flat(AGRICULTURE, "DEMO", (2012, 7, 1), "0.5000"));
    for (price, id) in prices.iter_mut().zip(1..) {
        price.id = id;
    }
    prices
}

/// The settings of collection that the demo prefecture uses.
pub fn rules() -> CollectionRules {
    CollectionRules::standard()
}

/// The version of a class in force on a day.
pub fn price_on<'a>(prices: &'a [PriceVersion], class: &str, day: NaiveDate) -> Option<&'a PriceVersion> {
    prices.iter().find(|price| {
        price.class == class && price.effective_from <= day && price.effective_to.is_none_or(|last| day <= last)
    })
}

/// With the city surcharge until March 2017, without it since.
fn residential() -> Vec<PriceVersion> {
    let surcharge = until(step("DEMO 含城市公用事业附加", (2012, 7, 1), ["0.573", "0.623", "0.873"]), (2017, 3, 31));
    let present = step("DEMO 取消城市公用事业附加", (2017, 4, 1), ["0.558", "0.608", "0.858"]);
    vec![
        surcharge,
        present,
        flat(SHARED_METER, "DEMO 取消城市公用事业附加", (2017, 4, 1), "0.58"),
        flat("居民合表 1-10千伏", "DEMO 取消城市公用事业附加", (2017, 4, 1), "0.57"),
    ]
}

/// A charging pile at home, a version for each part of the day.
fn home_charging() -> Vec<PriceVersion> {
    let parts = [("尖", "0.78"), ("峰", "0.68"), ("平", "0.58"), ("谷", "0.43")];
    parts.map(|(part, price)| flat(&format!("居民充电桩 {part}"), HOME_CHARGING, (2024, 1, 1), price)).into()
}

/// The flat prices of January 2026; what was in force before is a round number for the demo.
fn business() -> Vec<PriceVersion> {
    let rows = [
        (BUSINESS_LOW, "0.735686", "0.7200"),
        (BUSINESS_10KV, "0.715686", "0.7000"),
        ("工商业单一制 35千伏", "0.695686", "0.6800"),
        ("工商业两部制 1-10(20)千伏", "0.651886", "0.6400"),
        ("工商业两部制 35千伏", "0.632086", "0.6200"),
        ("工商业两部制 110千伏", "0.613986", "0.6000"),
        ("工商业两部制 220千伏及以上", "0.594986", "0.5800"),
    ];
    let versions = |(class, present, before): (&str, &str, &str)| {
        let before = until(flat(class, "DEMO", (2021, 12, 1), before), (2025, 12, 31));
        [before, flat(class, TABLE_2026, (2026, 1, 1), present)]
    };
    rows.into_iter().flat_map(versions).collect()
}

fn step(document: &str, from: (i32, u32, u32), yuan_per_kwh: [&str; 3]) -> PriceVersion {
    let limits = [Some(2160), Some(4800), None];
    let tiers = limits.into_iter().zip(yuan_per_kwh);
    let tiers = tiers.map(|(up_to_kwh, price)| PriceTier { up_to_kwh, yuan_per_kwh: decimal(price) }).collect();
    version(RESIDENTIAL, document, from, tiers)
}

fn flat(class: &str, document: &str, from: (i32, u32, u32), yuan_per_kwh: &str) -> PriceVersion {
    version(class, document, from, vec![PriceTier { up_to_kwh: None, yuan_per_kwh: decimal(yuan_per_kwh) }])
}

fn version(class: &str, document: &str, from: (i32, u32, u32), tiers: Vec<PriceTier>) -> PriceVersion {
    let (class, document) = (class.to_owned(), document.to_owned());
    PriceVersion { id: 0, class, document, effective_from: date(from), effective_to: None, tiers }
}

fn until(price: PriceVersion, last: (i32, u32, u32)) -> PriceVersion {
    PriceVersion { effective_to: Some(date(last)), ..price }
}

fn date((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a real date")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a published price")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_version_of_a_class() {
        let prices = prices();
        let days = [(2016, 6, 1), (2017, 3, 31), (2017, 4, 1), (2025, 12, 31), (2026, 1, 1), (2026, 11, 23)].map(date);
        for day in days {
            for price in &prices {
                let same = |other: &&PriceVersion| {
                    other.class == price.class && price_on(&prices, &price.class, day) == Some(*other)
                };
                assert!(prices.iter().filter(same).count() <= 1, "{} on {day}", price.class);
            }
        }
        let tier_1 = |day| price_on(&prices, RESIDENTIAL, date(day)).unwrap().tiers[0].yuan_per_kwh.to_string();
        assert_eq!((tier_1((2017, 3, 31)), tier_1((2017, 4, 1))), ("0.573".to_owned(), "0.558".to_owned()));
    }

    #[test]
    fn ids_are_unique_and_start_at_one() {
        let ids: Vec<u32> = prices().iter().map(|price| price.id).collect();
        assert_eq!(ids, (1..=ids.len() as u32).collect::<Vec<_>>());
    }
}
