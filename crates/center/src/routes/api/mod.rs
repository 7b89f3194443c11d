//! The JSON API for people and tools, described in `schema/center/openapi.json`. Money is a string of yuan.

mod accounts;
mod bill_runs;
mod billing;
mod books;
mod cases;
mod day;
mod failure;
mod fleet;
mod readings;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::DateTime;
use sha2::{Digest, Sha256};

use super::Center;
use failure::Failure;

/// Method and address of everything in the API, as the description lists it.
pub const API_ROUTES: [(&str, &str); 23] = [
    ("get", "/api/v1/cases"),
    ("get", "/api/v1/cases/{id}"),
    ("get", "/api/v1/day"),
    ("get", "/api/v1/accounts/{customer}"),
    ("get", "/api/v1/customers/{customer}"),
    ("get", "/api/v1/trial-balance"),
    ("get", "/api/v1/devices"),
    ("post", "/api/v1/devices/{id}/suspend"),
    ("post", "/api/v1/enrolment-codes"),
    ("get", "/api/v1/bill-runs"),
    ("post", "/api/v1/bill-runs"),
    ("get", "/api/v1/bill-runs/{id}"),
    ("get", "/api/v1/bill-runs/{id}/unbilled"),
    ("get", "/api/v1/readings"),
    ("get", "/api/v1/rounds"),
    ("get", "/api/v1/reading-imports"),
    ("get", "/api/v1/notices/{customer}"),
    ("get", "/api/v1/statements/{customer}/{bill}"),
    ("get", "/api/v1/supplies/{customer}"),
    ("get", "/api/v1/segments"),
    ("get", "/api/v1/restore-requests"),
    ("post", "/api/v1/corrections"),
    ("get", "/api/v1/attachments/{hash}"),
];

/// What administrators show; only its digest is kept in memory.
pub struct AdminToken([u8; 32]);

impl AdminToken {
    pub fn new(token: &str) -> AdminToken {
        AdminToken(Sha256::digest(token.trim()).into())
    }

    /// Digests are compared, so the time it takes tells nothing about the token.
    fn is_shown_by(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = shown.and_then(|value| value.strip_prefix("Bearer "));
        token.is_some_and(|token| <[u8; 32]>::from(Sha256::digest(token.trim())) == self.0)
    }
}

pub fn router(center: Center) -> Router<Center> {
    Router::new()
        .route("/api/v1/cases", get(cases::list))
        .route("/api/v1/cases/{id}", get(cases::one))
        .route("/api/v1/day", get(day::day))
        .route("/api/v1/accounts/{customer}", get(accounts::account))
        .route("/api/v1/customers/{customer}", get(accounts::customer))
        .route("/api/v1/trial-balance", get(books::trial_balance))
        .route("/api/v1/devices", get(fleet::devices))
        .route("/api/v1/devices/{id}/suspend", post(fleet::suspend))
        .route("/api/v1/enrolment-codes", post(fleet::enrolment_code))
        .route("/api/v1/bill-runs", get(bill_runs::list).post(bill_runs::start))
        .route("/api/v1/bill-runs/{id}", get(bill_runs::one))
        .route("/api/v1/bill-runs/{id}/unbilled", get(bill_runs::unbilled))
        .route("/api/v1/readings", get(readings::readings))
        .route("/api/v1/rounds", get(readings::rounds))
        .route("/api/v1/reading-imports", get(readings::imports))
        .route("/api/v1/notices/{customer}", get(readings::notices))
        .route("/api/v1/statements/{customer}/{bill}", get(billing::statement))
        .route("/api/v1/supplies/{customer}", get(billing::supply))
        .route("/api/v1/segments", get(billing::segments))
        .route("/api/v1/restore-requests", get(billing::restore_requests))
        .route("/api/v1/corrections", post(billing::correct))
        .route("/api/v1/attachments/{hash}", get(billing::attachment))
        .route("/api/{*rest}", get(nothing_there).post(nothing_there))
        .layer(middleware::from_fn_with_state(center, only_administrators))
}

async fn only_administrators(State(center): State<Center>, request: Request, next: Next) -> Response {
    if center.token.is_shown_by(request.headers()) {
        next.run(request).await
    } else {
        Failure::Unauthorised.into_response()
    }
}

async fn nothing_there() -> Failure {
    Failure::NotFound
}

/// Runs what reads or writes the books beside the async threads.
async fn at_the_books<T: Send + 'static>(
    center: Center,
    work: impl FnOnce(&crate::Prefecture) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(move || work(&center.prefecture)).await;
    done.unwrap_or(Err(Failure::Unavailable))
}

/// `2026-11-23T04:00:00.000Z`
fn time(ms: i64) -> String {
    let at = DateTime::from_timestamp_millis(ms).unwrap_or_default();
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
