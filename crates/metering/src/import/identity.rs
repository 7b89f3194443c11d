//! Ids of an import and its readings. They follow from the device, the file and the row, so that nothing can be taken in
//! twice even if an import is begun twice.

use domain::{FileHash, ImportId, ReadingId, Stream};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub fn import_id(stream: Stream, file: FileHash) -> ImportId {
    let device = stream.device.0.to_be_bytes();
    let incarnation = stream.incarnation.0.to_be_bytes();
    ImportId(named(&[b"readings file", &device, &incarnation, &file.0]))
}

pub fn reading_id(import: ImportId, row: u32) -> ReadingId {
    ReadingId(named(&[b"readings row", import.0.as_bytes(), &row.to_be_bytes()]))
}

/// A UUID of version 8: the first bytes of a hash.
fn named(parts: &[&[u8]]) -> Uuid {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let digest: [u8; 32] = hash.finalize().into();
    let [first @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = digest;
    uuid::Builder::from_custom_bytes(first).into_uuid()
}
