//! What a row may mean, told row by row: small files against the small archive.

mod archive;

use archive::{archive, meters, profile, removed};
use domain::{ReadingMethod, Register, Registers};
use metering::import::*;
use proptest::prelude::*;

/// One register a row, by codes; numbers in full width; secondary side.
const BY_CODE: &str = r#"
name = "long"
version = 2
title = { zh = "长表", en = "long" }
method = "remote"
file = { format = "csv", encoding = "utf-8", delimiter = "semicolon", header-rows = 1 }
columns = { customer = "户号", point = "计量点", date = "日期", register-code = "类型", value = "示数" }
values = { decimals = 2, unit = "kwh", side = "secondary", null-tokens = ["NULL"] }
dates = { frozen-at = "start-of-day", formats = ["yyyymmdd"] }
register-codes = { "01" = "active-total", "13" = "active-sharp", "03" = "active-peak", "05" = "active-flat", "04" = "active-valley" }
"#;

fn scope() -> ImportScope {
    ImportScope { on: None, not_after: "2026-11-02".parse().unwrap() }
}

fn read(profile: &ImportProfile, file: &str, directory: &MeterIndex) -> Vec<Outcome> {
    let report = read_file(profile, file.as_bytes(), scope(), directory).unwrap();
    report.rows.into_iter().map(|row| row.outcome).collect()
}

/// The codes of a file of `jizhong-a` with these lines.
fn codes(lines: &str, directory: &MeterIndex) -> Vec<String> {
    let file = format!("资产编号,通信地址,户号,数据日期,r,r1,r2,r3,r4,状态\n{lines}");
    let code = |outcome: &Outcome| match outcome {
        Outcome::Rejected { reason } => reason.code(),
        Outcome::Accepted { .. } => "accepted".to_owned(),
        Outcome::Corrected { .. } => "corrected".to_owned(),
        Outcome::PartOf { .. } | Outcome::Skipped => "none".to_owned(),
    };
    read(&profile("jizhong-a"), &file, directory).iter().map(code).collect()
}

const METER: &str = "4213010000000000045001";

#[test]
fn registers_in_rows_of_their_own_come_together() {
    let profile = ImportProfile::parse(BY_CODE).unwrap();
    let file = "户号;计量点;日期;类型;示数\n４280145009;4500901;20261101;01;100\n\
                4280145009;4500901;20261101;13;10\n4280145009;4500901;20261101;03;20\n\
                4280145009;4500901;20261101;05;30\n4280145009;4500901;20261101;04;40\n\
                4280145009;4500901;20261101;77;1\n4280145009;4500901;20261101;04;41\n";
    let outcomes = read(&profile, file, &archive());
    let Outcome::Corrected { reading, corrections } = &outcomes[0] else { panic!("{outcomes:?}") };
    assert_eq!(
        reading.registers.iter().map(|(_, value)| value.to_string()).collect::<Vec<_>>(),
        ["100", "10", "20", "30", "40"]
    );
    assert_eq!(corrections[0].code(), "half-width");
    assert!(outcomes[1..5].iter().all(|outcome| *outcome == Outcome::PartOf { row: 2 }));
    assert_eq!(outcomes[5], Outcome::Rejected { reason: Rejection::UnknownRegister { text: "77".into() } });
    assert_eq!(outcomes[6], Outcome::Rejected { reason: Rejection::DiffersInFile { row: 2 } });
}

#[test]
fn every_value_that_is_not_what_the_profile_says_is_named() {
    let lines = [
        (format!("{METER},,,2026-10-31,12.345,,,,,1"), "too-many-decimals"),
        (format!("{METER},,,2026-10-31,-12,,,,,1"), "negative"),
        (format!("{METER},,,2026-10-31,一百,,,,,1"), "bad-value"),
        (format!("{METER},,,2026-10-31,1000000,,,,,1"), "beyond-meter"),
        (format!("{METER},,,2026/10/31,12,,,,,1"), "bad-date"),
        (format!("{METER},,,2026-11-02,12,,,,,1"), "to-come"),
        (format!("{METER},000000045002,,2026-10-31,12,,,,,1"), "keys-disagree"),
        (format!("{METER},,4280145002,2026-10-31,12,,,,,1"), "keys-disagree"),
        (",,,2026-10-31,12,,,,,1".to_owned(), "no-key"),
        (",000000045001,,2026-10-31,12,,,,,1".to_owned(), "accepted"),
        (",,4280145002,2026-10-31,12,,,,,1".to_owned(), "accepted"),
        ("4213010000000000045009,,,2026-10-31,12,1,2,3,,1".to_owned(), "missing-register"),
        ("4.21301E+21,,,2026-10-31,12,,,,,1".to_owned(), "digits-lost"),
        (METER.to_owned(), "not-read"),
    ];
    for (line, code) in lines {
        assert_eq!(codes(&line, &archive()), [code], "{line}");
    }
}

#[test]
fn zero_is_a_value_and_empty_is_none() {
    assert_eq!(
        codes(&format!("{METER},,,2026-10-31,0,,,,,1\n{METER},,,2026-10-30,,,,,,1"), &archive()),
        ["accepted", "no-value"]
    );
}

#[test]
fn one_reading_a_meter_comes_out_of_a_file() {
    let day = |day: u32, value: &str| format!("{METER},,,2026-10-{day},{value},,,,,1\n");
    assert_eq!(
        codes(&(day(29, "10") + &day(31, "12") + &day(30, "11")), &archive()),
        ["newer-in-file", "accepted", "newer-in-file"]
    );
    assert_eq!(codes(&(day(31, "12") + &day(31, "12.00")), &archive()), ["accepted", "same-in-file"]);
    assert_eq!(codes(&(day(31, "12") + &day(31, "13") + &day(31, "12")), &archive()), ["differs-in-file"; 3]);
}

#[test]
fn only_the_day_that_was_asked_for_is_taken() {
    let file = format!(
        "资产编号,通信地址,户号,数据日期,r,r1,r2,r3,r4,状态\n{METER},,,2026-10-31,12,,,,,1\n{METER},,,2026-10-30,11,,,,,1\n"
    );
    let on = "2026-10-31".parse().unwrap();
    let report =
        read_file(&profile("jizhong-a"), file.as_bytes(), ImportScope { on: Some(on), ..scope() }, &archive()).unwrap();
    assert_eq!(report.by_reason().into_iter().collect::<Vec<_>>(), [("other-day".to_owned(), 1)]);
    assert_eq!(report.rows[1].reading().unwrap().on, on);
}

#[test]
fn what_is_held_already_decides() {
    let held = |method, estimated, total: i64, on: &str| {
        let mut all = meters();
        all[0].held.push(HeldReading {
            on: on.parse().unwrap(),
            method,
            estimated,
            registers: Registers::total(total.into()),
        });
        all.into_iter().collect::<MeterIndex>()
    };
    let line = format!("{METER},,,2026-10-31,12,,,,,1");
    let code = |directory: MeterIndex| codes(&line, &directory).remove(0);
    assert_eq!(code(held(ReadingMethod::Centralised, false, 12, "2026-11-01")), "same-as-held");
    assert_eq!(code(held(ReadingMethod::OnSite, false, 12, "2026-11-02")), "same-as-held");
    assert_eq!(code(held(ReadingMethod::OnSite, false, 13, "2026-11-01")), "on-site-stands");
    assert_eq!(code(held(ReadingMethod::Centralised, false, 13, "2026-11-01")), "held-differs");
    assert_eq!(code(held(ReadingMethod::OnSite, true, 12, "2026-11-01")), "held-differs", "an estimate is no reading");
}

#[test]
fn a_meter_that_is_gone_or_not_the_only_one_is_not_read() {
    let mut all = meters();
    all[0] = removed(all[0].clone(), "2026-10-15");
    let twin = all[1].clone();
    all.push(twin);
    let directory: MeterIndex = all.into_iter().collect();
    assert_eq!(codes(&format!("{METER},,,2026-10-31,12,,,,,1"), &directory), ["meter-removed"]);
    assert_eq!(codes(",,4280145002,2026-10-31,12,,,,,1", &directory), ["several-meters"]);
}

#[test]
fn an_unknown_multiplier_reads_no_primary_value() {
    let mut all = meters();
    let at = all.iter().position(|known| known.customer.as_str() == "4280145012").unwrap();
    all[at].meter.multiplier = None;
    let directory: MeterIndex = all.into_iter().collect();
    let file = "<表计底码::x>\n@ 表计编号 主副表 时标 正向有功 反向有功 正向无功 反向无功 质量码\n\
                # 4213010000000000045012 主 '2026-10-31 24:00' 1000.00 0 0 0 0\n</表计底码::x>\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(file);
    let report = read_file(&profile("bianzhan-d"), &bytes, scope(), &directory).unwrap();
    assert_eq!(report.rows[0].outcome, Outcome::Rejected { reason: Rejection::MultiplierUnknown });
}

#[test]
fn a_reason_has_a_code_and_named_parameters() {
    let reason = Rejection::TooManyDecimals { register: Register::ActiveTotal, text: "1.234".into(), decimals: 2 };
    assert_eq!(reason.code(), "too-many-decimals");
    let params: Vec<(String, String)> = reason.params().into_iter().collect();
    let expected = [("decimals", "2"), ("register", "active-total"), ("text", "1.234")];
    assert_eq!(params, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let registers = Registers::total(12.into());
    let reason =
        Rejection::OnSiteStands { on: "2026-11-01".parse().unwrap(), held: registers.clone(), file: registers };
    assert_eq!(reason.params()["held"], "12");
}

#[test]
fn a_row_comes_back_from_its_evidence() {
    let bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/import-profiles/samples/jizhong-b.csv"));
    let report = read_file(&profile("jizhong-b"), &bytes.unwrap(), scope(), &archive()).unwrap();
    for row in report.rows {
        assert_eq!(ImportedRow::from_json(row.text.clone(), &row.to_json()), Some(row));
    }
}

#[test]
fn a_profile_that_leaves_a_question_open_is_refused() {
    let change = |from: &str, to: &str| ImportProfile::parse(&BY_CODE.replace(from, to)).unwrap_err();
    assert_eq!(change("name = \"long\"", "name = \"Long\""), ProfileError::Name);
    assert_eq!(change("customer = \"户号\", ", ""), ProfileError::NoKey);
    assert_eq!(change("\"01\" = \"active-total\", ", ""), ProfileError::NoTotal);
    assert_eq!(change("value = \"示数\"", "rates = [\"r1\"]"), ProfileError::RateOrder);
    assert_eq!(change(", value = \"示数\"", ""), ProfileError::RegisterCodes);
    assert_eq!(change("header-rows = 1", "header-rows = 0"), ProfileError::HeadingWithoutHeader);
    assert_eq!(change("decimals = 2", "decimals = 8"), ProfileError::Limits);
    assert_eq!(change("[\"yyyymmdd\"]", "[]"), ProfileError::NoDateFormat);
    assert_eq!(change("date = \"日期\"", "date = 0"), ProfileError::Position);
    assert!(matches!(change("side =", "site ="), ProfileError::Unreadable { .. }));
}

#[test]
fn ids_follow_from_the_device_the_file_and_the_row() {
    let stream = domain::Stream { device: domain::DeviceId(1), incarnation: domain::Incarnation(1) };
    let other = domain::Stream { device: domain::DeviceId(2), ..stream };
    let import = import_id(stream, file_hash(b"a"));
    assert_eq!(import, import_id(stream, file_hash(b"a")));
    assert_ne!(import, import_id(other, file_hash(b"a")));
    assert_ne!(import, import_id(stream, file_hash(b"b")));
    assert_ne!(reading_id(import, 1), reading_id(import, 2));
}

proptest! {
    /// Whatever is in a file: no panic, and no more readings than rows.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for profile in shipped_profiles() {
            if let Ok(report) = read_file(&profile, &bytes, scope(), &archive()) {
                prop_assert!(report.accepted() + report.corrected() <= report.count());
            }
        }
    }

    /// A sample with changed bytes: still one outcome a row, and every taken value within its meter.
    #[test]
    fn a_damaged_sample_is_read_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for (name, file) in [("jizhong-a", "jizhong-a.csv"), ("jizhong-b", "jizhong-b.csv"),
                             ("nengliang-c", "nengliang-c.xlsx"), ("bianzhan-d", "bianzhan-d.cime")] {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/import-profiles/samples/");
            let mut bytes = std::fs::read(format!("{folder}{file}")).unwrap();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(report) = read_file(&profile(name), &bytes, scope(), &archive()) {
                for row in &report.rows {
                    let taken = row.reading().into_iter().flat_map(|reading| reading.registers.iter());
                    for (_, value) in taken {
                        prop_assert!(!value.is_sign_negative() && value < 1_000_000.into());
                    }
                }
            }
        }
    }
}
