//! 解锁码: one device, one purpose, until one day; whatever else is said at the phone is refused by its own name.

use chrono::{Days, NaiveDate};
use domain::{
    DeviceId, RELEASE_DAYS_MAX, ReleaseGrant, ReleaseKey, ReleasePurpose, ReleaseRefusal, read_release_code,
    release_code,
};
use proptest::prelude::*;

const KEY: ReleaseKey = ReleaseKey([7; 32]);

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn grant(serial: u8) -> ReleaseGrant {
    ReleaseGrant { device: DeviceId(17), purpose: ReleasePurpose::SignIn, until: today(), serial }
}

fn read(key: &ReleaseKey, device: u32, on: NaiveDate, code: &str) -> Result<ReleaseGrant, ReleaseRefusal> {
    read_release_code(key, DeviceId(device), ReleasePurpose::SignIn, on, code)
}

#[test]
fn a_code_reads_back_however_it_is_written_down() {
    let code = release_code(&KEY, &grant(3));
    assert_eq!(code.len(), 12);
    let spaced = format!("{} {}-{}", &code[..4], &code[4..8], &code[8..]);
    for written in [code, spaced] {
        assert_eq!(read(&KEY, 17, today(), &written), Ok(grant(3)));
    }
}

#[test]
fn a_code_is_refused_by_the_reason_that_fits() {
    let code = release_code(&KEY, &grant(3));
    let later = today().checked_add_days(Days::new(2)).unwrap();
    assert_eq!(read(&KEY, 18, today(), &code), Err(ReleaseRefusal::OtherDevice));
    assert_eq!(read(&KEY, 27, today(), &code), Err(ReleaseRefusal::Wrong), "the digit fits and the proof does not");
    assert_eq!(read(&ReleaseKey([8; 32]), 17, today(), &code), Err(ReleaseRefusal::Wrong));
    assert_eq!(read(&KEY, 17, later, &code), Err(ReleaseRefusal::Expired { until: today() }));
    for short in ["", "12345678901", "1234567890123", "12345678901x"] {
        assert_eq!(read(&KEY, 17, today(), short), Err(ReleaseRefusal::NotTwelveDigits), "{short}");
    }
}

#[test]
fn codes_of_one_day_differ_by_their_serial() {
    let codes: std::collections::BTreeSet<String> = (0..100).map(|serial| release_code(&KEY, &grant(serial))).collect();
    assert_eq!(codes.len(), 100);
}

proptest! {
    /// read(code(grant)) = grant, for every last day that a code may have
    #[test]
    fn every_grant_reads_back(device: u32, key: [u8; 32], serial in 0u8..100, ahead in 0..=RELEASE_DAYS_MAX) {
        let until = today().checked_add_days(Days::new(ahead)).unwrap();
        let grant = ReleaseGrant { device: DeviceId(device), purpose: ReleasePurpose::SignIn, until, serial };
        let code = release_code(&ReleaseKey(key), &grant);
        prop_assert_eq!(read(&ReleaseKey(key), device, today(), &code), Ok(grant));
    }

    /// One digit misheard, or two neighbours exchanged, is found before anything is compared.
    #[test]
    fn what_is_misheard_is_no_guess(serial in 0u8..100, place in 0usize..11, other in 1u8..10) {
        let code: Vec<u8> = release_code(&KEY, &grant(serial)).into_bytes();
        let mut wrong = code.clone();
        wrong[place] = b'0' + (wrong[place] - b'0' + other) % 10;
        let mut exchanged = code.clone();
        exchanged.swap(place, place + 1);
        for heard in [wrong, exchanged] {
            if heard != code {
                let heard = String::from_utf8(heard).unwrap();
                prop_assert_eq!(read(&KEY, 17, today(), &heard), Err(ReleaseRefusal::Misheard));
            }
        }
    }
}
