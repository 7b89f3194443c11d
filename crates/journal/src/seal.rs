//! Ed25519 over the head of a journal. One signature seals everything before it.

use std::fmt;

use domain::{DeviceId, ReleaseKey, Stream, TerminalCode, UnitCode};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::{FORMAT, Head};

/// The key that a device, or the center, signs with. It never leaves its machine.
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// A device of the fleet, so that its receipts can be checked without a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    pub device: DeviceId,
    pub terminal: TerminalCode,
    pub unit: UnitCode,
    pub key: PublicKey,
    pub suspended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the signature does not fit the bytes and the key")]
pub struct SealError;

impl DeviceKey {
    /// From 32 random bytes.
    pub fn from_seed(seed: [u8; 32]) -> DeviceKey {
        DeviceKey(SigningKey::from_bytes(&seed))
    }

    /// What the center shares with one device to prove 解锁码: `SHA-256("qingjiang release key" + seed + device(4))`. It is
    /// never stored at the center, and no other key follows from it.
    pub fn release_key(&self, device: DeviceId) -> ReleaseKey {
        let mut hash = Sha256::new();
        hash.update(b"qingjiang release key");
        hash.update(self.0.to_bytes());
        hash.update(device.0.to_be_bytes());
        ReleaseKey(hash.finalize().into())
    }

    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a message. Its first bytes have to name its purpose, so that no signature fits another purpose.
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.public_key())
    }
}

impl PublicKey {
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), SealError> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| SealError)?;
        key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(&signature.0)).map_err(|_| SealError)
    }

    pub fn from_slice(bytes: &[u8]) -> Option<PublicKey> {
        bytes.try_into().ok().map(PublicKey)
    }
}

impl Signature {
    pub fn from_slice(bytes: &[u8]) -> Option<Signature> {
        bytes.try_into().ok().map(Signature)
    }
}

fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}

/// The bytes that a head signature covers.
fn head_message(stream: Stream, head: &Head) -> Vec<u8> {
    let mut message = b"qingjiang head".to_vec();
    message.push(FORMAT);
    message.extend(stream.device.0.to_be_bytes());
    message.extend(stream.incarnation.0.to_be_bytes());
    message.extend(head.seq.0.to_be_bytes());
    message.extend(head.hash.0);
    message
}

pub fn seal_head(key: &DeviceKey, stream: Stream, head: &Head) -> Signature {
    key.sign(&head_message(stream, head))
}

pub fn verify_head(key: &PublicKey, stream: Stream, head: &Head, signature: &Signature) -> Result<(), SealError> {
    key.verify(&head_message(stream, head), signature)
}
