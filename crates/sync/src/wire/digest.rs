//! The sums of shifts, which both sides compare.

use domain::{Money, ShiftNo, Stream};
use minicbor::{Decode, Encode};

use super::place::StreamBytes;
use crate::ShiftDigest;

/// The journal is left out where it is the one that the request is about.
#[derive(Encode, Decode)]
#[cbor(array)]
pub(super) struct DigestBytes {
    #[n(0)]
    shift: u32,
    #[n(1)]
    entries: u64,
    #[n(2)]
    payments: u64,
    #[n(3)]
    amount: i64,
    #[n(4)]
    stream: Option<StreamBytes>,
}

pub(super) fn digest_bytes(digest: &[ShiftDigest], about: Stream) -> Vec<DigestBytes> {
    let bytes = |digest: &ShiftDigest| DigestBytes {
        shift: digest.shift.0,
        entries: digest.entries,
        payments: digest.payments,
        amount: digest.amount.fen(),
        stream: (digest.stream != about).then(|| digest.stream.into()),
    };
    digest.iter().map(bytes).collect()
}

pub(super) fn digest_of(bytes: Vec<DigestBytes>, about: Stream) -> Vec<ShiftDigest> {
    let digest = |bytes: DigestBytes| ShiftDigest {
        stream: bytes.stream.map_or(about, Stream::from),
        shift: ShiftNo(bytes.shift),
        entries: bytes.entries,
        payments: bytes.payments,
        amount: Money::from_fen(bytes.amount),
    };
    bytes.into_iter().map(digest).collect()
}
