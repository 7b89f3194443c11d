//! How a laptop becomes a device.

use domain::ReleaseKey;
use journal::PublicKey;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

use super::place::StreamBytes;
use super::{Malformed, id};
use crate::{EnrolRequest, Enrolment};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct EnrolBytes {
    #[n(1)]
    code: String,
    #[n(2)]
    key: ByteArray<32>,
    #[n(3)]
    version: String,
    #[n(4)]
    nonce: Option<u64>,
}

impl EnrolBytes {
    pub(super) fn of(request: &EnrolRequest, nonce: u64) -> EnrolBytes {
        let (code, version) = (request.code.clone(), request.version.clone());
        EnrolBytes { code, key: request.key.0.into(), version, nonce: Some(nonce) }
    }
}

impl TryFrom<EnrolBytes> for EnrolRequest {
    type Error = Malformed;
    fn try_from(bytes: EnrolBytes) -> Result<EnrolRequest, Malformed> {
        Ok(EnrolRequest { code: bytes.code, key: PublicKey(*bytes.key), version: bytes.version })
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct EnrolmentBytes {
    #[n(1)]
    stream: StreamBytes,
    #[n(2)]
    terminal: String,
    #[n(3)]
    unit: String,
    #[n(4)]
    center_key: ByteArray<32>,
    #[n(5)]
    center_time_ms: i64,
    #[n(6)]
    release_key: Option<ByteArray<32>>,
}

impl From<&Enrolment> for EnrolmentBytes {
    fn from(enrolment: &Enrolment) -> EnrolmentBytes {
        EnrolmentBytes {
            stream: enrolment.stream.into(),
            terminal: enrolment.terminal.to_string(),
            unit: enrolment.unit.to_string(),
            center_key: enrolment.center_key.0.into(),
            center_time_ms: enrolment.center_time_ms,
            release_key: enrolment.release_key.map(|key| key.0.into()),
        }
    }
}

impl TryFrom<EnrolmentBytes> for Enrolment {
    type Error = Malformed;
    fn try_from(bytes: EnrolmentBytes) -> Result<Enrolment, Malformed> {
        Ok(Enrolment {
            stream: bytes.stream.into(),
            terminal: id(bytes.terminal)?,
            unit: id(bytes.unit)?,
            center_key: PublicKey(*bytes.center_key),
            center_time_ms: bytes.center_time_ms,
            release_key: bytes.release_key.map(|key| ReleaseKey(*key)),
        })
    }
}
