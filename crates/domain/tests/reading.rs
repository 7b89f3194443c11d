//! What a reading means and whether it can be true: rollover and reversal, jumps, capacity, digits, and who is asked.

#[path = "reading/meters.rs"]
mod meters;

use domain::{
    Anomaly, Band, Finding, MonthUse, ReadingMethod, ReadingState, Register, Registers, Severity, is_harmless,
};
use meters::{Case, day, dec, month};
use proptest::prelude::*;

/// Loudest first, as the screen lists them.
fn findings(case: &Case) -> Vec<(Severity, Finding)> {
    case.judge().findings
}

#[test]
fn a_meter_that_turns_over_counts_on_from_zero() {
    let case = Case::household().last("999950").this("25");
    let judgement = case.judge();
    assert_eq!((judgement.state, judgement.energy_kwh), (ReadingState::Rollover, 75));
    assert_eq!(judgement.findings, [(Severity::Ask, Finding::Rollover)]);
}

#[test]
fn rollover_needs_both_ends_of_the_range_of_the_meters_own_digits() {
    let rows = [
        ("6.2", "900000", "100000", ReadingState::Rollover),
        ("6.2", "899999.99", "25", ReadingState::Reversal),
        ("6.2", "999950", "100000.01", ReadingState::Reversal),
        ("5.2", "99950", "25", ReadingState::Rollover),
        // The same figures on a meter with a digit more: it ran backwards.
        ("6.2", "99950", "25", ReadingState::Reversal),
        ("6.2", "1234.56", "1234.55", ReadingState::Reversal),
        ("6.2", "1234.56", "1234.56", ReadingState::Normal),
    ];
    for (digits, last, this, state) in rows {
        assert_eq!(
            Case::household().digits(digits).last(last).this(this).judge().state,
            state,
            "{digits} {last} {this}"
        );
    }
}

#[test]
fn a_reversal_can_be_entered_and_has_no_energy() {
    let judgement = Case::household().last("5000").this("4800").judge();
    assert_eq!((judgement.state, judgement.energy_kwh), (ReadingState::Reversal, 0));
    assert_eq!(judgement.findings, [(Severity::Ask, Finding::Reversal)]);
}

#[test]
fn a_true_reading_below_an_estimate_is_less_energy_and_no_reversal() {
    let judgement = Case::household().last("5000").last_estimated().this("4980").judge();
    assert_eq!((judgement.state, judgement.energy_kwh), (ReadingState::Normal, -20));
    assert!(judgement.findings.contains(&(Severity::Ask, Finding::Reversal)), "{:?}", judgement.findings);
}

#[test]
fn energy_is_the_difference_times_the_multiplier_in_whole_kwh() {
    for (last, this, multiplier, kwh) in [
        ("100", "250.49", "1", 150),
        ("100", "250.5", "1", 151),
        ("10.12", "10.37", "1000", 250),
        ("0", "12.345", "40", 494),
    ] {
        let case = Case::company().digits("6.4").last(last).this(this).multiplier(multiplier);
        assert_eq!(case.judge().energy_kwh, kwh, "{last} {this} × {multiplier}");
    }
}

#[test]
fn a_residents_jump_needs_half_as_much_again_and_a_hundred_kwh() {
    let rows = [
        // last month, this month, asked
        (200, 300, false),
        (200, 301, true),
        (400, 600, false),
        (400, 601, true),
        (400, 200, false),
        (400, 199, true),
        (60, 160, false),
        (60, 161, true),
        (60, 0, false),
    ];
    for (last, this, asked) in rows {
        let findings = findings(&Case::household().months(&[last]).used(this));
        let jump = findings.iter().any(|found| matches!(found, (Severity::Ask, Finding::Jump { .. })));
        assert_eq!(jump, asked, "{last} → {this}: {findings:?}");
    }
}

#[test]
fn others_are_asked_beyond_thirty_percent() {
    for (last, this, asked) in [(1000, 1300, false), (1000, 1301, true), (1000, 700, false), (1000, 699, true)] {
        let findings = findings(&Case::company().months(&[last]).used(this));
        assert_eq!(!findings.is_empty(), asked, "{last} → {this}: {findings:?}");
    }
    let jump = findings(&Case::company().months(&[1000]).used(1500));
    assert_eq!(jump, [(Severity::Ask, Finding::Jump { last_kwh: 1000, share: dec("0.5") })]);
}

#[test]
fn a_season_that_last_year_had_as_well_is_listed_and_not_asked() {
    let mut months = vec![month("2026-10", 150), month("2026-09", 140)];
    months.push(month("2025-11", 420));
    let case = Case { months, ..Case::household() }.used(430);
    let judgement = case.judge();
    assert!(matches!(judgement.findings[..], [(Severity::Note, Finding::Jump { last_kwh: 150, .. })]), "{judgement:?}");
    assert!(is_harmless(&judgement));
}

#[test]
fn the_expected_band_is_that_of_the_last_two_months_and_last_years_month() {
    let rules = Case::household().rules;
    let band = |elec_type, months: &[MonthUse]| Band::expected(elec_type, months, &rules);
    let resident = domain::ElecType::RURAL_RESIDENTIAL;
    let of = |from_kwh, to_kwh| Some(Band { from_kwh, to_kwh });
    assert_eq!(band(resident, &[]), None);
    assert_eq!(band(resident, &[month("2026-10", 301)]), of(151, 451));
    assert_eq!(band(resident, &[month("2026-10", 60)]), of(0, 160));
    assert_eq!(band(domain::ElecType::COMMERCIAL, &[month("2026-10", 1001)]), of(701, 1301));
    let months = [month("2026-12", 300), month("2026-11", 60), month("2026-01", 700), month("2025-12", 9000)];
    assert_eq!(band(resident, &months), of(0, 1050));
}

#[test]
fn more_than_the_capacity_can_take_is_refused() {
    // 8 kW for 30 days are 5760 kWh.
    let possible = Case::household().months(&[]).used(5760);
    assert!(findings(&possible).is_empty());
    let beyond = Case::household().months(&[]).used(5761);
    assert_eq!(findings(&beyond), [(Severity::Stop, Finding::BeyondCapacity { possible_kwh: 5760 })]);
    let after_estimate = beyond.last_estimated();
    assert_eq!(findings(&after_estimate), [(Severity::Ask, Finding::BeyondCapacity { possible_kwh: 5760 })]);
}

/// 250 kVA: 262.5 kW pass, up to 750 kW somebody is asked.
#[test]
fn a_demand_that_the_capacity_cannot_carry_is_asked_about_and_far_beyond_it_refused() {
    let demand = |shown: &str, multiplier: &str| {
        let mut case = Case::company().multiplier(multiplier);
        case.meter.registers.push(Register::MaxDemand);
        case.reading.registers.set(Register::MaxDemand, dec(shown));
        findings(&case)
    };
    let beyond = |severity, kw: &str| {
        let finding = Finding::DemandBeyondCapacity { demand_kw: dec(kw), capacity_kva: dec("250") };
        vec![(severity, finding)]
    };
    assert_eq!(demand("0.175", "1500"), []);
    assert_eq!(demand("0.1751", "1500"), beyond(Severity::Ask, "262.65"));
    assert_eq!(demand("0.5", "1500"), beyond(Severity::Ask, "750"));
    assert_eq!(demand("0.5001", "1500"), beyond(Severity::Stop, "750.15"));
    assert_eq!(demand("9131", "1"), beyond(Severity::Stop, "9131"));
}

#[test]
fn a_demand_is_not_judged_against_a_capacity_or_a_multiplier_that_nobody_knows() {
    let mut case = Case::company();
    case.reading.registers.set(Register::MaxDemand, dec("9131"));
    case.supply.capacity_kva = dec("0");
    assert!(findings(&case).is_empty());
    case.supply.capacity_kva = dec("250");
    case.meter.multiplier = None;
    assert_eq!(findings(&case), [(Severity::Review, Finding::MultiplierUnknown)]);
}

#[test]
fn settings_kept_before_demand_was_judged_judge_it_by_the_standard() {
    let standard = domain::BillingRules::standard().reading;
    let mut kept = serde_json::to_value(&standard).unwrap();
    let fields = kept.as_object_mut().unwrap();
    assert!(fields.remove("demandAskedShare").is_some() && fields.remove("demandPossibleTimes").is_some());
    assert_eq!(serde_json::from_value::<domain::ReadingRules>(kept).unwrap(), standard);
}

#[test]
fn no_use_is_noted_and_looked_at_from_the_third_period_on() {
    let zero = |months: &[i64]| findings(&Case::household().months(months).used(0));
    assert_eq!(zero(&[80, 0]), [(Severity::Note, Finding::Zero { periods: 1 })]);
    assert_eq!(zero(&[0, 80]), [(Severity::Note, Finding::Zero { periods: 2 })]);
    assert_eq!(zero(&[0, 0, 80]), [(Severity::Review, Finding::Zero { periods: 3 })]);
}

#[test]
fn a_digit_too_many_is_refused_before_anything_is_computed_with_it() {
    let too_many = [(Severity::Stop, Finding::TooManyDigits { whole: 6, decimals: 2 })];
    for this in ["1000000", "1234.567", "-1"] {
        assert_eq!(findings(&Case::household().this(this)), too_many, "{this}");
    }
    assert!(findings(&Case::household().last("999990").this("999999.99")).is_empty());
}

#[test]
fn a_time_of_use_meter_needs_all_its_registers() {
    let mut case = Case::time_of_use([100, 200, 300, 400]);
    assert!(findings(&case).is_empty(), "{:?}", findings(&case));
    case.reading.registers = Registers::total(dec("11000"));
    assert_eq!(findings(&case), [(Severity::Stop, Finding::MissingRegister)]);
    case.reading.estimated = true;
    assert_eq!(findings(&case), [(Severity::Review, Finding::Estimated { periods: 1 })]);
}

#[test]
fn registers_that_miss_the_total_by_more_than_one_are_asked_about() {
    let mut case = Case::time_of_use([100, 200, 300, 400]);
    case.reading.registers.set(Register::ActivePeak, dec("2199.00"));
    assert!(findings(&case).is_empty());
    case.reading.registers.set(Register::ActivePeak, dec("2198.99"));
    assert_eq!(findings(&case), [(Severity::Ask, Finding::RegisterSum { difference: dec("-1.01") })]);
}

#[test]
fn reactive_energy_alone_is_looked_at() {
    let mut case = Case::time_of_use([0, 0, 0, 0]).months(&[0]);
    case.meter.registers.push(Register::Reactive);
    case.last.as_mut().unwrap().registers.set(Register::Reactive, dec("50"));
    case.reading.registers.set(Register::Reactive, dec("80"));
    let expected = [(Severity::Review, Finding::ReactiveOnly), (Severity::Note, Finding::Zero { periods: 2 })];
    assert_eq!(findings(&case), expected);
}

#[test]
fn a_new_meter_counts_from_its_installation_and_is_looked_at() {
    let judgement = Case::household().installed("2026-11-05", "12.5").this("60").judge();
    assert_eq!(judgement.energy_kwh, 48);
    assert_eq!(judgement.findings, [(Severity::Review, Finding::First)]);
}

#[test]
fn a_date_before_the_last_reading_is_refused_and_one_off_the_plan_is_noted() {
    let on = |date| findings(&Case { ..Case::household() }.on(date).planned("2026-11-20"));
    assert_eq!(on("2026-11-22"), []);
    assert_eq!(on("2026-11-23"), [(Severity::Note, Finding::OutsidePlan { days: 3 })]);
    assert_eq!(on("2026-12-02"), [(Severity::Review, Finding::OutsidePlan { days: 12 })]);
    let early = Case::household().on("2026-10-20");
    assert!(findings(&early).contains(&(Severity::Stop, Finding::BeforeLast)));
}

#[test]
fn an_estimate_is_looked_at_and_asked_about_when_there_were_too_many() {
    let mut case = Case::household().months(&[90, 90]).used(90);
    case.reading.estimated = true;
    assert_eq!(findings(&case), [(Severity::Review, Finding::Estimated { periods: 1 })]);
    case.months[0].estimated = true;
    assert_eq!(findings(&case), [(Severity::Review, Finding::Estimated { periods: 2 })]);
    case.months[1].estimated = true;
    assert_eq!(findings(&case), [(Severity::Ask, Finding::Estimated { periods: 3 })]);
}

#[test]
fn what_the_reader_reports_is_looked_at() {
    let with = |anomaly| {
        let mut case = Case::household();
        case.reading.anomaly = anomaly;
        findings(&case)
    };
    assert_eq!(with(Anomaly::BoxBroken), [(Severity::Review, Finding::Reported)]);
    assert_eq!(with(Anomaly::NumberDiffers), [(Severity::Review, Finding::MeterDiffers)]);
    let mut other_meter = Case::household();
    other_meter.reading.meter = "M-9".parse().unwrap();
    assert_eq!(findings(&other_meter), [(Severity::Review, Finding::MeterDiffers)]);
}

#[test]
fn a_multiplier_that_nobody_checked_is_never_taken_for_one() {
    let mut case = Case::company();
    case.meter.multiplier = None;
    let judgement = case.judge();
    assert_eq!(
        (judgement.energy_kwh, &judgement.findings[..]),
        (0, &[(Severity::Review, Finding::MultiplierUnknown)][..])
    );
}

#[test]
fn the_first_remote_periods_are_checked_on_site() {
    let mut case = Case::household();
    case.reading.method = ReadingMethod::Centralised;
    for (periods, is_new) in [(None, false), (Some(0), true), (Some(2), true), (Some(3), false)] {
        case.remote_periods = periods;
        assert_eq!(!findings(&case).is_empty(), is_new, "{periods:?}");
    }
    case.remote_periods = Some(0);
    case.reading.method = ReadingMethod::OnSite;
    assert!(findings(&case).is_empty());
}

#[test]
fn the_loudest_finding_comes_first() {
    let mut case = Case::household().months(&[50]).used(5761).on("2026-11-20").planned("2026-11-10");
    case.reading.anomaly = Anomaly::Faulty;
    let severities: Vec<Severity> = findings(&case).into_iter().map(|(severity, _)| severity).collect();
    assert_eq!(severities, [Severity::Stop, Severity::Ask, Severity::Review, Severity::Note]);
}

fn decimal() -> impl Strategy<Value = rust_decimal::Decimal> {
    prop_oneof![
        (any::<i64>(), 0_u32..=6).prop_map(|(digits, scale)| rust_decimal::Decimal::new(digits, scale)),
        (0_i64..100_000_000, 0_u32..=4).prop_map(|(digits, scale)| rust_decimal::Decimal::new(digits, scale)),
        Just(rust_decimal::Decimal::MAX),
        Just(rust_decimal::Decimal::MIN),
    ]
}

fn registers() -> impl Strategy<Value = Registers> {
    proptest::collection::vec((0_usize..Register::ALL.len(), decimal()), 0..6)
        .prop_map(|values| Registers::of(values.into_iter().map(|(register, value)| (Register::ALL[register], value))))
}

fn any_case() -> impl Strategy<Value = Case> {
    let numbers = (decimal(), proptest::option::of(decimal()), proptest::collection::vec(any::<i64>(), 0..5));
    let dates = (-2_000_000_i64..2_000_000, -2_000_000_i64..2_000_000);
    (registers(), registers(), numbers, dates, (3_u8..=10, 0_u8..=4), any::<bool>()).prop_map(
        |(last, this, (capacity, multiplier, months), (last_on, on), (whole, decimals), estimated)| {
            let mut case = if estimated { Case::company() } else { Case::time_of_use([1, 2, 3, 4]) };
            case.meter.digits = domain::Digits::new(whole, decimals).unwrap();
            case.meter.multiplier = multiplier;
            case.supply.capacity_kva = capacity;
            case.months = months.iter().map(|kwh| month("2026-10", *kwh)).collect();
            let first = day("2000-01-01");
            let start = case.last.as_mut().unwrap();
            (start.registers, start.estimated) = (last, estimated);
            start.on = first + chrono::Duration::days(last_on);
            case.reading.registers = this;
            case.reading.on = first + chrono::Duration::days(on);
            case.planned_on = Some(start.on);
            case
        },
    )
}

proptest! {
    /// For any figures whatever, the judgement is a judgement; only after an estimate is it below zero.
    #[test]
    fn judging_never_fails(case in any_case()) {
        let judgement = case.judge();
        let was_estimated = case.last.as_ref().is_some_and(|last| last.estimated);
        let has_odd_multiplier = case.meter.multiplier.is_some_and(|multiplier| multiplier.is_sign_negative());
        prop_assert!(judgement.energy_kwh >= 0 || was_estimated || has_odd_multiplier);
        prop_assert!(judgement.findings.windows(2).all(|pair| pair[0].0 >= pair[1].0));
    }

    /// Every use within the expected band, its ends included, passes without a question.
    #[test]
    fn the_band_is_quiet(
        is_resident in any::<bool>(),
        months in proptest::collection::vec(0_i64..2_500, 1..13),
        part in 0_i64..=100,
    ) {
        let case = if is_resident { Case::household() } else { Case::company() }.months(&months);
        let band = Band::expected(case.supply.elec_type, &case.months, &case.rules).unwrap();
        for kwh in [band.from_kwh, band.to_kwh, band.from_kwh + (band.to_kwh - band.from_kwh) * part / 100] {
            let judgement = case.clone().used(kwh).judge();
            let asked = judgement.loudest() >= Some(Severity::Ask);
            prop_assert!(!asked, "{kwh} in {band:?}: {:?}", judgement.findings);
        }
    }

    /// Just outside of it somebody is asked.
    #[test]
    fn beside_the_band_is_asked(months in proptest::collection::vec(300_i64..1_500, 1..13)) {
        let case = Case::household().months(&months);
        let band = Band::expected(case.supply.elec_type, &case.months, &case.rules).unwrap();
        for kwh in [band.from_kwh - 1, band.to_kwh + 1] {
            prop_assert_eq!(case.clone().used(kwh).judge().loudest(), Some(Severity::Ask));
        }
    }
}
