//! The trait that both ends implement: the HTTP client at the outlet, the center itself, and a flaky link in tests.

use thiserror::Error;

use crate::{
    AttachReply, AttachRequest, EnrolRequest, Enrolment, ExchangeReply, ExchangeRequest, LookUpReply, LookUpRequest,
};

pub trait Center {
    fn exchange(&self, request: &ExchangeRequest) -> Result<ExchangeReply, LinkError>;
    fn look_up(&self, request: &LookUpRequest) -> Result<LookUpReply, LinkError>;
    fn attach(&self, request: &AttachRequest) -> Result<AttachReply, LinkError>;
    fn enrol(&self, request: &EnrolRequest) -> Result<Enrolment, LinkError>;
}

/// Why no answer came. Whether the center got the request is not known; the next exchange finds out.
#[derive(Debug, Error)]
pub enum LinkError {
    #[error("the center was not reached: {0}")]
    Unreachable(String),
    #[error("the center did not answer in time")]
    TimedOut,
    /// The center answered that it cannot serve now; the status of the answer.
    #[error("the center cannot answer now ({0})")]
    Unavailable(u16),
    /// The request was understood and refused for a reason that trying again does not change.
    #[error("the center refused: {0}")]
    Refused(RefusedRequest),
    /// An answer that is not signed by the center's key is no answer.
    #[error("the answer was not signed by the center")]
    NotTheCenter,
    #[error("the answer could not be read: {0}")]
    Unreadable(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RefusedRequest {
    #[error("the enrolment code is wrong, used or expired")]
    EnrolmentCode,
    #[error("the device is not known")]
    UnknownDevice,
    #[error("the request was not signed by the device")]
    BadSignature,
    #[error("this program is too old for the center")]
    ClientTooOld,
    #[error("the request was malformed")]
    Malformed,
}
