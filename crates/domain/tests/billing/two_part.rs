//! 两部制: basic charge by capacity, demand and contract demand, for whole months and parts of them.

use crate::sample::*;
use domain::*;

#[test]
fn a_factory_by_capacity_pays_basic_energy_and_power_factor() {
    let statement = factory(60_000, 35_000).bill().unwrap();
    assert_eq!(
        formulas(&statement),
        ["60000 × 0.651886 = 39113.16", "250 × 26.3 = 6575.00", "42976.16 × 0.02 = 859.52"]
    );
    let kinds: Vec<LineKind> = statement.lines.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [LineKind::Energy, LineKind::Capacity, LineKind::PowerFactor]);
    assert_eq!((statement.total, statement.funds_amount()), (yuan("46547.68"), yuan("2712.00")));
    let found = statement.power_factor.unwrap();
    assert_eq!((found.factor, found.percent), (dec("0.86"), dec("2")));
}

/// The basic lines of a factory of 250 kVA whose transformers stand like this.
fn capacity_lines(change: impl Fn(&mut Vec<Transformer>)) -> Vec<String> {
    let mut story = factory(60_000, 35_000);
    change(&mut story.state.supply.transformers);
    let statement = story.bill().unwrap();
    statement.lines.iter().filter(|line| line.kind == LineKind::Capacity).map(BillLine::formula).collect()
}

fn pause(from: &str, to: Option<&str>) -> Suspension {
    Suspension { from: day(from), to: to.map(day) }
}

#[test]
fn a_part_of_a_month_is_billed_by_thirtieths() {
    let with = |change: fn(&mut Transformer)| capacity_lines(|transformers| change(&mut transformers[0]));
    assert_eq!(with(|t| t.from = day("2026-10-01")), ["125 × 26.3 = 3287.50"], "15 days of October");
    assert_eq!(with(|t| t.to = Some(day("2026-09-26"))), ["91.666667 × 26.3 = 2410.83"], "11 days");
    assert_eq!(with(|t| t.from = day("2026-10-16")), ["0 × 26.3 = 0.00"]);
    assert_eq!(with(|t| t.to = Some(day("2026-09-15"))), ["0 × 26.3 = 0.00"]);
}

#[test]
fn a_transformer_that_comes_or_goes_on_a_reading_day_is_billed_by_days_and_one_that_ran_through_by_the_month() {
    let february = |change: fn(&mut Transformer)| {
        let mut story = factory(60_000, 35_000);
        (story.spans[0].from, story.spans[0].to) = (day("2026-02-15"), day("2026-03-15"));
        change(&mut story.state.supply.transformers[0]);
        formulas(&story.bill().unwrap()).remove(1)
    };
    assert_eq!(february(|_| {}), "250 × 26.3 = 6575.00", "28 days are a month");
    assert_eq!(february(|t| t.from = day("2026-02-14")), "250 × 26.3 = 6575.00");
    assert_eq!(february(|t| t.from = day("2026-02-15")), "233.333333 × 26.3 = 6136.67");
    assert_eq!(february(|t| t.to = Some(day("2026-03-15"))), "233.333333 × 26.3 = 6136.67");
    assert_eq!(february(|t| t.to = Some(day("2026-03-16"))), "250 × 26.3 = 6575.00");
}

#[test]
fn all_running_transformers_count() {
    let two = capacity_lines(|transformers| transformers.push(transformer("T2", "100")));
    assert_eq!(two, ["350 × 26.3 = 9205.00"]);
}

#[test]
fn a_suspended_transformer_is_not_billed_unless_the_suspension_was_too_short() {
    let with = |pause: Suspension| capacity_lines(|transformers| transformers[0].suspensions = vec![pause.clone()]);
    assert_eq!(with(pause("2026-09-20", Some("2026-10-09"))), ["83.333333 × 26.3 = 2191.67"], "10 days remain of 30");
    assert_eq!(with(pause("2026-09-20", Some("2026-10-03"))), ["250 × 26.3 = 6575.00"], "14 days are too few");
    assert_eq!(with(pause("2026-09-20", Some("2026-10-04"))), ["125 × 26.3 = 3287.50"], "15 days are enough");
    assert_eq!(with(pause("2026-10-06", None)), ["166.666667 × 26.3 = 4383.33"], "the end is not known yet");
    assert_eq!(
        with(pause("2026-09-01", Some("2026-09-20"))),
        ["208.333333 × 26.3 = 5479.17"],
        "20 days, 5 of them here"
    );
}

#[test]
fn two_months_cost_two_months() {
    let mut story = factory(60_000, 35_000);
    story.spans[0].from = day("2026-08-15");
    let statement = story.bill().unwrap();
    assert_eq!(formulas(&statement)[1], "500 × 26.3 = 13150.00");
    let mut story = by_demand(60_000, "180", BasicCharge::Demand);
    story.spans[0].from = day("2026-08-15");
    assert_eq!(demand_lines(&story), ["360 × 42 = 15120.00"]);
}

fn by_demand(kwh: i64, kw: &str, basic: BasicCharge) -> Story {
    let mut story = factory(kwh, 0);
    story.meter().registers.push(Register::MaxDemand);
    story.spans[0].end.set(Register::MaxDemand, dec(kw));
    story.state.supply.power_factor = PowerFactorStandard::None;
    story.state.supply.basic = basic;
    story
}

fn demand_lines(story: &Story) -> Vec<String> {
    let statement = story.bill().unwrap();
    let is_demand = |line: &&BillLine| matches!(line.kind, LineKind::Demand | LineKind::DemandExcess);
    statement.lines.iter().filter(is_demand).map(BillLine::formula).collect()
}

#[test]
fn demand_is_what_the_meter_shows_times_its_multiplier() {
    let mut story = by_demand(60_000, "180", BasicCharge::Demand);
    assert_eq!(demand_lines(&story), ["180 × 42 = 7560.00"]);
    story.meter().multiplier = Some(dec("100"));
    story.spans[0].end = Registers::of([
        (Register::ActiveTotal, dec("1600")),
        (Register::Reactive, dec("1000")),
        (Register::MaxDemand, dec("1.8215")),
    ]);
    assert_eq!(demand_lines(&story), ["182.15 × 42 = 7650.30"]);
}

#[test]
fn much_energy_for_its_capacity_makes_demand_cheaper() {
    assert_eq!(demand_lines(&by_demand(64_999, "180", BasicCharge::Demand)), ["180 × 42 = 7560.00"]);
    assert_eq!(demand_lines(&by_demand(65_000, "180", BasicCharge::Demand)), ["180 × 37.8 = 6804.00"], "260 kWh a kVA");
    let without = by_demand(65_000, "180", BasicCharge::Demand).with_rules(|rules| rules.basic.demand_discount = None);
    assert_eq!(demand_lines(&without), ["180 × 42 = 7560.00"]);
}

#[test]
fn demand_above_the_contract_costs_twice() {
    let contract = |kw: &str| by_demand(60_000, kw, BasicCharge::ContractDemand { kw: dec("200") });
    assert_eq!(demand_lines(&contract("180")), ["200 × 42 = 8400.00"], "the contract is what is paid");
    assert_eq!(demand_lines(&contract("205")), ["205 × 42 = 8610.00"], "within the tolerance");
    assert_eq!(demand_lines(&contract("210")), ["210 × 42 = 8820.00"], "exactly 105 %");
    assert_eq!(demand_lines(&contract("230")), ["210 × 42 = 8820.00", "20 × 84 = 1680.00"]);
    let lower = |kw: &str| contract(kw).with_rules(|rules| rules.basic.contract_floor = dec("0.4"));
    assert_eq!(demand_lines(&lower("180")), ["180 × 42 = 7560.00"], "a floor of 40 % charges the real demand");
    assert_eq!(demand_lines(&lower("50")), ["80 × 42 = 3360.00"]);
}

#[test]
fn a_customer_by_demand_needs_the_demand_register() {
    let mut story = factory(60_000, 0);
    story.state.supply.basic = BasicCharge::Demand;
    assert_eq!(story.bill(), Err(BillingRefusal::MissingRegister { meter: "M1".parse().unwrap() }));
}

#[test]
fn a_demand_customer_who_came_meanwhile_pays_by_days() {
    let mut story = by_demand(60_000, "180", BasicCharge::Demand);
    story.state.supply.opened_on = Some(day("2026-10-01"));
    story.spans[0].from = day("2026-10-01");
    assert_eq!(demand_lines(&story), ["84 × 42 = 3528.00"], "14 days after the first reading");
}

#[test]
fn a_price_without_a_basic_price_is_named() {
    let mut story = factory(60_000, 0);
    story.tariff = tariff(vec![price("IND-10KV", flat("0.6"))]);
    assert_eq!(story.bill(), Err(BillingRefusal::NoBasicPrice { code: "IND-10KV".parse().unwrap() }));
}

#[test]
fn a_basic_price_that_changed_is_divided_by_days() {
    let mut story = factory(60_000, 0);
    let old = PriceVersion { effective_to: Some(day("2026-09-30")), ..story.tariff.prices()[0].clone() };
    let mut new = PriceVersion { id: 2, effective_from: day("2026-10-01"), effective_to: None, ..old.clone() };
    new.basic = Some(BasicPrice { demand_yuan_per_kw: dec("39"), capacity_yuan_per_kva: dec("24.4") });
    story.tariff = tariff(vec![old, new]);
    story.state.supply.power_factor = PowerFactorStandard::None;
    let statement = story.bill().unwrap();
    let basic: Vec<_> = statement.lines.iter().filter(|line| line.kind == LineKind::Capacity).collect();
    assert_eq!(basic[0].formula(), "125 × 26.3 = 3287.50");
    assert_eq!(basic[1].formula(), "125 × 24.4 = 3050.00");
    assert_eq!(basic[1].days, Some((day("2026-10-01"), day("2026-10-15"))));
}
