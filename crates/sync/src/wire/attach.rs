//! A piece of a photo or an imported file, and how much of it is held.

use domain::FileHash;
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use super::Malformed;
use super::place::StreamBytes;
use crate::{ATTACH_BYTES_MAX, AttachReply, AttachRequest};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct AttachBytes {
    #[n(1)]
    stream: StreamBytes,
    #[n(2)]
    file: ByteArray<32>,
    #[n(3)]
    length: u64,
    #[n(4)]
    offset: u64,
    #[n(5)]
    bytes: ByteVec,
    #[n(6)]
    nonce: Option<u64>,
}

impl AttachBytes {
    pub(super) fn of(request: &AttachRequest, nonce: u64) -> AttachBytes {
        AttachBytes {
            stream: request.stream.into(),
            file: request.file.0.into(),
            length: request.length,
            offset: request.offset,
            bytes: request.bytes.clone().into(),
            nonce: Some(nonce),
        }
    }
}

impl TryFrom<AttachBytes> for AttachRequest {
    type Error = Malformed;
    fn try_from(bytes: AttachBytes) -> Result<AttachRequest, Malformed> {
        let piece = Vec::from(bytes.bytes);
        let end = bytes.offset.checked_add(piece.len() as u64);
        if piece.len() > ATTACH_BYTES_MAX || end.is_none_or(|end| end > bytes.length) {
            return Err(Malformed::because("a piece that is no part of its file"));
        }
        Ok(AttachRequest {
            stream: bytes.stream.into(),
            file: FileHash(*bytes.file),
            length: bytes.length,
            offset: bytes.offset,
            bytes: piece,
        })
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct AttachReplyBytes {
    #[n(1)]
    held: u64,
    #[n(2)]
    center_time_ms: i64,
}

impl From<&AttachReply> for AttachReplyBytes {
    fn from(reply: &AttachReply) -> AttachReplyBytes {
        AttachReplyBytes { held: reply.held, center_time_ms: reply.center_time_ms }
    }
}

impl From<AttachReplyBytes> for AttachReply {
    fn from(bytes: AttachReplyBytes) -> AttachReply {
        AttachReply { held: bytes.held, center_time_ms: bytes.center_time_ms }
    }
}
