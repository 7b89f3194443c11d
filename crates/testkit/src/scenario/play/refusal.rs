//! The names that refusals have in stories: those of the error's variants, in kebab-case.

use std::fmt::{Debug, Display};

use outlet::{
    CloseShiftError, OpenShiftError, ReprintError, ReversePaymentError, SignInError, SyncError, TakePaymentError,
};

use crate::scenario::play::{Happened, Otherwise, Played};
use crate::scenario::read_outcome::kebab;

fn variant(error: &impl Debug) -> String {
    let text = format!("{error:?}");
    kebab(text.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default())
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
