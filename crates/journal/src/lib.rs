//! The journal of a device: append-only, hash-chained, signed, written by that device alone.
//!
//! ```text
//! root    = SHA-256(format ‖ "qingjiang journal root" ‖ device ‖ incarnation ‖ public key)
//! hash(n) = SHA-256(format ‖ hash(n−1) ‖ bytes(n))          hash(0) = root
//! seal    = Ed25519("qingjiang head" ‖ format ‖ device ‖ incarnation ‖ seq ‖ hash(seq))
//! ```
//!
//! An entry is encoded once, as deterministic CBOR; those bytes are its identity and are never encoded again.
//! `schema/journal/journal.cddl` specifies them. There is no clock, no I/O and no randomness here.

mod act;
mod body;
mod chain;
mod determinism;
mod entry;
mod layout;
mod receipt_seal;
mod seal;
mod verify;

pub use act::{CaseNoted, ProposalAnswered, Proposed};
pub use body::{EntryBody, ForkedFrom};
pub use chain::{ChainHash, FORMAT, Head, root};
pub use determinism::is_deterministic;
pub use entry::{CenterSeen, Entry, EntryError, ReadEntry, TimeEvidence, encode};
pub use receipt_seal::{ReceiptClaim, ReceiptSealError, check_code, open_receipt, seal_receipt};
pub use seal::{DeviceKey, KnownDevice, PublicKey, SealError, Signature, seal_head, verify_head};
pub use verify::{JournalFault, verify_run};
