//! 电量: multiplier, rollover, reversal, replacement, estimates, nested meters, and losses.

use crate::sample::*;
use domain::*;

fn no(text: &str) -> MeterNo {
    text.parse().unwrap()
}

fn kwh(story: &Story) -> i64 {
    story.bill().unwrap().energy_kwh
}

fn adjustments(point: &PointQuantity) -> Vec<(QuantityLineKind, i64, i64)> {
    point.adjustments.iter().map(|line| (line.kind, line.kwh, line.kvarh)).collect()
}

fn show(story: &mut Story, start: &str, end: &str) {
    story.spans[0].start = Registers::total(dec(start));
    story.spans[0].end = Registers::total(dec(end));
}

#[test]
fn energy_is_the_difference_times_the_multiplier_half_up_to_whole_kwh() {
    let mut story = household(0);
    for (start, end, multiplier, expected) in [
        ("1000", "1000.49", "1", 0),
        ("1000", "1000.50", "1", 1),
        ("1000.20", "1013.80", "40", 544),
        ("0", "0.01", "1000", 10),
        ("12.34", "12.34", "20", 0),
    ] {
        show(&mut story, start, end);
        story.meter().multiplier = Some(dec(multiplier));
        assert_eq!(kwh(&story), expected, "{start} to {end} × {multiplier}");
    }
}

#[test]
fn a_multiplier_that_was_never_checked_bills_nothing() {
    let mut story = household(100);
    story.meter().multiplier = None;
    assert_eq!(story.bill(), Err(BillingRefusal::MultiplierUnknown { meter: no("M1") }));
}

#[test]
fn a_register_turns_over_at_the_digits_of_its_meter() {
    let mut story = household(0);
    show(&mut story, "999950", "25");
    assert_eq!(story.bill(), Err(BillingRefusal::Reversal { meter: no("M1") }), "nobody said that it turned over");
    story.spans[0].state = ReadingState::Rollover;
    assert_eq!(kwh(&story), 75);
    story.meter().digits = "7.2".parse().unwrap();
    assert_eq!(kwh(&story), 9_000_075, "the digits are those of the meter, not of the reading");
}

#[test]
fn a_reversal_is_never_billed() {
    let mut story = household(100);
    story.spans[0].state = ReadingState::Reversal;
    assert_eq!(story.bill(), Err(BillingRefusal::Reversal { meter: no("M1") }));
    let mut story = household(0);
    show(&mut story, "500", "499");
    assert_eq!(story.bill(), Err(BillingRefusal::Reversal { meter: no("M1") }));
}

#[test]
fn only_the_registers_that_fell_turned_over() {
    let used = [(Register::ActiveTotal, "75"), (Register::ActivePeak, "30"), (Register::ActiveFlat, "45")];
    let mut story = customer(price("TOU", time_of_use(["0", "2", "1", "0"])), &used);
    story.spans[0].state = ReadingState::Rollover;
    story.spans[0].start.set(Register::ActiveTotal, dec("999950"));
    story.spans[0].end.set(Register::ActiveTotal, dec("25"));
    assert_eq!(story.total(), "105.00");
}

#[test]
fn a_replaced_meter_and_its_successor_count_together_each_with_its_multiplier() {
    let mut story = household(30);
    let mut new = meter("M2", &[Register::ActiveTotal]);
    new.multiplier = Some(dec("20"));
    story.point().meters.push(new);
    let mut second = span("P1", "M2", &[(Register::ActiveTotal, "5")]);
    story.spans[0].to = day("2026-10-01");
    second.from = day("2026-10-01");
    story.spans.push(second);
    let statement = story.bill().unwrap();
    assert_eq!((statement.energy_kwh, statement.points[0].meters.len()), (130, 2));
    assert_eq!((statement.from, statement.to), (day("2026-09-16"), day("2026-10-15")));
}

#[test]
fn what_is_missing_or_unknown_is_named() {
    let mut story = household(100);
    story.spans[0].end = Registers::default();
    assert_eq!(story.bill(), Err(BillingRefusal::MissingRegister { meter: no("M1") }));
    story.spans[0].meter = no("M9");
    assert_eq!(story.bill(), Err(BillingRefusal::UnknownMeter { meter: no("M9") }));
    story.spans.clear();
    assert_eq!(story.bill(), Err(BillingRefusal::NoReading { point: "P1".parse().unwrap() }));
    let mut story = household(100);
    story.spans[0].to = day("2026-09-14");
    assert_eq!(story.bill(), Err(BillingRefusal::BeforeLast { meter: no("M1") }));
}

#[test]
fn numbers_that_cannot_be_are_refused_and_never_overflow() {
    let huge = dec("70000000000000000000000000000");
    let broken: [fn(&mut Story, rust_decimal::Decimal); 9] = [
        |story, huge| story.spans[0].end.set(Register::ActiveTotal, huge),
        |story, huge| story.meter().multiplier = Some(huge),
        |story, huge| story.state.supply.capacity_kva = huge,
        |story, huge| story.state.supply.transformers[0].kva = huge,
        |story, huge| story.state.supply.basic = BasicCharge::ContractDemand { kw: huge },
        |story, huge| story.point().line_loss = LineLoss::Formula { current_a: huge, resistance_ohm: huge },
        |story, _| story.point().line_loss = LineLoss::Fixed { kwh_per_month: i64::MAX },
        |story, _| story.state.carried_kwh = i64::MAX,
        |story, _| story.state.year.kwh = i64::MAX,
    ];
    for (index, break_it) in broken.into_iter().enumerate() {
        let mut story = factory(60_000, 35_000);
        break_it(&mut story, huge);
        assert_eq!(story.bill(), Err(BillingRefusal::TooLarge), "the {index}th");
    }
    let expensive = customer(price("SHOP", flat("70000000000000000000000000000")), &[(Register::ActiveTotal, "2")]);
    assert_eq!(expensive.bill(), Err(BillingRefusal::TooLarge));
}

#[test]
fn an_estimate_that_was_too_high_is_carried_and_taken_off_the_next_bill() {
    let mut story = household(0);
    show(&mut story, "1200", "1150");
    story.state.last = vec![LastReading {
        meter: no("M1"),
        on: day("2026-09-15"),
        registers: Registers::total(dec("1200")),
        estimated: true,
    }];
    let statement = story.bill().unwrap();
    assert_eq!((statement.energy_kwh, statement.total, statement.carried_kwh), (0, Money::ZERO, 50));
    assert_eq!(adjustments(&statement.points[0]), [(QuantityLineKind::Carried, 50, 0)]);

    let mut next = household(80);
    next.state.carried_kwh = 50;
    let statement = next.bill().unwrap();
    assert_eq!((statement.energy_kwh, statement.carried_kwh), (30, 0));
    assert_eq!(adjustments(&statement.points[0]), [(QuantityLineKind::Carried, -50, 0)]);
    next = household(20);
    next.state.carried_kwh = 50;
    assert_eq!(next.bill().map(|statement| (statement.energy_kwh, statement.carried_kwh)), Ok((0, 30)));
}

#[test]
fn after_an_estimate_a_register_may_turn_over_while_another_goes_back() {
    let used = [(Register::ActiveTotal, "0"), (Register::ActivePeak, "0"), (Register::ActiveFlat, "0")];
    let mut story = customer(price("TOU", time_of_use(["0", "2", "1", "0"])), &used);
    let at = |total: &str, peak: &str, flat: &str| {
        let values = [(Register::ActiveTotal, total), (Register::ActivePeak, peak), (Register::ActiveFlat, flat)];
        Registers::of(values.map(|(register, value)| (register, dec(value))))
    };
    story.spans[0].state = ReadingState::Rollover;
    story.spans[0].start = at("999950", "30010", "45000");
    story.spans[0].end = at("25", "30000", "45085");
    let start = story.spans[0].start.clone();
    story.state.last = vec![LastReading { meter: no("M1"), on: day("2026-09-15"), registers: start, estimated: true }];
    let statement = story.bill().unwrap();
    assert_eq!(statement.energy_kwh, 75);
    assert_eq!(statement.points[0].by_period, [(RatePeriod::Peak, 0), (RatePeriod::Flat, 75)]);
}

#[test]
fn an_estimate_shows_on_the_bill() {
    let mut story = household(100);
    story.spans[0].estimated = true;
    let statement = story.bill().unwrap();
    assert!(statement.estimated && statement.points[0].meters[0].estimated);
}

fn sub(of: &str, quantity: SubQuantity) -> PointRole {
    PointRole::Sub { of: of.parse().unwrap(), quantity }
}

fn shop(kwh: &str) -> Story {
    let mut story = customer(price("SHOP", flat("1")), &[(Register::ActiveTotal, kwh)]);
    story.tariff = tariff(vec![price("SHOP", flat("1")), price("HOME", flat("0.5"))]);
    story
}

fn by_point(story: &Story) -> Vec<i64> {
    story.bill().unwrap().points.iter().map(|point| point.energy_kwh).collect()
}

fn with_sub(story: Story, no: &str, role: PointRole, used: &[(Register, &str)]) -> Story {
    story.with_point(
        no,
        |point| {
            point.price = "HOME".parse().unwrap();
            point.role = role.clone();
        },
        used,
    )
}

#[test]
fn fixed_then_share_then_metered_are_taken_out_of_the_main_meter() {
    let story = with_sub(shop("1000"), "P2", sub("P1", SubQuantity::Metered), &[(Register::ActiveTotal, "150")]);
    let story = with_sub(story, "P3", sub("P1", SubQuantity::Share { share: dec("0.2") }), &[]);
    let story = with_sub(story, "P4", sub("P1", SubQuantity::Fixed { kwh_per_month: 100 }), &[]);
    assert_eq!(by_point(&story), [570, 150, 180, 100], "20 % of the 900 that the fixed quantity leaves");
    let statement = story.bill().unwrap();
    assert_eq!(statement.energy_kwh, 1000);
    assert_eq!(statement.total, yuan("785.00"));
    let of: Vec<_> =
        statement.points[0].adjustments.iter().map(|line| (line.kwh, line.of.clone().unwrap().to_string())).collect();
    assert_eq!(of, [(-100, "P4".to_owned()), (-180, "P3".to_owned()), (-150, "P2".to_owned())]);
}

#[test]
fn sub_meters_may_have_sub_meters() {
    let story = with_sub(shop("1000"), "P2", sub("P1", SubQuantity::Metered), &[(Register::ActiveTotal, "400")]);
    let story = with_sub(story, "P3", sub("P2", SubQuantity::Metered), &[(Register::ActiveTotal, "150")]);
    let story = with_sub(story, "P4", sub("P3", SubQuantity::Share { share: dec("0.5") }), &[]);
    assert_eq!(by_point(&story), [600, 250, 75, 75]);
    let story = with_sub(shop("1000"), "P0", sub("P1", SubQuantity::Fixed { kwh_per_month: 300 }), &[]);
    let story = with_sub(story, "P2", sub("P0", SubQuantity::Share { share: dec("0.5") }), &[]);
    assert_eq!(by_point(&story), [150, 700, 150], "whatever their numbers");
}

#[test]
fn a_fixed_quantity_takes_no_more_than_there_is_and_twice_for_two_months() {
    let fixed = sub("P1", SubQuantity::Fixed { kwh_per_month: 100 });
    assert_eq!(by_point(&with_sub(shop("60"), "P2", fixed.clone(), &[])), [0, 60]);
    let mut two_months = with_sub(shop("1000"), "P2", fixed, &[]);
    two_months.spans[0].from = day("2026-08-15");
    assert_eq!(by_point(&two_months), [800, 200]);
}

#[test]
fn sub_meters_above_the_main_meter_and_broken_nesting_are_named() {
    let story = with_sub(shop("100"), "P2", sub("P1", SubQuantity::Metered), &[(Register::ActiveTotal, "101")]);
    assert_eq!(story.bill(), Err(BillingRefusal::SubAboveMain { point: "P1".parse().unwrap() }));
    for of in ["P9", "P2"] {
        let story = with_sub(shop("100"), "P2", sub(of, SubQuantity::Metered), &[(Register::ActiveTotal, "1")]);
        assert_eq!(story.bill(), Err(BillingRefusal::BrokenNesting { point: "P2".parse().unwrap() }), "of {of}");
    }
}

#[test]
fn a_sub_meter_by_periods_is_taken_out_period_by_period() {
    let used = [(Register::ActivePeak, "600"), (Register::ActiveFlat, "400")];
    let mut story = customer(price("SHOP", time_of_use(["0", "2", "1", "0"])), &used);
    story.tariff = tariff(vec![story.tariff.prices()[0].clone(), price("HOME", flat("0.5"))]);
    let by_periods = [(Register::ActivePeak, "100"), (Register::ActiveFlat, "150")];
    let metered = with_sub(story.clone(), "P2", sub("P1", SubQuantity::Metered), &by_periods);
    let periods = |story: &Story| story.bill().unwrap().points[0].by_period.clone();
    assert_eq!(periods(&metered), [(RatePeriod::Peak, 500), (RatePeriod::Flat, 250)]);
    let in_proportion = with_sub(story, "P2", sub("P1", SubQuantity::Share { share: dec("0.25") }), &[]);
    assert_eq!(periods(&in_proportion), [(RatePeriod::Peak, 450), (RatePeriod::Flat, 300)]);
}

#[test]
fn a_line_bears_its_loss() {
    let with = |loss: LineLoss| {
        let mut story = shop("1000");
        story.point().line_loss = loss;
        kwh(&story)
    };
    assert_eq!(with(LineLoss::Fixed { kwh_per_month: 15 }), 1015);
    assert_eq!(with(LineLoss::Share { share: dec("0.0125") }), 1013, "12.5 rounds up");
    // 3 × 20² A × 0.15 Ω × 720 h = 129.6 kWh
    assert_eq!(with(LineLoss::Formula { current_a: dec("20"), resistance_ohm: dec("0.15") }), 1130);
}

fn behind_a_transformer(used: &[(Register, &str)]) -> Story {
    let mut story = customer(price("SHOP", flat("1")), used);
    let mut behind = transformer("T1", "100");
    behind.loss = TransformerLoss::Formula {
        no_load_kw: dec("0.29"),
        load_kw: dec("1.50"),
        no_load_current_percent: dec("1.6"),
        impedance_percent: dec("4.0"),
        shape: dec("1"),
    };
    story.state.supply.transformers = vec![behind];
    story.point().transformer = Some("T1".parse().unwrap());
    story.point().measuring = Measuring::HighLow;
    story
}

#[test]
fn a_transformer_loses_active_and_reactive_energy() {
    let mut story = behind_a_transformer(&[(Register::ActiveTotal, "20000"), (Register::Reactive, "8000")]);
    let point = story.bill().unwrap().points.remove(0);
    assert_eq!(adjustments(&point), [(QuantityLineKind::TransformerLoss, 305, 1410)]);
    assert_eq!((point.energy_kwh, point.reactive_kvarh), (20_305, 9_410));
    for measuring in [Measuring::HighHigh, Measuring::LowLow] {
        story.point().measuring = measuring;
        assert_eq!(kwh(&story), 20_000, "only 高供低计 has transformer loss");
    }
}

#[test]
fn a_transformer_that_nobody_knows_is_named() {
    let mut story = behind_a_transformer(&[(Register::ActiveTotal, "20000")]);
    story.state.supply.transformers.clear();
    assert_eq!(story.bill(), Err(BillingRefusal::UnknownTransformer { transformer: "T1".into() }));
}

#[test]
fn a_loss_table_is_read_by_the_energy_of_a_month() {
    let row = |up_to_kwh, active: &str, reactive: &str| LossRow {
        up_to_kwh,
        active_kwh: dec(active),
        reactive_kvarh: dec(reactive),
    };
    let rows = vec![row(Some(10_000), "210", "1200"), row(Some(20_000), "305", "1410"), row(None, "500", "1900")];
    let mut story = behind_a_transformer(&[(Register::ActiveTotal, "20000")]);
    story.state.supply.transformers[0].loss = TransformerLoss::Table { rows };
    assert_eq!(kwh(&story), 20_305);
    story.spans[0].from = day("2026-08-15");
    assert_eq!(kwh(&story), 20_420, "10,000 a month, twice");
}

/// Three points behind one transformer that used 6000, 3000 and 1000 kWh, and what each bears of the loss.
fn shared_loss(shares: [LossShare; 3], used: [&str; 3]) -> Vec<i64> {
    let mut story = behind_a_transformer(&[(Register::ActiveTotal, used[0])]);
    story.point().loss_share = shares[0].clone();
    let second = |point: &mut MeteringPoint| point.loss_share = shares[1].clone();
    let third = |point: &mut MeteringPoint| point.loss_share = shares[2].clone();
    let story = story.with_point("P2", second, &[(Register::ActiveTotal, used[1])]);
    let story = story.with_point("P3", third, &[(Register::ActiveTotal, used[2])]);
    let statement = story.bill().unwrap();
    statement.points.iter().map(|point| point.adjustments.iter().map(|line| line.kwh).sum()).collect()
}

#[test]
fn points_behind_one_transformer_share_its_loss() {
    use LossShare::{ByCapacity, ByEnergy, Fixed, None, NotCharged};
    let kva = |kva: &str| ByCapacity { kva: dec(kva) };
    let used = ["6000", "3000", "1000"];
    // All of them: 0.29·720 + 10000²·1.5 ÷ (100²·720) = 229.63 kWh
    assert_eq!(shared_loss([ByEnergy, ByEnergy, ByEnergy], used), [138, 69, 23]);
    assert_eq!(shared_loss([kva("50"), kva("25"), kva("25")], used), [115, 58, 57], "the rest to the last one");
    // With 600 kWh more 232.21 kWh, of which a third is 77.33.
    assert_eq!(shared_loss([kva("25"), kva("25"), kva("25")], ["6000", "3000", "1600"]), [77, 77, 78]);
    assert_eq!(shared_loss([ByEnergy, Fixed { kwh_per_month: 50 }, ByEnergy], used), [154, 50, 26]);
    assert_eq!(
        shared_loss([ByEnergy, Fixed { kwh_per_month: 500 }, ByEnergy], used),
        [0, 230, 0],
        "not more than is lost"
    );
    assert_eq!(shared_loss([ByEnergy, NotCharged, ByEnergy], used), [138, 0, 23]);
    // Without the second: 0.29·720 + 7000²·1.5 ÷ (100²·720) = 219.01 kWh
    assert_eq!(shared_loss([ByEnergy, None, ByEnergy], used), [188, 0, 31]);
    // Nothing used: the no-load loss of 208.8 kWh in equal parts.
    assert_eq!(shared_loss([ByEnergy, ByEnergy, ByEnergy], ["0", "0", "0"]), [70, 70, 69]);
}

#[test]
fn a_suspended_transformer_loses_nothing_while_it_is_sealed() {
    let mut story = behind_a_transformer(&[(Register::ActiveTotal, "0")]);
    assert_eq!(kwh(&story), 209);
    story.state.supply.transformers[0].suspensions =
        vec![Suspension { from: day("2026-09-16"), to: Some(day("2026-09-30")) }];
    assert_eq!(kwh(&story), 104, "15 of 30 days: 104.4");
}
