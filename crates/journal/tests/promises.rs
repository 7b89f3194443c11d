//! What the journal promises, with made-up entries.

mod sample;

use domain::{BillStatement, IssuedBill, Money, RatePeriod, Seq, Tender};
use journal::{
    DeviceKey, Entry, EntryBody, Head, JournalFault, ReadEntry, ReceiptClaim, ReceiptSealError, encode, open_receipt,
    seal_head, seal_receipt, verify_run,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use sample::{
    Journal, answers_journal, center_journal, day_journal, household_bill, key, newer_entries, read, round_journal,
    start,
};

fn verify(journal: &Journal, bytes: &[Vec<u8>], head: &Head) -> Result<usize, JournalFault> {
    let from = start(journal.stream, &key().public_key());
    let seal = seal_head(&key(), journal.stream, head);
    verify_run(journal.stream, &key().public_key(), from, bytes, head, &seal).map(|readings| readings.len())
}

#[test]
fn a_sealed_journal_verifies_from_any_point() {
    for journal in [day_journal(), round_journal()] {
        let (bytes, head, seal) = journal.sealed();
        assert_eq!(verify(&journal, &bytes, &head), Ok(bytes.len()));
        for (index, from) in journal.heads().into_iter().enumerate() {
            let rest = &bytes[index + 1..];
            let readings = verify_run(journal.stream, &key().public_key(), from, rest, &head, &seal).unwrap();
            assert_eq!(readings.len(), rest.len());
        }
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

/// Every amount and quantity of a bill is bounded, wherever it stands.
#[test]
fn a_bill_that_no_ledger_can_hold_is_no_entry() {
    let changes: [fn(&mut BillStatement); 4] = [
        |bill| bill.funds[0].amount = Money::from_fen(i64::MAX),
        |bill| bill.energy_kwh = i64::MIN,
        |bill| bill.lines[0].quantity = Decimal::MAX,
        |bill| bill.steps.as_mut().expect("a household has steps").tiers[0].before_kwh = i64::MAX,
    ];
    for change in changes {
        let mut bill = household_bill();
        change(&mut bill.statement);
        assert!(ReadEntry::of(&encode(&with_bill(bill))).is_err());
    }
}

#[test]
fn a_bill_that_does_not_add_up_is_no_entry() {
    let mut bill = household_bill();
    bill.statement.total += Money::from_fen(1);
    assert!(ReadEntry::of(&encode(&with_bill(bill))).is_err());
    let mut bill = household_bill();
    bill.statement.lines[0].amount += Money::from_fen(1);
    bill.statement.lines[1].amount -= Money::from_fen(1);
    assert!(ReadEntry::of(&encode(&with_bill(bill))).is_err());
    let mut bill = household_bill();
    bill.statement.funds[2].amount -= Money::from_fen(1);
    assert!(ReadEntry::of(&encode(&with_bill(bill))).is_err());
    let mut bill = household_bill();
    bill.statement.points[0].by_period = vec![(RatePeriod::Peak, 59)];
    assert!(ReadEntry::of(&encode(&with_bill(bill))).is_err());
}

fn with_bill(bill: IssuedBill) -> Entry {
    let mut entry = round_journal().entries[2].1.clone();
    entry.body = EntryBody::BillIssued(bill);
    entry
}

/// A bill with its whole derivation costs less than two payments.
#[test]
fn a_household_bill_is_short() {
    let bytes = round_journal().bytes();
    assert!(bytes[1].len() <= 160, "a reading has {} bytes", bytes[1].len());
    assert!(bytes[2].len() <= 310, "a bill has {} bytes", bytes[2].len());
}

#[test]
fn a_code_that_nobody_knows_yet_is_parked() {
    let journal = round_journal();
    let reading = journal.bytes()[1].clone();
    // Field 34, the method, is 10: `18 22 0a`.
    let method = reading.windows(3).position(|bytes| bytes == [0x18, 34, 10]).expect("the method stands there");
    let mut newer = reading;
    newer[method + 2] = 23;
    assert!(matches!(read(&newer), ReadEntry::Parked { .. }));
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

fn every_entry() -> Vec<Entry> {
    let journals = [day_journal(), round_journal(), answers_journal(), center_journal()];
    journals.into_iter().flat_map(|journal| journal.entries).map(|(_, entry)| entry).collect()
}

proptest! {
    /// bytes(read(bytes(entry))) = bytes(entry)
    #[test]
    fn an_entry_comes_back_from_its_bytes(
        which: prop::sample::Index,
        wall_ms: i64,
        monotonic_ms: u64,
        boot: [u8; 8],
        by: u32,
        seen: Option<(i64, u64)>,
    ) {
        let mut entry = which.get(&every_entry()).clone();
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
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, which: prop::sample::Index, place: usize, byte: u8) {
        let _ = ReadEntry::of(&bytes);
        let mut changed = encode(which.get(&every_entry()));
        let place = place % changed.len();
        changed[place] = byte;
        let _ = ReadEntry::of(&changed);
    }
}
