//! 复核: who looks at which readings. A reader does not review their own.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Judgement, Severity};
use crate::OperatorId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// 通过
    Approved,
    /// 退回: to be read again.
    SentBack,
}

/// Where a reading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReviewState {
    /// 待复核: may still be undone or corrected by its reader.
    Waiting,
    /// 已复核: changes by request only.
    Approved,
    /// 已退回
    SentBack,
    /// 已撤销, or replaced by a correction.
    Withdrawn,
    /// 已出账
    Billed,
}

impl ReviewState {
    /// States in which the reader may still undo or correct.
    pub const OPEN: [ReviewState; 2] = [ReviewState::Waiting, ReviewState::SentBack];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReviewRefusal {
    #[error("a reader does not review their own readings")]
    OwnReading,
    #[error("the reading is not waiting for review")]
    NotWaiting,
    #[error("a reading with a finding is approved one by one")]
    NotHarmless,
    #[error("a reading that is sent back needs a reason")]
    NoReason,
}

/// Separation of duties: `reviewer` did not read it.
pub fn check_reviewer(reviewer: OperatorId, reader: OperatorId) -> Result<(), ReviewRefusal> {
    if reviewer == reader { Err(ReviewRefusal::OwnReading) } else { Ok(()) }
}

/// 无异常: may be approved in a batch, or billed on the spot.
pub fn is_harmless(judgement: &Judgement) -> bool {
    judgement.loudest().is_none_or(|severity| severity < Severity::Review)
}
