//! The desk alone, on a real replica: what a cashier can do with no link and no center.

#[path = "common/debtor.rs"]
mod debtor;
#[path = "common/enrolled.rs"]
mod enrolled;

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use debtor::*;
use domain::*;
use enrolled::*;
use outlet::*;
use uuid::Uuid;

#[derive(Clone)]
struct HandClock(Arc<Mutex<ClockReading>>);

impl HandClock {
    fn new() -> HandClock {
        HandClock(Arc::new(Mutex::new(ClockReading { wall_ms: 1_764_000_000_000, boot: [7; 8], monotonic_ms: 60_000 })))
    }

    fn pass(&self, ms: u64) {
        let mut now = self.0.lock().unwrap();
        now.wall_ms += ms as i64;
        now.monotonic_ms += ms;
    }
}

impl Clock for HandClock {
    fn read(&self) -> ClockReading {
        *self.0.lock().unwrap()
    }
}

struct Desk {
    outlet: Outlet,
    clock: HandClock,
    _dir: tempfile::TempDir,
}

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let mut store = enrolled_store(dir.path());
    let mut write = store.write().unwrap();
    write.put_operator(&operator("1", &[Role::Cashier])).unwrap();
    write.put_operator(&operator("2", &[Role::MeterReader])).unwrap();
    write.put_customer(&debtor(PowerState::On), &[], 0).unwrap();
    write.commit().unwrap();
    let clock = HandClock::new();
    Desk { outlet: Outlet::new(store, key(), Box::new(clock.clone())), clock, _dir: dir }
}

fn working_desk() -> Desk {
    let mut desk = desk();
    desk.outlet.sign_in("1", "open sesame").unwrap();
    desk.outlet.open_shift(date("2026-11-23"), yuan("200")).unwrap();
    desk
}

fn pay(id: u128, cash: &str) -> TakePayment {
    TakePayment {
        customer: DEBTOR.parse().unwrap(),
        tendered: Tendered {
            payment: PaymentId(Uuid::from_u128(id)),
            bills: BillChoice::All,
            amount: AmountChoice::Due,
            use_prepaid: UsePrepaid::No,
            tenders: vec![Tender::Cash { received: yuan(cash) }],
        },
    }
}

#[test]
fn a_payment_is_taken_once_however_often_it_is_asked_for() {
    let mut desk = working_desk();
    let first = desk.outlet.take_payment(&pay(1, "100")).unwrap();
    assert_eq!(first.row.payment.change, yuan("13.60"));
    let again = desk.outlet.take_payment(&pay(1, "100")).unwrap();
    assert!(again.already_taken);
    assert_eq!(again.receipt_no, first.receipt_no);
    assert!(matches!(desk.outlet.take_payment(&pay(1, "50")), Err(TakePaymentError::PaymentIdReused { .. })));
    assert_eq!(desk.outlet.status().unwrap().drawer, Some(yuan("286.40")));
}

#[test]
fn a_reversal_gives_the_cash_back_and_reopens_the_bill() {
    let mut desk = working_desk();
    desk.outlet.take_payment(&pay(1, "100")).unwrap();
    let id = ReversalId(Uuid::from_u128(5));
    let payment = PaymentId(Uuid::from_u128(1));
    desk.outlet.reverse_payment(id, payment, "收错户").unwrap();
    assert!(desk.outlet.reverse_payment(id, payment, "收错户").unwrap().already_reversed, "the same click twice");
    let other = desk.outlet.reverse_payment(ReversalId(Uuid::from_u128(6)), payment, "再次");
    assert!(matches!(other, Err(ReversePaymentError::Refused(ReversalRefusal::AlreadyReversed))));
    let card = desk.outlet.open_customer(&DEBTOR.parse().unwrap(), date("2026-11-23")).unwrap();
    assert_eq!(card.account.arrears(), yuan("86.40"));
    assert_eq!(desk.outlet.status().unwrap().drawer, Some(yuan("200")));
}

#[test]
fn wrong_passwords_wait_and_the_right_one_ends_the_waiting() {
    let mut desk = desk();
    for left in (1..5).rev() {
        let refused = desk.outlet.sign_in("1", "guess");
        assert!(matches!(refused, Err(SignInError::WrongPassword { attempts_left }) if attempts_left == left));
    }
    assert!(matches!(desk.outlet.sign_in("1", "guess"), Err(SignInError::TooManyAttempts { wait_ms: 30_000 })));
    assert!(matches!(desk.outlet.sign_in("1", "open sesame"), Err(SignInError::TooManyAttempts { .. })));
    assert!(matches!(desk.outlet.sign_in("nobody", "guess"), Err(SignInError::WrongPassword { .. })));
    desk.clock.pass(30_000);
    assert_eq!(desk.outlet.sign_in("1", "open sesame").unwrap().id, OperatorId(1));
}

#[test]
fn a_meter_reader_takes_no_money() {
    let mut desk = desk();
    assert!(matches!(desk.outlet.take_payment(&pay(1, "100")), Err(TakePaymentError::Denied(Denied::NotSignedIn))));
    desk.outlet.sign_in("2", "open sesame").unwrap();
    let refused = desk.outlet.open_shift(date("2026-11-23"), yuan("0"));
    assert!(matches!(refused, Err(OpenShiftError::Denied(Denied::NotPermitted))));
}

#[test]
fn a_draft_tells_after_a_restart_whether_its_payment_was_taken() {
    let mut desk = working_desk();
    let (taken, left) = (PaymentId(Uuid::from_u128(1)), PaymentId(Uuid::from_u128(2)));
    desk.outlet.open_draft(taken, DEBTOR.parse().unwrap()).unwrap();
    assert!(desk.outlet.interrupted_payment().unwrap().unwrap().taken.is_none());
    desk.outlet.take_payment(&pay(1, "100")).unwrap();
    assert!(desk.outlet.interrupted_payment().unwrap().unwrap().taken.is_some());
    desk.outlet.close_draft(taken).unwrap();
    assert!(desk.outlet.interrupted_payment().unwrap().is_none());
    desk.outlet.open_draft(left, DEBTOR.parse().unwrap()).unwrap();
    assert!(desk.outlet.interrupted_payment().unwrap().unwrap().taken.is_none());
}

#[test]
fn the_next_shift_is_another_one_and_what_is_short_is_booked() {
    let mut desk = working_desk();
    desk.outlet.take_payment(&pay(1, "100")).unwrap();
    let closed = desk.outlet.close_shift(yuan("286.00")).unwrap();
    assert_eq!((closed.expected_cash, closed.over()), (yuan("286.40"), yuan("-0.40")));
    let station = desk.outlet.desk_unit().unwrap().unwrap();
    assert_eq!(desk.outlet.read().balance(&station, LedgerAccount::OverShort).unwrap(), yuan("0.40"));
    assert_eq!(desk.outlet.open_shift(date("2026-11-24"), yuan("200")).unwrap().no, ShiftNo(2));
}
