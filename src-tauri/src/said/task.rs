//! Refusals around what the center asks of the desk, and what the desk asks of the center.

use domain::{ArchiveValueRefusal, ReleaseRefusal};
use outlet::{AnswerTaskError, Outlet, PayRefundError, RefundSlipError, ReleaseError, RequestArchiveChangeError};

use super::{Said, name};
use crate::error::Code;
use crate::view::CommandErrorView;

impl Said for AnswerTaskError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            AnswerTaskError::Denied(denied) => denied.said(outlet),
            AnswerTaskError::UnknownTask { task: _ } => Code::UnknownTask.into(),
            AnswerTaskError::Withdrawn => Code::TaskWithdrawn.into(),
            AnswerTaskError::AlreadyAnswered => Code::TaskAnswered.into(),
            AnswerTaskError::PayItOut => Code::PayItOut.into(),
            AnswerTaskError::NoReason => Code::TaskNoReason.into(),
            AnswerTaskError::NothingSaid => Code::NothingSaid.into(),
            AnswerTaskError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for PayRefundError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            PayRefundError::Denied(denied) => denied.said(outlet),
            PayRefundError::NoOpenShift => Code::NoOpenShift.into(),
            PayRefundError::ShiftOfOther { cashier } => Code::ShiftOfOther.with("cashier", name(outlet, cashier)),
            PayRefundError::UnknownTask { task: _ } => Code::UnknownTask.into(),
            PayRefundError::Withdrawn => Code::TaskWithdrawn.into(),
            PayRefundError::AlreadyAnswered => Code::TaskAnswered.into(),
            PayRefundError::AlreadyPaid { paid_to } => Code::RefundPaid.with("paidTo", paid_to),
            PayRefundError::RefundIdReused { refund: _ } => Code::RefundIdReused.into(),
            PayRefundError::NoPayee => Code::NoPayee.into(),
            PayRefundError::DrawerTooLow { drawer, needed } => {
                Code::RefundDrawerTooLow.with("drawer", drawer).and("needed", needed)
            }
            PayRefundError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for RefundSlipError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            RefundSlipError::Denied(denied) => denied.said(outlet),
            RefundSlipError::UnknownRefund { refund: _ } => Code::UnknownPayment.into(),
            RefundSlipError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for RequestArchiveChangeError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            RequestArchiveChangeError::Denied(denied) => denied.said(outlet),
            RequestArchiveChangeError::UnknownCustomer { customer: _ } => Code::UnknownCustomer.into(),
            RequestArchiveChangeError::Refused(reason) => match reason {
                ArchiveValueRefusal::Empty => Code::ArchiveValueEmpty.into(),
                ArchiveValueRefusal::TooLong { letters_max } => Code::ArchiveValueTooLong.with("max", letters_max),
                ArchiveValueRefusal::NoPhone => Code::PhoneMalformed.into(),
                ArchiveValueRefusal::NoMeterNo => Code::MeterNoMalformed.into(),
            },
            RequestArchiveChangeError::NothingToChange => Code::NothingToChange.into(),
            RequestArchiveChangeError::NoReason => Code::ChangeNoReason.into(),
            RequestArchiveChangeError::StillWaiting { wanted } => Code::ChangeStillWaiting.with("wanted", wanted),
            RequestArchiveChangeError::ChangeIdReused { change: _ } => Code::ChangeIdReused.into(),
            RequestArchiveChangeError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for ReleaseError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            ReleaseError::NothingToRelease => Code::NothingToRelease.into(),
            ReleaseError::NoKey => Code::NoReleaseKey.into(),
            ReleaseError::TooManyGuesses { wait_ms } => {
                let seconds = u64::try_from(wait_ms).unwrap_or(0).div_ceil(1000);
                Code::TooManyGuesses.with("seconds", seconds)
            }
            ReleaseError::AlreadyUsed => Code::ReleaseUsed.into(),
            ReleaseError::Refused(reason) => match reason {
                ReleaseRefusal::NotTwelveDigits => Code::ReleaseNotTwelveDigits.into(),
                ReleaseRefusal::Misheard => Code::ReleaseMisheard.into(),
                ReleaseRefusal::OtherDevice => Code::ReleaseOtherDevice.into(),
                ReleaseRefusal::OtherPurpose => Code::ReleaseOtherPurpose.into(),
                ReleaseRefusal::Expired { until } => Code::ReleaseExpired.with("until", until),
                ReleaseRefusal::Wrong => Code::ReleaseWrong.into(),
            },
            ReleaseError::Store(error) => error.said(outlet),
        }
    }
}
