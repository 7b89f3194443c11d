//! What the console's pages read: customers found, units that fold up, operators and their first password.

mod common;

use center::app::UnitFigures;
use center::{NewAccount, PasswordCost};
use common::*;

const TIAN: &str = "4280011234";
const RAN: &str = "4280011235";

fn two_customers() -> TestCenter {
    let center = TestCenter::new();
    let mut ran: NewAccount = account(RAN, &[("2026-09", "20.00")]);
    ran.customer.name = "冉小群百货店".to_owned();
    ran.customer.address = "白杨坪镇正街100%号".to_owned();
    ran.customer.phone = "12800000001 12811112222".to_owned();
    center.load(vec![account(TIAN, &[("2026-09", "86.40")]), ran]);
    center
}

fn found(center: &TestCenter, text: &str) -> Vec<String> {
    let found = center.find_customers(text, 10).unwrap();
    found.into_iter().map(|found| found.customer.no.to_string()).collect()
}

#[test]
fn a_customer_is_found_by_any_part_of_what_is_known() {
    let center = two_customers();
    for text in ["4280011235", "冉小", "百货", "正街", "11112222", "42304280011235", "冉 白杨坪"] {
        assert_eq!(found(&center, text), [RAN], "{text}");
    }
    assert_eq!(found(&center, "42800112"), [TIAN, RAN]);
    assert_eq!(found(&center, "白杨坪").len(), 2);
    assert_eq!(found(&center, "田大贵 正街"), [""; 0]);
    assert_eq!(found(&center, "  "), [""; 0]);
}

#[test]
fn signs_that_a_database_reads_as_anything_stand_for_themselves() {
    let center = two_customers();
    assert_eq!(found(&center, "100%号"), [RAN]);
    assert_eq!(found(&center, "%"), [RAN]);
    assert_eq!(found(&center, "白_坪"), [""; 0]);
    assert_eq!(found(&center, "\\"), [""; 0]);
}

#[test]
fn a_unit_comes_to_what_everything_below_it_comes_to() {
    let center = two_customers();
    let mut desk = center.desk("42128010301", "BYP-01");
    desk.open_shift(1);
    desk.pay(TIAN, "2026-09", "86.40");
    desk.sync(&center.prefecture);
    let figures = center.unit_figures().unwrap();
    let of = |code: &str| figures.iter().find(|UnitFigures { unit, .. }| unit.code.as_str() == code).unwrap().sums;
    for code in ["42128", "4212801", STATION] {
        let sums = of(code);
        assert_eq!((sums.customers, sums.devices), (2, 1), "{code}");
        assert_eq!((sums.receivable, sums.arrears), (money("20.00"), money("20.00")), "{code}");
    }
    assert_eq!((of("42128010301").devices, of("42128010301").customers), (1, 0));
    assert_eq!(of("421280104"), Default::default());
}

#[test]
fn a_first_password_is_drawn_anew_each_time_and_its_verifier_is_no_password() {
    let center = TestCenter::new();
    let (first, second) = (center.first_password(), center.first_password());
    assert_ne!(first.text, second.text);
    assert!(first.verifier.starts_with("$argon2id$") && !first.verifier.contains(&first.text));
    let PasswordCost { memory_kib, .. } = PasswordCost::default();
    assert!(first.verifier.contains(&format!("m={memory_kib}")));
}
