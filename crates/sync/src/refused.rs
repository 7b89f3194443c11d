//! A refused request in a few bytes: the only answers that nobody signs, since they change nothing.

use minicbor::{Decode, Encode};

use crate::RefusedRequest;
use crate::wire::{cbor, item};

#[derive(Encode, Decode)]
#[cbor(map)]
struct RefusedBytes {
    #[n(1)]
    code: u8,
}

impl RefusedRequest {
    pub const ALL: [RefusedRequest; 5] = [
        RefusedRequest::EnrolmentCode,
        RefusedRequest::UnknownDevice,
        RefusedRequest::BadSignature,
        RefusedRequest::ClientTooOld,
        RefusedRequest::Malformed,
    ];

    /// The HTTP status that goes with it.
    pub fn status(self) -> u16 {
        match self {
            RefusedRequest::EnrolmentCode => 403,
            RefusedRequest::UnknownDevice | RefusedRequest::BadSignature => 401,
            RefusedRequest::ClientTooOld => 426,
            RefusedRequest::Malformed => 400,
        }
    }
}

/// The body of the answer: `{1: number in this order, from 1}`.
pub fn body_of_refusal(refused: RefusedRequest) -> Vec<u8> {
    cbor(&RefusedBytes { code: refused as u8 + 1 })
}

/// `None` for a body that says something else, such as the error page of a proxy.
pub fn refusal_of_body(body: &[u8]) -> Option<RefusedRequest> {
    let RefusedBytes { code } = item(body).ok()?;
    RefusedRequest::ALL.get(usize::from(code).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_comes_back_from_its_body() {
        for refused in RefusedRequest::ALL {
            assert_eq!(refusal_of_body(&body_of_refusal(refused)), Some(refused));
        }
        assert_eq!(refusal_of_body(b"<html>Bad Gateway</html>"), None);
        assert_eq!(refusal_of_body(&[]), None);
    }
}
