//! A file that is not what it should be is a calm answer, never a panic.

mod common;

use std::fs;

use common::{Desk, Place, bill, customer, state};
use store::{ReplicaKey, Store, StoreError};

const KEY: ReplicaKey = ReplicaKey([7; 32]);

#[test]
fn the_replica_opens_only_with_its_own_key() {
    let place = Place::new("key");
    {
        let mut store = Store::open(&place.file(), Some(&KEY)).unwrap();
        let mut write = store.write().unwrap();
        write.set_preference("language", "zh-CN").unwrap();
        write.commit().unwrap();
    }
    for wrong in [Some(&ReplicaKey([8; 32])), None] {
        assert!(matches!(Store::open(&place.file(), wrong), Err(StoreError::Locked)), "{wrong:?}");
    }
    let store = Store::open(&place.file(), Some(&KEY)).unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(reader.read().preference("language").unwrap().as_deref(), Some("zh-CN"));
}

#[test]
fn nothing_of_a_customer_can_be_read_from_the_encrypted_file() {
    let place = Place::new("cipher");
    let mut store = Store::open(&place.file(), Some(&KEY)).unwrap();
    let mut write = store.write().unwrap();
    write.put_customer(&state(customer("4280011234", "田翠英"), vec![]), &[], 0).unwrap();
    write.commit().unwrap();
    for path in [place.file(), place.file().with_extension("db-wal")] {
        let bytes = fs::read(path).unwrap();
        for secret in ["田翠英", "4280011234", "15900001234"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
        }
    }
}

#[test]
fn a_file_of_rubbish_is_refused_calmly() {
    let place = Place::new("rubbish");
    for key in [None, Some(&KEY)] {
        fs::write(place.file(), b"this was never a replica ".repeat(400)).unwrap();
        let refused = Store::open(&place.file(), key);
        assert!(matches!(refused, Err(StoreError::Locked | StoreError::Damaged { .. })), "{key:?}");
    }
}

#[test]
fn pages_that_went_bad_are_named_as_damage() {
    let place = Place::new("bad-pages");
    {
        let mut desk = Desk::open(&place.file());
        for index in 0..400 {
            desk.put(&state(customer(&format!("42800{index:05}"), "田翠英"), vec![bill("2026-10", "36.40")]), 0);
        }
    }
    let mut bytes = fs::read(place.file()).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page.fill(0xa5);
    }
    fs::write(place.file(), bytes).unwrap();
    let _ = fs::remove_file(place.file().with_extension("db-wal"));
    let answer = Store::open(&place.file(), None).and_then(|store| {
        store.read().search("田", 50)?;
        store.read().account(&common::no("4280000001")).map(|_| ())
    });
    assert!(matches!(answer, Err(StoreError::Damaged { .. })), "{answer:?}");
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let place = Place::new("newer");
    drop(Store::open(&place.file(), None).unwrap());
    rusqlite::Connection::open(place.file()).unwrap().pragma_update(None, "user_version", 9_999).unwrap();
    let refused = Store::open(&place.file(), None);
    assert!(matches!(refused, Err(StoreError::TooNew { found: 9_999, .. })));
}

/// A reader that is in the middle of a long list does not hold the desk up, and loses nothing.
#[test]
fn emptying_the_log_waits_for_nobody() {
    let place = Place::new("checkpoint");
    let mut desk = Desk::open(&place.file());
    for index in 0..200 {
        desk.put(&state(customer(&format!("42800{index:05}"), "田翠英"), vec![bill("2026-10", "36.40")]), 0);
    }
    let reader = desk.store.reader().unwrap();
    let view = reader.read();
    assert_eq!(view.customer_count().unwrap(), 200);
    desk.put(&state(customer("4280099999", "田翠英"), vec![]), 0);
    desk.store.checkpoint().unwrap();
    desk.put(&state(customer("4280099998", "田翠英"), vec![]), 0);
    assert_eq!(view.customer_count().unwrap(), 200);
    drop(view);
    desk.store.checkpoint().unwrap();
    assert_eq!(reader.read().customer_count().unwrap(), 202);
}
