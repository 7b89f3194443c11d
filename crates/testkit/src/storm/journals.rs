//! Journals as the outlets wrote them while nobody could hear: bytes, chained and ready to be sealed.

use domain::{OperatorId, Seq, Stream, TerminalCode};
use journal::{ChainHash, DeviceKey, Entry, EntryBody, Head, TimeEvidence, encode, root};
use sync::ShiftDigest;

/// The journal of one device.
pub struct Journal {
    pub key: DeviceKey,
    pub stream: Stream,
    pub terminal: TerminalCode,
    /// The bytes of each entry.
    pub entries: Vec<Vec<u8>>,
    /// The hash after each entry.
    hashes: Vec<ChainHash>,
    /// The sums of each shift, as the desk compares them at rest.
    pub shifts: Vec<ShiftDigest>,
    now_ms: i64,
    started_ms: i64,
}

impl Journal {
    pub fn new(key: DeviceKey, stream: Stream, terminal: TerminalCode) -> Journal {
        let (entries, hashes, shifts) = (Vec::new(), Vec::new(), Vec::new());
        Journal { key, stream, terminal, entries, hashes, shifts, now_ms: 0, started_ms: 0 }
    }

    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// The laptop's clock goes on; it is right, and never goes back.
    pub fn advance_to(&mut self, now_ms: i64) {
        if self.entries.is_empty() {
            self.started_ms = now_ms;
        }
        self.now_ms = self.now_ms.max(now_ms);
    }

    pub fn append(&mut self, by: OperatorId, body: EntryBody) {
        let seq = self.head().seq.next();
        let monotonic_ms = u64::try_from(self.now_ms - self.started_ms).unwrap_or(0);
        let time = TimeEvidence { wall_ms: self.now_ms, boot: [1; 8], monotonic_ms, center: None };
        let bytes = encode(&Entry { stream: self.stream, seq, time, by, body });
        self.hashes.push(self.head().hash.after(&bytes));
        self.entries.push(bytes);
    }

    pub fn head(&self) -> Head {
        self.head_at(Seq(self.entries.len() as u64)).expect("a journal knows its own end")
    }

    /// Where the journal stood after an entry; `None` beyond its end.
    pub fn head_at(&self, seq: Seq) -> Option<Head> {
        if seq == Seq::ZERO {
            return Some(Head { seq, hash: root(self.stream, &self.key.public_key()) });
        }
        let place = usize::try_from(seq.0).ok()?.checked_sub(1)?;
        self.hashes.get(place).map(|hash| Head { seq, hash: *hash })
    }
}
