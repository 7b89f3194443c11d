//! 发行: a bill becomes debt of its customer, and one in the customer's favour becomes prepayment.

use crate::sample::*;
use domain::*;

fn account() -> Account {
    let customer = "4280900001".parse().unwrap();
    Account { customer, owner: Some(owner()), prepaid: yuan("5"), tail: Money::ZERO, bills: Vec::new() }
}

fn owner() -> UnitCode {
    "421280109".parse().unwrap()
}

fn issued(id: &str, amount: &str) -> Bill {
    let mut statement = household(100).bill().unwrap();
    statement.id = id.parse().unwrap();
    statement.total = yuan(amount);
    let issued = IssuedBill {
        number: 1,
        owner: owner(),
        readings: Vec::new(),
        archive_version: 1,
        penalty_start: day("2026-11-01"),
        statement,
    };
    issued.bill()
}

#[test]
fn an_issued_bill_is_the_statement_as_debt() {
    let bill = issued("2026-10", "55.80");
    assert_eq!((bill.amount, bill.energy_kwh, bill.principal_due()), (yuan("55.80"), 100, yuan("55.80")));
    assert_eq!((bill.penalty_start, bill.settle_state()), (day("2026-11-01"), SettleState::Unpaid));
}

#[test]
fn bills_stand_oldest_first_whatever_the_order_of_their_issue() {
    let mut account = account();
    for id in ["2026-10", "2026-09", "2026-10#2", "2026-08"] {
        account.issue(issued(id, "10"));
    }
    let ids: Vec<String> = account.bills.iter().map(|bill| bill.id.to_string()).collect();
    assert_eq!(ids, ["2026-08", "2026-09", "2026-10", "2026-10#2"]);
    assert_eq!((account.arrears(), account.prepaid), (yuan("40"), yuan("5")));
}

#[test]
fn a_bill_in_the_customers_favour_becomes_prepayment_and_no_debt() {
    let mut account = account();
    account.issue(issued("2026-10", "40"));
    account.issue(issued("2026-10#2", "-12.50"));
    assert_eq!((account.prepaid, account.arrears()), (yuan("17.50"), yuan("40")));
    let dues = account.dues(&CollectionRules::standard(), day("2026-10-20"));
    assert_eq!(dues.len(), 1, "what the customer gets is nothing to pay");
}

fn posted(amount: &str) -> Vec<(LedgerAccount, String)> {
    let postings = post_issue(&owner(), yuan(amount));
    postings.lines().iter().map(|line| (line.account, line.amount.to_string())).collect()
}

#[test]
fn issuing_posts_debt_against_bills_issued() {
    use LedgerAccount::{BillsIssued, Prepaid, Receivable};
    assert_eq!(posted("88.20"), [(Receivable, "88.20".into()), (BillsIssued, "-88.20".into())]);
    assert_eq!(posted("-1.00"), [(Prepaid, "-1.00".into()), (BillsIssued, "1.00".into())]);
    assert!(posted("0").is_empty());
}
