//! 解锁码 as the center gives them out, and what a desk says of its room.

mod common;

use center::ReleaseCodeError;
use common::*;
use domain::*;
use sync::{Center, StorageReport};

const BY: OperatorId = OperatorId(9);

#[test]
fn a_code_that_the_center_gives_out_is_read_at_its_device_and_nowhere_else() {
    let center = TestCenter::new();
    let (desk, other) = (center.desk("42128010301", "BYP-01"), center.desk("42128010301", "BYP-02"));
    let mut asked = desk.request(None);
    assert_eq!(center.exchange(&asked).unwrap().release_key, None, "it had its key with the enrolment");
    asked.report.lacks_release_key = true;
    let key = center.exchange(&asked).unwrap().release_key.expect("it asked for its key");

    let given = center.release_code(BY, desk.stream.device, ReleasePurpose::SignIn, 1).unwrap();
    let again = center.release_code(BY, desk.stream.device, ReleasePurpose::SignIn, 1).unwrap();
    assert_ne!(given.code, again.code, "two codes of a day differ");
    let read = |device, code: &str| read_release_code(&key, device, ReleasePurpose::SignIn, center.today(), code);
    assert_eq!(read(desk.stream.device, &given.code), Ok(given.grant));
    assert!(read(other.stream.device, &given.code).is_err());
}

/// Who gave it out, for which device and until when; never the digits.
#[test]
fn who_gave_a_code_out_stands_in_the_audit_trail_without_the_code() {
    let center = TestCenter::new();
    let desk = center.desk("42128010301", "BYP-01");
    let given = center.release_code(BY, desk.stream.device, ReleasePurpose::SignIn, 0).unwrap();
    let filter = center::ledger::ActFilter {
        subject: Some(format!("device:{}", desk.stream.device)),
        limit: 9,
        ..Default::default()
    };
    let acts = center.acts(&filter).unwrap().acts;
    let act = acts.iter().find(|act| act.name == "release-code-given").expect("it was written down");
    assert_eq!(act.by, BY);
    assert!(!String::from_utf8_lossy(&act.bytes).contains(&given.code));
}

#[test]
fn a_code_is_refused_to_who_must_not_have_one() {
    let center = TestCenter::new();
    let desk = center.desk("42128010301", "BYP-01");
    let device = desk.stream.device;
    let refused = |device, days| center.release_code(BY, device, ReleasePurpose::SignIn, days).unwrap_err();
    assert!(matches!(refused(DeviceId(999), 1), ReleaseCodeError::UnknownDevice(_)));
    assert!(matches!(refused(device, RELEASE_DAYS_MAX + 1), ReleaseCodeError::TooLong { .. }));
    center.suspend_device(device, true).unwrap();
    assert!(matches!(refused(device, 1), ReleaseCodeError::Suspended(_)));
}

/// It says so once a day, so what it said last stays.
#[test]
fn the_room_of_a_desk_is_known_until_it_says_something_else() {
    let center = TestCenter::new();
    let mut desk = center.desk("42128010301", "BYP-01");
    let mut first = desk.request(None);
    first.report.storage = Some(StorageReport { free_mib: 48_120, replica_mib: 312 });
    center.exchange(&first).unwrap();
    desk.open_shift(1);
    desk.sync(&center.prefecture);
    let center = center.restarted();
    let devices = center.devices();
    let seen = devices[0].seen.as_ref().expect("it was seen");
    assert_eq!((seen.free_mib, seen.replica_mib), (Some(48_120), Some(312)));
}
