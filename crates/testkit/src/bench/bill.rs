//! Making bills: a household and a two-part customer, each beside a plain loop of the same arithmetic.

use std::hint::black_box;
use std::time::Duration;

use chrono::NaiveDate;
use domain::{
    BasicCharge, BillId, BillRequest, BillingPeriod, CustomerNo, ElecType, Measuring, MeterSpan, Money,
    PowerFactorStandard, ReadingState, Register, Registers, SupplyState, Tariff, Transformer, TransformerLoss, Voltage,
    YearUse, bill,
};
use rust_decimal::Decimal;
use rust_decimal::MathematicalOps;

use crate::bench::Scale;
use crate::bench::table::{Row, fastest_of_three, times};
use crate::demo;
use crate::household::household;

pub fn run(scale: &Scale) -> Vec<Row> {
    let bills = if scale.quick { 2_000 } else { 50_000 };
    let tariff = Tariff::new(demo::prices(), demo::billing_rules());
    let household = measured(&tariff, &a_household(), bills);
    let plain_household = fastest_of_three(|| by_hand(bills, || steps_by_hand(black_box(2100), 150)));
    let works = measured(&tariff, &a_works(), bills);
    let plain_works = fastest_of_three(|| by_hand(bills, || two_part_by_hand(black_box(60_000))));
    vec![
        row("a household by steps", bills, household, plain_household),
        row("a two-part customer with power factor", bills, works, plain_works),
    ]
}

fn row(what: &str, bills: u32, took: Duration, plain: Duration) -> Row {
    Row::new("bill", format!("a bill: {what}"), format!("{} a second", a_second(bills, took))).beside(
        format!("plain arithmetic {} a second", a_second(bills, plain)),
        times(took.as_nanos(), plain.as_nanos()),
    )
}

/// How many a second.
pub fn a_second(count: u32, took: Duration) -> u128 {
    (u128::from(count) * 1_000_000_000).checked_div(took.as_nanos()).unwrap_or(0)
}

fn measured(tariff: &Tariff, (state, spans): &(SupplyState, Vec<MeterSpan>), bills: u32) -> Duration {
    let id = BillId::first_of(BillingPeriod::new(2026, 10).expect("a month"));
    let request = BillRequest { id, state, spans, corrections: &[], tariff };
    fastest_of_three(|| (0..bills).for_each(|_| drop(black_box(bill(black_box(&request)).expect("it can be billed")))))
}

fn by_hand(bills: u32, amount: impl Fn() -> Money) {
    for _ in 0..bills {
        black_box(amount());
    }
}

fn customer() -> CustomerNo {
    "4280011234".parse().expect("ten digits")
}

fn span(state: &SupplyState, start: Registers, end: Registers) -> MeterSpan {
    let point = &state.supply.points[0];
    MeterSpan {
        point: point.no.clone(),
        meter: point.meters[0].no.clone(),
        from: day(9, 20),
        to: day(10, 20),
        start,
        end,
        state: ReadingState::Normal,
        estimated: false,
    }
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a real date")
}

/// 2100 kWh of the year used, 150 more.
fn a_household() -> (SupplyState, Vec<MeterSpan>) {
    let mut state = household(&customer(), "S1".parse().expect("a segment"), 1);
    state.year = YearUse { year: 2026, kwh: 2100 };
    let total = |kwh: i64| Registers::total(Decimal::from(kwh));
    let span = span(&state, total(1200), total(1350));
    (state, vec![span])
}

/// 250 kVA by capacity, 60,000 kWh, 35,000 kvarh, standard 0.90.
fn a_works() -> (SupplyState, Vec<MeterSpan>) {
    let mut state = household(&customer(), "S1".parse().expect("a segment"), 1);
    state.supply.elec_type = ElecType::LARGE_INDUSTRY;
    state.supply.voltage = Voltage::Kv10;
    state.supply.power_factor = PowerFactorStandard::P90;
    state.supply.basic = BasicCharge::Capacity;
    state.supply.transformers = vec![Transformer {
        no: "T1".parse().expect("a transformer number"),
        kva: Decimal::from(250),
        loss: TransformerLoss::None,
        from: day(1, 1),
        to: None,
        suspensions: Vec::new(),
    }];
    let point = &mut state.supply.points[0];
    point.price = format!("{}-FLAT", demo::TWO_PART_10KV).parse().expect("a price code");
    point.measuring = Measuring::HighHigh;
    point.meters[0].multiplier = Some(Decimal::from(1000));
    point.meters[0].registers = vec![Register::ActiveTotal, Register::Reactive];
    let shown = |active: i64, reactive: i64| {
        Registers::of([(Register::ActiveTotal, Decimal::from(active)), (Register::Reactive, Decimal::from(reactive))])
    };
    let span = span(&state, shown(0, 0), shown(60, 35));
    (state, vec![span])
}

/// The same lines without any archive, dates or derivation.
fn steps_by_hand(before: i64, kwh: i64) -> Money {
    let tiers = [(2160, Decimal::new(558, 3)), (4800, Decimal::new(608, 3)), (i64::MAX, Decimal::new(858, 3))];
    let (mut from, end, mut total) = (before, before + kwh, Money::ZERO);
    for (limit, price) in tiers {
        let until = limit.min(end);
        if until > from {
            total += Money::round_half_up_to_fen(Decimal::from(until - from) * price);
            from = until;
        }
    }
    let funds = [Decimal::new(2, 2), Decimal::new(62, 4), Decimal::new(1, 3)];
    let funds: Money = funds.iter().map(|fund| Money::round_half_up_to_fen(Decimal::from(kwh) * fund)).sum();
    black_box(funds);
    total
}

fn two_part_by_hand(kwh: i64) -> Money {
    let energy = Money::round_half_up_to_fen(Decimal::from(kwh) * Decimal::new(651_886, 6));
    let basic = Money::round_half_up_to_fen(Decimal::from(250) * Decimal::new(263, 1));
    let funds = [Decimal::new(2, 2), Decimal::new(62, 4), Decimal::new(19, 3)];
    let funds: Money = funds.iter().map(|fund| Money::round_half_up_to_fen(Decimal::from(kwh) * fund)).sum();
    let (active, reactive) = (Decimal::from(kwh), Decimal::from(35_000));
    let apparent = (active * active + reactive * reactive).sqrt().expect("a sum of squares has a root");
    let factor = (active / apparent).round_dp(2);
    let percent = (Decimal::new(90, 2) - factor) * Decimal::from(50);
    let adjusted = Money::round_half_up_to_fen((energy + basic - funds).yuan() * percent / Decimal::from(100));
    energy + basic + adjusted
}
