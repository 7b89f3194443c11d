//! Entering a reading that is billed on the spot, beside the smallest commit that the same disk can make.

use std::time::{Duration, Instant};

use chrono::Datelike;
use domain::{
    Anomaly, BillingPeriod, ReadingId, ReadingKind, ReadingMethod, Register, Registers, Role, RoundId, SupplyState,
};
use outlet::{Access, DraftReading, EnterReading};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::bench::Scale;
use crate::bench::payment::bare_database;
use crate::bench::table::{Row, percentile, say, times};
use crate::workbench::{Desk, today};

/// The first village of the demo's township that is billed on the spot.
const SEGMENT: &str = "09002";

pub fn run(scale: &Scale) -> Vec<Row> {
    let readings = if scale.quick { 30 } else { 250 };
    let desk = Desk::with_people(700, Role::MeterReader);
    let period = BillingPeriod::of(today());
    let round = RoundId { segment: SEGMENT.parse().expect("a segment number"), period };
    desk.laptop.with(|outlet| outlet.prepare_round(&round)).expect("the round is prepared");
    let supplies = desk.laptop.with(|outlet| outlet.read().supplies_in_round(&round)).expect("the snapshot is there");
    let plain: Vec<&SupplyState> = supplies.iter().filter(|state| is_plain(state)).take(readings).collect();
    let bare = bare_database(desk.folder.path());
    let (mut entering, mut committing, mut syncs, mut bills) = (Vec::new(), Vec::new(), 0, 0);
    for (number, state) in plain.iter().enumerate() {
        let command = enter(&round, state, number as u128);
        let before = desk.laptop.disk.counts().syncs;
        let started = Instant::now();
        let entered = desk.laptop.with(|outlet| outlet.enter_reading(&command)).expect("the reading is entered");
        entering.push(started.elapsed());
        syncs += desk.laptop.disk.counts().syncs - before;
        bills += u32::from(entered.bill.is_ok());
        let started = Instant::now();
        bare.execute("INSERT INTO bare (amount) VALUES (8640)", []).expect("a row is inserted");
        committing.push(started.elapsed());
    }
    rows(&mut entering, &mut committing, syncs, bills)
}

fn rows(entering: &mut [Duration], committing: &mut [Duration], syncs: u64, bills: u32) -> Vec<Row> {
    let count = entering.len();
    let (enter, commit) = (percentile(entering, 50), percentile(committing, 50));
    let enter_99 = percentile(entering, 99);
    vec![
        Row::new("enter-reading", "enter a reading: fsyncs", format!("{syncs} in {count}, {bills} with their bill"))
            .within("exactly 1 each", syncs == count as u64),
        Row::new("enter-reading", "enter a reading with its bill, median", say(enter))
            .beside(format!("bare one-row commit {}", say(commit)), times(enter.as_nanos(), commit.as_nanos())),
        Row::new("enter-reading", "enter a reading with its bill, p99", say(enter_99))
            .beside(format!("bare one-row commit {}", say(commit)), times(enter_99.as_nanos(), commit.as_nanos())),
    ]
}

/// One meter with one register.
fn is_plain(state: &SupplyState) -> bool {
    let points = &state.supply.points;
    points.len() == 1 && points[0].meters.len() == 1 && points[0].meters[0].registers == [Register::ActiveTotal]
}

/// The meter shows as much more as last month.
fn enter(round: &RoundId, state: &SupplyState, number: u128) -> EnterReading {
    let point = &state.supply.points[0];
    let last = state.last[0].registers.get(Register::ActiveTotal).unwrap_or_default();
    let used = state.months.first().map_or(0, |month| month.kwh);
    let shown = (last + Decimal::from(used)) % point.meters[0].digits.range();
    let draft = DraftReading {
        id: ReadingId(Uuid::from_u128(number | 0x0190_0000_0000_7000_8000_0000_0000_0000)),
        round: round.clone(),
        point: point.no.clone(),
        on: today().with_day(22).expect("every month has a 22nd"),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total(shown),
        meter: None,
        remark: String::new(),
        photo: None,
        replaces: None,
    };
    EnterReading { draft, confirmed: true }
}
