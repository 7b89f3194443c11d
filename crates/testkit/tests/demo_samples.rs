//! The sample files of the demo: what a newcomer sees who tries the import screen.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use center::{Clock as _, SystemClock};
use chrono::NaiveDate;
use domain::{BillingPeriod, ReadingMethod, Registers};
use journal::DeviceKey;
use metering::import::{HeldReading, ImportReport, ImportScope, KnownMeter, MeterIndex, ProfileShelf, read_file};
use outlet::{ClockReading, ImportReadings, Outlet};
use store::{ReplicaKey, Store};
use testkit::demo;
use testkit::demo_day::{Preparation, Prepared, prepare};
use testkit::demo_samples::{Samples, samples};
use testkit::machines::china_time;

/// Four villages, the last of them read by 集抄.
const CUSTOMERS: usize = 1_320;
const FILES: [(&str, &str); 4] = [
    ("jizhong-a", "jizhong-a.csv"),
    ("jizhong-b", "jizhong-b.csv"),
    ("nengliang-c", "nengliang-c.xlsx"),
    ("bianzhan-d", "bianzhan-d.cime"),
];

fn as_of() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn people() -> demo::Prefecture {
    demo::Prefecture::new(4228, as_of()).with_bills_of_months(1)
}

fn made() -> Samples {
    samples(&people(), &demo::demo_station(), CUSTOMERS, as_of()).unwrap().unwrap()
}

fn bytes<'a>(samples: &'a Samples, file: &str) -> &'a [u8] {
    &samples.files.iter().find(|(name, _)| *name == file).unwrap().1
}

fn known() -> Vec<KnownMeter> {
    let people = people();
    let supplies = people.township(&demo::demo_station(), CUSTOMERS).filter_map(|account| account.supply);
    let points = supplies.flat_map(|state| {
        let customer = state.supply.customer;
        state.supply.points.into_iter().map(move |point| (customer.clone(), point))
    });
    let meters = points.flat_map(|(customer, point)| {
        let known =
            move |meter| KnownMeter { customer: customer.clone(), point: point.no.clone(), meter, held: vec![] };
        point.meters.into_iter().map(known).collect::<Vec<_>>()
    });
    meters.collect()
}

fn read(samples: &Samples, (profile, file): (&str, &str), meters: Vec<KnownMeter>) -> ImportReport {
    let shelf = ProfileShelf::shipped();
    let scope = ImportScope { on: None, not_after: as_of() };
    let directory: MeterIndex = meters.into_iter().collect();
    read_file(shelf.find(profile).unwrap(), bytes(samples, file), scope, &directory).unwrap()
}

fn told(report: &ImportReport) -> String {
    let reasons: BTreeMap<String, u32> = report.by_reason();
    format!("{} {} {} {reasons:?}", report.profile, report.accepted(), report.corrected())
}

#[test]
fn each_file_is_mostly_good_and_shows_every_trouble() {
    let samples = made();
    assert!(samples.segment.is_remote);
    let told: Vec<String> = FILES.iter().map(|file| told(&read(&samples, *file, known()))).collect();
    let expected = [
        r#"jizhong-a 1 156 0 {"keys-disagree": 2, "negative": 2, "no-value": 2, "not-read": 1, "unknown-meter": 1}"#,
        r#"jizhong-b 1 0 77 {"no-value": 4, "not-read": 1, "unknown-meter": 1}"#,
        r#"nengliang-c 1 0 36 {"digits-lost": 2, "hidden": 1, "negative": 2, "no-value": 3, "unknown-meter": 1}"#,
        r#"bianzhan-d 1 34 0 {"digits-lost": 2, "negative": 2, "no-value": 2, "not-read": 1, "not-the-freeze": 1, "unknown-meter": 1}"#,
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_files_are_the_same_whenever_they_are_made() {
    assert_eq!(made().files, made().files);
}

/// A reader entered what the meters show before the file came.
#[test]
fn where_the_meter_on_the_wall_says_something_else_the_difference_is_listed() {
    let samples = made();
    let note = String::from_utf8(bytes(&samples, "说明.txt").to_vec()).unwrap();
    let mut meters = known();
    for known in &mut meters {
        let Some(line) = note.lines().find(|line| line.contains(known.meter.no.as_str())) else { continue };
        let shown = line.split("on site ").nth(1).unwrap().split_whitespace().next().unwrap();
        let registers = Registers::total(shown.parse().unwrap());
        known.held.push(HeldReading { on: as_of(), method: ReadingMethod::OnSite, estimated: false, registers });
    }
    for file in FILES {
        assert_eq!(read(&samples, file, meters.clone()).differences().count(), 1, "{}", file.1);
    }
}

struct WallClock;

impl outlet::Clock for WallClock {
    fn read(&self) -> ClockReading {
        ClockReading { wall_ms: SystemClock.now_ms(), boot: *b"a sample", monotonic_ms: 0 }
    }
}

/// The desk of the demo, as its window opens it.
fn desk(home: &Path) -> Outlet {
    let keys = fs::read_to_string(home.join("device.key")).unwrap();
    let key = |line: usize| -> [u8; 32] {
        let digits = keys.lines().nth(line).unwrap().split_whitespace().nth(1).unwrap();
        std::array::from_fn(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap())
    };
    let store = Store::open(&home.join("replica.db"), Some(&ReplicaKey(key(1)))).unwrap();
    Outlet::new(store, DeviceKey::from_seed(key(0)), Box::new(WallClock))
}

#[test]
fn a_newcomer_takes_all_four_files_in_at_the_prepared_desk() {
    let folder = tempfile::tempdir().unwrap();
    let wish =
        Preparation { folder: folder.path().to_owned(), customers: CUSTOMERS, whole: false, port: 8750, as_of: None };
    assert_eq!(prepare(&wish).unwrap(), Prepared::Now);
    let mut desk = desk(&folder.path().join("outlet"));
    desk.sign_in("4001", "demo4001").unwrap();
    let period = BillingPeriod::of(china_time(SystemClock.now_ms()).date());
    for (profile, file) in FILES {
        let command = ImportReadings {
            profile: profile.to_owned(),
            file_name: file.to_owned(),
            bytes: fs::read(folder.path().join("samples").join(file)).unwrap(),
            period,
            on: None,
        };
        let tried = desk.preview_import(&command, &ProfileShelf::shipped()).unwrap();
        let taken = desk.import_readings(&command, &ProfileShelf::shipped()).unwrap();
        assert_eq!(taken.report, tried.report);
        assert!(taken.import.accepted + taken.import.corrected > taken.import.rejected * 2, "{}", told(&taken.report));
    }
}
