//! Whatever the archive, the readings and the tariff are: every call ends in a value or a refusal, and never in a panic. A
//! center that panics while it computes a bill again would refuse the outlet's push for ever.

mod dice;
mod world;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;
use dice::Dice;
use domain::*;
use rust_decimal::Decimal;

/// Runs a story with many seeds, and names the seeds that broke it.
fn survives(seeds: u64, story: impl Fn(&mut Dice)) {
    let broken: Vec<u64> =
        (1..=seeds).filter(|seed| catch_unwind(AssertUnwindSafe(|| story(&mut Dice::new(*seed)))).is_err()).collect();
    assert!(broken.is_empty(), "{} of {seeds} seeds panic: {:?}", broken.len(), &broken[..broken.len().min(8)]);
}

/// What a bill is made of, and the bill.
fn bill_of(dice: &mut Dice, state: &SupplyState, spans: &[MeterSpan]) -> Result<BillStatement, BillingRefusal> {
    let (corrections, tariff) = (world::corrections(dice), world::tariff(dice));
    let id = BillId::first_of(dice.period());
    bill(&BillRequest { id, state, spans, corrections: &corrections, tariff: &tariff })
}

fn span(dice: &mut Dice, point: &MeteringPoint, meter: &Meter) -> MeterSpan {
    let (from, to) = if dice.edge() { (dice.day(), dice.day()) } else { (day("2026-09-15"), day("2026-10-15")) };
    let start = dice.registers(&meter.registers);
    let on = |(register, shown): (Register, Decimal)| (register, shown.checked_add(1000.into()).unwrap_or(shown));
    MeterSpan {
        point: point.no.clone(),
        meter: meter.no.clone(),
        from,
        to,
        end: if dice.edge() { dice.registers(&meter.registers) } else { Registers::of(start.iter().map(on)) },
        start,
        state: if dice.edge() { dice.pick(ReadingState::ALL) } else { ReadingState::Normal },
        estimated: dice.one_in(3),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn spans_and_the_bill_of_hostile_readings() {
    survives(12_000, |dice| {
        let state = world::state(dice);
        let readings = dice.several(5, |dice| world::reading(dice, &state.supply));
        let Ok(spans) = spans(&state, &readings.iter().collect::<Vec<_>>()) else { return };
        let Ok(statement) = bill_of(dice, &state, &spans) else { return };
        let after = after_bill(&state, &statement, &spans);
        let _ = bill_of(dice, &after, &spans);
    });
}

#[test]
fn the_bill_of_hostile_spans_and_its_differences() {
    let made = Cell::new(0);
    survives(24_000, |dice| {
        let state = world::state(dice);
        let mut spans = Vec::new();
        for point in &state.supply.points {
            for meter in &point.meters {
                spans.push(span(dice, point, meter));
            }
        }
        let mut issued = Vec::new();
        for issue in 1..4 {
            let Ok(should_be) = bill_of(dice, &state, &spans) else { continue };
            assert!(should_be.is_possible() && should_be.energy_kwh >= 0 && should_be.carried_kwh >= 0);
            made.set(made.get() + 1);
            after_bill(&state, &should_be, &spans);
            let id = BillId { issue, ..should_be.id };
            let all: Vec<&BillStatement> = issued.iter().collect();
            let found = difference(&all, &should_be, id, StatementReason::Ordinary);
            issued.extend(found.map(|difference| difference.statement));
        }
    });
    assert!(made.get() > 500, "only {} worlds were sound enough for a bill", made.get());
}

#[test]
fn judging_hostile_readings() {
    survives(24_000, |dice| {
        let state = world::state(dice);
        let reading = world::reading(dice, &state.supply);
        let rules = if dice.one_in(2) { world::reading_rules(dice) } else { BillingRules::standard().reading };
        let any = world::meter(dice);
        let meters = state.supply.points.iter().flat_map(|point| &point.meters);
        let meter = meters.clone().find(|meter| meter.no == reading.meter).unwrap_or(&any);
        let context = ReadingContext {
            supply: &state.supply,
            meter,
            last: state.last_of(&meter.no),
            months: &state.months,
            planned_on: dice.some(Dice::day),
            remote_periods: dice.some(Dice::small),
            rules: &rules,
        };
        let judgement = judge(&reading, &context);
        assert!(judgement.energy_kwh.unsigned_abs() <= 10_u64.pow(13), "a journal carries it");
        let _ = Band::expected(state.supply.elec_type, &state.months, &rules);
    });
}

#[test]
fn the_dates_of_hostile_notices() {
    survives(12_000, |dice| {
        let mut rules = BillingRules::standard().disconnection;
        if dice.one_in(2) {
            rules.overdue_days = dice.small();
            rules.resident_notice_days = dice.small();
            rules.other_notice_days = dice.small();
            rules.no_cut_holidays =
                dice.several(2, |dice| Holiday { name: String::new(), from: dice.day(), to: dice.day() });
        }
        let to = NoticeTo {
            elec_type: dice.pick(&[ElecType::RURAL_RESIDENTIAL, ElecType::LARGE_INDUSTRY]),
            power: dice.pick(&[PowerState::On, PowerState::Off]),
            overdue_from: dice.some(Dice::day),
        };
        let on = dice.day();
        let _ = disconnection_dates(to, on, &rules);
        let _ = arrears_pay_by(to, on, &rules);
    });
}
