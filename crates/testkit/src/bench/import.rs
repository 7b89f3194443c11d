//! Rows of a collection system's file, from bytes to outcomes, beside splitting the same bytes into lines and fields.

use std::fmt::Write;
use std::hint::black_box;

use chrono::NaiveDate;
use metering::import::{ImportScope, KnownMeter, MeterIndex, count_rows, shipped_profiles};

use crate::bench::Scale;
use crate::bench::bill::a_second;
use crate::bench::table::{Row, fastest_of_three, times};
use crate::household::{household, point_no};

pub fn run(scale: &Scale) -> Vec<Row> {
    let rows = if scale.quick { 1_000 } else { 50_000 };
    let profile = shipped_profiles().into_iter().find(|profile| profile.name == "jizhong-a").expect("it is shipped");
    let meters: Vec<KnownMeter> = (0..rows).map(known).collect();
    let file = file_of(&meters);
    let directory: MeterIndex = meters.into_iter().collect();
    let scope = ImportScope { on: None, not_after: day(23) };
    let (counted, taken) = count_rows(&profile, file.as_bytes(), scope, &directory).expect("the file can be read");
    assert_eq!((counted, taken), (rows, rows), "every row is taken");
    let took = fastest_of_three(|| {
        drop(black_box(count_rows(&profile, black_box(file.as_bytes()), scope, &directory)));
    });
    let split = fastest_of_three(|| {
        let fields = black_box(&file).lines().flat_map(|line| line.split(',')).filter(|field| !field.is_empty());
        black_box(fields.count());
    });
    let row = Row::new(
        "import-readings",
        format!("a file of {rows} readings"),
        format!("{} rows a second", a_second(rows, took)),
    );
    vec![row.beside(
        format!("splitting it into fields {} rows a second", a_second(rows, split)),
        times(took.as_nanos(), split.as_nanos()),
    )]
}

fn known(number: u32) -> KnownMeter {
    let customer = format!("42{number:08}").parse().expect("ten digits");
    let state = household(&customer, "S1".parse().expect("a segment"), number + 1);
    let mut meter = state.supply.points[0].meters[0].clone();
    meter.no = format!("4213010000000{number:09}").parse().expect("22 digits");
    KnownMeter { point: point_no(&customer, 1), customer, meter, held: Vec::new() }
}

/// As the collection system writes its daily freeze.
fn file_of(meters: &[KnownMeter]) -> String {
    let mut file = "资产编号,通信地址,户号,台区编号,测量点号,数据日期,采集时间,r,r1,r2,r3,r4,状态\n".to_owned();
    for (number, known) in meters.iter().enumerate() {
        let shown = 1_000 + number;
        let line = writeln!(
            file,
            "{},,{},0421,{number},2026-11-22,2026-11-23 01:12:07,{shown}.50,,,,,1",
            known.meter.no, known.customer
        );
        line.expect("a line fits into memory");
    }
    file
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a real date")
}
