//! The names that refusals have in stories: those of the error's variants, in kebab-case.

use std::fmt::{Debug, Display};

use domain::{BillingRefusal, Severity};
use outlet::{
    AnswerTaskError, CloseShiftError, EnterReadingError, ImportReadingsError, NoticeError, OpenShiftError,
    PayRefundError, PrepareRoundError, ReprintError, RequestArchiveChangeError, RequestChangeError,
    ReversePaymentError, ReviewError, SignInError, SyncError, TakePaymentError, WithdrawReadingError,
};

use crate::scenario::play::{Happened, Otherwise, Played};
use crate::scenario::read_outcome::kebab;

pub(crate) fn variant(error: &impl Debug) -> String {
    let text = format!("{error:?}");
    kebab(text.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default())
}

/// A refusal by the name of its variant.
pub(crate) fn named(name: &impl Debug, sentence: &impl Display) -> Happened {
    refused(name, sentence)
}

fn refused(name: &impl Debug, sentence: &impl Display) -> Happened {
    Happened { refused: Some((variant(name), sentence.to_string())), ..Happened::default() }
}

pub(crate) fn of_payment(error: TakePaymentError) -> Played<Happened> {
    match &error {
        TakePaymentError::Store(store) => Err(Otherwise::broken(store)),
        TakePaymentError::Denied(denied) => Ok(refused(denied, &error)),
        TakePaymentError::Refused(refusal) => Ok(refused(refusal, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_reversal(error: ReversePaymentError) -> Played<Happened> {
    match &error {
        ReversePaymentError::Store(store) => Err(Otherwise::broken(store)),
        ReversePaymentError::Denied(denied) => Ok(refused(denied, &error)),
        ReversePaymentError::Refused(refusal) => Ok(refused(refusal, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_reprint(error: ReprintError) -> Played<Happened> {
    match &error {
        ReprintError::Store(store) => Err(Otherwise::broken(store)),
        ReprintError::Denied(denied) => Ok(refused(denied, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_opening(error: OpenShiftError) -> Played<Happened> {
    match &error {
        OpenShiftError::Store(store) => Err(Otherwise::broken(store)),
        OpenShiftError::Denied(denied) => Ok(refused(denied, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_closing(error: CloseShiftError) -> Played<Happened> {
    match &error {
        CloseShiftError::Store(store) => Err(Otherwise::broken(store)),
        CloseShiftError::Denied(denied) => Ok(refused(denied, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_sign_in(error: SignInError) -> Played<Happened> {
    match &error {
        SignInError::Store(store) => Err(Otherwise::broken(store)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_sync(error: SyncError) -> Played<Happened> {
    match &error {
        SyncError::Store(store) => Err(Otherwise::broken(store)),
        SyncError::Link(link) => Ok(Happened { link_down: Some(link.to_string()), ..Happened::default() }),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_billing(refusal: &BillingRefusal) -> Happened {
    refused(refusal, refusal)
}

pub(crate) fn of_preparing(error: PrepareRoundError) -> Played<Happened> {
    match &error {
        PrepareRoundError::Store(store) => Err(Otherwise::broken(store)),
        PrepareRoundError::Denied(denied) => Ok(refused(denied, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

/// A reading that cannot be true is named by what is wrong with it.
pub(crate) fn of_reading(error: EnterReadingError) -> Played<Happened> {
    match &error {
        EnterReadingError::Store(store) => Err(Otherwise::broken(store)),
        EnterReadingError::Denied(denied) => Ok(refused(denied, &error)),
        EnterReadingError::Walk(refusal) => Ok(refused(refusal, &error)),
        EnterReadingError::Estimate(refusal) => Ok(refused(refusal, &error)),
        EnterReadingError::Stopped { findings } => {
            let stop = findings.iter().find(|(severity, _)| *severity == Severity::Stop);
            Ok(stop.map_or_else(|| refused(&error, &error), |(_, finding)| refused(finding, &error)))
        }
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_withdrawal(error: WithdrawReadingError) -> Played<Happened> {
    match &error {
        WithdrawReadingError::Store(store) => Err(Otherwise::broken(store)),
        WithdrawReadingError::Denied(denied) => Ok(refused(denied, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_request(error: RequestChangeError) -> Played<Happened> {
    match &error {
        RequestChangeError::Store(store) => Err(Otherwise::broken(store)),
        RequestChangeError::Denied(denied) => Ok(refused(denied, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_review(error: ReviewError) -> Played<Happened> {
    match &error {
        ReviewError::Store(store) => Err(Otherwise::broken(store)),
        ReviewError::Denied(denied) => Ok(refused(denied, &error)),
        ReviewError::Refused { refusal, .. } => Ok(refused(refusal, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_notice(error: NoticeError) -> Played<Happened> {
    match &error {
        NoticeError::Store(store) => Err(Otherwise::broken(store)),
        NoticeError::Denied(denied) => Ok(refused(denied, &error)),
        NoticeError::Refused(refusal) => Ok(refused(refusal, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_import(error: ImportReadingsError) -> Played<Happened> {
    match &error {
        ImportReadingsError::Store(store) => Err(Otherwise::broken(store)),
        ImportReadingsError::Denied(denied) => Ok(refused(denied, &error)),
        ImportReadingsError::File(refusal) => Ok(refused(refusal, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_refund(error: PayRefundError) -> Played<Happened> {
    match &error {
        PayRefundError::Store(store) => Err(Otherwise::broken(store)),
        PayRefundError::Denied(denied) => Ok(refused(denied, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_answer(error: AnswerTaskError) -> Played<Happened> {
    match &error {
        AnswerTaskError::Store(store) => Err(Otherwise::broken(store)),
        AnswerTaskError::Denied(denied) => Ok(refused(denied, &error)),
        _ => Ok(refused(&error, &error)),
    }
}

pub(crate) fn of_archive(error: RequestArchiveChangeError) -> Played<Happened> {
    match &error {
        RequestArchiveChangeError::Store(store) => Err(Otherwise::broken(store)),
        RequestArchiveChangeError::Denied(denied) => Ok(refused(denied, &error)),
        RequestArchiveChangeError::Refused(refusal) => Ok(refused(refusal, &error)),
        _ => Ok(refused(&error, &error)),
    }
}
