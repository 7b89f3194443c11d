//! Loading from other systems, and letting laptops in.

mod common;

use std::sync::atomic::Ordering;

use center::{EnrolmentCodeError, NewOperator, PasswordCost};
use common::*;
use domain::{Operator, OperatorId, Role};
use sync::{Center, Change, EnrolRequest, LinkError, RefusedRequest};

const WHO: &str = "4280011234";

#[test]
fn loading_the_same_again_changes_nothing() {
    let center = TestCenter::new();
    let accounts = || vec![account(WHO, &[("2026-09", "86.40")]), account("4280011235", &[])];
    assert_eq!(center.import_accounts(accounts()).unwrap(), 2);
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.sync(&center.prefecture);
    let before = center.ledger();
    assert_eq!(center.import_accounts(accounts()).unwrap(), 0);
    assert_eq!(center.ledger(), before);
    assert!(desk.sync(&center.prefecture).changes.is_empty());
}

#[test]
fn a_bill_that_is_issued_later_becomes_debt_and_payments_stay_where_they_were() {
    let center = TestCenter::new();
    center.load(vec![account(WHO, &[("2026-09", "86.40")])]);
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.open_shift(1);
    desk.pay(WHO, "2026-09", "86.40");
    desk.sync(&center.prefecture);
    center.load(vec![account(WHO, &[("2026-09", "86.40"), ("2026-10", "91.00")])]);
    assert_eq!(center.stands(WHO), ("0.00".to_owned(), "91.00".to_owned()));
    assert!(center.ledger().contains(&format!("{STATION} Receivable 91.00")), "{:?}", center.ledger());
    center.assert_books_balance();
}

#[test]
fn operators_come_down_with_a_verifier_and_never_a_password() {
    let center = TestCenter::new();
    let operator = Operator {
        id: OperatorId(1),
        login: "1001".to_owned(),
        name: "田翠英".to_owned(),
        unit: "42128010301".parse().unwrap(),
        roles: vec![Role::Cashier],
        verifier: String::new(),
        suspended: false,
    };
    let cost = PasswordCost { memory_kib: 64, passes: 1 };
    let new = NewOperator { operator, password: Some("demo1001".to_owned()) };
    center.import_operators([new], cost).unwrap();
    let mut desk = center.desk("42128010301", "BYP-01");
    let operators: Vec<Operator> = desk
        .sync(&center.prefecture)
        .changes
        .into_iter()
        .filter_map(|change| if let Change::Operator(operator) = change { Some(operator) } else { None })
        .collect();
    assert_eq!(operators.len(), 1);
    assert!(operators[0].verifier.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{}", operators[0].verifier);
}

#[test]
fn a_code_enrols_one_laptop_once_and_in_time() {
    let center = TestCenter::new();
    let code = |terminal: &str| center.enrolment_code(&"42128010301".parse().unwrap(), &terminal.parse().unwrap());
    let enrol = |text: &str, terminal: &str| {
        let key = key_of(terminal).public_key();
        center.enrol(&EnrolRequest { code: text.to_owned(), key, version: "0.1.0".to_owned() })
    };
    let is_wrong = |answer| matches!(answer, Err(LinkError::Refused(RefusedRequest::EnrolmentCode)));
    let first = code("BYP-01").unwrap().text;
    assert_eq!(first.len(), 10);
    let spoken = format!("{}-{}", &first[..5].to_lowercase(), &first[5..]);
    let enrolled = enrol(&spoken, "BYP-01").unwrap();
    assert_eq!(enrolled.terminal.as_str(), "BYP-01");
    assert!(is_wrong(enrol(&first, "THIEF")), "a code works once");
    assert!(matches!(code("BYP-01"), Err(EnrolmentCodeError::TerminalTaken(_))));
    let late = code("BYP-02").unwrap();
    center.clock.0.store(late.expires_ms + 1, Ordering::Relaxed);
    assert!(is_wrong(enrol(&late.text, "BYP-02")), "a code ends");
}

#[test]
fn guessing_codes_is_slowed_down() {
    let center = TestCenter::new();
    let guess = |number: u32| {
        let key = key_of("THIEF").public_key();
        center.enrol(&EnrolRequest { code: format!("GUESS{number:05}"), key, version: "0.1.0".to_owned() })
    };
    let answers: Vec<_> = (0..30).map(guess).collect();
    assert!(answers[..20].iter().all(|answer| matches!(answer, Err(LinkError::Refused(_)))));
    assert!(matches!(answers[29], Err(LinkError::Unavailable(429))));
}
