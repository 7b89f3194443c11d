//! Who was cut off and pays everything is restored: one request, in the payment's own transaction.

mod common;

use common::*;
use domain::*;
use outlet::*;
use uuid::Uuid;

const HOUR_MS: i64 = 3_600_000;

fn cut_off() -> Village {
    let mut village = village();
    let bills = vec![open_bill("2026-09", "50.00", "2026-12-01"), open_bill("2026-10", "36.40", "2026-12-01")];
    village.hear(|write| write.put_customer(&customer_state(1, PowerState::Off, bills), &[], 0).unwrap());
    village.sign_in(CASHIER);
    village.outlet.open_shift(planned(), yuan("200")).unwrap();
    village
}

#[test]
fn the_payment_that_settles_everything_asks_for_supply_once() {
    let mut village = cut_off();
    let entries = village.entries();
    let taken = village.outlet.take_payment(&pay(1, 1, "100")).unwrap();
    let request = taken.restore.expect("supply is asked for");
    assert_eq!((&request.customer, request.payment), (&customer_no(1), taken.row.payment.id));
    assert_eq!(request.due_at_ms - request.asked_at_ms, 24 * HOUR_MS);
    assert_eq!(village.entries(), entries + 2, "the payment and its request");

    let again = village.outlet.take_payment(&pay(1, 1, "100")).unwrap();
    assert_eq!((again.already_taken, again.restore.as_ref()), (true, Some(&request)));
    let more = TakePayment {
        tendered: Tendered { amount: AmountChoice::Exactly(yuan("10")), ..pay(2, 1, "10").tendered },
        ..pay(2, 1, "10")
    };
    assert_eq!(village.outlet.take_payment(&more).unwrap().restore, None, "a second lineman is not sent");
    assert_eq!(village.outlet.read().unsent_restore_requests(50).unwrap(), [request]);
    assert_eq!(village.outlet.restore_requests().unwrap().len(), 1);
}

#[test]
fn a_part_of_the_debt_or_a_customer_with_supply_asks_for_nothing() {
    let mut village = cut_off();
    let part = Tendered { amount: AmountChoice::Exactly(yuan("50")), ..pay(1, 1, "50").tendered };
    let taken = village.outlet.take_payment(&TakePayment { customer: customer_no(1), tendered: part }).unwrap();
    assert_eq!(taken.restore, None);
    village.hear(|write| {
        let state = customer_state(2, PowerState::On, vec![open_bill("2026-10", "36.40", "2026-12-01")]);
        write.put_customer(&state, &[], 0).unwrap();
    });
    assert_eq!(village.outlet.take_payment(&pay(2, 2, "36.40")).unwrap().restore, None);
    assert!(village.outlet.restore_requests().unwrap().is_empty());
}

#[test]
fn the_list_tells_what_became_of_a_request() {
    let mut village = cut_off();
    village.outlet.take_payment(&pay(1, 1, "100")).unwrap();
    let only = |village: &Village| village.outlet.restore_requests().unwrap().remove(0);
    let fresh = only(&village);
    assert_eq!((fresh.life, fresh.is_restored, fresh.is_overdue), (EntryLife::Recorded, false, false));
    village.clock.pass(25 * HOUR_MS as u64);
    assert!(only(&village).is_overdue);

    let stream = Stream { device: DeviceId(1), incarnation: Incarnation(1) };
    let all = Seq(village.entries());
    village.hear(|write| write.set_held(stream, all).unwrap());
    assert_eq!(only(&village).life, EntryLife::Posted);
    assert!(village.outlet.read().unsent_restore_requests(50).unwrap().is_empty());

    village.outlet.reverse_payment(ReversalId(Uuid::from_u128(5)), PaymentId(Uuid::from_u128(1)), "收错户").unwrap();
    let reversed = only(&village);
    assert!(reversed.row.is_reversed && !reversed.is_overdue);
    village.hear(|write| write.put_customer(&customer_state(1, PowerState::On, vec![]), &[(stream, all)], 0).unwrap());
    assert!(only(&village).is_restored);
}

#[test]
fn the_requests_are_there_after_the_tables_were_computed_again() {
    let mut village = cut_off();
    village.outlet.take_payment(&pay(1, 1, "100")).unwrap();
    let before = village.outlet.read().restore_requests().unwrap();
    village.outlet.store_mut().rebuild().unwrap();
    assert_eq!(village.outlet.read().restore_requests().unwrap(), before);
}
