//! The books are a function of the facts:
//!
//! ```text
//! for all journals J and all ways to interleave and cut them:  books(J in one order) = books(J in another order)
//! ```

mod common;

use common::metered::{SEGMENT, price, supply};
use common::*;
use domain::{Allocation, Money, PaymentId, Tender};
use proptest::prelude::*;
use sync::Center;

const CUSTOMERS: [&str; 3] = ["4280000001", "4280000002", "4280000003"];
const BILLS: [&str; 3] = ["2026-08", "2026-09", "2026-10"];
/// Billed on the spot by one desk, and perhaps paid at the other before the center hears of it.
const BILLED_BY: [&str; 2] = [CUSTOMERS[0], CUSTOMERS[1]];

/// One thing that a cashier does.
#[derive(Clone, Debug)]
enum Act {
    Pay { customer: usize, bill: usize, fen: i64 },
    PayUnknown { customer: usize, fen: i64 },
    UsePrepaid { customer: usize, bill: usize, fen: i64 },
    ReverseLast,
    ReadAndBill { kwh: i64 },
    PayBilled { customer: usize, fen: i64 },
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0..3_usize, 0..3_usize, 1..8_000_i64).prop_map(|(customer, bill, fen)| Act::Pay { customer, bill, fen }),
        2 => (0..3_usize, 1..8_000_i64).prop_map(|(customer, fen)| Act::PayUnknown { customer, fen }),
        1 => (0..3_usize, 0..3_usize, 1..3_000_i64)
            .prop_map(|(customer, bill, fen)| Act::UsePrepaid { customer, bill, fen }),
        1 => Just(Act::ReverseLast),
        2 => (1..400_i64).prop_map(|kwh| Act::ReadAndBill { kwh }),
        2 => (0..2_usize, 1..8_000_i64).prop_map(|(customer, fen)| Act::PayBilled { customer, fen }),
    ]
}

fn write(desk: &mut Desk, own: &str, acts: &[Act]) {
    desk.open_shift(1);
    let mut is_billed = false;
    let mut last: Option<PaymentId> = None;
    for act in acts {
        match act {
            Act::Pay { customer, bill, fen } => {
                let amount = Money::from_fen(*fen).to_string();
                last = Some(desk.pay(CUSTOMERS[*customer], BILLS[*bill], &amount));
            }
            Act::PayUnknown { customer, fen } => {
                last = Some(desk.pay_unknown(CUSTOMERS[*customer], &Money::from_fen(*fen).to_string()));
            }
            Act::UsePrepaid { customer, bill, fen } => {
                let amount = Money::from_fen(*fen);
                last = Some(desk.pay_with(|payment| {
                    payment.customer = CUSTOMERS[*customer].parse().unwrap();
                    payment.prepaid_used = amount;
                    payment.tenders = Vec::<Tender>::new();
                    payment.allocations = vec![Allocation {
                        bill: BILLS[*bill].parse().unwrap(),
                        principal: amount,
                        penalty: Money::ZERO,
                    }];
                }));
            }
            Act::ReadAndBill { kwh } => {
                if !std::mem::replace(&mut is_billed, true) {
                    desk.read_and_bill(own, 1000 + kwh, vec![price(1, "2017-04-01", "0.558")]);
                }
            }
            Act::PayBilled { customer, fen } => {
                last = Some(desk.pay(BILLED_BY[*customer], "2026-11", &Money::from_fen(*fen).to_string()));
            }
            Act::ReverseLast => {
                if let Some(payment) = last.take() {
                    desk.reverse(payment, "0.00");
                }
            }
        }
    }
}

/// Sends the desks' entries piece by piece; `turns` says whose turn it is and how much it sends.
fn deliver(desks: &[Desk], turns: &[(usize, usize)]) -> (Vec<String>, Vec<String>, Vec<(String, String)>) {
    let center = TestCenter::new();
    let accounts = CUSTOMERS[..2].iter().map(|no| account(no, &BILLS.map(|bill| (bill, "40.00"))));
    center.load(accounts.collect());
    center.import_supplies(BILLED_BY.map(|no| supply(no, SEGMENT))).unwrap();
    center.import_prices(&[price(1, "2017-04-01", "0.558"), price(2, "2026-10-20", "0.600")]).unwrap();
    let mut desks: Vec<Desk> = desks
        .iter()
        .map(|desk| {
            let enrolled = center.desk("42128010301", desk.terminal.as_str());
            assert_eq!(enrolled.stream, desk.stream);
            desk.clone()
        })
        .collect();
    let last = [(0, usize::MAX), (1, usize::MAX)];
    for (whose, most) in turns.iter().chain(&last) {
        let desk = &mut desks[*whose];
        let most = (*most).min(2_000);
        let reply = center.exchange(&desk.request(desk.push(desk.held, most))).unwrap();
        assert_eq!(reply.refusal, None);
        desk.held = reply.held.seq;
    }
    center.assert_books_balance();
    let unknown = account(CUSTOMERS[2], &BILLS.map(|bill| (bill, "40.00")));
    let waiting = center.open_cases();
    center.load(vec![unknown]);
    center.assert_books_balance();
    let cases = center.open_cases().into_iter().chain(waiting).collect();
    (center.ledger(), cases, CUSTOMERS.iter().map(|no| center.stands(no)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_books_do_not_depend_on_the_order_of_arrival(
        one in prop::collection::vec(act(), 1..14),
        two in prop::collection::vec(act(), 1..14),
        turns in prop::collection::vec((0..2_usize, 1..5_usize), 0..12),
        other_turns in prop::collection::vec((0..2_usize, 1..5_usize), 0..12),
    ) {
        let writer = TestCenter::new();
        let mut desks = [writer.desk("42128010301", "BYP-01"), writer.desk("42128010301", "BYP-02")];
        write(&mut desks[0], BILLED_BY[0], &one);
        write(&mut desks[1], BILLED_BY[1], &two);
        prop_assert_eq!(deliver(&desks, &turns), deliver(&desks, &other_turns));
    }
}
