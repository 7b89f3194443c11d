//! The four shipped profiles and their sample files, each row with what becomes of it.

mod archive;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use archive::{archive, profile};
use metering::import::{ImportReport, ImportScope, Outcome, read_file};

fn sample(file: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/import-profiles/samples");
    fs::read(folder.join(file)).expect("the sample is in the repository")
}

fn import(name: &str, file: &str) -> ImportReport {
    let scope = ImportScope { on: None, not_after: "2026-11-02".parse().unwrap() };
    read_file(&profile(name), &sample(file), scope, &archive()).unwrap()
}

/// One line a row: what it became, of which customer, on which day, and why.
fn told(report: &ImportReport) -> String {
    let mut told = String::new();
    for row in &report.rows {
        let line = match &row.outcome {
            Outcome::Accepted { reading } => format!("accepted {} {} {}", reading.customer, reading.on, values(row)),
            Outcome::Corrected { reading, corrections } => {
                let codes: Vec<String> = corrections.iter().map(|correction| correction.code()).collect();
                format!("corrected {} {} {} [{}]", reading.customer, reading.on, values(row), codes.join(" "))
            }
            Outcome::Rejected { reason } => format!("rejected {}: {reason}", reason.code()),
            Outcome::PartOf { row } => format!("part of {row}"),
            Outcome::Skipped => "skipped".to_owned(),
        };
        writeln!(told, "{} {line}", row.row).unwrap();
    }
    told
}

fn values(row: &metering::import::ImportedRow) -> String {
    let registers = &row.reading().expect("a taken row").registers;
    registers.iter().map(|(_, value)| value.to_string()).collect::<Vec<_>>().join("/")
}

fn counts(report: &ImportReport) -> [u32; 4] {
    [report.count(), report.accepted(), report.corrected(), report.rejected()]
}

#[test]
fn jizhong_a_names_the_day_whose_end_it_froze_and_orders_rates_sharp_first() {
    let report = import("jizhong-a", "jizhong-a.csv");
    assert_eq!(
        told(&report),
        "\
2 accepted 4280145001 2026-11-01 1234.56
3 accepted 4280145002 2026-11-01 88
4 rejected no-value: the row has no value
5 rejected not-read: the source says that the meter was not read (0)
6 accepted 4280145009 2026-11-01 5000/250/1750/2000/1000
7 rejected unknown-meter: the archive has no meter 4213010000000000049999
"
    );
    assert_eq!(counts(&report), [6, 3, 0, 3]);
}

#[test]
fn jizhong_b_lost_its_leading_zeros_and_says_minus_one_for_nothing() {
    let report = import("jizhong-b", "jizhong-b.csv");
    assert_eq!(
        told(&report),
        "\
2 corrected 4280145005 2026-11-01 2345.67 [padded]
3 corrected 4280145006 2026-11-01 310.12 [padded cut-to-meter]
4 rejected no-value: the row has no value
5 rejected not-read: the source says that the meter was not read (失败)
6 corrected 4280145010 2026-11-01 8000/400/2800/3200/1600 [padded]
7 rejected digits-lost: 4.5E+04 has lost digits that nobody can know
8 skipped
"
    );
    assert_eq!(
        report.rows[0].text,
        "45005,4280145005,清江0421,42280001,5,20261101,2345.6700,-1,-1,-1,-1,20261101013000,成功"
    );
}

#[test]
fn nengliang_c_is_on_the_primary_side_in_mwh() {
    let report = import("nengliang-c", "nengliang-c.xlsx");
    assert_eq!(
        told(&report),
        "\
3 corrected 4280145011 2026-11-01 8/0.4/2.8/3.2/1.6/1.2 [padded]
4 rejected not-divisible: 80.02000 divided by 30 is no exact reading
5 rejected hidden: the row is hidden in the workbook
6 rejected digits-lost: 4.21301E+11 has lost digits that nobody can know
7 rejected no-value: the row has no value
8 skipped
"
    );
}

#[test]
fn bianzhan_d_takes_the_daily_freeze_of_the_main_meters() {
    let report = import("bianzhan-d", "bianzhan-d.cime");
    assert_eq!(
        told(&report),
        "\
9 accepted 4280145012 2026-11-01 1234.5678/0/234.567/0.1
10 skipped
11 rejected not-the-freeze: 2026-10-31 23:45 is not the moment of the daily freeze
12 rejected missing-register: a register of the meter is missing
13 rejected not-read: the source says that the meter was not read (4)
"
    );
}

#[test]
fn the_profiles_disagree_in_every_way_in_which_sources_do() {
    let profiles = metering::import::shipped_profiles();
    let differ = |say: &dyn Fn(&metering::import::ImportProfile) -> String| {
        let said: std::collections::BTreeSet<String> = profiles.iter().map(say).collect();
        said.len() > 1
    };
    assert!(differ(&|profile| format!("{:?}", profile.values.rate_order)), "order of rates");
    assert!(differ(&|profile| profile.values.decimals.to_string()), "decimals");
    assert!(differ(&|profile| format!("{:?}", profile.values.unit)), "unit");
    assert!(differ(&|profile| format!("{:?}", profile.values.side)), "side");
    assert!(differ(&|profile| format!("{:?}", profile.dates.frozen_at)), "meaning of the date");
    assert!(differ(&|profile| format!("{:?}", profile.dates.formats)), "form of the date");
    assert!(differ(&|profile| format!("{:?}", profile.numbers)), "lost zeros");
    assert!(differ(&|profile| format!("{:?}", profile.values.null_tokens)), "nothing");
    assert!(differ(&|profile| format!("{:?}", profile.file)), "format and encoding");
}

#[test]
fn the_samples_are_what_their_generator_writes_of_text() {
    assert!(sample("jizhong-b.csv").windows(2).any(|pair| pair == b"\r\n"));
    assert!(String::from_utf8(sample("jizhong-b.csv")).is_err(), "GB18030 is no UTF-8");
    assert!(String::from_utf8(sample("jizhong-a.csv")).is_ok());
}
