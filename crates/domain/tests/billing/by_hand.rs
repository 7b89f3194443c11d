//! Bills that somebody computed with a pencil, apart from the engine and from its oracle.

use domain::*;

use crate::sample::*;

fn steps_of(year: &str, used: i64, from: &str, to: &str, kwh: i64) -> Story {
    let mut story = household(kwh);
    story.id = BillId::first_of(year.parse().unwrap());
    (story.spans[0].from, story.spans[0].to) = (day(from), day(to));
    story.state.year = YearUse { year: story.id.period.year(), kwh: used };
    story
}

fn october(used: i64, kwh: i64) -> Story {
    steps_of("2026-10", used, "2026-09-15", "2026-10-15", kwh)
}

fn table(standard: PowerFactorStandard) -> PowerFactorTable {
    BillingRules::standard().power_factor.table(standard).unwrap().clone()
}

fn changed(from: &str, prices: [&str; 3]) -> PriceVersion {
    PriceVersion { id: 2, effective_from: day(from), ..price("RES-LV", steps(prices)) }
}

/// Limits are inclusive: the 2160th and the 4800th kWh belong to the tier below.
#[test]
fn the_limits_of_the_tiers_are_inclusive() {
    for (used, kwh, total) in [
        (0, 180, "100.44"),
        (2100, 150, "88.20"),
        (2100, 2800, "1724.40"),
        (4700, 300, "232.40"),
        (0, 5000, "2982.00"),
        (4800, 1, "0.86"),
        (2159, 1, "0.56"),
        (2160, 1, "0.61"),
        (4799, 1, "0.61"),
        (2159, 2, "1.17"),
    ] {
        assert_eq!(october(used, kwh).total(), total, "{used} + {kwh}");
    }
}

/// From July on, 100 kWh a month more: 6 × 100 on each limit of the year, 2760 and 5400.
#[test]
fn a_large_household_from_july_raises_the_year_by_six_months() {
    let mut story = october(2700, 100);
    story.state.supply.households.push(LargeHousehold {
        persons: 5,
        valid_from: day("2026-07-01"),
        valid_to: day("2028-06-30"),
        choice: LargeHouseholdChoice::Raise { extra_kwh_per_month: 100 },
    });
    // 60 × 0.558 + 40 × 0.608
    assert_eq!(story.total(), "57.80");
}

/// Opened in July: 6 months, 1080 and 2400. Closed in June: the same.
#[test]
fn a_part_of_a_year_has_its_part_of_the_limits() {
    let mut opened = october(1000, 200);
    opened.state.supply.opened_on = Some(day("2026-07-01"));
    assert_eq!(opened.total(), "117.60");
    let mut closed = steps_of("2026-06", 1000, "2026-05-15", "2026-06-15", 200);
    closed.state.supply.closed_on = Some(day("2026-06-15"));
    assert_eq!(closed.total(), "117.60");
}

/// 过户 on 20 September: September to December are 4 months, 720 and 1600, counted from zero.
#[test]
fn a_new_owner_starts_from_zero_with_the_months_that_are_left() {
    let mut story = october(3000, 730);
    story.state.supply.owner_since = Some(day("2026-09-20"));
    // 720 × 0.558 + 10 × 0.608
    assert_eq!(story.total(), "407.84");
}

/// Read on 15 January for December: it is the old year that is filled, and the new price counts from its day.
#[test]
fn december_read_in_january_belongs_to_the_old_year() {
    let mut story = steps_of("2026-12", 2100, "2026-12-15", "2027-01-15", 310);
    // 60 × 0.558 + 250 × 0.608
    assert_eq!(story.total(), "185.48");
    story.tariff = tariff(vec![residential(), changed("2027-01-01", ["0.500", "0.600", "0.800"])]);
    // 16 of 31 days at the old prices: 160 kWh = 60 × 0.558 + 100 × 0.608; then 150 × 0.600 of the second tier
    assert_eq!(story.total(), "184.28");
    let next = after_bill(&story.state, &story.bill().unwrap(), &story.spans);
    assert_eq!(next.kwh_before("2027-01".parse().unwrap()), 0);
}

/// A price of 1 October, read 15 to 15: 15 days of September, 15 of October; the tier is crossed in the second half.
#[test]
fn a_price_change_within_the_month_goes_on_through_the_tiers() {
    let mut story = october(2000, 301);
    story.tariff = tariff(vec![residential(), changed("2026-10-01", ["0.500", "0.600", "0.800"])]);
    // 16–30 September: 150 × 0.558 = 83.70; 1–15 October: 10 × 0.5 = 5.00, 141 × 0.6 = 84.60
    assert_eq!(amounts(&story.bill().unwrap()), ["83.70", "5.00", "84.60"]);
}

/// An estimate of 300 kWh too high: two true readings below it come to nothing, the third takes the rest off.
#[test]
fn an_estimate_that_was_too_high_is_worked_off_over_months() {
    let mut story = october(500, 0);
    story.state.last = vec![LastReading {
        meter: "M1".parse().unwrap(),
        on: day("2026-09-15"),
        registers: Registers::total(dec("1300")),
        estimated: true,
    }];
    let mut totals = Vec::new();
    let months =
        [("2026-10", "2026-10-15", "1000"), ("2026-11", "2026-11-15", "1180"), ("2026-12", "2026-12-15", "1350")];
    for (period, on, shows) in months {
        let last = story.state.last[0].clone();
        let span = &mut story.spans[0];
        (span.from, span.to) = (last.on, day(on));
        (span.start, span.end) = (last.registers, Registers::total(dec(shows)));
        story.id = BillId::first_of(period.parse().unwrap());
        let statement = story.bill().unwrap();
        totals.push((statement.energy_kwh, statement.carried_kwh, statement.total.to_string()));
        story.state = after_bill(&story.state, &statement, &story.spans);
    }
    // −300, then +180 and +170: 50 kWh are left to pay in the third month
    assert_eq!(totals, [(0, 300, "0.00".into()), (0, 120, "0.00".into()), (50, 0, "27.90".into())]);
    assert_eq!(story.state.year.kwh, 550);
}

/// 换表: 100 units × 10 on the old meter, 30 units × 40 on the new one.
#[test]
fn a_replaced_meter_is_billed_with_each_multiplier() {
    let mut story = customer(price("BIZ", flat("0.735686")), &[(Register::ActiveTotal, "100")]);
    story.meter().multiplier = Some(dec("10"));
    let removed = MeterEvent { on: day("2026-10-01"), registers: Registers::total(dec("1100")) };
    story.meter().removed = Some(removed);
    let mut new = meter("M2", &[Register::ActiveTotal]);
    new.multiplier = Some(dec("40"));
    story.point().meters.push(new);
    story.spans[0].to = day("2026-10-01");
    let mut second = span("P1", "M2", &[(Register::ActiveTotal, "30")]);
    second.from = day("2026-10-01");
    story.spans.push(second);
    let statement = story.bill().unwrap();
    // 2200 × 0.735686 = 1618.5092
    assert_eq!((statement.energy_kwh, statement.total), (2200, yuan("1618.51")));
}

/// 分时之和 1518, 总 1520: 2 kWh more on 平. And the bill of A8.
#[test]
fn what_the_periods_miss_goes_onto_flat() {
    let price = || price("TOU", time_of_use(["1.133999", "0.930961", "0.735686", "0.516924"]));
    let used = |flat| {
        [
            (Register::ActiveTotal, "1520"),
            (Register::ActiveSharp, "120"),
            (Register::ActivePeak, "400"),
            (Register::ActiveFlat, flat),
            (Register::ActiveValley, "300"),
        ]
    };
    for flat in ["700", "698", "702"] {
        let statement = customer(price(), &used(flat)).bill().unwrap();
        assert_eq!(amounts(&statement), ["136.08", "372.38", "514.98", "155.08"], "{flat}");
        assert_eq!(statement.total, yuan("1178.52"));
    }
    let pile = customer(
        self::price("EV", time_of_use(["0.78", "0.68", "0.58", "0.43"])),
        &[
            (Register::ActiveSharp, "10"),
            (Register::ActivePeak, "60"),
            (Register::ActiveFlat, "30"),
            (Register::ActiveValley, "200"),
        ],
    );
    assert_eq!(pile.total(), "152.00");
}

/// 定量 100, 定比 20 % of what is left, 总分 250, together on 1000: 定比 is 180, and 470 stay with the main meter.
#[test]
fn fixed_share_and_metered_subs_are_taken_out_together() {
    let of = |quantity| PointRole::Sub { of: "P1".parse().unwrap(), quantity };
    let story = customer(price("BIZ", flat("1")), &[(Register::ActiveTotal, "1000")])
        .with_point("P2", |point| point.role = of(SubQuantity::Fixed { kwh_per_month: 100 }), &[])
        .with_point("P3", |point| point.role = of(SubQuantity::Share { share: dec("0.2") }), &[])
        .with_point("P4", |point| point.role = of(SubQuantity::Metered), &[(Register::ActiveTotal, "250")]);
    let statement = story.bill().unwrap();
    let kwh: Vec<i64> = statement.points.iter().map(|point| point.energy_kwh).collect();
    assert_eq!((kwh, statement.total), (vec![470, 100, 180, 250], yuan("1000.00")));
}

#[test]
fn free_energy_is_never_more_than_what_was_used() {
    let mut story = october(0, 6);
    let free = FreeQuantity { kwh_per_month: 10, document: String::new(), from: day("2026-01-01"), to: None };
    story.state.supply.free.push(free);
    assert_eq!((story.total(), amounts(&story.bill().unwrap())), ("0.00".into(), vec!["3.35".into(), "-3.35".into()]));
}

/// A refund larger than the month: the bill is below zero, and the month's energy stays what it was.
#[test]
fn a_refund_may_be_larger_than_the_month() {
    let mut story = october(2200, 100);
    let basis = CorrectionBasis::Agreed { kwh: -300 };
    story.corrections.push(Correction { point: "P1".parse().unwrap(), document: "工单".into(), basis });
    let statement = story.bill().unwrap();
    // 100 × 0.608, −300 × 0.608 (the highest tier that was used)
    assert_eq!((statement.total, statement.energy_kwh), (yuan("-121.60"), 100));
    assert_eq!(after_bill(&story.state, &statement, &story.spans).year.kwh, 2300);
}

/// 100.44, then 108.00, then 100.44 again: +7.56, −7.56, and nothing is left to say.
#[test]
fn two_differences_of_a_month_come_back_to_zero() {
    let at = |tier: &str| {
        let mut story = october(0, 180);
        story.tariff = tariff(vec![price("RES-LV", steps([tier, "0.608", "0.858"]))]);
        story.bill().unwrap()
    };
    let of = BillId::first_of("2026-10".parse().unwrap());
    let next = |issue| BillId { issue, ..of };
    let first = at("0.558");
    let up = difference(&[&first], &at("0.6"), next(2), StatementReason::LateTariff { of }).unwrap().statement;
    let down = difference(&[&first, &up], &first, next(3), StatementReason::LateTariff { of }).unwrap().statement;
    assert_eq!((up.total, down.total), (yuan("7.56"), yuan("-7.56")));
    assert_eq!(amounts(&down), ["-108.00", "100.44"]);
    assert_eq!(difference(&[&first, &up, &down], &first, next(4), StatementReason::LateTariff { of }), None);
}

/// Two months between two readings: nothing of the year's limits is lost, and the basic charge is for two months.
#[test]
fn a_reading_of_two_months_is_two_months() {
    assert_eq!(steps_of("2026-10", 1800, "2026-08-15", "2026-10-15", 400).total(), "225.20");
    let mut story = factory(60_000, 0);
    story.spans[0].from = day("2026-08-15");
    let capacity = story.bill().unwrap().lines.into_iter().find(|line| line.kind == LineKind::Capacity).unwrap();
    assert_eq!((capacity.quantity, capacity.amount), (dec("500"), yuan("13150.00")));
}

/// A9: the whole bill, and by demand; and 250 kVA that came on the 1st of October: 15 of 30 days.
#[test]
fn a_two_part_bill_and_a_part_of_its_month() {
    let statement = factory(60_000, 35_000).bill().unwrap();
    assert_eq!(statement.total, yuan("46547.68"));
    assert_eq!(statement.power_factor.unwrap().factor, dec("0.86"));
    let mut came = factory(60_000, 35_000);
    came.state.supply.transformers[0].from = day("2026-10-01");
    let capacity = came.bill().unwrap().lines.into_iter().find(|line| line.kind == LineKind::Capacity).unwrap();
    assert_eq!((capacity.quantity, capacity.amount), (dec("125"), yuan("3287.50")));
}

#[test]
fn the_rows_of_the_power_factor_tables() {
    use PowerFactorStandard::{P80, P85, P90};
    for (standard, factor, percent) in [
        (P90, "1.00", "-0.75"),
        (P90, "0.95", "-0.75"),
        (P90, "0.94", "-0.60"),
        (P90, "0.91", "-0.15"),
        (P90, "0.90", "0"),
        (P90, "0.80", "5.0"),
        (P90, "0.70", "10.0"),
        (P90, "0.69", "11.0"),
        (P90, "0.65", "15.0"),
        (P90, "0.64", "17.0"),
        (P90, "0.63", "19.0"),
        (P90, "0.50", "45"),
        (P85, "0.94", "-1.10"),
        (P85, "0.90", "-0.50"),
        (P85, "0.86", "-0.10"),
        (P85, "0.65", "10.0"),
        (P85, "0.64", "11.0"),
        (P85, "0.60", "15.0"),
        (P85, "0.59", "17.0"),
        (P80, "0.92", "-1.30"),
        (P80, "0.90", "-1.00"),
        (P80, "0.81", "-0.10"),
        (P80, "0.60", "10.0"),
        (P80, "0.55", "15.0"),
        (P80, "0.54", "17.0"),
        (P80, "0.10", "105"),
    ] {
        assert_eq!(table(standard).percent_at(dec(factor)), Some(dec(percent)), "{standard:?} {factor}");
    }
}

/// A13: 305 kWh and 1410 kvarh.
#[test]
fn the_loss_of_a_transformer_of_100_kva() {
    let mut story = factory(20_000, 8_000);
    story.state.supply.transformers = vec![Transformer {
        loss: TransformerLoss::Formula {
            no_load_kw: dec("0.29"),
            load_kw: dec("1.50"),
            no_load_current_percent: dec("1.6"),
            impedance_percent: dec("4.0"),
            shape: dec("1"),
        },
        ..transformer("T1", "100")
    }];
    (story.point().measuring, story.point().transformer) = (Measuring::HighLow, Some("T1".parse().unwrap()));
    let point = &story.bill().unwrap().points[0];
    assert_eq!((point.energy_kwh, point.reactive_kvarh), (20_305, 9_410));
}

/// A15, A16: half a kWh up; 999950 over the top to 25 is 75; a total of minus five is no use of five.
#[test]
fn multipliers_and_registers() {
    let mut story = customer(price("BIZ", flat("1")), &[(Register::ActiveTotal, "0.05")]);
    story.meter().multiplier = Some(dec("1000"));
    assert_eq!(story.bill().unwrap().energy_kwh, 50);
    story.meter().multiplier = Some(dec("10"));
    assert_eq!(story.bill().unwrap().energy_kwh, 1, "0.5 is rounded up");
    let shown = |story: &mut Story, start: &str, end: &str| {
        story.meter().multiplier = Some(dec("1"));
        (story.spans[0].start, story.spans[0].end) = (Registers::total(dec(start)), Registers::total(dec(end)));
    };
    shown(&mut story, "999950", "25");
    story.spans[0].state = ReadingState::Rollover;
    assert_eq!(story.bill().unwrap().energy_kwh, 75);
    story.spans[0].state = ReadingState::Normal;
    shown(&mut story, "0", "-5");
    assert!(matches!(story.bill(), Err(BillingRefusal::Reversal { .. })), "{:?}", story.bill());
}

#[test]
fn value_added_tax_is_inside_the_price() {
    for (gross, net, tax) in
        [("100.44", "88.88", "11.56"), ("1178.52", "1042.94", "135.58"), ("46547.68", "41192.64", "5355.04")]
    {
        assert_eq!(vat_of(yuan(gross), dec("0.13")), (yuan(net), yuan(tax)));
    }
}
