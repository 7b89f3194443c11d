//! Who owes how long, and the papers that say so.

mod common;

use common::*;
use domain::*;
use outlet::*;
use uuid::Uuid;

fn owing() -> Village {
    let mut village = village();
    let debts = [
        (1, "2026-09", "50.00", "2026-10-01"),
        (2, "2026-10", "36.40", "2026-11-11"),
        (7, "2026-10", "20.00", "2026-11-16"),
    ];
    village.hear(|write| {
        for (number, period, amount, penalty_start) in debts {
            let state = customer_state(number, PowerState::On, vec![open_bill(period, amount, penalty_start)]);
            write.put_customer(&state, &[], 0).unwrap();
        }
    });
    village.sign_in(READER);
    village
}

fn filter(segment: Option<&str>, days_from: i64) -> ArrearsFilter {
    ArrearsFilter { segment: segment.map(|segment| segment.parse().unwrap()), days_from, on: planned() }
}

fn request(id: u128, kind: NoticeKind, number: u32) -> NoticeRequest {
    NoticeRequest { id: NoticeId(Uuid::from_u128(id)), kind, customer: customer_no(number), on: planned() }
}

#[test]
fn the_arrears_list_is_by_segment_and_by_days_overdue() {
    let village = owing();
    let listed = |filter: &ArrearsFilter| -> Vec<(CustomerNo, i64)> {
        let rows = village.outlet.arrears(filter).unwrap();
        rows.into_iter().map(|row| (row.customer.no, row.days_overdue)).collect()
    };
    let (one, two, seven) = ((customer_no(1), 51), (customer_no(2), 10), (customer_no(7), 5));
    assert_eq!(listed(&filter(None, 0)), [one.clone(), two.clone(), seven]);
    assert_eq!(listed(&filter(Some(SPOT), 0)), [one.clone(), two]);
    assert_eq!(listed(&filter(None, 30)), [one]);
    let rows = village.outlet.arrears(&filter(None, 0)).unwrap();
    assert_eq!((rows[0].principal, rows[0].penalty), (yuan("50.00"), yuan("2.55")));
    assert!(rows[0].disconnection.is_ok());
    assert!(matches!(rows[1].disconnection, Err(NoticeRefusal::NotOverdueEnough { .. })));
}

#[test]
fn a_bill_issued_here_is_owed_here() {
    let mut village = walking_village();
    village.enter(draft(1, 3, "1100")).unwrap();
    let rows = village.outlet.arrears(&filter(None, 0)).unwrap();
    assert_eq!(rows.iter().map(|row| row.principal).collect::<Vec<_>>(), [yuan("55.80")]);
}

#[test]
fn a_notice_is_printed_once_and_stays_what_it_was() {
    let mut village = owing();
    let asked = request(1, NoticeKind::Disconnection, 1);
    let facts = village.outlet.notice_facts(&asked).unwrap();
    let dates = facts.disconnection.unwrap();
    assert_eq!(facts.notice.cut_from, Some(dates.cut_from));
    assert!(dates.cut_from >= date("2026-11-27"), "seven days for a resident");
    assert_eq!(village.outlet.read().notices_of(&customer_no(1)).unwrap(), [], "looking prints nothing");

    let printed = village.outlet.print_notice(&asked).unwrap();
    assert!(!printed.already_printed);
    let again = village.outlet.print_notice(&asked).unwrap();
    assert!(again.already_printed);
    assert_eq!(again.facts.notice, printed.facts.notice);
    let other = village.outlet.print_notice(&request(1, NoticeKind::Arrears, 1));
    assert!(matches!(other, Err(NoticeError::NoticeIdReused { .. })));
    let rows = village.outlet.arrears(&filter(None, 30)).unwrap();
    assert_eq!(rows[0].last_notice.as_ref().map(|row| row.notice.kind), Some(NoticeKind::Disconnection));
}

#[test]
fn a_notice_that_may_not_be_given_says_why() {
    let mut village = owing();
    let early = village.outlet.print_notice(&request(1, NoticeKind::Disconnection, 2));
    assert!(matches!(early, Err(NoticeError::Refused(NoticeRefusal::NotOverdueEnough { .. }))), "{early:?}");
    let nothing = village.outlet.print_notice(&request(2, NoticeKind::Arrears, 3));
    assert!(matches!(nothing, Err(NoticeError::Refused(NoticeRefusal::NothingOwed))));
    let unknown = village.outlet.print_notice(&request(3, NoticeKind::Arrears, 99));
    assert!(matches!(unknown, Err(NoticeError::UnknownCustomer { .. })));
    let arrears = village.outlet.print_notice(&request(4, NoticeKind::Arrears, 2)).unwrap();
    assert_eq!(arrears.facts.notice.cut_from, None);
}
