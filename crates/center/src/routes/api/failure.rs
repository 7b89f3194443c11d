//! Why the API did not do it: a closed code for programs, a sentence for people.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::time;
use crate::app::WishRefusal;
use crate::ledger::LedgerError;
use crate::{
    CorrectionError, DecisionError, EnrolmentCodeError, ReleaseCodeError, ResetSecondFactorError, SignInError,
};

#[derive(Debug)]
pub enum Failure {
    Unauthorised,
    NotSignedIn,
    NotPermitted,
    /// A change that the console did not send.
    CrossSite,
    /// Only somebody who is signed in does this.
    NeedsPerson,
    SignIn(SignInError),
    OwnSecondFactor,
    NotFound,
    /// The methods that there are.
    WrongMethod(String),
    /// The sentence names the parameter.
    BadRequest(String),
    UnknownUnit(String),
    TerminalTaken(String),
    NotCorrected(String),
    NotReleased(String),
    NotBillable(String),
    NotJson,
    TooLarge,
    /// A decision that was not taken, with what helps to go on.
    Decision(Box<DecisionError>),
    OwnProposal(String),
    NotYours(String),
    BrokenJournal(String),
    Unavailable,
}

/// Why not.
#[derive(Serialize, ToSchema)]
pub struct Refusal {
    code: Code,
    /// A sentence for people.
    message: String,
    /// Until when, where waiting helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    until: Option<String>,
}

/// For programs; closed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum Code {
    Unauthorised,
    NotSignedIn,
    NotPermitted,
    CrossSite,
    NeedsPerson,
    SignInRefused,
    #[serde(rename = "code-refused")]
    SecondFactorRefused,
    LockedOut,
    OperatorSuspended,
    OwnSecondFactor,
    NotFound,
    WrongMethod,
    BadRequest,
    UnknownUnit,
    TerminalTaken,
    NotCorrected,
    NotReleased,
    NotBillable,
    NotJson,
    TooLarge,
    OwnProposal,
    NotYours,
    BrokenJournal,
    Unavailable,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, code, message) = match self {
            Failure::Unauthorised => (
                StatusCode::UNAUTHORIZED,
                Code::Unauthorised,
                "an administrator's token is needed, as Authorization: Bearer …".to_owned(),
            ),
            Failure::NotSignedIn => (StatusCode::UNAUTHORIZED, Code::NotSignedIn, "sign in first".to_owned()),
            Failure::NotPermitted => {
                (StatusCode::FORBIDDEN, Code::NotPermitted, "your roles do not permit this".to_owned())
            }
            Failure::CrossSite => (
                StatusCode::FORBIDDEN,
                Code::CrossSite,
                "a change needs the header X-Qingjiang-Console: 1 beside the session".to_owned(),
            ),
            Failure::NeedsPerson => {
                (StatusCode::FORBIDDEN, Code::NeedsPerson, "only somebody who is signed in does this".to_owned())
            }
            Failure::SignIn(error) => return sign_in_refused(&error),
            Failure::WrongMethod(allowed) => return wrong_method(allowed),
            Failure::Decision(error) => return super::decision_failure::answer(*error),
            Failure::OwnProposal(message) => (StatusCode::FORBIDDEN, Code::OwnProposal, message),
            Failure::NotYours(message) => (StatusCode::FORBIDDEN, Code::NotYours, message),
            Failure::BrokenJournal(message) => (StatusCode::SERVICE_UNAVAILABLE, Code::BrokenJournal, message),
            Failure::OwnSecondFactor => (
                StatusCode::FORBIDDEN,
                Code::OwnSecondFactor,
                "nobody resets their own second factor; another administrator has to".to_owned(),
            ),
            Failure::NotFound => (StatusCode::NOT_FOUND, Code::NotFound, "there is nothing of that name".to_owned()),
            Failure::BadRequest(message) => (StatusCode::BAD_REQUEST, Code::BadRequest, message),
            Failure::UnknownUnit(message) => (StatusCode::UNPROCESSABLE_ENTITY, Code::UnknownUnit, message),
            Failure::TerminalTaken(message) => (StatusCode::CONFLICT, Code::TerminalTaken, message),
            Failure::NotCorrected(message) => (StatusCode::CONFLICT, Code::NotCorrected, message),
            Failure::NotReleased(message) => (StatusCode::CONFLICT, Code::NotReleased, message),
            Failure::NotBillable(message) => (StatusCode::UNPROCESSABLE_ENTITY, Code::NotBillable, message),
            Failure::NotJson => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Code::NotJson,
                "send the document as JSON, with Content-Type: application/json".to_owned(),
            ),
            Failure::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                Code::TooLarge,
                "the document is too large; send less at once".to_owned(),
            ),
            Failure::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, "the books cannot be read now".to_owned())
            }
        };
        (status, Json(Refusal { code, message, until: None })).into_response()
    }
}

fn wrong_method(allowed: String) -> Response {
    let message = format!("this address knows only {allowed}");
    let body = Json(Refusal { code: Code::WrongMethod, message, until: None });
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, allowed)], body).into_response()
}

fn sign_in_refused(error: &SignInError) -> Response {
    let (status, code, until) = match error {
        SignInError::Refused => (StatusCode::UNAUTHORIZED, Code::SignInRefused, None),
        SignInError::CodeRefused => (StatusCode::UNAUTHORIZED, Code::SecondFactorRefused, None),
        SignInError::LockedOut { until_ms } => (StatusCode::TOO_MANY_REQUESTS, Code::LockedOut, Some(time(*until_ms))),
        SignInError::Suspended => (StatusCode::FORBIDDEN, Code::OperatorSuspended, None),
        SignInError::NotPermitted => (StatusCode::FORBIDDEN, Code::NotPermitted, None),
        SignInError::Ledger(_) => (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, None),
    };
    (status, Json(Refusal { code, message: error.to_string(), until })).into_response()
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Failure {
        match error {
            SignInError::Ledger(error) => error.into(),
            error => Failure::SignIn(error),
        }
    }
}

impl From<ResetSecondFactorError> for Failure {
    fn from(error: ResetSecondFactorError) -> Failure {
        match error {
            ResetSecondFactorError::Own => Failure::OwnSecondFactor,
            ResetSecondFactorError::None => Failure::NotFound,
            ResetSecondFactorError::Ledger(error) => error.into(),
        }
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
            EnrolmentCodeError::UnknownUnit(_) => Failure::UnknownUnit(error.to_string()),
            EnrolmentCodeError::TerminalTaken(_) => Failure::TerminalTaken(error.to_string()),
            EnrolmentCodeError::Ledger(error) => error.into(),
        }
    }
}

impl From<ReleaseCodeError> for Failure {
    fn from(error: ReleaseCodeError) -> Failure {
        match error {
            ReleaseCodeError::UnknownDevice(_) => Failure::NotFound,
            ReleaseCodeError::TooLong { .. } => Failure::BadRequest(error.to_string()),
            ReleaseCodeError::Suspended(_) | ReleaseCodeError::NoSerialLeft => Failure::NotReleased(error.to_string()),
            ReleaseCodeError::Decision(error) => error.into(),
            ReleaseCodeError::Ledger(error) => error.into(),
        }
    }
}

impl From<CorrectionError> for Failure {
    fn from(error: CorrectionError) -> Failure {
        match error {
            CorrectionError::UnknownCustomer(_)
            | CorrectionError::UnknownPoint { .. }
            | CorrectionError::NotBilled { .. }
            | CorrectionError::NoFurtherIssue { .. } => Failure::NotCorrected(error.to_string()),
            CorrectionError::Ledger(error) => error.into(),
        }
    }
}

impl From<WishRefusal> for Failure {
    fn from(refusal: WishRefusal) -> Failure {
        Failure::NotBillable(refusal.to_string())
    }
}

/// Reads a parameter as a value of the trade.
pub fn parse<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, Failure>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| Failure::BadRequest(format!("{name}: {error}")))
}
