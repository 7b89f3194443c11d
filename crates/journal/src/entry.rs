//! An entry: who did what, where in which journal, with what evidence of the time.

use domain::{OperatorId, Seq, Stream};
use thiserror::Error;

use crate::layout::{BodyError, EntryBytes};
use crate::{EntryBody, is_deterministic};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub stream: Stream,
    pub seq: Seq,
    pub time: TimeEvidence,
    pub by: OperatorId,
    pub body: EntryBody,
}

/// What the device can say about the time. None of it is trusted alone; together they bound it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeEvidence {
    /// The laptop's clock, ms since 1970-01-01 UTC.
    pub wall_ms: i64,
    /// Which run of the machine `monotonic_ms` belongs to.
    pub boot: [u8; 8],
    /// Ms since that boot; never jumps.
    pub monotonic_ms: u64,
    /// The last center time that was seen, signed by the center.
    pub center: Option<CenterSeen>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CenterSeen {
    /// Center time, ms since 1970.
    pub time_ms: i64,
    /// How long ago it was seen.
    pub age_ms: u64,
}

impl TimeEvidence {
    /// The time that ordering uses: center time plus its age where it was seen, else the wall clock.
    pub fn best_ms(&self) -> i64 {
        match self.center {
            Some(seen) => seen.time_ms.saturating_add_unsigned(seen.age_ms),
            None => self.wall_ms,
        }
    }

    /// How far the laptop's clock runs ahead of the best time, in ms.
    pub fn clock_off_by_ms(&self) -> Option<i64> {
        self.center.map(|_| self.wall_ms.saturating_sub(self.best_ms()))
    }
}

/// What the bytes of an entry turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadEntry {
    Known(Box<Entry>),
    /// Well-formed, but its kind or one of its fields is newer than this program: kept, and projected after the update.
    Parked {
        stream: Stream,
        seq: Seq,
        kind: u32,
    },
}

impl ReadEntry {
    pub fn stream(&self) -> Stream {
        match self {
            ReadEntry::Known(entry) => entry.stream,
            ReadEntry::Parked { stream, .. } => *stream,
        }
    }

    pub fn seq(&self) -> Seq {
        match self {
            ReadEntry::Known(entry) => entry.seq,
            ReadEntry::Parked { seq, .. } => *seq,
        }
    }
}

/// Why bytes are no entry at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    #[error("the bytes are not deterministic CBOR")]
    NotDeterministic,
    #[error("the bytes are not an entry: {0}")]
    NotAnEntry(String),
}

/// The canonical bytes of an entry.
pub fn encode(entry: &Entry) -> Vec<u8> {
    minicbor::to_vec(EntryBytes::from(entry)).expect("encoding into memory does not fail")
}

impl ReadEntry {
    /// Reads bytes. Bytes that are deterministic and of a known kind, but come out different when encoded again, carry a
    /// field that this program does not know: they are parked.
    pub fn of(bytes: &[u8]) -> Result<ReadEntry, EntryError> {
        if !is_deterministic(bytes) {
            return Err(EntryError::NotDeterministic);
        }
        let not_an_entry = |error: String| EntryError::NotAnEntry(error);
        let layout: EntryBytes = minicbor::decode(bytes).map_err(|error| not_an_entry(error.to_string()))?;
        let (stream, seq, kind) = (layout.stream(), layout.seq(), layout.kind());
        match layout.into_entry() {
            Ok(entry) if encode(&entry) == bytes => Ok(ReadEntry::Known(Box::new(entry))),
            Ok(_) | Err(BodyError::NewerKind) => Ok(ReadEntry::Parked { stream, seq, kind }),
            Err(BodyError::Malformed(reason)) => Err(not_an_entry(reason)),
        }
    }
}
