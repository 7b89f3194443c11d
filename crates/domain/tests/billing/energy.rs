//! 电度电费: steps, time of use, shared meters, and who stands where in the year.

use crate::sample::*;
use domain::*;

#[test]
fn the_step_tariff_splits_by_the_year_and_includes_its_limits() {
    let table: &[(i64, i64, [&str; 3], &str)] = &[
        (0, 180, ["100.44", "", ""], "100.44"),
        (2100, 150, ["33.48", "54.72", ""], "88.20"),
        (2100, 2800, ["33.48", "1605.12", "85.80"], "1724.40"),
        (4700, 300, ["", "60.80", "171.60"], "232.40"),
        (0, 5000, ["1205.28", "1605.12", "171.60"], "2982.00"),
        (4800, 1, ["", "", "0.86"], "0.86"),
        (2159, 1, ["0.56", "", ""], "0.56"),
        (2160, 1, ["", "0.61", ""], "0.61"),
    ];
    for (before, kwh, tiers, total) in table {
        let statement = household(*kwh).used_this_year(*before).bill().unwrap();
        let mut by_tier = ["".to_owned(), "".to_owned(), "".to_owned()];
        for line in &statement.lines {
            by_tier[usize::from(line.tier.unwrap()) - 1] = line.amount.to_string();
        }
        assert_eq!((by_tier, statement.total.to_string()), (tiers.map(str::to_owned), total.to_string()), "{before}");
    }
}

#[test]
fn a_line_explains_itself() {
    let statement = household(150).used_this_year(2100).bill().unwrap();
    assert_eq!(formulas(&statement), ["60 × 0.558 = 33.48", "90 × 0.608 = 54.72"]);
    let tier = |up_to_kwh, before_kwh, now_kwh| TierUse { up_to_kwh, before_kwh, now_kwh };
    let tiers = vec![tier(Some(2160), 2100, 60), tier(Some(4800), 0, 90), tier(None, 0, 0)];
    assert_eq!(statement.steps, Some(StepStanding { year: 2026, tiers }));
}

#[test]
fn the_prices_of_2017_bill_the_past() {
    let mut old = price("RES-LV", steps(["0.573", "0.623", "0.873"]));
    old.effective_to = Some(day("2017-03-31"));
    let new = PriceVersion { id: 2, effective_from: day("2017-04-01"), ..residential() };
    let mut story = household(5000);
    story.tariff = tariff(vec![new, old]);
    assert_eq!(story.total(), "2982.00");
    story.spans[0].from = day("2016-09-15");
    story.spans[0].to = day("2016-10-15");
    story.id = BillId::first_of("2016-10".parse().unwrap());
    let statement = story.bill().unwrap();
    assert_eq!(amounts(&statement), ["1237.68", "1644.72", "174.60"]);
    assert!(statement.lines.iter().all(|line| line.price_version == Some(1)));
}

#[test]
fn several_persons_raise_each_limit_for_the_months_of_the_grant() {
    let grant = |from: &str, to: &str| LargeHousehold {
        persons: 5,
        valid_from: day(from),
        valid_to: day(to),
        choice: LargeHouseholdChoice::Raise { extra_kwh_per_month: 100 },
    };
    let mut story = household(200).used_this_year(3300);
    story.state.supply.households = vec![grant("2026-01-01", "2027-12-31")];
    let statement = story.bill().unwrap();
    assert_eq!(formulas(&statement), ["60 × 0.558 = 33.48", "140 × 0.608 = 85.12"]);
    assert_eq!(statement.total, yuan("118.60"));
    let limits: Vec<_> = statement.steps.unwrap().tiers.iter().map(|tier| tier.up_to_kwh).collect();
    assert_eq!(limits, [Some(3360), Some(6000), None]);

    story.state.supply.households = vec![grant("2026-07-20", "2028-07-19")];
    let limits: Vec<_> = story.bill().unwrap().steps.unwrap().tiers.iter().map(|tier| tier.up_to_kwh).collect();
    assert_eq!(limits, [Some(2760), Some(5400), None], "six months of 2026");
}

#[test]
fn a_large_household_may_take_the_shared_meter_price_instead() {
    let mut story = household(5000);
    story.state.supply.households = vec![LargeHousehold {
        persons: 7,
        valid_from: day("2026-10-20"),
        valid_to: day("2026-10-31"),
        choice: LargeHouseholdChoice::SharedMeter { price: "RES-SHARED".parse().unwrap() },
    }];
    story.tariff = tariff(vec![residential(), price("RES-SHARED", flat("0.58"))]);
    let statement = story.bill().unwrap();
    assert_eq!((formulas(&statement), statement.steps), (vec!["5000 × 0.58 = 2900.00".to_owned()], None));
    story.id = BillId::first_of("2026-11".parse().unwrap());
    assert_eq!(story.total(), "2982.00", "the grant is over");
}

#[test]
fn a_shared_meter_has_no_steps() {
    let shared = |price_text: &str| customer(price("RES-SHARED", flat(price_text)), &[(Register::ActiveTotal, "5000")]);
    assert_eq!(shared("0.58").total(), "2900.00");
    assert_eq!(shared("0.57").total(), "2850.00");
}

#[test]
fn an_account_of_part_of_a_year_has_part_of_the_limits() {
    let mut opened = household(200).used_this_year(1000);
    opened.state.supply.opened_on = Some(day("2026-07-01"));
    assert_eq!(formulas(&opened.bill().unwrap()), ["80 × 0.558 = 44.64", "120 × 0.608 = 72.96"]);
    assert_eq!(opened.total(), "117.60");

    let mut closed = household(200).used_this_year(1700);
    closed.state.supply.closed_on = Some(day("2026-10-15"));
    assert_eq!(formulas(&closed.bill().unwrap()), ["100 × 0.558 = 55.80", "100 × 0.608 = 60.80"], "ten months: 1800");

    let mut old = household(200).used_this_year(1700);
    old.state.supply.opened_on = Some(day("2019-07-01"));
    assert_eq!(old.total(), "111.60");
}

#[test]
fn a_limit_of_part_of_a_year_is_a_whole_number() {
    let mut story = household(1100);
    let energy = EnergyPrice::Steps { tiers: vec![tier(Some(2500), "0.5"), tier(None, "0.6")] };
    story.tariff = tariff(vec![price("RES-LV", energy)]);
    story.state.supply.opened_on = Some(day("2026-08-31"));
    assert_eq!(story.bill().unwrap().lines[0].quantity, dec("1042"), "five twelfths are 1041.67");
}

#[test]
fn a_new_year_starts_at_zero() {
    let mut story = household(180).used_this_year(4800);
    story.state.year.year = 2025;
    assert_eq!(story.total(), "100.44");
}

#[test]
fn a_new_owner_starts_at_zero_with_the_months_that_remain() {
    let mut story = household(600).used_this_year(4700);
    story.state.supply.owner_since = Some(day("2026-09-15"));
    let statement = story.bill().unwrap();
    assert_eq!(statement.steps.as_ref().unwrap().tiers[0].up_to_kwh, Some(720), "September to December");
    assert_eq!(formulas(&statement), ["600 × 0.558 = 334.80"]);

    let spans = story.spans.clone();
    let mut next = story.clone();
    next.state = after_bill(&story.state, &statement, &spans);
    assert_eq!(next.state.year, YearUse { year: 2026, kwh: 600 });
    next.spans[0].from = day("2026-10-15");
    next.spans[0].to = day("2026-11-15");
    next.id = BillId::first_of("2026-11".parse().unwrap());
    assert_eq!(formulas(&next.bill().unwrap()), ["120 × 0.558 = 66.96", "480 × 0.608 = 291.84"]);

    let mut leaving = household(600).used_this_year(4700);
    leaving.state.supply.owner_since = Some(day("2026-10-15"));
    assert_eq!(leaving.total(), "489.80", "the owner before keeps what they used: 60.80 + 429.00");
}

#[test]
fn nothing_used_is_a_bill_of_nothing_that_says_its_price() {
    let statement = household(0).used_this_year(2160).bill().unwrap();
    assert_eq!((formulas(&statement), statement.total), (vec!["0 × 0.558 = 0.00".to_owned()], Money::ZERO));
}

const PERIODS: [Register; 4] =
    [Register::ActiveSharp, Register::ActivePeak, Register::ActiveFlat, Register::ActiveValley];

fn by_periods(prices: [&str; 4], total: Option<&str>, kwh: [&str; 4]) -> Story {
    let total = total.map(|kwh| (Register::ActiveTotal, kwh));
    let used: Vec<_> = total.into_iter().chain(PERIODS.into_iter().zip(kwh)).collect();
    customer(price("TOU", time_of_use(prices)), &used)
}

#[test]
fn a_home_charging_pile_pays_by_the_time_of_day() {
    let story = by_periods(["0.78", "0.68", "0.58", "0.43"], Some("300"), ["10", "60", "30", "200"]);
    let statement = story.bill().unwrap();
    assert_eq!(amounts(&statement), ["7.80", "40.80", "17.40", "86.00"]);
    assert_eq!(statement.total, yuan("152.00"));
}

#[test]
fn a_shop_pays_by_four_registers_with_prices_of_six_decimals() {
    let prices = ["1.133999", "0.930961", "0.735686", "0.516924"];
    for total in [Some("1520"), None] {
        let statement = by_periods(prices, total, ["120", "400", "700", "300"]).bill().unwrap();
        assert_eq!(amounts(&statement), ["136.08", "372.38", "514.98", "155.08"]);
        assert_eq!((statement.total, statement.energy_kwh), (yuan("1178.52"), 1520));
    }
}

#[test]
fn where_periods_and_total_differ_the_difference_goes_onto_flat() {
    for (total, flat_kwh) in [("1523", 703), ("1517", 697)] {
        let story = by_periods(["1", "1", "1", "1"], Some(total), ["120", "400", "700", "300"]);
        let statement = story.bill().unwrap();
        assert_eq!(statement.points[0].by_period[2], (RatePeriod::Flat, flat_kwh));
        assert_eq!(statement.energy_kwh.to_string(), total);
    }
}

#[test]
fn a_flat_register_never_falls_below_zero() {
    let statement = by_periods(["1", "1", "1", "1"], Some("100"), ["0", "80", "2", "30"]).bill().unwrap();
    let kwh: Vec<i64> = statement.points[0].by_period.iter().map(|(_, kwh)| *kwh).collect();
    assert_eq!(kwh, [0, 70, 0, 30], "12 too many: two of flat, ten of the largest");
}

#[test]
fn a_price_by_time_of_day_needs_a_meter_that_counts_by_it() {
    let story = customer(price("TOU", time_of_use(["1", "1", "1", "1"])), &[(Register::ActiveTotal, "100")]);
    let refusal = BillingRefusal::NoTimeOfUse { code: "TOU".parse().unwrap(), meter: "M1".parse().unwrap() };
    assert_eq!(story.bill(), Err(refusal));
}

#[test]
fn steps_may_come_on_top_of_the_time_of_day() {
    let mut story = by_periods(["0.78", "0.68", "0.58", "0.43"], Some("300"), ["10", "60", "30", "200"]);
    let mut with_steps = story.tariff.prices()[0].clone();
    if let EnergyPrice::TimeOfUse { additions, .. } = &mut with_steps.energy {
        *additions = vec![tier(Some(2160), "0"), tier(Some(4800), "0.05"), tier(None, "0.3")];
    }
    story.tariff = tariff(vec![with_steps]);
    let statement = story.used_this_year(2100).bill().unwrap();
    assert_eq!(formulas(&statement)[4..], ["240 × 0.05 = 12.00".to_owned()]);
    assert_eq!((statement.lines[4].kind, statement.lines[4].tier), (LineKind::StepAddition, Some(2)));
    assert_eq!(statement.total, yuan("164.00"));
}

#[test]
fn free_energy_is_a_credit_at_the_first_tier_for_no_more_than_was_used() {
    let free = |kwh_per_month| FreeQuantity {
        kwh_per_month,
        document: "样例".into(),
        from: day("2026-01-01"),
        to: Some(day("2026-12-31")),
    };
    let mut story = household(150).used_this_year(2100);
    story.state.supply.free = vec![free(10)];
    assert_eq!(formulas(&story.bill().unwrap())[2..], ["-10 × 0.558 = -5.58".to_owned()]);
    assert_eq!(story.total(), "82.62");
    let mut little = household(4);
    little.state.supply.free = vec![free(10)];
    assert_eq!(little.total(), "0.00");
    little.state.supply.free[0].to = Some(day("2026-09-30"));
    assert_eq!(little.total(), "2.23", "the grant ended in September");
}

#[test]
fn funds_are_listed_and_not_added() {
    let mut shop = price("SHOP", flat("0.735686"));
    shop.funds = funds();
    let statement = customer(shop, &[(Register::ActiveTotal, "1000")]).bill().unwrap();
    let funds: Vec<_> = statement.funds.iter().map(|fund| fund.amount.to_string()).collect();
    assert_eq!(funds, ["20.00", "6.20", "19.00"]);
    assert_eq!((statement.total, statement.funds_amount()), (yuan("735.69"), yuan("45.20")));
}

#[test]
fn vat_is_contained_in_the_total() {
    for (gross, net, tax) in
        [("100.44", "88.88", "11.56"), ("1178.52", "1042.94", "135.58"), ("46547.68", "41192.64", "5355.04")]
    {
        assert_eq!(vat_of(yuan(gross), BillingRules::standard().vat_share), (yuan(net), yuan(tax)), "{gross}");
    }
}
