//! What became of a push: the outcome of an entry, or the refusal of all.

use domain::{CaseId, Incarnation, Seq};
use minicbor::{Decode, Encode};

use super::Malformed;
use crate::{Outcome, Refusal};

/// 1 accepted, 2 already held, 3 parked, 4 conflicted with its case
#[derive(Encode, Decode)]
#[cbor(array)]
pub(super) struct OutcomeBytes {
    #[n(0)]
    seq: u64,
    #[n(1)]
    outcome: u8,
    #[n(2)]
    case: Option<u64>,
}

/// 1 gap (seq), 2 forked (seq, incarnation), 3 bad signature (seq), 4 device suspended, 5 client too old (minimum)
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct RefusalBytes {
    #[n(1)]
    kind: u8,
    #[n(2)]
    seq: Option<u64>,
    #[n(3)]
    incarnation: Option<u16>,
    #[n(4)]
    minimum: Option<u16>,
}

impl From<&(Seq, Outcome)> for OutcomeBytes {
    fn from((seq, outcome): &(Seq, Outcome)) -> OutcomeBytes {
        let (outcome, case) = match outcome {
            Outcome::Accepted => (1, None),
            Outcome::AlreadyHeld => (2, None),
            Outcome::Parked => (3, None),
            Outcome::Conflicted(case) => (4, Some(case.0)),
        };
        OutcomeBytes { seq: seq.0, outcome, case }
    }
}

impl OutcomeBytes {
    pub(super) fn into_outcome(self) -> Result<(Seq, Outcome), Malformed> {
        let outcome = match (self.outcome, self.case) {
            (1, _) => Outcome::Accepted,
            (2, _) => Outcome::AlreadyHeld,
            (3, _) => Outcome::Parked,
            (4, Some(case)) => Outcome::Conflicted(CaseId(case)),
            _ => return Err(Malformed::because("an unknown outcome")),
        };
        Ok((Seq(self.seq), outcome))
    }
}

impl From<Refusal> for RefusalBytes {
    fn from(refusal: Refusal) -> RefusalBytes {
        let of = |kind| RefusalBytes { kind, seq: None, incarnation: None, minimum: None };
        match refusal {
            Refusal::Gap { expected } => RefusalBytes { seq: Some(expected.0), ..of(1) },
            Refusal::Forked { at, incarnation } => {
                RefusalBytes { seq: Some(at.0), incarnation: Some(incarnation.0), ..of(2) }
            }
            Refusal::BadSignature { at } => RefusalBytes { seq: Some(at.0), ..of(3) },
            Refusal::DeviceSuspended => of(4),
            Refusal::ClientTooOld { minimum } => RefusalBytes { minimum: Some(minimum), ..of(5) },
        }
    }
}

impl TryFrom<RefusalBytes> for Refusal {
    type Error = Malformed;
    fn try_from(bytes: RefusalBytes) -> Result<Refusal, Malformed> {
        let seq = || bytes.seq.map(Seq).ok_or(Malformed::because("a refusal names no entry"));
        Ok(match bytes.kind {
            1 => Refusal::Gap { expected: seq()? },
            2 => {
                let incarnation = bytes.incarnation.ok_or(Malformed::because("a fork names no incarnation"))?;
                Refusal::Forked { at: seq()?, incarnation: Incarnation(incarnation) }
            }
            3 => Refusal::BadSignature { at: seq()? },
            4 => Refusal::DeviceSuspended,
            5 => Refusal::ClientTooOld { minimum: bytes.minimum.unwrap_or(u16::MAX) },
            _ => return Err(Malformed::because("an unknown refusal")),
        })
    }
}
