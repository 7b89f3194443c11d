//! The first step of a push: is it a true piece of a journal that the center holds? Nothing is written here, and many
//! pushes are checked at the same time.

use domain::{Seq, Stream};
use journal::{ChainHash, Head, JournalFault, PublicKey, ReadEntry, Signature, root, verify_head};
use sync::{Push, Refusal};

use super::Prefecture;
use crate::ledger::{History, LedgerError};

/// A push whose entries, chain and seal fit onto a point that the center holds.
#[derive(Debug)]
pub struct CheckedPush {
    pub stream: Stream,
    /// The point that it follows.
    pub from: Head,
    /// Each entry with the head after it.
    pub run: Vec<(Head, Arrived)>,
    pub bytes: Vec<Vec<u8>>,
    /// Over its end.
    pub seal: Signature,
}

/// What an entry turned out to be whose chain and seal are right.
#[derive(Clone, Debug)]
pub enum Arrived {
    Read(ReadEntry),
    /// 记录无法解读: it is kept byte for byte and counts in the chain, a case opens, and the journal goes on.
    Unreadable {
        why: String,
    },
}

impl CheckedPush {
    /// The head after so many entries of the push.
    pub fn head_after(&self, entries: usize) -> Head {
        if entries == 0 { self.from } else { self.run[entries - 1].0 }
    }

    pub fn end(&self) -> Head {
        self.head_after(self.run.len())
    }
}

/// The chain and the seal say whether the entries are the device's own; what is in them does not hold them up.
fn verified(stream: Stream, key: &PublicKey, from: Head, push: &Push) -> Result<Vec<(Head, Arrived)>, JournalFault> {
    let mut at = from;
    let run = push.entries.iter().map(|bytes| {
        let arrived = read(stream, at.seq.next(), bytes);
        at = at.after(bytes);
        (at, arrived)
    });
    let run = run.collect();
    if at != push.head {
        return Err(JournalFault::HeadDiffers { at: push.head.seq });
    }
    verify_head(key, stream, &push.head, &push.seal).map_err(|_| JournalFault::BadSignature { at: push.head.seq })?;
    Ok(run)
}

fn read(stream: Stream, seq: Seq, bytes: &[u8]) -> Arrived {
    match ReadEntry::of(bytes) {
        Ok(entry) if (entry.stream(), entry.seq()) == (stream, seq) => Arrived::Read(entry),
        Ok(entry) => Arrived::Unreadable {
            why: format!("it says that it is entry {} of journal {}", entry.seq(), entry.stream()),
        },
        Err(error) => Arrived::Unreadable { why: error.to_string() },
    }
}

impl Prefecture {
    /// Tries every history that reaches `push.after`; the seal fits onto one of them or the push is refused.
    pub(super) fn check_push(
        &self,
        stream: Stream,
        key: &PublicKey,
        push: &Push,
    ) -> Result<Result<CheckedPush, Refusal>, LedgerError> {
        let histories = self.roster().histories(stream).to_vec();
        let points = self.points_at(stream, key, &histories, push.after)?;
        if points.is_empty() {
            let longest = histories.iter().map(|history| history.held.seq).max().unwrap_or(Seq::ZERO);
            return Ok(Err(Refusal::Gap { expected: longest.next() }));
        }
        for hash in points {
            let from = Head { seq: push.after, hash };
            match verified(stream, key, from, push) {
                Ok(run) => {
                    return Ok(Ok(CheckedPush { stream, from, run, bytes: push.entries.clone(), seal: push.seal }));
                }
                Err(JournalFault::HeadDiffers { .. }) => {}
                Err(fault) => {
                    tracing::warn!(device = stream.device.0, after = push.after.0, %fault, "a push does not hold together");
                    break;
                }
            }
        }
        Ok(Err(Refusal::BadSignature { at: push.after.next() }))
    }

    /// The different hashes that the histories of a journal have after entry `seq`.
    fn points_at(
        &self,
        stream: Stream,
        key: &PublicKey,
        histories: &[History],
        seq: Seq,
    ) -> Result<Vec<ChainHash>, LedgerError> {
        if seq == Seq::ZERO {
            return Ok(vec![root(stream, key)]);
        }
        let mut points = Vec::new();
        for history in histories.iter().filter(|history| history.held.seq >= seq) {
            if let Some((_, hash)) = self.lineage_hashes(histories, history, seq, seq)?.first()
                && !points.contains(hash)
            {
                points.push(*hash);
            }
        }
        Ok(points)
    }

    /// The hashes of a history from `first` to `last`, with those that it shares with its parents. Newest part last.
    pub(super) fn lineage_hashes(
        &self,
        histories: &[History],
        history: &History,
        first: Seq,
        last: Seq,
    ) -> Result<Vec<(Seq, ChainHash)>, LedgerError> {
        if first == last && history.held.seq == first {
            return Ok(vec![(first, history.held.hash)]);
        }
        let mut parts = Vec::new();
        let mut at = history;
        let mut until = last.min(history.held.seq);
        loop {
            let own_first = first.max(at.forked_after.next());
            if own_first <= until {
                parts.push(self.0.ledger.hashes(at.stream, at.number, own_first, until)?);
            }
            if at.number == 0 || first > at.forked_after {
                break;
            }
            until = until.min(at.forked_after);
            at = histories.iter().find(|other| other.number == at.parent).expect("a history's parent is kept");
        }
        Ok(parts.into_iter().rev().flatten().collect())
    }
}
