//! What the journal promises, with made-up entries.

mod sample;

use domain::{Money, Seq, Tender};
use journal::{
    DeviceKey, EntryBody, Head, JournalFault, ReadEntry, ReceiptClaim, ReceiptSealError, encode, open_receipt,
    seal_head, seal_receipt, verify_run,
};
use proptest::prelude::*;
use sample::{Journal, day_journal, key, newer_entries, read, start};

fn verify(journal: &Journal, bytes: &[Vec<u8>], head: &Head) -> Result<usize, JournalFault> {
    let from = start(journal.stream, &key().public_key());
    let seal = seal_head(&key(), journal.stream, head);
    verify_run(journal.stream, &key().public_key(), from, bytes, head, &seal).map(|readings| readings.len())
}

#[test]
fn a_sealed_journal_verifies_from_any_point() {
    let journal = day_journal();
    let (bytes, head, seal) = journal.sealed();
    assert_eq!(verify(&journal, &bytes, &head), Ok(bytes.len()));
    for (index, from) in journal.heads().into_iter().enumerate() {
        let rest = &bytes[index + 1..];
        let readings = verify_run(journal.stream, &key().public_key(), from, rest, &head, &seal).unwrap();
        assert_eq!(readings.len(), rest.len());
    }
}

#[test]
fn a_tampered_entry_is_found_whatever_bit_was_turned() {
    let journal = day_journal();
    let (bytes, head, _) = journal.sealed();
    for (place, entry) in bytes.iter().enumerate() {
        for byte in 0..entry.len() {
            let mut tampered = bytes.clone();
            tampered[place][byte] ^= 1 << (byte % 8);
            let fault = verify(&journal, &tampered, &head).unwrap_err();
            let seq = Seq(place as u64 + 1);
            let named = match fault {
                JournalFault::Unreadable { at, .. } | JournalFault::OtherStream { at, .. } => at,
                JournalFault::OutOfSequence { at, .. } => at,
                JournalFault::HeadDiffers { .. } | JournalFault::BadSignature { .. } => seq,
            };
            assert_eq!(named, seq, "byte {byte}");
        }
    }
}

#[test]
fn an_entry_that_cannot_be_read_is_named_by_its_seq() {
    let journal = day_journal();
    let (mut bytes, head, _) = journal.sealed();
    bytes[4].truncate(20);
    let fault = verify(&journal, &bytes, &head).unwrap_err();
    assert!(matches!(fault, JournalFault::Unreadable { at: Seq(5), .. }), "{fault}");
}

#[test]
fn a_missing_or_repeated_entry_is_named_by_its_seq() {
    let journal = day_journal();
    let (bytes, head, _) = journal.sealed();
    let without = [&bytes[..2], &bytes[3..]].concat();
    assert_eq!(verify(&journal, &without, &head), Err(JournalFault::OutOfSequence { at: Seq(3), found: Seq(4) }));
    let twice = [&bytes[..3], &bytes[2..]].concat();
    assert_eq!(verify(&journal, &twice, &head), Err(JournalFault::OutOfSequence { at: Seq(4), found: Seq(3) }));
}

#[test]
fn another_device_cannot_seal_this_journal() {
    let journal = day_journal();
    let (bytes, head, _) = journal.sealed();
    let seal = seal_head(&DeviceKey::from_seed([1; 32]), journal.stream, &head);
    let from = start(journal.stream, &key().public_key());
    let fault = verify_run(journal.stream, &key().public_key(), from, &bytes, &head, &seal).unwrap_err();
    assert_eq!(fault, JournalFault::BadSignature { at: head.seq });
}

#[test]
fn an_entry_from_a_newer_program_is_parked_and_its_chain_holds() {
    let journal = day_journal();
    for (name, newer) in newer_entries() {
        let from = start(journal.stream, &key().public_key());
        let head = from.after(&newer);
        assert!(matches!(read(&newer), ReadEntry::Parked { seq: Seq(1), .. }), "{name}");
        assert_eq!(verify(&journal, &[newer], &head), Ok(1), "{name}");
    }
}

/// Whoever writes such an entry, nobody who adds its amounts up stumbles over it.
#[test]
fn an_amount_that_no_ledger_can_hold_is_no_entry() {
    let mut entry = day_journal().entries[1].1.clone();
    let EntryBody::PaymentTaken(payment) = &mut entry.body else { panic!("the second entry is a payment") };
    payment.tenders = vec![Tender::Cash { received: Money::from_fen(i64::MAX) }; 2];
    assert!(ReadEntry::of(&encode(&entry)).is_err());
}

#[test]
fn a_payment_that_does_not_balance_is_no_entry() {
    let mut entry = day_journal().entries[1].1.clone();
    let EntryBody::PaymentTaken(payment) = &mut entry.body else { panic!("the second entry is a payment") };
    payment.change += Money::from_fen(1);
    assert!(ReadEntry::of(&encode(&entry)).is_err());
}

#[test]
fn a_receipt_code_is_short_and_names_what_was_paid() {
    let journal = day_journal();
    for ((_, entry), head) in journal.entries.iter().zip(journal.heads()) {
        let EntryBody::PaymentTaken(payment) = &entry.body else { continue };
        let claim = ReceiptClaim::new(entry.stream, entry.seq, head.hash, payment);
        let text = seal_receipt(&key(), &claim);
        assert!(text.len() <= 220, "{} characters", text.len());
        assert_eq!(open_receipt(&text, |_| Some(key().public_key())), Ok(claim));
    }
}

#[test]
fn a_changed_receipt_code_is_forged() {
    let journal = day_journal();
    let EntryBody::PaymentTaken(payment) = &journal.entries[1].1.body else { panic!("the second entry is a payment") };
    let mut claim = ReceiptClaim::new(journal.stream, Seq(2), journal.heads()[1].hash, payment);
    let honest = seal_receipt(&DeviceKey::from_seed([2; 32]), &claim);
    assert_eq!(open_receipt(&honest, |_| Some(key().public_key())), Err(ReceiptSealError::Forged));
    let unknown = open_receipt(&honest, |_| None);
    assert_eq!(unknown, Err(ReceiptSealError::UnknownDevice { device: journal.stream.device }));
    claim.collected = Money::from_fen(1);
    assert_ne!(seal_receipt(&key(), &claim), honest);
    for text in ["", "QJ1:", "QJ1:???", "QJ2:ABC", "https://example.com"] {
        assert_eq!(open_receipt(text, |_| None), Err(ReceiptSealError::NotAReceiptCode), "{text}");
    }
}

#[test]
fn the_largest_numbers_still_fit_the_code() {
    let journal = day_journal();
    let EntryBody::PaymentTaken(mut payment) = journal.entries[1].1.body.clone() else { panic!("a payment") };
    payment.customer = "9999999999999999".parse().unwrap();
    payment.receipt = u32::MAX;
    payment.tenders = vec![Tender::Cash { received: Money::from_yuan(99_999_999) }];
    let mut stream = journal.stream;
    stream.device.0 = u32::MAX;
    stream.incarnation.0 = u16::MAX;
    let claim = ReceiptClaim::new(stream, Seq(u64::MAX), journal.heads()[0].hash, &payment);
    assert!(seal_receipt(&key(), &claim).len() <= 220);
}

proptest! {
    /// bytes(read(bytes(entry))) = bytes(entry)
    #[test]
    fn an_entry_comes_back_from_its_bytes(
        which in 0_usize..13,
        wall_ms: i64,
        monotonic_ms: u64,
        boot: [u8; 8],
        by: u32,
        seen: Option<(i64, u64)>,
    ) {
        let mut entry = day_journal().entries[which].1.clone();
        entry.by.0 = by;
        entry.time.wall_ms = wall_ms;
        entry.time.monotonic_ms = monotonic_ms;
        entry.time.boot = boot;
        entry.time.center = seen.map(|(time_ms, age_ms)| journal::CenterSeen { time_ms, age_ms });
        let bytes = encode(&entry);
        prop_assert!(journal::is_deterministic(&bytes));
        prop_assert_eq!(read(&bytes), ReadEntry::Known(Box::new(entry)));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, which in 0_usize..13, place: usize, byte: u8) {
        let _ = ReadEntry::of(&bytes);
        let mut changed = day_journal().bytes()[which].clone();
        let place = place % changed.len();
        changed[place] = byte;
        let _ = ReadEntry::of(&changed);
    }
}
