//! What people at the center do, as entries of the center's own journal. Its device number is 0.
//!
//! What a proposal or an act contains is a document of the trade (`domain::Matter`, `CenterAct` of the center) as JSON text. The
//! text is part of the entry's bytes and is never written again, so a program that knows more fields still reads the old ones.

use domain::{CaseId, FileHash, OperatorId, ProposalAnswer, ProposalId};

/// 提议
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    pub proposal: ProposalId,
    /// `domain::Matter` as JSON.
    pub matter: String,
    /// Why, in the words of who proposed it.
    pub note: String,
    /// One person is enough: it is in force with this entry.
    pub alone: bool,
    /// SHA-256 of the preview that was looked at; what was previewed is what happens.
    pub preview: FileHash,
}

/// 批准, 驳回 or 撤回
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalAnswered {
    pub proposal: ProposalId,
    pub answer: ProposalAnswer,
    pub note: String,
}

/// 认领与备注: who looks after a case, and what they noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseNoted {
    pub case: CaseId,
    /// Who looks after it from now on; `None` where nobody does.
    pub owner: Option<OperatorId>,
    pub note: String,
}
