//! Photos and files lie in pieces, whole, once, and are sent in order.

mod common;

use common::Place;
use domain::FileHash;
use rusqlite::Connection;
use store::{AttachmentKind, Store, UnsentAttachments};

fn bytes(length: usize, seed: usize) -> Vec<u8> {
    (0..length).map(|place| ((place + seed) * 131 % 251) as u8).collect()
}

fn keep(store: &mut Store, kind: AttachmentKind, bytes: &[u8]) -> FileHash {
    let mut write = store.write().unwrap();
    let hash = write.put_attachment(kind, bytes).unwrap();
    write.commit().unwrap();
    hash
}

#[test]
fn any_part_of_a_file_is_what_it_was() {
    let place = Place::new("attachment-parts");
    let mut store = Store::open(&place.file(), None).unwrap();
    let file = bytes(70_000, 1);
    let hash = keep(&mut store, AttachmentKind::ImportFile, &file);
    assert_eq!(keep(&mut store, AttachmentKind::ImportFile, &file), hash);
    let read = store.read();
    assert_eq!(read.attachment_bytes(hash).unwrap().unwrap(), file);
    for (offset, length) in [(0, 1), (0, 70_000), (16_383, 2), (16_384, 16_384), (69_999, 50), (40_000, 25_000)] {
        let part = read.attachment_part(hash, offset as u64, length as u64).unwrap();
        assert_eq!(part, file[offset..(offset + length).min(70_000)], "{offset} {length}");
    }
    assert!(read.attachment_part(hash, 70_000, 10).unwrap().is_empty());
    assert!(read.attachment_bytes(FileHash([1; 32])).unwrap().is_none());
}

#[test]
fn photos_go_before_files_and_what_is_held_goes_no_more() {
    let place = Place::new("attachment-order");
    let mut store = Store::open(&place.file(), None).unwrap();
    let file = keep(&mut store, AttachmentKind::ImportFile, &bytes(900, 1));
    let photos = [2, 3].map(|seed| keep(&mut store, AttachmentKind::Photo, &bytes(100, seed)));
    assert_eq!(store.read().unsent_attachments().unwrap(), UnsentAttachments { count: 3, bytes: 1_100 });
    for (hash, left) in [(photos[0], 1_000), (photos[1], 900), (file, 0)] {
        let next = store.read().next_attachment().unwrap().unwrap();
        assert_eq!(next.hash, hash);
        let mut write = store.write().unwrap();
        // A center that says more than there is means all of it.
        write.set_attachment_sent(hash, next.length + 7).unwrap();
        write.commit().unwrap();
        assert_eq!(store.read().unsent_attachments().unwrap().bytes, left);
    }
    assert_eq!(store.read().next_attachment().unwrap(), None);
}

#[test]
fn a_damaged_photo_is_set_aside_and_a_sound_one_is_not() {
    let place = Place::new("attachment-damaged");
    let mut store = Store::open(&place.file(), None).unwrap();
    let [sound, damaged] = [1, 2].map(|seed| keep(&mut store, AttachmentKind::Photo, &bytes(40_000, seed)));
    let db = Connection::open(place.file()).unwrap();
    db.execute("UPDATE attachment_piece SET bytes = zeroblob(16384) WHERE hash = ? AND number = 1", [damaged.0])
        .unwrap();
    let mut write = store.write().unwrap();
    assert!(!write.set_aside_if_damaged(sound).unwrap());
    assert!(write.set_aside_if_damaged(damaged).unwrap());
    write.commit().unwrap();
    assert_eq!(store.read().next_attachment().unwrap().unwrap().hash, sound);
    assert_eq!(store.read().attachment(damaged).unwrap().unwrap().sent, None);
    assert_eq!(store.read().unsent_attachments().unwrap().count, 1);
}
