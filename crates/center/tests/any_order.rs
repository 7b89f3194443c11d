//! The books and the cases are a function of the facts:
//!
//! ```text
//! for all journals J and all ways to interleave and cut them:  books(J in one order) = books(J in another order)
//! ```
//!
//! What the center itself does (a customer is loaded, moves or gets another phone) happens between two waves of entries; within
//! a wave any order will do. `ANY_ORDER_CASES=2000 cargo test -p center --test any_order` looks longer; a failure prints its
//! smallest history and the seed that finds it again.

#[path = "any_order/history.rs"]
mod history;
#[path = "any_order/seen.rs"]
mod seen;

mod common;

use std::sync::atomic::Ordering;

use common::metered::{SEGMENT, limit, price, supply};
use common::*;
use domain::{Operator, OperatorId, Role};
use history::{BILLS, CUSTOMERS, History, Journal, Turn, UNKNOWN};
use proptest::prelude::*;
use seen::{Seen, look};
use sync::Center;

/// Two waves of turns: whose turn it is, and how many entries it sends.
type Order = [Vec<Turn>; 2];

const ELSEWHERE: &str = "421280104";

/// Sends what the desks wrote in an order.
fn deliver(journals: &[Journal], order: &Order) -> Seen {
    let center = TestCenter::new();
    begin(&center);
    let mut desks: Vec<Desk> = journals.iter().map(|journal| journal.enrolled_at(&center)).collect();
    wave(&center, &mut desks, journals, &order[0], Journal::first_wave);
    in_between(&center);
    wave(&center, &mut desks, journals, &order[1], Journal::all);
    center.assert_books_balance();
    look(&center)
}

fn begin(center: &TestCenter) {
    center.clock.0.store(NOON - 8 * 3_600_000, Ordering::Relaxed);
    let suspended = Operator {
        id: OperatorId(history::SUSPENDED),
        login: "5001".to_owned(),
        name: "覃小芳".to_owned(),
        unit: STATION.parse().unwrap(),
        roles: vec![Role::Cashier],
        verifier: "*".to_owned(),
        suspended: true,
    };
    let suspended = center::NewOperator { operator: suspended, password: None };
    center.import_operators([suspended], center::PasswordCost::default()).unwrap();
    center.clock.0.store(NOON, Ordering::Relaxed);
    let known = CUSTOMERS.into_iter().filter(|no| *no != UNKNOWN);
    center.load(known.map(|no| account(no, &BILLS.map(|bill| (bill, "40.00")))).collect());
    center.import_billing_rules(&[limit("8.00")]).unwrap();
    center.import_prices(&[price(1, "2017-04-01", "0.558"), price(2, "2026-10-20", "0.600")]).unwrap();
    center.import_supplies(CUSTOMERS.map(|no| supply(no, SEGMENT)).into_iter().filter(known_supply)).unwrap();
}

fn known_supply(state: &domain::SupplyState) -> bool {
    state.supply.customer.as_str() != UNKNOWN
}

/// A customer moves and gets another phone, and one that nobody knew is loaded.
fn in_between(center: &TestCenter) {
    center.clock.0.fetch_add(3_600_000, Ordering::Relaxed);
    let bills = BILLS.map(|bill| (bill, "40.00"));
    let mut moved = account(CUSTOMERS[0], &bills);
    moved.customer.unit = ELSEWHERE.parse().unwrap();
    moved.customer.phone = "13900000001".to_owned();
    center.load(vec![moved, account(UNKNOWN, &bills)]);
    center.import_supplies([supply(UNKNOWN, SEGMENT)]).unwrap();
}

fn wave(center: &TestCenter, desks: &mut [Desk], journals: &[Journal], turns: &[Turn], until: fn(&Journal) -> usize) {
    let rest = (0..desks.len()).map(|whose| Turn { whose, most: 2_000 });
    for turn in turns.iter().copied().chain(rest) {
        let whose = turn.whose % desks.len();
        let desk = &mut desks[whose];
        let left = until(&journals[whose]).saturating_sub(desk.held.0 as usize);
        let mut request = desk.request(desk.push(desk.held, turn.most.min(left)));
        request.pull_bytes_max = 1;
        center.clock.0.fetch_add(1_000, Ordering::Relaxed);
        let reply = center.exchange(&request).unwrap();
        if desk.heads.get(reply.held.seq.0 as usize) == Some(&reply.held) {
            desk.held = reply.held.seq;
        }
        assert!(turn.most < 2_000 || desk.held.0 as usize >= until(&journals[whose]), "{:?}", reply.refusal);
    }
}

/// A database of a server takes longer to make than a file.
fn cases() -> u32 {
    let usual =
        if std::env::var("QINGJIANG_TEST_DATABASE").is_ok_and(|database| database == "postgres") { 6 } else { 64 };
    std::env::var("ANY_ORDER_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

fn order() -> impl Strategy<Value = Order> {
    let turn = (0..8_usize, 1..6_usize).prop_map(|(whose, most)| Turn { whose, most });
    prop::array::uniform2(prop::collection::vec(turn, 0..14))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn books_and_cases_do_not_depend_on_the_order_of_arrival(
        history in history::history(),
        one in order(),
        other in order(),
    ) {
        let journals = History::write(&history);
        let (one, other) = (deliver(&journals, &one), deliver(&journals, &other));
        prop_assert_eq!(one.books, other.books);
        prop_assert_eq!(one.bills, other.bills);
        prop_assert_eq!(one.readings, other.readings);
        prop_assert_eq!(one.cases, other.cases);
    }
}
