//! What decisions do to records: a difference is issued, a reading is chosen or corrected, the archive is corrected. Each
//! effect carries its proposal, and undoing takes back what carries it.

mod archive;
mod difference;
mod reading;

use thiserror::Error;

use super::DecisionError;

/// Why a decision about a record can take no effect.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecordRefusal {
    #[error("nothing was prepared for this case that could be issued; the bill has to be computed first")]
    NothingToIssue,
    #[error("both bills of the month come to the same; nothing has to be issued")]
    NoDifference,
    #[error("the bill of the month was loaded without its derivation; no difference can be computed from it")]
    NoDerivation,
    #[error("the month has used up its issue numbers; nothing more can be issued for it")]
    NoFurtherIssue,
    #[error("this reading is not among those of the case, or it was taken back meanwhile")]
    ReadingGone,
    #[error("nobody asks for this change any more")]
    ChangeGone,
    #[error("the case is not about a record of this kind")]
    OtherMatter,
}

impl From<RecordRefusal> for DecisionError {
    fn from(refusal: RecordRefusal) -> DecisionError {
        DecisionError::Record(refusal.to_string())
    }
}
