//! The JSON API for people and tools, described by `openapi`. Money is a string of yuan.

#![allow(unused_qualifications, reason = "utoipa writes out the whole path of a type of parameters")]

mod accounts;
mod acts;
mod bill_runs;
mod billing;
mod books;
mod case_views;
mod cases;
mod customers;
mod day;
mod decision_failure;
mod events;
mod extract;
mod failure;
mod fleet;
mod guard;
mod openapi;
mod operators;
mod permissions;
mod proposals;
mod readings;
mod session;
mod tariffs;
mod tasks;
mod units;
mod who;

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::middleware;
use axum::routing::{any, delete, get, post};
use chrono::DateTime;
use sha2::{Digest, Sha256};

use super::Center;
use failure::Failure;
pub use openapi::description;
pub use permissions::{API_ROUTES, ApiRoute, Needs};

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

/// Whatever else begins like the API.
const NOTHING_THERE: &str = "/api/{*rest}";

pub fn router(center: Center) -> Router<Center> {
    Router::new()
        .route("/api/v1/cases", get(cases::list))
        .route("/api/v1/cases/{id}", get(cases::one))
        .route("/api/v1/cases/{id}/notes", post(cases::note))
        .route("/api/v1/proposals", get(proposals::list).post(proposals::propose))
        .route("/api/v1/proposals/preview", post(proposals::preview))
        .route("/api/v1/proposals/{id}", get(proposals::one))
        .route("/api/v1/proposals/{id}/answer", post(proposals::answer))
        .route("/api/v1/proposals/{id}/undo", post(proposals::undo))
        .route("/api/v1/tasks", get(tasks::list))
        .route("/api/v1/acts", get(acts::list))
        .route("/api/v1/acts/export", get(acts::export))
        .route("/api/v1/day", get(day::day))
        .route("/api/v1/accounts/{customer}", get(accounts::account))
        .route("/api/v1/customers", get(customers::find))
        .route("/api/v1/customers/{customer}/readings", get(customers::readings))
        .route("/api/v1/customers/{customer}", get(accounts::customer))
        .route("/api/v1/trial-balance", get(books::trial_balance))
        .route("/api/v1/devices", get(fleet::devices))
        .route("/api/v1/devices/{id}/suspend", post(fleet::suspend))
        .route("/api/v1/devices/{id}/release-code", post(fleet::release_code))
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
        .route("/api/v1/session", post(session::sign_in).get(session::who_am_i).delete(session::sign_out))
        .route("/api/v1/events", get(events::events))
        .route("/api/v1/units", get(units::list))
        .route("/api/v1/tariffs", get(tariffs::list))
        .route("/api/v1/operators", get(operators::list))
        .route("/api/v1/operators/password", post(operators::draw_password))
        .route("/api/v1/operators/{id}/second-factor", delete(session::reset_second_factor))
        .route(NOTHING_THERE, any(nothing_there))
        .layer(middleware::from_fn_with_state(center, guard::guard))
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

/// For what is answered from memory.
fn books_of(center: &Center) -> &crate::Prefecture {
    &center.prefecture
}

/// `2026-11-23T04:00:00.000Z`
fn time(ms: i64) -> String {
    let at = DateTime::from_timestamp_millis(ms).unwrap_or_default();
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
