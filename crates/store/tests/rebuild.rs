//! The tables say what the journal says: computed again, they come out byte for byte the same.

mod common;

use common::reading::{issued, known, reading, reading_id, supply};
use common::{Desk, Place, bill, customer, dump, no, state, yuan};
use domain::{
    ArchiveChange, ArchiveChangeId, ArchiveField, Notice, NoticeId, NoticeKind, PaidRefund, ReadingImport,
    ReadingRequest, RefundId, RestoreId, RestoreRequest, Review, ReviewState, TaskAnswer, TaskId, TaskOutcome,
    UsePrepaid, Verdict,
};
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
fn rebuilding_a_month_of_reading_gives_the_same_tables_byte_for_byte() {
    let place = Place::new("rebuild-reading");
    let mut desk = Desk::open(&place.file());
    busy_day(&mut desk);
    busy_month(&mut desk);
    let before = dump(&place.file());
    desk.store.rebuild().unwrap();
    assert_eq!(dump(&place.file()), before);
}

/// The copy of the archive belongs to the journal: a changed one is found by its hash.
#[test]
fn a_snapshot_that_was_tampered_with_is_found() {
    let place = Place::new("snapshot");
    let mut desk = Desk::open(&place.file());
    busy_month(&mut desk);
    let outside = rusqlite::Connection::open(place.file()).unwrap();
    let sql = "UPDATE round_snapshot SET state = replace(state, '\"kwh\":0', '\"kwh\":9')";
    assert!(outside.execute(sql, []).unwrap() > 0);
    let refused = desk.store.rebuild();
    assert!(matches!(refused, Err(store::StoreError::Damaged { .. })), "{refused:?}");
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

/// A round prepared twice, readings of all fates, bills, a request for supply, an import and a notice.
fn busy_month(desk: &mut Desk) {
    let customers = ["4280010000", "4280010001", "4280010002"];
    desk.prepare(&[supply(customers[0], 1)]);
    desk.prepare(&customers.map(|customer| supply(customer, 2)));
    for (index, customer) in customers.into_iter().enumerate() {
        desk.read_meter(reading(index as u128 + 1, customer, 100));
    }
    desk.read_meter(domain::Reading { replaces: Some(reading_id(3)), ..reading(4, customers[2], 110) });
    let mut write = desk.store.write().unwrap();
    write.put_known_reading(&known(reading(1, customers[0], 100), ReviewState::Approved)).unwrap();
    write.put_known_reading(&known(reading(9, customers[1], 99), ReviewState::Waiting)).unwrap();
    write.commit().unwrap();
    let review = |readings: &[u128], verdict, note: &str| {
        let readings = readings.iter().map(|id| reading_id(*id)).collect();
        EntryBody::ReadingsReviewed(Review { readings, verdict, note: note.to_owned() })
    };
    desk.append(review(&[2, 9], Verdict::Approved, "")).unwrap();
    desk.append(review(&[4], Verdict::SentBack, "请复抄")).unwrap();
    desk.append(EntryBody::ReadingWithdrawn { reading: reading_id(4), reason: "抄错表".to_owned() }).unwrap();
    desk.append(EntryBody::BillIssued(issued(1, customers[1], "2026-11", "55.80", &[2]))).unwrap();
    let registers = reading(2, customers[1], 90).registers;
    let request = ReadingRequest { reading: reading_id(2), registers, reason: "看错".to_owned() };
    desk.append(EntryBody::ReadingRequested(request)).unwrap();
    let id = uuid::Uuid::from_u128(77);
    let import = ReadingImport {
        id: domain::ImportId(id),
        profile: "jizhong-a 1".to_owned(),
        file_name: "11月.csv".to_owned(),
        file: domain::FileHash([7; 32]),
        rows: 1,
        accepted: 1,
        corrected: 0,
        rejected: 0,
    };
    desk.append(EntryBody::ReadingsImported(import)).unwrap();
    let payment = desk.pay(customers[1], "55.80").id;
    let asked = RestoreRequest { id: RestoreId(id), customer: no(customers[1]), payment, asked_at_ms: 1, due_at_ms: 2 };
    desk.append(EntryBody::RestoreRequested(asked)).unwrap();
    let notice = Notice {
        id: NoticeId(id),
        kind: NoticeKind::Arrears,
        customer: no(customers[0]),
        on: common::day("2026-11-23"),
        principal: yuan("50.00"),
        penalty: yuan("0.00"),
        pay_by: common::day("2026-11-30"),
        cut_from: None,
    };
    desk.append(EntryBody::NoticePrinted(notice)).unwrap();
    busy_with_the_center(desk);
}

/// Tasks answered in words and in cash, and a correction of the archive.
fn busy_with_the_center(desk: &mut Desk) {
    let id = uuid::Uuid::from_u128(78);
    let refund = PaidRefund {
        id: RefundId(id),
        task: TaskId(id),
        customer: no("4280010000"),
        owner: None,
        shift: desk.shift().no,
        business_date: common::day("2026-11-24"),
        amount: yuan("10.00"),
        paid_to: "田翠英".to_owned(),
    };
    desk.append(EntryBody::RefundPaid(refund)).unwrap();
    desk.append(EntryBody::ReceiptReprinted { payment: domain::PaymentId(id), copy: 1 }).unwrap();
    for outcome in [TaskOutcome::NotDone, TaskOutcome::Done] {
        let answer = TaskAnswer { task: TaskId(uuid::Uuid::from_u128(79)), outcome, note: "无人接听".to_owned() };
        desk.append(EntryBody::TaskAnswered(answer)).unwrap();
    }
    let change = ArchiveChange {
        id: ArchiveChangeId(id),
        customer: no("4280010000"),
        field: ArchiveField::Phone,
        seen: String::new(),
        wanted: "13986840017".to_owned(),
        reason: "客户来电".to_owned(),
    };
    desk.append(EntryBody::ArchiveChangeRequested(change)).unwrap();
}
