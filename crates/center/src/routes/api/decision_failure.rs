//! Why a decision was not taken, with what helps to go on: who was first, or the new preview.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{CaseId, Money, OperatorId, ProposalId};
use serde::Serialize;
use utoipa::ToSchema;

use super::failure::Failure;
use super::time;
use crate::{DecisionError, Preview};

/// Why not.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionRefusal {
    code: DecisionCode,
    /// A sentence for people.
    message: String,
    case: Option<CaseId>,
    /// Who was first, or who may do it.
    by: Option<OperatorId>,
    #[schema(format = DateTime)]
    at: Option<String>,
    proposal: Option<ProposalId>,
    /// The most that is possible.
    limit: Option<Money>,
    /// As the books stand now.
    preview: Option<Box<Preview>>,
}

/// For programs; closed.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum DecisionCode {
    NotOpen,
    AlreadyProposed,
    NotOffered,
    NoCases,
    Mixed,
    TooMany,
    Amount,
    UnknownCustomer,
    NoSuchPayment,
    SameCustomer,
    Device,
    NoteMissing,
    IdReused,
    PreviewMoved,
    AlreadyAnswered,
    NotInForce,
    NotUndoable,
    RefundPaid,
    TaskAnswered,
    LaterDecision,
    LoginTaken,
    PasswordMissing,
    Record,
}

impl From<DecisionError> for Failure {
    fn from(error: DecisionError) -> Failure {
        match error {
            DecisionError::Ledger(error) => error.into(),
            DecisionError::UnknownCase(_) | DecisionError::UnknownProposal(_) => Failure::NotFound,
            DecisionError::OwnProposal => Failure::OwnProposal(error.to_string()),
            DecisionError::NeedsPerson => Failure::NeedsPerson,
            DecisionError::NotYours { .. } => Failure::NotYours(error.to_string()),
            DecisionError::BrokenJournal { .. } => Failure::BrokenJournal(error.to_string()),
            error => Failure::Decision(Box::new(error)),
        }
    }
}

/// The status, and the code that programs read.
fn code(error: &DecisionError) -> (StatusCode, DecisionCode) {
    use DecisionCode as C;
    use DecisionError as E;
    const CONFLICT: StatusCode = StatusCode::CONFLICT;
    const CANNOT: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
    match error {
        E::NotOpen { .. } => (CONFLICT, C::NotOpen),
        E::AlreadyProposed { .. } => (CONFLICT, C::AlreadyProposed),
        E::NotOffered { .. } => (CANNOT, C::NotOffered),
        E::NoCases => (CANNOT, C::NoCases),
        E::Mixed => (CANNOT, C::Mixed),
        E::TooMany { .. } => (CANNOT, C::TooMany),
        E::Amount { .. } => (CANNOT, C::Amount),
        E::UnknownCustomer(_) => (CANNOT, C::UnknownCustomer),
        E::NoSuchPayment(_) => (CANNOT, C::NoSuchPayment),
        E::SameCustomer(_) => (CANNOT, C::SameCustomer),
        E::Device(_) => (CANNOT, C::Device),
        E::NoteMissing => (CANNOT, C::NoteMissing),
        E::IdReused(_) => (CONFLICT, C::IdReused),
        E::PreviewMoved(_) => (CONFLICT, C::PreviewMoved),
        E::AlreadyAnswered { .. } => (CONFLICT, C::AlreadyAnswered),
        E::NotInForce(_) => (CONFLICT, C::NotInForce),
        E::NotUndoable(_) => (CANNOT, C::NotUndoable),
        E::RefundPaid(_) => (CONFLICT, C::RefundPaid),
        E::TaskAnswered(_) => (CONFLICT, C::TaskAnswered),
        E::LaterDecision(_) => (CONFLICT, C::LaterDecision),
        E::LoginTaken(_) => (CONFLICT, C::LoginTaken),
        E::PasswordMissing => (CANNOT, C::PasswordMissing),
        E::Record(_) => (CANNOT, C::Record),
        E::UnknownCase(_)
        | E::UnknownProposal(_)
        | E::OwnProposal
        | E::NeedsPerson
        | E::NotYours { .. }
        | E::BrokenJournal { .. }
        | E::Ledger(_) => {
            unreachable!("these are answered as every other failure")
        }
    }
}

pub fn answer(error: DecisionError) -> Response {
    let (status, code) = code(&error);
    let message = error.to_string();
    let mut body =
        DecisionRefusal { code, message, case: None, by: None, at: None, proposal: None, limit: None, preview: None };
    match error {
        DecisionError::AlreadyProposed { case, proposal, by, at_ms } => {
            (body.case, body.proposal, body.by, body.at) = (Some(case), Some(proposal), Some(by), Some(time(at_ms)));
        }
        DecisionError::NotOpen { case, .. } => body.case = Some(case),
        DecisionError::AlreadyAnswered { by, at_ms } => (body.by, body.at) = (Some(by), Some(time(at_ms))),
        DecisionError::Amount { limit } => body.limit = Some(limit),
        DecisionError::TooMany { sum_max, .. } => body.limit = Some(sum_max),
        DecisionError::LaterDecision(proposal) => body.proposal = Some(proposal),
        DecisionError::PreviewMoved(preview) => body.preview = Some(preview),
        _ => {}
    }
    (status, Json(body)).into_response()
}
