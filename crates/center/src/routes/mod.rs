//! The center over HTTP: the exchange for outlets, a JSON API for people, health and counters. Handlers only translate.

mod api;
mod health;
mod metrics;
mod pages;
mod talk;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sync::{ATTACH_PATH, ENROL_PATH, EXCHANGE_PATH, LOOK_UP_PATH, REQUEST_BYTES_MAX};

pub use api::{API_ROUTES, AdminToken, ApiRoute, Needs, description};

use crate::Prefecture;

/// The slowest links need minutes to send a push; longer than this, the sender is gone.
const REQUEST_PATIENCE: Duration = Duration::from_secs(600);

/// What every handler may use.
#[derive(Clone)]
pub struct Center {
    pub prefecture: Prefecture,
    pub token: Arc<AdminToken>,
    pub door: Door,
}

/// How the center is reached.
#[derive(Clone, Copy, Debug, Default)]
pub struct Door {
    /// Browsers reach it over TLS, so cookies never travel without.
    pub secure: bool,
    /// Something in front of it says where a request comes from.
    pub behind_proxy: bool,
    /// What is served is demo data.
    pub demo: bool,
}

/// Everything that the center serves, to this machine.
pub fn router(prefecture: Prefecture, token: AdminToken) -> Router {
    router_at(Door::default(), prefecture, token)
}

/// Everything that the center serves.
pub fn router_at(door: Door, prefecture: Prefecture, token: AdminToken) -> Router {
    let center = Center { prefecture, token: Arc::new(token), door };
    let outlets = Router::new()
        .route(EXCHANGE_PATH, post(talk::answer))
        .route(LOOK_UP_PATH, post(talk::answer))
        .route(ATTACH_PATH, post(talk::answer))
        .route(ENROL_PATH, post(talk::answer))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX));
    Router::new()
        .merge(outlets)
        .merge(api::router(center.clone()))
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(metrics::metrics))
        .fallback(pages::page)
        .layer(middleware::from_fn(with_patience))
        .with_state(center)
}

async fn with_patience(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST_PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => axum::http::StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}
