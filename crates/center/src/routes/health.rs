//! Whether the center can work: it can when its database answers.

use axum::extract::State;
use axum::http::StatusCode;

use super::Center;

pub async fn healthz(State(center): State<Center>) -> (StatusCode, &'static str) {
    let checked = tokio::task::spawn_blocking(move || center.prefecture.check()).await;
    match checked {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(error)) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the check did not finish\n"),
    }
}
