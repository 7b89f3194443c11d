//! The chain: each hash covers all entries before it.

use std::fmt;

use domain::{Seq, Stream};
use sha2::{Digest, Sha256};

use crate::PublicKey;

/// Version of format and algorithms: 1 is deterministic CBOR, SHA-256 and Ed25519. It is hashed and signed with the data,
/// so another form (SM3, SM2) can follow without doubt about which one a byte string is.
pub const FORMAT: u8 = 1;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainHash(pub [u8; 32]);

impl ChainHash {
    /// The hash after one more entry.
    pub fn after(self, entry: &[u8]) -> ChainHash {
        ChainHash(Sha256::new().chain_update([FORMAT]).chain_update(self.0).chain_update(entry).finalize().into())
    }

    pub fn from_slice(bytes: &[u8]) -> Option<ChainHash> {
        bytes.try_into().ok().map(ChainHash)
    }
}

impl fmt::Display for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The hash that stands before entry 1. It binds the chain to its device, incarnation and key.
pub fn root(stream: Stream, key: &PublicKey) -> ChainHash {
    let hash = Sha256::new()
        .chain_update([FORMAT])
        .chain_update(b"qingjiang journal root")
        .chain_update(stream.device.0.to_be_bytes())
        .chain_update(stream.incarnation.0.to_be_bytes())
        .chain_update(key.0)
        .finalize();
    ChainHash(hash.into())
}

/// Where a journal stands: its last entry and the hash over all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: Seq,
    pub hash: ChainHash,
}

impl Head {
    pub fn after(self, entry: &[u8]) -> Head {
        Head { seq: self.seq.next(), hash: self.hash.after(entry) }
    }
}
