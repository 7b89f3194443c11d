//! 退补: past periods are settled by later lines.

use crate::sample::*;
use domain::*;

fn with(mut story: Story, basis: CorrectionBasis) -> Story {
    story.corrections.push(Correction { point: "P1".parse().unwrap(), document: "样例工单".into(), basis });
    story
}

fn last_line(story: &Story) -> String {
    formulas(&story.bill().unwrap()).pop().unwrap()
}

#[test]
fn the_quantity_follows_from_what_went_wrong() {
    for (basis, kwh) in [
        (CorrectionBasis::Agreed { kwh: -120 }, -120),
        (CorrectionBasis::MeterError { energy_kwh: 2100, error_share: dec("0.05") }, -50),
        (CorrectionBasis::MeterError { energy_kwh: 1900, error_share: dec("-0.05") }, 50),
        (CorrectionBasis::WrongWiring { energy_kwh: 1000, right_to_wrong: dec("1.5") }, 500),
        (CorrectionBasis::WrongMultiplier { energy_kwh: 1000, billed: dec("20"), real: dec("30") }, 500),
        (CorrectionBasis::WrongMultiplier { energy_kwh: 1000, billed: dec("40"), real: dec("30") }, -250),
        (CorrectionBasis::VoltageDrop { energy_kwh: 1000, excess_share: dec("0.0125") }, 13),
    ] {
        assert_eq!(basis.kwh(), Some(kwh), "{basis:?}");
    }
    let impossible = CorrectionBasis::WrongMultiplier { energy_kwh: 1000, billed: dec("0"), real: dec("30") };
    assert_eq!(with(household(1), impossible).bill(), Err(BillingRefusal::TooLarge));
}

#[test]
fn a_resident_is_refunded_at_the_highest_tier_and_charged_at_the_lowest() {
    let story = || household(100).used_this_year(4750);
    assert_eq!(last_line(&with(story(), CorrectionBasis::Agreed { kwh: 200 })), "200 × 0.558 = 111.60");
    assert_eq!(last_line(&with(story(), CorrectionBasis::Agreed { kwh: -200 })), "-200 × 0.858 = -171.60");
    let low = household(100).used_this_year(1000);
    assert_eq!(last_line(&with(low, CorrectionBasis::Agreed { kwh: -200 })), "-200 × 0.558 = -111.60");
    let at_present = story().with_rules(|rules| rules.untraceable = Untraceable::AtPresentTier);
    assert_eq!(last_line(&with(at_present, CorrectionBasis::Agreed { kwh: 200 })), "200 × 0.858 = 171.60");
}

#[test]
fn others_pay_the_present_price() {
    let shop = customer(price("SHOP", flat("0.735686")), &[(Register::ActiveTotal, "100")]);
    assert_eq!(last_line(&with(shop, CorrectionBasis::Agreed { kwh: 1000 })), "1000 × 0.735686 = 735.69");
}

#[test]
fn a_correction_counts_neither_for_the_steps_nor_for_the_energy_of_the_month() {
    let statement = with(household(100).used_this_year(2100), CorrectionBasis::Agreed { kwh: 500 }).bill().unwrap();
    assert_eq!((statement.energy_kwh, statement.lines.len()), (100, 3));
    assert_eq!(statement.steps.unwrap().tiers.iter().map(|tier| tier.now_kwh).sum::<i64>(), 100);
}

#[test]
fn a_correction_may_make_a_bill_a_refund() {
    let statement = with(household(10), CorrectionBasis::Agreed { kwh: -200 }).bill().unwrap();
    assert_eq!(statement.total, yuan("-106.02"));
}

#[test]
fn the_power_factor_leaves_corrections_alone_and_funds_include_them() {
    let before = factory(60_000, 35_000).bill().unwrap();
    let after = with(factory(60_000, 35_000), CorrectionBasis::Agreed { kwh: -1000 }).bill().unwrap();
    assert_eq!(after.power_factor, before.power_factor);
    assert_eq!(after.lines[..3], before.lines[..]);
    assert_eq!(after.funds[0].quantity_kwh, 59_000);
}

#[test]
fn a_correction_of_a_point_that_is_not_there_is_named() {
    let mut story = with(household(10), CorrectionBasis::Agreed { kwh: 1 });
    story.corrections[0].point = "P9".parse().unwrap();
    assert_eq!(story.bill(), Err(BillingRefusal::NoReading { point: "P9".parse().unwrap() }));
}
