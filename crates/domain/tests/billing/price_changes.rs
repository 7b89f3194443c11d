//! A price that changed between two readings: the energy is divided by days, and the year counts on.

use crate::sample::*;
use domain::*;

/// From 1 October on the first tier costs 0.5, the others as before.
fn cheaper_in_october() -> Vec<PriceVersion> {
    let old = residential();
    let new = PriceVersion {
        id: 2,
        effective_from: day("2026-10-01"),
        document: "样例文号二".into(),
        ..price("RES-LV", steps(["0.5", "0.608", "0.858"]))
    };
    vec![old, new]
}

#[test]
fn energy_is_divided_by_days_and_the_rest_goes_to_the_newest_price() {
    let mut story = household(101);
    story.tariff = tariff(cheaper_in_october());
    let statement = story.bill().unwrap();
    assert_eq!(formulas(&statement), ["50 × 0.558 = 27.90", "51 × 0.5 = 25.50"], "15 days each");
    let days: Vec<_> = statement.lines.iter().map(|line| (line.price_version, line.days)).collect();
    let half = |from: &str, to: &str| Some((day(from), day(to)));
    assert_eq!(days, [(Some(1), half("2026-09-16", "2026-09-30")), (Some(2), half("2026-10-01", "2026-10-15"))]);
}

#[test]
fn the_tiers_of_the_year_go_on_through_a_price_change() {
    let mut story = household(200).used_this_year(2100);
    story.tariff = tariff(cheaper_in_october());
    let statement = story.bill().unwrap();
    assert_eq!(
        formulas(&statement),
        ["60 × 0.558 = 33.48", "40 × 0.608 = 24.32", "100 × 0.608 = 60.80"],
        "the second half is above the first limit"
    );
    assert_eq!(statement.steps.unwrap().tiers[1].now_kwh, 140);
}

#[test]
fn a_setting_takes_the_price_of_the_reading_day_for_all() {
    let mut story = household(101);
    story.tariff = tariff(cheaper_in_october());
    let story = story.with_rules(|rules| rules.price_change = PriceChange::AtReadingDay);
    assert_eq!(formulas(&story.bill().unwrap()), ["101 × 0.5 = 50.50"]);
}

#[test]
fn settings_are_those_of_the_reading_day() {
    let from =
        |date: &str, price_change| BillingRules { effective_from: day(date), price_change, ..BillingRules::standard() };
    let rules = vec![from("2026-10-01", PriceChange::AtReadingDay), from("2000-01-01", PriceChange::ByDays)];
    let mut story = household(101);
    story.tariff = Tariff::new(cheaper_in_october(), rules);
    assert_eq!(story.bill().unwrap().lines.len(), 1);
}

#[test]
fn nothing_used_shows_the_newest_price_only() {
    let mut story = household(0);
    story.tariff = tariff(cheaper_in_october());
    assert_eq!(formulas(&story.bill().unwrap()), ["0 × 0.5 = 0.00"]);
}

#[test]
fn a_version_is_in_force_from_its_first_to_its_last_day() {
    let mut prices = cheaper_in_october();
    prices[1].effective_to = Some(day("2026-12-31"));
    let tariff = tariff(prices);
    let code = "RES-LV".parse().unwrap();
    let on = |date: &str| tariff.price_on(&code, day(date)).map(|price| (price.id, price.effective_from));
    let (old, new) = (day("2010-01-01"), day("2026-10-01"));
    assert_eq!(on("2009-12-31"), None);
    assert_eq!((on("2010-01-01"), on("2026-09-30")), (Some((1, old)), Some((1, old))));
    assert_eq!((on("2026-10-01"), on("2026-12-31"), on("2027-01-01")), (Some((2, new)), Some((2, new)), None));
    let days = tariff.prices_between(&code, day("2026-09-29"), day("2026-10-03")).unwrap();
    assert_eq!(days.iter().map(PriceDays::days).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(tariff.prices_between(&code, day("2026-12-30"), day("2027-02-01")), Err(day("2027-01-01")));
}

#[test]
fn a_change_on_the_day_of_a_reading_belongs_to_the_use_after_it() {
    let mut story = household(101);
    story.tariff = tariff(cheaper_in_october());
    story.spans[0].from = day("2026-09-30");
    story.spans[0].to = day("2026-10-30");
    let statement = story.bill().unwrap();
    assert_eq!((formulas(&statement), statement.lines[0].days), (vec!["101 × 0.5 = 50.50".to_owned()], None));
    story.spans[0].from = day("2026-08-30");
    story.spans[0].to = day("2026-09-30");
    assert_eq!(story.total(), "56.36");
}

#[test]
fn each_period_of_the_day_is_divided_by_itself() {
    let registers = [Register::ActivePeak, Register::ActiveFlat, Register::ActiveValley];
    let used: Vec<_> = registers.into_iter().zip(["31", "11", "21"]).collect();
    let old = price("TOU", time_of_use(["0", "3", "2", "1"]));
    let new = PriceVersion { id: 2, effective_from: day("2026-10-01"), ..old.clone() };
    let mut story = customer(old.clone(), &used);
    story.tariff = tariff(vec![old, new]);
    let statement = story.bill().unwrap();
    let kwh: Vec<String> = statement.lines.iter().map(|line| line.quantity.to_string()).collect();
    assert_eq!(kwh, ["15", "5", "10", "16", "6", "11"]);
    assert_eq!(statement.energy_kwh, 63);
}

#[test]
fn a_gap_between_two_versions_is_named_by_its_first_day() {
    let mut prices = cheaper_in_october();
    prices[0].effective_to = Some(day("2026-09-20"));
    let mut story = household(101);
    story.tariff = tariff(prices);
    let refusal = BillingRefusal::NoPrice { code: "RES-LV".parse().unwrap(), on: day("2026-09-21") };
    assert_eq!(story.bill(), Err(refusal));
}

#[test]
fn a_price_that_is_not_known_is_named() {
    let mut story = household(101);
    story.point().price = "OTHER".parse().unwrap();
    let refusal = BillingRefusal::NoPrice { code: "OTHER".parse().unwrap(), on: day("2026-09-16") };
    assert_eq!(story.bill(), Err(refusal));
}

#[test]
fn of_two_versions_with_one_date_the_later_id_counts() {
    let corrected = PriceVersion { id: 9, ..price("RES-LV", steps(["1", "1", "1"])) };
    let mut story = household(100);
    story.tariff = tariff(vec![corrected, residential()]);
    let statement = story.bill().unwrap();
    assert_eq!((statement.total, statement.lines[0].price_version), (yuan("100.00"), Some(9)));
}
