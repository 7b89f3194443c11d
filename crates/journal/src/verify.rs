//! Checking a run of entries against what is already known of their journal.

use domain::{Seq, Stream};
use thiserror::Error;

use crate::{EntryError, Head, PublicKey, ReadEntry, Signature, verify_head};

/// The first thing that is wrong with a run of entries.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JournalFault {
    #[error("entry {at} is not readable: {error}")]
    Unreadable { at: Seq, error: EntryError },
    #[error("entry {at} belongs to journal {found}")]
    OtherStream { at: Seq, found: Stream },
    #[error("where entry {at} should stand, entry {found} stands")]
    OutOfSequence { at: Seq, found: Seq },
    #[error("the chain after entry {at} does not meet the sealed head")]
    HeadDiffers { at: Seq },
    #[error("the seal after entry {at} is not of this device's key")]
    BadSignature { at: Seq },
}

/// Reads `entries` that follow `from`, and checks sequence, chain and the seal over `head`. Pure: the same answer anywhere.
pub fn verify_run(
    stream: Stream,
    key: &PublicKey,
    from: Head,
    entries: &[impl AsRef<[u8]>],
    head: &Head,
    seal: &Signature,
) -> Result<Vec<(Head, ReadEntry)>, JournalFault> {
    let mut at = from;
    let mut readings = Vec::with_capacity(entries.len());
    for bytes in entries {
        let bytes = bytes.as_ref();
        let expected = at.seq.next();
        let reading = ReadEntry::of(bytes).map_err(|error| JournalFault::Unreadable { at: expected, error })?;
        if reading.stream() != stream {
            return Err(JournalFault::OtherStream { at: expected, found: reading.stream() });
        }
        if reading.seq() != expected {
            return Err(JournalFault::OutOfSequence { at: expected, found: reading.seq() });
        }
        at = at.after(bytes);
        readings.push((at, reading));
    }
    if at != *head {
        return Err(JournalFault::HeadDiffers { at: head.seq });
    }
    verify_head(key, stream, head, seal).map_err(|_| JournalFault::BadSignature { at: head.seq })?;
    Ok(readings)
}
