//! Why the API did not do it: a closed code for programs, a sentence for people.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::ledger::LedgerError;
use crate::{CorrectionError, EnrolmentCodeError};

#[derive(Debug)]
pub enum Failure {
    Unauthorised,
    NotFound,
    /// The sentence names the parameter.
    BadRequest(String),
    TerminalTaken(String),
    NotCorrected(String),
    Unavailable,
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: String,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, code, message) = match self {
            Failure::Unauthorised => (
                StatusCode::UNAUTHORIZED,
                "unauthorised",
                "an administrator's token is needed, as Authorization: Bearer …".to_owned(),
            ),
            Failure::NotFound => (StatusCode::NOT_FOUND, "not-found", "there is nothing of that name".to_owned()),
            Failure::BadRequest(message) => (StatusCode::BAD_REQUEST, "bad-request", message),
            Failure::TerminalTaken(message) => (StatusCode::CONFLICT, "terminal-taken", message),
            Failure::NotCorrected(message) => (StatusCode::CONFLICT, "not-corrected", message),
            Failure::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "the books cannot be read now".to_owned())
            }
        };
        (status, Json(Body { code, message })).into_response()
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Failure {
        tracing::error!(%error, "the API could not answer");
        Failure::Unavailable
    }
}

impl From<EnrolmentCodeError> for Failure {
    fn from(error: EnrolmentCodeError) -> Failure {
        match error {
            EnrolmentCodeError::UnknownUnit(_) => Failure::BadRequest(error.to_string()),
            EnrolmentCodeError::TerminalTaken(_) => Failure::TerminalTaken(error.to_string()),
            EnrolmentCodeError::Ledger(error) => error.into(),
        }
    }
}

impl From<CorrectionError> for Failure {
    fn from(error: CorrectionError) -> Failure {
        match error {
            CorrectionError::UnknownCustomer(_)
            | CorrectionError::UnknownPoint { .. }
            | CorrectionError::NotBilled { .. } => Failure::NotCorrected(error.to_string()),
            CorrectionError::Ledger(error) => error.into(),
        }
    }
}

/// Reads a parameter as a value of the trade.
pub fn parse<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, Failure>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| Failure::BadRequest(format!("{name}: {error}")))
}
