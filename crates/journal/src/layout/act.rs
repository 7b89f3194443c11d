//! What the center decides, and what outlets answer and ask for, in bytes.

use domain::{
    ArchiveChange, ArchiveChangeId, ArchiveField, CaseId, FileHash, OperatorId, PaidRefund, ProposalAnswer, ProposalId,
    RefundId, TaskAnswer, TaskId, TaskOutcome, UnitCode,
};
use uuid::Uuid;

use super::{BodyBytes, BodyError, days_of_date, fen, malformed, money, text, uuid_bytes};
use crate::{CaseNoted, ProposalAnswered, Proposed};

impl From<&TaskAnswer> for BodyBytes {
    fn from(answer: &TaskAnswer) -> BodyBytes {
        BodyBytes {
            task: Some(uuid_bytes(answer.task.0)),
            outcome: Some(match answer.outcome {
                TaskOutcome::Done => 1,
                TaskOutcome::NotDone => 2,
            }),
            reason: text(&answer.note),
            ..BodyBytes::default()
        }
    }
}

impl From<&PaidRefund> for BodyBytes {
    fn from(refund: &PaidRefund) -> BodyBytes {
        BodyBytes {
            id: Some(uuid_bytes(refund.id.0)),
            task: Some(uuid_bytes(refund.task.0)),
            customer: Some(refund.customer.to_string()),
            owner: refund.owner.as_ref().map(UnitCode::to_string),
            shift: Some(refund.shift.0),
            business_date: Some(days_of_date(refund.business_date)),
            cash_returned: fen(refund.amount),
            paid_to: text(&refund.paid_to),
            ..BodyBytes::default()
        }
    }
}

impl From<&ArchiveChange> for BodyBytes {
    fn from(change: &ArchiveChange) -> BodyBytes {
        BodyBytes {
            id: Some(uuid_bytes(change.id.0)),
            customer: Some(change.customer.to_string()),
            archive_field: Some(match change.field {
                ArchiveField::Name => 1,
                ArchiveField::Phone => 2,
                ArchiveField::Address => 3,
                ArchiveField::MeterNo => 4,
            }),
            seen: text(&change.seen),
            wanted: text(&change.wanted),
            reason: text(&change.reason),
            ..BodyBytes::default()
        }
    }
}

impl From<&Proposed> for BodyBytes {
    fn from(proposed: &Proposed) -> BodyBytes {
        BodyBytes {
            id: Some(uuid_bytes(proposed.proposal.0)),
            document: text(&proposed.matter),
            reason: text(&proposed.note),
            alone: proposed.alone.then_some(true),
            file: Some(proposed.preview.0.into()),
            ..BodyBytes::default()
        }
    }
}

impl From<&ProposalAnswered> for BodyBytes {
    fn from(answered: &ProposalAnswered) -> BodyBytes {
        BodyBytes {
            id: Some(uuid_bytes(answered.proposal.0)),
            outcome: Some(match answered.answer {
                ProposalAnswer::Approved => 1,
                ProposalAnswer::Refused => 2,
                ProposalAnswer::Withdrawn => 3,
            }),
            reason: text(&answered.note),
            ..BodyBytes::default()
        }
    }
}

impl From<&CaseNoted> for BodyBytes {
    fn from(noted: &CaseNoted) -> BodyBytes {
        BodyBytes {
            case: Some(noted.case.0),
            case_owner: noted.owner.map(|owner| owner.0),
            reason: text(&noted.note),
            ..BodyBytes::default()
        }
    }
}

impl BodyBytes {
    fn task(&self) -> Result<TaskId, BodyError> {
        self.task.as_ref().map(|id| TaskId(Uuid::from_bytes(**id))).ok_or(malformed("no task"))
    }

    pub(super) fn into_task_answer(self) -> Result<TaskAnswer, BodyError> {
        let outcome = match self.outcome {
            Some(1) => TaskOutcome::Done,
            Some(2) => TaskOutcome::NotDone,
            _ => return Err(BodyError::NewerKind),
        };
        Ok(TaskAnswer { task: self.task()?, outcome, note: self.reason.unwrap_or_default() })
    }

    pub(super) fn into_paid_refund(self) -> Result<PaidRefund, BodyError> {
        let amount = money(self.cash_returned);
        if !amount.is_positive() {
            return Err(malformed("a refund pays something out"));
        }
        let owner = self.owner.as_deref().map(str::parse).transpose();
        Ok(PaidRefund {
            id: RefundId(self.uuid()?),
            task: self.task()?,
            customer: self.customer()?,
            owner: owner.map_err(|_| malformed("the owner has no code"))?,
            shift: self.shift()?,
            business_date: self.business_date()?,
            amount,
            paid_to: self.paid_to.unwrap_or_default(),
        })
    }

    pub(super) fn into_archive_change(self) -> Result<ArchiveChange, BodyError> {
        let field = match self.archive_field {
            Some(1) => ArchiveField::Name,
            Some(2) => ArchiveField::Phone,
            Some(3) => ArchiveField::Address,
            Some(4) => ArchiveField::MeterNo,
            _ => return Err(BodyError::NewerKind),
        };
        Ok(ArchiveChange {
            id: ArchiveChangeId(self.uuid()?),
            customer: self.customer()?,
            field,
            seen: self.seen.unwrap_or_default(),
            wanted: self.wanted.unwrap_or_default(),
            reason: self.reason.unwrap_or_default(),
        })
    }

    pub(super) fn into_proposed(self) -> Result<Proposed, BodyError> {
        Ok(Proposed {
            proposal: ProposalId(self.uuid()?),
            matter: self.document()?,
            alone: self.alone.unwrap_or(false),
            preview: self.file.as_ref().map(|hash| FileHash(**hash)).ok_or(malformed("no preview"))?,
            note: self.reason.unwrap_or_default(),
        })
    }

    pub(super) fn document(&self) -> Result<String, BodyError> {
        self.document.clone().ok_or(malformed("no document"))
    }

    pub(super) fn into_proposal_answered(self) -> Result<ProposalAnswered, BodyError> {
        let answer = match self.outcome {
            Some(1) => ProposalAnswer::Approved,
            Some(2) => ProposalAnswer::Refused,
            Some(3) => ProposalAnswer::Withdrawn,
            _ => return Err(BodyError::NewerKind),
        };
        Ok(ProposalAnswered { proposal: ProposalId(self.uuid()?), answer, note: self.reason.unwrap_or_default() })
    }

    pub(super) fn into_case_noted(self) -> Result<CaseNoted, BodyError> {
        Ok(CaseNoted {
            case: self.case.map(CaseId).ok_or(malformed("no case"))?,
            owner: self.case_owner.map(OperatorId),
            note: self.reason.unwrap_or_default(),
        })
    }
}
