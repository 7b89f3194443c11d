//! 复电申请 that overtake the journal.

use domain::{PaymentId, RestoreId, RestoreRequest};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};
use uuid::Uuid;

use super::{Malformed, id};

#[derive(Encode, Decode)]
#[cbor(array)]
pub(super) struct RestoreBytes {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    customer: String,
    #[n(2)]
    payment: ByteArray<16>,
    #[n(3)]
    asked_at_ms: i64,
    #[n(4)]
    due_at_ms: i64,
}

impl From<&RestoreRequest> for RestoreBytes {
    fn from(request: &RestoreRequest) -> RestoreBytes {
        RestoreBytes {
            id: request.id.0.into_bytes().into(),
            customer: request.customer.to_string(),
            payment: request.payment.0.into_bytes().into(),
            asked_at_ms: request.asked_at_ms,
            due_at_ms: request.due_at_ms,
        }
    }
}

impl TryFrom<RestoreBytes> for RestoreRequest {
    type Error = Malformed;
    fn try_from(bytes: RestoreBytes) -> Result<RestoreRequest, Malformed> {
        Ok(RestoreRequest {
            id: RestoreId(Uuid::from_bytes(*bytes.id)),
            customer: id(bytes.customer)?,
            payment: PaymentId(Uuid::from_bytes(*bytes.payment)),
            asked_at_ms: bytes.asked_at_ms,
            due_at_ms: bytes.due_at_ms,
        })
    }
}
