//! 解锁码 at the desk: one code ends one wait, once; whoever guesses waits.

#[path = "common/enrolled.rs"]
mod enrolled;

use std::sync::{Arc, Mutex};

use domain::*;
use enrolled::*;
use journal::DeviceKey;
use outlet::*;

const NOW_MS: i64 = 1_795_400_000_000;
const DAY_MS: i64 = 86_400_000;

#[derive(Clone)]
struct HandClock(Arc<Mutex<ClockReading>>);

impl Clock for HandClock {
    fn read(&self) -> ClockReading {
        *self.0.lock().unwrap()
    }
}

struct Desk {
    outlet: Outlet,
    clock: HandClock,
    _dir: tempfile::TempDir,
}

fn center() -> DeviceKey {
    DeviceKey::from_seed([9; 32])
}

/// A desk whose operator typed five wrong passwords.
fn locked_desk(key: Option<ReleaseKey>) -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled_store(dir.path());
    let mut write = store.write().unwrap();
    write.put_operator(&operator("1", &[Role::Cashier])).unwrap();
    key.iter().for_each(|key| write.set_release_key(key).unwrap());
    write.commit().unwrap();
    let reading = ClockReading { wall_ms: NOW_MS, boot: [7; 8], monotonic_ms: 60_000 };
    let clock = HandClock(Arc::new(Mutex::new(reading)));
    let mut outlet = Outlet::new(store, enrolled::key(), Box::new(clock.clone()));
    for _ in 0..5 {
        outlet.sign_in("1", "guess").unwrap_err();
    }
    Desk { outlet, clock, _dir: dir }
}

fn grant(serial: u8) -> ReleaseGrant {
    let until = chrono::DateTime::from_timestamp_millis(NOW_MS + DAY_MS).unwrap().date_naive();
    ReleaseGrant { device: DeviceId(1), purpose: ReleasePurpose::SignIn, until, serial }
}

fn code(device: u32, serial: u8) -> String {
    let device = DeviceId(device);
    release_code(&center().release_key(device), &ReleaseGrant { device, ..grant(serial) })
}

fn enrolled_desk() -> Desk {
    locked_desk(Some(center().release_key(DeviceId(1))))
}

#[test]
fn a_code_ends_the_wait_and_cannot_be_used_again() {
    let mut desk = enrolled_desk();
    assert!(matches!(desk.outlet.sign_in("1", PASSWORD), Err(SignInError::TooManyAttempts { .. })));
    desk.outlet.release_sign_in("1", &code(1, 0)).unwrap();
    desk.outlet.sign_in("1", PASSWORD).unwrap();
    assert!(matches!(desk.outlet.release_sign_in("1", &code(1, 1)), Err(ReleaseError::NothingToRelease)));
    for _ in 0..5 {
        desk.outlet.sign_in("1", "guess").unwrap_err();
    }
    assert!(matches!(desk.outlet.release_sign_in("1", &code(1, 0)), Err(ReleaseError::AlreadyUsed)));
    desk.outlet.release_sign_in("1", &code(1, 1)).unwrap();
}

#[test]
fn every_other_code_is_refused_by_its_own_name() {
    let mut desk = enrolled_desk();
    let mut refused = |code: &str| match desk.outlet.release_sign_in("1", code) {
        Err(ReleaseError::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(&code(2, 0)), ReleaseRefusal::OtherDevice);
    assert_eq!(refused(&code(11, 0)), ReleaseRefusal::Wrong);
    assert_eq!(refused("1234"), ReleaseRefusal::NotTwelveDigits);
    let good = code(1, 0);
    let altered = format!("{}{}", if good.starts_with('1') { "2" } else { "1" }, &good[1..]);
    assert_eq!(refused(&altered), ReleaseRefusal::Misheard);
    desk.clock.0.lock().unwrap().wall_ms += 3 * DAY_MS;
    for _ in 0..5 {
        desk.outlet.sign_in("1", "guess").unwrap_err();
    }
    let expired = desk.outlet.release_sign_in("1", &good);
    assert!(
        matches!(expired, Err(ReleaseError::Refused(ReleaseRefusal::Expired { until })) if until == grant(0).until)
    );
}

#[test]
fn guesses_are_throttled_and_what_was_misheard_is_none() {
    let mut desk = enrolled_desk();
    for _ in 0..20 {
        desk.outlet.release_sign_in("1", "000000000001").unwrap_err();
    }
    let forged = |serial| {
        let device = DeviceId(1);
        release_code(&ReleaseKey([1; 32]), &ReleaseGrant { device, ..grant(serial) })
    };
    for serial in 0..4 {
        let refused = desk.outlet.release_sign_in("1", &forged(serial));
        assert!(matches!(refused, Err(ReleaseError::Refused(ReleaseRefusal::Wrong))), "{refused:?}");
    }
    let fifth = desk.outlet.release_sign_in("1", &forged(4));
    assert!(matches!(fifth, Err(ReleaseError::TooManyGuesses { wait_ms: 30_000 })), "{fifth:?}");
    let right = desk.outlet.release_sign_in("1", &code(1, 0));
    assert!(matches!(right, Err(ReleaseError::TooManyGuesses { .. })), "also the right one waits now");
}

#[test]
fn a_desk_without_a_key_says_that_it_has_to_exchange_once() {
    let mut desk = locked_desk(None);
    assert!(matches!(desk.outlet.release_sign_in("1", &code(1, 0)), Err(ReleaseError::NoKey)));
    assert!(desk.outlet.exchange_request(0).unwrap().report.lacks_release_key);
}
