//! From archive and readings to what is billed.

use crate::sample::*;
use domain::*;
use uuid::Uuid;

fn reading(id: u128, meter: &str, on: &str, total: &str) -> Reading {
    Reading {
        id: ReadingId(Uuid::from_u128(id)),
        customer: "4280900001".parse().unwrap(),
        point: "P1".parse().unwrap(),
        meter: meter.parse().unwrap(),
        period: "2026-10".parse().unwrap(),
        on: day(on),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        state: ReadingState::Normal,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total(dec(total)),
        energy_kwh: 0,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    }
}

fn last(meter: &str, on: &str, total: &str) -> LastReading {
    LastReading {
        meter: meter.parse().unwrap(),
        on: day(on),
        registers: Registers::total(dec(total)),
        estimated: false,
    }
}

fn event(on: &str, total: &str) -> Option<MeterEvent> {
    Some(MeterEvent { on: day(on), registers: Registers::total(dec(total)) })
}

/// A household whose meter M1 was read as 1000 on 15 September.
fn archive() -> SupplyState {
    let mut state = household(0).state;
    state.last = vec![last("M1", "2026-09-15", "1000")];
    state
}

fn told(state: &SupplyState, readings: &[Reading]) -> Result<Vec<String>, BillingRefusal> {
    let told = |span: &MeterSpan| {
        let total = |registers: &Registers| registers.get(Register::ActiveTotal).unwrap();
        format!("{} {} {} → {} {}", span.meter, span.from, total(&span.start), span.to, total(&span.end))
    };
    let readings: Vec<&Reading> = readings.iter().collect();
    Ok(spans(state, &readings)?.iter().map(told).collect())
}

#[test]
fn a_meter_runs_from_its_last_reading_to_this_one() {
    let told = told(&archive(), &[reading(1, "M1", "2026-10-15", "1080")]).unwrap();
    assert_eq!(told, ["M1 2026-09-15 1000 → 2026-10-15 1080"]);
}

#[test]
fn the_span_keeps_rollover_and_estimate() {
    let read = Reading { estimated: true, state: ReadingState::Rollover, ..reading(1, "M1", "2026-10-15", "1080") };
    let span = spans(&archive(), &[&read]).unwrap().remove(0);
    assert_eq!((span.estimated, span.state), (true, ReadingState::Rollover));
}

#[test]
fn a_replaced_meter_runs_to_its_removal_and_the_new_one_from_its_installation() {
    let mut state = archive();
    let point = &mut state.supply.points[0];
    point.meters[0].removed = event("2026-09-28", "1031.5");
    let between = Meter {
        installed: event("2026-09-28", "0"),
        removed: event("2026-10-03", "7"),
        ..meter("M2", &[Register::ActiveTotal])
    };
    point.meters.push(between);
    point.meters.push(Meter { installed: event("2026-10-03", "3"), ..meter("M3", &[Register::ActiveTotal]) });
    let read = [reading(1, "M3", "2026-10-15", "40")];
    let expected =
        ["M1 2026-09-15 1000 → 2026-09-28 1031.5", "M2 2026-09-28 0 → 2026-10-03 7", "M3 2026-10-03 3 → 2026-10-15 40"];
    assert_eq!(told(&state, &read).unwrap(), expected);

    let readings: Vec<&Reading> = read.iter().collect();
    let billed = spans(&state, &readings).unwrap();
    let mut story = household(0);
    (story.state, story.spans) = (state, billed);
    let statement = story.bill().unwrap();
    assert_eq!(statement.energy_kwh, 32 + 7 + 37);

    let after = after_bill(&story.state, &statement, &story.spans);
    let known: Vec<_> = after.last.iter().map(|last| last.meter.to_string()).collect();
    assert_eq!(known, ["M3"], "removed meters drop out");
    let next = told(&after, &[reading(2, "M3", "2026-11-15", "90")]).unwrap();
    assert_eq!(next, ["M3 2026-10-15 40 → 2026-11-15 90"], "what was billed is not billed again");
}

#[test]
fn a_meter_that_was_removed_on_the_billed_reading_day_is_not_billed_again() {
    let mut state = archive();
    state.last = vec![last("M2", "2026-09-15", "0")];
    let point = &mut state.supply.points[0];
    point.meters[0].installed = event("2026-01-01", "0");
    point.meters[0].removed = event("2026-09-15", "1000");
    point.meters.push(Meter { installed: event("2026-09-15", "0"), ..meter("M2", &[Register::ActiveTotal]) });
    let told = told(&state, &[reading(1, "M2", "2026-10-15", "80")]).unwrap();
    assert_eq!(told, ["M2 2026-09-15 0 → 2026-10-15 80"]);
}

#[test]
fn a_meter_that_came_back_starts_at_its_later_installation() {
    let mut state = archive();
    state.supply.points[0].meters[0].installed = event("2026-10-01", "2000");
    let told = told(&state, &[reading(1, "M1", "2026-10-15", "2010")]).unwrap();
    assert_eq!(told, ["M1 2026-10-01 2000 → 2026-10-15 2010"]);
}

#[test]
fn of_several_readings_a_corrected_one_does_not_count_and_on_site_goes_first() {
    let wrong = reading(1, "M1", "2026-10-15", "1800");
    let right = Reading { replaces: Some(wrong.id), ..reading(2, "M1", "2026-10-15", "1080") };
    let remote = Reading { method: ReadingMethod::Remote, ..reading(3, "M1", "2026-10-16", "1090") };
    for order in [[&wrong, &right, &remote], [&remote, &right, &wrong], [&right, &remote, &wrong]] {
        let span = spans(&archive(), &order).unwrap().remove(0);
        assert_eq!(span.end, Registers::total(dec("1080")));
    }
}

#[test]
fn a_point_without_a_reading_is_named() {
    let refusal = BillingRefusal::NoReading { point: "P1".parse().unwrap() };
    assert_eq!(told(&archive(), &[]), Err(refusal.clone()));
    let mut state = archive();
    state.last.clear();
    assert_eq!(told(&state, &[reading(1, "M1", "2026-10-15", "1080")]), Err(refusal), "nothing to start from");
}

#[test]
fn a_point_without_a_meter_of_its_own_needs_no_reading() {
    let mut state = archive();
    let mut share = state.supply.points[0].clone();
    share.no = "P2".parse().unwrap();
    share.meters.clear();
    share.role = PointRole::Sub { of: "P1".parse().unwrap(), quantity: SubQuantity::Fixed { kwh_per_month: 10 } };
    state.supply.points.push(share);
    assert_eq!(told(&state, &[reading(1, "M1", "2026-10-15", "1080")]).unwrap().len(), 1);
    state.supply.points[1].role = PointRole::Main;
    let refusal = BillingRefusal::NoReading { point: "P2".parse().unwrap() };
    assert_eq!(told(&state, &[reading(1, "M1", "2026-10-15", "1080")]), Err(refusal));
}

#[test]
fn a_reading_before_the_last_or_of_a_strange_meter_is_named() {
    let before = told(&archive(), &[reading(1, "M1", "2026-09-14", "1080")]);
    assert_eq!(before, Err(BillingRefusal::BeforeLast { meter: "M1".parse().unwrap() }));
    let strange = told(&archive(), &[reading(1, "M7", "2026-10-15", "1080")]);
    assert_eq!(strange, Err(BillingRefusal::UnknownMeter { meter: "M7".parse().unwrap() }));
}
