//! 力调: every value of the three tables of (83)水电财字第215号, and how the factor is found.

use crate::sample::*;
use domain::*;
use rust_decimal::Decimal;

/// From a factor down to another, in hundredths, the percent at the first and the step for each 0.01 less.
type Run = (i64, i64, &'static str, &'static str);

const STANDARD_90: &[Run] = &[
    (100, 95, "-0.75", "0"),
    (94, 90, "-0.60", "0.15"),
    (89, 70, "0.5", "0.5"),
    (69, 65, "11", "1"),
    (64, 0, "17", "2"),
];
const STANDARD_85: &[Run] = &[
    (100, 94, "-1.10", "0"),
    (93, 90, "-0.95", "0.15"),
    (89, 85, "-0.40", "0.10"),
    (84, 65, "0.5", "0.5"),
    (64, 60, "11", "1"),
    (59, 0, "17", "2"),
];
const STANDARD_80: &[Run] = &[
    (100, 92, "-1.30", "0"),
    (91, 90, "-1.15", "0.15"),
    (89, 80, "-0.90", "0.10"),
    (79, 60, "0.5", "0.5"),
    (59, 55, "11", "1"),
    (54, 0, "17", "2"),
];

#[test]
fn every_factor_of_every_table_has_its_percent() {
    let rules = BillingRules::standard().power_factor;
    for (standard, runs) in [
        (PowerFactorStandard::P90, STANDARD_90),
        (PowerFactorStandard::P85, STANDARD_85),
        (PowerFactorStandard::P80, STANDARD_80),
    ] {
        let table = rules.table(standard).unwrap();
        let mut checked = 0;
        for (from, to, percent, step) in runs {
            for hundredths in *to..=*from {
                let expected = dec(percent) + Decimal::from(from - hundredths) * dec(step);
                let found = table.percent_at(Decimal::new(hundredths, 2));
                assert_eq!(found, Some(expected), "{standard:?} at 0.{hundredths:02}");
                checked += 1;
            }
        }
        assert_eq!(checked, 101);
    }
    assert_eq!(rules.table(PowerFactorStandard::None), None);
}

#[test]
fn the_published_cells_read_as_in_the_document() {
    let rules = BillingRules::standard().power_factor;
    let percent = |standard, factor: &str| rules.table(standard).unwrap().percent_at(dec(factor)).unwrap().to_string();
    use PowerFactorStandard::{P80, P85, P90};
    for (standard, factor, expected) in [
        (P90, "0.95", "-0.75"),
        (P90, "0.90", "0"),
        (P90, "0.71", "9.5"),
        (P90, "0.70", "10"),
        (P90, "0.65", "15"),
        (P90, "0.64", "17"),
        (P90, "0.63", "19"),
        (P85, "0.94", "-1.1"),
        (P85, "0.90", "-0.5"),
        (P85, "0.86", "-0.1"),
        (P85, "0.65", "10"),
        (P85, "0.60", "15"),
        (P85, "0.59", "17"),
        (P80, "0.92", "-1.3"),
        (P80, "0.81", "-0.1"),
        (P80, "0.60", "10"),
        (P80, "0.55", "15"),
        (P80, "0.54", "17"),
    ] {
        assert_eq!(dec(&percent(standard, factor)), dec(expected), "{standard:?} {factor}");
    }
}

#[test]
fn the_factor_is_rounded_half_up_before_it_is_looked_up() {
    // 0.86378, exactly 0.6 and 0.8 (3:4:5), the least reactive energy, and far below any table.
    for (kwh, kvarh, factor) in [
        (60_000, 35_000, "0.86"),
        (4_000, 3_000, "0.80"),
        (3_000, 4_000, "0.60"),
        (1_000, 0, "1.00"),
        (1_000, 100, "1.00"),
        (1_000, 101, "0.99"),
        (1, 1_000_000, "0.00"),
    ] {
        let found = factory(kwh, kvarh).bill().unwrap().power_factor.unwrap();
        assert_eq!(found.factor, dec(factor), "{kwh} kWh {kvarh} kvarh");
    }
}

#[test]
fn no_energy_and_no_reactive_energy_is_no_adjustment() {
    let statement = factory(0, 0).bill().unwrap();
    assert_eq!(statement.power_factor, None);
    assert_eq!(statement.total, yuan("6575.00"), "the basic charge alone");
}

#[test]
fn reactive_energy_alone_is_looked_at_by_a_person() {
    assert_eq!(factory(0, 5).bill(), Err(BillingRefusal::ReactiveOnly));
}

#[test]
fn reverse_reactive_energy_counts_by_its_size() {
    let mut story = factory(60_000, 20_000);
    story.meter().registers.push(Register::ReverseReactive);
    for (start, end) in [("100", "15100"), ("-100", "-15100")] {
        story.spans[0].start.set(Register::ReverseReactive, dec(start));
        story.spans[0].end.set(Register::ReverseReactive, dec(end));
        assert_eq!(story.bill().unwrap().power_factor.unwrap().reactive_kvarh, 35_000);
    }
}

#[test]
fn funds_are_outside_the_base_unless_the_setting_says_otherwise() {
    let line = |story: Story| formulas(&story.bill().unwrap()).pop().unwrap();
    assert_eq!(line(factory(60_000, 35_000)), "42976.16 × 0.02 = 859.52");
    let inside = factory(60_000, 35_000).with_rules(|rules| rules.power_factor.funds_in_base = true);
    assert_eq!(line(inside), "45688.16 × 0.02 = 913.76");
}

#[test]
fn a_standard_without_a_table_is_named() {
    let story = factory(60_000, 35_000).with_rules(|rules| rules.power_factor.tables.clear());
    assert_eq!(story.bill(), Err(BillingRefusal::NoPowerFactorTable { standard: "0.90".into() }));
}
