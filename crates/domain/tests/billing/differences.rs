//! 差额: what was issued stays; a further bill makes up for it.

use crate::sample::*;
use domain::*;

fn id(issue: u8) -> BillId {
    BillId { issue, ..household(0).id }
}

fn late() -> StatementReason {
    StatementReason::LateTariff { of: id(1) }
}

fn shared_at(price_text: &str, kwh: &str) -> BillStatement {
    let mut shared = price("RES-SHARED", flat(price_text));
    shared.funds = funds();
    customer(shared, &[(Register::ActiveTotal, kwh)]).bill().unwrap()
}

#[test]
fn a_difference_takes_the_issued_lines_back_and_writes_them_as_they_should_be() {
    let (issued, should_be) = (shared_at("0.58", "100"), shared_at("0.57", "100"));
    let difference = difference(&[&issued], &should_be, id(2), late()).unwrap();
    let statement = &difference.statement;
    assert_eq!(formulas(statement), ["-100 × 0.58 = -58.00", "100 × 0.57 = 57.00"]);
    assert_eq!(statement.lines.iter().map(|line| line.red).collect::<Vec<_>>(), [true, false]);
    assert_eq!((difference.issued, difference.should_be, statement.total), (yuan("58"), yuan("57"), yuan("-1")));
    assert_eq!((statement.id, statement.reason.clone(), statement.energy_kwh), (id(2), late(), 0));
    assert!(statement.funds.is_empty(), "the funds did not change");
}

#[test]
fn equal_to_the_fen_is_no_difference() {
    let statement = shared_at("0.58", "100");
    assert_eq!(difference(&[&statement], &statement, id(2), late()), None);
}

#[test]
fn a_second_difference_takes_back_only_what_still_stands() {
    let first = shared_at("0.58", "100");
    let second = difference(&[&first], &shared_at("0.57", "100"), id(2), late()).unwrap().statement;
    let should_be = shared_at("0.56", "110");
    let third = difference(&[&first, &second], &should_be, id(3), late()).unwrap();
    assert_eq!(formulas(&third.statement), ["-100 × 0.57 = -57.00", "110 × 0.56 = 61.60"]);
    assert_eq!((third.issued, third.statement.total), (yuan("57"), yuan("4.60")));
    let all = [&first, &second, &third.statement];
    assert_eq!(all.iter().map(|statement| statement.energy_kwh).sum::<i64>(), 110);
    let funds = all.iter().flat_map(|statement| &statement.funds).filter(|fund| fund.name == "农网还贷资金");
    assert_eq!(funds.map(|fund| fund.quantity_kwh).sum::<i64>(), 110);
    assert_eq!(difference(&all, &should_be, id(4), late()), None);
}
