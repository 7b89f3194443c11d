//! Files of readings at a desk, on a real replica.

#[path = "common/enrolled.rs"]
mod enrolled;

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;
use domain::*;
use enrolled::*;
use metering::import::{Outcome, ProfileShelf, Rejection};
use outlet::*;
use rust_decimal::Decimal;
use uuid::Uuid;

const SAMPLE: &[u8] = include_bytes!("../../../schema/import-profiles/samples/jizhong-a.csv");

struct StoppedClock;

impl Clock for StoppedClock {
    /// 2026-11-02
    fn read(&self) -> ClockReading {
        ClockReading { wall_ms: 1_793_600_000_000, boot: [7; 8], monotonic_ms: 60_000 }
    }
}

struct Desk {
    outlet: Outlet,
    _dir: tempfile::TempDir,
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Meter 45001 of customer 4280145001, and so on, as in the sample file.
fn supply(no: u32, registers: &[Register], last: &str) -> SupplyState {
    let meter = Meter {
        no: format!("42130100000000000{no:05}").parse().unwrap(),
        address: format!("{no:012}"),
        digits: "6.2".parse().unwrap(),
        multiplier: Some(Decimal::ONE),
        registers: registers.to_vec(),
        installed: None,
        removed: None,
    };
    let last = LastReading {
        meter: meter.no.clone(),
        on: day("2026-10-01"),
        registers: Registers::of(registers.iter().map(|register| (*register, decimal(last)))),
        estimated: false,
    };
    let point = MeteringPoint {
        no: format!("{no}01").parse().unwrap(),
        segment: "0421".parse().unwrap(),
        sequence: no,
        price: "RES-LV".parse().unwrap(),
        role: PointRole::Main,
        measuring: Measuring::LowLow,
        line_loss: LineLoss::None,
        transformer: None,
        loss_share: LossShare::None,
        meters: vec![meter],
    };
    let supply = Supply {
        customer: format!("42801{no:05}").parse().unwrap(),
        elec_type: ElecType::RURAL_RESIDENTIAL,
        voltage: Voltage::V220,
        capacity_kva: decimal("8"),
        opened_on: None,
        closed_on: None,
        owner_since: None,
        households: vec![],
        free: vec![],
        power_factor: PowerFactorStandard::None,
        basic: BasicCharge::None,
        transformers: vec![],
        points: vec![point],
    };
    let year = YearUse { year: 2026, kwh: 0 };
    SupplyState { supply, version: 1, last: vec![last], year, months: vec![], carried_kwh: 0 }
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled_store(dir.path());
    let mut write = store.write().unwrap();
    write.put_operator(&operator("1", &[Role::Cashier])).unwrap();
    write.put_operator(&operator("3", &[Role::Biller])).unwrap();
    write.put_billing_rules(&BillingRules::standard()).unwrap();
    let periods = RatePeriod::ALL[..4].iter().map(|period| period.register());
    let time_of_use: Vec<Register> = [Register::ActiveTotal].into_iter().chain(periods).collect();
    for no in 45001..=45004 {
        write.put_supply(&supply(no, &[Register::ActiveTotal], "80")).unwrap();
    }
    write.put_supply(&supply(45009, &time_of_use, "200")).unwrap();
    write.commit().unwrap();
    let mut outlet = Outlet::new(store, key(), Box::new(StoppedClock));
    outlet.sign_in("3", "open sesame").unwrap();
    Desk { outlet, _dir: dir }
}

fn file(bytes: &[u8]) -> ImportReadings {
    ImportReadings {
        profile: "jizhong-a".into(),
        file_name: "日冻结.csv".into(),
        bytes: bytes.to_vec(),
        period: "2026-11".parse().unwrap(),
        on: None,
    }
}

fn reasons(imported: &ImportedReadings) -> Vec<(String, u32)> {
    imported.report.by_reason().into_iter().collect()
}

fn head(desk: &Desk) -> Seq {
    desk.outlet.read().head().unwrap().seq
}

/// Somebody on another device read the meter of 45002 on site.
fn read_on_site(desk: &mut Desk, total: &str) {
    let reading = Reading {
        id: ReadingId(Uuid::from_u128(99)),
        customer: "4280145002".parse().unwrap(),
        point: "4500201".parse().unwrap(),
        meter: "4213010000000000045002".parse().unwrap(),
        period: "2026-11".parse().unwrap(),
        on: day("2026-11-01"),
        kind: ReadingKind::Periodic,
        method: ReadingMethod::OnSite,
        state: ReadingState::Normal,
        anomaly: Anomaly::None,
        estimated: false,
        registers: Registers::total(decimal(total)),
        energy_kwh: 10,
        remark: String::new(),
        photo: None,
        replaces: None,
        source: None,
    };
    let known = KnownReading {
        reading,
        by: OperatorId(7),
        terminal: "BYP-02".parse().unwrap(),
        at_ms: 1_793_500_000_000,
        state: ReviewState::Waiting,
        reviewer: None,
        note: String::new(),
    };
    let mut write = desk.outlet.store_mut().write().unwrap();
    write.put_known_reading(&known).unwrap();
    write.commit().unwrap();
}

#[test]
fn a_dry_run_tells_everything_and_writes_nothing() {
    let desk = desk();
    let tried = desk.outlet.preview_import(&file(SAMPLE), &ProfileShelf::shipped()).unwrap();
    assert_eq!((tried.import.accepted, tried.import.corrected, tried.import.rejected), (3, 0, 3));
    assert_eq!(reasons(&tried), [("no-value".into(), 1), ("not-read".into(), 1), ("unknown-meter".into(), 1)]);
    assert_eq!(head(&desk), Seq::ZERO);
    assert!(desk.outlet.imports().unwrap().is_empty());
}

#[test]
fn what_the_dry_run_told_is_taken_in_with_its_evidence() {
    let mut desk = desk();
    let tried = desk.outlet.preview_import(&file(SAMPLE), &ProfileShelf::shipped()).unwrap();
    let taken = desk.outlet.import_readings(&file(SAMPLE), &ProfileShelf::shipped()).unwrap();
    assert_eq!(taken.report, tried.report);
    let read = desk.outlet.read();
    let readings = read.readings_of_import(taken.import.id).unwrap();
    assert_eq!(readings.len(), 3);
    let first = &readings[0].known.reading;
    assert_eq!((first.on, first.energy_kwh), (day("2026-11-01"), 1155), "24:00 of the 31st is the 1st");
    assert_eq!(first.source, Some(ReadingSource { import: taken.import.id, row: 2 }));
    assert!(readings.iter().all(|row| row.judgement.is_some() && row.known.state == ReviewState::Waiting));
    let rows = read.import_rows(taken.import.id).unwrap();
    assert_eq!(rows.len(), 6);
    assert!(rows[5].text.starts_with("4213010000000000049999,"));
    assert_eq!(read.attachment_bytes(taken.import.file).unwrap().as_deref(), Some(SAMPLE));
}

/// The same source, but this company's files end a day at its beginning.
#[test]
fn a_file_is_read_by_the_company_s_own_profile_of_a_higher_version() {
    let shipped = include_str!("../../../schema/import-profiles/jizhong-a.toml");
    let own = shipped.replace("version = 1", "version = 2").replace("end-of-day", "start-of-day");
    let mut profiles = ProfileShelf::shipped();
    profiles.add("jizhong-a.toml", own.as_bytes());
    let mut desk = desk();
    let taken = desk.outlet.import_readings(&file(SAMPLE), &profiles).unwrap();
    assert_eq!(taken.import.profile, "jizhong-a 2");
    let readings = desk.outlet.read().readings_of_import(taken.import.id).unwrap();
    assert_eq!(readings[0].known.reading.on, day("2026-10-31"));
}

/// A laptop that dies when everything is written and nothing is committed.
struct DiesBeforeCommit;

impl Witness for DiesBeforeCommit {
    fn reached(&self, step: Step) {
        assert_ne!(step, Step::Appended, "the laptop dies");
    }
}

#[test]
fn a_laptop_that_dies_in_an_import_has_taken_nothing_and_can_begin_again() {
    let Desk { outlet, _dir } = desk();
    let mut outlet = outlet.with_witness(Box::new(DiesBeforeCommit));
    let died =
        catch_unwind(AssertUnwindSafe(|| outlet.import_readings(&file(SAMPLE), &ProfileShelf::shipped()).map(drop)));
    assert!(died.is_err());
    let mut desk = Desk { outlet: outlet.with_witness(Box::new(NoWitness)), _dir };
    assert_eq!(head(&desk), Seq::ZERO);
    let taken = desk.outlet.import_readings(&file(SAMPLE), &ProfileShelf::shipped()).unwrap();
    assert!(!taken.already_imported);
    assert_eq!(desk.outlet.read().import_rows(taken.import.id).unwrap().len(), 6);
}

#[test]
fn importing_twice_changes_nothing() {
    let mut desk = desk();
    let first = desk.outlet.import_readings(&file(SAMPLE), &ProfileShelf::shipped()).unwrap();
    let after = head(&desk);
    for again in [
        desk.outlet.preview_import(&file(SAMPLE), &ProfileShelf::shipped()).unwrap(),
        desk.outlet.import_readings(&file(SAMPLE), &ProfileShelf::shipped()).unwrap(),
    ] {
        assert!(again.already_imported);
        assert_eq!((again.import, again.report), (first.import.clone(), first.report.clone()));
    }
    let other_file = [SAMPLE, b"\n"].concat();
    let refused = desk.outlet.import_readings(&file(&other_file), &ProfileShelf::shipped()).unwrap_err();
    assert!(matches!(refused, ImportReadingsError::NothingToTake { rejected: 6 }), "{refused:?}");
    let tried = desk.outlet.preview_import(&file(&other_file), &ProfileShelf::shipped()).unwrap();
    assert!(reasons(&tried).contains(&("same-as-held".into(), 3)));
    assert_eq!(head(&desk), after);
}

#[test]
fn a_reading_on_site_stands_and_the_difference_is_listed() {
    let mut desk = desk();
    read_on_site(&mut desk, "90");
    let taken = desk.outlet.import_readings(&file(SAMPLE), &ProfileShelf::shipped()).unwrap();
    let differences: Vec<_> = taken.report.differences().collect();
    assert_eq!(differences.len(), 1);
    assert_eq!((differences[0].row.row, differences[0].on), (3, day("2026-11-01")));
    assert_eq!(differences[0].on_site, &Registers::total(decimal("90")));
    assert_eq!(differences[0].remote, &Registers::total(decimal("88")));
    let standing =
        desk.outlet.read().readings_of_point(&"4500201".parse().unwrap(), "2026-11".parse().unwrap()).unwrap();
    assert_eq!(standing.len(), 1);
}

#[test]
fn a_reading_that_cannot_be_true_is_not_taken() {
    let mut desk = desk();
    let impossible = String::from_utf8(SAMPLE.to_vec()).unwrap().replace("1234.56", "91234.56");
    let taken = desk.outlet.import_readings(&file(impossible.as_bytes()), &ProfileShelf::shipped()).unwrap();
    // 8 kW for 31 days, day and night
    let finding = Finding::BeyondCapacity { possible_kwh: 5952 };
    assert_eq!(taken.report.rows[0].outcome, Outcome::Rejected { reason: Rejection::Implausible { finding } });
    assert_eq!((taken.import.accepted, taken.import.rejected), (2, 4));
    assert_eq!(desk.outlet.read().readings_of_import(taken.import.id).unwrap().len(), 2);
}

#[test]
fn a_reading_that_only_looks_unusual_waits_for_review() {
    let mut desk = desk();
    let backwards = String::from_utf8(SAMPLE.to_vec()).unwrap().replace("1234.56", "12.00");
    let taken = desk.outlet.import_readings(&file(backwards.as_bytes()), &ProfileShelf::shipped()).unwrap();
    let readings = desk.outlet.read().readings_of_import(taken.import.id).unwrap();
    let judgement = readings[0].judgement.clone().unwrap();
    assert_eq!(judgement.state, ReadingState::Reversal);
    assert!(!is_harmless(&judgement));
}

#[test]
fn rebuilding_keeps_the_evidence() {
    let mut desk = desk();
    let taken = desk.outlet.import_readings(&file(SAMPLE), &ProfileShelf::shipped()).unwrap();
    let rows = desk.outlet.read().import_rows(taken.import.id).unwrap();
    desk.outlet.store_mut().rebuild().unwrap();
    assert_eq!(desk.outlet.read().import_rows(taken.import.id).unwrap(), rows);
    assert!(desk.outlet.preview_import(&file(SAMPLE), &ProfileShelf::shipped()).unwrap().already_imported);
}

#[test]
fn who_may_not_import_and_what_cannot_be_read_is_refused() {
    let mut desk = desk();
    let unknown = ImportReadings { profile: "jizhong-z".into(), ..file(SAMPLE) };
    let refused = desk.outlet.import_readings(&unknown, &ProfileShelf::shipped());
    assert!(matches!(refused, Err(ImportReadingsError::UnknownProfile { profile }) if profile == "jizhong-z"));
    let wrong = ImportReadings { profile: "jizhong-b".into(), ..file(SAMPLE) };
    assert!(matches!(desk.outlet.import_readings(&wrong, &ProfileShelf::shipped()), Err(ImportReadingsError::File(_))));
    let empty = desk.outlet.import_readings(&file(b""), &ProfileShelf::shipped());
    assert!(matches!(empty, Err(ImportReadingsError::Kept(AttachError::Empty))));
    desk.outlet.sign_in("1", "open sesame").unwrap();
    assert!(matches!(
        desk.outlet.preview_import(&file(SAMPLE), &ProfileShelf::shipped()),
        Err(ImportReadingsError::Denied(Denied::NotPermitted))
    ));
    assert_eq!(head(&desk), Seq::ZERO);
}
