//! What a bill leaves behind for the next one.

use crate::sample::*;
use domain::*;

fn after(story: &Story) -> SupplyState {
    after_bill(&story.state, &story.bill().unwrap(), &story.spans)
}

#[test]
fn the_next_bill_starts_where_this_one_ended() {
    let mut story = household(150).used_this_year(2100);
    story.spans[0].estimated = true;
    let state = after(&story);
    let last = &state.last[0];
    assert_eq!((last.on, last.estimated), (day("2026-10-15"), true));
    assert_eq!(last.registers, Registers::total(dec("1150")));
    assert_eq!(state.year, YearUse { year: 2026, kwh: 2250 });
    let month = MonthUse { period: "2026-10".parse().unwrap(), kwh: 150, estimated: true };
    assert_eq!(state.months, [month]);
    assert_eq!((state.version, state.carried_kwh), (1, 0));
}

#[test]
fn a_january_bill_starts_the_count_again() {
    let mut story = household(150).used_this_year(2100);
    story.id = BillId::first_of("2027-01".parse().unwrap());
    assert_eq!(after(&story).year, YearUse { year: 2027, kwh: 150 });
}

#[test]
fn thirteen_months_are_kept_newest_first() {
    let mut state = household(0).state;
    let mut period: BillingPeriod = "2025-01".parse().unwrap();
    for kwh in 1..=15 {
        let mut story = household(kwh);
        (story.state, story.id) = (state, BillId::first_of(period));
        state = after(&story);
        period = period.next();
    }
    let kwh: Vec<i64> = state.months.iter().map(|month| month.kwh).collect();
    assert_eq!(kwh, [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
}

#[test]
fn a_month_that_is_billed_again_replaces_itself() {
    let mut story = household(150);
    story.state = after(&story);
    story.spans[0].end = Registers::total(dec("1100"));
    assert_eq!(after(&story).months.iter().map(|month| month.kwh).collect::<Vec<_>>(), [100]);
}

#[test]
fn energy_of_a_customer_without_steps_counts_in_the_year_too() {
    let story = customer(price("SHOP", flat("1")), &[(Register::ActiveTotal, "500")]).used_this_year(40);
    assert_eq!(after(&story).year.kwh, 540);
}

#[test]
fn a_meter_that_was_not_read_stays_where_it_was() {
    let mut story = household(150);
    let known = LastReading {
        meter: "M1".parse().unwrap(),
        on: day("2026-09-15"),
        registers: Registers::total(dec("1000")),
        estimated: false,
    };
    story.state.last = vec![known.clone()];
    let statement = story.bill().unwrap();
    assert_eq!(after_bill(&story.state, &statement, &[]).last, [known]);
}

#[test]
fn what_an_estimate_took_too_much_is_handed_on() {
    let mut story = household(20);
    story.state.carried_kwh = 50;
    assert_eq!(after(&story).carried_kwh, 30);
}
