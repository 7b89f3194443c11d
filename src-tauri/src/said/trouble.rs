//! Trouble below the rules: the replica, the link, the sync.

use outlet::{Outlet, SyncError};
use store::StoreError;
use sync::{HttpSetupError, LinkError, RefusedRequest};

use super::Said;
use crate::error::Code;
use crate::view::CommandErrorView;

impl Said for StoreError {
    fn said(self, _: &Outlet) -> CommandErrorView {
        CommandErrorView::from(&self)
    }
}

impl From<&StoreError> for CommandErrorView {
    fn from(error: &StoreError) -> CommandErrorView {
        let code = store_code(error);
        if code != Code::NotEnrolled {
            tracing::error!(error = %error, "the replica failed");
        }
        code.into()
    }
}

impl From<StoreError> for CommandErrorView {
    fn from(error: StoreError) -> CommandErrorView {
        CommandErrorView::from(&error)
    }
}

/// Trouble of the replica itself. What the cashier can do is told by few codes; the log has the rest.
pub fn store_code(error: &StoreError) -> Code {
    match error {
        StoreError::Locked => Code::ReplicaLocked,
        StoreError::Damaged { .. } | StoreError::Journal(_) | StoreError::TrialBalance { .. } => Code::ReplicaDamaged,
        StoreError::DiskFull => Code::DiskFull,
        StoreError::TooNew { .. } => Code::ReplicaTooNew,
        StoreError::NotEnrolled => Code::NotEnrolled,
        StoreError::NotNext { .. } | StoreError::Sqlite(_) => Code::Internal,
    }
}

/// No answer: whether the center got the request is not known, and the next sync finds out.
pub fn link_code(error: &LinkError) -> Code {
    match error {
        LinkError::Unreachable(_) | LinkError::TimedOut | LinkError::Unavailable(_) => Code::LinkDown,
        LinkError::Refused(refused) => refused_code(*refused),
        LinkError::NotTheCenter | LinkError::Unreadable(_) => Code::CenterRefused,
    }
}

fn refused_code(refused: RefusedRequest) -> Code {
    match refused {
        RefusedRequest::EnrolmentCode => Code::EnrolmentCodeRefused,
        RefusedRequest::ClientTooOld => Code::ClientTooOld,
        RefusedRequest::UnknownDevice | RefusedRequest::BadSignature | RefusedRequest::Malformed => Code::CenterRefused,
    }
}

pub fn setup_code(error: &HttpSetupError) -> Code {
    tracing::error!(error = %error, "the link cannot be set up");
    match error {
        HttpSetupError::Address => Code::CenterRefused,
        HttpSetupError::Roots { .. } | HttpSetupError::Client(_) => Code::Internal,
    }
}

pub fn sync_code(error: &SyncError) -> Code {
    match error {
        SyncError::Link(error) => link_code(error),
        SyncError::ClientTooOld { minimum: _ } => Code::ClientTooOld,
        SyncError::BadSignature { at: _ } | SyncError::NoProgress => Code::CenterRefused,
        SyncError::Store(error) => store_code(error),
    }
}
