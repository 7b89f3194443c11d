//! What a desk writes is there after a restart, in the journal, in the tables and in the books.

mod common;

use common::{Desk, OUTLET, Place, STATION, bill, customer, day, key, no, payment_id, state, stream, yuan};
use domain::{
    CaseId, CaseNotice, Incarnation, LedgerAccount, Money, PaymentState, Seq, ShiftNo, TenderKind, UsePrepaid,
};
use journal::{EntryBody, ForkedFrom, ReadEntry, root};
use store::{EntryFate, Store, StoreError};

const TIAN: &str = "4280011234";

fn desk_with_debt(place: &Place) -> Desk {
    let mut desk = Desk::open(&place.file());
    desk.put(&state(customer(TIAN, "田翠英"), vec![bill("2026-09", "50.00"), bill("2026-10", "36.40")]), 0);
    desk
}

#[test]
fn a_committed_payment_is_there_after_a_restart() {
    let place = Place::new("restart");
    let paid = desk_with_debt(&place).pay(TIAN, "60.00");

    let desk = Desk::again(&place.file());
    let read = desk.store.read();
    let row = read.payment(paid.id).unwrap().unwrap();
    assert_eq!((row.payment, row.seq, row.state), (paid, Seq(2), PaymentState::Taken));
    assert_eq!(row.left, [("2026-09".parse().unwrap(), Money::ZERO), ("2026-10".parse().unwrap(), yuan("26.40"))]);
    assert_eq!(desk.account(TIAN).arrears(), yuan("26.40"));
    assert_eq!(read.drawer(ShiftNo(1)).unwrap(), yuan("260"));
    assert_eq!(read.next_receipt().unwrap(), 2);
    assert_eq!(read.payments_on(day("2026-11-23")).unwrap().len(), 1);
    assert_eq!(read.unsent().unwrap().count, 2);
}

#[test]
fn an_uncommitted_payment_leaves_no_trace() {
    let place = Place::new("dropped");
    let mut desk = desk_with_debt(&place);
    let payment = desk.settle(TIAN, "60.00", UsePrepaid::No);
    let before = common::dump(&place.file());
    {
        let mut write = desk.store.write().unwrap();
        let head = write.head().unwrap();
        let time = journal::TimeEvidence { wall_ms: 0, boot: [0; 8], monotonic_ms: 0, center: None };
        let body = EntryBody::PaymentTaken(payment.clone());
        let entry = journal::Entry { stream: stream(1), seq: head.seq.next(), time, by: common::CASHIER, body };
        write.append(&entry).unwrap();
        assert!(write.payment(payment.id).unwrap().is_some());
    }
    assert_eq!(common::dump(&place.file()), before);
    assert_eq!(desk.store.read().payment(payment.id).unwrap(), None);
}

#[test]
fn the_chain_on_disk_is_the_chain_of_the_entries() {
    let place = Place::new("chain");
    let mut desk = desk_with_debt(&place);
    for _ in 0..3 {
        desk.pay(TIAN, "10.00");
    }
    let read = desk.store.read();
    let entries = read.entries_after(stream(1), Seq::ZERO, 100).unwrap();
    let mut hash = root(stream(1), &key().public_key());
    for (index, entry) in entries.iter().enumerate() {
        hash = hash.after(&entry.bytes);
        assert_eq!((entry.seq, entry.hash), (Seq(index as u64 + 1), hash));
        assert!(matches!(ReadEntry::of(&entry.bytes).unwrap(), ReadEntry::Known(_)));
    }
    assert_eq!(read.head().unwrap().hash, hash);
    assert_eq!(read.entries_after(stream(1), Seq(2), 1).unwrap().len(), 1);
}

#[test]
fn an_entry_on_disk_can_be_neither_changed_nor_deleted() {
    let place = Place::new("append-only");
    desk_with_debt(&place).pay(TIAN, "10.00");
    let db = rusqlite::Connection::open(place.file()).unwrap();
    assert!(db.execute("UPDATE entry SET wall_ms = 0", []).is_err());
    assert!(db.execute("DELETE FROM entry", []).is_err());
}

#[test]
fn only_the_next_entry_of_the_current_journal_is_appended() {
    let place = Place::new("next");
    let mut desk = desk_with_debt(&place);
    let body = EntryBody::ReceiptReprinted { payment: payment_id(1), copy: 1 };
    let time = journal::TimeEvidence { wall_ms: 0, boot: [0; 8], monotonic_ms: 0, center: None };
    for (incarnation, seq) in [(1, 1), (1, 3), (2, 2)] {
        let entry = journal::Entry {
            stream: stream(incarnation),
            seq: Seq(seq),
            time,
            by: common::CASHIER,
            body: body.clone(),
        };
        let refused = desk.store.write().unwrap().append(&entry);
        assert!(matches!(refused, Err(StoreError::NotNext { .. })), "{incarnation} {seq}");
    }
}

#[test]
fn the_same_payment_id_is_never_recorded_twice() {
    let place = Place::new("twice");
    let mut desk = desk_with_debt(&place);
    let payment = desk.pay(TIAN, "10.00");
    assert!(desk.append(EntryBody::PaymentTaken(payment)).is_err());
    assert_eq!(desk.store.read().head().unwrap().seq, Seq(2));
    assert_eq!(desk.store.read().drawer(ShiftNo(1)).unwrap(), yuan("210"));
}

#[test]
fn a_reversal_undoes_drawer_books_and_account() {
    let place = Place::new("reversal");
    let mut desk = desk_with_debt(&place);
    let kept = desk.pay(TIAN, "20.00");
    let undone = desk.pay(TIAN, "60.00");
    desk.reverse(&undone);
    let read = desk.store.read();
    assert_eq!(desk.account(TIAN).arrears(), yuan("66.40"));
    assert_eq!(read.drawer(ShiftNo(1)).unwrap(), yuan("220"));
    let row = read.payment(undone.id).unwrap().unwrap();
    assert_eq!((row.state, row.reversal.unwrap().reversal.reason.as_str()), (PaymentState::Reversed, "录错户号"));
    let sums = read.shift_sums().unwrap();
    assert_eq!((sums[0].entries, sums[0].payments, sums[0].amount), (4, 1, kept.collected()));
    let station = STATION.parse().unwrap();
    assert_eq!(read.balance(&station, LedgerAccount::Receivable).unwrap(), -yuan("20"));
    assert_eq!(read.balance(&station, LedgerAccount::Drawer).unwrap(), yuan("220"));
    let reversed_twice = desk.store.read().payment(undone.id).unwrap().unwrap();
    assert_eq!(reversed_twice.payment.collected_by(TenderKind::Cash), yuan("60"));
}

#[test]
fn every_trial_balance_stays_zero() {
    let place = Place::new("trial");
    let mut desk = desk_with_debt(&place);
    let elsewhere = domain::Customer { unit: "421280204".parse().unwrap(), ..customer("4280029999", "覃玉") };
    desk.put(&state(elsewhere, vec![bill("2026-10", "12.00")]), 0);
    desk.pay(TIAN, "100.00");
    let other_unit = desk.pay("4280029999", "20.00");
    desk.pay("4280077777", "30.00");
    desk.reverse(&other_unit);
    desk.close_shift("331.50");
    let read = desk.store.read();
    let balances = read.trial_balance().unwrap();
    assert_eq!(balances.len(), 2, "the station and the other station, not the outlet");
    assert!(balances.iter().all(|(unit, sum)| sum.is_zero() && unit.as_str() != OUTLET), "{balances:?}");
    let station = STATION.parse().unwrap();
    assert_eq!(read.balance(&station, LedgerAccount::Clarification).unwrap(), -yuan("30"));
    assert_eq!(read.balance(&station, LedgerAccount::InterUnit).unwrap(), Money::ZERO);
    assert_eq!(read.balance(&station, LedgerAccount::Drawer).unwrap(), yuan("331.50"));
    assert_eq!(read.open_shift().unwrap(), None);
    assert_eq!(read.shift(ShiftNo(1)).unwrap().unwrap().closed.unwrap().over(), yuan("1.50"));
}

#[test]
fn a_desk_that_does_not_balance_is_not_written() {
    let place = Place::new("unbalanced");
    let mut desk = desk_with_debt(&place);
    let outside = rusqlite::Connection::open(place.file()).unwrap();
    outside.execute("UPDATE balance SET amount_fen = amount_fen + 1 WHERE account = 4", []).unwrap();
    let payment = desk.settle(TIAN, "60.00", UsePrepaid::No);
    let refused = desk.append(EntryBody::PaymentTaken(payment.clone()));
    assert!(matches!(refused, Err(StoreError::TrialBalance { .. })), "{refused:?}");
    assert_eq!(desk.store.read().payment(payment.id).unwrap(), None);
}

#[test]
fn a_new_incarnation_starts_its_own_journal_and_receipts() {
    let place = Place::new("incarnation");
    let mut desk = desk_with_debt(&place);
    desk.pay(TIAN, "10.00");
    let stood = desk.store.read().head().unwrap();
    let mut write = desk.store.write().unwrap();
    write.begin_incarnation(Incarnation(2), root(stream(2), &key().public_key())).unwrap();
    write.commit().unwrap();
    let forked = ForkedFrom { incarnation: Incarnation(1), seq: stood.seq, hash: stood.hash };
    desk.append(EntryBody::StreamForked(forked)).unwrap();
    assert_eq!(desk.store.read().next_receipt().unwrap(), 1);
    let paid = desk.pay(TIAN, "10.00");
    let read = desk.store.read();
    let row = read.payment(paid.id).unwrap().unwrap();
    assert_eq!((row.stream, row.seq, row.payment.receipt), (stream(2), Seq(2), 1));
    let heads: Vec<_> = read.streams().unwrap().into_iter().map(|row| (row.stream, row.head.seq)).collect();
    assert_eq!(heads, [(stream(1), Seq(2)), (stream(2), Seq(2))]);
    assert_eq!(read.unsent().unwrap().count, 4);
    let sums = read.shift_sums().unwrap();
    assert_eq!(sums.iter().map(|sum| (sum.stream, sum.entries)).collect::<Vec<_>>(), [(stream(1), 2), (stream(2), 1)]);
    assert_eq!(read.drawer(ShiftNo(1)).unwrap(), yuan("220"));
}

#[test]
fn what_the_center_holds_is_posted_unless_it_said_otherwise() {
    let place = Place::new("fates");
    let mut desk = desk_with_debt(&place);
    let paid = desk.pay(TIAN, "10.00");
    desk.pay(TIAN, "10.00");
    let mut write = desk.store.write().unwrap();
    write.set_held(stream(1), Seq(2)).unwrap();
    write.set_fate(stream(1), Seq(2), EntryFate::Conflicted(CaseId(31))).unwrap();
    write.commit().unwrap();
    let fates = |desk: &Desk| [1, 2, 3].map(|seq| desk.store.read().posted(stream(1), Seq(seq)).unwrap());
    assert_eq!(fates(&desk), [EntryFate::Posted, EntryFate::Conflicted(CaseId(31)), EntryFate::Unsent]);
    let unsent = desk.store.read().unsent().unwrap();
    assert_eq!((unsent.count, unsent.oldest_wall_ms), (1, Some(1_795_000_003_000)));
    assert_eq!(desk.store.read().payment(paid.id).unwrap().unwrap().case, Some(CaseId(31)));

    let notice =
        |open| CaseNotice { id: CaseId(31), kind: "double-payment".to_owned(), entry: Some((stream(1), Seq(2))), open };
    for (open, cases, case) in [(true, 1, Some(CaseId(31))), (false, 0, None)] {
        let mut write = desk.store.write().unwrap();
        write.put_case(&notice(open)).unwrap();
        write.commit().unwrap();
        assert_eq!(desk.store.read().open_cases().unwrap(), cases);
        assert_eq!(desk.store.read().payment(paid.id).unwrap().unwrap().case, case);
    }
    let mut write = desk.store.write().unwrap();
    write.set_refused(stream(1)).unwrap();
    write.commit().unwrap();
    assert_eq!(desk.store.read().unsent().unwrap().count, 0);
}

#[test]
fn the_history_shows_each_payment_once() {
    let place = Place::new("history");
    let mut desk = desk_with_debt(&place);
    let here = desk.pay(TIAN, "10.00");
    let past = |payment, on: &str, terminal: &str| domain::PastPayment {
        payment,
        on: day(on),
        amount: yuan("10.00"),
        terminal: terminal.parse().unwrap(),
    };
    let mut newer = state(customer(TIAN, "田翠英"), vec![]);
    newer.last_payments = vec![past(here.id, "2026-11-23", "BYP-01"), past(payment_id(900), "2026-11-20", "QLS-01")];
    desk.put(&newer, 2);
    let rows = desk.store.read().past_payments(&no(TIAN), 10).unwrap();
    let shown: Vec<_> = rows.iter().map(|row| (row.on, row.here, row.receipt.as_deref())).collect();
    assert_eq!(shown, [(day("2026-11-23"), true, Some("BYP-01-1-000001")), (day("2026-11-20"), false, None)]);
}

#[test]
fn the_draft_outlives_the_process_and_only_its_own_payment_clears_it() {
    let place = Place::new("draft");
    let draft = store::Draft { payment: payment_id(5), customer: no(TIAN), opened_at_ms: 77 };
    {
        let mut desk = desk_with_debt(&place);
        let mut write = desk.store.write().unwrap();
        write.set_draft(&draft).unwrap();
        write.commit().unwrap();
    }
    let mut store = Store::open(&place.file(), None).unwrap();
    assert_eq!(store.read().draft().unwrap(), Some(draft.clone()));
    for (cleared, left) in [(payment_id(6), Some(draft)), (payment_id(5), None)] {
        let mut write = store.write().unwrap();
        write.clear_draft(cleared).unwrap();
        write.commit().unwrap();
        assert_eq!(store.read().draft().unwrap(), left);
    }
}

#[test]
fn a_reader_sees_one_moment_and_then_the_next() {
    let place = Place::new("reader");
    let mut desk = desk_with_debt(&place);
    let reader = desk.store.reader().unwrap();
    let view = reader.read();
    assert_eq!(view.account(&no(TIAN)).unwrap().arrears(), yuan("86.40"));
    desk.pay(TIAN, "86.40");
    assert_eq!(view.account(&no(TIAN)).unwrap().arrears(), yuan("86.40"));
    drop(view);
    assert_eq!(reader.read().account(&no(TIAN)).unwrap().arrears(), Money::ZERO);
}
