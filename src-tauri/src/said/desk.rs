//! Refusals around the counter: signing in, shifts, enrolment.

use outlet::{CloseShiftError, EnrolError, OpenShiftError, Outlet, SignInError};

use super::{Said, link_code, name};
use crate::error::Code;
use crate::view::CommandErrorView;

impl Said for SignInError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            SignInError::WrongPassword { attempts_left } => Code::WrongPassword.with("attemptsLeft", attempts_left),
            SignInError::TooManyAttempts { wait_ms } => {
                let seconds = u64::try_from(wait_ms).unwrap_or(0).div_ceil(1000);
                Code::TooManyAttempts.with("seconds", seconds)
            }
            SignInError::Suspended => Code::OperatorSuspended.into(),
            SignInError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for OpenShiftError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            OpenShiftError::Denied(denied) => denied.said(outlet),
            OpenShiftError::ShiftAlreadyOpen { cashier, business_date } => {
                Code::ShiftAlreadyOpen.with("cashier", name(outlet, cashier)).and("businessDate", business_date)
            }
            OpenShiftError::BusinessDateRefused { business_date: _ } => Code::BusinessDateRefused.into(),
            OpenShiftError::OpeningCashNegative => Code::AmountMalformed.with("field", "opening-cash"),
            OpenShiftError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for CloseShiftError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            CloseShiftError::Denied(denied) => denied.said(outlet),
            CloseShiftError::NoOpenShift => Code::NoOpenShift.into(),
            CloseShiftError::ShiftOfOther { cashier } => Code::ShiftOfOther.with("cashier", name(outlet, cashier)),
            CloseShiftError::CountedCashNegative => Code::AmountMalformed.with("field", "counted-cash"),
            CloseShiftError::Store(error) => error.said(outlet),
        }
    }
}

impl Said for EnrolError {
    fn said(self, outlet: &Outlet) -> CommandErrorView {
        match self {
            EnrolError::AlreadyEnrolled => Code::AlreadyEnrolled.into(),
            EnrolError::Link(error) => link_code(&error).into(),
            EnrolError::Store(error) => error.said(outlet),
        }
    }
}
