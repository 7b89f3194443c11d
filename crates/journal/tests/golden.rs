//! The vectors in `schema/journal`: bytes, hashes, seals and receipt codes that every implementation has to agree on.
//! `UPDATE_GOLDEN=1` writes them again; a change to them is a change to a format that is in use.

mod sample;

use std::path::PathBuf;
use std::process::Command;

use domain::Payment;
use journal::{Entry, EntryBody, FORMAT, ReadEntry, ReceiptClaim, check_code, seal_receipt};
use sample::{
    Journal, SEED, answers_journal, center_journal, day_journal, forked_journal, key, newer_entries, read,
    round_journal,
};
use serde_json::{Value, json};

fn schema(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schema/journal").join(file)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn journals() -> [Journal; 5] {
    [day_journal(), forked_journal(), round_journal(), answers_journal(), center_journal()]
}

fn vectors() -> Value {
    let journals = journals();
    let newer = newer_entries();
    let newer = newer.iter().map(|(name, bytes)| json!({ "name": name, "bytes": hex(bytes) }));
    let refused = refused().into_iter().map(|(name, bytes)| json!({ "name": name, "bytes": hex(&bytes) }));
    json!({
        "format": FORMAT,
        "seed": hex(&SEED),
        "publicKey": key().public_key().to_string(),
        "journals": journals.iter().map(journal).collect::<Vec<_>>(),
        "receipts": receipts(&journals[0]),
        "parked": newer.collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
    })
}

fn journal(journal: &Journal) -> Value {
    let (bytes, head, seal) = journal.sealed();
    let row = |((name, entry), (bytes, head)): (&(&str, Entry), (&Vec<u8>, _))| {
        let head: journal::Head = head;
        json!({
            "name": name,
            "seq": entry.seq.0,
            "kind": entry.body.kind(),
            "bytes": hex(bytes),
            "hash": head.hash.to_string(),
        })
    };
    let entries = journal.entries.iter().zip(bytes.iter().zip(journal.heads())).map(row);
    json!({
        "device": journal.stream.device.0,
        "incarnation": journal.stream.incarnation.0,
        "root": sample::start(journal.stream, &key().public_key()).hash.to_string(),
        "entries": entries.collect::<Vec<_>>(),
        "head": { "seq": head.seq.0, "hash": head.hash.to_string() },
        "seal": seal.to_string(),
    })
}

fn receipts(journal: &Journal) -> Vec<Value> {
    let payments = journal.entries.iter().zip(journal.heads());
    let payments = payments.filter_map(|((_, entry), head)| Some((entry, head, payment_of(entry)?)));
    let receipt = |(entry, head, payment): (&Entry, journal::Head, &Payment)| {
        let claim = ReceiptClaim::new(entry.stream, entry.seq, head.hash, payment);
        let text = seal_receipt(&key(), &claim);
        json!({ "seq": entry.seq.0, "text": text, "checkCode": check_code(head.hash) })
    };
    payments.map(receipt).collect()
}

fn payment_of(entry: &Entry) -> Option<&Payment> {
    match &entry.body {
        EntryBody::PaymentTaken(payment) => Some(payment),
        _ => None,
    }
}

/// The first entry, written in ways that are CBOR and still wrong.
fn refused() -> Vec<(&'static str, Vec<u8>)> {
    let good = day_journal().bytes()[0].clone();
    let mut long_integer = good.clone();
    // The device `01 11` as `01 18 11`: 17 in two bytes.
    long_integer.splice(1..3, [0x01, 0x18, 0x11]);
    let mut out_of_order = good.clone();
    // The keys 1 and 2 exchanged: `02 01` before `01 11`.
    out_of_order.splice(1..5, [0x02, 0x01, 0x01, 0x11]);
    let mut open_ended = good.clone();
    open_ended[0] = 0xbf;
    open_ended.push(0xff);
    vec![
        ("an integer longer than needed", long_integer),
        ("keys out of order", out_of_order),
        ("a map of no stated size", open_ended),
        ("a byte after the entry", [good.as_slice(), &[0]].concat()),
        ("cut short", good[..good.len() - 1].to_vec()),
    ]
}

#[test]
fn the_vectors_are_what_this_program_writes() {
    let path = schema("vectors.json");
    let written = serde_json::to_string_pretty(&vectors()).unwrap() + "\n";
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == written, "schema/journal/vectors.json differs; UPDATE_GOLDEN=1 writes it again");
}

#[test]
fn the_vectors_read_as_they_are_meant() {
    for journal in journals() {
        for ((_, entry), bytes) in journal.entries.iter().zip(journal.bytes()) {
            assert_eq!(read(&bytes), ReadEntry::Known(Box::new(entry.clone())));
        }
    }
    for (name, bytes) in newer_entries() {
        assert!(matches!(read(&bytes), ReadEntry::Parked { .. }), "{name}");
    }
    for (name, bytes) in refused() {
        assert!(ReadEntry::of(&bytes).is_err(), "{name}");
    }
}

/// Another language reads the specification and comes to the same answers.
#[test]
fn a_checker_in_another_language_agrees() {
    for argument in [None, Some("--self-test")] {
        let script = schema("check.py");
        let Ok(run) = Command::new("python3").arg(&script).args(argument).output() else {
            // Without Python the vectors are checked by this program alone.
            return;
        };
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
        assert!(said.trim_end().ends_with("0 failed"), "{said}");
    }
}
