//! The tables say what the journal says: computed again, they come out byte for byte the same.

mod common;

use common::{Desk, Place, bill, customer, dump, state};
use domain::UsePrepaid;
use journal::EntryBody;

#[test]
fn rebuilding_gives_the_same_tables_byte_for_byte() {
    let place = Place::new("rebuild");
    let mut desk = Desk::open(&place.file());
    busy_day(&mut desk);
    let before = dump(&place.file());
    desk.store.rebuild().unwrap();
    assert_eq!(dump(&place.file()), before);
}

#[test]
fn rebuilding_repairs_tables_that_were_tampered_with() {
    let place = Place::new("repair");
    let mut desk = Desk::open(&place.file());
    busy_day(&mut desk);
    let before = dump(&place.file());
    let outside = rusqlite::Connection::open(place.file()).unwrap();
    outside.execute_batch("DELETE FROM payment; UPDATE shift SET drawer_fen = 0; DELETE FROM posting;").unwrap();
    assert_ne!(dump(&place.file()), before);
    desk.store.rebuild().unwrap();
    assert_eq!(dump(&place.file()), before);
}

/// An entry of a kind that a newer program wrote is kept, skipped, and does not stop the rebuild.
#[test]
fn a_parked_entry_is_kept_and_skipped() {
    let place = Place::new("parked");
    let mut desk = Desk::open(&place.file());
    let body = EntryBody::ReceiptReprinted { payment: common::payment_id(1), copy: 1 };
    let time = journal::TimeEvidence { wall_ms: 5, boot: [0; 8], monotonic_ms: 0, center: None };
    let stream = common::stream(1);
    let entry = journal::Entry { stream, seq: domain::Seq(2), time, by: common::CASHIER, body };
    let mut bytes = journal::encode(&entry);
    let kind = bytes.windows(2).position(|pair| pair == [6, 4]).expect("key 6, kind 4");
    bytes[kind + 1] = 23;
    let hash = desk.store.read().head().unwrap().after(&bytes).hash;
    let outside = rusqlite::Connection::open(place.file()).unwrap();
    let sql = "INSERT INTO entry VALUES (3, 1, 2, 5, ?, ?, ?)";
    outside.execute(sql, rusqlite::params![common::STATION, hash.0, bytes]).unwrap();

    let before = dump(&place.file());
    desk.store.rebuild().unwrap();
    assert_eq!(dump(&place.file()), before);
    assert_eq!(desk.store.read().head().unwrap().hash, hash);
}

#[test]
fn the_search_index_can_be_filled_again_from_the_customers() {
    let place = Place::new("reindex");
    let mut desk = Desk::open(&place.file());
    busy_day(&mut desk);
    let found = |desk: &Desk| ["tcy", "覃玉", "白杨坪", "0002"].map(|text| desk.store.read().search(text, 9).unwrap());
    let before = found(&desk);
    let outside = rusqlite::Connection::open(place.file()).unwrap();
    outside.execute_batch("INSERT INTO search_name (search_name) VALUES ('delete-all')").unwrap();
    assert_ne!(found(&desk), before);
    desk.store.rebuild_search().unwrap();
    assert_eq!(found(&desk), before);
}

/// Several customers, units, shifts, reversals, and center rows that already contain a part of it.
fn busy_day(desk: &mut Desk) {
    for (index, name) in ["田翠英", "覃玉", "向大贵"].into_iter().enumerate() {
        let customer = customer(&format!("428001000{index}"), name);
        desk.put(&state(customer, vec![bill("2026-09", "50.00"), bill("2026-10", "36.40")]), 0);
    }
    desk.pay("4280010000", "60.00");
    let undone = desk.pay("4280010001", "100.00");
    desk.pay("4280099999", "33.00");
    desk.reverse(&undone);
    desk.append(EntryBody::ReceiptReprinted { payment: undone.id, copy: 2 }).unwrap();
    desk.put(&state(customer("4280010000", "田翠英"), vec![]), 4);
    desk.close_shift("290.00");
    desk.open_shift(2, "2026-11-24");
    desk.pay("4280010002", "90.00");
    let used = desk.settle("4280010002", "1.00", UsePrepaid::Yes);
    desk.append(EntryBody::PaymentTaken(used)).unwrap();
}
