//! 档案更正申请: asked for with a reason, waits, and ends with what the center decides.

mod common;

use common::*;
use domain::*;
use outlet::*;
use store::ChangeOutcome;
use uuid::Uuid;

fn change(id: u128, field: ArchiveField, wanted: &str) -> RequestArchiveChange {
    RequestArchiveChange {
        id: ArchiveChangeId(Uuid::from_u128(id)),
        customer: customer_no(1),
        field,
        wanted: wanted.to_owned(),
        reason: "客户持身份证到厅".to_owned(),
    }
}

fn desk() -> Village {
    let mut village = village();
    village.sign_in(CASHIER);
    village
}

#[test]
fn a_correction_says_what_the_desk_saw_and_is_made_once() {
    let mut village = desk();
    let seen = village.outlet.read().customer(&customer_no(1)).unwrap().unwrap().name;
    let asked = village.outlet.request_archive_change(&change(1, ArchiveField::Name, "  田翠瑛 ")).unwrap();
    assert_eq!((asked.row.change.seen, asked.row.change.wanted), (seen, "田翠瑛".to_owned()));
    assert_eq!(asked.row.outcome, ChangeOutcome::Waiting);
    let again = village.outlet.request_archive_change(&change(1, ArchiveField::Name, "田翠瑛")).unwrap();
    assert!(again.already_requested);
    let other = village.outlet.request_archive_change(&change(1, ArchiveField::Name, "田翠莺"));
    assert!(matches!(other, Err(RequestArchiveChangeError::ChangeIdReused { .. })));
    let second = village.outlet.request_archive_change(&change(2, ArchiveField::Name, "田翠莺"));
    assert!(matches!(second, Err(RequestArchiveChangeError::StillWaiting { wanted }) if wanted == "田翠瑛"));
    village.outlet.request_archive_change(&change(3, ArchiveField::Phone, "13986840017 0718-8210001")).unwrap();
    assert_eq!(village.outlet.archive_changes(Some(&customer_no(1))).unwrap().len(), 2, "fields are independent");
}

#[test]
fn a_value_that_no_archive_takes_is_refused_by_name() {
    let mut village = desk();
    let mut refused =
        |field, wanted: &str| match village.outlet.request_archive_change(&change(1, field, wanted)).unwrap_err() {
            RequestArchiveChangeError::Refused(reason) => Some(reason),
            _ => None,
        };
    assert_eq!(refused(ArchiveField::Name, "  "), Some(ArchiveValueRefusal::Empty));
    assert_eq!(refused(ArchiveField::Name, &"长".repeat(61)), Some(ArchiveValueRefusal::TooLong { letters_max: 60 }));
    for phone in ["12345", "1398684001x", "+", "13986840017,13986840018"] {
        assert_eq!(refused(ArchiveField::Phone, phone), Some(ArchiveValueRefusal::NoPhone), "{phone}");
    }
    assert_eq!(refused(ArchiveField::MeterNo, "表号7"), Some(ArchiveValueRefusal::NoMeterNo));
    let seen = village.outlet.read().customer(&customer_no(1)).unwrap().unwrap();
    let same = village.outlet.request_archive_change(&change(1, ArchiveField::Address, &seen.address));
    assert!(matches!(same, Err(RequestArchiveChangeError::NothingToChange)));
    let unexplained = RequestArchiveChange { reason: " ".to_owned(), ..change(1, ArchiveField::Name, "田翠瑛") };
    let unexplained = village.outlet.request_archive_change(&unexplained);
    assert!(matches!(unexplained, Err(RequestArchiveChangeError::NoReason)));
    village.sign_in(BILLER);
    let denied = village.outlet.request_archive_change(&change(1, ArchiveField::Name, "田翠瑛"));
    assert!(matches!(denied, Err(RequestArchiveChangeError::Denied(Denied::NotPermitted))));
}

#[test]
fn the_center_answers_by_the_archive_or_by_closing_the_case() {
    let mut village = desk();
    village.outlet.request_archive_change(&change(1, ArchiveField::Name, "田翠瑛")).unwrap();
    village.outlet.request_archive_change(&change(2, ArchiveField::Address, "洞下槽8号")).unwrap();
    let refused = Seq(village.entries());
    let outcomes = |village: &Village| {
        let rows = village.outlet.archive_changes(None).unwrap();
        rows.into_iter().map(|row| (row.change.field, row.outcome)).collect::<Vec<_>>()
    };
    let closed = CaseNotice {
        id: CaseId(4),
        kind: "archive-change-requested".to_owned(),
        entry: Some((stream(), refused)),
        open: false,
    };
    let mut state = customer_state(1, PowerState::On, vec![]);
    state.customer.name = "田翠瑛".to_owned();
    village.hear(|write| {
        write.put_case(&closed).unwrap();
        write.put_customer(&state, &[], 0).unwrap();
    });
    let expected = [(ArchiveField::Address, ChangeOutcome::Refused), (ArchiveField::Name, ChangeOutcome::Accepted)];
    assert_eq!(outcomes(&village), expected);
    village.outlet.request_archive_change(&change(3, ArchiveField::Address, "洞下槽9号")).unwrap();
}
