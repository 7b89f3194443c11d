//! Refusals of the reader's round and of its review.

use domain::{ReadingId, ReviewRefusal, ReviewState};
use outlet::{
    EnterReadingError, EstimateRefusal, IssueBillsError, JudgeReadingError, Outlet, PrepareRoundError,
    ReadingCardError, RequestChangeError, ReviewError, WalkRefusal, WithdrawReadingError,
};

use super::Said;
use crate::error::Code;
use crate::view::CommandErrorView;

impl Said for PrepareRoundError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            PrepareRoundError::Denied(denied) => denied.said(outlet),
            PrepareRoundError::UnknownSegment { segment } => Code::UnknownSegment.with("segment", segment),
            PrepareRoundError::NotDue { segment, period } => {
                Code::SegmentRests.with("segment", segment).and("period", period)
            }
            PrepareRoundError::NoPoints { segment } => Code::NoPointsHere.with("segment", segment),
            PrepareRoundError::AlreadyWalked { round: _, read } => Code::RoundWalked.with("count", read),
            PrepareRoundError::BrokenHistory { customer, period, refusal } => {
                tracing::error!(error = %refusal, "a bill that was issued here cannot be carried on");
                Code::BrokenHistory.with("customer", customer).and("period", period)
            }
            PrepareRoundError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for WalkRefusal {
    fn said(self, _: &Outlet) -> CommandErrorView {
        match self {
            WalkRefusal::NotPrepared { round: _ } => Code::RoundNotPrepared.into(),
            WalkRefusal::NotInRound { round: _, point } => Code::PointNotInRound.with("point", point),
        }
    }
}

impl Said for EstimateRefusal {
    fn said(self, _: &Outlet) -> CommandErrorView {
        match self {
            EstimateRefusal::NeverRead => Code::NeverRead.into(),
            EstimateRefusal::NoHistory => Code::NoHistory.into(),
            EstimateRefusal::MultiplierUnknown => Code::MultiplierUnknown.into(),
        }
    }
}

impl Said for ReadingCardError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            ReadingCardError::Walk(refusal) => refusal.said(outlet),
            ReadingCardError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for JudgeReadingError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            JudgeReadingError::Walk(refusal) => refusal.said(outlet),
            JudgeReadingError::Estimate(refusal) => refusal.said(outlet),
            JudgeReadingError::NoRegisters => Code::ReadingEmpty.into(),
            JudgeReadingError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for EnterReadingError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            EnterReadingError::Denied(denied) => denied.said(outlet),
            EnterReadingError::Walk(refusal) => refusal.said(outlet),
            EnterReadingError::Estimate(refusal) => refusal.said(outlet),
            EnterReadingError::NoRegisters => Code::ReadingEmpty.into(),
            EnterReadingError::ReadingIdReused { reading: _ } => Code::ReadingIdReused.into(),
            EnterReadingError::Stopped { findings: _ } => Code::ReadingStopped.into(),
            EnterReadingError::NotConfirmed { findings: _ } => Code::ReadingUnconfirmed.into(),
            EnterReadingError::AlreadyRead { reading: _ } => Code::AlreadyRead.into(),
            EnterReadingError::Reviewed { reading } => reviewed_or_billed(outlet, reading).into(),
            EnterReadingError::NothingToCorrect { reading: _ } => Code::NothingToCorrect.into(),
            EnterReadingError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for WithdrawReadingError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            WithdrawReadingError::Denied(denied) => denied.said(outlet),
            WithdrawReadingError::UnknownReading { reading: _ } => Code::UnknownReading.into(),
            WithdrawReadingError::Reviewed { reading } => reviewed_or_billed(outlet, reading).into(),
            WithdrawReadingError::NoReason => Code::NoReason.into(),
            WithdrawReadingError::Store(error) => error.said(outlet),
        }
    }
}

/// Either way it changes by request only; the reader hears which of the two it is.
fn reviewed_or_billed(outlet: &Outlet, reading: ReadingId) -> Code {
    match outlet.read().reading(reading) {
        Ok(Some(row)) if row.known.state == ReviewState::Billed => Code::ReadingBilled,
        Ok(_) | Err(_) => Code::ReadingReviewed,
    }
}

impl Said for RequestChangeError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            RequestChangeError::Denied(denied) => denied.said(outlet),
            RequestChangeError::UnknownReading { reading: _ } => Code::UnknownReading.into(),
            RequestChangeError::NotReviewed { reading: _ } => Code::ReadingNotReviewed.into(),
            RequestChangeError::Withdrawn { reading: _ } => Code::ReadingWithdrawn.into(),
            RequestChangeError::NoRegisters => Code::ReadingEmpty.into(),
            RequestChangeError::NoReason => Code::NoReason.into(),
            RequestChangeError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for IssueBillsError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            IssueBillsError::Denied(denied) => denied.said(outlet),
            IssueBillsError::Walk(refusal) => refusal.said(outlet),
            IssueBillsError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for ReviewError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            ReviewError::Denied(denied) => denied.said(outlet),
            ReviewError::Nothing => Code::NothingChosen.into(),
            ReviewError::TooMany { max } => Code::BatchTooLarge.with("max", max),
            ReviewError::UnknownReading { reading: _ } => Code::UnknownReading.into(),
            ReviewError::Refused { reading: _, refusal } => refusal.said(outlet),
            ReviewError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for ReviewRefusal {
    fn said(self, _: &Outlet) -> CommandErrorView {
        match self {
            ReviewRefusal::OwnReading => Code::OwnReading.into(),
            ReviewRefusal::NotWaiting => Code::NotWaiting.into(),
            ReviewRefusal::NotHarmless => Code::NotHarmless.into(),
            ReviewRefusal::NoReason => Code::NoReason.into(),
        }
    }
}
