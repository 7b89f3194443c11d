//! The question for one customer of any unit, and its answer.

use domain::CustomerState;
use minicbor::{Decode, Encode};

use super::place::{HeadBytes, StreamBytes};
use super::{CustomerStateBytes, Malformed, id};
use crate::{LookUpReply, LookUpRequest};

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct LookUpBytes {
    #[n(1)]
    stream: StreamBytes,
    #[n(2)]
    customer: String,
    #[n(3)]
    nonce: Option<u64>,
}

impl LookUpBytes {
    pub(super) fn of(request: &LookUpRequest, nonce: u64) -> LookUpBytes {
        LookUpBytes { stream: request.stream.into(), customer: request.customer.to_string(), nonce: Some(nonce) }
    }
}

impl TryFrom<LookUpBytes> for LookUpRequest {
    type Error = Malformed;
    fn try_from(bytes: LookUpBytes) -> Result<LookUpRequest, Malformed> {
        Ok(LookUpRequest { stream: bytes.stream.into(), customer: id(bytes.customer)? })
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct LookUpReplyBytes {
    #[n(1)]
    held: HeadBytes,
    #[n(2)]
    found: Option<CustomerStateBytes>,
    #[n(3)]
    center_time_ms: i64,
}

impl From<&LookUpReply> for LookUpReplyBytes {
    fn from(reply: &LookUpReply) -> LookUpReplyBytes {
        let found = reply.found.as_ref().map(CustomerStateBytes::from);
        LookUpReplyBytes { held: reply.held.into(), found, center_time_ms: reply.center_time_ms }
    }
}

impl TryFrom<LookUpReplyBytes> for LookUpReply {
    type Error = Malformed;
    fn try_from(bytes: LookUpReplyBytes) -> Result<LookUpReply, Malformed> {
        let found = bytes.found.map(CustomerState::try_from).transpose()?;
        Ok(LookUpReply { held: bytes.held.into(), found, center_time_ms: bytes.center_time_ms })
    }
}
