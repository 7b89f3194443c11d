//! What holds for every bill: the slow oracle agrees, lines add up, differences settle, and order does not matter.

use chrono::{Days, NaiveDate};
use domain::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use crate::clerk::{Billed, bill_all, tariff_of};
use crate::oracle::{Class, FactoryTransformer, Grant, Life, Month, Opinion, Published, Run, opinions};
use crate::sample::*;

/// One month as it is drawn: hundredths of a unit on each register, and what else happened.
#[derive(Clone, Debug)]
struct Drawn {
    reading_day: u32,
    runs: Vec<DrawnRun>,
    correction: Option<i64>,
    /// An estimate was put right by going back so many units.
    back: Option<u32>,
}

#[derive(Clone, Debug)]
struct DrawnRun {
    multiplier: usize,
    periods: [u32; 3],
    /// By how much the total missed the periods.
    missed: i32,
    reactive: u32,
}

const MULTIPLIERS: [&str; 4] = ["1", "1", "20", "37.5"];

fn hundredths(value: impl Into<i64>) -> Decimal {
    Decimal::new(value.into(), 2)
}

fn any_run() -> impl Strategy<Value = DrawnRun> {
    let period = || prop_oneof![3 => 0u32..9_000, 1 => Just(0u32), 1 => 0u32..90_000];
    let reactive = prop_oneof![1 => Just(0u32), 3 => 0u32..40_000];
    (0usize..4, [period(), period(), period()], -150i32..150, reactive)
        .prop_map(|(multiplier, periods, missed, reactive)| DrawnRun { multiplier, periods, missed, reactive })
}

fn any_month() -> impl Strategy<Value = Drawn> {
    let runs = prop_oneof![8 => prop::collection::vec(any_run(), 1), 1 => prop::collection::vec(any_run(), 2..4)];
    let correction = prop::option::weighted(0.1, -400i64..400);
    let back = prop::option::weighted(0.1, 1u32..20_000);
    (12u32..19, runs, correction, back).prop_map(|(reading_day, runs, correction, back)| Drawn {
        reading_day,
        runs,
        correction,
        back,
    })
}

fn any_price() -> impl Strategy<Value = Published> {
    let price = || (1_000i64..1_500_000).prop_map(|millionths| Decimal::new(millionths, 6));
    let fund = (0i64..50).prop_map(|thousandths| Decimal::new(thousandths, 3));
    ([price(), price(), price()], price(), [price(), price(), price()], price(), fund).prop_map(
        |(tiers, flat, rates, kva, fund)| Published {
            from: NaiveDate::MIN,
            tiers,
            flat,
            rates,
            kva: kva * Decimal::from(30),
            fund,
        },
    )
}

/// The first price holds from long ago, the others from days within the life, each from its own day.
fn any_prices() -> impl Strategy<Value = Vec<Published>> {
    (any_price(), prop::collection::btree_map(0u64..420, any_price(), 0..6)).prop_map(|(first, later)| {
        let first = Published { from: day("2000-01-01"), ..first };
        let later = later.into_iter().map(|(days, price)| Published { from: start() + Days::new(days), ..price });
        std::iter::once(first).chain(later).collect()
    })
}

fn start() -> NaiveDate {
    day("2025-08-15")
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..420).prop_map(|days| start() + Days::new(days))
}

fn any_grant() -> impl Strategy<Value = Grant> {
    (any_day(), 0u64..500, 1i64..300).prop_map(|(from, days, extra_kwh)| Grant {
        from,
        to: from + Days::new(days),
        extra_kwh,
    })
}

fn any_transformer() -> impl Strategy<Value = FactoryTransformer> {
    let pause = (any_day(), 0u64..60).prop_map(|(from, days)| (from, from + Days::new(days)));
    let came = prop_oneof![2 => Just(day("2020-01-01")), 1 => any_day()];
    (1i64..1000, came, prop::option::weighted(0.2, any_day()), prop::collection::vec(pause, 0..3))
        .prop_map(|(kva, from, to, pauses)| FactoryTransformer { kva: Decimal::from(kva), from, to, pauses })
}

fn any_class() -> impl Strategy<Value = Class> {
    prop_oneof![
        3 => Just(Class::Household),
        1 => Just(Class::SharedMeter),
        2 => Just(Class::TimeOfUse),
        2 => Just(Class::Factory)
    ]
}

/// A life and what its first meter showed at the beginning.
fn any_life() -> impl Strategy<Value = (Life, Decimal)> {
    let months = prop::collection::vec(any_month(), 1..14);
    let opened = prop::option::weighted(0.3, any_day());
    let owner = prop::option::weighted(0.3, any_day());
    let grants = prop::collection::vec(any_grant(), 0..3);
    let free = prop_oneof![3 => Just(0i64), 1 => 1i64..40];
    let transformers = prop::collection::vec(any_transformer(), 1..3);
    let near_the_top = any::<bool>();
    (any_class(), months, any_prices(), (opened, owner, grants), (free, transformers, near_the_top)).prop_map(
        |(class, drawn, prices, (opened, owner_since, grants), (free_kwh, transformers, near_the_top))| {
            let months = months_of(class, &drawn, near_the_top);
            let transformers = if class == Class::Factory { transformers } else { Vec::new() };
            let free_kwh = if class == Class::Factory { 0 } else { free_kwh };
            let life = Life { class, opened, owner_since, grants, free_kwh, prices, transformers, months };
            (life, Decimal::from(if near_the_top { 999_900 } else { 100_000 }))
        },
    )
}

fn months_of(class: Class, drawn: &[Drawn], near_the_top: bool) -> Vec<Month> {
    let mut from = start();
    let mut period: BillingPeriod = "2025-09".parse().unwrap();
    let mut months = Vec::new();
    for drawn in drawn {
        let to = period.first_day() + Days::new(u64::from(drawn.reading_day) - 1);
        let mut runs: Vec<Run> = drawn.runs.iter().map(|run| run_of(class, run)).collect();
        let can_go_back = matches!(class, Class::Household | Class::SharedMeter) && !near_the_top && runs.len() == 1;
        if let Some(back) = drawn.back.filter(|_| can_go_back) {
            runs[0].total = -hundredths(back);
        }
        months.push(Month {
            year: i32::from(period.year()),
            month: u32::from(period.month()),
            from,
            to,
            runs,
            corrections: drawn.correction.into_iter().collect(),
        });
        (from, period) = (to, period.next());
    }
    months
}

fn run_of(class: Class, drawn: &DrawnRun) -> Run {
    let periods = drawn.periods.map(hundredths);
    let sum: Decimal = periods.iter().sum();
    // A factory without any energy but with reactive energy is refused, and that is another story.
    let least = if class == Class::Factory { Decimal::ONE } else { Decimal::ZERO };
    let missed = if periods[1] > Decimal::from(10) { hundredths(drawn.missed) } else { Decimal::ZERO };
    Run {
        multiplier: dec(MULTIPLIERS[drawn.multiplier]),
        total: (sum + missed).max(least),
        periods,
        reactive: hundredths(drawn.reactive),
    }
}

/// How far bill and oracle may lie apart, in yuan.
///
/// Each line is rounded to fen: half a fen a line. Where n prices share a month, whole kWh go to each price and the rest to
/// the newest: at the i-th change less than i kWh lie on the wrong side of it, for each period of the day, and each of them
/// costs at most the range of the month's prices more or less. The power factor takes a share of all that, and its base
/// leaves out a fund that is rounded too. Capacity has six decimals, which is far below a tenth of a fen.
fn tolerance(opinion: &Opinion, lines: usize, class: Class) -> Decimal {
    let rounded = Decimal::from(lines) * Decimal::new(5, 3);
    let parts = if class == Class::TimeOfUse { 3 } else { 1 };
    let misplaced_kwh = Decimal::from(parts * opinion.prices * (opinion.prices - 1) / 2);
    let fund_range = Decimal::new(50, 3);
    let base = rounded + misplaced_kwh * (opinion.price_range + fund_range) + Decimal::new(5, 3);
    base * (Decimal::ONE + opinion.adjustment.abs()) + Decimal::new(1, 3)
}

fn seeded(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_261_015),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn again(billed: &Billed, tariff: &Tariff, spans: &[MeterSpan]) -> Result<BillStatement, BillingRefusal> {
    bill(&BillRequest {
        id: billed.statement.id,
        state: &billed.state,
        spans,
        corrections: &billed.corrections,
        tariff,
    })
}

proptest! {
    #![proptest_config(seeded(400))]

    /// Bill and oracle agree on energy to the kWh and on money within what the rules round, month after month; and the
    /// total is the sum of the lines, each of which is its quantity × its price.
    #[test]
    fn a_bill_is_what_the_slow_oracle_says((life, first_shown) in any_life()) {
        for (billed, opinion) in bill_all(&life, first_shown).iter().zip(opinions(&life)) {
            let statement = &billed.statement;
            prop_assert_eq!(statement.energy_kwh, opinion.kwh);
            prop_assert_eq!(statement.carried_kwh, opinion.carried_kwh);
            prop_assert!(statement.is_balanced());
            for line in &statement.lines {
                prop_assert_eq!(line.amount, Money::round_half_up_to_fen(line.quantity * line.price));
            }
            let apart = (statement.total.yuan() - opinion.yuan).abs();
            let tolerance = tolerance(&opinion, statement.lines.len(), life.class);
            prop_assert!(apart <= tolerance, "{} and {}: {:?}\n{:?}", statement.total, opinion.yuan, statement, opinion);
        }
    }
}

proptest! {
    #![proptest_config(seeded(150))]

    /// Whatever a month turns out to be, and however often: what was issued and all its differences come to what it
    /// should be, in money, in kWh, in funds, and line by line.
    #[test]
    fn issued_and_differences_are_always_what_should_be(
        (life, first_shown) in any_life(),
        worlds in prop::collection::vec((any_prices(), 0i64..200), 1..5),
    ) {
        for billed in bill_all(&life, first_shown) {
            let mut issued = vec![billed.statement.clone()];
            for (issue, (prices, more)) in worlds.iter().enumerate() {
                let tariff = tariff_of(&Life { prices: prices.clone(), ..life.clone() });
                let mut spans = billed.spans.clone();
                let last = spans.last_mut().unwrap();
                let shown = last.end.get(Register::ActiveTotal).unwrap();
                last.end.set(Register::ActiveTotal, shown + Decimal::from(*more));
                let should_be = again(&billed, &tariff, &spans).unwrap();
                let id = BillId { issue: issue as u8 + 2, ..billed.statement.id };
                let reason = StatementReason::LateTariff { of: billed.statement.id };
                let all: Vec<&BillStatement> = issued.iter().collect();
                let before: Money = all.iter().map(|statement| statement.total).sum();
                match difference(&all, &should_be, id, reason) {
                    None => prop_assert_eq!(before, should_be.total),
                    Some(difference) => {
                        prop_assert!(difference.statement.is_balanced());
                        prop_assert_eq!((difference.issued, difference.should_be), (before, should_be.total));
                        issued.push(difference.statement);
                        let sum: Money = issued.iter().map(|statement| statement.total).sum();
                        prop_assert_eq!(sum, should_be.total);
                        let kwh: i64 = issued.iter().map(|statement| statement.energy_kwh).sum();
                        prop_assert_eq!(kwh, should_be.energy_kwh);
                        let funds: Money = issued.iter().map(BillStatement::funds_amount).sum();
                        prop_assert_eq!(funds, should_be.funds_amount());
                    }
                }
            }
        }
    }

    /// Neither the order of points nor that of spans, transformers or prices changes a bill.
    #[test]
    fn the_order_of_points_and_spans_does_not_matter(
        kwh in prop::collection::vec(0u32..2_000, 1..6),
        share in 0u32..100,
        fixed in 0i64..500,
        carried in 0i64..300,
        seed in any::<u64>(),
    ) {
        let story = nested(&kwh, share, fixed, carried);
        let mut shuffled = story.clone();
        shuffle(&mut shuffled.spans, seed);
        shuffle(&mut shuffled.state.supply.points, seed.rotate_left(17));
        shuffle(&mut shuffled.state.supply.transformers, seed.rotate_left(31));
        prop_assert_eq!(story.bill().unwrap(), shuffled.bill().unwrap());
    }
}

/// A main meter above metered sub-meters, a share and a fixed quantity, all behind one transformer.
fn nested(kwh: &[u32], share: u32, fixed: i64, carried: i64) -> Story {
    let all: u32 = kwh.iter().sum();
    let mut story = factory(i64::from(all) + 100, i64::from(all / 2));
    story.state.carried_kwh = carried;
    let loss = TransformerLoss::Formula {
        no_load_kw: dec("0.29"),
        load_kw: dec("1.50"),
        no_load_current_percent: dec("1.6"),
        impedance_percent: dec("4.0"),
        shape: dec("1"),
    };
    story.state.supply.transformers[0].loss = loss;
    story.state.supply.transformers.push(transformer("T2", "80"));
    let point = story.point();
    point.measuring = Measuring::HighLow;
    point.transformer = Some("T1".parse().unwrap());
    point.loss_share = LossShare::ByEnergy;
    let of_main = |quantity| PointRole::Sub { of: "P1".parse().unwrap(), quantity };
    let share = of_main(SubQuantity::Share { share: Decimal::new(share.into(), 3) });
    let fixed = of_main(SubQuantity::Fixed { kwh_per_month: fixed.min(90) });
    let mut story = story.with_point("P8", |point| point.role = share.clone(), &[]);
    story = story.with_point("P9", |point| point.role = fixed.clone(), &[]);
    for (index, kwh) in kwh.iter().enumerate().filter(|(_, kwh)| **kwh > 0) {
        let used = [(Register::ActiveTotal, (kwh / 2).to_string())];
        let used: Vec<(Register, &str)> = used.iter().map(|(register, kwh)| (*register, kwh.as_str())).collect();
        let no = format!("P{}", index + 2);
        story = story.with_point(&no, |point| point.role = of_main(SubQuantity::Metered), &used);
    }
    story
}

/// A shuffle that its seed decides.
fn shuffle<T>(items: &mut [T], mut seed: u64) {
    for index in (1..items.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(index, (seed >> 33) as usize % (index + 1));
    }
}
